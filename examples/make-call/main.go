// Make-call calls a phone, asks for a key, follows the call until it is over, and prints how
// it ended:
//
//	go run ./examples/make-call
//
// In the simulator somebody answers, listens, and presses a key.
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
	call, err := d.Client.Calls.Create(ctx, twilio.CallCreateParams{
		To: d.To, From: d.From, TwiML: instructions().String(), Timeout: 20 * time.Second, MachineDetection: twilio.MachineDetectionEnable,
	})
	if err != nil {
		return err
	}
	if d.Sim != nil {
		if err := answer(ctx, d); err != nil {
			return err
		}
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

// instructions ask for a key. Those of a request have no address to which the key could be
// sent, so that the call goes on with the next verb.
func instructions() *twiml.Response {
	return twiml.Voice(
		twiml.Gather{NumDigits: 1, Children: []twiml.GatherChild{twiml.Say{Text: "Hello! Your parcel arrives today. Press any key to go on."}}},
		twiml.Say{Text: "Thank you. Goodbye."},
	)
}

// answer is the person who is called, in the simulator.
func answer(ctx context.Context, d *demo.Demo) error {
	taken, err := d.Sim.Phone(d.To).WaitCall(ctx)
	if err != nil {
		return err
	}
	if _, err := taken.WaitSay(ctx, "Press any key"); err != nil {
		return err
	}
	if err := taken.TryPress(ctx, "5"); err != nil {
		return err
	}
	if _, err := taken.WaitSay(ctx, "Thank you"); err != nil {
		return err
	}
	fmt.Println("The person who was called:")
	for _, line := range taken.Transcript() {
		fmt.Println("  " + line.String())
	}
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
