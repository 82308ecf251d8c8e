package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// instruct gets the instructions of a call, checks them, and keeps them. They are
// not carried out yet; without any Twilio apologizes, which takes its time too.
func (s *Sim) instruct(c *call) {
	s.mu.Lock()
	h, text, form := c.hook, c.TwiML, c.form()
	s.mu.Unlock()
	var doc *twiml.Response
	if h.url == "" { // a URL wins over TwiML in the request
		doc, _ = s.checkTwiML(text, "", true)
	} else {
		var answer *Callback
		if doc, _, answer = s.ask(&h, form); answer != nil {
			text = answer.Body
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.TwiML = text
	if c.Direction == twilio.CallDirectionInbound {
		s.takeIn(c, doc)
	}
	c.instructed = true
	s.notify()
}

// takeIn answers a call from a phone, or rejects it.
func (s *Sim) takeIn(c *call, doc *twiml.Response) {
	if doc != nil && len(doc.Verbs) > 0 {
		if reject, ok := doc.Verbs[0].(twiml.Reject); ok {
			status := twilio.CallStatusNoAnswer
			if reject.Reason == twiml.Busy {
				status = twilio.CallStatusBusy
			}
			s.endCall(c, status)
			return
		}
	}
	c.Status, c.Started, c.updated = twilio.CallStatusInProgress, s.Clock.Now(), s.Clock.Now()
	s.Clock.after(talksFor, func() { s.advanceCall(c) })
}

// Call calls one of the account's numbers from the phone, and returns the call
// once the application has said what to do with it: its TwiML is fetched and
// checked, but not carried out yet. [Sim.Alerts] tells what is wrong with it.
func (p *Phone) Call(number string) *Call {
	ctx := context.Background()
	if p.sim.t != nil {
		p.sim.t.Helper()
		ctx = p.sim.t.Context()
	}
	taken, err := p.sim.dialIn(ctx, p, number)
	if err != nil {
		p.sim.fatalf("twiliotest: the call from %s to %s: %v", p.number, number, err)
		return new(Call)
	}
	return taken
}

// dialInTakes is how long it rings before the application is asked.
const dialInTakes = time.Second

func (s *Sim) dialIn(ctx context.Context, p *Phone, number string) (*Call, error) {
	s.mu.Lock()
	n := s.numbers[number]
	if n == nil || n.voice.url == "" {
		s.mu.Unlock()
		if n == nil {
			return nil, fmt.Errorf("%s is none of the account's numbers: make it one with sim.Number", number)
		}
		return nil, errors.New("nobody answers it: give the number a VoiceWebhook or a VoiceURL")
	}
	now := s.Clock.Now()
	c := &call{
		Call: Call{
			SID: s.newSID("CA"), From: p.number, To: number, URL: n.voice.url,
			Direction: twilio.CallDirectionInbound, Status: twilio.CallStatusRinging, Created: now,
		},
		account: accountSID, expected: true, hook: n.voice, updated: now,
	}
	s.calls = append(s.calls, c)
	s.Clock.after(dialInTakes, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.later(func() { s.instruct(c) })
	})
	s.mu.Unlock()
	var taken Call
	err := s.waitUntil(ctx, true, func() bool {
		taken = c.Call
		return c.instructed
	})
	return &taken, err
}
