package pricing_test

import (
	"context"
	"fmt"

	"github.com/seed15d99369/twilio/pricing"
	"github.com/seed15d99369/twilio/twiliotest"
)

// simulate returns the price list of a simulator.
func simulate() (*twiliotest.Sim, *pricing.Client) {
	sim, err := twiliotest.Start(twiliotest.Prices("GB", twiliotest.CountryPrices{SMS: "0.05"}))
	if err != nil {
		panic(err)
	}
	return sim, pricing.New(sim.Client())
}

// The prices of texts to Great Britain, by the number that sends them.
func Example() {
	sim, p := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	country, err := p.Messaging.Get(ctx, "GB")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, carrier := range country.OutboundSMSPrices {
		for _, price := range carrier.Prices {
			fmt.Println(carrier.Carrier, price.NumberType, price.CurrentPrice, country.PriceUnit)
		}
	}
	// Output:
	// Other local 0.05000 USD
	// Other mobile 0.05000 USD
	// Other shortcode 0.05000 USD
}

// The price of a minute from one number to another.
func ExampleVoice_GetNumber() {
	sim, p := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	number, err := p.Voice.GetNumber(ctx, "+14155551234", pricing.VoiceNumberParams{OriginationNumber: "+14155556789"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, price := range number.OutboundCallPrices {
		fmt.Println(price.CurrentPrice, number.PriceUnit)
	}
	// Output:
	// 0.01400 USD
}
