package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// inboundTakes is how long a message from a phone is on its way, on the
// simulator's clock.
const inboundTakes = 500 * time.Millisecond

// InboundOption adds to a message or a call from a phone.
type InboundOption func(*inbound)

type inbound struct {
	files       []string
	params      url.Values
	withoutFrom bool
}

func newInbound(opts []InboundOption) *inbound {
	in := &inbound{params: url.Values{}}
	for _, opt := range opts {
		if opt != nil {
			opt(in)
		}
	}
	return in
}

// Attach adds a file to a message, named by an address whose content [Sim.File]
// may set.
func Attach(address string) InboundOption {
	return func(in *inbound) { in.files = append(in.files, address) }
}

// Param adds a parameter to the webhook, or replaces one: ButtonPayload, Latitude,
// ProfileName, OptOutType and others of a message, ForwardedFrom, CallerName,
// StirVerstat, CallToken, SipHeader_… and others of a call.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request,
// https://www.twilio.com/docs/voice/twiml#request-parameters
func Param(name, value string) InboundOption {
	return func(in *inbound) { in.params.Set(name, value) }
}

// WithoutFrom leaves From out of the webhook of a message from a WhatsApp user who
// shows no number, who is then named by ExternalUserIdentifier alone. Twilio does not
// say whether that occurs; an application that can take it is safe either way.
func WithoutFrom() InboundOption {
	return func(in *inbound) { in.withoutFrom = true }
}

// whyNotSent returns why a phone cannot send a message from its address, nil if it can.
func (in *inbound) whyNotSent(p *Phone, from string) error {
	isUser := whatsAppUser.MatchString(p.number)
	switch {
	case p.invalid != nil:
		return p.invalid
	case isAddress(p.number):
		return errors.New("what has no number sends no messages")
	case isUser && !isWhatsApp(from):
		return errors.New("a WhatsApp user who shows no number sends no SMS: use SendWhatsApp")
	case in.withoutFrom && !isUser:
		return errors.New("WithoutFrom is for a WhatsApp user who shows no number, such as sim.Phone(\"US.1302015550123\")")
	}
	return nil
}

// SendSMS sends a text from the phone to one of the account's numbers, and returns
// the answer of the application, once it has come; the replies are then under way. The
// words STOP and START, and the others that Twilio knows, opt out and in. To a
// number without a webhook nothing happens beyond that.
func (p *Phone) SendSMS(to, body string, opts ...InboundOption) *Callback {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	return p.send(p.number, to, body, opts)
}

// SendWhatsApp is [Phone.SendSMS] for WhatsApp; it opens the 24-hour window.
func (p *Phone) SendWhatsApp(to, body string, opts ...InboundOption) *Callback {
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	return p.send(whatsAppPrefix+p.number, whatsAppPrefix+bare(to), body, opts)
}

// Reply answers a message from the phone that received it.
func (m *SMS) Reply(body string, opts ...InboundOption) *Callback {
	if m.phone == nil {
		return &Callback{Err: errNothingPending}
	}
	p := m.phone()
	if p.sim.t != nil {
		p.sim.t.Helper()
	}
	from := m.To
	if strings.HasPrefix(m.From, rcsPrefix) { // to a plain number, too
		from = rcsPrefix + withoutChannel(m.To)
	}
	return p.send(from, m.From, body, opts)
}

func (p *Phone) send(from, to, body string, opts []InboundOption) *Callback {
	s := p.sim
	ctx := context.Background()
	if s.t != nil {
		s.t.Helper()
		ctx = s.t.Context()
	}
	answer, err := s.receive(ctx, p, from, to, body, newInbound(opts))
	if err != nil {
		s.fatalf("twiliotest: the message from %s to %s: %v", from, to, err)
		return &Callback{Err: err}
	}
	return answer
}

// receive takes a message from a phone and waits until the application has
// answered it.
func (s *Sim) receive(ctx context.Context, p *Phone, from, to, body string, in *inbound) (*Callback, error) {
	if err := in.whyNotSent(p, from); err != nil {
		return nil, err
	}
	s.mu.Lock()
	n := s.senderAt(to)
	if n == nil && s.released[bare(to)] || s.refusesInbound(n) {
		s.mu.Unlock()
		return new(Callback), nil // it goes nowhere
	}
	if n == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("%s is none of the account's numbers: make it one with sim.Number", bare(to))
	}
	m := s.newInbound(n, from, to, body, in.files)
	s.addMessage(m)
	s.chargeMessage(m)
	if isWhatsApp(from) {
		p.windowUntil = s.Clock.Now().Add(windowLasts)
	} else {
		s.heed(p, n, m)
	}
	s.state.mark(EventPhone, p.number)
	first, account := s.inboundHook(n), m.account
	if first == nil {
		s.mu.Unlock()
		return &Callback{About: m.SID}, nil
	}
	form := s.inboundForm(m, in)
	var answer *Callback // guarded by s.mu
	s.Clock.after(inboundTakes, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.later(func() {
			session := &replySession{sim: s, in: m, account: account, form: form}
			got := session.run(first)
			s.mu.Lock()
			defer s.mu.Unlock()
			answer = got
		})
	})
	s.mu.Unlock()
	if err := s.waitUntil(ctx, true, func() bool { return answer != nil }); err != nil {
		return nil, err // answer may still be written
	}
	return answer, nil
}

