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
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

const validationKey = "SK0123456789abcdef0123456789abcdef"

// signer keeps the requests that it is asked to sign.
type signer struct {
	err    error
	jwt    func(n int) string // nil for jwt1, jwt2
	signed []string
	ctx    context.Context
}

func (s *signer) SignRequest(ctx context.Context, method string, u *url.URL, header http.Header, body []byte) (string, error) {
	s.ctx = ctx
	if header.Get("Authorization") == "" || header.Get(validationHeader) != "" {
		return "", errors.New("the header is not what it will be")
	}
	s.signed = append(s.signed, method+" "+u.String()+" "+string(body))
	if s.jwt != nil {
		return s.jwt(len(s.signed)), s.err
	}
	return "jwt" + strconv.Itoa(len(s.signed)), s.err
}

// signerFunc signs with a function.
type signerFunc func(ctx context.Context) (string, error)

func (f signerFunc) SignRequest(ctx context.Context, _ string, _ *url.URL, _ http.Header, _ []byte) (string, error) {
	return f(ctx)
}

// validatedClient is a client above a transport whose requests are signed.
func validatedClient(t *testing.T, s RequestSigner, opts ...Option) *Client {
	t.Helper()
	client, err := New(testAccount, APIKey(validationKey, testToken), append(opts, WithClientValidation(s))...)
	require.NoError(t, err)
	return client
}

// createEmpty is a create without a body, of which nothing can be seen to be sent.
func createEmpty(ctx context.Context, c *Client, opts ...CallOption) error {
	return c.invokeOwn(ctx, ownOperation{Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Queues.json"}, nil, opts...)
}

func TestClientValidation(t *testing.T) {
	t.Parallel()
	s := new(signer)
	network := play(reply(http.StatusTooManyRequests, `{"code":20429}`), reply(http.StatusCreated, goldenMessage), reply(http.StatusOK, goldenMessage))
	client := validatedClient(t, s, WithHTTPClient(&http.Client{Transport: network}), WithClock(newFakeClock()))
	require.NoError(t, createMessage(t.Context(), client))
	require.NoError(t, getMessage(t.Context(), client))
	create := "POST https://api.twilio.com/2010-04-01/Accounts/" + testAccount + "/Messages.json Body=Hello&From=%2B14155556789&To=%2B14155551234"
	get := "GET https://api.twilio.com/2010-04-01/Accounts/" + testAccount + "/Messages/" + testMessage + ".json "
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

var errLocked = errors.New("the key is locked")

// TestClientValidationFails: without its signature no request goes out, and the
// signer is not asked again.
func TestClientValidationFails(t *testing.T) {
	t.Parallel()
	const address = "https://kms.example.com/sign?secret=hush&to=+14155551234"
	asked := &url.Error{Op: "Post", URL: address, Err: errLocked}
	for _, tt := range []struct {
		name   string
		signer *signer
		is     error
		text   string
	}{
		{name: "its own error", signer: &signer{err: errLocked}, is: errLocked, text: "signing the request: the key is locked"},
		{name: "a URL", signer: &signer{err: asked}, is: asked, text: "signing the request: the key is locked"},
		{name: "a URL inside", signer: &signer{err: fmt.Errorf("asking %s: %w", address, asked)}, is: asked, text: "signing the request: the key is locked"},
		{name: "a URL inside of another", signer: &signer{err: &url.Error{Op: "Get", URL: address, Err: asked}}, is: errLocked, text: "signing the request: the key is locked"},
		{name: "a URL alone", signer: &signer{err: &url.Error{Op: "Get", URL: address}}, text: "signing the request: no reason given"},
		{name: "nothing", signer: &signer{jwt: func(int) string { return "" }}, text: "signing the request: the signer returned nothing"},
		{name: "line break", signer: &signer{jwt: func(int) string { return "hush\nhush" }}, text: "signing the request: the signer returned characters"},
		{name: "padding", signer: &signer{jwt: func(int) string { return "hush=" }}, text: "signing the request: the signer returned characters"},
		{name: "not ASCII", signer: &signer{jwt: func(int) string { return "hushé" }}, text: "signing the request: the signer returned characters"},
	} {
		for _, call := range []func(context.Context, *Client, ...CallOption) error{createMessage, createEmpty, getMessage, deleteMessage} {
			tt.signer.signed = nil
			network := play(reply(http.StatusCreated, goldenMessage))
			client := validatedClient(t, tt.signer, WithHTTPClient(&http.Client{Transport: network}), WithClock(newFakeClock()))
			err := call(t.Context(), client)
			assertMatches(t, err, []error{ErrNotSent}, []error{ErrOutcomeUnknown})
			if tt.is != nil {
				require.ErrorIs(t, err, tt.is, tt.name)
			}
			assert.Contains(t, err.Error(), ": not sent: "+tt.text, tt.name)
			for _, hidden := range []string{"kms.example.com", "hush", "5551234"} {
				assert.NotContains(t, err.Error(), hidden, tt.name)
			}
			assert.Empty(t, network.sent(), tt.name)
			assert.Len(t, tt.signer.signed, 1, tt.name)
			assert.Equal(t, fullQuota, client.throttle.tokens, tt.name)
			assert.ErrorIs(t, tt.signer.ctx.Err(), context.Canceled, "the attempt's context is released: %s", tt.name)
		}
	}
	var urlErr *url.Error
	require.ErrorAs(t, createMessage(t.Context(), validatedClient(t, &signer{err: asked})), &urlErr)
	assert.Same(t, asked, urlErr)
}

// TestClientValidationFailsLater: the outcome of an earlier attempt stays
// unknown, and an attempt that sent nothing stays unsent.
func TestClientValidationFailsLater(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		first     answer
		opts      []CallOption
		is, isNot error
	}{
		{first: reply(http.StatusTooManyRequests, `{"code":20429}`), is: ErrNotSent, isNot: ErrOutcomeUnknown},
		{first: reply(http.StatusServiceUnavailable, "{}"), opts: []CallOption{Idempotent()}, is: ErrOutcomeUnknown, isNot: ErrNotSent},
	} {
		calls := 0
		s := signerFunc(func(context.Context) (string, error) {
			if calls++; calls > 1 {
				return "", errLocked
			}
			return "jwt", nil
		})
		network := play(tt.first, reply(http.StatusCreated, goldenMessage))
		err := createMessage(t.Context(), validatedClient(t, s, WithHTTPClient(&http.Client{Transport: network}), WithClock(newFakeClock())), tt.opts...)
		assertMatches(t, err, []error{tt.is, errLocked}, []error{tt.isNot})
		assert.Len(t, network.sent(), 1)
		assert.Equal(t, 2, calls)
	}
}

// TestClientValidationTakesTooLong: a signer that returns after its context has
// ended, with or without a word about it, has kept the request from being sent.
func TestClientValidationTakesTooLong(t *testing.T) {
	t.Parallel()
	for name, result := range map[string]error{"signed": nil, "the context's error": context.Canceled, "its own error": errLocked} {
		for _, call := range []func(context.Context, *Client, ...CallOption) error{createMessage, createEmpty} {
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				s := signerFunc(func(ctx context.Context) (string, error) { calls++; <-ctx.Done(); return "jwt", result })
				p := newPeer(t, sends)
				own := p.client(t)
				own.config.signer = s.SignRequest
				network := play(reply(http.StatusCreated, goldenMessage))
				callers := validatedClient(t, s, WithHTTPClient(&http.Client{Transport: network}))
				for _, client := range []*Client{own, callers} {
					assertMatches(t, call(t.Context(), client), []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown, context.Canceled})
					ctx, cancel := context.WithCancel(t.Context())
					time.AfterFunc(time.Second, cancel)
					err := call(ctx, client)
					assertMatches(t, err, []error{ErrNotSent, context.Canceled}, []error{ErrOutcomeUnknown, context.DeadlineExceeded})
					assert.Contains(t, err.Error(), "signing the request: ", name)
				}
				assert.Equal(t, 4, calls, name)
				assert.Empty(t, network.sent(), name)
				assert.Zero(t, p.creates.Load(), name)
			})
		}
	}
}

