package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// The methods of a Call are those of the person at the phone: who has called, or was
// called. Each lets time pass until the call has come as far, and then brings the fields of
// the Call up to date. What a method waits for has to come before the call is over;
// otherwise the test fails, with the transcript of the call.

// ExpectSay waits until a voice says something that contains a text, whatever the case of
// its letters. It looks at what was said since the last expectation that was met, and
// returns the whole line as soon as the voice begins with it.
//
//	call := ada.Call(clinic.Number())
//	call.ExpectSay("press 1")
//	call.Press("1")
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/say
func (c *Call) ExpectSay(text string) Line {
	c.helper()
	return c.expectLine(LineSay, text)
}

// WaitSay is [Call.ExpectSay] for programs: it returns an error instead of failing a test,
// and gives up when ctx ends.
func (c *Call) WaitSay(ctx context.Context, text string) (Line, error) {
	return c.waitLine(ctx, true, LineSay, text)
}

// ExpectPlay is [Call.ExpectSay] for a sound that is played: its address contains a text.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/play
func (c *Call) ExpectPlay(url string) Line {
	c.helper()
	return c.expectLine(LinePlay, url)
}

// WaitPlay is [Call.ExpectPlay] for programs.
func (c *Call) WaitPlay(ctx context.Context, url string) (Line, error) {
	return c.waitLine(ctx, true, LinePlay, url)
}

// ExpectHear is [Call.ExpectSay] for the words of another person on the call.
func (c *Call) ExpectHear(words string) Line {
	c.helper()
	return c.expectLine(LineHeard, words)
}

// WaitHear is [Call.ExpectHear] for programs.
func (c *Call) WaitHear(ctx context.Context, words string) (Line, error) {
	return c.waitLine(ctx, true, LineHeard, words)
}

func (c *Call) expectLine(kind LineKind, text string) Line {
	c.helper()
	line, err := c.waitLine(c.context(), false, kind, text)
	c.require(err)
	return line
}

func (c *Call) waitLine(ctx context.Context, eventually bool, kind LineKind, text string) (line Line, err error) {
	var met bool
	err = c.await(ctx, eventually, func(live *call) bool {
		line, met = live.expect(kind, text)
		return met || live.Status.Final()
	})
	if err == nil && !met {
		err = errCallOver
	}
	if err != nil {
		return line, fmt.Errorf("twiliotest: %s did not hear %s %q: %w\n%s", c.who(), kind.sought(), text, err, c.story(kind, text))
	}
	return line, nil
}

// ExpectEnd waits until the call is over.
func (c *Call) ExpectEnd() {
	c.helper()
	c.require(c.waitEnd(c.context(), false))
}

// WaitEnd is [Call.ExpectEnd] for programs.
func (c *Call) WaitEnd(ctx context.Context) error { return c.waitEnd(ctx, true) }

func (c *Call) waitEnd(ctx context.Context, eventually bool) error {
	err := c.await(ctx, eventually, func(live *call) bool { return live.Status.Final() })
	if err != nil {
		return fmt.Errorf("twiliotest: the call of %s is not over: %w\n%s", c.who(), err, c.story("", ""))
	}
	return nil
}

// Press presses keys, one after the other: 0 to 9, * and #. Each waits until the call
// listens to keys, which a Gather, a Record and a Pay do, and so does whoever is connected.
func (c *Call) Press(keys string) {
	c.helper()
	c.require(c.press(c.context(), false, keys))
}

// TryPress is [Call.Press] for programs: it returns an error instead of failing a test, and
// gives up when ctx ends.
func (c *Call) TryPress(ctx context.Context, keys string) error { return c.press(ctx, true, keys) }

func (c *Call) press(ctx context.Context, eventually bool, keys string) error {
	if strings.ContainsFunc(keys, func(key rune) bool { return !strings.ContainsRune(allKeys, key) }) {
		return fmt.Errorf("twiliotest: Press(%q): a telephone has the keys 0 to 9, * and #", withoutDigits(keys))
	}
	for _, key := range strings.Split(keys, "") {
		err := c.act(ctx, eventually, func(live *call) func() {
			take := live.keySink()
			if take == nil {
				return nil
			}
			return func() {
				live.hears(Line{Kind: LinePressed, Text: live.shownKey(key)})
				take(key)
			}
		})
		if err != nil {
			return fmt.Errorf("twiliotest: %s cannot press %q, because nothing listens to keys: %w\n%s", c.who(), key, err, c.story("", ""))
		}
	}
	return nil
}

// withoutDigits hides digits, which may be those of a card.
func withoutDigits(keys string) string {
	return strings.Map(func(key rune) rune {
		if key >= '0' && key <= '9' {
			return 'x'
		}
		return key
	}, keys)
}

// shownKey is a key as the transcript shows it: x for a digit that nobody may see.
func (c *call) shownKey(key string) string {
	if c.runner.hides() {
		return withoutDigits(key)
	}
	return key
}

// Speak says words. It waits until the call listens to words, which a Gather with speech
// and a Record do, and so does whoever is connected.
func (c *Call) Speak(words string) {
	c.helper()
	c.require(c.speak(c.context(), false, utterance{words, spoken(words)}))
}

