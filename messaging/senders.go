package messaging

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Sender is a number of the account on WhatsApp, or an agent of RCS.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders
type Sender struct {
	SID            string                `json:"sid"`       // XE…
	SenderID       string                `json:"sender_id"` // "whatsapp:+14155556789"
	FriendlyName   string                `json:"friendly_name"`
	Status         SenderStatus          `json:"status"`
	OfflineReasons []SenderOfflineReason `json:"offline_reasons"` // why Status is SenderOffline
	Configuration  SenderConfiguration   `json:"configuration"`
	Profile        SenderProfile         `json:"profile"`
	Webhook        SenderWebhook         `json:"webhook"`
	Properties     SenderProperties      `json:"properties"`
	Compliance     SenderCompliance      `json:"compliance"` // of RCS
	URL            string                `json:"url"`

	DisplayNameStatus            DisplayNameStatus        `json:"display_name_status"`         // what became of Profile.Name in this request
	PendingDisplayName           string                   `json:"pending_display_name"`        // the last name that was asked for
	PendingDisplayNameStatus     PendingDisplayNameStatus `json:"pending_display_name_status"` // "" when no name was asked for in the last days
	PendingDisplayNameStatusDate twilio.Time              `json:"pending_display_name_status_date"`
}

// SenderProperties are the limits that Meta sets.
type SenderProperties struct {
	MessagingLimit string `json:"messaging_limit"` // "10K Customers/24hr"
	QualityRating  string `json:"quality_rating"`  // "HIGH"
}

// Senders registers numbers with WhatsApp and lists what the account has on channels.
// [ChannelSenders] puts a sender into the pool of a service.
type Senders struct{ c *twilio.Client }

const (
	sendersPath = "/v2/Channels/Senders"
	senderPath  = sendersPath + "/{Sid:XE}"
)

var (
	// A create sends the owner of the number a code: it is a create.
	senderCreate = twilio.Operation{
		Name: "messaging.Senders.Create", Method: http.MethodPost, Host: host, Path: sendersPath, Body: twilio.BodyJSON, Mints: "XE",
	}
	senderGet    = twilio.Operation{Name: "messaging.Senders.Get", Method: http.MethodGet, Host: host, Path: senderPath}
	senderList   = twilio.Operation{Name: "messaging.Senders.List", Method: http.MethodGet, Host: host, Path: sendersPath, Items: "senders"}
	senderDelete = twilio.Operation{Name: "messaging.Senders.Delete", Method: http.MethodDelete, Host: host, Path: senderPath}

	// An update converges: a value that is set twice is set, and a name that Meta reviews
	// already is not submitted again.
	senderUpdate = twilio.Operation{
		Name: "messaging.Senders.Update", Method: http.MethodPost, Host: host, Path: senderPath, Body: twilio.BodyJSON, Class: twilio.ClassIdempotent,
	}
	// A wrong code counts as a try: a check of it is a create.
	senderVerify = twilio.Operation{
		Name: "messaging.Senders.Verify", Method: http.MethodPost, Host: host, Path: senderPath, Body: twilio.BodyJSON,
	}
)

// SenderCreateParams is a number that is to be on WhatsApp, or an agent of RCS.
type SenderCreateParams struct {
	SenderID      string              `json:"sender_id" check:"required"` // "whatsapp:+14155556789", or "rcs:" and a name
	FriendlyName  string              `json:"friendly_name"`              // in the Console
	Configuration SenderConfiguration `json:"configuration"`
	Profile       SenderProfile       `json:"profile"` // WhatsApp needs its Name
	Webhook       SenderWebhook       `json:"webhook"`

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

// Validate refuses an address without a channel, and a sender of WhatsApp without a
// name.
func (p *SenderCreateParams) Validate(problems *twilio.Problems) {
	channel, address, _ := strings.Cut(p.SenderID, ":")
	_, isExtra := p.Extra["profile"]
	switch {
	case p.SenderID == "" || problems.Has("SenderID"):
	case channel != string(SenderChannelWhatsApp) && channel != string(SenderChannelRCS):
		problems.Add("SenderID", "does not begin with the channel", "give whatsapp:+14155556789, or rcs: and the name of the agent")
	case address == "":
		problems.Add("SenderID", "has nothing behind the channel", "append the phone number, or the name of the agent")
	case channel == string(SenderChannelWhatsApp) && !isE164(address):
		problems.Add("SenderID", "has no phone number in E.164", "give the number as in whatsapp:+14155556789")
	case channel == string(SenderChannelWhatsApp) && p.Profile.Name == "" && !isExtra:
		problems.Add("Profile.Name", "is empty, and WhatsApp shows it", "give the name of the business as people know it")
	}
	checkProfile(problems, &p.Profile)
}

// Create registers a number with WhatsApp, or makes the draft of an agent of RCS. The
// owner of the number gets a code by SMS or call: see [Senders.Verify]. When nobody can
// say whether the sender was made, the error is a *[twilio.OutcomeUnknownError]: look
// for its SenderID with [Senders.All] before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders#create-a-sender
func (s *Senders) Create(ctx context.Context, params SenderCreateParams, opts ...twilio.CallOption) (*Sender, error) {
	return twilio.Invoke[Sender](ctx, s.c, senderCreate.With(&params), opts...)
}

// Get returns a sender with its profile and its status. Ask Err of the answer when the
// status is final.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders#fetch-a-sender
func (s *Senders) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Sender, error) {
	return twilio.Invoke[Sender](ctx, s.c, senderGet.On(sid), opts...)
}

