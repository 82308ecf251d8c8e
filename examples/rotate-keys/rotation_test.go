package main

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/twiliotest"
)

const publicURL = "https://hooks.example.com"

func newRotation(t *testing.T) (*twiliotest.Sim, *rotation) {
	t.Helper()
	sim := twiliotest.New(t)
	return sim, &rotation{admin: sim.Client(), options: sim.Options()}
}

func keyNames(t *testing.T, r *rotation) []string {
	t.Helper()
	var names []string
	for key, err := range iam.New(r.admin).Keys.All(t.Context(), iam.KeyListParams{}) {
		require.NoError(t, err)
		names = append(names, key.FriendlyName)
	}
	return names
}

// TestReplaceKey: the new key works, and the old one is refused.
func TestReplaceKey(t *testing.T) {
	t.Parallel()
	_, r := newRotation(t)
	old, err := r.newKey(t.Context(), "old")
	require.NoError(t, err)
	require.NoError(t, r.try(t.Context(), old))
	key, err := r.replaceKey(t.Context(), old.SID, "new")
	require.NoError(t, err)
	require.NoError(t, r.try(t.Context(), key))
	require.ErrorIs(t, r.try(t.Context(), old), twilio.CodeNotAuthenticated)
	assert.Contains(t, keyNames(t, r), "new")
	assert.NotContains(t, keyNames(t, r), "old")
}

// TestLostKey: a key whose secret was lost is deleted again, and nothing else is.
func TestLostKey(t *testing.T) {
	t.Parallel()
	on := twiliotest.On(http.MethodPost, "/v1/Keys").Nth(1)
	tests := []struct {
		name  string
		fault twiliotest.Fault
		made  bool
	}{
		{name: "made", fault: on.CommitThenReset(), made: true},
		{name: "not made", fault: on.ReadThenClose()},
	}
	for _, tt := range tests {
		sim, r := newRotation(t)
		before := keyNames(t, r)
		sim.Fault(tt.fault)
		key, err := r.newKey(t.Context(), "lost")
		assert.Nil(t, key, tt.name)
		assert.Equal(t, tt.made, errors.Is(err, twilio.ErrOutcomeUnknown), "%s: %v", tt.name, err)
		assert.Equal(t, !tt.made, errors.Is(err, twilio.ErrNotSeen), "%s: %v", tt.name, err)
		assert.Equal(t, before, keyNames(t, r), tt.name)
	}
}

// TestTokens: Twilio signs with the former token until the promotion, and with the next
// one after it. An inbox that knows both never refuses a message.
func TestTokens(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		faults []twiliotest.Fault
	}{
		{name: "every answer comes"},
		{name: "the answer to the promotion is lost", faults: []twiliotest.Fault{twiliotest.On(http.MethodPost, "/v1/AuthTokens/Promote").CommitThenReset()}},
	}
	for _, tt := range tests {
		sim, r := newRotation(t)
		for _, fault := range tt.faults {
			sim.Fault(fault)
		}
		former := twilio.Secret(sim.AuthToken())
		both, formerOnly := &inbox{}, &inbox{}
		require.NoError(t, formerOnly.accept(publicURL, former))
		current := formerOnly
		sim.Handle(publicURL, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { current.ServeHTTP(w, req) }))
		sim.Number("+14155556789", twiliotest.SMSURL(publicURL+"/sms"))
		write := func(to *inbox) int {
			current = to
			return sim.Phone("+14155551234").SendSMS("+14155556789", "Hello!").Status
		}
		next, err := r.secondary(t.Context())
		require.NoError(t, err, tt.name)
		require.NoError(t, both.accept(publicURL, former, next))
		assert.Equal(t, http.StatusNoContent, write(formerOnly), "%s: before the promotion", tt.name)
		assert.Equal(t, http.StatusNoContent, write(both), "%s: before the promotion", tt.name)

		admin, err := r.promote(t.Context(), next)
		require.NoError(t, err, tt.name)
		_, err = iam.New(admin).Accounts.Get(t.Context(), admin.AccountSID())
		require.NoError(t, err, tt.name)
		assert.Equal(t, http.StatusNoContent, write(both), "%s: after the promotion", tt.name)
		assert.Equal(t, http.StatusForbidden, write(formerOnly), "%s: after the promotion", tt.name)
		sim.ExpectAlert(11217)
	}
}

// TestPromotionNotCarriedOut: the former token still works, so that the rotation stops
// with the error of the promotion.
func TestPromotionNotCarriedOut(t *testing.T) {
	t.Parallel()
	sim, r := newRotation(t)
	next, err := r.secondary(t.Context())
	require.NoError(t, err)
	sim.Fault(twiliotest.On(http.MethodPost, "/v1/AuthTokens/Promote").Nth(1).ReadThenClose())
	_, err = r.promote(t.Context(), next)
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	_, err = r.promote(t.Context(), next)
	require.NoError(t, err)
}
