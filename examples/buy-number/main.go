// Buy-number searches a phone number, buys it, says which webhook answers for it, and
// answers a text that somebody sends to it:
//
//	go run ./examples/buy-number
//
// It talks to the simulator and needs no account. With -live it searches only, because a
// number costs money each month.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

func main() { demo.Run(buyNumber) }

// smsURL is where Twilio finds the application.
const smsURL = "https://clinic.example.com/sms"

func buyNumber(ctx context.Context, d *demo.Demo) error {
	n := numbers.New(d.Client)
	found, err := search(ctx, n)
	if err != nil || d.Sim == nil {
		return err
	}
	bought, err := buyFirst(ctx, n, found)
	if err != nil {
		return err
	}
	if err := answerTexts(ctx, d, n, bought); err != nil {
		return err
	}
	return release(ctx, d, n, bought)
}

// search prints some numbers of San Francisco that take texts.
func search(ctx context.Context, n *numbers.Client) ([]*numbers.AvailableNumber, error) {
	page, err := n.Available.Local.List(ctx, "US", numbers.AvailableListParams{
		AreaCode: 415, SMSEnabled: twilio.Ptr(true), PageSize: 3,
	})
	if err != nil {
		return nil, err
	}
	fmt.Println("These numbers can be bought:")
	for _, available := range page.Items {
		fmt.Printf("  %s in %s, %s: %s\n", available.FriendlyName, available.Locality, available.Region, available.Capabilities)
	}
	return page.Items, nil
}

// buyFirst buys the first number that nobody else has bought meanwhile.
func buyFirst(ctx context.Context, n *numbers.Client, found []*numbers.AvailableNumber) (*numbers.IncomingNumber, error) {
	for _, available := range found {
		bought, err := n.Incoming.Buy(ctx, numbers.BuyParams{
			PhoneNumber: available.PhoneNumber,
			Settings:    numbers.Settings{FriendlyName: "Clinic"},
		})
		if errors.Is(err, twilio.CodeNumberTaken) {
			continue // taken
		}
		if err == nil {
			fmt.Printf("\nBought %s as %q.\n", bought.PhoneNumber, bought.FriendlyName)
		}
		return bought, err
	}
	return nil, errors.New("somebody else has bought all of these numbers")
}

// answerTexts lets the application answer the texts to the number, and sends it one.
func answerTexts(ctx context.Context, d *demo.Demo, n *numbers.Client, bought *numbers.IncomingNumber) error {
	d.Sim.Handle(smsURL, webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
		return twiml.Messaging(twiml.Message{Body: fmt.Sprintf("Thank you for %q. We call you back.", in.Body)}), nil
	}))
	updated, err := n.Incoming.Update(ctx, bought.SID, numbers.UpdateParams{
		Settings: numbers.Settings{SMSURL: smsURL, SMSMethod: http.MethodPost},
	})
	if err != nil {
		return err
	}
	fmt.Printf("Its texts go to %s.\n\n", updated.SMSURL)

	ada := d.Sim.Phone(d.To)
	if asked := ada.SendSMS(bought.PhoneNumber, "My tooth hurts"); asked.Err != nil {
		return asked.Err
	}
	reply, err := ada.WaitSMS(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%s: My tooth hurts\n  %s: %s\n", ada.Number(), reply.From, reply.Body)
	return nil
}

// release gives the number up. Nothing can be sent from it any more.
func release(ctx context.Context, d *demo.Demo, n *numbers.Client, bought *numbers.IncomingNumber) error {
	if err := n.Incoming.Release(ctx, bought.SID); err != nil {
		return err
	}
	_, err := d.Client.Messages.Create(ctx, twilio.MessageCreateParams{To: d.To, From: bought.PhoneNumber, Body: "Are you well?"})
	if errors.Is(err, twilio.ErrorCode(21606)) {
		fmt.Println("\nThe number is released, and can no longer send.")
		return nil
	}
	return err
}