// TrySpeak is [Call.Speak] for programs.
func (c *Call) TrySpeak(ctx context.Context, words string) error {
	return c.speak(ctx, true, utterance{words, spoken(words)})
}

// LeaveMessage speaks for a time after the beep of a Record, and is silent from then on.
// Words, if there are any, become the text of the transcription. The recording goes on
// until its silence, a key or a hangup ends it.
//
//	call.ExpectSay("leave a message")
//	call.LeaveMessage(12*time.Second, "Please call me back.")
//	call.Hangup()
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/record
func (c *Call) LeaveMessage(lasts time.Duration, words ...string) {
	c.helper()
	c.require(c.leave(c.context(), false, utterance{strings.Join(words, " "), lasts}))
}

// TryLeaveMessage is [Call.LeaveMessage] for programs.
func (c *Call) TryLeaveMessage(ctx context.Context, lasts time.Duration, words ...string) error {
	return c.leave(ctx, true, utterance{strings.Join(words, " "), lasts})
}

// leave speaks, and lets the time of the words pass.
func (c *Call) leave(ctx context.Context, eventually bool, said utterance) error {
	if err := c.speak(ctx, eventually, said); err != nil {
		return err
	}
	return c.pass(ctx, said.lasts)
}

func (c *Call) speak(ctx context.Context, eventually bool, said utterance) error {
	err := c.act(ctx, eventually, func(live *call) func() {
		take := live.wordSink()
		if take == nil {
			return nil
		}
		return func() {
			live.hears(Line{Kind: LineSpoke, Text: said.words, Lasts: said.lasts})
			take(said)
		}
	})
	if err != nil {
		return fmt.Errorf("twiliotest: %s cannot speak, because nothing listens to words: %w\n%s", c.who(), err, c.story("", ""))
	}
	return nil
}

// Hangup ends the call, which may be over already.
func (c *Call) Hangup() {
	c.helper()
	if c.live == nil {
		return
	}
	s := c.live.sim
	s.mu.Lock()
	if !c.live.Status.Final() {
		s.partBy(c.live)
	}
	*c = c.live.Call
	s.notify()
	s.mu.Unlock()
	s.empty()
}

// partBy ends a call as its person does: one that was not answered yet is canceled by who
// calls.
func (s *Sim) partBy(c *call) {
	status := twilio.CallStatusCompleted
	switch {
	case !c.Started.IsZero():
	case c.Direction == twilio.CallDirectionInbound:
		status = twilio.CallStatusCanceled
	default:
		status = twilio.CallStatusBusy
	}
	s.endCall(c, status)
}

// Transcript returns what the person at the phone has heard and done so far.
func (c *Call) Transcript() []Line {
	if c.live == nil {
		return nil
	}
	c.live.sim.mu.Lock()
	defer c.live.sim.mu.Unlock()
	return slices.Clone(c.live.transcript)
}

var errCallOver = errors.New("the call is over")

// act does something to the call as soon as it can be done.
func (c *Call) act(ctx context.Context, eventually bool, ready func(*call) func()) error {
	var done bool
	err := c.await(ctx, eventually, func(live *call) bool {
		if live.Status.Final() {
			return true
		}
		do := ready(live)
		if do != nil {
			do()
			done = true
			*c = live.Call
		}
		return done
	})
	if err == nil && !done {
		err = errCallOver
	}
	return err
}

// await lets time pass until the call has come as far.
func (c *Call) await(ctx context.Context, eventually bool, ready func(*call) bool) error {
	if c.live == nil {
		return errNoCall
	}
	err := c.live.sim.waitUntil(ctx, eventually, func() bool {
		done := ready(c.live)
		*c = c.live.Call
		return done
	})
	return err
}

var errNoCall = errors.New("there is no call")

// pass lets a time pass, or less if the call is over before.
func (c *Call) pass(ctx context.Context, d time.Duration) error {
	var over bool
	s := c.live.sim
	timer := s.Clock.schedule(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		over = true
		s.notify()
	})
	defer timer.cancel()
	return c.await(ctx, true, func(live *call) bool { return over || live.Status.Final() })
}

// who is the person, for failure messages.
func (c *Call) who() string {
	if c.live == nil {
		return "the person"
	}
	return c.live.Person()
}

// Person returns the number or the address of whoever is at the phone: of the caller of an
// incoming call, and of whom any other calls.
func (c *Call) Person() string {
	if c.Direction == twilio.CallDirectionInbound {
		return c.From
	}
	return c.To
}

func (c *Call) story(kind LineKind, text string) string {
	if c.live == nil {
		return "There is no call."
	}
	c.live.sim.mu.Lock()
	defer c.live.sim.mu.Unlock()
	return c.live.describe() + "\n" + c.live.history(kind, text)
}

func (c *Call) helper() {
	if c.live != nil && c.live.sim.t != nil {
		c.live.sim.t.Helper()
	}
}

// context is the test's, and for a program one that does not end.
func (c *Call) context() context.Context {
	if c.live == nil || c.live.sim.t == nil {
		return context.Background()
	}
	return c.live.sim.t.Context()
}

// require fails the test for an error.
func (c *Call) require(err error) {
	c.helper()
	if err != nil && c.live != nil {
		c.live.sim.fatalf("%v", err)
	}
}
