package twilio

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// admit waits for the first attempt of a call.
func admit(t *testing.T, client *Client) CallOption {
	t.Helper()
	admission, err := client.Admit(t.Context(), LimitedRequest{Host: hostAPI, Sender: "+14155556789"})
	require.NoError(t, err)
	return Admitted(admission)
}

var admitted = MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}

// TestAdmit: who was admitted has waited, and the call that follows does not wait again.
func TestAdmit(t *testing.T) {
	t.Parallel()
	asked := 0
	limiter := limiterFunc(func(context.Context) error { asked++; return nil })
	transport := play(reply(201, messageJSON), reply(429, ""), reply(201, messageJSON))
	client := testClient(t, transport, WithClock(newFakeClock()), WithLimiter(limiter))
	first := admit(t, client)
	assert.Equal(t, 1, asked)
	_, err := client.Messages.Create(t.Context(), admitted, first)
	require.NoError(t, err)
	assert.Equal(t, 1, asked, "the first attempt has its token")
	_, err = client.Messages.Create(t.Context(), admitted, first)
	require.NoError(t, err)
	assert.Equal(t, 3, asked, "an admission serves one call, and the second attempt needs a token of its own")
	assert.Len(t, transport.sent(), 3)
}

// TestAdmittedMeetsACoolDown: a pause that began after the admission is not waited for.
func TestAdmittedMeetsACoolDown(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	transport := play(reply(503, "", "Retry-After", "5"), reply(201, messageJSON))
	client := testClient(t, transport, WithClock(clock), WithRetry(RetryPolicy{MaxAttempts: 1}))
	early := admit(t, client)
	require.Error(t, createMessage(t.Context(), client))
	before := clock.Now()
	_, err := client.Messages.Create(t.Context(), admitted, early)
	assertMatches(t, err, []error{ErrNotSent, ErrRateLimited}, []error{ErrOutcomeUnknown})
	assert.Equal(t, before, clock.Now())
	assert.Len(t, transport.sent(), 1)
	_, err = client.Admit(t.Context(), LimitedRequest{Host: "verify"})
	require.NoError(t, err, "the pause is of another product")
	assert.Equal(t, before, clock.Now())
	admit(t, client)
	assert.GreaterOrEqual(t, clock.Now().Sub(before), 5*time.Second)
}

func TestAdmitFails(t *testing.T) {
	t.Parallel()
	errLimiter := errors.New("no tokens")
	client := testClient(t, play(), WithLimiter(limiterFunc(func(context.Context) error { return errLimiter })))
	admitOn := func(ctx context.Context, c *Client, host string) error {
		_, err := c.Admit(ctx, LimitedRequest{Host: host})
		return err
	}
	err := admitOn(t.Context(), client, hostAPI)
	assertMatches(t, err, []error{errLimiter, ErrNotSent}, nil)
	assert.Contains(t, err.Error(), "Client.Admit")
	assertMatches(t, admitOn(t.Context(), client, ""), []error{ErrInvalidParams, ErrNotSent}, nil)
	assertMatches(t, admitOn(nil, client, hostAPI), []error{ErrInvalidParams}, nil)
	assertMatches(t, admitOn(t.Context(), nil, hostAPI), []error{ErrInvalidParams}, nil)
}
