// Package pricing is Twilio's price list: the prices of messages, calls, phone numbers and
// trunks by country, and of calls by number, with the discount of the account.
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//
//		"github.com/seed15d99369/twilio"
//		"github.com/seed15d99369/twilio/pricing"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		country, err := pricing.New(client).Messaging.Get(context.Background(), "GB")
//		if err != nil {
//			log.Fatal(err)
//		}
//		for _, carrier := range country.OutboundSMSPrices {
//			for _, price := range carrier.Prices {
//				fmt.Println(carrier.Carrier, price.NumberType, price.CurrentPrice, country.PriceUnit)
//			}
//		}
//	}
//
// A price is a [twilio.Decimal], which is exact: add prices up with its method Rat. A
// price of a message is that of one segment, a price of a call that of one minute, and a
// price of a number that of one month.
//
// [Voice] has the prices of calls by the number that calls. [VoiceV1] is the older list
// without it.
//
// Twilio docs: https://www.twilio.com/docs/usage/pricing
package pricing
