package twiliotest_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

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
	application := newApp().answer("/voice", twiml.Voice(twiml.Say{Text: "Hello"}, twiml.Pause{Length: 10})).answer("/status", status(http.StatusNoContent))
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
				To: ada, From: clinic, TwiML: "<Response><Pause length=\"10\"/></Response>", StatusCallback: hooks + "/status", StatusCallbackEvents: tt.events,
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

// TestFailingStatusCallbacks are alerts, those of calls with a code of their own;
// an answer that is no TwiML is none.
func TestFailingStatusCallbacks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		app           http.Handler
		message, call []twilio.ErrorCode
	}{
		{status(http.StatusInternalServerError), []twilio.ErrorCode{11217}, []twilio.ErrorCode{15003}},
		{status(http.StatusNotFound), []twilio.ErrorCode{11217}, []twilio.ErrorCode{15003}},
		{http.RedirectHandler("/again", http.StatusPermanentRedirect), []twilio.ErrorCode{11216}, []twilio.ErrorCode{11216}},
		{text("application/json", "{}"), nil, nil},
		{text("text/xml", "no TwiML"), nil, nil},
	}
	for _, tt := range tests {
		sim := twiliotest.New(t, twiliotest.AllowUnexpected())
		sim.Handle(hooks, tt.app)
		sim.Phone(ada).Unreachable(30003)
		sim.Number(clinic, twiliotest.SMSWebhook(twiml.Messaging(twiml.Message{StatusCallback: hooks, Body: "Hi"})))
		sim.Phone(ada).SendSMS(clinic, "Hi")
		sim.Clock.Advance(time.Second / 4) // one status, sending, is told
		expectAlerts(t, sim, tt.message...)

		sim = twiliotest.New(t, twiliotest.AllowUnexpected())
		sim.Handle(hooks, tt.app)
		sim.Number(clinic)
		_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: "<Response><Hangup/></Response>", StatusCallback: hooks})
		require.NoError(t, err)
		sim.Clock.Advance(time.Minute)
		expectAlerts(t, sim, tt.call...)
	}
}
