package iam

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Application is a set of addresses that Twilio asks for instructions: of calls and of
// messages. Numbers, SIP domains and the access tokens of client-side SDKs name it by its
// SID, so that all of them change with it.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/applications
type Application struct {
	SID                             string        `json:"sid"` // AP…
	AccountSID                      string        `json:"account_sid"`
	APIVersion                      string        `json:"api_version"`
	FriendlyName                    string        `json:"friendly_name"`
	MessageStatusCallback           string        `json:"message_status_callback"`
	PublicApplicationConnectEnabled bool          `json:"public_application_connect_enabled"`
	SMSFallbackMethod               twilio.Method `json:"sms_fallback_method"`
	SMSFallbackURL                  string        `json:"sms_fallback_url"`
	SMSMethod                       twilio.Method `json:"sms_method"`
	SMSStatusCallback               string        `json:"sms_status_callback"`
	SMSURL                          string        `json:"sms_url"`
	StatusCallback                  string        `json:"status_callback"`
	StatusCallbackMethod            twilio.Method `json:"status_callback_method"`
	VoiceCallerIDLookup             bool          `json:"voice_caller_id_lookup"`
	VoiceFallbackMethod             twilio.Method `json:"voice_fallback_method"`
	VoiceFallbackURL                string        `json:"voice_fallback_url"`
	VoiceMethod                     twilio.Method `json:"voice_method"`
	VoiceURL                        string        `json:"voice_url"`
	DateCreated                     twilio.Time   `json:"date_created"`
	DateUpdated                     twilio.Time   `json:"date_updated"`
	URI                             string        `json:"uri"`
}

// Applications manages the TwiML applications of an account.
type Applications struct{ c *twilio.Client }

const (
	applicationsPath = accountPrefix + "/Applications.json"
	applicationPath  = accountPrefix + "/Applications/{Sid:AP}.json"
)

var (
	applicationCreate = twilio.Operation{Name: "iam.Applications.Create", Method: http.MethodPost, Host: hostAPI, Path: applicationsPath, Mints: "AP"}
	applicationGet    = twilio.Operation{Name: "iam.Applications.Get", Method: http.MethodGet, Host: hostAPI, Path: applicationPath}
	applicationList   = twilio.Operation{Name: "iam.Applications.List", Method: http.MethodGet, Host: hostAPI, Path: applicationsPath, Items: "applications"}
	applicationDelete = twilio.Operation{Name: "iam.Applications.Delete", Method: http.MethodDelete, Host: hostAPI, Path: applicationPath}

	// A value that is set twice is set.
	applicationUpdate = twilio.Operation{Name: "iam.Applications.Update", Method: http.MethodPost, Host: hostAPI, Path: applicationPath, Class: twilio.ClassIdempotent}
)

