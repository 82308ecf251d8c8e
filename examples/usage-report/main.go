// Usage-report estimates the price of some messages and a call before they are sent, sends
// them, and reports what was used and what it cost, by category:
//
//	go run ./examples/usage-report
//
// It talks to the simulator, whose usage is there at once. It does not run with -live:
// Twilio counts usage some minutes later.
package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/pricing"
	"github.com/seed15d99369/twilio/segment"
	"github.com/seed15d99369/twilio/usage"
)

func main() { demo.Run(run) }

const (
	text      = "Owl Clinic: your appointment is tomorrow at 9. Reply YES to confirm."
	inBritain = "+447700900123"
)

func run(ctx context.Context, d *demo.Demo) error {
	if d.Sim == nil {
		return errors.New("this example waits for no usage: it runs without -live only")
	}
	r := &reporter{Demo: d, prices: pricing.New(d.Client), usage: usage.New(d.Client)}
	for _, step := range []func(context.Context) error{r.estimate, r.send, r.report, r.compare} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// reporter sends, and knows what it should cost.
type reporter struct {
	*demo.Demo

	prices  *pricing.Client
	usage   *usage.Client
	planned big.Rat
}

// estimate adds up the prices of the messages and of the first minute of the call.
func (r *reporter) estimate(ctx context.Context) error {
	fmt.Println("Estimate")
	for _, to := range []struct{ number, country string }{{r.To, "US"}, {inBritain, "GB"}} {
		price, err := priceOfText(ctx, r.prices, to.country)
		if err != nil {
			return err
		}
		if err := r.plan("text to "+to.country, price, segment.Analyze(text).Segments); err != nil {
			return err
		}
	}
	number, err := r.prices.Voice.GetNumber(ctx, r.To, pricing.VoiceNumberParams{OriginationNumber: r.From})
	if err != nil {
		return err
	}
	if err := r.plan("minute to US", number.OutboundCallPrices[0].CurrentPrice, 1); err != nil {
		return err
	}
	fmt.Printf("  %-14s %s USD\n\n", "together", r.planned.FloatString(4))
	return nil
}

// priceOfText returns the price of a segment to a country, from a local number.
func priceOfText(ctx context.Context, prices *pricing.Client, country string) (twilio.Decimal, error) {
	list, err := prices.Messaging.Get(ctx, country)
	if err != nil {
		return "", err
	}
	for _, carrier := range list.OutboundSMSPrices {
		for _, price := range carrier.Prices {
			if price.NumberType == "local" {
				return price.CurrentPrice, nil
			}
		}
	}
	return "", errors.New("there is no price of texts to " + country)
}

// plan adds a price to the estimate, so many times.
func (r *reporter) plan(what string, price twilio.Decimal, times int) error {
	value, ok := price.Rat()
	if !ok {
		return errors.New("there is no price of a " + what)
	}
	value.Mul(value, big.NewRat(int64(times), 1))
	r.planned.Add(&r.planned, value)
	fmt.Printf("  %-14s %s USD\n", what, value.FloatString(4))
	return nil
}

// send sends the messages and makes the call.
func (r *reporter) send(ctx context.Context) error {
	for _, to := range []string{r.To, inBritain} {
		if _, err := r.Client.Messages.Create(ctx, twilio.MessageCreateParams{From: r.From, To: to, Body: text}); err != nil {
			return err
		}
	}
	_, err := r.Client.Calls.Create(ctx, twilio.CallCreateParams{From: r.From, To: r.To, TwiML: "<Response><Say>Your appointment is tomorrow at 9.</Say></Response>"})
	if err != nil {
		return err
	}
	return r.Sleep(ctx, 2*time.Minute) // until all of it is over
}

// report prints the categories of today that were used.
func (r *reporter) report(ctx context.Context) error {
	fmt.Println("Usage")
	for record, err := range r.usage.Records.Today.All(ctx, usage.RecordListParams{}) {
		switch {
		case err != nil:
			return err
		case record.Count > 0 && record.Category != usage.CategoryTotalPrice:
			fmt.Printf("  %-22s %s USD for %s: %d, %s: %s\n", record.Category, record.Price, record.CountUnit, record.Count, record.UsageUnit, record.Usage)
		}
	}
	return nil
}

// compare holds the total against the estimate.
func (r *reporter) compare(ctx context.Context) error {
	page, err := r.usage.Records.Today.List(ctx, usage.RecordListParams{Category: usage.CategoryTotalPrice})
	if err != nil {
		return err
	}
	if len(page.Items) == 0 {
		return errors.New("there is no total yet")
	}
	total, ok := page.Items[0].Price.Rat()
	if !ok {
		return errors.New("the total has no price")
	}
	fmt.Printf("\nTogether %s USD", total.FloatString(4))
	if total.Cmp(&r.planned) == 0 {
		fmt.Println(", as it was estimated.")
		return nil
	}
	fmt.Printf(", and %s USD were estimated.\n", r.planned.FloatString(4))
	return nil
}
