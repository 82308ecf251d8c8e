package twilio

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/redact"
)

// Message is a text, a multimedia message or a message of a channel such as
// WhatsApp, sent or received.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource
type Message struct {
	SID                 string           `json:"sid"` // SM… or MM…
	AccountSID          string           `json:"account_sid"`
	APIVersion          string           `json:"api_version"`
	Body                string           `json:"body"`
	DateCreated         Time             `json:"date_created"`
	DateSent            Time             `json:"date_sent"` // or received; zero until then
	DateUpdated         Time             `json:"date_updated"`
	Direction           MessageDirection `json:"direction"`
	ErrorCode           ErrorCode        `json:"error_code"`    // 0 unless it failed or was not delivered
	ErrorMessage        string           `json:"error_message"` // Twilio's words; act on ErrorCode
	From                string           `json:"from"`
	MessagingServiceSID string           `json:"messaging_service_sid"`
	NumMedia            Int              `json:"num_media"`
	NumSegments         Int              `json:"num_segments"` // 0 until a Messaging Service has chosen a sender
	Price               Decimal          `json:"price"`        // "" until it is known; negative for a cost
	PriceUnit           string           `json:"price_unit"`   // ISO 4217: "USD"
	Status              MessageStatus    `json:"status"`
	SubresourceURIs     MessageResources `json:"subresource_uris"`
	To                  string           `json:"to"`
	URI                 string           `json:"uri"`
}

// MessageResources are the addresses of the resources that belong to a message, as paths.
type MessageResources struct {
	Feedback string `json:"feedback"` // "" unless ProvideFeedback was set
	Media    string `json:"media"`
}

// Err returns a *[MessageError] when the message failed or was not delivered, and
// nil otherwise. The error matches the code and its categories.
//
// The status alone decides. A message that was sent, delivered or read did not fail,
// even if it has an error code, which a carrier may report of one part or of an
// earlier try; ErrorCode holds that code.
func (m *Message) Err() error {
	switch m.Status {
	case MessageStatusFailed, MessageStatusUndelivered:
		return &MessageError{SID: m.SID, Status: m.Status, Code: m.ErrorCode, Message: m.ErrorMessage}
	default:
		return nil
	}
}

func (m *Message) createdSID() string { return sidOf(m.SID, messageSIDs) }

// MessageError says that a message failed or was not delivered. It matches its code
// and the code's categories: errors.Is(err, ErrOptedOut).
type MessageError struct {
	SID     string
	Status  MessageStatus // failed or undelivered
	Code    ErrorCode     // 0 when Twilio gave none
	Message string        // Twilio's words, phone numbers included; Error masks them
}

// Error is one line that names the message, what became of it, why, and the advice of the
// code.
func (e *MessageError) Error() string {
	text := "twilio: message " + redact.Line(e.SID) + " " + redact.Line(string(e.Status)) + ": "
	message := redact.Line(e.Message)
	switch {
	case e.Code == 0:
		return text + cmp.Or(message, "Twilio gave no reason")
	case message == "":
		text += e.Code.Error()
	default:
		text += fmt.Sprintf("twilio error %d: %s", int(e.Code), message)
	}
	return text + e.Code.remedy()
}

// Unwrap returns the code, nil when Twilio gave none.
func (e *MessageError) Unwrap() error {
	if e.Code == 0 {
		return nil
	}
	return e.Code
}

// MessageStatus is where a message stands.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
type MessageStatus string

// The statuses of messages.
const (
	MessageStatusAccepted           MessageStatus = "accepted" // by a Messaging Service that has yet to choose a sender
	MessageStatusScheduled          MessageStatus = "scheduled"
	MessageStatusCanceled           MessageStatus = "canceled"
	MessageStatusQueued             MessageStatus = "queued"
	MessageStatusSending            MessageStatus = "sending"
	MessageStatusSent               MessageStatus = "sent" // to the carrier
	MessageStatusFailed             MessageStatus = "failed"
	MessageStatusDelivered          MessageStatus = "delivered"
	MessageStatusUndelivered        MessageStatus = "undelivered"
	MessageStatusPartiallyDelivered MessageStatus = "partially_delivered"
	MessageStatusRead               MessageStatus = "read" // channels only
	MessageStatusReceiving          MessageStatus = "receiving"
	MessageStatusReceived           MessageStatus = "received"
)

