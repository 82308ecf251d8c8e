package twiliotest

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// SenderRate is how fast one sender of the account sends.
type SenderRate struct {
	Sender    string // a number in E.164, a short code, a name, or an address such as whatsapp:+14155556789
	PerSecond int    // segments a second, at least 1
}

// SenderRates lets messages wait until their sender can send them, as at Twilio: without
// it each is sent at once. A second takes
//
//   - 1 segment from a phone number,
//   - 3 from a toll-free number,
//   - 100 from a short code,
//   - 10 from a sender's name,
//   - 80 messages from a sender of WhatsApp or RCS,
//
// unless a rate of its own says otherwise. A message that would wait for more than 10
// hours (on a channel: 4 hours) is refused with code 21611, or fails with code 30001 when
// a Messaging Service has chosen the sender. One whose validity period ends before
// fails with code 30036.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/scaling-queueing-latency
func SenderRates(rates ...SenderRate) Option {
	return func(c *config) error {
		if c.rates == nil {
			c.rates = map[string]int{}
		}
		for _, r := range rates {
			if r.PerSecond < 1 || !isSender(r.Sender) && !strings.Contains(r.Sender, ":") {
				return fmt.Errorf("SenderRates(%q: %d a second): give a sender and at least 1 segment a second", r.Sender, r.PerSecond)
			}
			c.rates[r.Sender] = r.PerSecond
		}
		return nil
	}
}

// How long the queue of a sender may become.
// https://www.twilio.com/docs/api/errors/30001
const (
	queueHolds        = 10 * time.Hour
	queueHoldsChannel = 4 * time.Hour
)

// rateOf is how many segments a second a sender sends.
func (c *config) rateOf(sender string) int {
	const phoneNumber, tollFree, short, name, channel = 1, 3, 100, 10, 80
	if rate, found := c.rates[sender]; found {
		return rate
	}
	switch {
	case strings.Contains(sender, ":"):
		return channel
	case isTollFree(sender):
		return tollFree
	case e164.MatchString(sender):
		return phoneNumber
	case shortCode.MatchString(sender):
		return short
	}
	return name
}

// senderQueue names the queue of a sender. Names such as CLINIC can be senders of several
// accounts.
type senderQueue struct{ account, sender string } // the account only of a name

// senderQueues is when the queues end.
type senderQueues map[senderQueue]time.Time

// queueOf returns the queue of a sender. A number has one, whoever sends from it.
func queueOf(account, sender string) senderQueue {
	if strings.Contains(sender, ":") || e164.MatchString(sender) || shortCode.MatchString(sender) {
		account = ""
	}
	return senderQueue{account, sender}
}

// waiting returns how long the queue of a sender is, and whether it takes one more
// message.
func (s *Sim) waiting(account, sender string) (wait time.Duration, fits bool) {
	if s.config.rates == nil {
		return 0, true
	}
	holds := queueHolds
	if strings.Contains(sender, ":") {
		holds = queueHoldsChannel
	}
	wait = max(s.messaging.freeAt[queueOf(account, sender)].Sub(s.Clock.Now()), 0)
	return wait, wait < holds
}

// enqueue puts a message into the queue of its sender, and returns how long it stays in
// it, at most until its validity period ends.
func (s *Sim) enqueue(m *message) (stays time.Duration) {
	wait, fits := s.waiting(m.account, m.From)
	if !fits {
		s.fail(m, twilio.CodeQueueOverflow)
		return 0
	}
	m.Status = twilio.MessageStatusQueued
	turn := s.Clock.Now().Add(wait)
	if !m.validUntil.IsZero() && !turn.Before(m.validUntil) {
		return m.validUntil.Sub(s.Clock.Now()) // it fails before its turn, and takes no time of the sender's
	}
	if s.config.rates != nil {
		if s.messaging.freeAt == nil {
			s.messaging.freeAt = senderQueues{}
		}
		takes := time.Duration(m.segments) * time.Second / time.Duration(s.config.rateOf(m.From))
		s.messaging.freeAt[queueOf(m.account, m.From)] = turn.Add(takes)
	}
	return wait + queuedFor
}

// dequeue begins to send a message unless it has waited too long.
func (s *Sim) dequeue(m *message) (stays time.Duration) {
	if !m.validUntil.IsZero() && !s.Clock.Now().Before(m.validUntil) {
		s.fail(m, twilio.CodeValidityPeriodExpired)
		return 0
	}
	if code := m.failsBy(WhileQueued); code != 0 {
		s.fail(m, code)
		return 0
	}
	m.Status = twilio.MessageStatusSending
	return sendingFor
}

// fail ends a message that has not been sent.
func (s *Sim) fail(m *message, code twilio.ErrorCode) {
	m.Status, m.ErrorCode = twilio.MessageStatusFailed, code
}
