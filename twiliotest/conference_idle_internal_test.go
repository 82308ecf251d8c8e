package twiliotest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/twiml"
)

// TestIdleConference: an hour of talk or of waiting has no events, and nothing is left after
// the end.
func TestIdleConference(t *testing.T) {
	t.Parallel()
	noun := func(n twiml.Conference) twiml.VoiceVerb {
		n.Name = "standup"
		return twiml.Dial{Children: []twiml.DialChild{n}}
	}
	for name, verb := range map[string]twiml.VoiceVerb{
		"a conference": noun(twiml.Conference{}),
		"the wait":     noun(twiml.Conference{StartConferenceOnEnter: twiml.False}),
		"a queue":      twiml.Enqueue{Name: "support"},
	} {
		s := New(t)
		s.Number("+14155556789", VoiceWebhook(twiml.Voice(verb)))
		ada := s.Phone("+14155551234").Call("+14155556789")
		bob := s.Phone("+14155550123").Call("+14155556789")
		pending := len(s.Clock.events)
		assert.LessOrEqual(t, pending, 4, "%s: the longest time of each call and of each Dial", name)
		serial, asked := s.Clock.serial, len(s.Callbacks())
		s.Clock.Advance(time.Hour)
		assert.Equal(t, []int{pending, serial, asked}, []int{len(s.Clock.events), s.Clock.serial, len(s.Callbacks())}, name)
		if name == "a conference" {
			ada.Speak("Goodbye.")
		}
		ada.Hangup()
		bob.Hangup()
		assert.True(t, s.Clock.idle(), name)
	}
}

// TestNothingIsLeftOfAConference that ends in the middle of words, of an announcement and of
// music on hold.
func TestNothingIsLeftOfAConference(t *testing.T) {
	t.Parallel()
	s := New(t)
	s.Handle("https://example.com/long", twiml.Voice(twiml.Pause{Length: 600}))
	s.Number("+14155556789", VoiceWebhook(twiml.Voice(twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: "standup", EndConferenceOnExit: twiml.True}}})))
	ada := s.Phone("+14155551234").Call("+14155556789")
	bob := s.Phone("+14155550123").Call("+14155556789")
	ada.Speak("These are many words, which take some time.")
	s.mu.Lock()
	p := bob.live.seat
	p.hold, p.holdMusic = true, hook{url: "https://example.com/long"}
	s.entertain(p)
	s.announce(p.conference, nil, hook{url: "https://example.com/long"})
	s.announce(p.conference, p, hook{url: "https://example.com/long"})
	s.mu.Unlock()
	s.Clock.Advance(time.Second)
	assert.False(t, s.Clock.idle())
	ada.Hangup()
	bob.ExpectEnd()
	assert.True(t, s.Clock.idle())
}
