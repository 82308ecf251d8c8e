package twilio_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// claimedBy is a ClaimedFunc of a program that knows these resources.
func claimedBy(sids ...string) twilio.ClaimedFunc {
	return func(_ context.Context, sid string) (bool, error) {
		for _, known := range sids {
			if sid == known {
				return true, nil
			}
		}
		return false, nil
	}
}

// TestSharedClaims: a message that another process sent is nobody else's, also when it is
// the only one that fits.
func TestSharedClaims(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hello")
	unknown := unknownCreate(t, r, client, swallows, params)
	twin, err := r.sim.Client().Messages.Create(t.Context(), params)
	require.NoError(t, err)

	_, err = client.Messages.Reconcile(t.Context(), params, unknown, twilio.SharedClaims(claimedBy(twin.SID)))
	require.ErrorIs(t, err, twilio.ErrNotSeen)

	errAway := errors.New("the database is away")
	_, err = client.Messages.Reconcile(t.Context(), params, unknown, twilio.SharedClaims(func(context.Context, string) (bool, error) { return false, errAway }))
	require.ErrorIs(t, err, errAway)
	require.NotErrorIs(t, err, twilio.ErrNotSeen)

	found, err := client.Messages.Reconcile(t.Context(), params, unknown, twilio.SharedClaims(claimedBy()))
	require.NoError(t, err)
	assert.Equal(t, twin.SID, found.SID)
}

// TestSharedClaimsAreKeptByTheCaller: a caller that does not believe what a search has found leaves
// the message to the create that made it. Otherwise that one would not be seen, and be sent again.
func TestSharedClaimsAreKeptByTheCaller(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hello")
	lost := unknownCreate(t, r, client, swallows, params)
	sent := unknownCreate(t, r, client, loses, params)
	for _, unknown := range []*twilio.OutcomeUnknownError{lost, sent, lost} {
		found, err := client.Messages.Reconcile(t.Context(), params, unknown, twilio.SharedClaims(claimedBy()))
		require.NoError(t, err)
		assert.Equal(t, r.sim.Messages()[0].SID, found.SID)
	}
	_, err := client.Messages.Reconcile(t.Context(), params, lost, twilio.SharedClaims(claimedBy(r.sim.Messages()[0].SID)))
	require.ErrorIs(t, err, twilio.ErrNotSeen)
}

// TestSharedClaimsOfABrokenAnswer: the answer can name the message of another process.
func TestSharedClaimsOfABrokenAnswer(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hello")
	unknown := unknownCreate(t, r, client, swallows, params)
	twin, err := r.sim.Client().Messages.Create(t.Context(), params)
	require.NoError(t, err)
	unknown.SID = twin.SID
	_, err = client.Messages.Reconcile(t.Context(), params, unknown, twilio.SharedClaims(claimedBy(twin.SID)))
	require.ErrorContains(t, err, "accounted for already")
}

// TestSharedClaimsReachToNow: a process that was paused in its last write sends late.
func TestSharedClaimsReachToNow(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hello")
	unknown := unknownCreate(t, r, client, swallows, params)
	r.sim.Clock.Advance(10 * time.Minute)
	late, err := r.sim.Client().Messages.Create(t.Context(), params)
	require.NoError(t, err)

	_, err = client.Messages.Reconcile(t.Context(), params, unknown, twilio.LookOnce())
	var ambiguous *twilio.AmbiguousError
	require.ErrorAs(t, err, &ambiguous, "without SharedClaims it lies outside of the window")

	found, err := client.Messages.Reconcile(t.Context(), params, unknown, twilio.LookOnce(), twilio.SharedClaims(claimedBy()))
	require.NoError(t, err)
	assert.Equal(t, late.SID, found.SID)
}

// TestLookOnce: one look says what it has seen, and that nothing was created only when the
// horizon has passed.
func TestLookOnce(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hello")
	unknown := unknownCreate(t, r, client, swallows, params)
	began := r.sim.Clock.Now()
	_, err := client.Messages.Reconcile(t.Context(), params, unknown, twilio.LookOnce())
	require.ErrorContains(t, err, "look again in 2m0s")
	require.NotErrorIs(t, err, twilio.ErrNotSeen)
	assert.Equal(t, began, r.sim.Clock.Now(), "it does not wait")

	r.sim.Clock.Advance(31 * time.Second)
	_, err = client.Messages.Reconcile(t.Context(), params, unknown, twilio.LookOnce(), twilio.Horizon(32*time.Second))
	require.NotErrorIs(t, err, twilio.ErrNotSeen)
	r.sim.Clock.Advance(time.Second)
	_, err = client.Messages.Reconcile(t.Context(), params, unknown, twilio.LookOnce(), twilio.Horizon(32*time.Second))
	require.ErrorIs(t, err, twilio.ErrNotSeen)

	sent := unknownCreate(t, r, client, loses, params)
	found, err := client.Messages.Reconcile(t.Context(), params, sent, twilio.LookOnce())
	require.NoError(t, err)
	assert.Equal(t, r.sim.Messages()[0].SID, found.SID)
}
