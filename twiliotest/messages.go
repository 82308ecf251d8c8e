package twiliotest

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// How long a message stays in each status, on the simulator's clock.
const (
	acceptedFor = 100 * time.Millisecond // until its Messaging Service has chosen a sender
	queuedFor   = 200 * time.Millisecond
	sendingFor  = 300 * time.Millisecond
	sentFor     = 900 * time.Millisecond
)

// message is a message and its record.
type message struct {
	Message

	account   string
	redacted  bool
	deleted   bool
	hidden    time.Time      // from lists, until then
	callback  string         // told of each status, "" for none
	automatic bool           // Twilio's own words, which nobody has to expect
	expected  bool           // a test has asked for it
	attempt   *verifyAttempt // of Verify, nil for none
	template  *sentTemplate  // nil for none
	media     []*media
	feedback  bool // was asked for
	segments  int

	fallbackFrom string    // of a phone that shows no messages of RCS, "" for none
	validUntil   time.Time // when it fails unless it has been sent
	fate         fate

	price   money // 0 until it is sent
	updated time.Time
}

func (s *Sim) createMessage(r *request) (any, *apiError) {
	r, problem := withService(r)
	if problem != nil {
		return nil, problem
	}
	if problem := s.refuseMessage(r); problem != nil {
		return nil, problem
	}
	r, template, problem := s.withTemplateOf(r)
	if problem != nil {
		return nil, problem
	}
	m := s.newMessage(r)
	m.keepTemplate(template)
	if problem := s.refuseSynchronously(m); problem != nil {
		return nil, problem
	}
	s.decideFate(m)
	s.addMessage(m)
	s.begin(m)
	s.notify()
	return s.messageJSON(m), nil
}

// begin starts a message on its way.
func (s *Sim) begin(m *message) {
	var stays time.Duration
	switch {
	case !m.SendAt.IsZero():
		m.Status, stays = twilio.MessageStatusScheduled, m.SendAt.Sub(m.Created)
	case m.From == "":
		m.Status, stays = twilio.MessageStatusAccepted, acceptedFor
	default:
		stays = s.enqueue(m)
	}
	s.Clock.after(stays, func() { s.advance(m) })
}

// aService is the form of a Messaging Service's SID.
var aService = regexp.MustCompile(`^MG[0-9a-fA-F]{32}$`)

// withService reads the SID of a Messaging Service in From as MessagingServiceSid,
// which leaves the choice of the sender to the service.
// https://www.twilio.com/docs/messaging/services
func withService(r *request) (*request, *apiError) {
	from, service := r.form.Get("From"), r.form.Get("MessagingServiceSid")
	switch {
	case !aService.MatchString(from):
		return r, nil
	case service != "" && service != from:
		return nil, badRequest(twilio.CodeInvalidFrom, "From and MessagingServiceSid are two Messaging Services: %s and %s", from, service)
	}
	changed := *r
	changed.form = maps.Clone(r.form)
	changed.form.Del("From")
	changed.form.Set("MessagingServiceSid", from)
	return &changed, nil
}

// contentVariables reads the variables of a template; the check has refused anything but a
// JSON object of strings.
func contentVariables(text string) map[string]string {
	var variables map[string]string
	_ = json.Unmarshal([]byte(text), &variables)
	return variables
}

func (s *Sim) newMessage(r *request) *message {
	now := s.Clock.Now()
	urls := r.form["MediaUrl"]
	prefix := "SM"
	if len(urls) > 0 {
		prefix = "MM"
	}
	m := &message{
		account: r.account,
		Message: Message{
			SID: s.newSID(prefix), From: r.form.Get("From"), To: r.form.Get("To"), Body: r.form.Get("Body"), MediaURLs: slices.Clone(urls),
			ContentSID: r.form.Get("ContentSid"), ContentVariables: contentVariables(r.form.Get("ContentVariables")),
			MessagingServiceSID: r.form.Get("MessagingServiceSid"), Direction: twilio.MessageDirectionOutboundAPI, Status: twilio.MessageStatusQueued, Created: now,
		},
		feedback: r.form.Get("ProvideFeedback") == "true", updated: now,
		callback: r.form.Get("StatusCallback"), fallbackFrom: r.form.Get("FallbackFrom"),
	}
	if at := r.form.Get("SendAt"); at != "" {
		m.SendAt = scalar.Time(at)
	}
	for _, u := range urls {
		m.media = append(m.media, s.newMedia(u, now))
	}
	s.prepare(m, r)
	return m
}

