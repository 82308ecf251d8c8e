package twiliotest_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

const hooks = "https://hooks.example.com"

// app is an application that keeps the requests to it.
type app struct {
	mux *http.ServeMux

	mu   sync.Mutex
	seen []url.Values
}

func newApp() *app { return &app{mux: http.NewServeMux()} }

// answer lets a path answer with a document, and keeps the form.
func (a *app) answer(path string, doc http.Handler) *app {
	a.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		a.mu.Lock()
		a.seen = append(a.seen, r.Form)
		a.mu.Unlock()
		doc.ServeHTTP(w, r)
	})
	return a
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

func (a *app) forms() []url.Values {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.seen)
}

func status(code int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
}

func text(contentType, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	})
}

func names(form url.Values) []string { return slices.Sorted(maps.Keys(form)) }

// TestHooksAreSigned by GET and POST, over the network, and with an address that
// has a user, a port and a fragment.
func TestHooksAreSigned(t *testing.T) {
	t.Parallel()
	verifier, err := webhook.NewVerifier(webhook.Token("5a1d00000000000000000000000000a1"), webhook.Hosts("hooks.example.com", "127.0.0.1"))
	require.NoError(t, err)
	var verified []error
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.NotEmpty(t, r.Header.Get("I-Twilio-Idempotency-Token"))
		assert.Equal(t, "TwilioProxy/1.1", r.Header.Get("User-Agent"))
		verified = append(verified, verifier.Verify(r))
		w.WriteHeader(http.StatusNoContent)
	})
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	for _, address := range []string{
		hooks + "/sms", hooks + ":8443/sms?a=1&b=%20x", "http://127.0.0.1:1/sms", "https://user:secret@hooks.example.com/sms#rc=2&ct=2000", server.URL + "/x?y=1",
	} {
		sim := twiliotest.New(t)
		sim.Handle(hooks, handler)
		sim.Handle(hooks+":8443", handler)
		sim.Handle("http://127.0.0.1:1", handler)
		sim.Handle("https://user:secret@hooks.example.com", handler)
		number := sim.Number(clinic, twiliotest.SMSURL(address))
		answer := sim.Phone(ada).SendSMS(number.Number(), "Hi")
		require.NoError(t, answer.Err, address)
		assert.Equal(t, http.StatusNoContent, answer.Status)
		assert.NotContains(t, answer.URL, "secret")
		assert.NotContains(t, answer.URL, "#", "a fragment stays behind")
	}
	require.Len(t, verified, 5)
	for _, err := range verified {
		require.NoError(t, err)
	}
}

// TestLongestAddressAnswers, and no address answers for one that only begins alike.
func TestLongestAddressAnswers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowAlerts()) // none of the answers is TwiML
	sim.Handle(hooks+"/a", text("text/xml", "a"))
	sim.Handle(hooks+"/a/b", text("text/xml", "b"))
	sim.Handle(hooks, text("text/xml", "root"))
	for address, want := range map[string]string{"/a": "a", "/a?x=1": "a", "/a/c": "a", "/a/b": "b", "/a/b/c": "b", "/a/bc": "a", "/ab": "root", "": "root"} {
		sim.Number(clinic, twiliotest.SMSURL(hooks+address))
		assert.Equal(t, want, sim.Phone(ada).SendSMS(clinic, "Hi").Body, address)
	}
}

// TestFallback: it gets a request when the first address fails, or answers with text that
// cannot be read. The request has the reason.
func TestFallback(t *testing.T) {
	t.Parallel()
	tests := []struct {
		first http.Handler
		code  string
	}{
		{status(503), "11217"},
		{text("text/xml", "<Response>"), "12100"},
		{text("text/xml", "<Reply/>"), "12102"},
	}
	for _, tt := range tests {
		sim := twiliotest.New(t)
		application := newApp().answer("/sms", tt.first).answer("/fallback", twiml.Messaging(twiml.Message{Body: "Later"}))
		sim.Handle(hooks, application)
		sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms", hooks+"/fallback"))
		phone := sim.Phone(ada)
		phone.SendSMS(clinic, "Hi")
		phone.ExpectSMS("Later")
		form := application.forms()[1]
		assert.Equal(t, []string{tt.code, hooks + "/sms"}, []string{form.Get("ErrorCode"), form.Get("ErrorUrl")})
		assert.Len(t, sim.Callbacks(), 2)
		require.Len(t, sim.Alerts(), 1)
		assert.Equal(t, tt.code, fmt.Sprintf("%d", sim.Alerts()[0].Code))
		expectAlerts(t, sim, sim.Alerts()[0].Code)
	}
}

