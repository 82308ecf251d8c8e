package pricing_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/pricing"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestBadInput: prices of no country and of no number are refused before anything is sent,
// with the field and the remedy.
func TestBadInput(t *testing.T) {
	t.Parallel()
	const country, number = "give the two letters of ISO 3166-1, such as US", "write the number in E.164, digits only: +14155551234"
	type try = func(context.Context, *pricing.Client) error
	tests := map[string]struct {
		try           try
		field, remedy string
	}{
		"messages to a name":        {func(ctx context.Context, p *pricing.Client) error { return second(p.Messaging.Get(ctx, "France")) }, "IsoCountry", country},
		"messages to three letters": {func(ctx context.Context, p *pricing.Client) error { return second(p.Messaging.Get(ctx, "USA")) }, "IsoCountry", country},
		"messages to a code":        {func(ctx context.Context, p *pricing.Client) error { return second(p.Messaging.Get(ctx, "+1")) }, "IsoCountry", country},
		"messages to nowhere":       {func(ctx context.Context, p *pricing.Client) error { return second(p.Messaging.Get(ctx, "")) }, "IsoCountry", ""},
		"numbers of a name":         {func(ctx context.Context, p *pricing.Client) error { return second(p.PhoneNumbers.Get(ctx, "Germany")) }, "IsoCountry", country},
		"calls to three letters":    {func(ctx context.Context, p *pricing.Client) error { return second(p.Voice.Get(ctx, "GBR")) }, "IsoCountry", country},
		"calls of v1 to a name":     {func(ctx context.Context, p *pricing.Client) error { return second(p.VoiceV1.Get(ctx, "Spain")) }, "IsoCountry", country},
		"trunks to a digit":         {func(ctx context.Context, p *pricing.Client) error { return second(p.Trunking.Get(ctx, "U1")) }, "IsoCountry", country},
		"a call to a national number": {func(ctx context.Context, p *pricing.Client) error {
			return second(p.Voice.GetNumber(ctx, "(415) 555-1234", pricing.VoiceNumberParams{}))
		}, "DestinationNumber", number},
		"a call without a plus": {func(ctx context.Context, p *pricing.Client) error {
			return second(p.Voice.GetNumber(ctx, "14155551234", pricing.VoiceNumberParams{}))
		}, "DestinationNumber", number},
		"a trunk to a name": {func(ctx context.Context, p *pricing.Client) error {
			return second(p.Trunking.GetNumber(ctx, "client:ada", pricing.TrunkingNumberParams{}))
		}, "DestinationNumber", number},
		"a trunk from a national number": {func(ctx context.Context, p *pricing.Client) error {
			return second(p.Trunking.GetNumber(ctx, "+14155551234", pricing.TrunkingNumberParams{OriginationNumber: "0415"}))
		}, "OriginationNumber", "E.164"},
		"a call of v1 to letters": {func(ctx context.Context, p *pricing.Client) error {
			return second(p.VoiceV1.GetNumber(ctx, "+1415555abcd"))
		}, "Number", "E.164"},
	}
	sim := twiliotest.New(t)
	for name, tt := range tests {
		err := tt.try(t.Context(), pricing.New(sim.Client()))
		var problems *twilio.ParamError
		require.ErrorAs(t, err, &problems, name)
		assert.Equal(t, tt.field, problems.Problems[0].Field, name)
		assert.Contains(t, problems.Problems[0].Remedy, tt.remedy, name)
	}
	assert.Empty(t, sim.Requests())
}

// second is the error of a call, whose answer is of no interest.
func second[T any](_ *T, err error) error { return err }
