package messaging_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
	"github.com/seed15d99369/twilio/twiliotest"
)

// simulateA2P gives the examples an account whose messages need a registration.
func simulateA2P() (*twiliotest.Sim, *messaging.Client) {
	sim, err := twiliotest.Start(twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)), twiliotest.RequireA2P())
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return sim, messaging.New(sim.Client())
}

// The bundles that the Trust Hub has made of the business.
const (
	customerProfile = "BU5a1d0000000000000000000000000001"
	a2pProfile      = "BU5a1d0000000000000000000000000002"
)

// A brand and a campaign from nothing to a message that arrives.
func ExampleCampaigns_Create() {
	sim, m := simulateA2P()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, clock, client := context.Background(), sim.Clock, sim.Client()
	service := sim.MessagingService(sim.Number("+14155556789"))

	brand, err := m.Brands.Create(ctx, messaging.BrandCreateParams{
		CustomerProfileBundleSID: customerProfile, A2PProfileBundleSID: a2pProfile,
	})
	for err == nil && !brand.Status.Final() {
		if err = clock.Sleep(ctx, 5*time.Minute); err == nil {
			brand, err = m.Brands.Get(ctx, brand.SID)
		}
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("The brand is", brand.Status)

	campaign, err := m.Campaigns.Create(ctx, service, messaging.CampaignCreateParams{
		BrandRegistrationSID: brand.SID, UseCase: messaging.UseCaseCustomerCare,
		Description:      "Owl Bank sends reminders of appointments to its customers.",
		MessageFlow:      "Customers tick a box on https://example.com/join to receive reminders.",
		MessageSamples:   []string{"Owl Bank: your appointment is tomorrow at 9.", "Owl Bank: your appointment was moved. Reply STOP to end."},
		HasEmbeddedLinks: twilio.Ptr(false), HasEmbeddedPhone: twilio.Ptr(false), SubscriberOptIn: true,
	})
	for err == nil && !campaign.Status.Final() {
		if err = clock.Sleep(ctx, 12*time.Hour); err == nil {
			campaign, err = m.Campaigns.Get(ctx, service, campaign.SID, messaging.CampaignGetParams{})
		}
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("The campaign is", campaign.Status)

	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Your appointment is tomorrow at 9."})
	for err == nil && !msg.Status.Final() {
		if err = clock.Sleep(ctx, time.Second); err == nil {
			msg, err = client.Messages.Get(ctx, msg.SID)
		}
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("The message is", msg.Status)
	// Output:
	// The brand is APPROVED
	// The campaign is VERIFIED
	// The message is delivered
}

// A message of a number without a campaign is accepted, and ends undelivered.
func ExampleNew_withoutCampaign() {
	sim, _ := simulateA2P()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, clock, client := context.Background(), sim.Clock, sim.Client()
	sim.Number("+14155556789")

	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Your appointment is tomorrow at 9."})
	for err == nil && !msg.Status.Final() {
		if err = clock.Sleep(ctx, time.Second); err == nil {
			msg, err = client.Messages.Get(ctx, msg.SID)
		}
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	if errors.Is(msg.Err(), twilio.ErrUnregistered) {
		fmt.Printf("%s with %d\n%s\n", msg.Status, int(msg.ErrorCode), msg.ErrorCode.Advice())
	}
	// Output:
	// undelivered with 30034
	// Add the number to the senders of a Messaging Service whose A2P campaign is verified. A number without one cannot send to the United States.
}

// A campaign that was rejected is corrected and resubmitted.
func ExampleCampaigns_Resubmit() {
	sim, m := simulateA2P()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	service := sim.MessagingService(sim.Number("+14155556789"))
	rejected := sim.A2PCampaign(service)
	sim.ReviewRegistration(rejected, twiliotest.RejectionReason{Code: 30909, Fields: []string{"MESSAGE_FLOW"}})

	campaign, err := m.Campaigns.Get(ctx, service, rejected, messaging.CampaignGetParams{})
	if err != nil {
		fmt.Println(err)
		return
	}
	var review *messaging.ReviewError
	if errors.As(campaign.Err(), &review) {
		for _, reason := range review.Reasons {
			fmt.Println(reason.Fields, reason.Code.Advice())
		}
		campaign, err = m.Campaigns.Resubmit(ctx, service, campaign.SID, messaging.CampaignResubmitParams{
			Description:      "Owl Bank sends reminders of appointments to its customers.",
			MessageFlow:      "Customers tick a box on https://example.com/join, below the field of their number.",
			MessageSamples:   []string{"Owl Bank: your appointment is tomorrow at 9.", "Owl Bank: your appointment was moved. Reply STOP to end."},
			HasEmbeddedLinks: twilio.Ptr(false), HasEmbeddedPhone: twilio.Ptr(false), AgeGated: twilio.Ptr(false), DirectLending: twilio.Ptr(false),
		})
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("The campaign is", campaign.Status)
	// Output:
	// [MESSAGE_FLOW] Write in the message flow where and how people consent, so that a reviewer can see it, and resubmit the campaign.
	// The campaign is PENDING
}

// A toll-free number is submitted, rejected, corrected and approved.
func ExampleTollFreeVerifications_Create() {
	sim, m := simulateA2P()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	number := sim.Number("+18885550123").SID()

	verification, err := m.TollFreeVerifications.Create(ctx, messaging.TollFreeVerificationCreateParams{
		TollFreePhoneNumberSID: number, BusinessName: "Owl Bank", BusinessWebsite: "https://example.com",
		NotificationEmail: "ops@example.com", MessageVolume: "1,000",
		UseCaseCategories: []messaging.TollFreeUseCase{messaging.TollFreeCustomerCare},
		UseCaseSummary:    "Owl Bank sends reminders of appointments to its customers.", ProductionMessageSample: "Owl Bank: your appointment is tomorrow at 9.",
		OptInType: messaging.OptInWebForm, OptInImageURLs: []string{"https://example.com/opt-in.png"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	sim.ReviewRegistration(verification.SID, twiliotest.RejectionReason{Code: 30473}) // days later
	now := sim.Clock.Now()

	verification, err = m.TollFreeVerifications.Get(ctx, verification.SID)
	if err == nil && verification.Err() != nil && verification.Editable(now) {
		fmt.Println("The number is", verification.Status)
		verification, err = m.TollFreeVerifications.Resubmit(ctx, verification.SID, messaging.TollFreeVerificationResubmitParams{
			BusinessWebsite: "https://owl.example.com", EditReason: "The website names the bank now.",
		})
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("The number is", verification.Status)
	// Output:
	// The number is TWILIO_REJECTED
	// The number is PENDING_REVIEW
}

// Before the first message: may this number text the United States?
func ExampleClient_CheckUSSender() {
	sim, m := simulateA2P()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	number := sim.Number("+14155556789")
	service := sim.MessagingService(number)

	sender, err := m.CheckUSSender(ctx, messaging.USSenderCheck{From: "+14155556789", MessagingServiceSID: service})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("Messages to the United States are", sender.UnitedStates)
	for _, reason := range sender.Reasons {
		fmt.Printf("%s (%d): %s\n", reason.Problem, int(reason.Code), reason.Advice)
	}
	// Output:
	// Messages to the United States are blocked
	// the account has no brand (30034): Register the business with Brands.Create, then its campaign with Campaigns.Create.
	// the Messaging Service has no campaign (30034): Create the campaign of the Messaging Service with Campaigns.Create, or move the number to a service that has one.
}
