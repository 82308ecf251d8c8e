package twiliotest

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// inboundTakes is how long a message from a phone is on its way, on the
// simulator's clock.
const inboundTakes = 500 * time.Millisecond

// How much one message from a phone may cause.
// https://www.twilio.com/docs/api/errors/14106, https://www.twilio.com/docs/api/errors/14109
const (
	maxDocuments   = 50
	maxReplies     = 10
	tooManyReplies = 14109
)

// InboundOption adds to a message from a phone.
type InboundOption func(*inbound)

type inbound struct {
	files  []string
	params url.Values
}

// Attach adds a file, named by an address whose content [Sim.File] may set.
func Attach(address string) InboundOption {
	return func(in *inbound) { in.files = append(in.files, address) }
}

// Param adds a parameter to the webhook, or replaces one: ButtonPayload, Latitude,
// ProfileName, OptOutType and others.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
func Param(name, value string) InboundOption {
	return func(in *inbound) { in.params.Set(name, value) }
}

// SendSMS sends a text from the phone to one of the account's numbers, and returns
// what the application answered, once it has; its replies are then under way. The
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
	return p.send(m.To, m.From, body, opts)
}

func (p *Phone) send(from, to, body string, opts []InboundOption) *Callback {
	s, in := p.sim, &inbound{params: url.Values{}}
	ctx := context.Background()
	if s.t != nil {
		s.t.Helper()
		ctx = s.t.Context()
	}
	for _, opt := range opts {
		if opt != nil {
			opt(in)
		}
	}
	answer, err := s.receive(ctx, p, from, to, body, in)
	if err != nil {
		s.fatalf("twiliotest: the message from %s to %s: %v", from, to, err)
		return &Callback{Err: err}
	}
	return answer
}

// receive takes a message from a phone and waits until the application has
// answered it.
func (s *Sim) receive(ctx context.Context, p *Phone, from, to, body string, in *inbound) (*Callback, error) {
	s.mu.Lock()
	n := s.numbers[bare(to)]
	if n == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("%s is none of the account's numbers: make it one with sim.Number", bare(to))
	}
	m := s.newInbound(from, to, body, in.files)
	s.messages = append(s.messages, m)
	if isWhatsApp(from) {
		p.windowUntil = s.Clock.Now().Add(windowLasts)
	} else {
		s.heed(p, n, m)
	}
	if n.sms.url == "" {
		s.mu.Unlock()
		return new(Callback), nil
	}
	form := s.inboundForm(m)
	maps.Copy(form, in.params)
	hook, account := n.sms, m.account
	var answer *Callback // guarded by s.mu
	s.Clock.after(inboundTakes, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.later(func() {
			session := &replySession{sim: s, in: m, account: account, form: form}
			got := session.run(&hook)
			s.mu.Lock()
			defer s.mu.Unlock()
			answer = got
		})
	})
	s.mu.Unlock()
	err := s.waitUntil(ctx, true, func() bool { return answer != nil })
	return answer, err
}

