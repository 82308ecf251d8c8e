package verify

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// MessagingConfiguration says which Messaging Service sends the SMS of a service to one
// country.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/messaging-configurations
type MessagingConfiguration struct {
	AccountSID          string      `json:"account_sid"`
	ServiceSID          string      `json:"service_sid"`
	Country             string      `json:"country"` // ISO 3166-1, "US", or "all"
	MessagingServiceSID string      `json:"messaging_service_sid"`
	DateCreated         twilio.Time `json:"date_created"`
	DateUpdated         twilio.Time `json:"date_updated"`
	URL                 string      `json:"url"`
}

// MessagingConfigurations manages the senders of a service. A configuration is named by
// its country.
type MessagingConfigurations struct{ c *twilio.Client }

const (
	messagingConfigurationsPath = servicePath + "/MessagingConfigurations"
	messagingConfigurationPath  = messagingConfigurationsPath + "/{Country}"
)

var (
	// A country has one configuration: to make it twice is refused as a conflict, and the
	// country tells which one it is.
	messagingConfigurationCreate = twilio.Operation{
		Name: "verify.MessagingConfigurations.Create", Method: http.MethodPost, Host: host, Path: messagingConfigurationsPath, Class: twilio.ClassIdempotent,
	}
	messagingConfigurationGet = twilio.Operation{
		Name: "verify.MessagingConfigurations.Get", Method: http.MethodGet, Host: host, Path: messagingConfigurationPath,
	}
	messagingConfigurationList = twilio.Operation{
		Name: "verify.MessagingConfigurations.List", Method: http.MethodGet, Host: host, Path: messagingConfigurationsPath, Items: "messaging_configurations",
	}
	// An update converges: a value that is set twice is set.
	messagingConfigurationUpdate = twilio.Operation{
		Name: "verify.MessagingConfigurations.Update", Method: http.MethodPost, Host: host, Path: messagingConfigurationPath, Class: twilio.ClassIdempotent,
	}
	messagingConfigurationDelete = twilio.Operation{
		Name: "verify.MessagingConfigurations.Delete", Method: http.MethodDelete, Host: host, Path: messagingConfigurationPath,
	}
)

// MessagingConfigurationCreateParams is the sender for a country.
type MessagingConfigurationCreateParams struct {
	Country             string `form:"Country" check:"required"` // ISO 3166-1, "US", or "all"
	MessagingServiceSID string `form:"MessagingServiceSid" check:"required,sid=MG"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create gives a country a sender. A country that has one already is refused with code
// 60213. A create converges, because a country has one sender: it is repeated after
// failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/messaging-configurations
func (s *MessagingConfigurations) Create(ctx context.Context, serviceSID string, params MessagingConfigurationCreateParams, opts ...twilio.CallOption) (*MessagingConfiguration, error) {
	return twilio.InvokeConverging(ctx, s.c, messagingConfigurationCreate.On(serviceSID).With(&params),
		func() (*MessagingConfiguration, error) { return s.Get(ctx, serviceSID, params.Country, opts...) },
		func(m *MessagingConfiguration) bool { return m.MessagingServiceSID == params.MessagingServiceSID }, opts...)
}

// Get returns the sender of a country.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/messaging-configurations
func (s *MessagingConfigurations) Get(ctx context.Context, serviceSID, country string, opts ...twilio.CallOption) (*MessagingConfiguration, error) {
	return twilio.Invoke[MessagingConfiguration](ctx, s.c, messagingConfigurationGet.On(serviceSID, country), opts...)
}

// MessagingConfigurationListParams are the pages of a list of senders.
type MessagingConfigurationListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a service's senders, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/messaging-configurations
func (s *MessagingConfigurations) List(ctx context.Context, serviceSID string, params MessagingConfigurationListParams, opts ...twilio.CallOption) (*twilio.Page[MessagingConfiguration], error) {
	return twilio.InvokePage[MessagingConfiguration](ctx, s.c, messagingConfigurationList.On(serviceSID).With(&params), opts...)
}

// All ranges over the senders of a service, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/messaging-configurations
func (s *MessagingConfigurations) All(ctx context.Context, serviceSID string, params MessagingConfigurationListParams, opts ...twilio.CallOption) iter.Seq2[*MessagingConfiguration, error] {
	return twilio.InvokeAll[MessagingConfiguration](ctx, s.c, messagingConfigurationList.On(serviceSID).With(&params), opts...)
}

// MessagingConfigurationUpdateParams is another sender for a country.
type MessagingConfigurationUpdateParams struct {
	MessagingServiceSID string `form:"MessagingServiceSid" check:"required,sid=MG"`

	Extra url.Values `form:"-"`
}

// Update gives a country another sender. An update converges, so that it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/messaging-configurations
func (s *MessagingConfigurations) Update(ctx context.Context, serviceSID, country string, params MessagingConfigurationUpdateParams, opts ...twilio.CallOption) (*MessagingConfiguration, error) {
	return twilio.Invoke[MessagingConfiguration](ctx, s.c, messagingConfigurationUpdate.On(serviceSID, country).With(&params), opts...)
}

// Delete takes the sender of a country away, so that Twilio chooses one again.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/messaging-configurations
func (s *MessagingConfigurations) Delete(ctx context.Context, serviceSID, country string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, messagingConfigurationDelete.On(serviceSID, country), opts...)
}
