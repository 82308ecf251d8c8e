package twiliotest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

const (
	adaSIP  = "sip:ada@example.com"
	deskSIP = "sip:desk@example.com"
)

// TestRefer tells the action how the transfer went.
func TestRefer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		desk   func(*twiliotest.Phone)
		takes  time.Duration
		status twilio.CallStatus
		code   int // that the device reports
	}{
		{"answered", func(*twiliotest.Phone) {}, 5 * time.Second, twilio.CallStatusInProgress, 200},
		{"busy", (*twiliotest.Phone).Busy, 5 * time.Second, twilio.CallStatusBusy, 486},
		{"no answer", (*twiliotest.Phone).NoAnswer, time.Minute, twilio.CallStatusNoAnswer, 480},
		{"failed", (*twiliotest.Phone).OutOfService, 0, twilio.CallStatusFailed, 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := answering(t, twiml.Refer{Action: "/after", SIP: deskSIP + "?X-Account=12"})
			tt.desk(sim.Phone(deskSIP))
			call := sim.Phone(adaSIP).Call(clinic)
			line := call.ExpectSay("action")
			call.ExpectEnd()
			assert.Equal(t, tt.takes, line.At.Sub(call.Started))
			got, err := webhook.ParseRefer(posted(told(sim, "/after")[0]))
			require.NoError(t, err)
			assert.Equal(t, []any{tt.status, 202, tt.code}, []any{got.ReferCallStatus, got.ReferSIPResponseCode, got.NotifySIPResponseCode})
		})
	}
}

// TestReferWithoutAction goes on with the next verb.
func TestReferWithoutAction(t *testing.T) {
	t.Parallel()
	sim := answering(t, twiml.Refer{SIP: deskSIP}, twiml.Say{Text: "Goodbye."})
	call := sim.Phone(adaSIP).Call(clinic)
	call.ExpectSay("goodbye")
	call.ExpectEnd()
}

// TestReferAndHangup: the caller is gone before the transfer is over.
func TestReferAndHangup(t *testing.T) {
	t.Parallel()
	sim := answering(t, twiml.Refer{Action: "/after", SIP: deskSIP})
	call := sim.Phone(adaSIP).Call(clinic)
	sim.Clock.Advance(time.Second)
	call.Hangup()
	sim.Clock.Advance(time.Minute)
	require.Len(t, told(sim, "/after"), 1)
	got := told(sim, "/after")[0]
	assert.Equal(t, []string{"canceled", "180"}, []string{got.Get("ReferCallStatus"), got.Get("NotifySipResponseCode")})
	assert.Empty(t, call.Transcript())
}

// TestReferNeedsSIP: a call from a telephone cannot be transferred so.
func TestReferNeedsSIP(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Refer{Action: "/after", SIP: deskSIP}, twiml.Say{Text: "Goodbye."})
	sim.ExpectAlert(13801)
	call.ExpectSay("goodbye")
	call.ExpectEnd()
	assert.Empty(t, told(sim, "/after"))
}
