package voice_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

func onCreate() twiliotest.Match {
	return twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/Conferences/*/Participants.json")
}

// TestReconcile: a call that was made is found, one that was not is not seen, and nobody is
// called twice.
func TestReconcile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		fault  twiliotest.Fault
		habit  func(*twiliotest.Phone)
		status voice.ParticipantStatus // "" for one that was not called
	}{
		{name: "made", fault: onCreate().CommitThenReset(), status: voice.ParticipantStatusConnected},
		{name: "made, and half an answer", fault: onCreate().TruncatedJSON(), status: voice.ParticipantStatusConnected},
		{name: "made, and over", fault: onCreate().CommitThenReset(), habit: (*twiliotest.Phone).Busy, status: voice.ParticipantStatusFailed},
		{name: "not made", fault: onCreate().ReadThenClose()},
		{name: "not made, after a page of a gateway", fault: onCreate().HTML(http.StatusBadGateway)},
	}
	for _, tt := range tests {
		for _, settles := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, settles %v", tt.name, settles), func(t *testing.T) {
				t.Parallel()
				b := newBench(t)
				if tt.habit != nil {
					tt.habit(b.sim.Phone(ada))
				}
				b.sim.Fault(tt.fault)
				params := voice.ParticipantCreateParams{To: ada, From: clinic, Label: "ada"}
				var opts []twilio.CallOption
				if settles {
					opts = append(opts, twilio.Settle(0))
				}
				p, err := b.Participants.Create(t.Context(), "standup", params, opts...)
				if !settles {
					var unknown *twilio.OutcomeUnknownError
					require.ErrorAs(t, err, &unknown)
					b.sim.Clock.Advance(8 * time.Second)
					p, err = b.Participants.Reconcile(t.Context(), "standup", params, unknown)
				}
				assert.Equal(t, 1, b.posts("/Participants.json"))
				if tt.status == "" {
					require.ErrorIs(t, err, twilio.ErrNotSeen)
					assert.Empty(t, b.sim.Calls())
					return
				}
				require.NoError(t, err)
				require.Len(t, b.sim.Calls(), 1)
				assert.Equal(t, []string{b.sim.Calls()[0].SID, "ada"}, []string{p.CallSID, p.Label})
				if !settles {
					assert.Equal(t, tt.status, p.Status)
				}
			})
		}
	}
}

// TestReconcileTellsApart: a call that goes on and is not in the conference is no
// participant, and one that another create has returned is none of this create's.
func TestReconcileTellsApart(t *testing.T) {
	t.Parallel()
	params := voice.ParticipantCreateParams{To: ada, From: clinic}
	lose := func(b *bench) *twilio.OutcomeUnknownError {
		b.sim.Fault(onCreate().Times(1).ReadThenClose())
		_, err := b.Participants.Create(b.t.Context(), "standup", params)
		var unknown *twilio.OutcomeUnknownError
		require.ErrorAs(b.t, err, &unknown)
		b.sim.ClearFaults()
		return unknown
	}
	t.Run("another process calls ada outside of the conference", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		unknown := lose(b)
		other, err := twilio.New(b.sim.AccountSID(), twilio.AuthToken(b.sim.AuthToken()), b.sim.Options()...)
		require.NoError(t, err)
		call, err := other.Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: `<Response><Pause length="600"/></Response>`})
		require.NoError(t, err)
		_, err = b.Participants.Reconcile(t.Context(), "standup", params, unknown, twilio.Horizon(32*time.Second))
		var ambiguous *twilio.AmbiguousError
		require.ErrorAs(t, err, &ambiguous)
		assert.Equal(t, []string{call.SID}, ambiguous.Candidates)
	})
	t.Run("another create of the client", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		unknown := lose(b)
		_ = b.call(ada, "")
		_, err := b.Participants.Reconcile(t.Context(), "standup", params, unknown)
		require.ErrorIs(t, err, twilio.ErrNotSeen)
	})
	t.Run("another callee", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		unknown := lose(b)
		_ = b.call(bob, "")
		_, err := b.Participants.Reconcile(t.Context(), "standup", params, unknown)
		require.ErrorIs(t, err, twilio.ErrNotSeen)
	})
}
