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
	if err := buyNumber(context.Background(), d); err != nil {
		fmt.Println(err)
	}
	// Output:
	// These numbers can be bought:
	//   (415) 555-0100 in San Francisco, CA: voice, SMS, MMS
	//   (415) 555-0101 in San Francisco, CA: voice, SMS, MMS
	//   (415) 555-0102 in San Francisco, CA: voice, SMS, MMS
	//
	// Bought +14155550100 as "Clinic".
	// Its texts go to https://clinic.example.com/sms.
	//
	// +14155551234: My tooth hurts
	//   +14155550100: Thank you for "My tooth hurts". We call you back.
	//
	// The number is released, and can no longer send.
}
