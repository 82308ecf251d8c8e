// Delivery-report fetches a message that was not delivered, and prints the reason and the
// advice of its error code:
//
//	go run ./examples/delivery-report
//
// With -live it reports on the newest message to -to.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
)

func main() { demo.Run(deliveryReport) }

func deliveryReport(ctx context.Context, d *demo.Demo) error {
	if d.Sim != nil {
		if err := failToDeliver(ctx, d); err != nil {
			return err
		}
	}
	for msg, err := range d.Client.Messages.All(ctx, twilio.MessageListParams{To: d.To, PageSize: 1}) {
		if err != nil {
			return err
		}
		report(msg)
		return nil
	}
	fmt.Println("Nothing was sent to that number.")
	return nil
}

// failToDeliver sends a text to a phone that is switched off.
func failToDeliver(ctx context.Context, d *demo.Demo) error {
	d.Sim.Phone(d.To).Unreachable(twilio.CodeHandsetUnreachable)
	_, err := d.Client.Messages.Create(ctx, twilio.MessageCreateParams{To: d.To, From: d.From, Body: "Are you there?"})
	d.Sim.Clock.Advance(time.Minute)
	return err
}

func report(msg *twilio.Message) {
	fmt.Printf("The status of message %s is %s.\n", msg.SID, msg.Status)
	err := msg.Err()
	if err == nil {
		fmt.Println("Twilio reports no error.")
		return
	}
	code := msg.ErrorCode
	fmt.Printf("Why:       %s. This is Twilio's code %d.\n", code.Title(), int(code))
	fmt.Printf("Advice:    %s\n", code.Advice())
	fmt.Printf("More:      %s\n", code.DocsURL())
	switch {
	case errors.Is(err, twilio.ErrUnreachable):
		fmt.Println("Your list: keep the number, and try again later today.")
	case errors.Is(err, twilio.ErrInvalidNumber):
		fmt.Println("Your list: remove the number.")
	case errors.Is(err, twilio.ErrOptedOut), errors.Is(err, twilio.ErrFiltered):
		fmt.Println("Your list: do not send this again.")
	}
}
