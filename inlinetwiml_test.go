package twilio

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/internal/redact"
	"github.com/seed15d99369/twilio/twiml"
)

// FuzzInlineTwiML: the client refuses the instructions of a call for the problems that
// twiml.CheckInline reports and that keep Twilio from running them, and for no others.
func FuzzInlineTwiML(f *testing.F) {
	for _, doc := range []string{
		"<Response/>", "<Response><Say>Hi</Say></Response>", "<Response><Say>", "Hello", "<Response><Message>a</Message></Response>",
		"<Response><Dial><Say>x</Say></Dial></Response>", "<Response><Gather action='/next'/></Response>", "<Response><Shout/></Response>",
		"<Response><Say voice='Alice' loop='often' language='xx'/></Response>", "<Response><Enqueue method='PUT'>a</Enqueue></Response>",
		"<Response><Refer><Sip>a</Sip></Refer><Hangup/><Say>b</Say></Response>", "<Response><Say>\x00</Say></Response>", "<?xml version='2'?><Response/>",
	} {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		var got Problems
		checkInlineTwiML(&got, doc)
		var want []string
		for _, p := range twiml.CheckInline(doc) {
			warning := p.Severity == twiml.SeverityHint || p.Code == 12200 && p.Element != "Message"
			speech := p.Code == 13321 || p.Code == 13331 || p.Code == 13511 || p.Code == 13512 || p.Code == 13520
			if !warning && !speech {
				want = append(want, fmt.Sprintf("is wrong in line %d, column %d: %s (%d)", p.Line, p.Column, redact.Line(p.Message), p.Code))
			}
		}
		var problems []string
		for _, problem := range got.list {
			problems = append(problems, problem.Problem)
		}
		assert.Equal(t, want, problems, "%q", doc)
	})
}

// TestInlineTwiMLThatTwilioMayKnow is not refused: an element, a voice or a language
// may be newer than this package.
func TestInlineTwiMLThatTwilioMayKnow(t *testing.T) {
	t.Parallel()
	for verbs, passes := range map[string]bool{
		`<Shout>Hello</Shout>`:                                         true,
		`<Say mood="calm">Hello</Say>`:                                 true,
		`<Say voice="Polly.Joana" language="eo-XX">Hello</Say>`:        true,
		`<Gather language="eo-XX"><Say voice="x">Hello</Say></Gather>`: true,
		`<Say/>`:                                     true,
		`<Hangup/><Say>Hello</Say>`:                  true,
		`<Say loop="often">Hi</Say>`:                 false,
		`<Message>Hello</Message>`:                   false,
		`<Gather><Dial>+14155551234</Dial></Gather>`: false,
	} {
		problems := new(Problems)
		checkInlineTwiML(problems, "<Response>"+verbs+"</Response>")
		assert.Equal(t, passes, len(problems.list) == 0, "%s: %v", verbs, problems.list)
		assert.NotEmpty(t, twiml.CheckInline("<Response>"+verbs+"</Response>"), "it is something to check")
	}
}
