// Make-call calls somebody, follows the call until it is over, and says what
// became of it:
//
//	go run ./examples/make-call
package main

import (
	"context"
	"errors"
	"fmt"
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
	fmt.Printf("%s: %s", call.SID, call.Status)
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
		fmt.Println("nobody took it; try again later:", errors.Is(err, twilio.ErrUnreachable))
		return nil
	}
	fmt.Printf("answered by %s, %s long, %s %s\n", call.AnsweredBy, call.Duration, call.Price, call.PriceUnit)
	return nil
}
