package messaging_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
	"github.com/seed15d99369/twilio/twiliotest"
)

// simulate gives the examples an account to work with.
func simulate() (*twiliotest.Sim, *messaging.Client) {
	sim, err := twiliotest.Start(twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return sim, messaging.New(sim.Client())
}

func Example() {
	sim, m := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	service, err := m.Services.Create(ctx, messaging.ServiceCreateParams{
		FriendlyName: "Owl Bank", UseCase: messaging.ServiceUseCaseNotifications,
		StickySender: twilio.Ptr(true), SmartEncoding: twilio.Ptr(true), ValidityPeriod: 4 * time.Hour,
		InboundRequestURL: "https://example.com/sms", StatusCallback: "https://example.com/status",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(service.FriendlyName, "keeps messages for", service.ValidityPeriod)

	_, err = m.AlphaSenders.Create(ctx, service.SID, messaging.AlphaSenderCreateParams{AlphaSender: "Owl Bank"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for sender, err := range m.AlphaSenders.All(ctx, service.SID, messaging.AlphaSenderListParams{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("in the pool:", sender.AlphaSender)
	}
	// Output:
	// Owl Bank keeps messages for 4h0m0s
	// in the pool: Owl Bank
}

// The setting of a service is turned off with a pointer to false.
func ExampleServices_Update() {
	sim, m := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	service, err := m.Services.Create(ctx, messaging.ServiceCreateParams{FriendlyName: "Owl Bank"})
	if err != nil {
		fmt.Println(err)
		return
	}

	service, err = m.Services.Update(ctx, service.SID, messaging.ServiceUpdateParams{
		StickySender: twilio.Ptr(false), ValidityPeriod: 10 * time.Minute,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("sticky sender:", service.StickySender)
	fmt.Println("a message may wait for", service.ValidityPeriod)
	// Output:
	// sticky sender: false
	// a message may wait for 10m0s
}

// An answer that was lost: the name is in the pool once.
func ExampleAlphaSenders_Create() {
	sim, m := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	service, err := m.Services.Create(ctx, messaging.ServiceCreateParams{FriendlyName: "Owl Bank"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sim.Fault(twiliotest.On(http.MethodPost, "/v1/Services/*/AlphaSenders").Times(1).CommitThenReset())

	sender, err := m.AlphaSenders.Create(ctx, service.SID, messaging.AlphaSenderCreateParams{AlphaSender: "Owl Bank"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("in the pool:", sender.AlphaSender)
	// Output: in the pool: Owl Bank
}

// Texts to India are forbidden, and to the United Kingdom allowed. Twilio answers for
// each country by itself.
func ExampleGeoPermissions_Update() {
	sim, m := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	list, err := m.GeoPermissions.Update(ctx, messaging.GeoPermissionUpdateParams{
		Permissions: []messaging.GeoPermissionChange{
			{CountryCode: "GB", Enabled: true},
			{CountryCode: "IN", Enabled: false},
		},
	})
	if err == nil {
		err = list.Err() // a country that Twilio did not change
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, permission := range list.Permissions {
		fmt.Println(permission.CountryCode, permission.Enabled)
	}
	// Output:
	// GB true
	// IN false
}

// A person has asked on the website for no more messages.
func ExampleConsents_Upsert() {
	sim, m := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	service, err := m.Services.Create(ctx, messaging.ServiceCreateParams{FriendlyName: "Owl Bank"})
	if err != nil {
		fmt.Println(err)
		return
	}

	result, err := m.Consents.Upsert(ctx, messaging.ConsentUpsertParams{Items: []messaging.Consent{{
		ContactID: "+14155551234", CorrelationID: "ad388b5a46b33b874b0d41f7226db2ef", SenderID: service.SID,
		Status: messaging.ConsentOptOut, Source: messaging.ConsentSourceWebsite,
		DateOfConsent: time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC),
	}}})
	if err == nil {
		err = result.Err() // an item that Twilio did not take
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("consents taken:", len(result.Items))
	// Output: consents taken: 1
}

// Numbers that no longer belong to their subscribers leave the list, every day.
func ExampleDeactivations_Numbers() {
	sim, m := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	subscribers := map[string]bool{"+14155551234": true, "+14155550101": true}

	yesterday := time.Date(2026, 4, 13, 0, 0, 0, 0, time.UTC)
	for number, err := range m.Deactivations.Numbers(ctx, messaging.DeactivationDownloadParams{Date: yesterday}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		delete(subscribers, number)
	}
	fmt.Println("subscribers:", len(subscribers))
	// Output: subscribers: 2
}

// A number is registered with WhatsApp: its owner gets a code and hands it in.
func ExampleSenders_Create() {
	sim, m := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	sender, err := m.Senders.Create(ctx, messaging.SenderCreateParams{
		SenderID: "whatsapp:+14155556789",
		Profile:  messaging.SenderProfile{Name: "Owl Bank", About: "We never sleep"},
		Webhook:  messaging.SenderWebhook{CallbackURL: "https://example.com/whatsapp"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = m.Senders.Verify(ctx, sender.SID, messaging.SenderVerifyParams{
		Configuration: messaging.SenderVerification{VerificationCode: "123456"}, // that the owner received
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	sender, err = m.Senders.Get(ctx, sender.SID) // again later, until the status is final
	switch {
	case err != nil:
		fmt.Println(err)
	case !sender.Status.Final():
		fmt.Println(sender.SenderID, "is not online yet")
	case sender.Err() != nil:
		fmt.Println(sender.Err())
	default:
		fmt.Println(sender.SenderID, "can send")
	}
	// Output: whatsapp:+14155556789 is not online yet
}

// A number that SMS Pumping Protection has blocked, although it is genuine.
func ExampleSafeList_Create() {
	sim, m := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	number, err := m.SafeList.Create(ctx, messaging.SafeListCreateParams{PhoneNumber: "+14155551234"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(number.PhoneNumber, "is let through")

	err = m.SafeList.Delete(ctx, messaging.SafeListDeleteParams{PhoneNumber: "+14155551234"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = m.SafeList.Get(ctx, messaging.SafeListGetParams{PhoneNumber: "+14155551234"})
	fmt.Println("on the list:", !errors.Is(err, twilio.ErrNotFound))
	// Output:
	// +14155551234 is let through
	// on the list: false
}

// The prices at which Meta expects to deliver marketing messages in Brazil.
func ExampleCostEstimates_Get() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Stub("GET", "https://messaging.twilio.com/v3/MessageCostEstimate", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"estimates":[{"bidAmount":6250,"targetedUsers":1000,"estimatedDeliveries":{"lower":810,"upper":870}}]}`)
	})
	ctx, m := context.Background(), messaging.New(sim.Client())

	estimate, err := m.CostEstimates.Get(ctx, messaging.CostEstimateGetParams{Country: "BR", LookbackWindow: messaging.LookbackWeek})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, bid := range estimate.Estimates {
		fmt.Printf("at most %s cents for 1,000: %s to %s messages of %d arrive\n",
			bid.BidAmount, bid.EstimatedDeliveries.Lower, bid.EstimatedDeliveries.Upper, bid.TargetedUsers)
	}
	// Output:
	// at most 6250 cents for 1,000: 810 to 870 messages of 1000 arrive
}

// A number of the account joins the pool of a service, and a text leaves from the pool.
func ExamplePhoneNumbers_Create() {
	client, err := twilio.NewFromEnv()
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, m := context.Background(), messaging.New(client)
	service, number := os.Getenv("TWILIO_MESSAGING_SERVICE_SID"), os.Getenv("TWILIO_PHONE_NUMBER_SID")

	_, err = m.PhoneNumbers.Create(ctx, service, messaging.PhoneNumberCreateParams{PhoneNumberSID: number})
	if err != nil {
		fmt.Println(err)
		return
	}
	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: "+14155551234", MessagingServiceSID: service, Body: "Your card has arrived.",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(msg.SID, "is", msg.Status)
}

// A domain that was set up in the Console shortens the links of a service.
func ExampleDomainAssociations_Create() {
	client, err := twilio.NewFromEnv()
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, m := context.Background(), messaging.New(client)
	domain, service := os.Getenv("TWILIO_DOMAIN_SID"), os.Getenv("TWILIO_MESSAGING_SERVICE_SID")

	dns, err := m.DomainDNS.Validate(ctx, domain)
	if err == nil {
		err = dns.Err()
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := m.DomainCertificates.Request(ctx, domain); err != nil {
		fmt.Println(err)
		return
	}
	_, err = m.DomainConfigs.Update(ctx, domain, messaging.DomainConfigUpdateParams{
		FallbackURL: "https://example.com", CallbackURL: "https://example.com/clicks", ContinueOnFailure: twilio.Ptr(true),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := m.DomainAssociations.Create(ctx, domain, service); err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: "+14155551234", MessagingServiceSID: service, ShortenURLs: twilio.Ptr(true),
		Body: "Your card has arrived: https://www.example.com/cards/3f2504e0",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("sent with a short link")
}

// Somebody who waits for an answer on WhatsApp sees that it is being typed.
func ExampleTypingIndicators_Create() {
	client, err := twilio.NewFromEnv()
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, m := context.Background(), messaging.New(client)
	received := os.Getenv("MESSAGE_SID") // of the message that is answered, from the webhook

	_, err = m.TypingIndicators.Create(ctx, messaging.TypingIndicatorCreateParams{
		Channel: messaging.TypingWhatsApp, MessageID: received,
	})
	if err != nil {
		fmt.Println(err)
	}
}
