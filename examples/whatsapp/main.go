// Whatsapp sends a free-form message, which gets through only within 24 hours of
// the recipient's last message, and a template when it does not:
//
//	go run ./examples/whatsapp
//
// With -live, -from is a WhatsApp sender of yours, and the template's SID below
// one of your own.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
)

const template = "HX00000000000000000000000000000001"

func main() { demo.Run(whatsApp) }

func whatsApp(ctx context.Context, d *demo.Demo) error {
	if d.Sim != nil {
		d.Sim.Template(template, "Hello {{1}}, your table is ready.")
	}
	msg, err := d.Client.WhatsApp.Send(ctx, twilio.WhatsAppSendParams{To: d.To, From: d.From, Body: "Hello from WhatsApp!"})
	if err != nil {
		return err
	}
	if msg, err = settled(ctx, d, msg); err != nil {
		return err
	}
	if !errors.Is(msg.Err(), twilio.ErrTemplateRequired) {
		fmt.Printf("The status of the free-form message is %s.\n", msg.Status)
		return msg.Err()
	}
	fmt.Printf("The free-form message did not arrive, because the recipient has not written in the last 24 hours (code %d).\n", int(msg.ErrorCode))
	fmt.Printf("Twilio advises: %s\n", msg.ErrorCode.Advice())

	msg, err = d.Client.WhatsApp.Send(ctx, twilio.WhatsAppSendParams{
		To: d.To, From: d.From, ContentSID: template, ContentVariables: map[string]string{"1": "Ada"},
	})
	if err != nil {
		return err
	}
	if msg, err = settled(ctx, d, msg); err != nil {
		return err
	}
	fmt.Printf("The status of the template is %s.\n", msg.Status)
	return msg.Err()
}

// settled waits until a message is delivered or has failed, half a minute at most.
func settled(ctx context.Context, d *demo.Demo, msg *twilio.Message) (*twilio.Message, error) {
	for range 30 {
		if msg.Status.Final() {
			break
		}
		if err := d.Sleep(ctx, time.Second); err != nil {
			return nil, err
		}
		next, err := d.Client.Messages.Get(ctx, msg.SID)
		if err != nil {
			return nil, err
		}
		msg = next
	}
	return msg, nil
}
