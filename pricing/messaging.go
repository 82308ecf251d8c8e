package pricing

import (
	"context"
	"iter"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// MessagingCountry is the prices of messages in one country.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/pricing
type MessagingCountry struct {
	Name              string             `json:"country"`     // in English
	ISOCountry        string             `json:"iso_country"` // ISO 3166-1: "US"
	OutboundSMSPrices []OutboundSMSPrice `json:"outbound_sms_prices"`
	InboundSMSPrices  []Price            `json:"inbound_sms_prices"` // of a segment, by the number that receives it
	PriceUnit         string             `json:"price_unit"`         // a currency: "USD"
	URL               string             `json:"url"`
}

// OutboundSMSPrice is the prices of a segment to the subscribers of one carrier.
type OutboundSMSPrice struct {
	Carrier string  `json:"carrier"`
	MCC     string  `json:"mcc"`    // mobile country code: "310"
	MNC     string  `json:"mnc"`    // mobile network code: "150"
	Prices  []Price `json:"prices"` // by the number that sends it
}

// Messaging reads the prices of messages.
type Messaging struct{ c *twilio.Client }

var (
	messagingGet  = twilio.Operation{Name: "pricing.Messaging.Get", Method: http.MethodGet, Host: host, Path: "/v1/Messaging/Countries/{IsoCountry:country}"}
	messagingList = twilio.Operation{Name: "pricing.Messaging.List", Method: http.MethodGet, Host: host, Path: "/v1/Messaging/Countries", Items: "countries"}
)

// Get returns the prices of messages in a country, which is an ISO 3166-1 code: "US". A country
// without prices matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/pricing
func (s *Messaging) Get(ctx context.Context, country string, opts ...twilio.CallOption) (*MessagingCountry, error) {
	return twilio.Invoke[MessagingCountry](ctx, s.c, messagingGet.On(country), opts...)
}

// List returns the first page of the countries that have prices of messages, or the page
// that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/pricing
func (s *Messaging) List(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) (*twilio.Page[Country], error) {
	return twilio.InvokePage[Country](ctx, s.c, messagingList.With(&params), opts...)
}

// All ranges over the countries that have prices of messages, page by page as the loop gets
// to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/pricing
func (s *Messaging) All(ctx context.Context, params CountryListParams, opts ...twilio.CallOption) iter.Seq2[*Country, error] {
	return twilio.InvokeAll[Country](ctx, s.c, messagingList.With(&params), opts...)
}
