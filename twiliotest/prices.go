package twiliotest

import (
	"fmt"
	"maps"
	"strings"
)

// CountryPrices are the prices of a country in the account's currency, with at most five
// decimals: "0.0079". A price that is "" is that of the simulator.
type CountryPrices struct {
	SMS            string // a segment to the country
	MMS            string // a message with media to the country
	InboundSMS     string // a segment to a number of the country
	InboundMMS     string // a message with media to a number of the country
	Call           string // a minute of a call to the country; a minute that has begun is a whole one
	InboundCall    string // a minute of a call to a number of the country
	LocalNumber    string // a month of a number, also of a kind that has no price of its own
	MobileNumber   string
	TollFreeNumber string
}

// Prices sets what the messages, calls and numbers of a country cost, which is named by
// its code of ISO 3166-1: Prices("GB", twiliotest.CountryPrices{SMS: "0.0524"}). The API
// shows the same prices: package pricing reads them.
//
// Twilio docs: https://www.twilio.com/docs/usage/pricing
func Prices(country string, p CountryPrices) Option {
	return func(c *config) error {
		iso := strings.ToUpper(country)
		if _, known := countryNamed(iso); !known {
			return fmt.Errorf("Prices(%q): give a code of ISO 3166-1, such as \"GB\"", country)
		}
		list, err := priceListOf(iso).with(p)
		if err != nil {
			return fmt.Errorf("Prices(%q): %w", country, err)
		}
		c.prices = maps.Clone(c.prices)
		if c.prices == nil {
			c.prices = prices{}
		}
		c.prices[iso] = list
		return nil
	}
}

// prices are those that an option has set, by the country.
type prices map[string]priceList

// priceList is the prices of one country.
type priceList struct {
	name                                      string // of the country, in English
	sms, mms, inboundSMS, inboundMMS          money
	call, inboundCall                         money
	localNumber, mobileNumber, tollFreeNumber money
}

// The prices of the simulator are like Twilio's in their size and differ by country, without
// the fees of carriers. https://www.twilio.com/en-us/pricing
func priceListOf(iso string) priceList {
	switch iso {
	case "US":
		return priceList{"United States", 790, 2_000, 790, 1_000, 1_400, 850, 115_000, 115_000, 215_000}
	case "CA":
		return priceList{"Canada", 790, 2_000, 790, 1_000, 1_400, 850, 115_000, 115_000, 215_000}
	case "GB":
		return priceList{"United Kingdom", 5_240, 5_240, 750, 750, 2_200, 1_000, 115_000, 115_000, 215_000}
	case "DE":
		return priceList{"Germany", 11_200, 11_200, 750, 750, 2_000, 1_000, 115_000, 300_000, 2_500_000}
	case "FR":
		return priceList{"France", 7_980, 7_980, 750, 750, 1_900, 1_000, 115_000, 300_000, 2_500_000}
	case "SE":
		return priceList{"Sweden", 6_200, 6_200, 750, 750, 1_800, 1_000, 115_000, 300_000, 2_500_000}
	case "AU":
		return priceList{"Australia", 5_150, 35_000, 750, 1_000, 2_500, 1_000, 300_000, 650_000, 1_600_000}
	}
	return priceList{iso, 7_500, 7_500, 750, 750, 5_000, 1_000, 300_000, 650_000, 2_500_000}
}

// with puts the prices of an option in place of the simulator's.
func (l priceList) with(p CountryPrices) (priceList, error) {
	for _, field := range [...]struct {
		name, text string
		price      *money
	}{
		{"SMS", p.SMS, &l.sms},
		{"MMS", p.MMS, &l.mms},
		{"InboundSMS", p.InboundSMS, &l.inboundSMS},
		{"InboundMMS", p.InboundMMS, &l.inboundMMS},
		{"Call", p.Call, &l.call},
		{"InboundCall", p.InboundCall, &l.inboundCall},
		{"LocalNumber", p.LocalNumber, &l.localNumber},
		{"MobileNumber", p.MobileNumber, &l.mobileNumber},
		{"TollFreeNumber", p.TollFreeNumber, &l.tollFreeNumber},
	} {
		if field.text == "" {
			continue
		}
		price, ok := parseMoney(field.text)
		if !ok || price < 0 {
			return l, fmt.Errorf("%s %q is no price: give an amount with at most five decimals, such as \"0.0079\"", field.name, field.text)
		}
		*field.price = price
	}
	return l, nil
}

// Prices that no country changes, for a message or for a minute. That of WhatsApp leaves
// out Meta's own price. https://www.twilio.com/en-us/whatsapp/pricing
// https://www.twilio.com/en-us/voice/pricing/us
const (
	pricePerWhatsApp      money = 500   // 0.005
	pricePerAddress       money = 400   // 0.004, of a minute to a client or to an address of SIP
	pricePerSeat          money = 180   // 0.0018, of a minute of a participant, besides that of the call
	pricePerRecording     money = 250   // 0.0025, of a minute
	pricePerTranscription money = 5_000 // 0.05, of a minute
)

// pricesIn returns the prices of a country.
func (s *Sim) pricesIn(iso string) priceList {
	if list, set := s.config.prices[iso]; set {
		return list
	}
	return priceListOf(iso)
}

// pricesOf returns the prices of the country of a number. A text that is no number, such
// as a short code, has those of the United States.
func (s *Sim) pricesOf(number string) priceList {
	number = bareNumber(number)
	if c, known := countryOf(number); known && strings.HasPrefix(number, "+") {
		return s.pricesIn(c.iso)
	}
	return s.pricesIn("US")
}

// bareNumber is an address without its channel.
func bareNumber(address string) string {
	return address[strings.IndexByte(address, ':')+1:]
}

// ofNumber is the price of a month of a number.
func (l priceList) ofNumber(kind string) money {
	switch kind {
	case KindTollFree:
		return l.tollFreeNumber
	case KindMobile:
		return l.mobileNumber
	}
	return l.localNumber
}
