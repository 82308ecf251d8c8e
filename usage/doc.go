// Package usage tells how much an account has used of Twilio, and what it cost: records by
// category and period, and triggers that call a webhook when usage reaches a value.
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//
//		"github.com/seed15d99369/twilio"
//		"github.com/seed15d99369/twilio/usage"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		params := usage.RecordListParams{Category: usage.CategorySMSOutbound}
//		for record, err := range usage.New(client).Records.ThisMonth.All(context.Background(), params) {
//			if err != nil {
//				log.Fatal(err)
//			}
//			fmt.Printf("%d messages sent this month, for %s %s\n", record.Count, record.Price, record.PriceUnit)
//		}
//	}
//
// # Records
//
// A [Record] is the usage of one category in one period. [Records] has one record of each
// category for the days that are asked for. Its fields divide these days:
// [Records.Daily] has one record of each category and day, [Records.Monthly] of each
// month, and [Records.Yearly] of each year. The others choose the days by themselves:
// [Records.Today], [Records.Yesterday], [Records.ThisMonth], [Records.LastMonth] and
// [Records.AllTime].
//
// Days begin at midnight UTC. Usage of the last minutes may be missing: [Record.AsOf]
// says until when everything is counted.
//
// # Triggers
//
// A [Trigger] watches one category and calls a webhook when the category reaches a value.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
package usage
