package usage_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/usage"
)

// TestBadInput: triggers and records that can never be are refused before anything is sent,
// with the field and the remedy.
func TestBadInput(t *testing.T) {
	t.Parallel()
	const callback = "https://app.example.com/usage"
	day := time.Date(2026, 4, 14, 0, 0, 0, 0, time.UTC)
	create := func(spoil func(*usage.TriggerCreateParams)) func(context.Context, *usage.Client) error {
		return func(ctx context.Context, u *usage.Client) error {
			params := usage.TriggerCreateParams{UsageCategory: usage.CategorySMS, TriggerValue: "+30", CallbackURL: callback}
			spoil(&params)
			_, err := u.Triggers.Create(ctx, params)
			return err
		}
	}
	value := func(text string) func(context.Context, *usage.Client) error {
		return create(func(p *usage.TriggerCreateParams) { p.TriggerValue = text })
	}
	records := func(params usage.RecordListParams) func(context.Context, *usage.Client) error {
		return func(ctx context.Context, u *usage.Client) error {
			_, err := u.Records.Daily.List(ctx, params)
			return err
		}
	}
	tests := map[string]struct {
		try           func(context.Context, *usage.Client) error
		field, remedy string
	}{
		"no category":              {create(func(p *usage.TriggerCreateParams) { p.UsageCategory = "" }), "UsageCategory", "give a value"},
		"a category with blanks":   {create(func(p *usage.TriggerCreateParams) { p.UsageCategory = "s m s" }), "UsageCategory", "usage.CategorySMS"},
		"no value":                 {value(""), "TriggerValue", "give a value"},
		"a negative value":         {value("-1"), "TriggerValue", `"+30" for 30 more`},
		"a value in words":         {value("ten"), "TriggerValue", `such as "100"`},
		"a value with a comma":     {value("1,5"), "TriggerValue", `such as "100"`},
		"a value with two signs":   {value("++10"), "TriggerValue", `such as "100"`},
		"a value with an exponent": {value("1e3"), "TriggerValue", `such as "100"`},
		"a sign alone":             {value("+"), "TriggerValue", `such as "100"`},
		"no callback":              {create(func(p *usage.TriggerCreateParams) { p.CallbackURL = "" }), "CallbackURL", "absolute URL"},
		"a relative callback":      {create(func(p *usage.TriggerCreateParams) { p.CallbackURL = "/usage" }), "CallbackURL", "absolute URL"},
		"a method of no webhook":   {create(func(p *usage.TriggerCreateParams) { p.CallbackMethod = "PUT" }), "CallbackMethod", "GET or POST"},
		"a name that is too long":  {create(func(p *usage.TriggerCreateParams) { p.FriendlyName = string(make([]byte, 65)) }), "FriendlyName", "at most 64"},
		"days in the wrong order":  {records(usage.RecordListParams{StartDate: day, EndDate: day.AddDate(0, 0, -1)}), "EndDate", "exchange the two days"},
		"records of no category":   {records(usage.RecordListParams{Category: "SMS!"}), "Category", "usage.CategorySMS"},
		"a negative page":          {records(usage.RecordListParams{PageSize: -1}), "PageSize", ""},
		"a trigger of another kind": {func(ctx context.Context, u *usage.Client) error {
			_, err := u.Triggers.Get(ctx, "AC00000000000000000000000000000001")
			return err
		}, "Sid", "UT and 32 hexadecimal digits"},
		"a trigger without an SID": {func(ctx context.Context, u *usage.Client) error { return u.Triggers.Delete(ctx, "") }, "Sid", "give the SID that Twilio returned"},
	}
	sim := twiliotest.New(t)
	for name, tt := range tests {
		err := tt.try(t.Context(), usage.New(sim.Client()))
		var problems *twilio.ParamError
		require.ErrorAs(t, err, &problems, name)
		assert.Equal(t, tt.field, problems.Problems[0].Field, name)
		assert.Contains(t, problems.Problems[0].Remedy, tt.remedy, name)
	}
	assert.Empty(t, sim.Requests())
	_, err := usage.New(sim.Client()).Records.List(t.Context(), usage.RecordListParams{StartDate: day.Add(time.Hour), EndDate: day})
	require.NoError(t, err, "the same day")
}
