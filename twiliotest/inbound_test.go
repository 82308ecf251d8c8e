package twiliotest_test

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

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
		{"from somebody else's number", newApp().answer("/sms", twiml.Messaging(twiml.Message{From: "+14155550199", Body: "a"})), nil, []twilio.ErrorCode{14102}},
		{"to nobody", newApp().answer("/sms", twiml.Messaging(twiml.Message{To: "415", Body: "a"})), nil, []twilio.ErrorCode{14101}},
		{"an empty one", newApp().answer("/sms", twiml.Messaging(twiml.Message{}, twiml.Message{Body: "b"})), []string{"b"}, []twilio.ErrorCode{14103}},
		{"a long one", newApp().answer("/sms", twiml.Messaging(twiml.Message{Body: strings.Repeat("a", 1601)})), nil, []twilio.ErrorCode{14103}},
		{"a verb of calls", newApp().answer("/sms", twiml.Voice(twiml.Say{Text: "a"})), nil, []twilio.ErrorCode{14110}},
		{"plain text", newApp().answer("/sms", text("text/plain", "a")), nil, []twilio.ErrorCode{12300}},
		{"application/xml", newApp().answer("/sms", text("application/xml", "<Response><Message>a</Message></Response>")), []string{"a"}, nil},
		{"t.FailNow", newApp().answer("/sms", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { runtime.Goexit() })), nil, []twilio.ErrorCode{11205}},
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
			expectAlerts(t, sim, tt.alerts...)
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
	expectAlerts(t, sim, 14109)
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

// TestReplyElsewhere: the attributes of a Message are followed, with addresses that are
// relative to the document.
func TestReplyElsewhere(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	application := newApp().answer("/in/sms", twiml.Messaging(twiml.Message{
		To: "+14155550123", From: "+14155550111", Action: "told", Children: []twiml.MessageChild{twiml.Body{Text: "a"}, twiml.Media{URL: "b.png"}},
	})).answer("/in/told", status(http.StatusNoContent))
	sim.Handle(hooks, application)
	sim.Number("+14155550111")
	sim.Number(clinic, twiliotest.SMSURL("https://user:secret@hooks.example.com/in/sms"))
	sim.Phone(ada).SendSMS(clinic, "Hi")
	sms := sim.Phone("+14155550123").ExpectSMS("a")
	assert.Equal(t, []string{"+14155550111", hooks + "/in/b.png"}, []string{sms.From, sms.MediaURLs[0]})
	assert.Equal(t, "delivered", application.forms()[3].Get("MessageStatus"))
	assert.Empty(t, sim.Alerts())
}

// TestRedirectKeepsTheFallback that the number has.
func TestRedirectKeepsTheFallback(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Handle(hooks, newApp().answer("/sms", twiml.Messaging(twiml.Redirect{URL: "/down"})).answer("/down", status(http.StatusBadGateway)).
		answer("/fallback", twiml.Messaging(twiml.Message{Body: "Later"})))
	sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms", hooks+"/fallback"))
	sim.Phone(ada).SendSMS(clinic, "Hi")
	sim.Phone(ada).ExpectSMS("Later")
	expectAlerts(t, sim, 11217)
}

// TestOptOutIsOneWord: a text of two is none.
func TestOptOutIsOneWord(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	for _, text := range []string{"STOP STOPALL", "please stop", "", "stops"} {
		sim.Number(clinic)
		sim.Phone(ada).SendSMS(clinic, text)
		send(t, sim, "Hi")
		sim.Phone(ada).ExpectSMS("Hi")
	}
	for _, text := range []string{"STOPALL", "optout\n"} {
		sim.Phone(ada).OptIn()
		sim.Phone(ada).SendSMS(clinic, text)
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
		require.ErrorIs(t, err, twilio.ErrOptedOut, text)
	}
}

func TestTypesOfWhatsAppMessages(t *testing.T) {
	t.Parallel()
	tests := map[string][]twiliotest.InboundOption{
		"text":     nil,
		"image":    {twiliotest.Attach("https://example.com/a.png"), twiliotest.Attach("https://example.com/a.pdf")},
		"video":    {twiliotest.Attach("https://example.com/a.mp4")},
		"audio":    {twiliotest.Attach("https://example.com/voice")},
		"document": {twiliotest.Attach("https://example.com/a.pdf")},
		"button":   {twiliotest.Param("ButtonPayload", "yes-1")},
		"location": {twiliotest.Param("Latitude", "52.5")},
		"contacts": {twiliotest.Param("MessageType", "contacts")},
	}
	for want, opts := range tests {
		sim := twiliotest.New(t)
		sim.File("https://example.com/voice", "audio/ogg", nil)
		sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
		sim.Handle(hooks, status(http.StatusNoContent))
		sim.Phone(ada).SendWhatsApp(clinic, "Hi", opts...)
		assert.Equal(t, want, sim.Callbacks()[0].Form.Get("MessageType"))
	}
}
