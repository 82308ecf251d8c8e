package twiliotest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Phone is somebody's telephone.
type Phone struct {
	sim         *Sim
	number      string
	unreachable twilio.ErrorCode // 0 for a phone that is on
	optedOut    bool
}

// Phone returns the telephone with a number in E.164, which is on and takes every
// message until told otherwise.
func (s *Sim) Phone(number string) *Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phones[number] == nil {
		s.phones[number] = &Phone{sim: s, number: number}
	}
	return s.phones[number]
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
}

// OptOut is what follows a STOP: messages to the phone are refused with 21610.
//
// Twilio docs: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
func (p *Phone) OptOut() { p.setOptedOut(true) }

// OptIn is what follows a START.
func (p *Phone) OptIn() { p.setOptedOut(false) }

func (p *Phone) setOptedOut(optedOut bool) {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.optedOut = optedOut
}

// SMS is a message that a phone received.
type SMS struct {
	SID       string
	From      string
	To        string
	Body      string
	MediaURLs []string
	At        time.Time // when it was sent, on the simulator's clock
}

// ExpectSMS returns the first message that the phone received, and that was not
// expected before, whose body contains text. It lets time pass until there is
// one, and fails the test when nothing is on its way any more.
func (p *Phone) ExpectSMS(text string) *SMS {
	ctx := context.Background()
	if p.sim.t != nil {
		p.sim.t.Helper()
		ctx = p.sim.t.Context()
	}
	sms, err := p.receive(ctx, false, text)
	if err != nil {
		p.sim.fatalf("twiliotest: %s received no message with %q: %v\n%s", p.number, text, err, p.history())
	}
	return sms
}

// WaitSMS returns the first message that the phone received and that was not
// expected before. It lets time pass until there is one, or until ctx ends.
func (p *Phone) WaitSMS(ctx context.Context) (*SMS, error) {
	sms, err := p.receive(ctx, true, "")
	if err != nil {
		return nil, fmt.Errorf("twiliotest: %s received no message: %w", p.number, err)
	}
	return sms, nil
}

func (p *Phone) receive(ctx context.Context, eventually bool, text string) (*SMS, error) {
	var sms *SMS
	err := p.sim.waitUntil(ctx, eventually, func() bool {
		sms = p.take(text)
		return sms != nil
	})
	if err != nil {
		return new(SMS), err
	}
	return sms, nil
}

// take marks the first message with text as expected; the simulator's lock is
// held.
func (p *Phone) take(text string) *SMS {
	for _, m := range p.sim.messages {
		if m.To == p.number && m.Status == twilio.MessageStatusDelivered && !m.expected && strings.Contains(m.Body, text) {
			m.expected = true
			return &SMS{SID: m.SID, From: m.From, To: m.To, Body: m.Body, MediaURLs: slices.Clone(m.MediaURLs), At: m.Sent}
		}
	}
	return nil
}

// history lists what was sent to the phone.
func (p *Phone) history() string {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	var b strings.Builder
	for _, m := range p.sim.messages {
		if m.To == p.number {
			fmt.Fprintf(&b, "\n  %s", m.describe())
		}
	}
	if b.Len() == 0 {
		return "Nothing was sent to it."
	}
	return "What was sent to it:" + b.String()
}

func (m *message) describe() string {
	text := fmt.Sprintf("%s %s from %s to %s: %q", m.SID, m.Status, m.From, m.To, m.Body)
	if m.expected {
		text += " (expected before)"
	}
	return text
}

// reportUnexpected fails the test for messages that nobody asked for, and that
// were neither canceled nor kept from their phone on purpose.
func (s *Sim) reportUnexpected() {
	s.t.Helper()
	if s.config.allowUnexpected {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.messages {
		switch m.Status {
		case twilio.MessageStatusScheduled, twilio.MessageStatusCanceled, twilio.MessageStatusUndelivered, twilio.MessageStatusFailed:
		default:
			if !m.expected {
				s.t.Errorf("twiliotest: nobody expected message %s", m.describe())
			}
		}
	}
}
