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

// slowly answers after a while.
func slowly(d time.Duration, next answer) answer {
	return func(req *http.Request) (*http.Response, error) {
		select {
		case <-time.After(d):
			return next(req)
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
}

// together makes calls at once and returns their errors.
func together(calls int, call func() error) []error {
	failures := make([]error, calls)
	var group sync.WaitGroup
	for i := range calls {
		group.Go(func() { failures[i] = call() })
	}
	group.Wait()
	return failures
}

func TestOAuthOneRequestForAllCalls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := oauthNetwork{tokens: play(slowly(time.Second, replyToken("A"))), api: play(reply(http.StatusCreated, messageJSON))}
		client := oauthClient(t, n)
		for _, err := range together(200, func() error { return createMessage(t.Context(), client) }) {
			assert.NoError(t, err)
		}
		assert.Len(t, n.tokens.sent(), 1)
		assert.Len(t, n.api.sent(), 200)
	})
}

// TestOAuthFailureIsShared: who waited is told; nobody asks again by himself.
func TestOAuthFailureIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := oauthNetwork{tokens: play(slowly(time.Second, reply(401, badTokenJSON))), api: play(reply(http.StatusCreated, messageJSON))}
		client := oauthClient(t, n)
		for i, err := range together(1000, func() error { return createMessage(t.Context(), client, Idempotent()) }) {
			if i%100 == 0 {
				assertMatches(t, err, []error{ErrNotSent, ErrAuthentication}, []error{ErrOutcomeUnknown})
			}
			require.Error(t, err)
		}
		assert.Len(t, n.tokens.sent(), 1)
		assert.Empty(t, n.api.sent())
		assert.Equal(t, fullQuota, client.throttle.tokens)
	})
}

// TestOAuthFirstCallerLeaves: the others still get the token that it asked for.
func TestOAuthFirstCallerLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := oauthNetwork{tokens: play(slowly(time.Second, replyToken("A"))), api: play(reply(http.StatusCreated, messageJSON))}
		client := oauthClient(t, n)
		ctx, cancel := context.WithCancelCause(t.Context())
		first := make(chan error, 1)
		go func() { first <- createMessage(ctx, client) }()
		synctest.Wait()
		others := make(chan []error, 1)
		go func() { others <- together(10, func() error { return createMessage(t.Context(), client) }) }()
		synctest.Wait()
		cancel(errCable)
		err := <-first
		assertMatches(t, err, []error{ErrNotSent, context.Canceled, errCable}, []error{ErrOutcomeUnknown})
		assert.Empty(t, n.api.sent(), "it left at once")
		for _, err := range <-others {
			assert.NoError(t, err)
		}
		assert.Len(t, n.tokens.sent(), 1)
		assert.Len(t, n.api.sent(), 10)
	})
}

// TestOAuthWaitsUnderTheCallersTime: the deadline, and the attempt's time-out, hold
// for the wait; a wait that was too short is repeated.
func TestOAuthWaitsUnderTheCallersTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := oauthNetwork{tokens: play(hang, slowly(time.Second, replyToken("A"))), api: play(reply(http.StatusCreated, messageJSON))}
		client := oauthClient(t, n, WithTimeout(3*time.Second))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		assertMatches(t, createMessage(ctx, client), []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
		assert.Equal(t, time.Second, time.Since(began))
		require.NoError(t, createMessage(t.Context(), client), "the request for the token goes on and is repeated")
		assert.Len(t, n.tokens.sent(), 2)
	})
	synctest.Test(t, func(t *testing.T) {
		n := oauthNetwork{tokens: play(hang), api: play(reply(http.StatusCreated, messageJSON))}
		client := oauthClient(t, n, WithTimeout(3*time.Second), WithRetry(RetryPolicy{MaxAttempts: 1}))
		var timeout interface{ Timeout() bool }
		err := createMessage(t.Context(), client)
		assertMatches(t, err, []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
		require.ErrorAs(t, err, &timeout)
		assert.Empty(t, n.api.sent())
	})
}

// TestOAuthRequestEnds: nobody waits longer than a minute for a token, whatever a
// limiter does.
func TestOAuthRequestEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := oauthNetwork{tokens: play(hang), api: play(reply(http.StatusCreated, messageJSON))}
		client := oauthClient(t, n, WithTimeout(time.Hour))
		began := time.Now()
		assertMatches(t, createMessage(t.Context(), client), []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
		assert.Equal(t, maxTokenFetch, time.Since(began))
	})
}

// TestOAuthTransportThatEndsItsGoroutine, as t.FailNow does, leaves nobody waiting.
func TestOAuthTransportThatEndsItsGoroutine(t *testing.T) {
	t.Parallel()
	var first sync.Once
	tokens := func(req *http.Request) (*http.Response, error) {
		first.Do(func() { (&testing.T{}).SkipNow() })
		return replyToken("A")(req)
	}
	n := oauthNetwork{tokens: play(tokens), api: play(reply(http.StatusCreated, messageJSON))}
	client := oauthClient(t, n)
	err := createMessage(t.Context(), client)
	assertMatches(t, err, []error{ErrNotSent}, []error{ErrOutcomeUnknown})
	require.NoError(t, createMessage(t.Context(), client))
}
