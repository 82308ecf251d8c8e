package twilio

import (
	"io"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRetryTellsOfEachDecision(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	var events []RetryEvent
	onRetry := func(event RetryEvent) {
		assert.Len(t, clock.sleeps, len(events), "before the wait")
		events = append(events, event)
	}
	transport := play(refuseDial, reply(429, `{"code":20429}`, "Retry-After", "3"), reply(500, ""), reply(200, messageJSON))
	client := testClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{OnRetry: onRetry}))
	require.NoError(t, cancelMessage(t.Context(), client))

	require.Len(t, events, 3)
	is := [][]error{{ErrNotSent, syscall.ECONNREFUSED}, {ErrNotSent, ErrRateLimited}, {ErrServer}}
	for i, reason := range []string{"not sent", "throttled", "no usable answer"} {
		assert.Equal(t, "Messages.Cancel", events[i].Op)
		assert.Equal(t, i+1, events[i].Attempt)
		assert.Equal(t, reason, events[i].Reason)
		assert.Equal(t, clock.sleeps[i], events[i].Wait)
		assertMatches(t, events[i].Err, is[i], []error{ErrOutcomeUnknown})
	}
	assert.NotErrorIs(t, events[2].Err, ErrNotSent)
	assertSpread(t, 3*time.Second, events[1].Wait)
}

func TestRetryTellsNothingWhenThereIsNone(t *testing.T) {
	t.Parallel()
	onRetry := func(event RetryEvent) { assert.Fail(t, "retried", event) }
	for _, answer := range []answer{reply(201, messageJSON), reply(500, ""), reply(400, ""), broken(io.EOF)} {
		_ = createMessage(t.Context(), testClient(t, play(answer), WithRetry(RetryPolicy{OnRetry: onRetry})))
	}
}
