package pricing

import (
	"context"
	"iter"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// VoiceCountryV1 is the prices of calls in one country, for one minute, whoever calls.
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
type VoiceCountryV1 struct {
	Name                 string          `json:"country"`     // in English
	ISOCountry           string          `json:"iso_country"` // ISO 3166-1: "US"
	OutboundPrefixPrices []PrefixPriceV1 `json:"outbound_prefix_prices"`
	InboundCallPrices    []Price         `json:"inbound_call_prices"` // by the number that is called
	PriceUnit            string          `json:"price_unit"`          // a currency: "USD"
	URL                  string          `json:"url"`
}

// PrefixPriceV1 is the price of a minute to the numbers that begin with one of some digits.
type PrefixPriceV1 struct {
	FriendlyName string         `json:"friendly_name"`
	Prefixes     []string       `json:"prefixes"`      // without a plus: "447"
	BasePrice    twilio.Decimal `json:"base_price"`    // without the account's discount
	CurrentPrice twilio.Decimal `json:"current_price"` // with it
}

// VoiceNumberV1 is the prices of calls to and from one number, for one minute.
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
type VoiceNumberV1 struct {
	Number            string              `json:"number"`  // E.164
	Country           string              `json:"country"` // in English
	ISOCountry        string              `json:"iso_country"`
	OutboundCallPrice OutboundCallPriceV1 `json:"outbound_call_price"`
	InboundCallPrice  Price               `json:"inbound_call_price"` // of calls to it if it is a number of Twilio's; else zero
	PriceUnit         string              `json:"price_unit"`         // a currency: "USD"
	URL               string              `json:"url"`
}

// OutboundCallPriceV1 is the price of a minute to a number, whoever calls.
type OutboundCallPriceV1 struct {
	BasePrice    twilio.Decimal `json:"base_price"`    // without the account's discount
	CurrentPrice twilio.Decimal `json:"current_price"` // with it
}

// VoiceV1 reads the prices of calls.
type VoiceV1 struct{ c *twilio.Client }

var (
	voiceV1Get    = twilio.Operation{Name: "pricing.VoiceV1.Get", Method: http.MethodGet, Host: host, Path: "/v1/Voice/Countries/{IsoCountry:country}"}
	voiceV1List   = twilio.Operation{Name: "pricing.VoiceV1.List", Method: http.MethodGet, Host: host, Path: "/v1/Voice/Countries", Items: "countries"}
	voiceV1Number = twilio.Operation{Name: "pricing.VoiceV1.GetNumber", Method: http.MethodGet, Host: host, Path: "/v1/Voice/Numbers/{Number:e164}"}
)

// Get returns the prices of calls in a country, which is an ISO 3166-1 code: "US". A country
// without prices matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
func (s *VoiceV1) Get(ctx context.Context, country string, opts ...twilio.CallOption) (*VoiceCountryV1, error) {
	return twilio.Invoke[VoiceCountryV1](ctx, s.c, voiceV1Get.On(country), opts...)
}

// List returns the first page of the countries that have prices of calls, or the page
// that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
func (s *VoiceV1) List(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) (*twilio.Page[Country], error) {
	return twilio.InvokePage[Country](ctx, s.c, voiceV1List.With(&params), opts...)
}

// All ranges over the countries that have prices of calls, page by page as the loop gets
// to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
func (s *VoiceV1) All(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) iter.Seq2[*Country, error] {
	return twilio.InvokeAll[Country](ctx, s.c, voiceV1List.With(&params), opts...)
}

// GetNumber returns the prices of calls to and from one number, which is in E.164.
// A number of a country without prices matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/pricing
func (s *VoiceV1) GetNumber(ctx context.Context, number string, opts ...twilio.CallOption) (*VoiceNumberV1, error) {
	return twilio.Invoke[VoiceNumberV1](ctx, s.c, voiceV1Number.On(number), opts...)
}
