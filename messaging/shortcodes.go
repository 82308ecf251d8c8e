package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// ShortCode is a short code in the pool of a [Service]. Its SID is that of the short
// code itself, which [AccountShortCodes] lists.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/services-shortcode-resource
type ShortCode struct {
	SID          string      `json:"sid"` // SC…
	AccountSID   string      `json:"account_sid"`
	ServiceSID   string      `json:"service_sid"`
	ShortCode    string      `json:"short_code"` // 5 or 6 digits
	CountryCode  string      `json:"country_code"`
	Capabilities []string    `json:"capabilities"` // "SMS", "MMS", "Voice"
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`
}

// ShortCodes manages the short codes of services.
type ShortCodes struct{ c *twilio.Client }

const (
	shortCodesPath = poolPath + "/ShortCodes"
	shortCodePath  = shortCodesPath + "/{Sid:SC}"
)

var (
	// A sender is in a pool once: to add it again comes to the same.
	shortCodeCreate = twilio.Operation{
		Name: "messaging.ShortCodes.Create", Method: http.MethodPost, Host: host, Path: shortCodesPath, Class: twilio.ClassIdempotent,
	}
	shortCodeGet    = twilio.Operation{Name: "messaging.ShortCodes.Get", Method: http.MethodGet, Host: host, Path: shortCodePath}
	shortCodeList   = twilio.Operation{Name: "messaging.ShortCodes.List", Method: http.MethodGet, Host: host, Path: shortCodesPath, Items: "short_codes"}
	shortCodeDelete = twilio.Operation{Name: "messaging.ShortCodes.Delete", Method: http.MethodDelete, Host: host, Path: shortCodePath}
)

// ShortCodeCreateParams is a short code that joins a pool.
type ShortCodeCreateParams struct {
	ShortCodeSID string `form:"ShortCodeSid" check:"required,sid=SC"` // of a short code that the account has

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create puts a short code into the pool of a service, and returns it as well when it is
// there already. A short code that is in another service is refused with code 21712. A
// create converges, because a short code is in a pool once: it is repeated after
// failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/services-shortcode-resource#create-shortcode-resource
func (s *ShortCodes) Create(ctx context.Context, serviceSID string, params ShortCodeCreateParams, opts ...twilio.CallOption) (*ShortCode, error) {
	return join(ctx, s.c, shortCodeCreate.On(serviceSID).With(&params),
		func() (*ShortCode, error) { return s.Get(ctx, serviceSID, params.ShortCodeSID, opts...) },
		func(*ShortCode) bool { return true }, opts)
}

// Get returns a short code of a pool. One that is not in the pool matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/services-shortcode-resource#fetch-shortcode-resource
func (s *ShortCodes) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*ShortCode, error) {
	return twilio.Invoke[ShortCode](ctx, s.c, shortCodeGet.On(serviceSID, sid), opts...)
}

// ShortCodeListParams are the pages of a list of short codes.
type ShortCodeListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a service's short codes, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/services-shortcode-resource#read-multiple-shortcode-resources
func (s *ShortCodes) List(ctx context.Context, serviceSID string, params ShortCodeListParams, opts ...twilio.CallOption) (*twilio.Page[ShortCode], error) {
	return twilio.InvokePage[ShortCode](ctx, s.c, shortCodeList.On(serviceSID).With(&params), opts...)
}

// All ranges over all short codes of a service, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/services-shortcode-resource#read-multiple-shortcode-resources
func (s *ShortCodes) All(ctx context.Context, serviceSID string, params ShortCodeListParams, opts ...twilio.CallOption) iter.Seq2[*ShortCode, error] {
	return twilio.InvokeAll[ShortCode](ctx, s.c, shortCodeList.On(serviceSID).With(&params), opts...)
}

// Delete takes a short code out of the pool. The short code stays with the account.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/services-shortcode-resource#delete-shortcode-resource
func (s *ShortCodes) Delete(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, shortCodeDelete.On(serviceSID, sid), opts...)
}
