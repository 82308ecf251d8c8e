package reminder

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// number is the clinic's.
const number = "+14155556789"

// Remind tells a patient about the appointment at 9. Nobody waits for it, so that a failure
// is only logged.
func Remind(ctx context.Context, client *twilio.Client, to string) {
	r := Reminder{Twilio: client, From: number}
	if err := r.Remind(ctx, to, "9"); err != nil {
		slog.ErrorContext(ctx, "a patient was not reminded", "error", err)
	}
}

// SMSHandler answers the texts of patients. Twilio itself answers STOP.
var SMSHandler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("Body") == "STOP" {
		twiml.Messaging().ServeHTTP(w, r)
		return
	}
	twiml.Messaging(twiml.Message{Body: "Please call us."}).ServeHTTP(w, r)
})

// VoiceHandler answers the calls of patients. The menu has no action, so that Twilio asks
// for this document again, with the key.
var VoiceHandler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("Digits") == "1" {
		twiml.Voice(twiml.Say{Text: "You are booked for 9."}, twiml.Pause{Length: 2}).ServeHTTP(w, r)
		return
	}
	twiml.Voice(
		twiml.Gather{NumDigits: 1, Children: []twiml.GatherChild{twiml.Say{Text: "To book an appointment, press 1."}}},
		twiml.Say{Text: "Goodbye."},
	).ServeHTTP(w, r)
})
