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
	"strings"
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

// app is an application that keeps what it is asked.
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

// TestInboundSMS: the webhook has exactly Twilio's parameters, is signed, and its
// answer is sent.
func TestInboundSMS(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	thanks := newApp().answer("/", twiml.Messaging(twiml.Message{Body: "Thanks!"}))
	number := sim.Number(clinic, twiliotest.SMSWebhook(thanks))
	phone := sim.Phone(ada)

	answer := phone.SendSMS(number.Number(), "Hello & welcome + 100% ünïcödé 😀")
	require.NoError(t, answer.Err)
	assert.Equal(t, http.StatusOK, answer.Status)
	assert.Contains(t, answer.Body, "<Message>Thanks!</Message>")
	phone.ExpectSMS("Thanks!")

	form := thanks.forms()[0]
	assert.Equal(t, []string{
		"AccountSid", "ApiVersion", "Body", "From", "FromCity", "FromCountry", "FromState", "FromZip", "MessageSid", "NumMedia", "NumSegments",
		"SmsMessageSid", "SmsSid", "SmsStatus", "To", "ToCity", "ToCountry", "ToState", "ToZip",
	}, names(form))
	assert.Equal(t, "Hello & welcome + 100% ünïcödé 😀", form.Get("Body"))
	assert.Equal(t, []string{ada, clinic, "received", "0", "1", "2010-04-01", "US"},
		[]string{form.Get("From"), form.Get("To"), form.Get("SmsStatus"), form.Get("NumMedia"), form.Get("NumSegments"), form.Get("ApiVersion"), form.Get("FromCountry")})

	inbound, err := sim.Client().Messages.Get(t.Context(), form.Get("MessageSid"))
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageDirectionInbound, inbound.Direction)
	assert.Equal(t, twilio.MessageStatusReceived, inbound.Status)
	messages := sim.Messages()
	assert.Equal(t, twilio.MessageDirectionOutboundReply, messages[1].Direction)
	assert.Empty(t, sim.Alerts())
}

// TestHooksAreSigned by GET and POST, over the network, and with an address that
// has a user, a port and a fragment.
func TestHooksAreSigned(t *testing.T) {
	t.Parallel()
	verifier, err := webhook.NewVerifier(webhook.Token("5a1d00000000000000000000000000a1"))
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

// TestCallHooksAreSigned: without the port of an https address, and with the
// parameters in the query when they are asked for by GET.
func TestCallHooksAreSigned(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		sim := twiliotest.New(t)
		sim.Number(clinic)
		asked := 0
		sim.Handle(hooks+":8443", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked++
			assert.Equal(t, method, r.Method)
			assert.NotEmpty(t, r.FormValue("CallSid"))
			if method == http.MethodGet {
				assert.NotEmpty(t, r.URL.Query().Get("CallSid"))
			}
			assert.NoError(t, r.ParseForm())
			want := webhook.Sign(sim.AuthToken(), hooks+r.URL.RequestURI(), r.PostForm)
			assert.Equal(t, want, r.Header.Get("X-Twilio-Signature"))
			twiml.Voice(twiml.Hangup{}).ServeHTTP(w, r)
		}))
		_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, URL: hooks + ":8443/voice?a=1", Method: twilio.CallbackMethod(method)})
		require.NoError(t, err)
		sim.Phone(ada).ExpectCall()
		assert.Equal(t, 1, asked)
	}
}

// TestLongestAddressAnswers, and no address answers for one that only begins alike.
func TestLongestAddressAnswers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Handle(hooks+"/a", text("text/xml", "a"))
	sim.Handle(hooks+"/a/b", text("text/xml", "b"))
	sim.Handle(hooks, text("text/xml", "root"))
	for address, want := range map[string]string{"/a": "a", "/a?x=1": "a", "/a/c": "a", "/a/b": "b", "/a/b/c": "b", "/a/bc": "a", "/ab": "root", "": "root"} {
		sim.Number(clinic, twiliotest.SMSURL(hooks+address))
		assert.Equal(t, want, sim.Phone(ada).SendSMS(clinic, "Hi").Body, address)
	}
}

