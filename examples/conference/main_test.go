package main

import (
	"context"
	"fmt"

	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiliotest"
)

// Example shows the output of the program.
func Example() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	d := &demo.Demo{Client: sim.Client(), From: sim.Number("+14155556789").Number(), To: sim.Phone("+14155551234").Number(), Sim: sim}
	if err := hold(context.Background(), d); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Calling ada at +14155551234.
	// Calling bob at +14155550123.
	//   bob is connected.
	//   ada is connected.
	// Muted ada.
	// Twilio fetches the announcement.
	// The conference "Daily standup" is completed: conference-ended-via-api.
	// The recording lasts 9s: 144044 bytes of audio/x-wav.
}