// SenderListParams names the channel of [Senders.List] and [Senders.All].
type SenderListParams struct {
	Channel  SenderChannel `form:"Channel" check:"required"`
	PageSize int           `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 20 for WhatsApp

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's senders on a channel, or the one that
// Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders#retrieve-a-list-of-senders
func (s *Senders) List(ctx context.Context, params SenderListParams, opts ...twilio.CallOption) (*twilio.Page[Sender], error) {
	return twilio.InvokePage[Sender](ctx, s.c, senderList.With(&params), opts...)
}

// All ranges over all senders of the account on a channel, page by page as the loop
// gets to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders#retrieve-a-list-of-senders
func (s *Senders) All(ctx context.Context, params SenderListParams, opts ...twilio.CallOption) iter.Seq2[*Sender, error] {
	return twilio.InvokeAll[Sender](ctx, s.c, senderList.With(&params), opts...)
}

// SenderUpdateParams changes a sender of WhatsApp. A field that is zero stays as it is.
type SenderUpdateParams struct {
	FriendlyName  string                    `json:"friendly_name"` // in the Console
	Configuration SenderConfigurationUpdate `json:"configuration"`
	Profile       SenderProfile             `json:"profile"` // Meta reviews another Name
	Webhook       SenderWebhook             `json:"webhook"`

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

// Validate refuses addresses that are not absolute, and a color that is none.
func (p *SenderUpdateParams) Validate(problems *twilio.Problems) {
	checkProfile(problems, &p.Profile)
}

// Update changes the profile, the webhooks and the configuration of a sender of
// WhatsApp. Meta reviews another name first: the sender keeps the old one until
// PendingDisplayNameStatus is [PendingDisplayNameCompleted]. An update converges, so
// that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders#update-a-sender
func (s *Senders) Update(ctx context.Context, sid string, params SenderUpdateParams, opts ...twilio.CallOption) (*Sender, error) {
	return twilio.Invoke[Sender](ctx, s.c, senderUpdate.On(sid).With(&params), opts...)
}

// SenderVerifyParams is the code that the owner of the number has received.
type SenderVerifyParams struct {
	Configuration SenderVerification `json:"configuration"`

	Extra map[string]json.RawMessage `json:"-"` // members that this package does not model
}

// Validate refuses a verification without a code.
func (p *SenderVerifyParams) Validate(problems *twilio.Problems) {
	const field, remedy = "Configuration.VerificationCode", "give the code that the owner of the number has received"
	code := p.Configuration.VerificationCode
	_, isExtra := p.Extra["configuration"]
	switch {
	case code == "" && !isExtra:
		problems.Add(field, "is empty", remedy)
	case !isDigits(code):
		problems.Add(field, "has a character that is no digit", remedy)
	}
}

// SenderVerification is the code that the owner of a number has received.
type SenderVerification struct {
	VerificationCode string `json:"verification_code"` // "123456"
}

// Verify hands in the code that the owner of the number has received. The sender is
// verified when its status is [SenderOnline] later. A wrong code counts, so that the
// request is not repeated: when nobody can say whether it was carried out, the error is
// a *[twilio.OutcomeUnknownError], and [Senders.Get] says how the sender stands.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders#verify-a-sender
func (s *Senders) Verify(ctx context.Context, sid string, params SenderVerifyParams, opts ...twilio.CallOption) (*Sender, error) {
	return twilio.Invoke[Sender](ctx, s.c, senderVerify.On(sid).With(&params), opts...)
}

// Delete takes a number off WhatsApp. The number stays with the account.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders#delete-a-sender
func (s *Senders) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, senderDelete.On(sid), opts...)
}
