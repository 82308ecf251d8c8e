package twilio

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOAuthRenewsBeforeTheEnd: calls go on with the token that is still good while the
// next one is fetched.
func TestOAuthRenewsBeforeTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := oauthNetwork{tokens: play(replyToken("A"), slowly(10*time.Second, replyToken("B"))), api: play(reply(http.StatusOK, messageJSON))}
		client := oauthClient(t, n)
		get := func() { require.NoError(t, getMessage(t.Context(), client)) }
		get()
		<-time.After(time.Hour - time.Minute - time.Nanosecond)
		get()
		synctest.Wait()
		assert.Len(t, n.tokens.sent(), 1, "it is not time yet")
		<-time.After(time.Nanosecond)
		began := time.Now()
		for range 3 {
			get()
		}
		assert.Equal(t, began, time.Now(), "nobody waits")
		<-time.After(10 * time.Second)
		synctest.Wait()
		get()
		assert.Equal(t, []string{"A", "A", "A", "A", "A", "B"}, n.carried("A", "B"))
		assert.Len(t, n.tokens.sent(), 2)
		<-time.After(2 * time.Hour)
		get()
		assert.Len(t, n.tokens.sent(), 3, "a token that has ended is not used")
	})
}

// TestOAuthRenewalFails: the old token is used to its end, and the endpoint is asked
// every few seconds, not by every call.
func TestOAuthRenewalFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := oauthNetwork{tokens: play(replyToken("A"), reply(401, badTokenJSON)), api: play(reply(http.StatusOK, messageJSON))}
		client := oauthClient(t, n)
		require.NoError(t, getMessage(t.Context(), client))
		<-time.After(time.Hour - time.Minute)
		for range 59 {
			require.NoError(t, getMessage(t.Context(), client))
			<-time.After(time.Second)
		}
		assert.Len(t, n.tokens.sent(), 1+12)
		<-time.After(time.Second)
		require.ErrorIs(t, getMessage(t.Context(), client), ErrNotSent)
		assert.Len(t, n.api.sent(), 60)
	})
}

func TestOAuthRefusedToken(t *testing.T) {
	t.Parallel()
	refused, done := reply(http.StatusUnauthorized, badTokenJSON), reply(http.StatusCreated, messageJSON)
	tests := []struct {
		name    string
		call    func(context.Context, *Client, ...CallOption) error
		api     []answer
		carried []string // the tokens with which requests went out
		tokens  int      // asked for, by the end of a second call
		is      []error  // the errors that it matches; nil for none
		opts    []Option
	}{
		{name: "create", call: createMessage, api: []answer{refused, done}, carried: []string{"A", "B"}, tokens: 2, opts: nil},
		{name: "get", call: getMessage, api: []answer{refused, done}, carried: []string{"A", "B"}, tokens: 2, opts: nil},
		{name: "delete", call: deleteMessage, api: []answer{refused, reply(204, "")}, carried: []string{"A", "B"}, tokens: 2, opts: nil},
		{name: "create without a body", call: createEmpty, api: []answer{refused, done}, carried: []string{"A", "B"}, tokens: 2, opts: nil},
		{name: "twice", call: createMessage, api: []answer{refused, refused, done}, carried: []string{"A", "B"}, tokens: 3, is: []error{ErrAuthentication}},
		{name: "twice, a get", call: getMessage, api: []answer{refused, refused, done}, carried: []string{"A", "B"}, tokens: 3, is: []error{ErrAuthentication}},
		{name: "one attempt allowed", call: createMessage, api: []answer{refused, done}, carried: []string{"A"}, tokens: 2, is: []error{ErrAuthentication}, opts: []Option{WithRetry(RetryPolicy{MaxAttempts: 1})}},
		{name: "the last attempt", call: createMessage, api: []answer{reply(429, `{"code":20429}`), refused, done}, carried: []string{"A", "A"}, tokens: 2, is: []error{ErrAuthentication}, opts: []Option{WithRetry(RetryPolicy{MaxAttempts: 2})}},
		{name: "after a throttled attempt", call: createMessage, api: []answer{reply(429, `{"code":20429}`), refused, done}, carried: []string{"A", "A", "B"}, tokens: 2, opts: nil},
		{name: "after an unknown attempt", call: getMessage, api: []answer{reply(500, ""), refused, done}, carried: []string{"A", "A"}, tokens: 2, is: []error{ErrAuthentication}},
		{name: "a create after an unknown attempt", call: createIdempotent, api: []answer{reply(500, ""), refused, done}, carried: []string{"A", "A"}, tokens: 2, is: []error{ErrOutcomeUnknown, ErrAuthentication}},
		{name: "then an unknown attempt", call: createMessage, api: []answer{refused, reply(500, ""), done}, carried: []string{"A", "B"}, tokens: 2, is: []error{ErrOutcomeUnknown}},
		{name: "another code", call: createMessage, api: []answer{reply(401, `{"code":20008}`), done}, carried: []string{"A"}, tokens: 1, is: []error{ErrorCode(401)}},
		{name: "no code", call: createMessage, api: []answer{reply(401, ""), done}, carried: []string{"A"}, tokens: 1, is: []error{ErrAuthentication}},
		{name: "another status", call: createMessage, api: []answer{reply(403, `{"code":20003}`), done}, carried: []string{"A"}, tokens: 1, is: []error{ErrAuthentication}},
	}
	for _, tt := range tests {
		n := oauthNetwork{tokens: play(replyToken("A"), replyToken("B"), replyToken("C")), api: play(tt.api...)}
		clock := newFakeClock()
		client := oauthClient(t, n, append(tt.opts, WithClock(clock))...)
		var info ResponseInfo
		err := tt.call(t.Context(), client, WithResponseInfo(&info))
		assertMatches(t, err, tt.is, []error{ErrNotSent})
		assert.Equal(t, tt.carried, n.carried("A", "B", "C"), tt.name)
		assert.Equal(t, len(tt.carried), info.Attempts, tt.name)
		_ = getMessage(t.Context(), client)
		assert.Len(t, n.tokens.sent(), tt.tokens, tt.name)
	}
}