func TestInboundMedia(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.File("https://example.com/cat.jpg", "image/jpeg", []byte("meow"))
	application := newApp().answer("/", status(http.StatusNoContent))
	number := sim.Number(clinic, twiliotest.SMSWebhook(application))
	sim.Phone(ada).SendSMS(number.Number(), "", twiliotest.Attach("https://example.com/cat.jpg"))
	form := application.forms()[0]
	assert.True(t, strings.HasPrefix(form.Get("MessageSid"), "MM"))
	assert.Equal(t, []string{"1", "image/jpeg"}, []string{form.Get("NumMedia"), form.Get("MediaContentType0")})
	parts := strings.Split(form.Get("MediaUrl0"), "/")
	file, err := sim.Client().Media.Download(t.Context(), parts[7], parts[9])
	require.NoError(t, err)
	content, err := io.ReadAll(file)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	assert.Equal(t, "meow", string(content))
}

// TestReplyInWhatsApp: a message opens the window, and its parameters are others.
func TestReplyInWhatsApp(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	application := newApp().answer("/", twiml.Messaging(twiml.Message{Body: "Hello Zoë"}))
	number := sim.Number(clinic, twiliotest.SMSWebhook(application))
	phone := sim.Phone(ada)
	phone.SendWhatsApp(number.Number(), "hi", twiliotest.Param("ProfileName", "Zoë"), twiliotest.Param("ButtonPayload", "yes-1"))
	phone.ExpectWhatsApp("Hello").Reply("thanks")
	phone.ExpectWhatsApp("Hello")
	form := application.forms()[0]
	assert.Equal(t, []string{
		"AccountSid", "ApiVersion", "Body", "ButtonPayload", "From", "MessageSid", "MessageType", "NumMedia", "NumSegments", "ProfileName",
		"ReferralNumMedia", "SmsMessageSid", "SmsSid", "SmsStatus", "To", "WaId",
	}, names(form))
	assert.Equal(t, []string{"whatsapp:" + ada, "whatsapp:" + clinic, "14155551234", "Zoë"},
		[]string{form.Get("From"), form.Get("To"), form.Get("WaId"), form.Get("ProfileName")})
}

// TestReplies: everything that the answer to a message can lead to.
func TestReplies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		app    *app
		want   []string // bodies of the replies
		alerts []twilio.ErrorCode
	}{
		{"empty", newApp().answer("/sms", twiml.Messaging()), nil, nil},
		{"204", newApp().answer("/sms", status(204)), nil, nil},
		{"two", newApp().answer("/sms", twiml.Messaging(twiml.Message{Body: "a"}, twiml.Message{Body: "b"})), []string{"a", "b"}, nil},
		{"body and media", newApp().answer("/sms", twiml.Messaging(twiml.Message{Children: []twiml.MessageChild{twiml.Body{Text: "a"}, twiml.Media{URL: "/b.png"}}})), []string{"a"}, nil},
		{"redirect", newApp().answer("/sms", twiml.Messaging(twiml.Message{Body: "a"}, twiml.Redirect{URL: "next"})).
			answer("/next", twiml.Messaging(twiml.Message{Body: "b"})), []string{"a", "b"}, nil},
		{"an endless redirect", newApp().answer("/sms", twiml.Messaging(twiml.Redirect{URL: "/sms"})), nil, []twilio.ErrorCode{14106}},
		{"moved", newApp().answer("/sms", http.RedirectHandler("/next", http.StatusFound)).answer("/next", twiml.Messaging(twiml.Message{Body: "b"})), []string{"b"}, nil},
		{"moved in a circle", newApp().answer("/sms", http.RedirectHandler("/sms", http.StatusFound)), nil, []twilio.ErrorCode{11215}},
		{"500", newApp().answer("/sms", status(500)), nil, []twilio.ErrorCode{11217}},
		{"404", newApp(), nil, []twilio.ErrorCode{11217}},
		{"JSON", newApp().answer("/sms", text("application/json", "{}")), nil, []twilio.ErrorCode{12300}},
		{"not XML", newApp().answer("/sms", text("text/xml", "<Response>")), nil, []twilio.ErrorCode{12100}},
		{"an unknown verb", newApp().answer("/sms", text("text/xml", "<Response><Shout/><Message>a</Message></Response>")), []string{"a"}, []twilio.ErrorCode{12200}},
		{"too large", newApp().answer("/sms", text("text/xml", strings.Repeat(" ", 65<<10))), nil, []twilio.ErrorCode{11750}},
		{"from somebody else's number", newApp().answer("/sms", twiml.Messaging(twiml.Message{From: "+14155550199", Body: "a"})), nil, []twilio.ErrorCode{21606}},
		{"panic", newApp().answer("/sms", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oh") })), nil, []twilio.ErrorCode{11205}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			sim.Handle(hooks, tt.app)
			sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
			sim.Phone(ada).SendSMS(clinic, "Hi")
			var bodies []string
			for _, msg := range sim.Messages()[1:] {
				bodies = append(bodies, msg.Body)
			}
			assert.Equal(t, tt.want, bodies)
			var codes []twilio.ErrorCode
			for _, alert := range sim.Alerts() {
				codes = append(codes, alert.Code)
			}
			assert.Equal(t, tt.alerts, codes)
			if tt.name == "an endless redirect" {
				assert.Len(t, sim.Callbacks(), 50)
			}
		})
	}
}