func (s *Sim) newInbound(from, to, body string, files []string) *message {
	now := s.Clock.Now()
	prefix := "SM"
	if len(files) > 0 {
		prefix = "MM"
	}
	m := &message{
		account: accountSID, expected: true, segments: segments(body), updated: now,
		Message: Message{
			SID: s.newSID(prefix), From: from, To: to, Body: body, MediaURLs: slices.Clone(files),
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
	optOutWords = " STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT "
	optInWords  = " START YES UNSTOP "
)

// heed opts a phone out and in, and says so to it.
func (s *Sim) heed(p *Phone, n *Number, m *message) {
	word := " " + strings.ToUpper(strings.TrimSpace(m.Body)) + " "
	switch {
	case strings.Contains(optOutWords, word) && !p.optedOut:
		p.optedOut = true
		s.confirm(p, n, "You have been unsubscribed and will receive no more messages from this number. Reply START to resubscribe.")
	case strings.Contains(optInWords, word) && p.optedOut:
		p.optedOut = false
		s.confirm(p, n, "You have been resubscribed to messages from this number. Reply STOP to unsubscribe.")
	}
}

// confirm sends what Twilio says by itself, which nobody has to expect.
func (s *Sim) confirm(p *Phone, n *Number, text string) {
	m := s.newMessage(&request{account: accountSID, form: url.Values{"From": {n.number}, "To": {p.number}, "Body": {text}}})
	m.Direction, m.automatic = twilio.MessageDirectionOutboundReply, true
	s.messages = append(s.messages, m)
	s.Clock.after(queuedFor, func() { s.advance(m) })
}

// inboundForm is what the webhook is told of a message.
// https://www.twilio.com/docs/messaging/guides/webhook-request
func (s *Sim) inboundForm(m *message) url.Values {
	form := url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "SmsMessageSid": {m.SID}, "AccountSid": {m.account}, "ApiVersion": {"2010-04-01"},
		"From": {m.From}, "To": {m.To}, "Body": {m.Body}, "SmsStatus": {string(m.Status)},
		"NumMedia": {strconv.Itoa(len(m.media))}, "NumSegments": {strconv.Itoa(m.segments)},
	}
	for i, file := range m.media {
		n := strconv.Itoa(i)
		form.Set("MediaUrl"+n, "https://api.twilio.com"+mediaListPath(m.account, m.SID)+"/"+file.sid)
		form.Set("MediaContentType"+n, file.contentType)
	}
	if isWhatsApp(m.From) {
		form.Set("WaId", strings.TrimPrefix(bare(m.From), "+"))
		form.Set("ProfileName", bare(m.From))
		form.Set("MessageType", "text")
		form.Set("ReferralNumMedia", "0")
		return form
	}
	addPlaces(form, "From", m.From)
	addPlaces(form, "To", m.To)
	return form
}

// addPlaces says where a number is from, which is little: Twilio's places are a
// guess too, and often empty.
func addPlaces(form url.Values, who, number string) {
	country := ""
	if strings.HasPrefix(number, "+1") {
		country = "US"
	}
	form.Set(who+"Country", country)
	for _, place := range [...]string{"City", "State", "Zip"} {
		form.Set(who+place, "")
	}
}

// replySession is all that follows from one message.
type replySession struct {
	sim       *Sim
	in        *message
	account   string
	form      url.Values
	documents int
	replies   int
}

// run asks for instructions and carries them out. It returns the first answer.
func (r *replySession) run(h *hook) (first *Callback) {
	for h != nil {
		if r.documents++; r.documents > maxDocuments {
			r.sim.alert(14106, h.url, "more than %d documents were asked for", maxDocuments)
			return first
		}
		doc, at, answer := r.sim.ask(h, r.form)
		if first == nil {
			first = answer
		}
		h = r.carryOut(doc, at)
	}
	return first
}

// carryOut sends the replies of a document, and returns where it leads on.
func (r *replySession) carryOut(doc *twiml.Response, at string) (next *hook) {
	if doc == nil {
		return nil
	}
	for _, verb := range doc.Verbs {
		switch v := verb.(type) {
		case twiml.Message:
			r.reply(&v, at)
		case twiml.Redirect:
			return &hook{url: resolve(at, v.URL), method: string(v.Method)}
		case twiml.Raw: // the alert is there already
		default:
			r.sim.alert(12200, at, "a verb of calls cannot answer a message")
		}
	}
	return nil
}

// reply creates a message as its verb says.
func (r *replySession) reply(v *twiml.Message, at string) {
	if r.replies++; r.replies > maxReplies {
		r.sim.alert(tooManyReplies, at, "more than %d replies to one message", maxReplies)
		return
	}
	form := url.Values{"To": {orElse(v.To, r.in.From)}, "From": {orElse(v.From, r.in.To)}}
	body := []string{v.Body}
	for _, child := range v.Children {
		switch c := child.(type) {
		case twiml.Body:
			body = append(body, c.Text)
		case twiml.Media:
			form.Add("MediaUrl", resolve(at, strings.TrimSpace(c.URL)))
		}
	}
	form.Set("Body", strings.TrimSpace(strings.Join(body, "")))
	if callback := orElse(v.StatusCallback, v.Action); callback != "" {
		form.Set("StatusCallback", resolve(at, callback))
	}
	if problem := r.create(form); problem != nil {
		r.sim.alert(problem.code, at, "the reply is refused: %s", problem.message)
	}
}

func (r *replySession) create(form url.Values) *apiError {
	r.sim.mu.Lock()
	defer r.sim.mu.Unlock()
	_, problem := r.sim.createMessage(&request{account: r.account, form: form})
	if problem == nil {
		r.sim.messages[len(r.sim.messages)-1].Direction = twilio.MessageDirectionOutboundReply
	}
	return problem
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// resolve finds an address from where it stands.
func resolve(at, address string) string {
	base, err := url.Parse(at)
	if err != nil {
		return address
	}
	u, err := base.Parse(address)
	if err != nil {
		return address
	}
	return u.String()
}
