package verify

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Service is the settings of the verifications of one application.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service
type Service struct {
	SID                            string            `json:"sid"` // VA…
	AccountSID                     string            `json:"account_sid"`
	FriendlyName                   string            `json:"friendly_name"` // stands in the messages
	CodeLength                     twilio.Int        `json:"code_length"`   // 4 to 10 characters
	LookupEnabled                  bool              `json:"lookup_enabled"`
	PSD2Enabled                    bool              `json:"psd2_enabled"` // verifications name an amount and a payee
	SkipSMSToLandlines             bool              `json:"skip_sms_to_landlines"`
	DTMFInputRequired              bool              `json:"dtmf_input_required"` // a call reads the code after a key was pressed
	TTSName                        string            `json:"tts_name"`            // of the voice that reads codes
	DoNotShareWarningEnabled       bool              `json:"do_not_share_warning_enabled"`
	CustomCodeEnabled              bool              `json:"custom_code_enabled"`
	Push                           ServicePush       `json:"push"`
	TOTP                           ServiceTOTP       `json:"totp"`
	DefaultTemplateSID             string            `json:"default_template_sid"` // HJ…, "" for none
	WhatsApp                       ServiceWhatsApp   `json:"whatsapp"`
	Passkeys                       PasskeyConfig     `json:"passkeys"`
	VerifyEventSubscriptionEnabled bool              `json:"verify_event_subscription_enabled"` // its verifications go to Event Streams
	DateCreated                    twilio.Time       `json:"date_created"`
	DateUpdated                    twilio.Time       `json:"date_updated"`
	URL                            string            `json:"url"`
	Links                          map[string]string `json:"links"` // addresses of what belongs to it, by name
}

// ServicePush is how push notifications of a service reach devices.
type ServicePush struct {
	IncludeDate      bool   `json:"include_date"`
	APNCredentialSID string `json:"apn_credential_sid"` // CR…, of Apple's service
	FCMCredentialSID string `json:"fcm_credential_sid"` // CR…, of Google's service
}

// ServiceTOTP is how authenticator apps make the codes of a service.
type ServiceTOTP struct {
	Issuer     string          `json:"issuer"`    // the name that the app shows
	TimeStep   twilio.Duration `json:"time_step"` // after which there is a new code
	CodeLength twilio.Int      `json:"code_length"`
	Skew       twilio.Int      `json:"skew"` // how many codes before and after the present one are taken
}

// ServiceWhatsApp is the sender of a service's WhatsApp messages.
type ServiceWhatsApp struct {
	MessagingServiceSID string `json:"msg_service_sid"` // MG…
	From                string `json:"from"`            // whatsapp:+14155551234
}

// Services manages the services of the account.
type Services struct{ c *twilio.Client }

var (
	serviceCreate = twilio.Operation{Name: "verify.Services.Create", Method: http.MethodPost, Host: host, Path: "/v2/Services", Mints: "VA"}
	serviceGet    = twilio.Operation{Name: "verify.Services.Get", Method: http.MethodGet, Host: host, Path: "/v2/Services/{Sid:VA}"}
	serviceList   = twilio.Operation{Name: "verify.Services.List", Method: http.MethodGet, Host: host, Path: "/v2/Services", Items: "services"}
	serviceDelete = twilio.Operation{Name: "verify.Services.Delete", Method: http.MethodDelete, Host: host, Path: "/v2/Services/{Sid:VA}"}

	// An update converges: a value that is set twice is set.
	serviceUpdate = twilio.Operation{
		Name: "verify.Services.Update", Method: http.MethodPost, Host: host, Path: "/v2/Services/{Sid:VA}", Class: twilio.ClassIdempotent,
	}
)

