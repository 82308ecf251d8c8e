package twilio

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
