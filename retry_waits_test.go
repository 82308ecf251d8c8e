package twilio

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRetryWaitsWithFullJitter(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	policy := RetryPolicy{MaxAttempts: 6, BaseDelay: 100 * ms, MaxDelay: 300 * ms}
	bounds := [...]time.Duration{100 * ms, 200 * ms, 300 * ms, 300 * ms, 300 * ms}
	var shortest, longest [len(bounds)]time.Duration
	shortest = bounds
	for range 100 {
		clock := newFakeClock()
		require.Error(t, getMessage(t.Context(), testClient(t, play(reply(500, "")), WithClock(clock), WithRetry(policy))))
		require.Len(t, clock.sleeps, len(bounds))
		for i, wait := range clock.sleeps {
			require.LessOrEqual(t, wait, bounds[i])
			require.GreaterOrEqual(t, wait, time.Duration(0))
			shortest[i], longest[i] = min(shortest[i], wait), max(longest[i], wait)
		}
	}
	for i, bound := range bounds { // by chance wrong once in 2^100
		assert.Less(t, shortest[i], bound/2)
		assert.Greater(t, longest[i], bound/2)
	}
}

func TestRetryDefaultPolicy(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	transport := play(reply(500, ""))
	require.Error(t, getMessage(t.Context(), testClient(t, transport, WithClock(clock))))
	assert.Len(t, transport.sent(), 4)
	require.Len(t, clock.sleeps, 3)
	for i, bound := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second} {
		assert.LessOrEqual(t, clock.sleeps[i], bound)
	}
}

func TestRetryHonoursRetryAfter(t *testing.T) {
	t.Parallel()
	const date = "Fri, 24 May 2019 17:44:46 GMT" // of a server whose clock is not ours
	tests := []struct {
		name   string
		header []string
		wait   time.Duration // -1: the call ends
		hint   time.Duration
	}{
		{name: "seconds", header: []string{"Retry-After", "7"}, wait: 7 * time.Second, hint: 7 * time.Second},
		{name: "date", header: []string{"Date", date, "Retry-After", "Fri, 24 May 2019 17:44:55 GMT"}, wait: 9 * time.Second, hint: 9 * time.Second},
		{name: "as long as may be", header: []string{"Retry-After", "20"}, wait: 20 * time.Second, hint: 20 * time.Second},
		{name: "longer", header: []string{"Retry-After", "21"}, wait: -1, hint: 21 * time.Second},
		{name: "date longer", header: []string{"Date", date, "Retry-After", "Fri, 24 May 2019 17:45:46 GMT"}, wait: -1, hint: time.Minute},
		{name: "longer than a day", header: []string{"Retry-After", "999999999999"}, wait: -1, hint: 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			clock := newFakeClock()
			transport := play(reply(429, `{"code":20429}`, tt.header...))
			err := createMessage(t.Context(), testClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: 2})))
			require.ErrorIs(t, err, ErrNotSent)
			require.ErrorIs(t, err, ErrRateLimited)
			assert.Equal(t, tt.hint, RetryAfter(err))
			if tt.wait < 0 {
				assert.Empty(t, clock.sleeps)
				assert.Len(t, transport.sent(), 1)
				return
			}
			require.Len(t, clock.sleeps, 1)
			assertSpread(t, tt.wait, clock.sleeps[0])
			assert.Len(t, transport.sent(), 2)
		})
	}
}

func TestRetryBackOffIsLongerThanAShortRetryAfter(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"0", "-5", "soon", ""} {
		clock := newFakeClock()
		err := getMessage(t.Context(), testClient(t, play(reply(503, "", "Retry-After", value)), WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: 2})))
		require.ErrorIs(t, err, ErrServer)
		require.Len(t, clock.sleeps, 1)
		assert.LessOrEqual(t, clock.sleeps[0], 500*time.Millisecond)
		assert.Zero(t, RetryAfter(err))
	}
}

// The time left of a context is wall time, whatever the client's clock says.
func TestRetryEndsAtOnceWhenTheDeadlineIsNear(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]Option{"system clock": nil, "another clock": {WithClock(newFakeClock())}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				start := time.Now()
				transport := play(reply(429, "", "Retry-After", "10"))
				err := createMessage(ctx, testClient(t, transport, opts...))
				assert.Zero(t, time.Since(start))
				assert.Len(t, transport.sent(), 1)
				assert.Equal(t, 10*time.Second, RetryAfter(err))
				assertMatches(t, err, []error{ErrNotSent, ErrRateLimited}, []error{context.DeadlineExceeded, ErrOutcomeUnknown})

				transport = play(reply(429, "", "Retry-After", "9"), reply(201, messageJSON))
				require.NoError(t, createMessage(ctx, testClient(t, transport, opts...)), "there is a second left")
			})
		})
	}
}
