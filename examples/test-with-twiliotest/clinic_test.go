package reminder_test

import (
	"testing"
	"time"

	app "github.com/seed15d99369/twilio/examples/test-with-twiliotest"
	"github.com/seed15d99369/twilio/twiliotest"
)

func TestReminder(t *testing.T) { //nolint:paralleltest // as short as a test can be
	sim := twiliotest.New(t) // closes itself; fails the test for messages and calls that nobody expected (automatic STOP confirmations aside)
	ada := sim.Phone("+14155551234")
	clinic := sim.Number("+14155556789", twiliotest.SMSWebhook(app.SMSHandler), twiliotest.VoiceWebhook(app.VoiceHandler))

	app.Remind(t.Context(), sim.Client(), ada.Number()) // the code under test, with an ordinary *twilio.Client

	ada.ExpectSMS("See you at 9").Reply("STOP") // the reply arrives at app.SMSHandler, signed
	call := ada.Call(clinic.Number())
	call.ExpectSay("press 1")
	call.Press("1")
	call.ExpectSay("booked")
	call.Hangup()
	sim.Fault(twiliotest.OnCreateMessage().Nth(2).CommitThenReset())
	sim.Clock.Advance(24 * time.Hour)
}
