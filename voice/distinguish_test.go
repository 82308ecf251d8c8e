package voice_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

// TestQueueOfAnotherSize: a queue of the name that has another size is not the one that a
// create whose answer was lost has made.
func TestQueueOfAnotherSize(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.Queues.Create(t.Context(), voice.QueueCreateParams{FriendlyName: "support", MaxSize: 5})
	require.NoError(t, err)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/Queues.json").Times(1).ReadThenClose())
	_, err = b.Queues.Create(t.Context(), voice.QueueCreateParams{FriendlyName: "support", MaxSize: 10})
	require.ErrorIs(t, err, twilio.ErrorCode(22003))
	assert.Equal(t, 3, b.posts("/Queues.json"))
}

// TestReconcileWithACallerID: Twilio may show a call with its From or with its CallerID,
// and a call with the latter is not certain to be this create's.
func TestReconcileWithACallerID(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Number("+14155550177")
	b.sim.Fault(onCreate().ReadThenClose())
	params := voice.ParticipantCreateParams{To: ada, From: clinic, CallerID: "+14155550177"}
	_, err := b.Participants.Create(t.Context(), "standup", params)
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	b.sim.ClearFaults()
	other, err := twilio.New(b.sim.AccountSID(), twilio.AuthToken(b.sim.AuthToken()), b.sim.Options()...)
	require.NoError(t, err)
	elsewhere, err := voice.New(other).Participants.Create(t.Context(), "standup", voice.ParticipantCreateParams{To: ada, From: "+14155550177"})
	require.NoError(t, err)
	b.sim.Clock.Advance(8 * time.Second)
	_, err = b.Participants.Reconcile(t.Context(), "standup", params, unknown, twilio.Horizon(32*time.Second))
	var ambiguous *twilio.AmbiguousError
	require.ErrorAs(t, err, &ambiguous)
	assert.Equal(t, []string{elsewhere.CallSID}, ambiguous.Candidates)
}
