package twiliotest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Phone is a simulated telephone, which receives messages and takes calls.
type Phone struct {
	sim          *Sim
	number       string
	name         string           // of its person, "" for none
	invalid      error            // why it can do nothing; nil for a phone with a number
	unreachable  twilio.ErrorCode // 0 for a phone that is on
	optedOut     bool
	noRCS        bool
	noShortCodes bool
	typingUntil  time.Time // somebody writes to it, as far as it knows
	windowUntil  time.Time // of WhatsApp
	habit        habit
	rings        time.Duration     // before it is answered, 0 for the usual time
	answeredBy   twilio.AnsweredBy // "" for a human
	callbacks    *callbackRules    // nil for those of the simulator
}

// Phone returns the telephone with a number in E.164, which is on and takes every
// message until told otherwise. The id of a WhatsApp user, such as US.1302015550123,
// makes it the phone of somebody who shows no number; sip:… and client:… can be
// called, and no more. Another number fails the test; in a program the phone's methods
// then return a [*twilio.ParamError].
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-e164
func (s *Sim) Phone(number string) *Phone {
	if s.t != nil {
		s.t.Helper()
	}
	p, err := s.TryPhone(number)
	if err != nil {
		s.fatalf("%v", err)
	}
	return p
}

// TryPhone is [Sim.Phone] for programs: another number is a [*twilio.ParamError].
func (s *Sim) TryPhone(number string) (*Phone, error) {
	if err := whyNoPhone(number); err != nil {
		return &Phone{sim: s, number: number, invalid: err}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phones[number] == nil {
		s.phones[number] = &Phone{sim: s, number: number}
		s.phones[number].changed()
	}
	return s.phones[number], nil
}

// Number returns the phone's number.
func (p *Phone) Number() string { return p.number }

// Unreachable makes messages that are not delivered yet end as undelivered with a
// code, such as 30003 for a phone that is off or 30005 for a number that nobody
// has. 0 lets them through again.
//
// Twilio docs: https://www.twilio.com/docs/api/errors
func (p *Phone) Unreachable(code twilio.ErrorCode) {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.unreachable = code
	p.changed()
}

// OptOut has the effect of a STOP: messages to the phone are refused with 21610.
//
// Twilio docs: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
func (p *Phone) OptOut() { p.setOptedOut(true) }

// OptIn has the effect of a START: messages to the phone are accepted again.
func (p *Phone) OptIn() { p.setOptedOut(false) }

func (p *Phone) setOptedOut(optedOut bool) {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.optedOut = optedOut
	p.changed()
}

// SMS is a message that a phone received.
type SMS struct {
	SID       string
	From      string
	To        string
	Body      string
	MediaURLs []string

	ContentSID       string            // of the template, "" for none
	ContentVariables map[string]string // of the template, nil for none
	Content          Content           // of the template: its buttons, its list

	At time.Time // when it was sent, on the simulator's clock

	phone    func() *Phone // a closure, so that a printed message is short
	approved bool          // the template, by WhatsApp
}

// ExpectSMS returns the first message that the phone received, and that was not
// expected before, whose body contains text. It lets time pass until there is
// one, and fails the test when nothing is on its way any more.
func (p *Phone) ExpectSMS(text string) *SMS {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	return p.expect(p.number, "message", text)
}

func (p *Phone) expect(address, what, text string) *SMS {
	ctx := context.Background()
	if p.sim.t != nil {
		p.sim.t.Helper()
		ctx = p.sim.t.Context()
	}
	sms, err := p.receive(ctx, false, address, text)
	if err != nil {
		p.sim.fatalf("twiliotest: %s received no %s with %q: %v\n%s", p.number, what, text, err, p.history())
	}
	return sms
}

// WaitSMS returns the first message that the phone received and that was not
// expected before. It lets time pass until there is one, or until ctx ends.
func (p *Phone) WaitSMS(ctx context.Context) (*SMS, error) {
	sms, err := p.receive(ctx, true, p.number, "")
	if err != nil {
		return nil, fmt.Errorf("twiliotest: %s received no message: %w", p.number, err)
	}
	return sms, nil
}

func (p *Phone) receive(ctx context.Context, eventually bool, address, text string) (*SMS, error) {
	if p.invalid != nil {
		return new(SMS), p.invalid
	}
	var sms *SMS
	err := p.sim.waitUntil(ctx, eventually, func() bool {
		sms = p.take(address, text)
		return sms != nil
	})
	if err != nil {
		return new(SMS), err
	}
	return sms, nil
}

// take marks the first message to an address with text as expected; the
// simulator's lock is held.
func (p *Phone) take(address, text string) *SMS {
	m, ok := p.sim.messageIndex.take(address, func(m *message) bool {
		return m.Status == twilio.MessageStatusDelivered && !m.expected && strings.Contains(m.Body, text)
	})
	if !ok {
		return nil
	}
	m.expected = true
	p.sim.read(m)
	return &SMS{
		SID: m.SID, From: m.From, To: m.To, Body: m.Body, MediaURLs: slices.Clone(m.MediaURLs), At: m.Sent,
		ContentSID: m.ContentSID, ContentVariables: maps.Clone(m.ContentVariables), Content: m.Content.clone(),
		phone: func() *Phone { return p }, approved: m.template != nil && m.template.isApproved(),
	}
}

// history lists the messages that were sent to the phone.
func (p *Phone) history() string {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	var b strings.Builder
	for _, m := range p.sim.messages {
		if withoutChannel(m.To) == p.number {
			fmt.Fprintf(&b, "\n  %s", m.describe())
		}
	}
	for _, c := range p.sim.calls {
		if c.To == p.number {
			fmt.Fprintf(&b, "\n  %s", c.describe())
		}
	}
	if b.Len() == 0 {
		return "Nothing was sent to it."
	}
	return "What was sent to it:" + b.String()
}

func (m *message) describe() string {
	text := fmt.Sprintf("%s %s from %s to %s: %q", m.SID, m.Status, m.From, m.To, m.Body)
	if m.ContentSID != "" {
		text += fmt.Sprintf(", template %s with %q%s", m.ContentSID, m.ContentVariables, m.Content.describe())
	}
	if m.expected {
		text += " (expected before)"
	}
	return text
}

func (c *call) describe() string {
	text := fmt.Sprintf("%s %s from %s to %s", c.SID, c.Status, c.From, c.To)
	if c.expected {
		text += " (expected before)"
	}
	return text
}

// Busy makes the phone busy when it is called.
func (p *Phone) Busy() { p.setHabit(habitBusy) }

// NoAnswer lets the phone ring when it is called.
func (p *Phone) NoAnswer() { p.setHabit(habitNoAnswer) }

// OutOfService makes calls to the phone fail, as those to a number that nobody has.
func (p *Phone) OutOfService() { p.setHabit(habitFailed) }

// Answer makes the phone take calls, as it does at first; by is the
// human or the machine that answers. A machine speaks a greeting of eight seconds. A
// machine detection with Enable finds any machine to be machine_start, and one with
// DetectMessageEnd finds machine_start to be machine_end_beep once the greeting is over.
//
// Twilio docs: https://www.twilio.com/docs/voice/answering-machine-detection
func (p *Phone) Answer(by twilio.AnsweredBy) {
	p.setHabit(habitAnswer)
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.answeredBy = by
	p.changed()
}

// AnswerAfter makes the phone take calls after it has rung for a time. A call that does not
// let it ring as long ends without an answer.
func (p *Phone) AnswerAfter(rings time.Duration) {
	p.setHabit(habitAnswer)
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.rings = rings
	p.changed()
}

// changed tells that the phone is new or has changed; the simulator's lock is held.
func (p *Phone) changed() { p.sim.emit(EventPhone, p.number, p.number) }

func (p *Phone) setHabit(h habit) {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.habit = h
	p.changed()
}

// ExpectCall returns the first call to the phone that was not expected before,
// once the phone has taken it or it is over. It lets time pass until there is
// one, and fails the test when nothing is on its way any more.
func (p *Phone) ExpectCall() *Call {
	ctx := context.Background()
	if p.sim.t != nil {
		p.sim.t.Helper()
		ctx = p.sim.t.Context()
	}
	taken, err := p.takeCall(ctx, false)
	if err != nil {
		p.sim.fatalf("twiliotest: %s received no call: %v\n%s", p.number, err, p.history())
	}
	return taken
}

// WaitCall is [Phone.ExpectCall] for programs: it lets time pass until there is a
// call, or until ctx ends.
func (p *Phone) WaitCall(ctx context.Context) (*Call, error) {
	taken, err := p.takeCall(ctx, true)
	if err != nil {
		return taken, fmt.Errorf("twiliotest: %s received no call: %w", p.number, err)
	}
	return taken, nil
}

func (p *Phone) takeCall(ctx context.Context, eventually bool) (*Call, error) {
	taken := new(Call)
	if p.invalid != nil {
		return taken, p.invalid
	}
	err := p.sim.waitUntil(ctx, eventually, func() bool {
		c, ok := p.sim.callIndex.take(p.number, func(c *call) bool { return !c.expected && c.reached() })
		if ok {
			c.expected, *taken = true, c.Call
		}
		return ok
	})
	return taken, err
}

// reached says that the phone took the call, or could have.
func (c *call) reached() bool {
	switch c.Status {
	case twilio.CallStatusQueued, twilio.CallStatusRinging, twilio.CallStatusCanceled:
		return false
	}
	return true
}

// reportUnexpected fails the test for messages and calls that nobody asked for,
// and that were neither canceled nor kept from their phone on purpose.
func (s *Sim) reportUnexpected() {
	s.t.Helper()
	if s.config.allowUnexpected {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reportUnexpectedMails()
	for _, m := range s.messages {
		switch m.Status {
		case twilio.MessageStatusScheduled, twilio.MessageStatusCanceled, twilio.MessageStatusUndelivered, twilio.MessageStatusFailed:
		default:
			if !m.expected && !m.automatic {
				s.t.Errorf("twiliotest: nobody expected message %s", m.describe())
			}
		}
	}
	for _, c := range s.calls {
		switch c.Status {
		case twilio.CallStatusCanceled, twilio.CallStatusBusy, twilio.CallStatusNoAnswer, twilio.CallStatusFailed:
		default:
			if !c.expected {
				s.t.Errorf("twiliotest: nobody expected call %s", c.describe())
			}
		}
	}
}
