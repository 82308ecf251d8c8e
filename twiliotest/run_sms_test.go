package twiliotest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestSms sends a message to the caller, unless it names somebody else, and asks its action.
func TestSms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		verb twiml.SMS //nolint:staticcheck // it is deprecated
		to   string
	}{
		{"to the caller", twiml.SMS{Body: "See you at 9", Action: "/after"}, ada},         //nolint:staticcheck // it is deprecated
		{"to somebody else", twiml.SMS{Body: "See you at 9", To: bob, Action: "/after"}, bob}, //nolint:staticcheck // it is deprecated
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim, call := callInto(t, tt.verb)
			call.ExpectSay("action")
			call.ExpectEnd()
			sms := sim.Phone(tt.to).ExpectSMS("See you at 9")
			assert.Equal(t, clinic, sms.From)
			form := told(sim, "/after")[0]
			assert.Equal(t, []string{sms.SID, "queued"}, []string{form.Get("SmsSid"), form.Get("SmsStatus")})
		})
	}
}

// TestSmsRefused: a message that Twilio refuses is an alert, and the call goes on.
func TestSmsRefused(t *testing.T) {
	t.Parallel()
	sim := answering(t, twiml.SMS{Body: "Hi", StatusCallback: "/status"}, twiml.Say{Text: "Goodbye."}) //nolint:staticcheck // it is deprecated
	sim.Phone(ada).OptOut()
	call := sim.Phone(ada).Call(clinic)
	call.ExpectSay("goodbye")
	call.ExpectEnd()
	sim.ExpectAlert(twilio.CodeUnsubscribed)
	assert.Empty(t, sim.Messages())
}

// TestEcho lets the caller hear themself until the hangup.
func TestEcho(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Echo{}, twiml.Say{Text: "Never."})
	call.Speak("Hello?")
	call.ExpectHear("hello?")
	call.Press("5")
	call.Hangup()
	lines := call.Transcript()
	assert.Equal(t, []any{twiliotest.LineDigits, "5"}, []any{lines[len(lines)-1].Kind, lines[len(lines)-1].Text})
	assert.Empty(t, told(sim, "/after"))
}