func TestClientValidationNeedsASigner(t *testing.T) {
	t.Parallel()
	var validator *token.ClientValidator
	for _, nothing := range []RequestSigner{nil, validator, (*signer)(nil)} {
		_, err := New(testAccount, APIKey(validationKey, testToken), WithClientValidation(nothing))
		assertProblem(t, err, "WithClientValidation")
	}
}

// vault is a signer that does not take care of how it prints.
type vault struct{ Key, hidden string }

func (vault) SignRequest(context.Context, string, *url.URL, http.Header, []byte) (string, error) {
	return "jwt", nil
}

// TestSignersNeverPrint: a signer's fields show under no verb, however the client is
// printed.
func TestSignersNeverPrint(t *testing.T) {
	t.Parallel()
	client := validatedClient(t, vault{Key: testToken, hidden: testToken})
	for _, holder := range []any{client, *client, client.config, &client.config, client.Messages, client.loop, []any{client}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			requireDiscreet(t, fmt.Sprintf(verb, holder), testToken, "key:")
		}
		requireDiscreet(t, panicText(holder), testToken, "key:")
	}
}

func TestClientValidationNeedsAnAPIKey(t *testing.T) {
	t.Parallel()
	for _, credential := range []Credential{AuthToken(testToken), OAuth(testClientID, testClientSecret)} {
		_, err := New(testAccount, credential, WithClientValidation(new(signer)))
		assertProblem(t, err, "WithClientValidation")
	}
}

// TestStorageGetsNoSignature: it is a credential of a kind.
func TestStorageGetsNoSignature(t *testing.T) {
	t.Parallel()
	network := play(redirect(http.StatusTemporaryRedirect, "https://media.example.com/file"), reply(http.StatusOK, "file"))
	client, err := New(testAccount, APIKey("SK0123456789abcdef0123456789abcdef", testToken),
		WithHTTPClient(&http.Client{Transport: network}), WithClientValidation(new(signer)))
	require.NoError(t, err)
	file, err := download(t.Context(), client)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	assert.NotEmpty(t, network.sent()[0].header.Get(validationHeader))
	assert.Empty(t, network.sent()[1].header.Get(validationHeader))
	assert.Empty(t, network.sent()[1].header.Get("Authorization"))
}

// TestClientValidatorOfPackageToken: the request that it signs is the one that is sent.
func TestClientValidatorOfPackageToken(t *testing.T) {
	t.Parallel()
	const keySID = "SK0123456789abcdef0123456789abcdef"
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	validator, err := token.NewClientValidator(testAccount, keySID, "CR0123456789abcdef0123456789abcdef", key)
	require.NoError(t, err)
	network := play(reply(http.StatusCreated, goldenMessage))
	client, err := New(testAccount, APIKey(keySID, testToken), WithHTTPClient(&http.Client{Transport: network}), WithClientValidation(validator))
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
	canonical := sha256.Sum256([]byte("POST\n/2010-04-01/Accounts/" + testAccount + "/Messages.json\n\nauthorization:" + sent.header.Get("Authorization") +
		"\nhost:api.twilio.com\n\nauthorization;host\n" + hex.EncodeToString(body[:])))
	assert.Contains(t, string(payload), `"rqh":"`+hex.EncodeToString(canonical[:])+`"`)
}