// Final reports whether the status stays as it is; a delivered message of a
// channel may still become read. Carriers without receipts leave it at sent.
func (s MessageStatus) Final() bool {
	switch s {
	case MessageStatusCanceled, MessageStatusFailed, MessageStatusDelivered, MessageStatusUndelivered,
		MessageStatusPartiallyDelivered, MessageStatusRead, MessageStatusReceived:
		return true
	default:
		return false
	}
}

// MessageDirection says who sent a message, and from where.
type MessageDirection string

// The directions of messages.
const (
	MessageDirectionInbound       MessageDirection = "inbound"
	MessageDirectionOutboundAPI   MessageDirection = "outbound-api"
	MessageDirectionOutboundCall  MessageDirection = "outbound-call"
	MessageDirectionOutboundReply MessageDirection = "outbound-reply"
)

// ContentRetention says whether Twilio keeps the body of a message.
type ContentRetention string

// The choices of content retention.
const (
	ContentRetentionRetain  ContentRetention = "retain"
	ContentRetentionDiscard ContentRetention = "discard"
)

// AddressRetention says whether Twilio keeps a recipient's number whole.
type AddressRetention string

// The choices of address retention.
const (
	AddressRetentionRetain    AddressRetention = "retain"
	AddressRetentionObfuscate AddressRetention = "obfuscate"
)

// ScheduleType says how a message is scheduled.
type ScheduleType string

// ScheduleTypeFixed sends at the given time. It is implied by SendAt.
const ScheduleTypeFixed ScheduleType = "fixed"

// TrafficType marks messages that Meta does not charge for.
type TrafficType string

// TrafficTypeFree is a free entry point conversation.
const TrafficTypeFree TrafficType = "free"

// RiskCheck switches SMS pumping protection for one message.
type RiskCheck string

// The choices of risk check.
const (
	RiskCheckEnable  RiskCheck = "enable"
	RiskCheckDisable RiskCheck = "disable"
)

// Messages sends and manages messages.
type Messages struct{ c *Client }

const (
	messagesPath = accountPrefix + "/Messages.json"
	messagePath  = accountPrefix + "/Messages/{Sid:SM|MM}.json"
)

var (
	messageCreate = Operation{Name: "Messages.Create", Method: http.MethodPost, Host: hostAPI, Path: messagesPath, Mints: messageSIDs, ReconciledBy: "Messages.Reconcile"}
	messageGet    = Operation{Name: "Messages.Get", Method: http.MethodGet, Host: hostAPI, Path: messagePath}
	messageList   = Operation{Name: "Messages.List", Method: http.MethodGet, Host: hostAPI, Path: messagesPath, Items: "messages"}
	// A value that is set twice is set: updates converge.
	messageUpdate = Operation{Name: "Messages.Update", Method: http.MethodPost, Host: hostAPI, Path: messagePath, Class: ClassIdempotent}
	messageRedact = Operation{Name: "Messages.Redact", Method: http.MethodPost, Host: hostAPI, Path: messagePath, Class: ClassIdempotent}
	messageCancel = Operation{Name: "Messages.Cancel", Method: http.MethodPost, Host: hostAPI, Path: messagePath, Class: ClassIdempotent}
	messageDelete = Operation{Name: "Messages.Delete", Method: http.MethodDelete, Host: hostAPI, Path: messagePath}
	// Feedback is a record of its own, so that a repeat could be a second one.
	messageCreateFeedback = Operation{Name: "Messages.CreateFeedback", Method: http.MethodPost, Host: hostAPI, Path: accountPrefix + "/Messages/{MessageSid:SM|MM}/Feedback.json", Proof: ProofKey("message_sid")}
)

