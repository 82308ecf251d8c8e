package twiliotest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestSounds: what a person hears of each verb that makes a sound, and how long it takes.
func TestSounds(t *testing.T) {
	t.Parallel()
	ssml := twiml.Say{Text: "The ", Children: []twiml.SayChild{
		twiml.Sub{Alias: "World Wide Web Consortium", Text: "W3C"}, twiml.Text(" meets "), twiml.Break{Time: "1500ms"},
		twiml.P{Children: []twiml.PChild{twiml.S{Text: "at"}}}, twiml.SayAs{InterpretAs: twiml.AsCardinal, Text: "9"},
		twiml.Emphasis{Text: " sharp", Children: []twiml.EmphasisChild{twiml.W{Text: "!"}}},
		twiml.Lang{Language: "de-DE", Text: " Bitte"}, twiml.Prosody{Rate: "slow", Text: " komm", Children: []twiml.ProsodyChild{twiml.Phoneme{Ph: "t", Text: " pünktlich"}}},
	}}
	tests := []struct {
		name  string
		verb  twiml.VoiceVerb
		want  []string
		lasts time.Duration
	}{
		{"words", twiml.Say{Text: "Hello"}, []string{`say "Hello"`}, 350 * time.Millisecond},
		{"words twice", twiml.Say{Text: "Hello", Loop: 2}, []string{`say "Hello"`}, 700 * time.Millisecond},
		{"SSML", ssml, []string{`say "The World Wide Web Consortium meets at 9 sharp! Bitte komm pünktlich"`}, 68*70*time.Millisecond + 1500*time.Millisecond},
		{"breaks of each strength", twiml.Say{Children: []twiml.SayChild{
			twiml.Break{Strength: twiml.BreakNone}, twiml.Break{Strength: twiml.BreakWeak}, twiml.Break{}, twiml.Break{Strength: twiml.BreakStrong}, twiml.Break{Strength: twiml.BreakXStrong},
		}}, []string{`say ""`}, 2500 * time.Millisecond},
		{"a file", twiml.Play{URL: "/hello.mp3"}, []string{`play "https://hooks.example.com/hello.mp3"`}, 5 * time.Second},
		{"a file three times", twiml.Play{URL: "https://cdn.example.com/a.mp3", Loop: 3}, []string{`play "https://cdn.example.com/a.mp3"`}, 15 * time.Second},
		{"tones", twiml.Play{Digits: "wW12#"}, []string{`digits "12#"`}, 2100 * time.Millisecond},
		{"a pause", twiml.Pause{}, nil, time.Second},
		{"a long pause", twiml.Pause{Length: 3600}, nil, time.Hour},
		{"no pause", twiml.Pause{Length: twiml.Forever}, nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, call := calling(t, docs{"/voice": doc(twiml.Say{Text: "x"}, tt.verb, twiml.Say{Text: "y"})}, twiliotest.AllowAlerts())
			call.ExpectEnd()
			assert.Equal(t, append(append([]string{`say "x"`}, tt.want...), `say "y"`), story(call))
			assert.Equal(t, tt.lasts, call.Ended.Sub(call.Started)-140*time.Millisecond)
		})
	}
}

// TestSoundsWithoutEnd go on until the person hangs up, or until the call has lasted as
// long as a call may.
func TestSoundsWithoutEnd(t *testing.T) {
	t.Parallel()
	for _, verb := range []twiml.VoiceVerb{twiml.Say{Text: "Please hold", Loop: twiml.Forever}, twiml.Play{URL: "/music.mp3", Loop: twiml.Forever}} {
		_, _, call := calling(t, docs{"/voice": doc(verb, twiml.Say{Text: "never"})})
		call.ExpectEnd()
		assert.Equal(t, 4*time.Hour, call.Ended.Sub(call.Started))
		assert.Len(t, call.Transcript(), 1)

		sim, _, call := calling(t, docs{"/voice": doc(verb)})
		sim.Clock.Advance(time.Minute)
		call.Hangup()
		assert.Equal(t, time.Minute, call.Ended.Sub(call.Started))
	}
}

// TestVoicesAreKept: a line knows how it was said.
func TestVoicesAreKept(t *testing.T) {
	t.Parallel()
	_, _, call := calling(t, docs{"/voice": doc(twiml.Say{Voice: "Polly.Joanna", Language: "en-GB", Text: "Cheerio"})})
	line := call.ExpectSay("cheerio")
	assert.Equal(t, []string{"Polly.Joanna", "en-GB"}, []string{string(line.Voice), string(line.Language)})
	assert.Equal(t, 490*time.Millisecond, line.Lasts)
}
