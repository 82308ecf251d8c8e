package twiliotest

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/typo"
	"github.com/seed15d99369/twilio/twiml"
)

// LineKind is a kind of sound or of action on a call.
type LineKind string

// The kinds of lines in a transcript.
const (
	LineSay     LineKind = "say"     // a voice says Text
	LinePlay    LineKind = "play"    // the file at the address Text
	LineMusic   LineKind = "music"   // Twilio's own, while the call waits
	LineDigits  LineKind = "digits"  // the tones of the keys Text
	LineBeep    LineKind = "beep"    // before a recording, or in a conference
	LineHeard   LineKind = "heard"   // From, another person on the call, says Text
	LineSpoke   LineKind = "spoke"   // the person at the phone says Text
	LinePressed LineKind = "pressed" // the person at the phone presses the keys Text
)

// sought describes a line that a test waits for.
func (k LineKind) sought() string {
	switch k {
	case LineSay:
		return "a voice say"
	case LineHeard:
		return "somebody say"
	case LinePlay:
		return "the sound"
	case LineMusic, LineDigits, LineBeep, LineSpoke, LinePressed:
	}
	return string(k)
}

// Line is one thing that the person at a phone has heard or done during a call.
type Line struct {
	At    time.Time // when it began, on the simulator's clock
	Kind  LineKind
	Text  string
	Lasts time.Duration
	From  string // the number or the address of another person, "" for the application

	Voice    twiml.SayVoice // of a line that is said, "" for Twilio's default
	Language twiml.Language // of a line that is said, "" for Twilio's default
}

// String describes a line as failure messages show it.
func (l Line) String() string {
	switch l.Kind {
	case LineMusic, LineBeep:
		return string(l.Kind)
	case LineHeard:
		return fmt.Sprintf("%s %q from %s", l.Kind, l.Text, l.From)
	case LineSay, LinePlay, LineDigits, LineSpoke, LinePressed:
	}
	return fmt.Sprintf("%s %q", l.Kind, l.Text)
}

// Contains says whether the text of the line contains a text, whatever the case of its letters
// and its blanks.
func (l *Line) Contains(text string) bool { return strings.Contains(plain(l.Text), plain(text)) }

// heard adds a line to what the person on the call of a runner has heard, or to what its
// audience has. What an application says that a Dial has called is heard by the caller.
func (r *runner) heard(line Line) {
	if r.audience != nil {
		for _, c := range r.audience() {
			c.hears(line)
		}
		return
	}
	r.call.hears(line)
	if r.call.order.program != nil && r.call.peer != nil {
		r.call.peer.hears(line)
	}
}

// hears adds a line to a call's transcript.
func (c *call) hears(line Line) {
	line.At = c.sim.Clock.Now()
	c.transcript = append(c.transcript, line)
	c.sim.emitCall(c)
	c.sim.transcribeLive(c, line)
	c.sim.notify()
}

// expect takes the next line of a kind whose text contains a text, whatever the case of its
// letters and its blanks. Lines before it are passed over.
func (c *call) expect(kind LineKind, text string) (Line, bool) {
	for i := c.read; i < len(c.transcript); i++ {
		if line := c.transcript[i]; line.Kind == kind && line.Contains(text) {
			c.read = i + 1
			return line, true
		}
	}
	return Line{}, false
}

// plain is a text as texts are compared.
func plain(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// history shows the transcript of a call, and the line that comes nearest to a text that
// was not heard.
func (c *call) history(kind LineKind, text string) string {
	if len(c.transcript) == 0 {
		return "Nothing was heard on the call."
	}
	var b strings.Builder
	b.WriteString("The transcript so far:")
	for i, line := range c.transcript {
		fmt.Fprintf(&b, "\n  %6.1fs  %s", line.At.Sub(c.Created).Seconds(), line)
		if i < c.read && line.Kind == kind {
			b.WriteString(" (passed)")
		}
	}
	if nearest, ok := c.nearest(kind, text); ok {
		fmt.Fprintf(&b, "\nThe nearest to %q is %q.", text, nearest)
	}
	return b.String()
}

// nearest returns the text of the line of a kind that resembles a text the most: which
// has most of its words, and among those the fewest other letters.
func (c *call) nearest(kind LineKind, text string) (nearest string, ok bool) {
	best := -1
	for _, line := range c.transcript {
		if line.Kind != kind {
			continue
		}
		if likeness := alike(plain(line.Text), plain(text)); likeness > best {
			best, nearest, ok = likeness, line.Text, true
		}
	}
	return nearest, ok
}

// alike counts how well a text resembles another: by their common words, and by their
// distance when they have none.
func alike(said, wanted string) int {
	const word, longest = 1000, 200 // letters, beyond which the distance is not counted
	common := 0
	for w := range strings.FieldsSeq(wanted) {
		if strings.Contains(said, w) {
			common += word
		}
	}
	if len(said) > longest || len(wanted) > longest {
		return common
	}
	return common + longest*2 - typo.Distance(said, wanted)
}
