package numbers

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// SigningRequestConfiguration is the look of the emails with which Twilio asks for a
// signature, for one product in one country.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in
type SigningRequestConfiguration struct {
	FriendlyName   string         `json:"friendly_name"`
	Product        SigningProduct `json:"product"`
	Country        string         `json:"country"`
	LogoSID        string         `json:"logo_sid"` // RD…, of a supporting document
	EmailSubject   string         `json:"email_subject"`
	EmailMessage   string         `json:"email_message"`
	URLRedirection string         `json:"url_redirection"` // where the signer goes afterwards
	URL            string         `json:"url"`
}

// SigningProduct is a product that asks for signatures.
type SigningProduct string

// The products that ask for signatures.
const (
	SigningPorting SigningProduct = "Porting"
	SigningHosting SigningProduct = "Hosting"
)

// SigningRequestConfigurations manages the looks of the emails.
type SigningRequestConfigurations struct{ c *twilio.Client }

const signingRequestPath = "/v1/SigningRequest/Configuration"

var (
	// Twilio inserts or updates: there is one for a product in a country.
	signingRequestSet = twilio.Operation{
		Name: "numbers.SigningRequestConfigurations.Set", Method: http.MethodPost, Host: host, Path: signingRequestPath, Body: twilio.BodyJSON,
		Class: twilio.ClassIdempotent,
	}
	signingRequestList = twilio.Operation{
		Name: "numbers.SigningRequestConfigurations.List", Method: http.MethodGet, Host: host, Path: signingRequestPath, Items: "configurations",
	}
)

// SigningRequestConfigurationSetParams is the look of the emails for a product in a
// country.
type SigningRequestConfigurationSetParams struct {
	FriendlyName   string         `json:"friendly_name"`
	Product        SigningProduct `json:"product"`
	Country        string         `json:"country" check:"country"` // "US"
	LogoSID        string         `json:"logo_sid"`
	EmailSubject   string         `json:"email_subject" check:"max=255"`
	EmailMessage   string         `json:"email_message" check:"max=5000"`
	URLRedirection string         `json:"url_redirection" check:"url"`

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Validate refuses a look that belongs to no product or no country, and a logo that is
// no document.
func (p *SigningRequestConfigurationSetParams) Validate(problems *twilio.Problems) {
	checkKind(problems, "LogoSID", "RD", p.LogoSID)
	if _, given := p.Extra["product"]; p.Product == "" && !given {
		problems.Add("Product", "is empty", "give SigningPorting or SigningHosting")
	}
	if _, given := p.Extra["country"]; p.Country == "" && !given {
		problems.Add("Country", "is empty", "give the code of ISO 3166-1, such as US")
	}
}

// Set makes or changes the look of the emails for a product in a country. It converges,
// so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in
func (s *SigningRequestConfigurations) Set(ctx context.Context, params SigningRequestConfigurationSetParams, opts ...twilio.CallOption) (*SigningRequestConfiguration, error) {
	return twilio.Invoke[SigningRequestConfiguration](ctx, s.c, signingRequestSet.With(&params), opts...)
}

// SigningRequestConfigurationListParams narrows [SigningRequestConfigurations.List] and
// [SigningRequestConfigurations.All]; its zero value lists everything.
type SigningRequestConfigurationListParams struct {
	Product  SigningProduct `form:"Product"`
	Country  string         `form:"Country" check:"country"`
	PageSize int            `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's looks, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in
func (s *SigningRequestConfigurations) List(ctx context.Context, params SigningRequestConfigurationListParams, opts ...twilio.CallOption) (*twilio.Page[SigningRequestConfiguration], error) {
	return twilio.InvokePage[SigningRequestConfiguration](ctx, s.c, signingRequestList.With(&params), opts...)
}

// All ranges over the account's looks, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in
func (s *SigningRequestConfigurations) All(ctx context.Context, params SigningRequestConfigurationListParams, opts ...twilio.CallOption) iter.Seq2[*SigningRequestConfiguration, error] {
	return twilio.InvokeAll[SigningRequestConfiguration](ctx, s.c, signingRequestList.With(&params), opts...)
}
