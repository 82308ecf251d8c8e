// Sms-reply answers text messages: it confirms appointments, and answers any other text with
// the words that it understands:
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

	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

func main() { demo.Serve(app, people) }

// app lets Twilio's requests through and no others, and handles each event once.
func app(authToken, publicURL string) (http.Handler, error) {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL(publicURL))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("POST /sms", webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
		fmt.Printf("(answering %q)\n", in.Body)
		return twiml.Messaging(twiml.Message{Body: reply(in.Body)}), nil
	}))
	return verifier.Middleware(webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, mux)), nil
}

// reply chooses the answer to a message.
func reply(text string) string {
	switch strings.ToUpper(strings.TrimSpace(text)) {
	case "YES", "Y":
		return "Thank you, see you at 9."
	case "NO", "N":
		return "Thank you, your appointment is canceled."
	}
	return "Please answer YES or NO."
}

// people write, and read the replies.
func people(ctx context.Context, d *demo.Demo) error {
	ada := d.Sim.Phone(d.To)
	for _, text := range []string{"yes", "maybe"} {
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
	again := d.Sim.Repeat(d.Sim.Callbacks()[0]) // as if Twilio had got no answer
	if again.Body == d.Sim.Callbacks()[0].Body {
		fmt.Printf("Twilio delivers the first message again, and gets the same answer: %d %s.\n", again.Status, http.StatusText(again.Status))
	}
	forged, _ := d.Post("/sms", url.Values{"From": {"+14155550100"}, "Body": {"yes"}}, "a token that is not Twilio's")
	fmt.Printf("A request that somebody else signed gets %d %s.\n", forged, http.StatusText(forged))
	return nil
}
