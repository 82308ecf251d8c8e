package twilio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const badTokenJSON = `{"code":20003,"message":"Authenticate","status":401}`

// hourToken is the token with this name, good for an hour.
func hourToken(name string) string {
	return jwt(fmt.Sprintf(`{"jti":%q,"iat":1776159000,"exp":1776162600}`, name))
}

func tokenJSON(token string) string {
	return fmt.Sprintf(`{"access_token":%q,"token_type":"bearer","expires_in":1438315200000}`, token)
}

func replyToken(name string) answer { return reply(http.StatusOK, tokenJSON(hourToken(name))) }

// oauthNetwork answers requests for tokens by one script and all others by another.
type oauthNetwork struct{ tokens, api *script }

func (n oauthNetwork) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/v2/token") {
		return n.tokens.RoundTrip(req)
	}
	return n.api.RoundTrip(req)
}

// carried returns the names of the tokens with which requests went out.
func (n oauthNetwork) carried(names ...string) (carried []string) {
	for _, sent := range n.api.sent() {
		found := "another"
		for _, name := range names {
			if sent.header.Get("Authorization") == "Bearer "+hourToken(name) {
				found = name
			}
		}
		carried = append(carried, found)
	}
	return carried
}

func oauthClient(t *testing.T, n oauthNetwork, opts ...Option) *Client {
	t.Helper()
	opts = append([]Option{WithHTTPClient(&http.Client{Transport: n})}, opts...)
	client, err := New(testAccount, OAuth(testClientID, testClientSecret), opts...)
	require.NoError(t, err)
	return client
}

func TestOAuthRequests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		opts []Option
		url  string
	}{
		{name: "Twilio's host", url: "https://oauth.twilio.com/v2/token"},
		{name: "a region", opts: []Option{WithRegion("ie1", "dublin")}, url: "https://oauth.twilio.com/v2/token"},
		{name: "a base URL", opts: []Option{WithBaseURL("http://127.0.0.1:8855/x")}, url: "http://127.0.0.1:8855/x/oauth/v2/token"},
	}
	for _, tt := range tests {
		n := oauthNetwork{tokens: play(replyToken("A")), api: play(reply(http.StatusCreated, messageJSON))}
		client := oauthClient(t, n, append(tt.opts, WithUserAgent("billing/1.4"))...)
		require.NoError(t, createMessage(t.Context(), client, OnAccount(testSubaccount)))
		require.NoError(t, getMessage(t.Context(), client))
		require.NoError(t, client.Messages.Delete(t.Context(), testMessage))

		require.Len(t, n.tokens.sent(), 1, "%s: one token for all", tt.name)
		sent := n.tokens.sent()[0]
		assert.Equal(t, tt.url, sent.url, tt.name)
		assert.Equal(t, http.MethodPost, sent.method)
		assert.Equal(t, "grant_type=client_credentials&client_id="+testClientID+"&client_secret="+testClientSecret, sent.body)
		assert.False(t, sent.getBody)
		assert.Regexp(t, ` billing/1\.4$`, sent.header.Get("User-Agent"))
		sent.header.Del("User-Agent")
		assert.Equal(t, http.Header{"Accept": {"application/json"}, "Content-Type": {formType}}, sent.header, "no credentials but the body's")

		assert.Equal(t, []string{"A", "A", "A"}, n.carried("A"))
		create := n.api.sent()[0]
		assert.Contains(t, create.url, testSubaccount)
		create.header.Del("User-Agent")
		assert.Equal(t, http.Header{"Accept": {"application/json"}, "Content-Type": {formType}, "Authorization": {"Bearer " + hourToken("A")}}, create.header)
	}
}

