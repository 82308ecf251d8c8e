package twilio

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

// signer keeps what it is asked to sign.
type signer struct {
	err    error
	signed []string
	ctx    context.Context
}

func (s *signer) SignRequest(ctx context.Context, method string, u *url.URL, header http.Header, body []byte) (string, error) {
	s.ctx = ctx
	if header.Get("Authorization") == "" || header.Get(validationHeader) != "" {
		return "", errors.New("the header is not what it will be")
	}
	s.signed = append(s.signed, method+" "+u.String()+" "+string(body))
	return "jwt" + strconv.Itoa(len(s.signed)), s.err
}

func TestClientValidation(t *testing.T) {
	t.Parallel()
	s := new(signer)
	network := play(reply(http.StatusTooManyRequests, `{"code":20429}`), reply(http.StatusCreated, goldenMessage), reply(http.StatusOK, goldenMessage))
	client, err := New(wireAccount, APIKey("SK0123456789abcdef0123456789abcdef", wireSecret),
		WithHTTPClient(&http.Client{Transport: network}), WithClock(newFakeClock()), WithClientValidation(s))
	require.NoError(t, err)
	require.NoError(t, createMessage(t.Context(), client))
	require.NoError(t, getMessage(t.Context(), client))
	create := "POST https://api.twilio.com/2010-04-01/Accounts/" + wireAccount + "/Messages.json Body=Hello&From=%2B14155556789&To=%2B14155551234"
	get := "GET https://api.twilio.com/2010-04-01/Accounts/" + wireAccount + "/Messages/" + wireMessage + ".json "
	sent := network.sent()
	require.Len(t, s.signed, 3, "once for each attempt")
	for i, want := range []string{create, create, get} {
		assert.ElementsMatch(t, splitForm(want), splitForm(s.signed[i]))
		assert.Equal(t, "jwt"+strconv.Itoa(i+1), sent[i].header.Get(validationHeader))
	}
	assert.Error(t, s.ctx.Err(), "the attempt is over")
}

// splitForm makes the order of a form's fields irrelevant.
func splitForm(signed string) []string {
	var parts []string
	start := 0
	for i, r := range signed {
		if r == '&' || r == ' ' {
			parts, start = append(parts, signed[start:i]), i+1
		}
	}
	return append(parts, signed[start:])
}

// TestClientValidationFails: without its signature no request goes out.
func TestClientValidationFails(t *testing.T) {
	t.Parallel()
	failure := errors.New("the key is locked")
	network := play(reply(http.StatusCreated, goldenMessage))
	client, err := New(wireAccount, APIKey("SK0123456789abcdef0123456789abcdef", wireSecret),
		WithHTTPClient(&http.Client{Transport: network}), WithClock(newFakeClock()), WithClientValidation(&signer{err: failure}))
	require.NoError(t, err)
	err = createMessage(t.Context(), client)
	require.ErrorIs(t, err, ErrNotSent)
	require.ErrorIs(t, err, failure)
	assert.Contains(t, err.Error(), "signing the request: the key is locked")
	assert.Empty(t, network.sent())
}

func TestClientValidationNeedsAnAPIKey(t *testing.T) {
	t.Parallel()
	_, err := New(wireAccount, AuthToken(wireSecret), WithClientValidation(new(signer)))
	assertProblem(t, err, "WithClientValidation")
}

// TestStorageGetsNoSignature: it is a credential of a kind.
func TestStorageGetsNoSignature(t *testing.T) {
	t.Parallel()
	network := play(redirect(http.StatusTemporaryRedirect, "https://media.example.com/file"), reply(http.StatusOK, "file"))
	client, err := New(wireAccount, APIKey("SK0123456789abcdef0123456789abcdef", wireSecret),
		WithHTTPClient(&http.Client{Transport: network}), WithClientValidation(new(signer)))
	require.NoError(t, err)
	file, err := download(t.Context(), client)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	assert.NotEmpty(t, network.sent()[0].header.Get(validationHeader))
	assert.Empty(t, network.sent()[1].header.Get(validationHeader))
	assert.Empty(t, network.sent()[1].header.Get("Authorization"))
}

// TestClientValidatorOfPackageToken: what it signs is what is sent.
func TestClientValidatorOfPackageToken(t *testing.T) {
	t.Parallel()
	const keySID = "SK0123456789abcdef0123456789abcdef"
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	validator, err := token.NewClientValidator(wireAccount, keySID, "CR0123456789abcdef0123456789abcdef", key)
	require.NoError(t, err)
	network := play(reply(http.StatusCreated, goldenMessage))
	client, err := New(wireAccount, APIKey(keySID, wireSecret), WithHTTPClient(&http.Client{Transport: network}), WithClientValidation(validator))
	require.NoError(t, err)
	require.NoError(t, createMessage(t.Context(), client))

	sent := network.sent()[0]
	parts := strings.Split(sent.header.Get(validationHeader), ".")
	require.Len(t, parts, 3)
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	require.NoError(t, err)
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	require.NoError(t, rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, sum[:], signature))
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	body := sha256.Sum256([]byte(sent.body))
	canonical := sha256.Sum256([]byte("POST\n/2010-04-01/Accounts/" + wireAccount + "/Messages.json\n\nauthorization:" + sent.header.Get("Authorization") +
		"\nhost:api.twilio.com\n\nauthorization;host\n" + hex.EncodeToString(body[:])))
	assert.Contains(t, string(payload), `"rqh":"`+hex.EncodeToString(canonical[:])+`"`)
}
