// Campaign sends appointment reminders in the United States from nothing: it buys a
// number, registers the business and its campaign with the carriers, has a template
// approved by WhatsApp, and sends by SMS and WhatsApp. Then it sends from a number
// without a campaign, and shows how the carriers refuse that:
//
//	go run ./examples/campaign
//
// It talks to the simulator, whose clock makes days of review pass at once. It does not
// run with -live: there each step costs money and takes days.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/messaging"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

func main() { demo.Run(run, twiliotest.RequireA2P()) }

func run(ctx context.Context, d *demo.Demo) error {
	if d.Sim == nil {
		return errors.New("this example buys a number and registers a business: it runs without -live only")
	}
	c := &campaign{
		Demo: d, numbers: numbers.New(d.Client), messaging: messaging.New(d.Client), content: content.New(d.Client),
	}
	for _, step := range []func(context.Context) error{c.buyNumber, c.makeService, c.registerBrand, c.registerCampaign, c.approveTemplate, c.sendText, c.sendWhatsApp, c.sendWithoutCampaign} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// campaign is everything that the reminders need.
type campaign struct {
	*demo.Demo

	numbers   *numbers.Client
	messaging *messaging.Client
	content   *content.Client

	number   *numbers.IncomingNumber
	service  *messaging.Service
	brand    *messaging.Brand
	template *content.Template
}

// buyNumber buys the first number of San Francisco that can send texts.
func (c *campaign) buyNumber(ctx context.Context) error {
	search := numbers.AvailableListParams{AreaCode: 415, SMSEnabled: twilio.Ptr(true)}
	for available, err := range c.numbers.Available.Local.All(ctx, "US", search) {
		if err != nil {
			return err
		}
		c.number, err = c.numbers.Incoming.Buy(ctx, numbers.BuyParams{PhoneNumber: available.PhoneNumber})
		if err != nil {
			return err
		}
		fmt.Println("number     ", c.number.PhoneNumber, "bought")
		return nil
	}
	return errors.New("there is no number in area code 415")
}

// makeService makes the pool from which the reminders are sent.
func (c *campaign) makeService(ctx context.Context) (err error) {
	if c.service, err = c.messaging.Services.Create(ctx, messaging.ServiceCreateParams{FriendlyName: "Appointment reminders"}); err != nil {
		return err
	}
	_, err = c.messaging.PhoneNumbers.Create(ctx, c.service.SID, messaging.PhoneNumberCreateParams{PhoneNumberSID: c.number.SID})
	fmt.Println("service    ", c.service.FriendlyName, "with", c.number.PhoneNumber)
	return err
}

// registerBrand tells the carriers who sends. The two bundles describe the business; they
// are made in Twilio's Console or with Trust Hub.
func (c *campaign) registerBrand(ctx context.Context) (err error) {
	c.brand, err = c.messaging.Brands.Create(ctx, messaging.BrandCreateParams{
		CustomerProfileBundleSID: "BU00000000000000000000000000000001",
		A2PProfileBundleSID:      "BU00000000000000000000000000000002",
	})
	if err != nil {
		return err
	}
	began := c.Sim.Clock.Now()
	for !c.brand.Status.Final() {
		if err := c.Sleep(ctx, time.Minute); err != nil {
			return err
		}
		if c.brand, err = c.messaging.Brands.Get(ctx, c.brand.SID); err != nil {
			return err
		}
	}
	fmt.Println("brand      ", c.brand.Status, "after", took(c.Sim.Clock.Now().Sub(began)))
	return c.brand.Err()
}

// registerCampaign tells the carriers what is sent, and to whom.
func (c *campaign) registerCampaign(ctx context.Context) error {
	registered, err := c.messaging.Campaigns.Create(ctx, c.service.SID, messaging.CampaignCreateParams{
		BrandRegistrationSID: c.brand.SID,
		UseCase:              messaging.UseCaseLowVolume,
		Description:          "Reminders of appointments that patients have made with our clinic.",
		MessageFlow:          "Patients agree on the form with which they make an appointment, and can withdraw there.",
		MessageSamples:       []string{"Owl Clinic: see you tomorrow at 9. Reply STOP to opt out.", "Owl Clinic: your appointment was moved to Friday at 10."},
		HasEmbeddedLinks:     twilio.Ptr(false),
		HasEmbeddedPhone:     twilio.Ptr(false),
	})
	if err != nil {
		return err
	}
	began := c.Sim.Clock.Now()
	for !registered.Status.Final() {
		if err := c.Sleep(ctx, 6*time.Hour); err != nil {
			return err
		}
		if registered, err = c.messaging.Campaigns.Get(ctx, c.service.SID, registered.SID, messaging.CampaignGetParams{}); err != nil {
			return err
		}
	}
	fmt.Println("campaign   ", registered.Status, "after", took(c.Sim.Clock.Now().Sub(began)))
	return registered.Err()
}

// approveTemplate has WhatsApp review the words of the reminder.
func (c *campaign) approveTemplate(ctx context.Context) (err error) {
	c.template, err = c.content.Templates.Create(ctx, content.TemplateCreateParams{
		FriendlyName: "appointment_reminder", Language: "en",
		Types:     content.Types{Text: &content.Text{Body: "Hello {{1}}, we will see you on {{2}} at Owl Clinic."}},
		Variables: map[string]string{"1": "Ada", "2": "Monday at 9"},
	})
	if err != nil {
		return err
	}
	request := content.ApprovalCreateParams{Name: "appointment_reminder", Category: content.CategoryUtility}
	if _, err = c.content.Approvals.Submit(ctx, c.template, request); err != nil {
		return err
	}
	began := c.Sim.Clock.Now()
	for {
		reviews, err := c.content.Approvals.Get(ctx, c.template.SID)
		if err != nil {
			return err
		}
		if reviews.WhatsApp.Status.Final() {
			fmt.Println("template   ", reviews.WhatsApp.Status, "after", took(c.Sim.Clock.Now().Sub(began)))
			return reviews.WhatsApp.Err()
		}
		if err := c.Sleep(ctx, time.Minute); err != nil {
			return err
		}
	}
}

// sendText sends the reminder as a text. The service chooses the number.
func (c *campaign) sendText(ctx context.Context) error {
	params, err := c.template.Message(map[string]string{"1": "Grace", "2": "Friday at 10"})
	if err != nil {
		return err
	}
	params.To, params.MessagingServiceSID = c.To, c.service.SID
	msg, err := c.Client.Messages.Create(ctx, params, twilio.Settle(0))
	if err != nil {
		return err
	}
	return c.follow(ctx, "text", msg)
}

// sendWhatsApp sends the same template by WhatsApp, to somebody who has not written.
func (c *campaign) sendWhatsApp(ctx context.Context) error {
	params, err := c.template.WhatsApp(map[string]string{"1": "Grace", "2": "Friday at 10"})
	if err != nil {
		return err
	}
	params.To, params.From = c.To, c.number.PhoneNumber
	msg, err := c.Client.WhatsApp.Send(ctx, params, twilio.Settle(0))
	if err != nil {
		return err
	}
	return c.follow(ctx, "WhatsApp", msg)
}

// follow waits for the end of a message, and prints each status.
func (c *campaign) follow(ctx context.Context, channel string, msg *twilio.Message) (err error) {
	sid := msg.SID
	fmt.Printf("%-10s  %s", channel, msg.Status)
	for !msg.Status.Final() {
		before := msg.Status
		if err = c.Sleep(ctx, 100*time.Millisecond); err != nil {
			return err
		}
		if msg, err = c.Client.Messages.Get(ctx, sid); err != nil {
			return err
		}
		if msg.Status != before {
			fmt.Printf(" → %s", msg.Status)
		}
	}
	fmt.Printf(" from %s\n            %q\n", msg.From, msg.Body)
	return msg.Err()
}

// took is a time in words.
func took(d time.Duration) string {
	const day = 24 * time.Hour
	if d >= day {
		return fmt.Sprintf("%.0f days", float64(d)/float64(day))
	}
	return fmt.Sprintf("%.0f minutes", d.Minutes())
}
