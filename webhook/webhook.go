// Package webhook is the other side of Twilio's API: the requests that Twilio
// sends to your server. It verifies that they are Twilio's, reads their parameters,
// keeps repeats apart, and answers them.
//
//	package main
//
//	import (
//		"context"
//		"log"
//		"net/http"
//		"os"
//		"time"
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
//		mux := http.NewServeMux()
//		mux.Handle("POST /sms", sms)
//		server := &http.Server{
//			Addr:        "127.0.0.1:8080",
//			Handler:     verifier.Middleware(mux),
//			ReadTimeout: 10 * time.Second, WriteTimeout: 20 * time.Second, // Twilio gives up after 15
//		}
//		log.Fatal(server.ListenAndServe())
//	}
//
// A verifier has to know the key that signs ([Token], [SharedKey]) and the host that
// is signed for ([PublicURL], [Hosts]).
//
// Everything is bounded: path and query to 16 KiB, bodies to 1 MiB unless [MaxBody]
// says otherwise, answers that are kept for repeats to 64 kB, and a [MemoryStore] to a
// number of events and 64 MiB. No request makes this package panic.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks
package webhook
