// Package monitor is Twilio Monitor: it tells which webhooks and which TwiML failed, who
// changed the resources of an account, and it raises alarms when there are many failures.
//
//	package main
//
//	import (
//		"context"
//		"fmt"
//		"log"
//		"time"
//
//		"github.com/seed15d99369/twilio"
//		"github.com/seed15d99369/twilio/monitor"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		params := monitor.AlertListParams{LogLevel: monitor.LogLevelError, StartDate: time.Now().Add(-time.Hour)}
//		for alert, err := range monitor.New(client).Alerts.All(context.Background(), params) {
//			if err != nil {
//				log.Fatal(err)
//			}
//			fmt.Println(alert.DateGenerated, alert.ErrorCode.Title(), alert.RequestURL)
//		}
//	}
//
// Alerts are kept for 30 days. Events are kept for 30 days as well, and for 13 months in
// the paid editions of Twilio. Neither can be deleted.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor
package monitor