// advance moves a message to its next status; the clock calls it.
func (s *Sim) advance(m *message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	if s.closed {
		return
	}
	var stays time.Duration
	switch m.Status {
	case twilio.MessageStatusAccepted, twilio.MessageStatusScheduled:
		stays = s.assign(m)
	case twilio.MessageStatusQueued:
		stays = s.dequeue(m)
	case twilio.MessageStatusSending:
		stays = s.send(m)
	case twilio.MessageStatusSent:
		s.deliver(m)
	default:
		return // canceled meanwhile
	}
	m.updated = s.Clock.Now()
	s.emitMessage(m)
	s.tellMessage(m)
	if stays > 0 {
		s.Clock.after(stays, func() { s.advance(m) })
	}
}

// assign gives a message its sender and a place in the queue of that sender.
func (s *Sim) assign(m *message) (stays time.Duration) {
	if code := m.failsBy(WhileAccepted); code != 0 {
		s.fail(m, code)
		return 0
	}
	if code := s.chooseSender(m); code != 0 {
		s.fail(m, code)
		return 0
	}
	return s.enqueue(m)
}

// send hands a message to the carrier, which is when it is paid for.
func (s *Sim) send(m *message) (stays time.Duration) {
	s.reroute(m)
	if code := s.refusalOfSending(m); code != 0 {
		s.fail(m, code)
		return 0
	}
	m.Status, m.Sent = twilio.MessageStatusSent, s.Clock.Now()
	s.chargeMessage(m)
	return sentFor
}

// refusalOfSending is the code of a message that Twilio hands to no carrier, 0 for any
// other.
func (s *Sim) refusalOfSending(m *message) twilio.ErrorCode {
	if code := m.failsBy(WhileSending); code != 0 {
		return code
	}
	if code := s.whyAccountFails(m); code != 0 {
		return code
	}
	return s.whyWhatsAppFails(m)
}

func (s *Sim) deliver(m *message) {
	if code := s.refusalOfDelivery(m); code != 0 {
		m.Status, m.ErrorCode = twilio.MessageStatusUndelivered, code
		return
	}
	m.Status = twilio.MessageStatusDelivered
	if phone := s.phones[withoutChannel(m.To)]; phone != nil {
		phone.typingUntil = time.Time{}
	}
}

// refusalOfDelivery is the code of a message that the carrier does not deliver, 0 for any
// other.
func (s *Sim) refusalOfDelivery(m *message) twilio.ErrorCode {
	if code := m.failsBy(AfterSending); code != 0 {
		return code
	}
	phone := s.phones[withoutChannel(m.To)]
	switch {
	case phone != nil && phone.unreachable != 0:
		return phone.unreachable
	case s.shortCodeRefused(m):
		return twilio.CodeLandlineOrUnreachableCarrier
	}
	return s.usRefusal(m)
}

// find returns the message that the path names, nil if there is none.
func (s *Sim) find(r *request, sid string) *message { return s.messageOf(r.account, sid) }

func messagePath(account, sid string) string { return accountPath(account, "/Messages/"+sid+".json") }

func (s *Sim) fetchMessage(r *request) (any, *apiError) {
	m := s.find(r, r.ids["Sid"])
	if m == nil {
		return nil, notFound(messagePath(r.account, r.ids["Sid"]))
	}
	return s.messageJSON(m), nil
}

func (s *Sim) listMessages(r *request) (any, *apiError) {
	to, from := r.query.Get("To"), r.query.Get("From")
	var found []*message
	for _, m := range slices.Backward(s.messages) {
		if m.deleted || s.Clock.Now().Before(m.hidden) || m.account != r.account || to != "" && m.To != to || from != "" && m.From != from || !inTimes(r.query, "DateSent", m.Sent) {
			continue
		}
		found = append(found, m)
	}
	return pageOf(r, accountPath(r.account, "/Messages.json"), "messages", found,
		func(m *message) string { return m.SID }, func(m *message) any { return s.messageJSON(m) })
}

func (s *Sim) updateMessage(r *request) (any, *apiError) {
	m := s.find(r, r.ids["Sid"])
	body, hasBody := r.form["Body"]
	switch {
	case m == nil:
		return nil, notFound(messagePath(r.account, r.ids["Sid"]))
	case r.form.Get("Status") == string(twilio.MessageStatusCanceled):
		return s.cancelMessage(m)
	case !hasBody:
		return nil, badRequest(20001, "Nothing to update: give Body or Status.")
	case body[0] != "":
		return nil, badRequest(20001, "The Body of a message can only be emptied.")
	case !isFinal(m.Status):
		return nil, conflict(20009, "The message cannot be redacted before it is finished.")
	}
	m.redacted, m.updated = true, s.Clock.Now()
	s.emitMessage(m)
	return s.messageJSON(m), nil
}