func TestElevenReplies(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	verbs := make([]twiml.MessagingVerb, 11)
	for i := range verbs {
		verbs[i] = twiml.Message{Body: fmt.Sprint(i)}
	}
	sim.Number(clinic, twiliotest.SMSWebhook(twiml.Messaging(verbs...)))
	sim.Phone(ada).SendSMS(clinic, "Hi")
	assert.Len(t, sim.Messages(), 11, "one came in, ten went out")
	if assert.Len(t, sim.Alerts(), 1) {
		assert.Equal(t, twilio.ErrorCode(14109), sim.Alerts()[0].Code)
	}
}

// TestFallback: it is asked when the first address fails, or says what cannot be
// read, and is told why.
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
		w.WriteHeader(http.StatusNoContent)
	})))
	assert.ErrorContains(t, sim.Phone(ada).SendSMS(clinic, "Hi").Err, "15 seconds")

	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime())
		sim.Number(clinic, twiliotest.SMSWebhook(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })))
		began := time.Now()
		assert.Error(t, sim.Phone(ada).SendSMS(clinic, "Hi").Err)
		assert.Equal(t, 15*time.Second+500*time.Millisecond, time.Since(began))
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

func TestOptOutByWord(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	number := sim.Number(clinic)
	phone := sim.Phone(ada)
	message := twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"}
	phone.SendSMS(number.Number(), " stop ")
	_, err := sim.Client().Messages.Create(t.Context(), message)
	require.ErrorIs(t, err, twilio.ErrOptedOut)
	phone.SendSMS(number.Number(), "START")
	_, err = sim.Client().Messages.Create(t.Context(), message)
	require.NoError(t, err)
	phone.ExpectSMS("unsubscribed")
	phone.ExpectSMS("Hi")
}

// TestStatusCallbacks have exactly Twilio's parameters; the first status has none.
func TestStatusCallbacks(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	application := newApp().answer("/status", status(http.StatusNoContent))
	sim.Handle(hooks, application)
	service := sim.MessagingService(sim.Number(clinic))
	phone := sim.Phone(ada)
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks + "/status"})
	require.NoError(t, err)
	phone.ExpectSMS("Hi")
	_, err = sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, MessagingServiceSID: service, Body: "Ho", StatusCallback: hooks + "/status"})
	require.NoError(t, err)
	phone.Unreachable(30003)
	sim.Clock.Advance(time.Minute)
	statuses := func(forms []url.Values) (found []string) {
		for _, form := range forms {
			found = append(found, form.Get("MessageStatus"))
		}
		return found
	}
	forms := application.forms()
	assert.Equal(t, []string{"sending", "sent", "delivered", "queued", "sending", "sent", "undelivered"}, statuses(forms))
	plain := []string{"AccountSid", "ApiVersion", "From", "MessageSid", "MessageStatus", "SmsSid", "SmsStatus", "To"}
	assert.Equal(t, plain, names(forms[0]))
	assert.Equal(t, slices.Sorted(slices.Values(append(slices.Clone(plain), "RawDlrDoneDate"))), names(forms[2]))
	assert.Equal(t, slices.Sorted(slices.Values(append(slices.Clone(plain), "RawDlrDoneDate", "MessagingServiceSid", "ErrorCode"))), names(forms[6]))
	assert.Equal(t, "30003", forms[6].Get("ErrorCode"))
	assert.NotEmpty(t, sim.Callbacks())
}