// TestOAuthTokenEndpointFails: whatever the endpoint answers, the call was not sent
// and says so, and the request for the token was repeated when that may help.
func TestOAuthTokenEndpointFails(t *testing.T) {
	t.Parallel()
	const once, repeated = 1, 4
	oversized := strings.Repeat(" ", maxTokenAnswer+1)
	tests := []struct {
		name   string
		answer answer
		asked  int
		is     []error
		isNot  []error
		text   string
	}{
		{name: "HTML", answer: reply(200, "<html>sorry</html>"), asked: once, isNot: []error{ErrAuthentication}, text: "unusable answer"},
		{name: "500", answer: reply(500, `{"code":20500}`), asked: repeated, is: []error{ErrServer}, isNot: []error{ErrAuthentication}, text: "HTTP 500"},
		{name: "502 in HTML", answer: reply(502, "<html>sorry</html>"), asked: repeated, is: []error{ErrServer}, text: "HTTP 502"},
		{name: "429", answer: reply(429, `{"code":20429}`), asked: repeated, is: []error{ErrRateLimited}, text: "HTTP 429"},
		{name: "redirect", answer: reply(307, "", "Location", "https://example.com/v2/token"), asked: repeated, isNot: []error{ErrAuthentication}, text: "HTTP 307"},
		{name: "401", answer: reply(401, badTokenJSON), asked: once, is: []error{ErrAuthentication, CodeNotAuthenticated}, text: "HTTP 401"},
		{name: "400", answer: reply(400, `{"code":400,"message":"bad request"}`), asked: once, is: []error{ErrAuthentication}, text: "HTTP 400"},
		{name: "invalid_client", answer: reply(400, `{"error":"invalid_client"}`), asked: once, is: []error{ErrAuthentication}, text: "invalid_client"},
		{name: "403", answer: reply(403, `{}`), asked: once, is: []error{ErrPermission}, isNot: []error{ErrAuthentication}, text: "HTTP 403"},
		{name: "404", answer: reply(404, `{}`), asked: once, is: []error{ErrNotFound}, isNot: []error{ErrAuthentication}, text: "HTTP 404"},
		{name: "truncated", answer: cut(200, `{"access_token":"hush`, io.ErrUnexpectedEOF), asked: repeated, is: []error{io.ErrUnexpectedEOF}, text: "unusable answer"},
		{name: "half a JSON", answer: reply(200, `{"access_token":"hush`), asked: once, isNot: nil, text: "unusable answer"},
		{name: "oversized", answer: reply(200, oversized), asked: once, isNot: nil, text: "too large for a token"},
		{name: "declared oversized", answer: declared(200, 1<<40), asked: once, isNot: nil, text: "too large for a token"},
		{name: "no token", answer: reply(200, `{"token_type":"bearer","expires_in":3600}`), asked: once, isNot: nil, text: "no access_token"},
		{name: "token is a number", answer: reply(200, `{"access_token":1234567890123456}`), asked: once, isNot: nil, text: "no access_token"},
		{name: "token is null", answer: reply(200, `{"access_token":null}`), asked: once, isNot: nil, text: "no access_token"},
		{name: "line break", answer: reply(200, tokenJSON("hush\nhush")), asked: once, isNot: nil, text: "characters"},
		{name: "a list", answer: reply(200, `[]`), asked: once, isNot: nil, text: "unusable answer"},
		{name: "empty", answer: reply(200, ""), asked: once, isNot: nil, text: "unusable answer"},
		{name: "204", answer: reply(204, ""), asked: once, isNot: nil, text: "unusable answer"},
		{name: "connection lost", answer: broken(errDial), asked: repeated, is: []error{errDial}, isNot: []error{ErrAuthentication}, text: "connection refused"},
	}
	for _, tt := range tests {
		for _, call := range []func(context.Context, *Client, ...CallOption) error{createMessage, getMessage, deleteMessage, createEmpty} {
			n := oauthNetwork{tokens: play(tt.answer), api: play(reply(http.StatusCreated, messageJSON))}
			client := oauthClient(t, n, WithClock(newFakeClock()))
			err := call(t.Context(), client)
			assertMatches(t, err, append([]error{ErrNotSent}, tt.is...), append([]error{ErrOutcomeUnknown}, tt.isNot...))
			requirePrintable(t, err)
			assert.Contains(t, err.Error(), ": not sent: no access token: ", tt.name)
			assert.Equal(t, 1, strings.Count(err.Error(), "not sent"), "it is said once: %s", err)
			assert.Contains(t, err.Error(), tt.text, tt.name)
			for _, hidden := range []string{testClientSecret, "hush", "example.com", "MaxBytes"} {
				assert.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), hidden, tt.name)
			}
			assert.Empty(t, n.api.sent(), tt.name)
			assert.Len(t, n.tokens.sent(), tt.asked, tt.name)
			for _, sent := range n.tokens.sent() {
				assert.Equal(t, "https://oauth.twilio.com/v2/token", sent.url, "the secret goes nowhere else")
			}
			var failure *TransportError
			require.ErrorAs(t, err, &failure)
			assert.Zero(t, failure.Attempts, "no request of this call was sent; what was repeated is the other one")
		}
	}
}

