// Package numbers is Twilio's phone numbers: it searches them, buys them, says which
// webhooks answer for them, and manages the addresses and caller IDs that go with them. It
// registers who uses a number, and brings numbers of other carriers to Twilio.
//
//	package main
//
//	import (
//		"context"
//		"errors"
//		"fmt"
//		"log"
//
//		"github.com/seed15d99369/twilio"
//		"github.com/seed15d99369/twilio/numbers"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		ctx, n := context.Background(), numbers.New(client)
//		search := numbers.AvailableListParams{AreaCode: 415, SMSEnabled: twilio.Ptr(true)}
//		for available, err := range n.Available.Local.All(ctx, "US", search) {
//			if err != nil {
//				log.Fatal(err)
//			}
//			bought, err := n.Incoming.Buy(ctx, numbers.BuyParams{
//				PhoneNumber: available.PhoneNumber,
//				Settings:    numbers.Settings{SMSURL: "https://example.com/sms"},
//			})
//			if errors.Is(err, twilio.CodeNumberTaken) {
//				continue // somebody else was faster
//			}
//			if err != nil {
//				log.Fatal(err)
//			}
//			fmt.Println("bought", bought.PhoneNumber)
//			return
//		}
//		fmt.Println("There are no numbers in that area code.")
//	}
//
// # Two ways to buy
//
// [IncomingNumbers.Buy] buys one particular number. Nobody can buy it twice, so that the
// purchase is repeated after a lost answer, and finds its own number.
// [IncomingNumbers.BuyInAreaCode] lets Twilio choose. A second request would buy a second
// number, so that it is never repeated: when its answer is lost, the error is a
// *[twilio.OutcomeUnknownError].
//
// # Webhooks
//
// [Settings] say which addresses Twilio asks about calls and messages to a number. They are
// given when the number is bought, or changed with [IncomingNumbers.Update]. Package
// webhook answers them.
//
// # Registration and other carriers' numbers
//
// Where a country asks who uses a number, a [Bundle] collects the answers:
// [Bundles.Submit] hands it to the review. [HostedNumberOrders] lets a number that stays
// with its carrier send texts through Twilio. [PortIns] moves a number to Twilio.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers
package numbers
