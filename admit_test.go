package twilio

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAdmit: who was admitted has waited, and the call that follows does not wait again.
func TestAdmit(t *testing.T) {
	t.Parallel()
	asked := 0
	limiter := limiterFunc(func(context.Context) error { asked++; return nil })
	transport := play(reply(201, messageJSON), reply(429, ""), reply(201, messageJSON))
	client := testClient(t, transport, WithClock(newFakeClock()), WithLimiter(limiter))
	require.NoError(t, client.Admit(t.Context(), hostAPI))
	assert.Equal(t, 1, asked)
	params := MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}
	_, err := client.Messages.Create(t.Context(), params, Admitted())
	require.NoError(t, err)
	assert.Equal(t, 1, asked, "the first attempt has its token")
	_, err = client.Messages.Create(t.Context(), params, Admitted())
	require.NoError(t, err)
	assert.Equal(t, 2, asked, "the second attempt needs one of its own")
	assert.Len(t, transport.sent(), 3)
}

// TestAdmittedMeetsACoolDown: a pause that began after the admission is not waited for.
func TestAdmittedMeetsACoolDown(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	pause := reply(503, "", "Retry-After", "5")
	transport := play(pause, reply(201, messageJSON))
	client := testClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: 1}))
	require.Error(t, createMessage(t.Context(), client))
	before := clock.Now()
	_, err := client.Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}, Admitted())
	assertMatches(t, err, []error{ErrNotSent, ErrRateLimited}, []error{ErrOutcomeUnknown})
	assert.Equal(t, before, clock.Now())
	assert.Len(t, transport.sent(), 1)
	require.NoError(t, client.Admit(t.Context(), "verify"), "the pause is of another product")
	assert.Equal(t, before, clock.Now())
	require.NoError(t, client.Admit(t.Context(), hostAPI))
	assert.GreaterOrEqual(t, clock.Now().Sub(before), 5*time.Second)
}

func TestAdmitFails(t *testing.T) {
	t.Parallel()
	errLimiter := errors.New("no tokens")
	client := testClient(t, play(), WithLimiter(limiterFunc(func(context.Context) error { return errLimiter })))
	err := client.Admit(t.Context(), hostAPI)
	assertMatches(t, err, []error{errLimiter, ErrNotSent}, nil)
	assert.Contains(t, err.Error(), "Client.Admit")
	assertMatches(t, client.Admit(t.Context(), ""), []error{ErrInvalidParams, ErrNotSent}, nil)
	assertMatches(t, client.Admit(nil, hostAPI), []error{ErrInvalidParams}, nil) //nolint:staticcheck // what a caller may do
	assertMatches(t, (*Client)(nil).Admit(t.Context(), hostAPI), []error{ErrInvalidParams}, nil)
}