func (s *Sim) newInbound(n *Number, from, to, body string, files []string) *message {
	now := s.Clock.Now()
	prefix := "SM"
	if len(files) > 0 {
		prefix = "MM"
	}
	m := &message{
		account: n.record.account, expected: true, segments: segmentsOf(to, body, len(files)), updated: now,
		Message: Message{
			SID: s.newSID(prefix), From: from, To: to, Body: body, MediaURLs: slices.Clone(files), MessagingServiceSID: n.service,
			Direction: twilio.MessageDirectionInbound, Status: twilio.MessageStatusReceived, Created: now, Sent: now,
		},
	}
	for _, address := range files {
		m.media = append(m.media, s.newMedia(address, now))
	}
	return m
}

// The words by which people opt out and in.
// https://help.twilio.com/articles/223134027
const (
	optOutWords = "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT"
	optInWords  = "START YES UNSTOP"
)

// isWord says that a text is one of some words, and nothing else.
func isWord(text, words string) bool {
	return slices.Contains(strings.Fields(words), strings.ToUpper(strings.TrimSpace(text)))
}

// heed opts a phone out and in, and says so to it.
func (s *Sim) heed(p *Phone, n *Number, m *message) {
	switch {
	case isWord(m.Body, optOutWords) && !p.optedOut:
		p.optedOut = true
		s.confirm(p, n, "You have been unsubscribed and will receive no more messages from this number. Reply START to resubscribe.")
	case isWord(m.Body, optInWords) && s.optIn(p, n):
		s.confirm(p, n, "You have been resubscribed to messages from this number. Reply STOP to unsubscribe.")
	}
}

// confirm sends Twilio's own confirmation, which a test does not have to expect.
func (s *Sim) confirm(p *Phone, n *Number, text string) {
	m := s.newMessage(&request{account: n.record.account, form: url.Values{"From": {n.number}, "To": {p.number}, "Body": {text}}})
	m.Direction, m.automatic = twilio.MessageDirectionOutboundReply, true
	s.addMessage(m)
	s.Clock.after(queuedFor, func() { s.advance(m) })
}

// inboundForm returns the parameters of the webhook of a message, its own included.
// https://www.twilio.com/docs/messaging/guides/webhook-request
func (s *Sim) inboundForm(m *message, in *inbound) url.Values {
	form := url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "SmsMessageSid": {m.SID}, "AccountSid": {m.account}, "ApiVersion": {"2010-04-01"},
		"From": {m.From}, "To": {m.To}, "Body": {m.Body}, "SmsStatus": {string(m.Status)},
		"NumMedia": {strconv.Itoa(len(m.media))}, "NumSegments": {strconv.Itoa(m.segments)},
	}
	if m.MessagingServiceSID != "" {
		form.Set("MessagingServiceSid", m.MessagingServiceSID)
	}
	for i, file := range m.media {
		n := strconv.Itoa(i)
		form.Set("MediaUrl"+n, "https://api.twilio.com"+mediaListPath(m.account, m.SID)+"/"+file.sid)
		form.Set("MediaContentType"+n, file.contentType)
	}
	if isWhatsApp(m.From) {
		addWhatsApp(form, m, in)
	} else {
		addPlaces(form, "From", m.From)
		addPlaces(form, "To", m.To)
	}
	maps.Copy(form, in.params)
	return form
}

// addWhatsApp adds the parameters that only messages of WhatsApp have.
func addWhatsApp(form url.Values, m *message, in *inbound) {
	sender := bare(m.From)
	if whatsAppUser.MatchString(sender) {
		form.Set("ExternalUserIdentifier", sender)
	} else {
		form.Set("WaId", strings.TrimPrefix(sender, "+"))
	}
	if in.withoutFrom {
		form.Del("From")
	}
	form.Set("ProfileName", sender)
	form.Set("MessageType", messageType(m, in.params))
	form.Set("ReferralNumMedia", "0")
}

// messageType returns WhatsApp's name for the type of a message.
func messageType(m *message, params url.Values) string {
	switch {
	case params.Has("ButtonPayload"):
		return "button"
	case params.Has("Latitude"):
		return "location"
	case len(m.media) == 0:
		return "text"
	}
	kind, _, _ := strings.Cut(m.media[0].contentType, "/")
	switch kind {
	case "image", "video", "audio":
		return kind
	}
	return "document"
}

// addPlaces says where a number is from, which is little: Twilio's places are a
// guess too, and often empty.
func addPlaces(form url.Values, who, number string) {
	iso := ""
	if c, known := countryOf(number); known && e164.MatchString(number) {
		iso = c.iso
	}
	form.Set(who+"Country", iso)
	for _, place := range [...]string{"City", "State", "Zip"} {
		form.Set(who+place, "")
	}
}
