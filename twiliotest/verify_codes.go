package twiliotest

import (
	"context"
	"fmt"
	"strings"

	"github.com/seed15d99369/twilio"
)

// ExpectCode returns the code of the first text or call from Verify that the phone
// received and that was not expected before, by SMS, WhatsApp, RCS or voice. It lets
// time pass until there is one, and fails the test when nothing is on its way any
// more:
//
//	code := ada.ExpectCode()
//
// A call counts once the phone has taken it. With Silent Network Auth there is no
// code: see [Phone.OpenSNA].
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification
func (p *Phone) ExpectCode() string {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	code, err := p.sim.expectCode(p.invalid, p.number)
	if err != nil {
		p.sim.fatalf("twiliotest: %s received no code: %v\n%s", p.number, err, p.history())
	}
	return code
}

// WaitCode is [Phone.ExpectCode] for programs: it lets time pass until there is a
// code, or until ctx ends.
func (p *Phone) WaitCode(ctx context.Context) (string, error) {
	if p.invalid != nil {
		return "", p.invalid
	}
	return p.sim.waitCode(ctx, p.number)
}

// ExpectCode returns the code of the first mail from Verify that arrived and that was
// not expected before. It lets time pass until there is one, and fails the test when
// nothing is on its way any more.
//
// Twilio docs: https://www.twilio.com/docs/verify/email
func (m *Mailbox) ExpectCode() string {
	if m.sim.t != nil {
		m.sim.t.Helper()
	}
	code, err := m.sim.expectCode(nil, m.address)
	if err != nil {
		m.sim.fatalf("twiliotest: %s received no code: %v", m.address, err)
	}
	return code
}

// WaitCode is [Mailbox.ExpectCode] for programs: it lets time pass until there is a
// code, or until ctx ends.
func (m *Mailbox) WaitCode(ctx context.Context) (string, error) {
	return m.sim.waitCode(ctx, m.address)
}

func (s *Sim) expectCode(invalid error, to string) (string, error) {
	if invalid != nil {
		return "", invalid
	}
	ctx := context.Background()
	if s.t != nil {
		ctx = s.t.Context()
	}
	return s.receiveCode(ctx, false, to)
}

func (s *Sim) waitCode(ctx context.Context, to string) (string, error) {
	code, err := s.receiveCode(ctx, true, to)
	if err != nil {
		return "", fmt.Errorf("twiliotest: %s received no code: %w", to, err)
	}
	return code, nil
}

func (s *Sim) receiveCode(ctx context.Context, eventually bool, to string) (code string, err error) {
	err = s.waitUntil(ctx, eventually, func() bool {
		for _, a := range s.verify.attempts {
			if a.verification.to == to && s.takeCode(a) {
				code = a.verification.code
				return true
			}
		}
		return false
	})
	return code, err
}

// takeCode marks an attempt that has reached its recipient as expected; s.mu is held.
func (s *Sim) takeCode(a *verifyAttempt) bool {
	var expected *bool
	switch {
	case a.message != nil && a.message.Status == twilio.MessageStatusDelivered:
		expected = &a.message.expected
	case a.call != nil && !a.call.Started.IsZero():
		expected = &a.call.expected
	case a.mail != nil && a.mail.arrived:
		expected = &a.mail.expected
	}
	if expected == nil || *expected {
		return false
	}
	*expected = true
	if a.message != nil {
		s.read(a.message)
	}
	return true
}

// reportUnexpectedMails fails the test for mails that nobody asked for; s.mu is held.
func (s *Sim) reportUnexpectedMails() {
	s.t.Helper()
	for _, m := range s.verify.mails {
		if !m.expected {
			s.t.Errorf("twiliotest: nobody expected the mail to %s: %q", m.To, strings.TrimSpace(m.Subject))
		}
	}
}
