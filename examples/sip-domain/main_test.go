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
	if err := sipDomain(context.Background(), &demo.Demo{Client: sim.Client(), Sim: sim}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// owl-bank.sip.twilio.com refuses every call
	//
	// Password has fewer than 12 characters: give at least 12 characters with a small letter, a capital and a digit
	// Front desk has the user ada
	// Front desk has the user grace
	// Office has the addresses 203.0.113.8/29
	//
	// owl-bank.sip.twilio.com recognises callers by their address and user name and password
	// The phones of Front desk may register
	//
	// Barn Telecom is reached at sip:sbc1.example.com:5060, priority 0
	// Barn Telecom is reached at sip:sbc2.example.com:5060, priority 10
	// owl-bank.sip.twilio.com calls over the trunk "Owl Bank at Barn Telecom"
	//
	// Front desk stays as long as a domain has it
	// owl-bank.sip.twilio.com and Front desk are deleted
}
