// Package webhook is the other side of Twilio's API: the requests that Twilio
// sends to your server. It verifies that they are Twilio's, reads what they say,
// keeps repeats apart, and answers them.
//
//	package main
//
//	import (
//		"context"
//		"log"
//		"net/http"
//		"os"
//
//		"github.com/seed15d99369/twilio/twiml"
//		"github.com/seed15d99369/twilio/webhook"
//	)
//
//	func main() {
//		verifier, err := webhook.NewVerifier(webhook.Token(os.Getenv("TWILIO_AUTH_TOKEN")), webhook.PublicURL("https://hooks.example.com"))
//		if err != nil {
//			log.Fatal(err)
//		}
//		sms := webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
//			return twiml.Messaging(twiml.Message{Body: "You said: " + in.Body}), nil
//		})
//		http.Handle("POST /sms", verifier.Middleware(sms))
//		log.Fatal(http.ListenAndServe("127.0.0.1:8080", nil))
//	}
//
// Everything is bounded: bodies to 1 MiB unless [MaxBody] says otherwise, answers
// that are kept for repeats to 64 kB, and the store of repeats to a number of
// events. Nothing panics on what it is sent.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks
package webhook
