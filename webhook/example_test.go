package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

const (
	authToken = "0123456789abcdef0123456789abcdef"
	publicURL = "https://hooks.example.com"
)

// answerTo signs a form and posts it to a handler, as Twilio does.
func answerTo(h http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, publicURL+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", webhook.Sign(authToken, publicURL+path, form))
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer
}

func Example() {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL("https://hooks.example.com"))
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("POST /sms", webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
		return twiml.Messaging(twiml.Message{Body: "You said: " + in.Body}), nil
	}))
	handler := verifier.Middleware(mux)

	fmt.Println(answerTo(handler, "/sms", url.Values{
		"MessageSid": {"SM00000000000000000000000000000001"}, "From": {"+14155550123"}, "To": {"+14155550100"}, "Body": {"Hello"},
	}).Body)
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Message>You said: Hello</Message></Response>
}

func ExampleVerifier_Verify() {
	verifier, err := webhook.NewVerifier(webhook.Token("not the account's token"), webhook.PublicURL("https://hooks.example.com"))
	if err != nil {
		fmt.Println(err)
		return
	}
	handler := func(w http.ResponseWriter, r *http.Request) {
		if err := verifier.Verify(r); err != nil {
			var signatureErr *webhook.SignatureError
			if errors.As(err, &signatureErr) {
				fmt.Println(signatureErr.Reason, signatureErr.Tried)
			}
			http.Error(w, "Forbidden", http.StatusForbidden)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
	answerTo(http.HandlerFunc(handler), "/sms", url.Values{"Body": {"Hello"}})
	// Output:
	// the signature fits neither the address nor the token [https://hooks.example.com/sms https://hooks.example.com:443/sms]
}

func ExampleDeduplicate() {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL("https://hooks.example.com"))
	if err != nil {
		fmt.Println(err)
		return
	}
	confirm := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println("confirmed")
		twiml.Messaging(twiml.Message{Body: "Confirmed."}).ServeHTTP(w, r)
	})
	handler := verifier.Middleware(webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, confirm))

	for range 2 { // Twilio has got no answer to the first
		r := httptest.NewRequest(http.MethodPost, "/sms", http.NoBody)
		r.Header.Set("X-Twilio-Signature", webhook.Sign(authToken, "https://hooks.example.com/sms", nil))
		r.Header.Set("I-Twilio-Idempotency-Token", "0a6e3d4f-5a1c-4a39-b51b-8f9c5a0f0a11")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		fmt.Println(answer.Body)
	}
	// Output:
	// confirmed
	// <?xml version="1.0" encoding="UTF-8"?><Response><Message>Confirmed.</Message></Response>
	// <?xml version="1.0" encoding="UTF-8"?><Response><Message>Confirmed.</Message></Response>
}

func ExampleMessageStatus_Supersedes() {
	last := map[string]*webhook.MessageStatus{}
	take := func(next *webhook.MessageStatus) {
		if !next.Supersedes(last[next.MessageSID]) {
			fmt.Println(next.Status, "is old news")
			return
		}
		last[next.MessageSID] = next
		fmt.Println(next.Status, next.Err())
	}
	for _, status := range []string{"sent", "undelivered", "sending"} {
		form := url.Values{"MessageSid": {"SM00000000000000000000000000000001"}, "MessageStatus": {status}}
		if status == "undelivered" {
			form.Set("ErrorCode", "30003")
		}
		r := httptest.NewRequest(http.MethodPost, "/status", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		next, err := webhook.ParseMessageStatus(r)
		if err != nil {
			fmt.Println(err)
			return
		}
		take(next)
	}
	// Output:
	// sent <nil>
	// undelivered twilio: message SM00000000000000000000000000000001 undelivered: twilio error 30003: Handset unreachable (off, no coverage; may be transient) (Wait some hours, then try again, a few times at most. The phone is off or has no coverage, which may pass.)
	// sending is old news
}

// Attachments are fetched with the account's credentials, from Twilio alone.
func ExampleMedia() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sim.Close() }()
	client := sim.Client()
	save := func(ctx context.Context, in *webhook.Message) (*twiml.Response, error) {
		for _, media := range in.Media {
			if media.SID == "" {
				continue // not Twilio's: never fetch an address that a request names
			}
			file, err := client.Media.Download(ctx, media.MessageSID, media.SID, twilio.MaxBytes(5<<20))
			if err != nil {
				return nil, err
			}
			content, err := io.ReadAll(file)
			if err := errors.Join(err, file.Close()); err != nil {
				return nil, err
			}
			fmt.Println(http.DetectContentType(content), len(content), "bytes")
		}
		return nil, nil //nolint:nilnil // no reply
	}
	number := sim.Number("+14155550100", twiliotest.SMSWebhook(webhook.AnswerMessage(save)))
	sim.File("https://example.com/cat.png", "image/png", []byte("\x89PNG\r\n\x1a\ncat"))
	sim.Phone("+14155550123").SendSMS(number.Number(), "My cat", twiliotest.Attach("https://example.com/cat.png"))
	// Output:
	// image/png 11 bytes
}

func ExampleSign() {
	form := url.Values{"From": {"+14155550123"}, "Body": {"Hello"}}
	fmt.Println(webhook.Sign(authToken, "https://hooks.example.com/sms", form))
	// Output:
	// 2uF/DaO9qtSVoOHBjbDetI9MaNk=
}

func ExampleParseEvents() {
	body := `[{"specversion":"1.0","type":"com.twilio.messaging.message.delivered","source":"/a","id":"EZ1","data":{"messageSid":"SM1"}}]`
	address, signature := webhook.SignBody(authToken, "https://hooks.example.com/events", []byte(body))
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Twilio-Signature", signature)

	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL("https://hooks.example.com"))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := verifier.Verify(r); err != nil {
		fmt.Println(err)
		return
	}
	events, err := webhook.ParseEvents(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, event := range events {
		fmt.Println(event.Type, string(event.Data), event.DedupeKey())
	}
	// Output:
	// com.twilio.messaging.message.delivered {"messageSid":"SM1"} event//a/EZ1
}
