package pricing

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// TrunkingCountry is the prices of calls over a trunk in one country, for one minute.
//
// Twilio docs: https://www.twilio.com/docs/sip-trunking/pricing
type TrunkingCountry struct {
	Name                    string        `json:"country"`                   // in English
	ISOCountry              string        `json:"iso_country"`               // ISO 3166-1: "US"
	TerminatingPrefixPrices []PrefixPrice `json:"terminating_prefix_prices"` // of calls out of the trunk
	OriginatingCallPrices   []Price       `json:"originating_call_prices"`   // of calls into the trunk, by the number that is called
	PriceUnit               string        `json:"price_unit"`                // a currency: "USD"
	URL                     string        `json:"url"`
}

// TrunkingNumber is the prices of calls over a trunk to and from one number, for one
// minute.
//
// Twilio docs: https://www.twilio.com/docs/sip-trunking/pricing
type TrunkingNumber struct {
	DestinationNumber       string        `json:"destination_number"` // E.164
	OriginationNumber       string        `json:"origination_number"` // E.164; "" when no number was asked for
	Country                 string        `json:"country"`            // in English
	ISOCountry              string        `json:"iso_country"`
	TerminatingPrefixPrices []PrefixPrice `json:"terminating_prefix_prices"` // of calls out of the trunk
	OriginatingCallPrice    Price         `json:"originating_call_price"`    // of calls into the trunk if it is a number of Twilio's; else zero
	PriceUnit               string        `json:"price_unit"`                // a currency: "USD"
	URL                     string        `json:"url"`
}

// Trunking reads the prices of calls over a trunk.
type Trunking struct{ c *twilio.Client }

var (
	trunkingGet    = twilio.Operation{Name: "pricing.Trunking.Get", Method: http.MethodGet, Host: host, Path: "/v2/Trunking/Countries/{IsoCountry:country}"}
	trunkingList   = twilio.Operation{Name: "pricing.Trunking.List", Method: http.MethodGet, Host: host, Path: "/v2/Trunking/Countries", Items: "countries"}
	trunkingNumber = twilio.Operation{Name: "pricing.Trunking.GetNumber", Method: http.MethodGet, Host: host, Path: "/v2/Trunking/Numbers/{DestinationNumber:e164}"}
)

// Get returns the prices of calls over a trunk in a country, which is an ISO 3166-1 code: "US". A country
// without prices matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/sip-trunking/pricing
func (s *Trunking) Get(ctx context.Context, country string, opts ...twilio.CallOption) (*TrunkingCountry, error) {
	return twilio.Invoke[TrunkingCountry](ctx, s.c, trunkingGet.On(country), opts...)
}

// List returns the first page of the countries that have prices of calls over a trunk, or the page
// that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/sip-trunking/pricing
func (s *Trunking) List(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) (*twilio.Page[Country], error) {
	return twilio.InvokePage[Country](ctx, s.c, trunkingList.With(&params), opts...)
}

// All ranges over the countries that have prices of calls over a trunk, page by page as the loop gets
// to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/sip-trunking/pricing
func (s *Trunking) All(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) iter.Seq2[*Country, error] {
	return twilio.InvokeAll[Country](ctx, s.c, trunkingList.With(&params), opts...)
}

// TrunkingNumberParams are the parameters of [Trunking.GetNumber].
type TrunkingNumberParams struct {
	OriginationNumber string `form:"OriginationNumber" check:"e164"` // the number that calls; "" for the prices of all of them

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// GetNumber returns the prices of calls over a trunk to and from one number, which is in E.164.
// A number of a country without prices matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/sip-trunking/pricing
func (s *Trunking) GetNumber(ctx context.Context, number string, params TrunkingNumberParams, opts ...twilio.CallOption) (*TrunkingNumber, error) {
	return twilio.Invoke[TrunkingNumber](ctx, s.c, trunkingNumber.On(number).With(&params), opts...)
}