func TestReadAndCanceledAreTold(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	application := newApp().answer("/status", status(http.StatusNoContent))
	sim.Handle(hooks, application)
	service := sim.MessagingService(sim.Number(clinic))
	phone := sim.Phone(ada)
	phone.OpenWhatsAppWindow()
	_, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks + "/status"})
	require.NoError(t, err)
	phone.ExpectWhatsApp("Hi")
	forms := application.forms()
	last := forms[len(forms)-1]
	assert.Equal(t, []string{"read", "READ", "whatsapp"}, []string{last.Get("MessageStatus"), last.Get("EventType"), last.Get("ChannelPrefix")})

	later, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada, MessagingServiceSID: service, Body: "Later", SendAt: sim.Clock.Now().Add(time.Hour), ScheduleType: twilio.ScheduleTypeFixed, StatusCallback: hooks + "/status",
	})
	require.NoError(t, err)
	_, err = sim.Client().Messages.Cancel(t.Context(), later.SID)
	require.NoError(t, err)
	sim.Clock.Advance(0)
	forms = application.forms()
	assert.Equal(t, "canceled", forms[len(forms)-1].Get("MessageStatus"))
}

// TestCallIsTold: the instructions are fetched, and every event that was asked for
// is told, in order.
func TestCallIsTold(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	application := newApp().answer("/voice", twiml.Voice(twiml.Say{Text: "Hello"})).answer("/status", status(http.StatusNoContent))
	sim.Handle(hooks, application)
	sim.Number(clinic)
	_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
		To: ada, From: clinic, URL: hooks + "/voice", StatusCallback: hooks + "/status",
		StatusCallbackEvents: []twilio.CallEvent{twilio.CallEventInitiated, twilio.CallEventRinging, twilio.CallEventAnswered, twilio.CallEventCompleted},
	})
	require.NoError(t, err)
	call := sim.Phone(ada).ExpectCall()
	assert.Contains(t, call.TwiML, "<Say>Hello</Say>")
	sim.Clock.Advance(time.Minute)
	var told []string
	for _, form := range application.forms() {
		told = append(told, form.Get("CallStatus")+" "+form.Get("SequenceNumber"))
	}
	assert.Equal(t, []string{"initiated 0", "ringing 1", "in-progress 2", "in-progress ", "completed 3"}, told, "the answer is told before the instructions are asked for")
	forms := application.forms()
	places := []string{}
	for _, who := range []string{"Called", "Caller", "From", "To"} {
		places = append(places, who+"City", who+"Country", who+"State", who+"Zip")
	}
	plain := append([]string{"AccountSid", "ApiVersion", "CallSid", "CallStatus", "Called", "Caller", "Direction", "From", "To"}, places...)
	assert.ElementsMatch(t, plain, names(forms[3]))
	ended := append(slices.Clone(plain), "CallDuration", "CallbackSource", "Duration", "SequenceNumber", "SipResponseCode", "Timestamp")
	assert.ElementsMatch(t, ended, names(forms[4]))
	assert.Equal(t, []string{"10", "1", "200"}, []string{forms[4].Get("CallDuration"), forms[4].Get("Duration"), forms[4].Get("SipResponseCode")})
	assert.Empty(t, sim.Alerts())
}