// TestRepeat: the same request, with the same token, and nothing follows from it.
func TestRepeat(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	var tokens, bodies []string
	handler := webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
		bodies = append(bodies, in.Body)
		return twiml.Messaging(twiml.Message{Body: "Thanks"}), nil
	})
	sim.Number(clinic, twiliotest.SMSWebhook(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("I-Twilio-Idempotency-Token"))
		handler.ServeHTTP(w, r)
	})))
	phone := sim.Phone(ada)
	first := phone.SendSMS(clinic, "Hi")
	phone.ExpectSMS("Thanks")
	again := sim.Repeat(sim.Callbacks()[0])
	require.NoError(t, again.Err)
	assert.Equal(t, first.Body, again.Body)
	assert.Equal(t, []string{"Hi", "Hi"}, bodies)
	assert.NotEmpty(t, tokens[0])
	assert.Equal(t, tokens[0], tokens[1])
	assert.Len(t, sim.Callbacks(), 2)
	assert.Len(t, sim.Messages(), 2, "one came in, one went out")
}

// TestSlowApplication: 15 s are Twilio's limit, on whichever clock they pass.
func TestSlowApplication(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic, twiliotest.SMSWebhook(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = sim.Clock.Sleep(r.Context(), 16*time.Second)
		twiml.Messaging(twiml.Message{Body: "Too late"}).ServeHTTP(w, r)
	})))
	answer := sim.Phone(ada).SendSMS(clinic, "Hi")
	assert.ErrorContains(t, answer.Err, "15 seconds")
	assert.Equal(t, []any{0, "", ""}, []any{answer.Status, answer.Type, answer.Body})
	assert.Len(t, sim.Messages(), 1)
	expectAlerts(t, sim, 11205)

	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime())
		sim.Number(clinic, twiliotest.SMSWebhook(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })))
		began := time.Now()
		assert.Error(t, sim.Phone(ada).SendSMS(clinic, "Hi").Err)
		assert.Equal(t, 15*time.Second+500*time.Millisecond, time.Since(began))
		expectAlerts(t, sim, 11205)
	})
}

// TestApplicationCallsTheAPI while it answers, and waits for a retry.
func TestApplicationCallsTheAPI(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	number := sim.Number(clinic)
	sim.Fault(twiliotest.OnCreateMessage().Nth(1).TooManyRequests("2"))
	sim.Number(clinic, twiliotest.SMSWebhook(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := sim.Client().Messages.Create(r.Context(), twilio.MessageCreateParams{To: r.FormValue("From"), From: number.Number(), Body: "Called the API"})
		assert.NoError(t, err)
		w.WriteHeader(http.StatusNoContent)
	})))
	phone := sim.Phone(ada)
	phone.SendSMS(clinic, "Hi")
	phone.ExpectSMS("Called")
}

func TestHookMistakes(t *testing.T) {
	t.Parallel()
	tests := map[string]func(sim *twiliotest.Sim){
		"give an address":               func(sim *twiliotest.Sim) { sim.Handle("hooks.example.com", http.NotFoundHandler()) },
		"and a handler":                 func(sim *twiliotest.Sim) { sim.Handle(hooks, nil) },
		"none of the account's numbers": func(sim *twiliotest.Sim) { sim.Phone(ada).SendSMS(clinic, "Hi") },
		"call from +14155551234 to +14155556789: +14155556789 is none": func(sim *twiliotest.Sim) { sim.Phone(ada).Call(clinic) },
		"PUT": func(sim *twiliotest.Sim) { sim.Number(clinic, twiliotest.WebhookMethod(http.MethodPut)) },
		"leave out Attach": func(sim *twiliotest.Sim) {
			sim.Number(clinic, twiliotest.VoiceWebhook(http.NotFoundHandler()))
			sim.Phone(ada).Call(clinic, twiliotest.Attach("https://example.com/a.png"))
		},
		"none of sim.Callbacks()": func(sim *twiliotest.Sim) { sim.Repeat(twiliotest.Callback{}) },
		"nobody answers it":       func(sim *twiliotest.Sim) { sim.Number(clinic); sim.Phone(ada).Call(clinic) },
	}
	for want, mistake := range tests {
		rec := record(t)
		mistake(twiliotest.New(rec))
		assert.Contains(t, rec.finish(), want)
	}
}

