package pricing

import (
	"context"
	"iter"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// PhoneNumberCountry is the prices of phone numbers of one country, for one month.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/pricing
type PhoneNumberCountry struct {
	Name              string  `json:"country"`     // in English
	ISOCountry        string  `json:"iso_country"` // ISO 3166-1: "US"
	PhoneNumberPrices []Price `json:"phone_number_prices"`
	PriceUnit         string  `json:"price_unit"` // a currency: "USD"
	URL               string  `json:"url"`
}

// PhoneNumbers reads the prices of phone numbers.
type PhoneNumbers struct{ c *twilio.Client }

var (
	phoneNumbersGet  = twilio.Operation{Name: "pricing.PhoneNumbers.Get", Method: http.MethodGet, Host: host, Path: "/v1/PhoneNumbers/Countries/{IsoCountry:country}"}
	phoneNumbersList = twilio.Operation{Name: "pricing.PhoneNumbers.List", Method: http.MethodGet, Host: host, Path: "/v1/PhoneNumbers/Countries", Items: "countries"}
)

// Get returns the prices of phone numbers in a country, which is an ISO 3166-1 code: "US". A country
// without prices matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/pricing
func (s *PhoneNumbers) Get(ctx context.Context, country string, opts ...twilio.CallOption) (*PhoneNumberCountry, error) {
	return twilio.Invoke[PhoneNumberCountry](ctx, s.c, phoneNumbersGet.On(country), opts...)
}

// List returns the first page of the countries that have prices of phone numbers, or the page
// that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/pricing
func (s *PhoneNumbers) List(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) (*twilio.Page[Country], error) {
	return twilio.InvokePage[Country](ctx, s.c, phoneNumbersList.With(&params), opts...)
}

// All ranges over the countries that have prices of phone numbers, page by page as the loop gets
// to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/pricing
func (s *PhoneNumbers) All(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) iter.Seq2[*Country, error] {
	return twilio.InvokeAll[Country](ctx, s.c, phoneNumbersList.With(&params), opts...)
}
