// Send-sms sends one text and tells apart what can become of it:
//
//	go run ./examples/send-sms
package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
)

func main() { demo.Run(sendSMS) }

func sendSMS(ctx context.Context, d *demo.Demo) error {
	msg, err := d.Client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: d.To, From: d.From, Body: "Your table is ready.",
	})
	switch {
	case err == nil:
		fmt.Printf("accepted as %s, status %s\n", msg.SID, msg.Status)
	case errors.Is(err, twilio.ErrOptedOut):
		fmt.Println("the recipient does not want messages: never send again")
	case errors.Is(err, twilio.ErrInvalidNumber):
		fmt.Println("the number is wrong: ask for another one")
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		fmt.Println("it may have been sent: look for it in the list before any second try")
	case twilio.RetryAfter(err) > 0:
		fmt.Println("too fast: try again in", twilio.RetryAfter(err))
	}
	return err
}