// ServiceCreateParams are the settings of a new service.
type ServiceCreateParams struct {
	FriendlyName                   string `form:"FriendlyName" check:"required,max=32"` // stands in the messages; at most 4 of its characters are digits
	CodeLength                     int    `form:"CodeLength"`                           // 4 to 10; 0 leaves it to Twilio, which uses 6
	LookupEnabled                  bool   `form:"LookupEnabled"`                        // each verification says what is known of the line
	SkipSMSToLandlines             bool   `form:"SkipSmsToLandlines"`                   // refuses them with code 60205; needs LookupEnabled
	DTMFInputRequired              bool   `form:"DtmfInputRequired"`                    // a call reads the code after a key was pressed
	TTSName                        string `form:"TtsName"`                              // of the voice that reads codes
	PSD2Enabled                    bool   `form:"Psd2Enabled"`                          // verifications name an amount and a payee
	DoNotShareWarningEnabled       bool   `form:"DoNotShareWarningEnabled"`             // of SMS
	CustomCodeEnabled              bool   `form:"CustomCodeEnabled"`                    // verifications may bring a code of their own
	DefaultTemplateSID             string `form:"DefaultTemplateSid" check:"sid=HJ"`    // of SMS
	VerifyEventSubscriptionEnabled bool   `form:"VerifyEventSubscriptionEnabled"`       // its verifications go to Event Streams

	Push     ServicePushParams     `form:"Push"`
	TOTP     ServiceTOTPParams     `form:"Totp"`
	WhatsApp ServiceWhatsAppParams `form:"Whatsapp"`
	Passkeys ServicePasskeysParams `form:"Passkeys"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// ServicePushParams says how push notifications reach devices.
type ServicePushParams struct {
	IncludeDate      *bool  `form:"IncludeDate"`                     // Twilio advises against it: a challenge has DateCreated
	APNCredentialSID string `form:"ApnCredentialSid" check:"sid=CR"` // of Apple's service
	FCMCredentialSID string `form:"FcmCredentialSid" check:"sid=CR"` // of Google's service
}

// ServiceTOTPParams says how authenticator apps make codes.
type ServiceTOTPParams struct {
	Issuer     string        `form:"Issuer"`           // the name that the app shows; "" is the service's FriendlyName
	TimeStep   time.Duration `form:"TimeStep,seconds"` // 20 s to 60 s; 0 leaves it to Twilio, which uses 30 s
	CodeLength int           `form:"CodeLength"`       // 3 to 8; 0 leaves it to Twilio, which uses 6
	Skew       *int          `form:"Skew"`             // how many codes before and after the present one are taken: 0 to 2; nil leaves it to Twilio, which uses 1
}

// ServiceWhatsAppParams is the sender of WhatsApp messages.
type ServiceWhatsAppParams struct {
	MessagingServiceSID string `form:"MsgServiceSid" check:"sid=MG"`
	From                string `form:"From" check:"recipient"` // a WhatsApp sender of that Messaging Service
}

// ServicePasskeysParams says who asks for passkeys, and for which ones.
type ServicePasskeysParams struct {
	RelyingParty            ServiceRelyingPartyParams `form:"RelyingParty"`
	AuthenticatorAttachment AuthenticatorAttachment   `form:"AuthenticatorAttachment"`
	DiscoverableCredentials PasskeyRequirement        `form:"DiscoverableCredentials"`
	UserVerification        PasskeyRequirement        `form:"UserVerification"`
}

// ServiceRelyingPartyParams is the application that asks for passkeys.
type ServiceRelyingPartyParams struct {
	ID      string   `form:"Id"`            // its domain: example.com
	Name    string   `form:"Name"`          // as people know it
	Origins []string `form:"Origins,comma"` // login.example.com
}

// Create makes a service. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: look for its FriendlyName with [Services.All] before
// you make another one.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service#create-a-verification-service
func (s *Services) Create(ctx context.Context, params ServiceCreateParams, opts ...twilio.CallOption) (*Service, error) {
	return twilio.Invoke[Service](ctx, s.c, serviceCreate.With(&params), opts...)
}

// Get returns a service with its settings.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service#fetch-a-service
func (s *Services) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Service, error) {
	return twilio.Invoke[Service](ctx, s.c, serviceGet.On(sid), opts...)
}

// ServiceListParams are the pages of a list of services.
type ServiceListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of services, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service#list-all-services
func (s *Services) List(ctx context.Context, params ServiceListParams, opts ...twilio.CallOption) (*twilio.Page[Service], error) {
	return twilio.InvokePage[Service](ctx, s.c, serviceList.With(&params), opts...)
}

// All ranges over all services, page by page as the loop gets to them. It stops after
// yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service#list-all-services
func (s *Services) All(ctx context.Context, params ServiceListParams, opts ...twilio.CallOption) iter.Seq2[*Service, error] {
	return twilio.InvokeAll[Service](ctx, s.c, serviceList.With(&params), opts...)
}

// ServiceUpdateParams changes the settings of a service. A field that is zero stays as
// it is; [twilio.Ptr] gives a pointer to false.
type ServiceUpdateParams struct {
	FriendlyName                   string `form:"FriendlyName" check:"max=32"`
	CodeLength                     int    `form:"CodeLength"` // 4 to 10
	LookupEnabled                  *bool  `form:"LookupEnabled"`
	SkipSMSToLandlines             *bool  `form:"SkipSmsToLandlines"` // needs LookupEnabled
	DTMFInputRequired              *bool  `form:"DtmfInputRequired"`
	TTSName                        string `form:"TtsName"`
	PSD2Enabled                    *bool  `form:"Psd2Enabled"`
	DoNotShareWarningEnabled       *bool  `form:"DoNotShareWarningEnabled"`
	CustomCodeEnabled              *bool  `form:"CustomCodeEnabled"`
	DefaultTemplateSID             string `form:"DefaultTemplateSid" check:"sid=HJ"`
	VerifyEventSubscriptionEnabled *bool  `form:"VerifyEventSubscriptionEnabled"`

	Push     ServicePushParams     `form:"Push"`
	TOTP     ServiceTOTPParams     `form:"Totp"`
	WhatsApp ServiceWhatsAppParams `form:"Whatsapp"`
	Passkeys ServicePasskeysParams `form:"Passkeys"`

	Extra url.Values `form:"-"`
}

// Update changes the settings of a service and returns it as it is afterwards. An
// update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service#update-a-service
func (s *Services) Update(ctx context.Context, sid string, params ServiceUpdateParams, opts ...twilio.CallOption) (*Service, error) {
	return twilio.Invoke[Service](ctx, s.c, serviceUpdate.On(sid).With(&params), opts...)
}

// Delete removes a service with everything in it: verifications under way, limits,
// entities and their factors.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/service#delete-a-service
func (s *Services) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, serviceDelete.On(sid), opts...)
}
