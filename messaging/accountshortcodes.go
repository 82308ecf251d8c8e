package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// AccountShortCode is a short code that the account has, with its webhooks.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/short-code-resource
type AccountShortCode struct {
	SID               string        `json:"sid"` // SC…
	AccountSID        string        `json:"account_sid"`
	FriendlyName      string        `json:"friendly_name"` // the short code, unless it was changed
	ShortCode         string        `json:"short_code"`    // 5 or 6 digits
	APIVersion        string        `json:"api_version"`   // of the TwiML that its webhooks answer with
	SMSURL            string        `json:"sms_url"`       // hears of messages to the short code
	SMSMethod         twilio.Method `json:"sms_method"`
	SMSFallbackURL    string        `json:"sms_fallback_url"` // is asked when SMSURL fails
	SMSFallbackMethod twilio.Method `json:"sms_fallback_method"`
	DateCreated       twilio.Time   `json:"date_created"`
	DateUpdated       twilio.Time   `json:"date_updated"`
	URI               string        `json:"uri"`
}

// AccountShortCodes manages the short codes that the account has. Twilio's people set
// them up: no request makes one or gives it back.
type AccountShortCodes struct{ c *twilio.Client }

const (
	accountShortCodesPath = "/2010-04-01/Accounts/{AccountSid}/SMS/ShortCodes.json"
	accountShortCodePath  = "/2010-04-01/Accounts/{AccountSid}/SMS/ShortCodes/{Sid:SC}.json"
)

var (
	accountShortCodeGet  = twilio.Operation{Name: "messaging.AccountShortCodes.Get", Method: http.MethodGet, Host: apiHost, Path: accountShortCodePath}
	accountShortCodeList = twilio.Operation{
		Name: "messaging.AccountShortCodes.List", Method: http.MethodGet, Host: apiHost, Path: accountShortCodesPath, Items: "short_codes",
	}

	// An update converges: a value that is set twice is set.
	accountShortCodeUpdate = twilio.Operation{
		Name: "messaging.AccountShortCodes.Update", Method: http.MethodPost, Host: apiHost, Path: accountShortCodePath, Class: twilio.ClassIdempotent,
	}
)

// Get returns a short code with its webhooks.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/short-code-resource#fetch-a-shortcode-resource
func (s *AccountShortCodes) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*AccountShortCode, error) {
	return twilio.Invoke[AccountShortCode](ctx, s.c, accountShortCodeGet.On(sid), opts...)
}

// AccountShortCodeListParams narrows [AccountShortCodes.List] and
// [AccountShortCodes.All]; its zero value lists everything.
type AccountShortCodeListParams struct {
	FriendlyName string `form:"FriendlyName"`
	ShortCode    string `form:"ShortCode"` // digits; * stands for any
	PageSize     int    `form:"PageSize"`  // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's short codes, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/short-code-resource#read-multiple-shortcode-resources
func (s *AccountShortCodes) List(ctx context.Context, params AccountShortCodeListParams, opts ...twilio.CallOption) (*twilio.Page[AccountShortCode], error) {
	return twilio.InvokePage[AccountShortCode](ctx, s.c, accountShortCodeList.With(&params), opts...)
}

// All ranges over all short codes of the account, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/short-code-resource#read-multiple-shortcode-resources
func (s *AccountShortCodes) All(ctx context.Context, params AccountShortCodeListParams, opts ...twilio.CallOption) iter.Seq2[*AccountShortCode, error] {
	return twilio.InvokeAll[AccountShortCode](ctx, s.c, accountShortCodeList.With(&params), opts...)
}

// AccountShortCodeUpdateParams changes the webhooks of a short code. A field that is
// zero stays as it is.
type AccountShortCodeUpdateParams struct {
	FriendlyName      string        `form:"FriendlyName" check:"max=64"`
	APIVersion        string        `form:"ApiVersion"`
	SMSURL            string        `form:"SmsUrl" check:"callback"` // hears of messages to the short code
	SMSMethod         twilio.Method `form:"SmsMethod" check:"method"`
	SMSFallbackURL    string        `form:"SmsFallbackUrl" check:"callback"` // is asked when SMSURL fails
	SMSFallbackMethod twilio.Method `form:"SmsFallbackMethod" check:"method"`

	Extra url.Values `form:"-"`
}

// Update changes the webhooks of a short code. An update converges, so that it is
// repeated after failures that may pass. The webhooks of a [Service] go before those of
// its short codes, unless UseInboundWebhookOnNumber is set.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/short-code-resource#update-a-shortcode-resource
func (s *AccountShortCodes) Update(ctx context.Context, sid string, params AccountShortCodeUpdateParams, opts ...twilio.CallOption) (*AccountShortCode, error) {
	return twilio.Invoke[AccountShortCode](ctx, s.c, accountShortCodeUpdate.On(sid).With(&params), opts...)
}
