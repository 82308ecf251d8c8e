package twiliotest

import (
	"cmp"
	"net/http"
	"strings"
)

// Number is one of the account's own senders.
type Number struct {
	number      string
	method      string // of the hooks, "" for POST
	sms, voice  hook
	voiceStatus hook
	service     string // a Messaging Service that it is a sender of, "" for none

	record    numberRecord
	country   string // of a short code, "" for the United States
	shortName string // that somebody has given to a short code, "" for none
}

// asked is one of the number's hooks, with the number's method unless it has its own.
func (n *Number) asked(h hook) *hook {
	h.method = cmp.Or(h.method, n.method)
	if h.fallback != nil {
		h.fallback = n.asked(*h.fallback)
	}
	return &h
}

// NumberOption says where the application answers for a number.
type NumberOption func(s *Sim, n *Number)

// Number makes a phone number, a short code or a sender's name the account's own,
// so that messages can be sent from it. Options say who answers messages and calls
// to it; those given last win. A text that is no sender fails the test; in a program
// messages from it are refused, as those from a number of another account.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-e164
func (s *Sim) Number(number string, opts ...NumberOption) *Number {
	if s.t != nil {
		s.t.Helper()
	}
	n, err := s.TryNumber(number, opts...)
	if err != nil {
		s.fatalf("%v", err)
	}
	return n
}

// TryNumber is [Sim.Number] for programs: a text that is no sender is a
// [*twilio.ParamError].
func (s *Sim) TryNumber(number string, opts ...NumberOption) (*Number, error) {
	if err := whyNoSender(number); err != nil {
		return &Number{number: number}, err
	}
	n := s.ownNumber(number)
	for _, opt := range opts {
		if opt != nil {
			opt(s, n)
		}
	}
	return n, nil
}

// ownNumber returns a number of the account, and makes it one before if it is not.
func (s *Sim) ownNumber(number string) *Number {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.numbers[number]
	if n == nil {
		n = &Number{number: number}
		s.own(n, s.main.sid)
	}
	return n
}

// Number returns the number in E.164, for To and From of requests.
func (n *Number) Number() string { return n.number }

// SMSWebhook lets a handler answer the messages to a number, WhatsApp's included,
// at an address of the simulator's choice. Use [SMSURL] with [Sim.Handle] when the
// address matters, as to relative links.
func SMSWebhook(h http.Handler) NumberOption {
	return func(s *Sim, n *Number) {
		address := n.address("sms")
		s.Handle(address, h)
		SMSURL(address)(s, n)
	}
}

// SMSURL sets the address that answers the messages to a number; a second one is
// the fallback.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
func SMSURL(address string, fallback ...string) NumberOption {
	return func(s *Sim, n *Number) { s.setHook(n, &n.sms, false, address, fallback) }
}

// VoiceWebhook lets a handler answer the calls to a number, at an address of the
// simulator's choice. Use [VoiceURL] with [Sim.Handle] when the address matters,
// as to the action of a Gather.
func VoiceWebhook(h http.Handler) NumberOption {
	return func(s *Sim, n *Number) {
		address := n.address("voice")
		s.Handle(address, h)
		VoiceURL(address)(s, n)
	}
}

// VoiceURL sets the address that answers the calls to a number; a second one is
// the fallback.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application
func VoiceURL(address string, fallback ...string) NumberOption {
	return func(s *Sim, n *Number) { s.setHook(n, &n.voice, true, address, fallback) }
}

// VoiceStatusURL sets the address that is told when a call to a number is over.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml#ending-the-call-callback-requests
func VoiceStatusURL(address string) NumberOption {
	return func(s *Sim, n *Number) {
		s.mu.Lock()
		defer s.mu.Unlock()
		n.voiceStatus = hook{url: address, voice: true, status: true}
		s.emit(EventNumber, n.number, "")
	}
}

// WebhookMethod sets how the addresses of a number are asked: http.MethodGet, or
// http.MethodPost, as they are without it.
func WebhookMethod(method string) NumberOption {
	return func(s *Sim, n *Number) {
		if s.t != nil {
			s.t.Helper()
		}
		if method != http.MethodGet && method != http.MethodPost {
			s.fatalf("twiliotest: WebhookMethod(%q): Twilio knows GET and POST", method)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		n.method = method
		s.emit(EventNumber, n.number, "")
	}
}

func (s *Sim) setHook(n *Number, h *hook, voice bool, address string, fallback []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*h = hook{url: address, voice: voice}
	s.emit(EventNumber, n.number, "")
	for _, other := range fallback {
		h.fallback = &hook{url: other, voice: voice}
		h = h.fallback
	}
}

// address is one at which only this number is answered.
func (n *Number) address(kind string) string {
	return "https://app.example.com/" + kind + "/" + strings.TrimPrefix(n.number, "+")
}
