// Package content is Twilio's Content API: messages that are written beforehand, with
// placeholders, buttons, cards and lists, and that are sent by their SID on every channel.
//
// When a person's last message is more than 24 hours old, WhatsApp takes nothing but
// templates from a business, and it reviews each template before. This program makes a
// template, submits it, waits for the review and sends it:
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
//		"github.com/seed15d99369/twilio/content"
//	)
//
//	func main() {
//		client, err := twilio.NewFromEnv()
//		if err != nil {
//			log.Fatal(err)
//		}
//		ctx, c := context.Background(), content.New(client)
//		template, err := c.Templates.Create(ctx, content.TemplateCreateParams{
//			FriendlyName: "order_shipped", Language: "en",
//			Types: content.Types{
//				Text: &content.Text{Body: "Hi {{1}}, your order {{2}} is on its way."},
//			},
//			Variables: map[string]string{"1": "Ada", "2": "1234"},
//		})
//		if err != nil {
//			log.Fatal(err)
//		}
//		if _, err = c.Approvals.Submit(ctx, template, content.ApprovalCreateParams{
//			Name: "order_shipped", Category: content.CategoryUtility,
//		}); err != nil {
//			log.Fatal(err)
//		}
//		for {
//			reviews, err := c.Approvals.Get(ctx, template.SID)
//			if err != nil {
//				log.Fatal(err)
//			}
//			if err := reviews.WhatsApp.Err(); err != nil {
//				log.Fatal(err, " ", reviews.WhatsApp.RejectionReason)
//			}
//			if reviews.WhatsApp.Status.Final() {
//				break
//			}
//			<-time.After(time.Minute)
//		}
//		message, err := template.WhatsApp(map[string]string{"1": "Grace", "2": "5678"})
//		if err != nil {
//			log.Fatal(err)
//		}
//		message.To, message.From = "+14155551234", "+14155556789"
//		sent, err := client.WhatsApp.Send(ctx, message)
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println(sent.SID)
//	}
//
// # Types
//
// [Types] has a field for each of Twilio's types. A template may have several: each
// channel gets the richest that it supports, and [Types.On] says which one that is. A type
// that this package does not model is kept in Extra, and so is a member of a type, so that
// a template that is fetched, changed and sent back loses nothing.
//
// # Placeholders
//
// {{1}} and {{name}} stand for values that come with the message. [TemplateContent.WhatsApp]
// and [TemplateContent.Message] want a value for each placeholder and a placeholder for
// each value, and [TemplateContent.Render] shows the text. Variables of a template are
// samples: a review reads them, and Twilio sends them in the place of values that are
// missing.
//
// # Checks before anything is sent
//
// [Templates.Create] refuses what no channel can send. [Approvals.Submit] refuses besides
// what WhatsApp's review rejects in any case. Both name the field and the remedy.
//
// # By name
//
// [Templates.ByName] finds a template by its FriendlyName and its language.
//
// Twilio docs: https://www.twilio.com/docs/content
package content
