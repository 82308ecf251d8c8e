package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// DestinationAlphaSender is a name in the pool of a [Service] that people in one
// country see instead of a number.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/destinationalphasender-resource
type DestinationAlphaSender struct {
	SID            string      `json:"sid"` // AI…
	AccountSID     string      `json:"account_sid"`
	ServiceSID     string      `json:"service_sid"`
	AlphaSender    string      `json:"alpha_sender"`     // the name that people see
	ISOCountryCode string      `json:"iso_country_code"` // "FR"; "" is every country without a name of its own
	Capabilities   []string    `json:"capabilities"`     // "SMS", "MMS", "Voice"
	DateCreated    twilio.Time `json:"date_created"`
	DateUpdated    twilio.Time `json:"date_updated"`
	URL            string      `json:"url"`
}

// DestinationAlphaSenders manages the destination alpha senders of services.
type DestinationAlphaSenders struct{ c *twilio.Client }

const (
	destinationAlphaSendersPath = poolPath + "/DestinationAlphaSenders"
	destinationAlphaSenderPath  = destinationAlphaSendersPath + "/{Sid:AI}"
)

var (
	// A sender is in a pool once: to add it again comes to the same.
	destinationAlphaSenderCreate = twilio.Operation{
		Name: "messaging.DestinationAlphaSenders.Create", Method: http.MethodPost, Host: host, Path: destinationAlphaSendersPath, Class: twilio.ClassIdempotent,
	}
	destinationAlphaSenderGet    = twilio.Operation{Name: "messaging.DestinationAlphaSenders.Get", Method: http.MethodGet, Host: host, Path: destinationAlphaSenderPath}
	destinationAlphaSenderList   = twilio.Operation{Name: "messaging.DestinationAlphaSenders.List", Method: http.MethodGet, Host: host, Path: destinationAlphaSendersPath, Items: "alpha_senders"}
	destinationAlphaSenderDelete = twilio.Operation{Name: "messaging.DestinationAlphaSenders.Delete", Method: http.MethodDelete, Host: host, Path: destinationAlphaSenderPath}
)

// DestinationAlphaSenderCreateParams is a name for a country.
type DestinationAlphaSenderCreateParams struct {
	AlphaSender    string `form:"AlphaSender" check:"required,max=11"` // letters, digits, blanks, +, -, _ and &, not digits alone
	ISOCountryCode string `form:"IsoCountryCode" check:"country"`      // "FR"; "" is every country without a name of its own

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a name that no country takes.
func (p *DestinationAlphaSenderCreateParams) Validate(problems *twilio.Problems) {
	checkAlphaSender(problems, p.AlphaSender)
}

// Create gives a service a name for a country, and returns it as well when the country
// has it already. A create converges, because a country has a name once: it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/destinationalphasender-resource#create-destinationalphasender-resource
func (s *DestinationAlphaSenders) Create(ctx context.Context, serviceSID string, params DestinationAlphaSenderCreateParams, opts ...twilio.CallOption) (*DestinationAlphaSender, error) {
	is := func(a *DestinationAlphaSender) bool {
		return a.AlphaSender == params.AlphaSender && strings.EqualFold(a.ISOCountryCode, params.ISOCountryCode)
	}
	filter := DestinationAlphaSenderListParams{ISOCountryCode: params.ISOCountryCode}
	return join(ctx, s.c, destinationAlphaSenderCreate.On(serviceSID).With(&params),
		func() (*DestinationAlphaSender, error) { return firstOf(s.All(ctx, serviceSID, filter, opts...), is) }, is, opts)
}

// Get returns a name of a pool. One that is not in the pool matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/destinationalphasender-resource#fetch-destinationalphasender-resource
func (s *DestinationAlphaSenders) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*DestinationAlphaSender, error) {
	return twilio.Invoke[DestinationAlphaSender](ctx, s.c, destinationAlphaSenderGet.On(serviceSID, sid), opts...)
}

// DestinationAlphaSenderListParams narrows [DestinationAlphaSenders.List] and
// [DestinationAlphaSenders.All]; its zero value lists the names of all countries.
type DestinationAlphaSenderListParams struct {
	ISOCountryCode string `form:"IsoCountryCode" check:"country"` // "FR"
	PageSize       int    `form:"PageSize"`                       // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of a service's destination alpha senders, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/destinationalphasender-resource#read-multiple-destinationalphasender-resources
func (s *DestinationAlphaSenders) List(ctx context.Context, serviceSID string, params DestinationAlphaSenderListParams, opts ...twilio.CallOption) (*twilio.Page[DestinationAlphaSender], error) {
	return twilio.InvokePage[DestinationAlphaSender](ctx, s.c, destinationAlphaSenderList.On(serviceSID).With(&params), opts...)
}

// All ranges over all destination alpha senders of a service, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/destinationalphasender-resource#read-multiple-destinationalphasender-resources
func (s *DestinationAlphaSenders) All(ctx context.Context, serviceSID string, params DestinationAlphaSenderListParams, opts ...twilio.CallOption) iter.Seq2[*DestinationAlphaSender, error] {
	return twilio.InvokeAll[DestinationAlphaSender](ctx, s.c, destinationAlphaSenderList.On(serviceSID).With(&params), opts...)
}

// Delete takes the name of a country out of the pool of a service.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/destinationalphasender-resource#delete-destinationalphasender-resource
func (s *DestinationAlphaSenders) Delete(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, destinationAlphaSenderDelete.On(serviceSID, sid), opts...)
}
