package twilio_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestFormOf: what FormOf returns is sent by an empty struct as the parameters themselves
// are sent.
func TestFormOf(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Handle("https://example.com", http.NotFoundHandler())
	client := sim.Client()
	text := twilio.MessageCreateParams{
		To: "+14155551234", MessagingServiceSID: "MG00000000000000000000000000000001", Body: "A & B = ü", MediaURL: []string{"https://example.com/a.png", "https://example.com/b.png"},
		SendAt: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), ValidityPeriod: time.Hour, SmartEncoded: twilio.Ptr(false), StatusCallback: "https://example.com/s",
		Extra: url.Values{"Later": {"x", ""}},
	}
	template := twilio.WhatsAppSendParams{To: "+14155551234", From: "+14155556789", ContentSID: "HX00000000000000000000000000000001", ContentVariables: map[string]string{"1": "Ada"}}
	phone := twilio.CallCreateParams{To: "+14155551234", From: "+14155556789", TwiML: "<Response><Say>Hello</Say></Response>", StatusCallbackEvents: []twilio.CallEvent{"initiated", "completed"}, Record: true, Timeout: 20 * time.Second}
	tests := map[string]struct {
		params any
		plain  func() error
		kept   func(form url.Values) error
	}{
		"a text": {
			text,
			func() error { _, err := client.Messages.Create(t.Context(), text); return err },
			func(form url.Values) error {
				_, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{Extra: form})
				return err
			},
		},
		"WhatsApp": {
			&template,
			func() error { _, err := client.WhatsApp.Send(t.Context(), template); return err },
			func(form url.Values) error {
				_, err := client.WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{Extra: form})
				return err
			},
		},
		"a call": {
			phone,
			func() error { _, err := client.Calls.Create(t.Context(), phone); return err },
			func(form url.Values) error {
				_, err := client.Calls.Create(t.Context(), twilio.CallCreateParams{Extra: form})
				return err
			},
		},
	}
	for name, tt := range tests {
		form, err := twilio.FormOf("Test", tt.params)
		require.NoError(t, err, name)
		_, _ = tt.plain(), tt.kept(form) // the simulator may refuse them; what counts is what was sent
		requests := sim.Requests()
		require.GreaterOrEqual(t, len(requests), 2, name)
		assert.Equal(t, requests[len(requests)-2].Form, requests[len(requests)-1].Form, name)
		assert.Equal(t, requests[len(requests)-1].Form, form, name)
	}
}

func TestFormOfRefuses(t *testing.T) {
	t.Parallel()
	_, err := twilio.FormOf("Messages.Create", twilio.MessageCreateParams{To: "+14155551234"})
	var problem *twilio.ParamError
	require.ErrorAs(t, err, &problem)
	assert.Equal(t, "Messages.Create", problem.Op)
	_, err = twilio.FormOf("Messages.Create", twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "x", Extra: url.Values{"Body": {"y"}}})
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
}
