package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Service is a pool of senders with the settings that they share. A message that is
// sent with the service's SID leaves from the sender that Twilio chooses of the pool.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource
type Service struct {
	SID                       string            `json:"sid"` // MG…
	AccountSID                string            `json:"account_sid"`
	FriendlyName              string            `json:"friendly_name"`
	InboundRequestURL         string            `json:"inbound_request_url"` // hears of messages to the pool; "" leaves them to Twilio
	InboundMethod             twilio.Method     `json:"inbound_method"`
	FallbackURL               string            `json:"fallback_url"` // is asked when InboundRequestURL fails
	FallbackMethod            twilio.Method     `json:"fallback_method"`
	StatusCallback            string            `json:"status_callback"` // hears of the delivery of messages
	StickySender              bool              `json:"sticky_sender"`   // a recipient always sees the same sender
	AreaCodeGeomatch          bool              `json:"area_code_geomatch"`
	FallbackToLongCode        bool              `json:"fallback_to_long_code"` // when a short code does not reach the recipient
	MMSConverter              bool              `json:"mms_converter"`         // media go as a link where MMS do not
	SmartEncoding             bool              `json:"smart_encoding"`        // rare characters are replaced by cheap ones
	ScanMessageContent        ScanContent       `json:"scan_message_content"`
	SynchronousValidation     bool              `json:"synchronous_validation"` // reserved by Twilio
	UseInboundWebhookOnNumber bool              `json:"use_inbound_webhook_on_number"`
	UseCase                   ServiceUseCase    `json:"usecase"`
	USAppToPersonRegistered   bool              `json:"us_app_to_person_registered"` // it has a campaign for the US
	ValidityPeriod            twilio.Duration   `json:"validity_period"`             // how long a message may wait
	DateCreated               twilio.Time       `json:"date_created"`
	DateUpdated               twilio.Time       `json:"date_updated"`
	URL                       string            `json:"url"`
	Links                     map[string]string `json:"links"` // addresses of what belongs to it, by name
}

// ScanContent says whether Twilio looks at the text of messages. Twilio reserves it.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource
type ScanContent string

// The settings of [ScanContent].
const (
	ScanContentInherit ScanContent = "inherit" // as the account has it
	ScanContentEnable  ScanContent = "enable"
	ScanContentDisable ScanContent = "disable"
)

// Services manages the services of the account.
type Services struct{ c *twilio.Client }

const servicePath = servicesPath + "/{Sid:MG}"

var (
	serviceCreate = twilio.Operation{Name: "messaging.Services.Create", Method: http.MethodPost, Host: host, Path: servicesPath, Mints: "MG"}
	serviceGet    = twilio.Operation{Name: "messaging.Services.Get", Method: http.MethodGet, Host: host, Path: servicePath}
	serviceList   = twilio.Operation{Name: "messaging.Services.List", Method: http.MethodGet, Host: host, Path: servicesPath, Items: "services"}
	serviceDelete = twilio.Operation{Name: "messaging.Services.Delete", Method: http.MethodDelete, Host: host, Path: servicePath}

	// An update converges: a value that is set twice is set.
	serviceUpdate = twilio.Operation{
		Name: "messaging.Services.Update", Method: http.MethodPost, Host: host, Path: servicePath, Class: twilio.ClassIdempotent,
	}
)

