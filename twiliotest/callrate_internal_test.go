package twiliotest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// TestCallQueuesOverflow: a call that would wait for 24 hours is refused, until the queue is
// shorter again. Filling the queue by requests would take 86,400 of them.
func TestCallQueuesOverflow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		queue   time.Duration
		refused bool
	}{
		{"just short enough", 24*time.Hour - time.Nanosecond, false},
		{"full", 24 * time.Hour, true},
		{"longer", 25 * time.Hour, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := New(t, AllowUnexpected(), CallRate(1))
			s.Number("+14155556789")
			s.callsFreeAt[s.main.sid] = s.Clock.Now().Add(tt.queue)
			params := twilio.CallCreateParams{To: "+14155551234", From: "+14155556789", TwiML: twiml.Voice(twiml.Hangup{}).String()}
			_, err := s.Client().Calls.Create(t.Context(), params)
			if !tt.refused {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, twilio.CodeCallQueueFull)
			assert.Empty(t, s.Calls())
			s.Clock.Advance(tt.queue - 24*time.Hour + time.Nanosecond)
			_, err = s.Client().Calls.Create(t.Context(), params)
			require.NoError(t, err)
		})
	}
}
