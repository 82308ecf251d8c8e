package twiliotest

import (
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/segment"
)

// prepare changes a message as the parameters of its request and its Messaging Service
// want it. The parameters win.
func (s *Sim) prepare(m *message, r *request) {
	v := s.messagingServiceOf(m.account, m.MessagingServiceSID)
	validity := longestValidity
	smart := r.form.Get("SmartEncoded")
	if v != nil {
		validity = v.ValidityPeriod
		if m.callback == "" && v.StatusCallback != nil {
			m.callback = *v.StatusCallback
		}
		if smart == "" && v.SmartEncoding {
			smart = "true"
		}
		if isTrue(r.form.Get("ShortenUrls")) {
			s.shortenLinks(m, v)
		}
		s.convertMMS(v, m)
	}
	if isTrue(smart) && channelOf(m.To) == "" {
		m.Body, _ = segment.Smart(m.Body)
	}
	m.segments = segmentsOf(m.To, m.Body, len(m.media))
	m.validUntil = m.Created
	if !m.SendAt.IsZero() {
		m.validUntil = m.SendAt
	}
	m.validUntil = m.validUntil.Add(time.Duration(atoi(r.form.Get("ValidityPeriod"), validity)) * time.Second)
}

// withMMS lists the countries that have MMS at Twilio.
// https://help.twilio.com/articles/223181608
const withMMS = "AU CA US"

// convertMMS turns a message with files into a text with their addresses if its recipient's
// country has no MMS. A service that does not want that fails to send it, with code 30011.
// https://www.twilio.com/docs/messaging/services#mms-converter
func (s *Sim) convertMMS(v *messagingService, m *message) {
	c, known := countryOf(m.To)
	if len(m.media) == 0 || channelOf(m.To) != "" || known && strings.Contains(withMMS, c.iso) {
		return
	}
	if !v.MMSConverter {
		m.fate = fate{WhileSending, twilio.CodeMMSNotSupported}
		return
	}
	lines := slices.Concat([]string{m.Body}, m.MediaURLs)
	m.Body = strings.TrimPrefix(strings.Join(lines, "\n"), "\n")
	s.releaseFiles(m)
	m.MediaURLs, m.media = nil, nil
}

// senderAt is who gets a message to an address: a number of the account, or a sender of a
// channel in a Messaging Service; nil for nobody.
func (s *Sim) senderAt(address string) *Number {
	if n := s.numbers[bare(address)]; n != nil {
		return n
	}
	for _, v := range s.messaging.services {
		if slices.ContainsFunc(v.senders, func(sender *poolSender) bool { return sender.address == address }) {
			return &Number{number: address, service: v.sid}
		}
	}
	return nil
}

// inboundHook is who answers a message to a number, nil for nobody: the Messaging Service
// of the number, unless that leaves it to the number.
// https://www.twilio.com/docs/messaging/api/service-resource
func (s *Sim) inboundHook(n *Number) *hook {
	v := recordOf(s.messaging.services, n.service)
	if v != nil && !v.UseInboundWebhookOnNumber {
		return v.hook()
	}
	if own := s.smsHook(n); own.url != "" {
		return own
	}
	return nil
}

// hook is who answers the messages to the senders of a service, nil for nobody.
func (v *messagingService) hook() *hook {
	if v.InboundRequestURL == nil {
		return nil
	}
	h := &hook{url: *v.InboundRequestURL, method: v.InboundMethod}
	if v.FallbackURL != nil {
		h.fallback = &hook{url: *v.FallbackURL, method: v.FallbackMethod}
	}
	return h
}
