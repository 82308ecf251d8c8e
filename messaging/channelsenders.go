package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// ChannelSender is a sender of WhatsApp, RCS or another channel in the pool of a
// [Service]. Its SID is that of the [Sender] itself.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/channelsender-resource
type ChannelSender struct {
	SID                 string      `json:"sid"` // XE…
	AccountSID          string      `json:"account_sid"`
	MessagingServiceSID string      `json:"messaging_service_sid"`
	Sender              string      `json:"sender"`       // "whatsapp:+14155556789"
	SenderType          string      `json:"sender_type"`  // "WhatsApp"
	CountryCode         string      `json:"country_code"` // "US"
	DateCreated         twilio.Time `json:"date_created"`
	DateUpdated         twilio.Time `json:"date_updated"`
	URL                 string      `json:"url"`
}

// ChannelSenders manages the channel senders of services.
type ChannelSenders struct{ c *twilio.Client }

const (
	channelSendersPath = servicesPath + "/{MessagingServiceSid:MG}/ChannelSenders"
	channelSenderPath  = channelSendersPath + "/{Sid:XE}"
)

var (
	// A sender is in a pool once: to add it again comes to the same.
	channelSenderCreate = twilio.Operation{
		Name: "messaging.ChannelSenders.Create", Method: http.MethodPost, Host: host, Path: channelSendersPath, Class: twilio.ClassIdempotent,
	}
	channelSenderGet    = twilio.Operation{Name: "messaging.ChannelSenders.Get", Method: http.MethodGet, Host: host, Path: channelSenderPath}
	channelSenderList   = twilio.Operation{Name: "messaging.ChannelSenders.List", Method: http.MethodGet, Host: host, Path: channelSendersPath, Items: "senders"}
	channelSenderDelete = twilio.Operation{Name: "messaging.ChannelSenders.Delete", Method: http.MethodDelete, Host: host, Path: channelSenderPath}
)

// ChannelSenderCreateParams is a channel sender that joins a pool.
type ChannelSenderCreateParams struct {
	SID string `form:"Sid" check:"required,sid=XE"` // of a [Sender]

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create puts a channel sender into the pool of a service, and returns it as well when
// it is there already. A sender that is in another service is refused with code 21712. A
// create converges, because a sender is in a pool once: it is repeated after failures
// that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/channelsender-resource#create-channelsender-resource
func (s *ChannelSenders) Create(ctx context.Context, serviceSID string, params ChannelSenderCreateParams, opts ...twilio.CallOption) (*ChannelSender, error) {
	return join(ctx, s.c, channelSenderCreate.On(serviceSID).With(&params),
		func() (*ChannelSender, error) { return s.Get(ctx, serviceSID, params.SID, opts...) },
		func(*ChannelSender) bool { return true }, opts)
}

// Get returns a channel sender of a pool. One that is not in the pool matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/channelsender-resource#fetch-channelsender-resource
func (s *ChannelSenders) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*ChannelSender, error) {
	return twilio.Invoke[ChannelSender](ctx, s.c, channelSenderGet.On(serviceSID, sid), opts...)
}

// ChannelSenderListParams are the pages of a list of channel senders.
type ChannelSenderListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a service's channel senders, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/channelsender-resource#read-multiple-channelsender-resources
func (s *ChannelSenders) List(ctx context.Context, serviceSID string, params ChannelSenderListParams, opts ...twilio.CallOption) (*twilio.Page[ChannelSender], error) {
	return twilio.InvokePage[ChannelSender](ctx, s.c, channelSenderList.On(serviceSID).With(&params), opts...)
}

// All ranges over all channel senders of a service, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/channelsender-resource#read-multiple-channelsender-resources
func (s *ChannelSenders) All(ctx context.Context, serviceSID string, params ChannelSenderListParams, opts ...twilio.CallOption) iter.Seq2[*ChannelSender, error] {
	return twilio.InvokeAll[ChannelSender](ctx, s.c, channelSenderList.On(serviceSID).With(&params), opts...)
}

// Delete takes a channel sender out of the pool. The sender stays with the account.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/channelsender-resource#delete-channelsender-resource
func (s *ChannelSenders) Delete(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, channelSenderDelete.On(serviceSID, sid), opts...)
}
