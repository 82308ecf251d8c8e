package twiliotest_test

import (
	"testing"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestRecipeConference: three people meet, and one of them is taken out.
func TestRecipeConference(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	team := sim.Number("+14155556789", twiliotest.VoiceWebhook(twiml.Voice(
		twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: "standup"}}},
		twiml.Say{Text: "The meeting is over."},
	)))
	ada := sim.Phone("+14155551234").Call(team.Number())
	bob := sim.Phone("+14155550123").Call(team.Number())
	carol := sim.Phone("+14155550124").Call(team.Number())
	ada.Speak("Good morning.")
	bob.ExpectHear("good morning")
	carol.ExpectHear("good morning")
	ada.Hangup()
	bob.Hangup()
	carol.Hangup()
}
