package voice_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/voice"
)

// TestReconcileOfASubaccount: the participant is looked for on the account of the create.
func TestReconcileOfASubaccount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sub, err := iam.New(b.client).Accounts.Create(t.Context(), iam.AccountCreateParams{FriendlyName: "clinic"})
	require.NoError(t, err)
	b.sim.Fault(onCreate().CommitThenReset())
	params := voice.ParticipantCreateParams{To: ada, From: clinic}
	_, err = b.Participants.Create(t.Context(), "standup", params, twilio.OnAccount(sub.SID))
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	b.sim.Clock.Advance(8 * time.Second)
	p, err := b.Participants.Reconcile(t.Context(), "standup", params, unknown)
	require.NoError(t, err)
	assert.Equal(t, []any{sub.SID, voice.ParticipantStatusConnected}, []any{p.AccountSID, p.Status})
}

// TestReconcileInAConferenceInProgress: the third participant is found in a conference that
// has started, by whatever address was called.
func TestReconcileInAConferenceInProgress(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"client:carol", "client:carol?queue=support", "sip:carol@example.com"} {
		b := newBench(t)
		ofAda, _ := b.meet()
		b.sim.Fault(onCreate().CommitThenReset())
		params := voice.ParticipantCreateParams{To: to, From: clinic}
		_, err := b.Participants.Create(t.Context(), "standup", params)
		var unknown *twilio.OutcomeUnknownError
		require.ErrorAs(t, err, &unknown, to)
		b.sim.Clock.Advance(8 * time.Second)
		p, err := b.Participants.Reconcile(t.Context(), "standup", params, unknown)
		require.NoError(t, err, to)
		assert.Equal(t, []any{ofAda.ConferenceSID, voice.ParticipantStatusConnected}, []any{p.ConferenceSID, p.Status}, to)
	}
}

// TestReconcileNamesTheConference: of a call that is over the result has the SID of the
// conference if the create had it.
func TestReconcileNamesTheConference(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ofAda, _ := b.meet()
	b.sim.Phone("+14155550199").Busy()
	b.sim.Fault(onCreate().CommitThenReset())
	params := voice.ParticipantCreateParams{To: "+14155550199", From: clinic}
	_, err := b.Participants.Create(t.Context(), ofAda.ConferenceSID, params)
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	b.sim.Clock.Advance(time.Minute)
	p, err := b.Participants.Reconcile(t.Context(), ofAda.ConferenceSID, params, unknown)
	require.NoError(t, err)
	assert.Equal(t, []any{ofAda.ConferenceSID, voice.ParticipantStatusFailed}, []any{p.ConferenceSID, p.Status})
}