// ApplicationCreateParams is a new application.
type ApplicationCreateParams struct {
	APIVersion                      string        `form:"ApiVersion"` // "2010-04-01"
	FriendlyName                    string        `form:"FriendlyName" check:"max=64"`
	MessageStatusCallback           string        `form:"MessageStatusCallback" check:"url"`
	PublicApplicationConnectEnabled bool          `form:"PublicApplicationConnectEnabled"` // other accounts may call it with <Dial><Application>
	SMSFallbackMethod               twilio.Method `form:"SmsFallbackMethod" check:"method"`
	SMSFallbackURL                  string        `form:"SmsFallbackUrl" check:"url"`
	SMSMethod                       twilio.Method `form:"SmsMethod" check:"method"`
	SMSStatusCallback               string        `form:"SmsStatusCallback" check:"url"` // former name of MessageStatusCallback
	SMSURL                          string        `form:"SmsUrl" check:"url"`
	StatusCallback                  string        `form:"StatusCallback" check:"url"`
	StatusCallbackMethod            twilio.Method `form:"StatusCallbackMethod" check:"method"`
	VoiceCallerIDLookup             bool          `form:"VoiceCallerIdLookup"` // looks up the caller's name, which costs money
	VoiceFallbackMethod             twilio.Method `form:"VoiceFallbackMethod" check:"method"`
	VoiceFallbackURL                string        `form:"VoiceFallbackUrl" check:"url"`
	VoiceMethod                     twilio.Method `form:"VoiceMethod" check:"method"`
	VoiceURL                        string        `form:"VoiceUrl" check:"url"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes an application, which works at once. When nobody can say whether it was made, the error is a
// *[twilio.OutcomeUnknownError]: look for it with [Applications.All] by its
// FriendlyName and DateCreated before you make another one. An application too many does
// no harm: it costs nothing.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/applications
func (s *Applications) Create(ctx context.Context, params ApplicationCreateParams, opts ...twilio.CallOption) (*Application, error) {
	return twilio.Invoke[Application](ctx, s.c, applicationCreate.With(&params), opts...)
}

// Get returns an application as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/api/applications
func (s *Applications) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Application, error) {
	return twilio.Invoke[Application](ctx, s.c, applicationGet.On(sid), opts...)
}

// ApplicationListParams narrows [Applications.List] and [Applications.All]; its zero
// value lists everything.
type ApplicationListParams struct {
	FriendlyName string `form:"FriendlyName" check:"filter"` // the whole name
	PageSize     int    `form:"PageSize"`                    // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of applications, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/applications
func (s *Applications) List(ctx context.Context, params ApplicationListParams, opts ...twilio.CallOption) (*twilio.Page[Application], error) {
	return twilio.InvokePage[Application](ctx, s.c, applicationList.With(&params), opts...)
}

// All ranges over all applications, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/applications
func (s *Applications) All(ctx context.Context, params ApplicationListParams, opts ...twilio.CallOption) iter.Seq2[*Application, error] {
	return twilio.InvokeAll[Application](ctx, s.c, applicationList.With(&params), opts...)
}

// ApplicationUpdateParams changes an application. A field that is zero stays as it is.
type ApplicationUpdateParams struct {
	APIVersion                      string        `form:"ApiVersion"` // "2010-04-01"
	FriendlyName                    string        `form:"FriendlyName" check:"max=64"`
	MessageStatusCallback           string        `form:"MessageStatusCallback" check:"url"`
	PublicApplicationConnectEnabled *bool         `form:"PublicApplicationConnectEnabled"` // other accounts may call it with <Dial><Application>
	SMSFallbackMethod               twilio.Method `form:"SmsFallbackMethod" check:"method"`
	SMSFallbackURL                  string        `form:"SmsFallbackUrl" check:"url"`
	SMSMethod                       twilio.Method `form:"SmsMethod" check:"method"`
	SMSStatusCallback               string        `form:"SmsStatusCallback" check:"url"` // former name of MessageStatusCallback
	SMSURL                          string        `form:"SmsUrl" check:"url"`
	StatusCallback                  string        `form:"StatusCallback" check:"url"`
	StatusCallbackMethod            twilio.Method `form:"StatusCallbackMethod" check:"method"`
	VoiceCallerIDLookup             *bool         `form:"VoiceCallerIdLookup"` // looks up the caller's name, which costs money
	VoiceFallbackMethod             twilio.Method `form:"VoiceFallbackMethod" check:"method"`
	VoiceFallbackURL                string        `form:"VoiceFallbackUrl" check:"url"`
	VoiceMethod                     twilio.Method `form:"VoiceMethod" check:"method"`
	VoiceURL                        string        `form:"VoiceUrl" check:"url"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes an application and returns it as it is afterwards. An update converges,
// so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/applications
func (s *Applications) Update(ctx context.Context, sid string, params ApplicationUpdateParams, opts ...twilio.CallOption) (*Application, error) {
	return twilio.Invoke[Application](ctx, s.c, applicationUpdate.On(sid).With(&params), opts...)
}

// Delete removes an application. Numbers that name it have no instructions from then on.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/applications
func (s *Applications) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, applicationDelete.On(sid), opts...)
}