// TestOAuthTokenIsNotRepeatedEither: MaxAttempts 1 holds for the request for a token,
// too.
func TestOAuthTokenIsNotRepeatedEither(t *testing.T) {
	t.Parallel()
	for attempts, asked := range map[int]int{1: 1, 2: 2, 0: 4} {
		n := oauthNetwork{tokens: play(reply(503, "")), api: play()}
		client := oauthClient(t, n, WithClock(newFakeClock()), WithRetry(RetryPolicy{MaxAttempts: attempts}))
		assertMatches(t, getMessage(t.Context(), client), []error{ErrNotSent, ErrServer}, nil)
		assert.Len(t, n.tokens.sent(), asked, "MaxAttempts %d", attempts)
		assert.Empty(t, n.api.sent())
	}
}

// TestOAuthTokenEndpointRecovers: a request for a token that failed for a while goes
// unnoticed, and one that failed is made again for the next call.
func TestOAuthTokenEndpointRecovers(t *testing.T) {
	t.Parallel()
	n := oauthNetwork{
		tokens: play(reply(503, ""), broken(errDial), reply(429, `{"code":20429}`, "Retry-After", "2"), replyToken("A")),
		api:    play(reply(http.StatusCreated, messageJSON)),
	}
	clock := newFakeClock()
	began := clock.Now()
	require.NoError(t, createMessage(t.Context(), oauthClient(t, n, WithClock(clock))))
	assert.Len(t, n.tokens.sent(), 4)
	assert.GreaterOrEqual(t, clock.Now().Sub(began), 2*time.Second, "Retry-After is heeded")

	n = oauthNetwork{tokens: play(reply(401, badTokenJSON), replyToken("A")), api: play(reply(http.StatusCreated, messageJSON))}
	client := oauthClient(t, n, WithClock(newFakeClock()))
	require.ErrorIs(t, createMessage(t.Context(), client), ErrAuthentication)
	require.NoError(t, createMessage(t.Context(), client))
	assert.Equal(t, []string{"A"}, n.carried("A"))
}

func TestOAuthTellsHowLongToWait(t *testing.T) {
	t.Parallel()
	n := oauthNetwork{tokens: play(reply(429, `{"code":20429}`, "Retry-After", "60")), api: play(reply(http.StatusCreated, messageJSON))}
	client := oauthClient(t, n, WithClock(newFakeClock()))
	for range 2 { // the second call meets the cool-down of the host
		var info ResponseInfo
		err := createMessage(t.Context(), client, WithResponseInfo(&info))
		assertMatches(t, err, []error{ErrNotSent, ErrRateLimited}, []error{ErrOutcomeUnknown})
		assert.Equal(t, time.Minute, RetryAfter(err))
		assert.Equal(t, time.Minute, info.RetryAfter)
	}
	assert.Len(t, n.tokens.sent(), 1)
}

// TestOAuthLimiterAndLog: the limiter is asked for every request, and the log knows
// the requests for tokens by their operation alone.
func TestOAuthLimiterAndLog(t *testing.T) {
	t.Parallel()
	n := oauthNetwork{tokens: play(replyToken("A")), api: play(reply(401, badTokenJSON), reply(http.StatusCreated, messageJSON))}
	var logged bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	limiter := new(countingLimiter)
	client := oauthClient(t, n, WithClock(newFakeClock()), WithLogger(logger), WithLimiter(limiter))
	require.NoError(t, createMessage(t.Context(), client))
	assert.Equal(t, 4, limiter.asked)
	text := logged.String()
	assert.Contains(t, text, "op=OAuth.CreateToken method=POST attempt=1 status=200")
	assert.Contains(t, text, `reason="access token refused"`)
	for _, hidden := range []string{testClientSecret, hourToken("A"), "c2lnbmF0dXJl", "twilio.com"} {
		assert.NotContains(t, text, hidden)
	}
}

type countingLimiter struct {
	mu    sync.Mutex
	asked int
}