// TestNobodyAnswers: nothing leaves this machine.
func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	for _, address := range []string{"https://elsewhere.example.com/sms", "http://192.0.2.1/sms", "http://[2001:db8::1]/sms"} {
		sim.Number(clinic, twiliotest.SMSURL(address))
		assert.ErrorContains(t, sim.Phone(ada).SendSMS(clinic, "Hi").Err, "sim.Handle")
	}
	expectAlerts(t, sim, 11205, 11205, 11205)
}

func TestHooksInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime())
		application := newApp().answer("/sms", twiml.Messaging(twiml.Message{Body: "Thanks", StatusCallback: "/status"})).answer("/status", status(http.StatusNoContent))
		sim.Handle(hooks, application)
		sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
		phone := sim.Phone(ada)
		phone.SendSMS(clinic, "Hi")
		phone.ExpectSMS("Thanks")
		synctest.Wait()
		assert.Len(t, application.forms(), 4)
	})
}

// TestRepeatIsJudged as the first time.
func TestRepeatIsJudged(t *testing.T) {
	t.Parallel()
	for _, app := range []http.Handler{status(http.StatusBadGateway), text("text/xml", "<Reply/>"), text("text/xml", "<Response><Shout/></Response>")} {
		sim := twiliotest.New(t)
		sim.Number(clinic, twiliotest.SMSWebhook(app))
		sim.Phone(ada).SendSMS(clinic, "Hi")
		sim.Repeat(sim.Callbacks()[0])
		alerts := sim.Alerts()
		require.Len(t, alerts, 2)
		assert.Equal(t, alerts[0].Code, alerts[1].Code)
		assert.Equal(t, alerts[0].URL, alerts[1].URL)
		assert.Equal(t, alerts[0].Message, alerts[1].Message)
		expectAlerts(t, sim, alerts[0].Code, alerts[1].Code)
	}
}

// TestSubaccountsSign with tokens of their own, which are also their credentials.
func TestSubaccountsSign(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sub, other := sim.Subaccount(), sim.Subaccount()
	assert.Len(t, sim.SubaccountToken(sub), 32)
	assert.NotEqual(t, sim.SubaccountToken(sub), sim.SubaccountToken(other))
	assert.Empty(t, sim.SubaccountToken(sim.AccountSID()))
	verifier, err := webhook.NewVerifier(webhook.AccountToken(sub, sim.SubaccountToken(sub)), webhook.AccountToken(sim.AccountSID(), sim.AuthToken()), webhook.PublicURL(hooks))
	require.NoError(t, err)
	application := newApp().answer("/", status(http.StatusNoContent)).answer("/voice", twiml.Voice(twiml.Hangup{}))
	sim.Handle(hooks, verifier.Middleware(application))
	sim.Number(clinic)

	client, err := twilio.New(sub, twilio.AuthToken(sim.SubaccountToken(sub)), sim.Options()...)
	require.NoError(t, err)
	_, err = client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks})
	require.NoError(t, err)
	sim.Phone(ada).ExpectSMS("Hi")
	_, err = sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, URL: hooks + "/voice", StatusCallback: hooks}, twilio.OnAccount(sub))
	require.NoError(t, err)
	sim.Phone(ada).ExpectCall()
	_, err = sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Ho", StatusCallback: hooks})
	require.NoError(t, err)
	sim.Phone(ada).ExpectSMS("Ho")
	sim.Clock.Advance(time.Minute)
	accounts := map[string]int{}
	for _, form := range application.forms() {
		accounts[form.Get("AccountSid")]++
	}
	assert.Equal(t, map[string]int{sub: 5, sim.AccountSID(): 3}, accounts)
	assert.Empty(t, sim.Alerts())

	_, err = client.Messages.List(t.Context(), twilio.MessageListParams{}, twilio.OnAccount(sim.AccountSID()))
	require.ErrorIs(t, err, twilio.ErrAuthentication, "a subaccount does not act for its parent")
	impostor, err := twilio.New(other, twilio.AuthToken(sim.SubaccountToken(sub)), sim.Options()...)
	require.NoError(t, err)
	_, err = impostor.Messages.List(t.Context(), twilio.MessageListParams{})
	require.ErrorIs(t, err, twilio.ErrAuthentication)
}