// TestCallEventsThatAreTold: those that were asked for, the end of the call if none
// were, and none of a call that was canceled before it began.
func TestCallEventsThatAreTold(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		events []twilio.CallEvent
		cancel bool
		want   []string
	}{
		{"by default", nil, false, []string{"completed"}},
		{"some", []twilio.CallEvent{twilio.CallEventRinging, twilio.CallEventAnswered}, false, []string{"ringing", "in-progress"}},
		{"canceled in the queue", nil, true, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			application := newApp().answer("/status", status(http.StatusNoContent))
			sim.Handle(hooks, application)
			sim.Number(clinic)
			call, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
				To: ada, From: clinic, TwiML: "<Response><Hangup/></Response>", StatusCallback: hooks + "/status", StatusCallbackEvents: tt.events,
			})
			require.NoError(t, err)
			if tt.cancel {
				_, err := sim.Client().Calls.Cancel(t.Context(), call.SID)
				require.NoError(t, err)
			}
			sim.Clock.Advance(time.Minute)
			var told []string
			for _, form := range application.forms() {
				told = append(told, form.Get("CallStatus"))
			}
			assert.Equal(t, tt.want, told)
		})
	}
}

func TestInstructionsAreChecked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		app   http.Handler
		twiml string
		want  []twilio.ErrorCode
	}{
		{"good", twiml.Voice(twiml.Hangup{}), "", nil},
		{"unknown verb", text("text/xml", "<Response><Shout/></Response>"), "", []twilio.ErrorCode{12200}},
		{"no XML", text("text/xml", "hello"), "", []twilio.ErrorCode{12100}},
		{"gone", status(410), "", []twilio.ErrorCode{11217}},
		{"inline", nil, "<Response><Gather action=\"/next\"/><Hangup/></Response>", []twilio.ErrorCode{15004}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t)
			sim.Number(clinic)
			form := url.Values{"To": {ada}, "From": {clinic}}
			if tt.app != nil {
				sim.Handle(hooks, tt.app)
				form.Set("Url", hooks+"/voice")
			} else {
				form.Set("Twiml", tt.twiml)
			}
			err := sim.Client().Do(t.Context(), twilio.Request{
				Op: "Calls.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/" + sim.AccountSID() + "/Calls.json", Form: form,
			}, nil)
			require.NoError(t, err)
			sim.Phone(ada).ExpectCall()
			var codes []twilio.ErrorCode
			for _, alert := range sim.Alerts() {
				codes = append(codes, alert.Code)
			}
			assert.Equal(t, tt.want, codes)
		})
	}
}

func TestCallFromAPhone(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	application := newApp().answer("/", twiml.Voice(twiml.Say{Text: "Welcome"}))
	sim.Number(clinic, twiliotest.VoiceWebhook(application))
	call := sim.Phone(ada).Call(clinic)
	assert.Equal(t, twilio.CallStatusInProgress, call.Status)
	assert.Contains(t, call.TwiML, "Welcome")
	form := application.forms()[0]
	assert.Equal(t, []string{"inbound", "ringing", ada, clinic}, []string{form.Get("Direction"), form.Get("CallStatus"), form.Get("From"), form.Get("To")})
	sim.Clock.Advance(time.Minute)
	got, err := sim.Client().Calls.Get(t.Context(), call.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.CallStatusCompleted, got.Status)
	assert.Equal(t, twilio.CallDirectionInbound, got.Direction)

	sim.Number(clinic, twiliotest.VoiceWebhook(twiml.Voice(twiml.Reject{Reason: twiml.Busy})))
	assert.Equal(t, twilio.CallStatusBusy, sim.Phone(ada).Call(clinic).Status)
}

func TestHookMistakes(t *testing.T) {
	t.Parallel()
	tests := map[string]func(sim *twiliotest.Sim){
		"give an address":               func(sim *twiliotest.Sim) { sim.Handle("hooks.example.com", http.NotFoundHandler()) },
		"and a handler":                 func(sim *twiliotest.Sim) { sim.Handle(hooks, nil) },
		"none of the account's numbers": func(sim *twiliotest.Sim) { sim.Phone(ada).SendSMS(clinic, "Hi") },
		"call from +14155551234 to +14155556789: +14155556789 is none": func(sim *twiliotest.Sim) { sim.Phone(ada).Call(clinic) },
		"none of sim.Callbacks()":                                      func(sim *twiliotest.Sim) { sim.Repeat(twiliotest.Callback{}) },
		"nobody answers it":                                            func(sim *twiliotest.Sim) { sim.Number(clinic); sim.Phone(ada).Call(clinic) },
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
	assert.Equal(t, twilio.ErrorCode(11205), sim.Alerts()[0].Code)
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
