// Voice-menu answers calls with a menu: press 1 for the opening hours, 2 to leave
// a message, or say so:
//
//	go run ./examples/voice-menu
//
// It runs against the simulator, in which somebody calls, presses a key, speaks, and
// leaves a message. With -live -public-url it answers real calls.
package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiliotest"
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

// people call, listen, press a key, speak, and leave a message. The simulator carries the
// instructions out, and asks for the next ones, as Twilio does.
func people(ctx context.Context, d *demo.Demo) error {
	call, err := d.Sim.Phone(d.To).Dial(ctx, d.From)
	if err != nil {
		return err
	}
	steps := []func() error{
		func() error { return hear(ctx, call, "Press 1") },
		func() error { return call.TryPress(ctx, "1") },
		func() error { return hear(ctx, call, "9 to 5") },
		func() error { return hear(ctx, call, "Press 1") },
		func() error { return call.TrySpeak(ctx, "I want to leave a message") },
		func() error { return hear(ctx, call, "after the tone") },
		func() error { return call.TryLeaveMessage(ctx, 6*time.Second, "Please call me back.") },
		func() error { return call.TryPress(ctx, "#") },
		func() error { return call.WaitEnd(ctx) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	fmt.Printf("%s calls %s:\n", call.From, call.To)
	for _, line := range call.Transcript() {
		fmt.Printf("  %5.1f s  %s\n", line.At.Sub(call.Started).Seconds(), line)
	}
	fmt.Printf("The call is %s. It lasted %.0f seconds.\n", call.Status, call.Ended.Sub(call.Started).Seconds())
	return nil
}

func hear(ctx context.Context, call *twiliotest.Call, words string) error {
	_, err := call.WaitSay(ctx, words)
	return err
}
