package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/pricing"
)

// The price is that of the sender's class where the list has it, from the cheapest carrier to the
// dearest one. A price that is not known yet is left out.
func TestRangeOfPrices(t *testing.T) {
	t.Parallel()
	price := func(numberType string, amount twilio.Decimal) pricing.Price {
		return pricing.Price{NumberType: numberType, BasePrice: "9", CurrentPrice: amount}
	}
	country := &pricing.MessagingCountry{OutboundSMSPrices: []pricing.OutboundSMSPrice{
		{Carrier: "A", Prices: []pricing.Price{price("local", "0.0079"), price("toll free", "0.02"), price("shortcode", "")}},
		{Carrier: "B", Prices: []pricing.Price{price("mobile", "0.0100"), price("toll free", "0.03")}},
	}}
	for class, want := range map[string]string{
		"long-code": "0.7900 to 1.00 USD", "toll-free": "2.00 to 3.00 USD", "short-code": "0.7900 to 3.00 USD", "": "0.7900 to 3.00 USD",
	} {
		r, ok := rangeOf(country, class)
		assert.True(t, ok)
		assert.Equal(t, want, r.times(100).in("USD"), class)
	}
	_, ok := rangeOf(&pricing.MessagingCountry{}, "long-code")
	assert.False(t, ok)
}
