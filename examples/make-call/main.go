// Make-call calls a phone, follows the call until it is over, and prints how it ended:
//
//	go run ./examples/make-call
package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiml"
)

func main() { demo.Run(makeCall) }

func makeCall(ctx context.Context, d *demo.Demo) error {
	if d.Sim != nil {
		d.Sim.Phone(d.To).Answer(twilio.AnsweredByMachineEndBeep)
	}
	call, err := d.Client.Calls.Create(ctx, twilio.CallCreateParams{
		To: d.To, From: d.From, TwiML: twiml.Voice(twiml.Say{Text: "Hello! This is an automated call."}).String(),
		Timeout: 20 * time.Second, MachineDetection: twilio.MachineDetectionDetectMessageEnd,
	})
	if err != nil {
		return err
	}
	fmt.Printf("The call %s: %s", call.SID, call.Status)
	for !call.Status.Final() {
		if err := d.Sleep(ctx, time.Second); err != nil {
			return err
		}
		next, err := d.Client.Calls.Get(ctx, call.SID)
		if err != nil {
			return err
		}
		if next.Status != call.Status {
			fmt.Printf(" → %s", next.Status)
		}
		call = next
	}
	fmt.Println()
	if err := call.Err(); err != nil {
		fmt.Printf("Nobody took the call: it is %s.\n", call.Status)
		if errors.Is(err, twilio.ErrUnreachable) {
			fmt.Println("Try again later.")
		}
		return nil
	}
	fmt.Printf("It was answered by %s. It lasted %.0f seconds and cost %s %s.\n",
		who(call.AnsweredBy), call.Duration.Seconds(), strings.TrimPrefix(string(call.Price), "-"), call.PriceUnit)
	return nil
}

// who returns the result of machine detection in words.
func who(by twilio.AnsweredBy) string {
	switch by {
	case twilio.AnsweredByHuman:
		return "a person"
	case twilio.AnsweredByFax:
		return "a fax machine"
	case twilio.AnsweredByMachineEndBeep:
		return "an answering machine, which had beeped"
	case twilio.AnsweredByMachineStart, twilio.AnsweredByMachineEndSilence, twilio.AnsweredByMachineEndOther:
		return "an answering machine"
	}
	return "somebody or something"
}
