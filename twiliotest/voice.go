package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// instruct lets a call carry out its instructions. Those at an address win over those in
// the request.
func (s *Sim) instruct(c *call) {
	c.runner = newRunner(c, onCall, func() { s.finishCall(c) })
	switch {
	case c.hook.url != "":
		c.runner.fetch(c.hook, c.form())
	case c.TwiML != "":
		c.runner.inline(c.TwiML)
	default:
		c.instructed = true
		c.runner.failed()
	}
}

// finishCall ends a call whose instructions are through. Without a verb that is heard it is
// picked up for that.
func (s *Sim) finishCall(c *call) {
	if c.Started.IsZero() {
		s.connectCall(c)
	}
	s.endCall(c, twilio.CallStatusCompleted)
}

// own is the account's side of a call.
func (c *call) own() string {
	if c.Direction == twilio.CallDirectionInbound {
		return c.To
	}
	return c.From
}

// answersMessage says that a document is the answer to a message: by its first verb
// that calls and messages do not share. A Message after that is reported by twiml.
func answersMessage(doc *twiml.Response) bool {
	for i := 0; doc != nil && i < len(doc.Verbs); i++ {
		switch doc.Verbs[i].(type) {
		case twiml.Message:
			return true
		case twiml.MessagingVerb: // a Redirect, or one that is not known
		default:
			return false
		}
	}
	return false
}

// Call calls one of the account's numbers from the phone, and returns the call
// once the application has given its instructions, or the call is over. The simulator carries
// the TwiML out while time passes: see [Call.ExpectSay]. [Sim.Alerts] returns its problems.
// Options add parameters: Param("ForwardedFrom", "+14155550123").
func (p *Phone) Call(number string, opts ...InboundOption) *Call {
	ctx := context.Background()
	if p.sim.t != nil {
		p.sim.t.Helper()
		ctx = p.sim.t.Context()
	}
	taken, err := p.sim.dialIn(ctx, p, number, newInbound(opts))
	if err != nil {
		p.sim.fatalf("twiliotest: the call from %s to %s: %v", p.number, number, err)
		return new(Call)
	}
	return taken
}

// Dial is [Phone.Call] for programs: it returns an error instead of failing a test, and gives
// up when ctx ends.
func (p *Phone) Dial(ctx context.Context, number string, opts ...InboundOption) (*Call, error) {
	taken, err := p.sim.dialIn(ctx, p, number, newInbound(opts))
	if err != nil {
		return new(Call), fmt.Errorf("twiliotest: the call from %s to %s: %w", p.number, number, err)
	}
	return taken, nil
}

// unreachable returns why a number, nil if it is nobody's, cannot be called so.
func (n *Number) unreachable(number string, voice *hook, in *inbound) error {
	switch {
	case n == nil:
		return fmt.Errorf("%s is none of the account's numbers: make it one with sim.Number", number)
	case n.record.setting("TrunkSid") != "":
		return errors.New("its calls go to a SIP trunk, which the simulator does not have: leave TrunkSid out")
	case voice.url == "":
		return errors.New("nobody answers it: give the number a VoiceWebhook or a VoiceURL")
	case len(in.files) > 0:
		return errors.New("a call carries no files: leave out Attach")
	case in.withoutFrom:
		return errors.New("a call has a From: leave out WithoutFrom")
	}
	return nil
}

// dialInTakes is how long it rings before the application is asked.
const dialInTakes = time.Second

func (s *Sim) dialIn(ctx context.Context, p *Phone, number string, in *inbound) (*Call, error) {
	switch {
	case p.invalid != nil:
		return nil, p.invalid
	case whatsAppUser.MatchString(p.number):
		return nil, errors.New("a WhatsApp user who shows no number makes no calls")
	}
	s.mu.Lock()
	n := s.numbers[number]
	if n == nil && s.released[number] {
		s.mu.Unlock()
		return &Call{From: p.number, To: number, Direction: twilio.CallDirectionInbound, Status: twilio.CallStatusFailed}, nil
	}
	if s.refusesInbound(n) {
		s.mu.Unlock()
		s.alert(callOfInactiveAccount, "", "the call to %s is not taken, because its account is not active", number)
		return &Call{From: p.number, To: number, Direction: twilio.CallDirectionInbound, Status: twilio.CallStatusFailed}, nil
	}
	voice, voiceStatus := s.voiceHooks(n)
	if problem := n.unreachable(number, voice, in); problem != nil {
		s.mu.Unlock()
		return nil, problem
	}
	now := s.Clock.Now()
	c := &call{
		Call: Call{
			SID: s.newSID("CA"), From: p.number, To: number, URL: voice.url,
			Direction: twilio.CallDirectionInbound, Status: twilio.CallStatusRinging, Created: now,
		},
		account: n.record.account, expected: true, params: in.params, hook: *voice, updated: now,
		callback: *voiceStatus, events: callEvents(nil),
	}
	s.addCall(c)
	s.limitCall(c) // its instructions may put the answer off for ever
	c.timer = s.Clock.schedule(dialInTakes, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.closed {
			s.instruct(c)
		}
	})
	s.mu.Unlock()
	var taken Call
	err := s.waitUntil(ctx, true, func() bool {
		taken = c.Call
		return c.instructed || c.Status.Final()
	})
	return &taken, err
}
