package twiliotest

import (
	"context"
	"fmt"

	"github.com/seed15d99369/twilio"
)

// ValidationCall is a call by which Twilio asks the owner of a number for a code, before
// the account may show the number when it calls.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/outgoing-caller-ids
type ValidationCall struct {
	SID  string // CA…
	From string // Twilio's number
	To   string // the phone's number

	enter func(code string) bool // a closure, so that a printed call is short
}

// Enter presses the keys of a code, and says whether Twilio accepts it. The number is a
// caller ID of the account then. Three wrong codes end the call, and so does a minute
// without the right one.
func (c *ValidationCall) Enter(code string) (accepted bool) { return c.enter != nil && c.enter(code) }

// ExpectValidationCall returns the first call to the phone that asks for a code and that
// was not expected before, once the phone has taken it. It lets time pass until there is
// one, and fails the test when nothing is on its way any more.
//
//	request, err := n.CallerIDs.Validate(ctx, numbers.ValidateParams{PhoneNumber: ada.Number()})
//	…
//	ada.ExpectValidationCall().Enter(request.ValidationCode)
func (p *Phone) ExpectValidationCall() *ValidationCall {
	ctx := context.Background()
	if p.sim.t != nil {
		p.sim.t.Helper()
		ctx = p.sim.t.Context()
	}
	taken, err := p.takeValidation(ctx, false)
	if err != nil {
		p.sim.fatalf("twiliotest: %s received no call that asks for a code: %v\n%s", p.number, err, p.history())
	}
	return taken
}

// WaitValidationCall is [Phone.ExpectValidationCall] for programs: it lets time pass until
// there is a call, or until ctx ends.
func (p *Phone) WaitValidationCall(ctx context.Context) (*ValidationCall, error) {
	taken, err := p.takeValidation(ctx, true)
	if err != nil {
		return taken, fmt.Errorf("twiliotest: %s received no call that asks for a code: %w", p.number, err)
	}
	return taken, nil
}

func (p *Phone) takeValidation(ctx context.Context, eventually bool) (*ValidationCall, error) {
	taken := new(ValidationCall)
	if p.invalid != nil {
		return taken, p.invalid
	}
	err := p.sim.waitUntil(ctx, eventually, func() bool {
		for _, c := range p.sim.calls {
			if c.validation != nil && c.To == p.number && !c.expected && c.Status == twilio.CallStatusInProgress {
				c.expected = true
				*taken = ValidationCall{SID: c.SID, From: c.From, To: c.To, enter: func(code string) bool { return p.sim.press(c, code) }}
				return true
			}
		}
		return false
	})
	return taken, err
}

// press enters a code, and delivers the callbacks that follow.
func (s *Sim) press(c *call, code string) bool {
	s.mu.Lock()
	accepted := s.enter(c, code)
	s.notify()
	s.mu.Unlock()
	s.empty()
	return accepted
}
