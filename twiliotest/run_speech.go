package twiliotest

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/twiml"
)

// How long sounds are, on the simulator's clock. A file is not fetched.
const (
	characterTakes = 70 * time.Millisecond // of a spoken text: some 150 words a minute
	playTakes      = 5 * time.Second
	toneTakes      = 200 * time.Millisecond
	halfPause      = 500 * time.Millisecond // a w among digits
)

// spoken is how long a voice takes for a text.
func spoken(text string) time.Duration {
	return time.Duration(utf8.RuneCountInString(text)) * characterTakes
}

// say lets a voice speak. It is heard from its beginning on.
func (r *runner) say(v twiml.Say) (through bool) {
	text, breaks := speechOf(v)
	line := Line{Kind: LineSay, Text: text, Lasts: spoken(text) + breaks, Voice: v.Voice, Language: v.Language}
	return r.sound(line, v.Loop)
}

// play lets a file or the tones of keys be heard.
func (r *runner) play(v twiml.Play) (through bool) {
	if v.Digits != "" {
		keys, lasts := tones(v.Digits)
		return r.sound(Line{Kind: LineDigits, Text: keys, Lasts: lasts}, v.Loop)
	}
	if strings.TrimSpace(v.URL) == "" {
		return true
	}
	return r.sound(Line{Kind: LinePlay, Text: shown(r.address(strings.TrimSpace(v.URL))), Lasts: playTakes}, v.Loop)
}

// sound lets a line be heard so many times. One that is repeated for ever goes on until
// something else ends it.
func (r *runner) sound(line Line, loop int) (through bool) {
	if loop == twiml.Forever {
		r.begin(&activity{})
		r.heard(line)
		return false
	}
	line.Lasts *= time.Duration(max(loop, 1))
	r.heard(line)
	if line.Lasts == 0 {
		return true
	}
	r.wait(line.Lasts)
	return false
}

// pause lets time pass, 1 second by default.
func (r *runner) pause(v twiml.Pause) (through bool) {
	length := v.Length
	switch length {
	case twiml.Forever:
		return true
	case 0:
		length = 1
	}
	r.wait(seconds(length))
	return false
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// tones returns the keys among digits, and how long their tones and pauses are.
func tones(digits string) (keys string, lasts time.Duration) {
	keys = strings.Map(func(key rune) rune {
		switch key {
		case 'w':
			lasts += halfPause
		case 'W':
			lasts += 2 * halfPause
		default:
			lasts += toneTakes
			return key
		}
		return -1
	}, digits)
	return keys, lasts
}

// speechOf returns the words of a Say, without the marks of SSML, and how long its breaks
// are in all.
// https://www.twilio.com/docs/voice/twiml/say/text-speech#ssml
func speechOf(v twiml.Say) (text string, breaks time.Duration) {
	var words speech
	words.add(v.Text)
	for _, child := range v.Children {
		words.child(child)
	}
	return strings.Join(strings.Fields(words.text.String()), " "), words.breaks
}

// speech collects the words of a Say.
type speech struct {
	text   strings.Builder
	breaks time.Duration
}

func (s *speech) add(text string) { s.text.WriteString(text) }

// child adds an element of SSML.
func (s *speech) child(child any) {
	switch v := child.(type) {
	case twiml.Text:
		s.add(string(v))
	case twiml.Break:
		s.breaks += breakOf(v)
		s.add(" ")
	case twiml.Emphasis:
		inside(s, v.Text, v.Children)
	case twiml.Lang:
		inside(s, v.Text, v.Children)
	case twiml.P:
		s.add(" ")
		inside(s, v.Text, v.Children)
		s.add(" ")
	case twiml.Phoneme:
		s.add(v.Text)
	case twiml.Prosody:
		inside(s, v.Text, v.Children)
	case twiml.S:
		s.add(" ")
		inside(s, v.Text, v.Children)
		s.add(" ")
	case twiml.SayAs:
		s.add(v.Text)
	case twiml.Sub:
		s.add(v.Alias)
	case twiml.W:
		inside(s, v.Text, v.Children)
	}
}

func inside[T any](s *speech, text string, children []T) {
	s.add(text)
	for _, child := range children {
		s.child(child)
	}
}

// breakOf is how long a break is. Twilio names no lengths of the strengths: these are
// ours.
func breakOf(v twiml.Break) time.Duration {
	if d, err := time.ParseDuration(v.Time); err == nil && d >= 0 {
		return d
	}
	switch v.Strength {
	case twiml.BreakNone:
		return 0
	case twiml.BreakXWeak, twiml.BreakWeak:
		return 250 * time.Millisecond
	case twiml.BreakStrong:
		return 750 * time.Millisecond
	case twiml.BreakXStrong:
		return time.Second
	}
	return 500 * time.Millisecond
}
