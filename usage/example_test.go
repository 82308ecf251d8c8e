package usage_test

import (
	"context"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/usage"
)

// simulate returns the usage of a simulator from which one text was sent.
func simulate() (*twiliotest.Sim, *usage.Client) {
	sim, err := twiliotest.Start(twiliotest.StartAt(time.Date(2026, time.April, 14, 9, 0, 0, 0, time.UTC)))
	if err != nil {
		panic(err)
	}
	sim.Number("+14155556789")
	if _, err = sim.Client().Messages.Create(context.Background(), twilio.MessageCreateParams{From: "+14155556789", To: "+14155551234", Body: "Hello"}); err != nil {
		panic(err)
	}
	sim.Clock.Advance(time.Minute)
	return sim, usage.New(sim.Client())
}

// The texts of the last 30 days, day by day.
func Example() {
	sim, u := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, now := context.Background(), sim.Clock.Now()

	params := usage.RecordListParams{Category: usage.CategorySMSOutbound, StartDate: now.AddDate(0, 0, -30)}
	for record, err := range u.Records.Daily.All(ctx, params) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(record.StartDate.Format(time.DateOnly), record.Count, record.CountUnit, record.Price, record.PriceUnit)
	}
	// Output:
	// 2026-04-14 1 messages 0.00790 usd
}

// A trigger that calls a webhook on each day that costs more than 50.
func ExampleTriggers_Create() {
	sim, u := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	trigger, err := u.Triggers.Create(ctx, usage.TriggerCreateParams{
		UsageCategory: usage.CategoryTotalPrice,
		TriggerBy:     usage.TriggerFieldPrice,
		TriggerValue:  "50",
		Recurring:     usage.RecurringDaily,
		CallbackURL:   "https://example.com/usage",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(trigger.CurrentValue, "of", trigger.TriggerValue)
	// Output:
	// 0.00790 of 50.00000
}
