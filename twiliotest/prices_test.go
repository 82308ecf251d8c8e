package twiliotest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/pricing"
	"github.com/seed15d99369/twilio/twiliotest"
)

// The price list has the prices that the simulator charges, also those of an option.
func TestPricesAreCharged(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.Prices("gb", twiliotest.CountryPrices{SMS: "0.05"}), twiliotest.Prices("GB", twiliotest.CountryPrices{Call: "0.03"}))
	sim.Number(clinic)
	for number, iso := range map[string]string{ada: "US", "+447700900123": "GB", "+33612345678": "FR"} {
		msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{From: clinic, To: number, Body: "Hello"})
		require.NoError(t, err)
		call, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{From: clinic, To: number, TwiML: "<Response><Pause/></Response>"})
		require.NoError(t, err)
		sim.Clock.Advance(time.Minute)
		msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
		require.NoError(t, err)
		call, err = sim.Client().Calls.Get(t.Context(), call.SID)
		require.NoError(t, err)

		p := pricing.New(sim.Client())
		texts, err := p.Messaging.Get(t.Context(), iso)
		require.NoError(t, err)
		assert.Equal(t, msg.Price, "-"+texts.OutboundSMSPrices[0].Prices[0].CurrentPrice, iso)
		calls, err := p.Voice.GetNumber(t.Context(), number, pricing.VoiceNumberParams{OriginationNumber: clinic})
		require.NoError(t, err)
		assert.Equal(t, call.Price, "-"+calls.OutboundCallPrices[0].CurrentPrice, iso)
		assert.Equal(t, iso, calls.ISOCountry)
		assert.Equal(t, clinic, calls.OriginationNumber)
		old, err := p.VoiceV1.GetNumber(t.Context(), number)
		require.NoError(t, err)
		assert.Equal(t, calls.OutboundCallPrices[0].CurrentPrice, old.OutboundCallPrice.CurrentPrice, iso)
	}
	gb, err := pricing.New(sim.Client()).Voice.Get(t.Context(), "GB")
	require.NoError(t, err)
	assert.Equal(t, "United Kingdom", gb.Name)
	assert.Equal(t, twilio.Decimal("0.03000"), gb.OutboundPrefixPrices[0].CurrentPrice)
	assert.Equal(t, []string{"44"}, gb.OutboundPrefixPrices[0].DestinationPrefixes)
	own, err := pricing.New(sim.Client()).Voice.GetNumber(t.Context(), clinic, pricing.VoiceNumberParams{})
	require.NoError(t, err)
	assert.Equal(t, twilio.Decimal("0.00850"), own.InboundCallPrice.CurrentPrice, "a number of the account's")
	_, err = pricing.New(sim.Client()).Messaging.Get(t.Context(), "XX")
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

func TestPricesThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]twiliotest.Option{
		"no country": twiliotest.Prices("Atlantis", twiliotest.CountryPrices{}),
		"a comma":    twiliotest.Prices("GB", twiliotest.CountryPrices{SMS: "0,05"}),
		"negative":   twiliotest.Prices("GB", twiliotest.CountryPrices{TollFreeNumber: "-1"}),
	} {
		_, err := twiliotest.Start(option)
		require.ErrorContains(t, err, "Prices(", name)
	}
}
