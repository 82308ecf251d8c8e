// Sms-reply answers text messages: it confirms appointments, and says what it
// understands:
//
//	go run ./examples/sms-reply
//
// It runs against the simulator, whose messages are signed as Twilio's are. With
// -live -public-url it answers the real ones.
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

func main() { demo.Serve(app, people) }

func app(*twilio.Client) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /sms", func(w http.ResponseWriter, r *http.Request) {
		in, err := webhook.ParseMessage(r)
		if err != nil {
			http.Error(w, "this is no message", http.StatusBadRequest)
			return
		}
		twiml.Messaging(twiml.Message{Body: reply(in.Body)}).ServeHTTP(w, r)
	})
	return mux
}

// reply is what the application is about.
func reply(text string) string {
	switch strings.ToUpper(strings.TrimSpace(text)) {
	case "YES", "Y":
		return "Thank you, see you at 9."
	case "NO", "N":
		return "Thank you, your appointment is canceled."
	}
	return "Please answer YES or NO."
}

// people write, and read what comes back.
func people(ctx context.Context, d *demo.Demo) error {
	ada := d.Sim.Phone(d.To)
	for _, text := range []string{"yes", "maybe", "STOP"} {
		answer := ada.SendSMS(d.From, text)
		if answer.Err != nil {
			return answer.Err
		}
		sms, err := ada.WaitSMS(ctx)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %s\n  %s: %s\n", ada.Number(), text, d.From, sms.Body)
	}
	forged, _ := d.Post("/sms", url.Values{"From": {"+14155550100"}, "Body": {"yes"}}, "a token that is not Twilio's")
	fmt.Printf("a request that somebody else signed: %d %s\n", forged, http.StatusText(forged))
	return nil
}