func (s *Sim) cancelMessage(m *message) (any, *apiError) {
	switch m.Status {
	case twilio.MessageStatusScheduled, twilio.MessageStatusAccepted, twilio.MessageStatusQueued:
	default:
		return nil, conflict(30409, "The message can no longer be canceled.")
	}
	m.Status, m.updated = twilio.MessageStatusCanceled, s.Clock.Now()
	s.emitMessage(m)
	s.tellMessage(m)
	s.notify()
	return s.messageJSON(m), nil
}

func isFinal(status twilio.MessageStatus) bool {
	return status.Final() || status == twilio.MessageStatusSent
}

func (s *Sim) deleteMessage(r *request) (any, *apiError) {
	m := s.find(r, r.ids["Sid"])
	switch {
	case m == nil:
		return nil, notFound(messagePath(r.account, r.ids["Sid"]))
	case !isFinal(m.Status):
		return nil, conflict(20009, "The message cannot be deleted before it is finished.")
	}
	m.deleted = true
	s.emitMessage(m)
	return nil, nil //nolint:nilnil // no body, no error
}

type feedbackJSON struct {
	AccountSID  string  `json:"account_sid"`
	MessageSID  string  `json:"message_sid"`
	Outcome     string  `json:"outcome"`
	DateCreated *string `json:"date_created"`
	DateUpdated *string `json:"date_updated"`
	URI         string  `json:"uri"`
}

func (s *Sim) createFeedback(r *request) (any, *apiError) {
	sid := r.ids["MessageSid"]
	if s.find(r, sid) == nil {
		return nil, notFound(messagePath(r.account, sid))
	}
	outcome := r.form.Get("Outcome")
	if outcome == "" {
		outcome = string(twilio.MessageFeedbackConfirmed)
	}
	now := rfc2822(s.Clock.Now())
	return feedbackJSON{
		AccountSID: r.account, MessageSID: sid, Outcome: outcome, DateCreated: now, DateUpdated: now,
		URI: accountPath(r.account, "/Messages/"+sid+"/Feedback.json"),
	}, nil
}

// messageJSON is a message as the API shows it.
type messageJSON struct {
	Body                string            `json:"body"`
	NumSegments         string            `json:"num_segments"`
	Direction           string            `json:"direction"`
	From                *string           `json:"from"`
	To                  string            `json:"to"`
	DateUpdated         *string           `json:"date_updated"`
	Price               *string           `json:"price"`
	ErrorMessage        *string           `json:"error_message"`
	URI                 string            `json:"uri"`
	AccountSID          string            `json:"account_sid"`
	NumMedia            string            `json:"num_media"`
	Status              string            `json:"status"`
	MessagingServiceSID *string           `json:"messaging_service_sid"`
	SID                 string            `json:"sid"`
	DateSent            *string           `json:"date_sent"`
	DateCreated         *string           `json:"date_created"`
	ErrorCode           *int              `json:"error_code"`
	PriceUnit           string            `json:"price_unit"`
	APIVersion          string            `json:"api_version"`
	SubresourceURIs     map[string]string `json:"subresource_uris"`
}

func (s *Sim) messageJSON(m *message) messageJSON {
	base := accountPath(m.account, "/Messages/"+m.SID)
	j := messageJSON{
		Body: m.Body, NumSegments: strconv.Itoa(m.segments), Direction: string(m.Direction),
		From: orNull(m.From), To: m.To, URI: base + ".json", AccountSID: m.account, NumMedia: strconv.Itoa(len(m.media)),
		Status: string(m.Status), MessagingServiceSID: orNull(m.MessagingServiceSID), SID: m.SID,
		DateCreated: rfc2822(m.Created), DateUpdated: rfc2822(m.updated), DateSent: rfc2822(m.Sent),
		PriceUnit: s.config.currency, APIVersion: "2010-04-01", SubresourceURIs: map[string]string{"media": base + "/Media.json"},
	}
	if m.redacted {
		j.Body = ""
	}
	if m.From == "" {
		j.NumSegments = "0"
	}
	if m.feedback {
		j.SubresourceURIs["feedback"] = base + "/Feedback.json"
	}
	if m.price != 0 {
		j.Price = orNull((-m.price).String())
	}
	if m.ErrorCode != 0 {
		code := int(m.ErrorCode)
		j.ErrorCode, j.ErrorMessage = &code, orNull(m.ErrorCode.Title())
	}
	return j
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
