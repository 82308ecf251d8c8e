package pricing

import (
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Client is Twilio's price list for the account of one [twilio.Client]. It is safe for
// concurrent use, as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/usage/pricing
type Client struct {
	Messaging    *Messaging
	PhoneNumbers *PhoneNumbers
	Voice        *Voice
	VoiceV1      *VoiceV1
	Trunking     *Trunking
}

// New returns the price list for the account, the credentials and the options of c. It
// sends nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/usage/pricing
func New(c *twilio.Client) *Client {
	return &Client{
		Messaging:    &Messaging{c},
		PhoneNumbers: &PhoneNumbers{c},
		Voice:        &Voice{c},
		VoiceV1:      &VoiceV1{c},
		Trunking:     &Trunking{c},
	}
}

const host = "pricing"

// Country is a country that has prices. Its prices come with the method Get of the list
// that it is from.
//
// Twilio docs: https://www.twilio.com/docs/usage/pricing
type Country struct {
	Name       string `json:"country"`     // in English
	ISOCountry string `json:"iso_country"` // ISO 3166-1: "US"
	URL        string `json:"url"`         // of its prices
}

// CountryListParams are the pages of a list of countries.
type CountryListParams struct {
	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// Price is what the account pays for one kind of number: a month of the number, or a
// message or a minute that comes in to it.
type Price struct {
	NumberType   string         `json:"number_type"`   // "local", "mobile", "national", "toll free", "shortcode"
	BasePrice    twilio.Decimal `json:"base_price"`    // without the account's discount
	CurrentPrice twilio.Decimal `json:"current_price"` // with it
}

// PrefixPrice is the price of a minute to the numbers that begin with one of some digits,
// from numbers that begin with one of others.
type PrefixPrice struct {
	FriendlyName        string         `json:"friendly_name"`        // "Programmable Outbound Minute - United Kingdom - Mobile"
	DestinationPrefixes []string       `json:"destination_prefixes"` // without a plus: "447"
	OriginationPrefixes []string       `json:"origination_prefixes"` // "ALL" for every number
	BasePrice           twilio.Decimal `json:"base_price"`           // without the account's discount
	CurrentPrice        twilio.Decimal `json:"current_price"`        // with it
}
