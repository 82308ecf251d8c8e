package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/e164"
	reminder "github.com/seed15d99369/twilio/examples/test-with-twiliotest"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// The programs of README.md and docs that are no Examples of a package.

const (
	accountSID = "AC0123456789abcdef0123456789abcdef"
	keySID     = "SK0123456789abcdef0123456789abcdef"
	keySecret  = "nobody's"
)

// TestReadme runs the code that README.md shows of the root package.
func TestReadme(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	ctx, params := t.Context(), twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "Hi"}
	client := sim.Client()

	require.NoError(t, callSomebody(ctx, client))
	assert.Equal(t, "<Say>Hello! This is an automated call.</Say>", inner(ada.ExpectCall().TwiML))

	msg, err := sendOnce(ctx, client, params)
	require.NoError(t, err)
	fmt.Println(msg.SID, msg.Status)
	ada.ExpectSMS("Hi")
	sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenReset())
	_, err = sendOnce(ctx, client, params)
	require.NoError(t, err)
	ada.ExpectSMS("Hi")

	n, err := e164.Parse("(415) 555-2671", "US") // +14155552671
	require.NoError(t, err)
	assert.Equal(t, "+14155552671", n.String())

	mux := http.NewServeMux()
	menu(mux)
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/voice", http.NoBody))
	assert.Contains(t, answer.Body.String(), "Goodbye.")
}

func inner(doc string) string {
	_, doc, _ = strings.Cut(doc, "<Response>")
	doc, _, _ = strings.Cut(doc, "</Response>")
	return doc
}

func TestPatientIsReminded(t *testing.T) { //nolint:paralleltest // as README.md shows it
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	app := reminder.Reminder{Twilio: sim.Client(), From: clinic.Number()}

	require.NoError(t, app.Remind(t.Context(), ada.Number(), "9"))

	ada.ExpectSMS("See you at 9")
}

// sendCode speaks to Twilio itself, so that it is compiled, and its parts run elsewhere.
func sendCode(ctx context.Context) error {
	client, err := twilio.New(accountSID, twilio.APIKey(keySID, keySecret))
	if err != nil {
		return err
	}
	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: "+14155551234", From: "+14155556789", Body: "Your verification code is 123456",
	}, twilio.Settle(0))
	if err != nil {
		return err
	}
	fmt.Println(msg.SID, msg.Status)
	return nil
}

var _ = sendCode

func callSomebody(ctx context.Context, client *twilio.Client) error {
	call, err := client.Calls.Create(ctx, twilio.CallCreateParams{
		To: "+14155551234", From: "+14155556789",
		TwiML: twiml.Voice(twiml.Say{Text: "Hello! This is an automated call."}).String(),
	})
	if err == nil && call.SID == "" {
		return errors.New("the call has no SID")
	}
	return err
}

func sendOnce(ctx context.Context, client *twilio.Client, params twilio.MessageCreateParams) (*twilio.Message, error) {
	msg, err := client.Messages.Create(ctx, params, twilio.Settle(0))
	var apiErr *twilio.Error
	switch {
	case errors.Is(err, twilio.ErrOutcomeUnknown):
	case errors.Is(err, twilio.ErrNotSent):
	case errors.Is(err, twilio.ErrNotSeen):
	case errors.Is(err, twilio.ErrOptedOut):
	case errors.Is(err, twilio.CodeQueueOverflow):
	case errors.As(err, &apiErr):
		log.Print(apiErr.Status, apiErr.Code, apiErr.Code.Advice(), apiErr.RequestID)
	}
	return msg, err
}

type handles interface {
	Handle(pattern string, handler http.Handler)
}

func menu(http handles) {
	http.Handle("/voice", twiml.Voice(
		twiml.Gather{NumDigits: 1, Action: "/handle-input", Children: []twiml.GatherChild{
			twiml.Say{Text: "Please press 1 for support"},
		}},
		twiml.Say{Text: "Goodbye."},
	))
}

