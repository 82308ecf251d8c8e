package twiliotest_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// told lists the statuses that an application was told of.
func (a *app) told() (statuses []string) {
	for _, form := range a.forms() {
		statuses = append(statuses, form.Get("MessageStatus")+form.Get("CallStatus"))
	}
	return statuses
}

// TestStatusCallbacksAsTwilioMaySendThem: twice, the other way round, or not at all.
func TestStatusCallbacksAsTwilioMaySendThem(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		deliveries  []twiliotest.Delivery
		texts, call string
	}{
		{"none", nil, "sending sent delivered", "initiated ringing in-progress completed"},
		{"a nil one", []twiliotest.Delivery{nil}, "sending sent delivered", "initiated ringing in-progress completed"},
		{"doubled", []twiliotest.Delivery{twiliotest.Doubled()}, "sending sending sent sent delivered delivered", "initiated initiated ringing ringing in-progress in-progress completed completed"},
		{"some doubled", []twiliotest.Delivery{twiliotest.Doubled("sent"), twiliotest.Doubled("completed")}, "sending sent sent delivered", "initiated ringing in-progress completed completed"},
		{"dropped", []twiliotest.Delivery{twiliotest.Dropped()}, "", ""},
		{"some dropped", []twiliotest.Delivery{twiliotest.Dropped("delivered", "in-progress")}, "sending sent", "initiated ringing completed"},
		{"reversed", []twiliotest.Delivery{twiliotest.Reversed()}, "delivered sent sending", "completed in-progress ringing initiated"},
		{
			"all together", []twiliotest.Delivery{twiliotest.Reversed(), twiliotest.Dropped("sending", "initiated"), twiliotest.Doubled("delivered", "completed"), twiliotest.BeforeAnswer()},
			"delivered delivered sent", "completed completed in-progress ringing",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.StatusCallbacks(tt.deliveries...))
			texts, calls := newApp().answer("/", status(http.StatusNoContent)), newApp().answer("/", status(http.StatusNoContent))
			sim.Handle(hooks+"/texts", texts)
			sim.Handle(hooks+"/calls", calls)
			sim.Number(clinic)
			_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks + "/texts"})
			require.NoError(t, err)
			sim.Phone(ada).ExpectSMS("Hi")
			assert.Equal(t, tt.texts, strings.Join(texts.told(), " "))

			_, err = sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
				To: ada, From: clinic, TwiML: twiml.Voice(twiml.Pause{Length: 10}).String(), StatusCallback: hooks + "/calls",
				StatusCallbackEvents: []twilio.CallEvent{twilio.CallEventInitiated, twilio.CallEventRinging, twilio.CallEventAnswered, twilio.CallEventCompleted},
			})
			require.NoError(t, err)
			sim.Phone(ada).ExpectCall()
			sim.Clock.Advance(1 << 36)
			assert.Equal(t, tt.call, strings.Join(calls.told(), " "))
		})
	}
}

// TestDoubledCallbacksHaveOneToken, and are the same but for that they are sent twice.
func TestDoubledCallbacksHaveOneToken(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.StatusCallbacks(twiliotest.Doubled()))
	var tokens []string
	sim.Handle(hooks, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("I-Twilio-Idempotency-Token"))
	}))
	sim.Number(clinic)
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks})
	require.NoError(t, err)
	sim.Phone(ada).ExpectSMS("Hi")
	require.Len(t, tokens, 6)
	assert.Equal(t, tokens[0], tokens[1])
	assert.NotEqual(t, tokens[1], tokens[2])
	callbacks := sim.Callbacks()
	assert.Equal(t, callbacks[0].Form, callbacks[1].Form)
}

// TestCallbacksBeforeTheAnswer: when Create returns, the application knows more than it
// says; without the option it knows nothing yet.
func TestCallbacksBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	scenario := func(t *testing.T, opts ...twiliotest.Option) []string {
		t.Helper()
		sim := twiliotest.New(t, opts...)
		application := newApp().answer("/", status(http.StatusNoContent))
		sim.Handle(hooks, application)
		sim.Number(clinic)
		msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks})
		require.NoError(t, err)
		told := application.told()
		assert.Equal(t, twilio.MessageStatusQueued, msg.Status)
		sim.Phone(ada).ExpectSMS("Hi")
		assert.Equal(t, []string{"sending", "sent", "delivered"}, application.told())
		return told
	}
	assert.Equal(t, []string{"sending", "sent", "delivered"}, scenario(t, twiliotest.StatusCallbacks(twiliotest.BeforeAnswer())))
	assert.Empty(t, scenario(t))
	synctest.Test(t, func(t *testing.T) {
		assert.Equal(t, []string{"sending", "sent", "delivered"}, scenario(t, twiliotest.WallTime(), twiliotest.StatusCallbacks(twiliotest.BeforeAnswer())))
	})
}

// TestBeforeAnswerMovesNoTime for a resource without status callbacks, or one that is not
// created.
func TestBeforeAnswerMovesNoTime(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.StatusCallbacks(twiliotest.BeforeAnswer()))
	began := sim.Clock.Now()
	send(t, sim, "nobody is told")
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: "+14155550199", Body: "refused", StatusCallback: hooks})
	require.Error(t, err)
	_, err = sim.Client().Messages.List(t.Context(), twilio.MessageListParams{})
	require.NoError(t, err)
	assert.Equal(t, began, sim.Clock.Now())
}

// TestReversedCallbacksOfWhatIsRead: a callback after the end comes by itself. A call without
// a callback of its end sends the others at its end all the same.
func TestReversedCallbacksOfWhatIsRead(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.StatusCallbacks(twiliotest.Reversed()))
	application := newApp().answer("/", status(http.StatusNoContent))
	sim.Handle(hooks, application)
	sim.Number(clinic)
	sim.Phone(ada).OpenWhatsAppWindow()
	_, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks})
	require.NoError(t, err)
	sim.Phone(ada).ExpectWhatsApp("Hi")
	assert.Equal(t, []string{"delivered", "sent", "sending", "read"}, application.told())

	_, err = sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
		To: ada, From: clinic, TwiML: twiml.Voice(twiml.Pause{Length: 10}).String(), StatusCallback: hooks,
		StatusCallbackEvents: []twilio.CallEvent{twilio.CallEventRinging, twilio.CallEventAnswered},
	})
	require.NoError(t, err)
	sim.Phone(ada).ExpectCall()
	assert.Len(t, application.told(), 4, "held back")
	sim.Clock.Advance(1 << 36)
	assert.Equal(t, []string{"in-progress", "ringing"}, application.told()[4:])
}

func TestDeliveriesThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, wrong := range []twiliotest.Delivery{twiliotest.Dropped("deliverd"), twiliotest.Doubled("sent", "answered"), twiliotest.Dropped("")} {
		_, err := twiliotest.Start(twiliotest.StatusCallbacks(twiliotest.Reversed(), wrong))
		require.ErrorContains(t, err, "no callback tells of that status")
	}
}
