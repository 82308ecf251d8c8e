// Quickstart sends a text, watches it being delivered, reads the balance, and
// shows what an error looks like:
//
//	go run ./examples/quickstart
//
// It talks to the simulator and needs no account. With your own account and your
// own phone:
//
//	export TWILIO_ACCOUNT_SID=AC… TWILIO_API_KEY=SK… TWILIO_API_SECRET=…
//	go run ./examples/quickstart -live -from +14155550100 -to +14155550101
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
)

func main() { demo.Run(quickstart) }

func quickstart(ctx context.Context, d *demo.Demo) error {
	fmt.Println("Talking to", d.Where())
	fmt.Println()

	msg, err := d.Client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: d.To, From: d.From, Body: "Your verification code is 123456",
	})
	if err != nil {
		return err
	}
	fmt.Printf("1. Sent %s from %s to %s\n", msg.SID, msg.From, msg.To)

	if msg, err = watch(ctx, d, msg); err != nil {
		return err
	}
	if err := msg.Err(); err != nil {
		fmt.Printf("   it failed: %v\n", err)
	}
	fmt.Printf("   it took %d segment(s) and cost %s %s\n", msg.NumSegments, msg.Price, msg.PriceUnit)

	balance, err := d.Client.Balance.Get(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("2. The balance is %s %s\n", balance.Amount, balance.Currency)

	fmt.Println("3. An error says what it means and what to do:")
	_, err = d.Client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+1415", From: d.From, Body: "Hello?"})
	var apiErr *twilio.Error
	if !errors.As(err, &apiErr) {
		return fmt.Errorf("expected Twilio to refuse the number, got: %w", err)
	}
	fmt.Printf("   %v\n", err)
	fmt.Printf("   invalid number: %t, retry: %s, more: %s\n", errors.Is(err, twilio.ErrInvalidNumber), apiErr.Code.Retry(), apiErr.Code.DocsURL())

	fmt.Println()
	fmt.Println("Next: go run ./examples/delivery-report, and examples/test-with-twiliotest for your own tests.")
	return nil
}

// watch prints each status of a message until it is final, or for half a minute.
func watch(ctx context.Context, d *demo.Demo, msg *twilio.Message) (*twilio.Message, error) {
	fmt.Printf("   %s", msg.Status)
	for range 120 {
		if err := d.Sleep(ctx, 250*time.Millisecond); err != nil {
			return nil, err
		}
		next, err := d.Client.Messages.Get(ctx, msg.SID)
		if err != nil {
			return nil, err
		}
		if next.Status != msg.Status {
			fmt.Printf(" → %s", next.Status)
		}
		msg = next
		if msg.Status.Final() {
			break
		}
	}
	fmt.Println()
	return msg, nil
}
