package twilio

import (
	"context"
	"errors"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// limiterFunc is a Limiter.
type limiterFunc func(context.Context) error

func (f limiterFunc) Wait(ctx context.Context) error { return f(ctx) }

func TestRetryAsksTheLimiterBeforeEachAttempt(t *testing.T) {
	t.Parallel()
	var order []string
	clock := newFakeClock()
	clock.before = func() { order = append(order, "wait") }
	limiter := limiterFunc(func(context.Context) error {
		order = append(order, "limiter")
		return nil
	})
	attempt := func(next answer) answer {
		return func(req *http.Request) (*http.Response, error) {
			order = append(order, "attempt")
			return next(req)
		}
	}
	transport := play(attempt(reply(429, "")), attempt(reply(201, messageJSON)))
	require.NoError(t, createMessage(t.Context(), testClient(t, transport, WithClock(clock), WithLimiter(limiter))))
	assert.Equal(t, []string{"limiter", "attempt", "wait", "limiter", "attempt"}, order)
}

func TestRetryEndsWithTheLimitersError(t *testing.T) {
	t.Parallel()
	errLimiter := errors.New("no tokens")
	tests := []struct {
		name     string
		passes   int // how often the limiter lets pass
		call     string
		answer   answer
		requests int
		is       []error
		isNot    []error
	}{
		{name: "at first", passes: 0, call: "create", answer: reply(201, messageJSON), requests: 0, is: []error{errLimiter, ErrNotSent}, isNot: []error{ErrOutcomeUnknown}},
		{name: "after a refusal", passes: 1, call: "create", answer: reply(429, ""), requests: 1, is: []error{errLimiter, ErrNotSent, ErrRateLimited}, isNot: []error{ErrOutcomeUnknown}},
		{name: "after dial refused", passes: 2, call: "create", answer: refuseDial, requests: 2, is: []error{errLimiter, ErrNotSent, syscall.ECONNREFUSED}, isNot: []error{ErrOutcomeUnknown}},
		{name: "after a failure", passes: 1, call: "get", answer: reply(500, ""), requests: 1, is: []error{errLimiter, ErrServer}, isNot: []error{ErrNotSent}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			limiter := limiterFunc(func(context.Context) error {
				asked++
				if asked > tt.passes {
					return errLimiter
				}
				return nil
			})
			transport := play(tt.answer)
			client := testClient(t, transport, WithClock(newFakeClock()), WithLimiter(limiter))
			err := callsOfEachClass[tt.call](t.Context(), client)
			assert.Len(t, transport.sent(), tt.requests)
			assertMatches(t, err, tt.is, tt.isNot)
		})
	}
}

func TestRetryContextEndsInTheLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := limiterFunc(func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		transport := play(reply(201, messageJSON))
		err := createMessage(ctx, testClient(t, transport, WithLimiter(limiter)))
		assert.Empty(t, transport.sent())
		assertMatches(t, err, []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
	})
}