func (l *countingLimiter) Wait(context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
	return nil
}

// TestOAuthLimiterRefuses: the request for a token is refused with the call's own
// reason, and nothing was sent.
func TestOAuthLimiterRefuses(t *testing.T) {
	t.Parallel()
	n := oauthNetwork{tokens: play(replyToken("A")), api: play(reply(http.StatusCreated, messageJSON))}
	errFull := errors.New("the bucket is empty")
	asked := 0
	client := oauthClient(t, n, WithLimiter(limiterFunc(func(context.Context) error {
		if asked++; asked > 1 {
			return errFull
		}
		return nil
	})))
	assertMatches(t, createMessage(t.Context(), client), []error{ErrNotSent, errFull}, []error{ErrOutcomeUnknown})
	assert.Empty(t, n.tokens.sent())
}

// TestOAuthTokensNeverPrint formats a client that holds tokens, and the remains of a call,
// in every way.
func TestOAuthTokensNeverPrint(t *testing.T) {
	t.Parallel()
	n := oauthNetwork{
		tokens: play(replyToken("A"), replyToken("B"), reply(500, "")),
		api:    play(reply(401, badTokenJSON), reply(401, badTokenJSON), reply(http.StatusOK, messageJSON)),
	}
	hidden := answer(n.RoundTrip) // the requests that it keeps would print
	client := oauthClient(t, n, WithClock(newFakeClock()), WithHTTPClient(&http.Client{Transport: hidden}))
	var info ResponseInfo
	refused := createMessage(t.Context(), client, WithResponseInfo(&info))
	require.Error(t, refused)
	assert.Equal(t, []string{hourToken("B")}, client.tokens.secrets(), "it was refused, and is a secret all the same")
	failed := createMessage(t.Context(), client)
	require.ErrorIs(t, failed, ErrNotSent)
	type service struct {
		client *Client
		tokens *accessTokens
		value  Client
		err    error
	}
	inside := service{client: client, tokens: client.tokens, value: *client, err: refused}
	for _, secret := range []string{hourToken("A"), hourToken("B"), testClientSecret} {
		for _, holder := range []any{client, *client, client.tokens, client.tokens.previous, &info, info, refused, failed, inside, &inside} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				requireDiscreet(t, fmt.Sprintf(verb, holder), secret, "app:")
			}
			var logged bytes.Buffer
			slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "holder", holder)
			slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "holder", holder)
			requireDiscreet(t, logged.String(), secret, "app:")
		}
	}
}

// TestOAuthSecrets: texts must show neither the current token nor the one before.
func TestOAuthSecrets(t *testing.T) {
	t.Parallel()
	n := oauthNetwork{tokens: play(replyToken("A"), replyToken("B"), replyToken("C")), api: play(reply(http.StatusOK, messageJSON))}
	clock := newFakeClock()
	client := oauthClient(t, n, WithClock(clock))
	assert.Empty(t, client.tokens.secrets())
	for _, want := range [][]string{{"A"}, {"B", "A"}, {"C", "B"}} {
		require.NoError(t, getMessage(t.Context(), client))
		tokens := make([]string, len(want))
		for i, name := range want {
			tokens[i] = hourToken(name)
		}
		assert.Equal(t, tokens, client.tokens.secrets())
		clock.advance(2 * time.Hour)
	}
	assert.Nil(t, testClient(t, n).tokens.secrets(), "of other credentials there are none")
}

// TestATokenThatCannotBeSentForSaysSoOnce: the pause that the endpoint asked for is
// still on when the next call wants a token.
func TestATokenThatCannotBeSentForSaysSoOnce(t *testing.T) {
	t.Parallel()
	n := oauthNetwork{tokens: play(reply(429, `{"code":20429}`, "Retry-After", "3600")), api: play(reply(http.StatusCreated, messageJSON))}
	client := oauthClient(t, n, WithClock(newFakeClock()))
	for range 2 {
		err := createMessage(t.Context(), client)
		require.ErrorIs(t, err, ErrNotSent)
		require.ErrorIs(t, err, ErrRateLimited)
		assert.Equal(t, 1, strings.Count(err.Error(), "not sent"), "%s", err)
	}
	assert.Len(t, n.tokens.sent(), 1)
}