// ExampleSettle is the first program of docs/reliability.md.
func ExampleSettle() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sim.Close() }()
	client := sim.Client()
	sim.Number("+14155556789")
	sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenReset())
	sim.Fault(twiliotest.OnCreateMessage().Nth(2).Status(400, 21211))

	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	defer cancel()
	for range 2 {
		msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{
			To: "+14155551234", From: "+14155556789", Body: "Your table is ready",
		}, twilio.Settle(0))
		var ambiguous *twilio.AmbiguousError
		switch {
		case err == nil:
			fmt.Println("sent:", msg.SID, msg.Status)
		case errors.As(err, &ambiguous):
			fmt.Println("a person has to look at", ambiguous.Candidates)
		case errors.Is(err, twilio.ErrOutcomeUnknown):
			fmt.Println("still unknown, reconcile again later:", err)
		case errors.Is(err, twilio.ErrNotSent), errors.Is(err, twilio.ErrNotSeen):
			fmt.Println("not sent, may be sent again:", err, twilio.RetryAfter(err))
		default:
			fmt.Println("rejected:", err)
		}
	}
	// Output:
	// sent: SMe084a13cc812fc9d09d293dbd8ec4a52 queued
	// rejected: twilio: Messages.Create: HTTP 400, code 21211: To number invalid or malformed (Write the number in E.164: a plus sign, the country code, then the number. If it is right already, the number does not exist: remove it from your list.)
}

// TestReliabilityPage is the test of docs/reliability.md.
func TestReliabilityPage(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenReset())

	msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada.Number(), From: clinic.Number(), Body: "Your table is ready",
	}, twilio.Settle(0))
	require.NoError(t, err) // it was sent, its answer was lost, and it was found
	ada.ExpectSMS("Your table")
	require.Len(t, sim.Messages(), 1) // everything that was ever accepted
	assert.Equal(t, sim.Messages()[0].SID, msg.SID)
}

// TestWebhooksPage is the test of docs/webhooks.md.
func TestWebhooksPage(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	app, err := newApp(sim.AuthToken())
	require.NoError(t, err)
	sim.Handle("https://hooks.example.com", app)
	clinic := sim.Number("+14155556789", twiliotest.SMSURL("https://hooks.example.com/sms"))
	ada := sim.Phone("+14155551234")

	ada.SendSMS(clinic.Number(), "yes")

	ada.ExpectSMS("You said: yes")
	first := sim.Callbacks()[0]
	assert.Equal(t, first.Body, sim.Repeat(first).Body)

	authToken, form := sim.AuthToken(), url.Values{"MessageSid": {"SM1"}, "From": {"+14155551234"}, "To": {"+14155556789"}}
	r := httptest.NewRequest(http.MethodPost, "https://hooks.example.com/sms", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", webhook.Sign(authToken, "https://hooks.example.com/sms", form))
	answer := httptest.NewRecorder()
	app.ServeHTTP(answer, r)
	assert.Equal(t, http.StatusOK, answer.Code)
}

// newApp is the application of docs/webhooks.md.
func newApp(authToken string) (http.Handler, error) {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL("https://hooks.example.com"))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("POST /sms", webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
		return twiml.Messaging(twiml.Message{Body: "You said: " + in.Body}), nil
	}))
	return verifier.Middleware(webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, mux)), nil
}

// webhookServer is the code that README.md shows of webhooks. It serves until it is stopped, so
// that it is compiled, and its parts run elsewhere.
func webhookServer() {
	verifier, err := webhook.NewVerifier(webhook.Token(os.Getenv("TWILIO_AUTH_TOKEN")), webhook.PublicURL("https://hooks.example.com"))
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("POST /sms", webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
		return twiml.Messaging(twiml.Message{Body: "You said: " + in.Body}), nil
	}))
	handler := verifier.Middleware(webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, mux))
	server := &http.Server{Addr: "127.0.0.1:8080", Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

var _ = webhookServer