// TestOAuthRefusedTokenCostsNoWait and nothing of the retry quota, so that all calls
// that a revocation meets get through.
func TestOAuthRefusedTokenCostsNoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refuse := func(req *http.Request) (*http.Response, error) {
			if req.Header.Get("Authorization") == "Bearer "+hourToken("A") {
				return slowly(time.Second, reply(401, badTokenJSON))(req)
			}
			return reply(http.StatusCreated, messageJSON)(req)
		}
		n := oauthNetwork{tokens: play(replyToken("A"), replyToken("B")), api: play(refuse)}
		var events []RetryEvent
		var mu sync.Mutex
		client := oauthClient(t, n, WithRetry(RetryPolicy{OnRetry: func(e RetryEvent) {
			mu.Lock()
			defer mu.Unlock()
			events = append(events, e)
		}}))
		began := time.Now()
		for _, err := range together(200, func() error { return createMessage(t.Context(), client) }) {
			assert.NoError(t, err)
		}
		assert.Equal(t, time.Second, time.Since(began))
		assert.Len(t, n.tokens.sent(), 2)
		assert.Equal(t, fullQuota, client.throttle.tokens)
		require.Len(t, events, 200)
		assert.Equal(t, "access token refused", events[0].Reason)
		assert.Zero(t, events[0].Wait)
		assert.ErrorIs(t, events[0].Err, ErrAuthentication)
	})
}

// TestOAuthLateRefusal: the refusal of an old token leaves the new one alone.
func TestOAuthLateRefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refused := reply(401, badTokenJSON)
		n := oauthNetwork{
			tokens: play(replyToken("A"), replyToken("B"), replyToken("C")),
			api:    play(slowly(20*time.Second, refused), refused, reply(http.StatusCreated, messageJSON)),
		}
		client := oauthClient(t, n)
		late := make(chan error, 1)
		go func() { late <- createMessage(t.Context(), client) }()
		synctest.Wait()
		require.NoError(t, createMessage(t.Context(), client))
		require.NoError(t, <-late)
		require.NoError(t, createMessage(t.Context(), client))
		assert.Equal(t, []string{"A", "A", "B", "B", "B"}, n.carried("A", "B", "C"))
		assert.Len(t, n.tokens.sent(), 2)
	})
}

// TestOAuthCancelledBeforeTheRepeat ends the call with both reasons.
func TestOAuthCancelledBeforeTheRepeat(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	refuse := func(req *http.Request) (*http.Response, error) {
		cancel()
		return reply(401, badTokenJSON)(req)
	}
	n := oauthNetwork{tokens: play(replyToken("A")), api: play(refuse)}
	err := createMessage(ctx, oauthClient(t, n, WithClock(newFakeClock())))
	assertMatches(t, err, []error{ErrAuthentication, context.Canceled}, []error{ErrOutcomeUnknown})
	assert.Len(t, n.api.sent(), 1)
}

// TestBasicCredentialsAreNotRenewed: a 401 ends the call.
func TestBasicCredentialsAreNotRenewed(t *testing.T) {
	t.Parallel()
	transport := play(reply(401, badTokenJSON), reply(http.StatusCreated, messageJSON))
	err := createMessage(t.Context(), testClient(t, transport, WithClock(newFakeClock())))
	assertMatches(t, err, []error{ErrAuthentication}, []error{ErrNotSent})
	assert.Len(t, transport.sent(), 1)
}
