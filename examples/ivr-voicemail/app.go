package main

import (
	"context"
	"net/http"

	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// doctor is the phone behind the key 1.
const doctor = "+14155550123"

// app lets Twilio's requests through and no others.
func app(authToken, publicURL string) (http.Handler, error) {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL(publicURL))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("POST /voice", menu())
	mux.Handle("POST /choice", webhook.AnswerGather(choice))
	mux.Handle("POST /dialed", webhook.AnswerDial(dialed))
	mux.Handle("POST /recorded", twiml.Voice(twiml.Say{Text: "Thank you. We will call you back."}))
	return verifier.Middleware(mux), nil
}

func menu() *twiml.Response {
	return twiml.Voice(
		twiml.Gather{NumDigits: 1, Action: "/choice", Children: []twiml.GatherChild{twiml.Say{Text: "Welcome to the clinic. For the doctor, press 1."}}},
		twiml.Say{Text: "We did not get your choice. Goodbye."},
	)
}

func choice(_ context.Context, in *webhook.Gather) (*twiml.Response, error) {
	if in.Digits != "1" {
		return twiml.Voice(twiml.Say{Text: "There is no such choice."}, twiml.Redirect{URL: "/voice"}), nil
	}
	return twiml.Voice(twiml.Dial{Number: doctor, Timeout: 15, Action: "/dialed"}), nil
}

// dialed takes a message when the doctor was not reached.
func dialed(_ context.Context, in *webhook.Dial) (*twiml.Response, error) {
	if in.DialCallStatus == "completed" {
		return twiml.Voice(twiml.Hangup{}), nil
	}
	return twiml.Voice(
		twiml.Say{Text: "The doctor is away. Please leave a message after the tone."},
		twiml.Record{Action: "/recorded", MaxLength: 60, FinishOnKey: "#"},
		twiml.Say{Text: "We did not hear anything. Goodbye."},
	), nil
}
