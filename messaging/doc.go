// Package messaging is Twilio's products around text messages: Messaging Services with
// their pools of senders, registration with the carriers of the United States and Canada, short links, permissions, consents,
// and the senders of WhatsApp and RCS. The messages themselves are in package twilio:
// twilio.Client.Messages.
//
// A [Service] is a pool of senders. A message names the service instead of a sender, and
// Twilio chooses a number of the pool that suits the recipient. The program makes a
// service, puts its number and a name into the pool, and sends a text:
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//		"os"
//
//		"github.com/seed15d99369/twilio"
//		"github.com/seed15d99369/twilio/messaging"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		ctx, m := context.Background(), messaging.New(client)
//		service, err := m.Services.Create(ctx, messaging.ServiceCreateParams{
//			FriendlyName: "Owl Bank", StatusCallback: "https://example.com/status",
//		})
//		if err != nil {
//			log.Fatal(err)
//		}
//		_, err = m.PhoneNumbers.Create(ctx, service.SID, messaging.PhoneNumberCreateParams{
//			PhoneNumberSID: os.Getenv("TWILIO_PHONE_NUMBER_SID"),
//		})
//		if err != nil {
//			log.Fatal(err)
//		}
//		_, err = m.AlphaSenders.Create(ctx, service.SID, messaging.AlphaSenderCreateParams{AlphaSender: "Owl Bank"})
//		if err != nil {
//			log.Fatal(err)
//		}
//		msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{
//			To: "+14155551234", MessagingServiceSID: service.SID, Body: "Your card has arrived.",
//		})
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println(msg.SID, msg.Status)
//	}
//
// Make a service once for each application, in Twilio's Console or with
// [Services.Create], and keep its SID, MG…, in the configuration.
//
// # Pools
//
// [PhoneNumbers], [ShortCodes], [AlphaSenders], [DestinationAlphaSenders] and
// [ChannelSenders] add senders to the pool of a service and take them out. To add a
// sender that is in the pool already returns that sender.
//
// # Texting the United States and Canada
//
// A long code sends to the United States once it is in the pool of a service that has a
// campaign, and the campaign belongs to a brand. A toll-free number sends to the United
// States and Canada once it is verified. Twilio and the carriers review each of them:
// [Brands.Create], [Campaigns.Create] and [TollFreeVerifications.Create] submit it, and a
// later Get tells how the review went. The statuses have Final, and Err of the resource
// returns a *[ReviewError] with the codes of the reviewers.
//
// [Client.CheckUSSender] reads all of that for one number. It says whether messages of the
// number arrive in the United States and in Canada, and what to do if they do not.
//
// # Short links
//
// A domain that was set up in the Console shortens the links of a service:
// [DomainDNS.Validate] looks at its DNS, [DomainCertificates] gives it a certificate,
// [DomainConfigs] says how its links behave, and [DomainAssociations] gives it to a
// service.
//
// # People and countries
//
// [GeoPermissions] says which countries the account may text, [SafeList] which numbers
// no protection against fraud blocks, and [Consents] who wants messages.
// [Deactivations] reads which numbers no longer belong to their subscribers.
//
// # WhatsApp and RCS
//
// [Senders] registers numbers with WhatsApp. A [Sender] can send when its status is
// [SenderOnline], and Err says why it is offline. [TypingIndicators] shows people that
// an answer is being typed.
//
// # Several things in one request
//
// [GeoPermissions.Update], [Consents.Upsert] and [Contacts.Upsert] change several things
// in one request, and Twilio answers with success although it has refused some of them.
// Ask Err of the answer.
//
// Twilio docs: https://www.twilio.com/docs/messaging
package messaging
