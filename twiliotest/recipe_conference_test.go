package twiliotest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/voice"
)

// TestRecipeConference: two people hear each other, until the application ends their meeting.
func TestRecipeConference(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	team := sim.Number("+14155556789", twiliotest.VoiceWebhook(twiml.Voice(
		twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: "standup"}}},
		twiml.Say{Text: "The meeting is over."},
	)))
	ada, bob := sim.Phone("+14155551234").Call(team.Number()), sim.Phone("+14155550123").Call(team.Number())
	ada.Speak("Good morning.")
	bob.ExpectHear("good morning")
	v := voice.New(sim.Client())
	for conference, err := range v.Conferences.All(t.Context(), voice.ConferenceListParams{}) {
		require.NoError(t, err)
		_, err = v.Conferences.End(t.Context(), conference.SID)
		require.NoError(t, err)
	}
	ada.ExpectSay("meeting is over")
	bob.ExpectSay("meeting is over")
}