// MessageCreateParams is a message to be sent: to one recipient, from a sender
// or a Messaging Service, with a body, media or a content template.
type MessageCreateParams struct {
	To                  string `form:"To" check:"required,recipient"`      // E.164, or a channel's address: whatsapp:+14155551234
	From                string `form:"From" check:"sender"`                // a number, a short code, a name or a channel's address of the account
	MessagingServiceSID string `form:"MessagingServiceSid" check:"sid=MG"` // instead of From, or beside it
	FallbackFrom        string `form:"FallbackFrom" check:"sender"`        // of an RCS sender; with a Messaging Service

	Body             string            `form:"Body"`                        // at most 1,600 characters
	MediaURL         []string          `form:"MediaUrl" check:"url,max=10"` // at most 10
	ContentSID       string            `form:"ContentSid" check:"sid=HX"`   // of a content template, HX…
	ContentVariables map[string]string `form:"ContentVariables,json"`       // the template's placeholders: "1": "Ada"

	SendAt       time.Time    `form:"SendAt"`       // 15 minutes to 35 days ahead; with a Messaging Service
	ScheduleType ScheduleType `form:"ScheduleType"` // "" means fixed when SendAt is set

	StatusCallback   string           `form:"StatusCallback" check:"callback"`
	ApplicationSID   string           `form:"ApplicationSid" check:"sid=AP"` // whose callback is used when StatusCallback is empty
	ValidityPeriod   time.Duration    `form:"ValidityPeriod,seconds"`        // in the queue, 1 s to 10 h; 0 leaves it to Twilio, which uses 10 h
	Attempt          int              `form:"Attempt"`                       // how many times this was sent before, this one included
	ProvideFeedback  bool             `form:"ProvideFeedback"`               // see CreateFeedback
	SmartEncoded     *bool            `form:"SmartEncoded"`                  // nil leaves it to the Messaging Service
	ShortenURLs      *bool            `form:"ShortenUrls"`                   // with a Messaging Service; nil leaves it to Twilio
	SendAsMMS        *bool            `form:"SendAsMms"`                     // nil leaves it to Twilio
	ForceDelivery    bool             `form:"ForceDelivery"`                 // reserved by Twilio
	ContentRetention ContentRetention `form:"ContentRetention"`
	AddressRetention AddressRetention `form:"AddressRetention"`
	PersistentAction []string         `form:"PersistentAction"` // of channels: "geo:37.787890,-122.391664"
	TrafficType      TrafficType      `form:"TrafficType"`
	RiskCheck        RiskCheck        `form:"RiskCheck"`                // "" leaves it enabled
	MessageIntent    string           `form:"MessageIntent"`            // the purpose of the message: "otp"
	MaxPrice         Decimal          `form:"MaxPrice" check:"decimal"` // no longer honoured by Twilio

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// maxBody is in characters, that is, code points. A template has its own limit, and
// links that are shortened count less.
const maxBody = 1600

// Validate refuses a message without a sender or without content, a sender that cannot
// reach the recipient, and a schedule without a Messaging Service. It fills in
// ScheduleType when SendAt is set.
func (p *MessageCreateParams) Validate(problems *Problems) {
	if p.From == "" && !p.hasService() && !gives(p.Extra, "From") {
		problems.Add("From", "and MessagingServiceSID are empty", "give one of the account's numbers, or the SID of a Messaging Service")
	}
	if p.Body == "" && len(p.MediaURL) == 0 && !p.hasTemplate() && !gives(p.Extra, "Body", "MediaUrl") {
		problems.Add("Body", "and MediaURL and ContentSID are empty", "give the message something to say")
	}
	if len(p.Body) > maxBody && utf8.RuneCountInString(p.Body) > maxBody && !p.hasTemplate() && !p.shortens() {
		problems.Add("Body", "has more than 1,600 characters", "shorten it, or send it in parts")
	}
	if len(p.ContentVariables) > 0 && !p.hasTemplate() {
		problems.Add("ContentVariables", "are set without ContentSID", "name the template whose placeholders they fill")
	}
	p.validateChannels(problems)
	p.validateSchedule(problems)
}

// hasService reports that a Messaging Service sends the message. Twilio takes its
// SID as From too.
func (p *MessageCreateParams) hasService() bool {
	return p.MessagingServiceSID != "" || isService(p.From) ||
		p.Extra.Get("MessagingServiceSid") != "" || isService(p.Extra.Get("From"))
}

func (p *MessageCreateParams) hasTemplate() bool {
	return p.ContentSID != "" || gives(p.Extra, "ContentSid")
}

// shortens reports that Twilio shortens the links of the body, which then counts
// less.
func (p *MessageCreateParams) shortens() bool {
	if p.ShortenURLs != nil {
		return *p.ShortenURLs
	}
	return strings.EqualFold(p.Extra.Get("ShortenUrls"), "true")
}

// validateChannels refuses a recipient that the sender cannot reach. A Messaging
// Service may have another sender, so that From is a wish there, and may be the
// recipient's own number. A channel such as RCS may fall back to SMS.
func (p *MessageCreateParams) validateChannels(problems *Problems) {
	if p.To == "" || p.From == "" || problems.Has("To") || problems.Has("From") {
		return
	}
	to, from := channelOf(p.To), channelOf(p.From)
	switch {
	case p.hasService():
	case strings.EqualFold(p.To, p.From):
		problems.Add("To", "is the same as From", "give the number of somebody else")
	case to == whatsAppChannel && from == "":
		problems.Add("From", "is no WhatsApp sender although To is a WhatsApp address", "begin both with whatsapp:, or neither")
	case from == whatsAppChannel && to == "":
		problems.Add("To", "is no WhatsApp address although From is a WhatsApp sender", "begin both with whatsapp:, or neither")
	}
}

// validateSchedule also says what SendAt implies.
func (p *MessageCreateParams) validateSchedule(problems *Problems) {
	sendAt := !p.SendAt.IsZero() || gives(p.Extra, "SendAt")
	scheduleType := p.ScheduleType != "" || gives(p.Extra, "ScheduleType")
	switch {
	case !sendAt && !scheduleType:
		return
	case !sendAt:
		problems.Add("SendAt", "is empty although ScheduleType is set", "give the time at which to send")
	case !scheduleType:
		p.ScheduleType = ScheduleTypeFixed
	}
	if !p.hasService() {
		problems.Add("MessagingServiceSID", "is empty although SendAt is set", "scheduling needs a Messaging Service: give its SID, MG…")
	}
}

// Create sends a message, or schedules it when SendAt is set. The client's retries
// never send it twice, as long as a caller's own transport does not repeat requests.
// When it may have been sent although no usable answer came back, the error is an
// *[OutcomeUnknownError], which [Settle] lets the call settle by itself.
//
// A status callback can come before Create has returned.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
func (s *Messages) Create(ctx context.Context, params MessageCreateParams, opts ...CallOption) (*Message, error) {
	return InvokeSettled(ctx, s.c, messageCreate.With(&params), func(ctx context.Context, unknown *OutcomeUnknownError, opts ...CallOption) (*Message, error) {
		return s.Reconcile(ctx, params, unknown, opts...)
	}, opts...)
}

// Get returns a message as it stands now.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#fetch-a-message-resource
func (s *Messages) Get(ctx context.Context, sid string, opts ...CallOption) (*Message, error) {
	return Invoke[Message](ctx, s.c, messageGet.On(sid), opts...)
}

// MessageListParams narrows [Messages.List] and [Messages.All];
// its zero value lists everything, the newest first.
type MessageListParams struct {
	To         string    `form:"To" check:"filter"`
	From       string    `form:"From" check:"filter"`
	SentOn     time.Time `form:"DateSent,date"` // the day in UTC on which this moment falls
	SentBefore time.Time `form:"DateSent<"`
	SentAfter  time.Time `form:"DateSent>"`
	PageSize   int       `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of messages, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (s *Messages) List(ctx context.Context, params MessageListParams, opts ...CallOption) (*Page[Message], error) {
	return InvokePage[Message](ctx, s.c, messageList.With(&params), opts...)
}

// All ranges over all messages, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (s *Messages) All(ctx context.Context, params MessageListParams, opts ...CallOption) iter.Seq2[*Message, error] {
	return InvokeAll[Message](ctx, s.c, messageList.With(&params), opts...)
}

// MessageUpdateParams changes a message. [Messages.Redact] empties the
// body and [Messages.Cancel] withdraws a scheduled message.
type MessageUpdateParams struct {
	Body   string        `form:"Body"`
	Status MessageStatus `form:"Status"` // only "canceled" can be set

	Extra url.Values `form:"-"`
}

// Validate refuses an update that changes nothing.
func (p *MessageUpdateParams) Validate(problems *Problems) {
	if p.Body == "" && p.Status == "" && len(p.Extra) == 0 {
		problems.Add("Status", "and Body are empty", "say what to change; Redact empties the body")
	}
}

// Update changes the body or the status of a message. Twilio takes an empty body
// only, which [Messages.Redact] sends, and the status canceled, for which
// there is [Messages.Cancel]. An update converges, so that it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#update-a-message-resource
func (s *Messages) Update(ctx context.Context, sid string, params MessageUpdateParams, opts ...CallOption) (*Message, error) {
	return Invoke[Message](ctx, s.c, messageUpdate.On(sid).With(&params), opts...)
}

// Redact erases the body of a message and keeps the rest of the record.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#update-a-message-resource
func (s *Messages) Redact(ctx context.Context, sid string, opts ...CallOption) (*Message, error) {
	return Invoke[Message](ctx, s.c, messageRedact.On(sid).With(url.Values{"Body": {""}}), opts...)
}

// Cancel withdraws a scheduled message; one that has left already is refused
// with code 30409.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/message-scheduling
func (s *Messages) Cancel(ctx context.Context, sid string, opts ...CallOption) (*Message, error) {
	return InvokeConverging(ctx, s.c, messageCancel.On(sid).With(url.Values{"Status": {string(MessageStatusCanceled)}}),
		func() (*Message, error) { return s.Get(ctx, sid, opts...) },
		func(m *Message) bool { return m.Status == MessageStatusCanceled }, opts...)
}

// Delete removes the record of a message that is in a final status.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#delete-a-message-resource
func (s *Messages) Delete(ctx context.Context, sid string, opts ...CallOption) error {
	return InvokeNone(ctx, s.c, messageDelete.On(sid), opts...)
}

// MessageFeedback tells Twilio whether a message had its effect.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-feedback-resource
type MessageFeedback struct {
	AccountSID  string                 `json:"account_sid"`
	MessageSID  string                 `json:"message_sid"`
	Outcome     MessageFeedbackOutcome `json:"outcome"`
	DateCreated Time                   `json:"date_created"`
	DateUpdated Time                   `json:"date_updated"`
	URI         string                 `json:"uri"`
}

// MessageFeedbackOutcome is whether the recipient did as the message asked.
type MessageFeedbackOutcome string

// The outcomes of a message.
const (
	MessageFeedbackConfirmed   MessageFeedbackOutcome = "confirmed"
	MessageFeedbackUnconfirmed MessageFeedbackOutcome = "unconfirmed"
)

// MessageCreateFeedbackParams is the feedback to a message that was sent with
// ProvideFeedback.
type MessageCreateFeedbackParams struct {
	Outcome MessageFeedbackOutcome `form:"Outcome"` // "" leaves it to Twilio, which takes confirmed

	Extra url.Values `form:"-"`
}

// CreateFeedback reports the outcome of a message.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-feedback-resource
func (s *Messages) CreateFeedback(ctx context.Context, messageSID string, params MessageCreateFeedbackParams, opts ...CallOption) (*MessageFeedback, error) {
	return Invoke[MessageFeedback](ctx, s.c, messageCreateFeedback.On(messageSID).With(&params), opts...)
}
