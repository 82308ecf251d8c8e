// Schedule plans two reminders with a Messaging Service and withdraws one:
//
//	go run ./examples/schedule
//
// With -live, -from is the SID of a Messaging Service of yours (MG…).
package main

import (
	"context"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
)

func main() { demo.Run(schedule) }

func schedule(ctx context.Context, d *demo.Demo) error {
	service, now := d.From, time.Now()
	if d.Sim != nil {
		service, now = d.Sim.MessagingService(d.Sim.Number(d.From)), d.Sim.Clock.Now()
	}
	plan := func(body string, ahead time.Duration) (*twilio.Message, error) {
		return d.Client.Messages.Create(ctx, twilio.MessageCreateParams{
			To: d.To, MessagingServiceSID: service, Body: body, SendAt: now.Add(ahead),
		})
	}
	tomorrow, err := plan("See you tomorrow at 9.", 24*time.Hour)
	if err != nil {
		return err
	}
	soon, err := plan("See you in an hour.", time.Hour)
	if err != nil {
		return err
	}
	fmt.Printf("The reminder for tomorrow is %s (%s).\nThe reminder in an hour is %s (%s).\n", tomorrow.Status, tomorrow.SID, soon.Status, soon.SID)

	canceled, err := d.Client.Messages.Cancel(ctx, tomorrow.SID)
	if err != nil {
		return err
	}
	fmt.Printf("The reminder for tomorrow is %s.\n", canceled.Status)

	if d.Sim == nil {
		return nil
	}
	sms, err := d.Sim.Phone(d.To).WaitSMS(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%.0f minutes later the phone shows %q.\n", sms.At.Sub(now).Minutes(), sms.Body)
	return nil
}
