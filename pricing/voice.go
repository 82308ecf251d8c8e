package pricing

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// VoiceCountry is the prices of calls in one country, for one minute.
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
type VoiceCountry struct {
	Name                 string        `json:"country"`     // in English
	ISOCountry           string        `json:"iso_country"` // ISO 3166-1: "US"
	OutboundPrefixPrices []PrefixPrice `json:"outbound_prefix_prices"`
	InboundCallPrices    []Price       `json:"inbound_call_prices"` // by the number that is called
	PriceUnit            string        `json:"price_unit"`          // a currency: "USD"
	URL                  string        `json:"url"`
}

// VoiceNumber is the prices of calls to and from one number, for one minute.
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
type VoiceNumber struct {
	DestinationNumber  string              `json:"destination_number"` // E.164
	OriginationNumber  string              `json:"origination_number"` // E.164; "" when no number was asked for
	Country            string              `json:"country"`            // in English
	ISOCountry         string              `json:"iso_country"`
	OutboundCallPrices []OutboundCallPrice `json:"outbound_call_prices"`
	InboundCallPrice   Price               `json:"inbound_call_price"` // of calls to it if it is a number of Twilio's; else zero
	PriceUnit          string              `json:"price_unit"`         // a currency: "USD"
	URL                string              `json:"url"`
}

// OutboundCallPrice is the price of a minute to a number, from numbers that begin with one
// of some digits.
type OutboundCallPrice struct {
	OriginationPrefixes []string       `json:"origination_prefixes"` // "ALL" for every number
	BasePrice           twilio.Decimal `json:"base_price"`           // without the account's discount
	CurrentPrice        twilio.Decimal `json:"current_price"`        // with it
}

// Voice reads the prices of calls.
type Voice struct{ c *twilio.Client }

var (
	voiceGet    = twilio.Operation{Name: "pricing.Voice.Get", Method: http.MethodGet, Host: host, Path: "/v2/Voice/Countries/{IsoCountry:country}"}
	voiceList   = twilio.Operation{Name: "pricing.Voice.List", Method: http.MethodGet, Host: host, Path: "/v2/Voice/Countries", Items: "countries"}
	voiceNumber = twilio.Operation{Name: "pricing.Voice.GetNumber", Method: http.MethodGet, Host: host, Path: "/v2/Voice/Numbers/{DestinationNumber:e164}"}
)

// Get returns the prices of calls in a country, which is an ISO 3166-1 code: "US". A country
// without prices matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
func (s *Voice) Get(ctx context.Context, country string, opts ...twilio.CallOption) (*VoiceCountry, error) {
	return twilio.Invoke[VoiceCountry](ctx, s.c, voiceGet.On(country), opts...)
}

// List returns the first page of the countries that have prices of calls, or the page
// that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
func (s *Voice) List(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) (*twilio.Page[Country], error) {
	return twilio.InvokePage[Country](ctx, s.c, voiceList.With(&params), opts...)
}

// All ranges over the countries that have prices of calls, page by page as the loop gets
// to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
func (s *Voice) All(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) iter.Seq2[*Country, error] {
	return twilio.InvokeAll[Country](ctx, s.c, voiceList.With(&params), opts...)
}

// VoiceNumberParams are the parameters of [Voice.GetNumber].
type VoiceNumberParams struct {
	OriginationNumber string `form:"OriginationNumber" check:"e164"` // the number that calls; "" for the prices of all of them

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// GetNumber returns the prices of calls to and from one number, which is in E.164.
// A number of a country without prices matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
func (s *Voice) GetNumber(ctx context.Context, number string, params VoiceNumberParams, opts ...twilio.CallOption) (*VoiceNumber, error) {
	return twilio.Invoke[VoiceNumber](ctx, s.c, voiceNumber.On(number).With(&params), opts...)
}
