// Voice-menu answers calls with a menu: press 1 for the opening hours, 2 to leave
// a message, or say so:
//
//	go run ./examples/voice-menu
//
// It runs against the simulator, which fetches the instructions as Twilio does and
// checks them. With -live -public-url it answers real calls.
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

func app(authToken, publicURL string) (http.Handler, error) {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL(publicURL))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("POST /voice", menu())
	mux.Handle("POST /choice", webhook.AnswerGather(func(_ context.Context, in *webhook.Gather) (*twiml.Response, error) {
		return instructions(in.Digits, in.SpeechResult), nil
	}))
	mux.Handle("POST /message", twiml.Voice(twiml.Say{Text: "Thank you, we will call you back."}))
	return verifier.Middleware(mux), nil
}

func menu() *twiml.Response {
	return twiml.Voice(
		twiml.Gather{
			Input: []twiml.GatherInput{twiml.InputDTMF, twiml.InputSpeech}, NumDigits: 1, Action: "/choice", Hints: "hours, message",
			Children: []twiml.GatherChild{twiml.Say{Text: "Press 1 or say hours for our opening hours. Press 2 or say message to leave a message."}},
		},
		twiml.Say{Text: "We did not hear anything. Goodbye."},
	)
}

func instructions(digits, speech string) *twiml.Response {
	said := strings.ToLower(speech)
	switch {
	case digits == "1", strings.Contains(said, "hours"):
		return twiml.Voice(twiml.Say{Text: "We are open from 9 to 5."}, twiml.Redirect{URL: "/voice"})
	case digits == "2", strings.Contains(said, "message"):
		return twiml.Voice(
			twiml.Say{Text: "Please speak after the tone."},
			twiml.Record{MaxLength: 60, Action: "/message", FinishOnKey: "#"},
			twiml.Say{Text: "We did not hear anything. Goodbye."},
		)
	}
	return twiml.Voice(twiml.Say{Text: "We did not understand that."}, twiml.Redirect{URL: "/voice"})
}

// people call, and the simulator reports problems of the instructions. It does not press
// keys yet, so the requests that follow a key are sent here.
func people(ctx context.Context, d *demo.Demo) error {
	call, err := d.Sim.Phone(d.To).Dial(ctx, d.From)
	if err != nil {
		return err
	}
	fmt.Printf("The call %s from %s is %s. The caller hears:\n  %s\n", call.SID, call.From, call.Status, call.TwiML)
	for _, pressed := range []string{"1", "2", "3"} {
		_, answer := d.Post("/choice", url.Values{"CallSid": {call.SID}, "Digits": {pressed}}, d.Sim.AuthToken())
		fmt.Printf("When the caller presses %s:\n  %s\n", pressed, answer)
	}
	for _, alert := range d.Sim.Alerts() {
		fmt.Println(alert.Code, alert.Message)
	}
	return nil
}
