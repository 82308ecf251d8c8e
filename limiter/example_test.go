package limiter_test

import (
	"context"
	"fmt"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/limiter"
	"github.com/seed15d99369/twilio/twiliotest"
)

// A program of one process keeps its rates in memory. With limiter/redislimiter or limiter/pglimiter as the
// Store, all processes keep them together.
func ExampleNew() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Number("+14155556789")

	rates, err := limiter.New(limiter.Config{
		Store: limiter.NewMemory(nil),
		Rules: []limiter.Rule{
			{By: limiter.BySender, Ops: []string{"Messages.Create"}, Rate: limiter.Rate{PerSecond: limiter.TollFree}},
			{By: limiter.ByAccount, Ops: []string{"Calls.Create"}, Rate: limiter.Rate{PerSecond: limiter.CallsOfAccount}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), append(sim.Options(), twilio.WithLimiter(rates))...)
	if err != nil {
		fmt.Println(err)
		return
	}
	msg, err := client.Messages.Create(context.Background(), twilio.MessageCreateParams{
		To: "+14155551234", From: "+14155556789", Body: "Your order is on its way.",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(msg.Status)
	// Output: queued
}
