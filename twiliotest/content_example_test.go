package twiliotest_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

// A template that WhatsApp has approved gets through at any time, and its buttons can be
// pressed.
func ExampleSim_Template() {
	sim, err := twiliotest.Start()
	if err != nil {
		panic(err)
	}
	defer func() { _ = sim.Close() }()
	const template = "HX00000000000000000000000000000001"
	sim.Template(template, "", twiliotest.TemplateType("twilio/quick-reply",
		`{"body":"Hello {{1}}, shall we meet at nine?","actions":[{"title":"Yes","id":"yes-9"},{"title":"No","id":"no"}]}`))
	clinic := sim.Number("+14155556789", twiliotest.SMSWebhook(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if message, err := webhook.ParseMessage(r); err == nil {
			fmt.Printf("The application was told %q with the payload %q.\n", message.ButtonText, message.ButtonPayload)
		}
		w.WriteHeader(http.StatusNoContent)
	})))
	ada := sim.Phone("+14155551234")

	_, err = sim.Client().WhatsApp.Send(context.Background(), twilio.WhatsAppSendParams{
		To: ada.Number(), From: clinic.Number(), ContentSID: template, ContentVariables: map[string]string{"1": "Ada"},
	})
	if err != nil {
		panic(err)
	}
	received := ada.ExpectWhatsApp("nine")
	fmt.Println(received.Body)
	received.Press("Yes")
	// Output:
	// Hello Ada, shall we meet at nine?
	// The application was told "Yes" with the payload "yes-9".
}