// ServiceCreateParams is a new service. A setting that is nil is left to Twilio; the
// answer says how it stands. [twilio.Ptr] gives a pointer to true or false.
type ServiceCreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"required,max=64"`

	InboundRequestURL         string        `form:"InboundRequestUrl" check:"callback"` // hears of messages to the pool; "" leaves them to Twilio
	InboundMethod             twilio.Method `form:"InboundMethod" check:"method"`       // "" is POST
	FallbackURL               string        `form:"FallbackUrl" check:"callback"`       // is asked when InboundRequestURL fails
	FallbackMethod            twilio.Method `form:"FallbackMethod" check:"method"`      // "" is POST
	UseInboundWebhookOnNumber bool          `form:"UseInboundWebhookOnNumber"`          // the numbers' own webhooks hear of messages, instead of InboundRequestURL
	StatusCallback            string        `form:"StatusCallback" check:"callback"`    // hears of the delivery of messages

	StickySender       *bool         `form:"StickySender"`           // a recipient always sees the same sender
	AreaCodeGeomatch   *bool         `form:"AreaCodeGeomatch"`       // in the US and Canada a number of the recipient's area code is preferred
	FallbackToLongCode *bool         `form:"FallbackToLongCode"`     // when a short code does not reach the recipient
	MMSConverter       *bool         `form:"MmsConverter"`           // media go as a link where MMS do not
	SmartEncoding      *bool         `form:"SmartEncoding"`          // rare characters are replaced by cheap ones
	ValidityPeriod     time.Duration `form:"ValidityPeriod,seconds"` // how long a message may wait: 1 s to 10 h; 0 leaves it to Twilio

	UseCase               ServiceUseCase `form:"Usecase"`               // "" is ServiceUseCaseUndeclared
	ScanMessageContent    ScanContent    `form:"ScanMessageContent"`    // reserved by Twilio
	SynchronousValidation bool           `form:"SynchronousValidation"` // reserved by Twilio

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a validity period that Twilio does not take.
func (p *ServiceCreateParams) Validate(problems *twilio.Problems) {
	checkValidity(problems, p.ValidityPeriod)
}

// Create makes a service without senders. The name need not be unique: when nobody can
// say whether the service was made, the error is a *[twilio.OutcomeUnknownError]. Look
// for its FriendlyName with [Services.All] before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource#create-a-service-resource
func (s *Services) Create(ctx context.Context, params ServiceCreateParams, opts ...twilio.CallOption) (*Service, error) {
	return twilio.Invoke[Service](ctx, s.c, serviceCreate.With(&params), opts...)
}

// Get returns a service with its settings. Its senders are lists of their own, such as
// [PhoneNumbers.All].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource#fetch-a-service-resource
func (s *Services) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Service, error) {
	return twilio.Invoke[Service](ctx, s.c, serviceGet.On(sid), opts...)
}

// ServiceListParams are the pages of a list of services.
type ServiceListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of the account's services, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource#read-multiple-service-resources
func (s *Services) List(ctx context.Context, params ServiceListParams, opts ...twilio.CallOption) (*twilio.Page[Service], error) {
	return twilio.InvokePage[Service](ctx, s.c, serviceList.With(&params), opts...)
}

// All ranges over all services of the account, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource#read-multiple-service-resources
func (s *Services) All(ctx context.Context, params ServiceListParams, opts ...twilio.CallOption) iter.Seq2[*Service, error] {
	return twilio.InvokeAll[Service](ctx, s.c, serviceList.With(&params), opts...)
}

// ServiceUpdateParams changes the settings of a service. A field that is zero stays as
// it is; [twilio.Ptr] gives a pointer to false. Extra sends an empty address, which
// removes it: url.Values{"InboundRequestUrl": {""}}.
type ServiceUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`

	InboundRequestURL         string        `form:"InboundRequestUrl" check:"callback"`
	InboundMethod             twilio.Method `form:"InboundMethod" check:"method"`
	FallbackURL               string        `form:"FallbackUrl" check:"callback"`
	FallbackMethod            twilio.Method `form:"FallbackMethod" check:"method"`
	UseInboundWebhookOnNumber *bool         `form:"UseInboundWebhookOnNumber"`
	StatusCallback            string        `form:"StatusCallback" check:"callback"`

	StickySender       *bool         `form:"StickySender"`
	AreaCodeGeomatch   *bool         `form:"AreaCodeGeomatch"`
	FallbackToLongCode *bool         `form:"FallbackToLongCode"`
	MMSConverter       *bool         `form:"MmsConverter"`
	SmartEncoding      *bool         `form:"SmartEncoding"`
	ValidityPeriod     time.Duration `form:"ValidityPeriod,seconds"` // 1 s to 10 h

	UseCase               ServiceUseCase `form:"Usecase"`
	ScanMessageContent    ScanContent    `form:"ScanMessageContent"`    // reserved by Twilio
	SynchronousValidation *bool          `form:"SynchronousValidation"` // reserved by Twilio

	Extra url.Values `form:"-"`
}

// Validate refuses a validity period that Twilio does not take.
func (p *ServiceUpdateParams) Validate(problems *twilio.Problems) {
	checkValidity(problems, p.ValidityPeriod)
}

// Update changes the settings of a service and returns it as it is afterwards. An
// update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource#update-a-service-resource
func (s *Services) Update(ctx context.Context, sid string, params ServiceUpdateParams, opts ...twilio.CallOption) (*Service, error) {
	return twilio.Invoke[Service](ctx, s.c, serviceUpdate.On(sid).With(&params), opts...)
}

// Delete removes a service. Its senders stay with the account, and messages that name
// the service are refused from then on.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource#delete-a-service-resource
func (s *Services) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, serviceDelete.On(sid), opts...)
}

// maxValidity is how long Twilio lets a message wait at most.
const maxValidity = 10 * time.Hour

func checkValidity(problems *twilio.Problems, period time.Duration) {
	if period > maxValidity && !problems.Has("ValidityPeriod") {
		problems.Add("ValidityPeriod", "is longer than 10 hours", "give 1 second to 10 hours, or leave it out")
	}
}
