package twiliotest_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestMessagesFail at each stage: the callbacks, the fetched message, the list and the
// balance agree.
func TestMessagesFail(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		stage   twiliotest.MessageStage
		service bool // a Messaging Service chooses the sender
		code    twilio.ErrorCode
		message string // of the error, "" for a code that has none
		status  twilio.MessageStatus
		told    []string
		sender  bool // the message has got one
		sent    bool
	}{
		{name: "while accepted", stage: twiliotest.WhileAccepted, service: true, code: 30001, message: twilio.ErrorCode(30001).Title(), status: twilio.MessageStatusFailed, told: []string{"failed"}},
		{name: "while accepted, which a message with a sender never is", stage: twiliotest.WhileAccepted, code: 30001, message: twilio.ErrorCode(30001).Title(), status: twilio.MessageStatusFailed, told: []string{"failed"}, sender: true},
		{name: "while queued", stage: twiliotest.WhileQueued, code: 30036, message: twilio.ErrorCode(30036).Title(), status: twilio.MessageStatusFailed, told: []string{"failed"}, sender: true},
		{name: "while queued, of a service", stage: twiliotest.WhileQueued, service: true, code: 30002, message: twilio.ErrorCode(30002).Title(), status: twilio.MessageStatusFailed, told: []string{"queued", "failed"}, sender: true},
		{name: "while sending", stage: twiliotest.WhileSending, code: 30007, message: twilio.ErrorCode(30007).Title(), status: twilio.MessageStatusFailed, told: []string{"sending", "failed"}, sender: true},
		{name: "after sending", stage: twiliotest.AfterSending, code: 30008, message: twilio.ErrorCode(30008).Title(), status: twilio.MessageStatusUndelivered, told: []string{"sending", "sent", "undelivered"}, sender: true, sent: true},
		{name: "with a code of nobody's", stage: twiliotest.WhileSending, code: 99999, status: twilio.MessageStatusFailed, told: []string{"sending", "failed"}, sender: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t) // which lets a message that failed on purpose pass
			application := newApp().answer("/", status(http.StatusNoContent))
			sim.Handle(hooks, application)
			sim.Number(clinic)
			params := twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks}
			if tt.service {
				params.From, params.MessagingServiceSID = "", newPool(t, sim, nil, clinic).sid
			}
			before, err := sim.Client().Balance.Get(t.Context())
			require.NoError(t, err)
			sim.Fault(twiliotest.OnCreateMessage().MessageFails(tt.stage, tt.code))
			created, err := sim.Client().Messages.Create(t.Context(), params)
			require.NoError(t, err)
			assert.False(t, created.Status.Final())
			sim.Clock.Advance(time.Minute)

			assert.Equal(t, tt.told, application.told())
			forms := application.forms()
			for i, form := range forms {
				want := ""
				if i == len(forms)-1 {
					want = strconv.Itoa(int(tt.code))
				}
				assert.Equal(t, want, form.Get("ErrorCode"))
			}
			msg, err := sim.Client().Messages.Get(t.Context(), created.SID)
			require.NoError(t, err)
			assert.Equal(t, []any{tt.status, tt.code, tt.message}, []any{msg.Status, msg.ErrorCode, msg.ErrorMessage})
			assert.Equal(t, tt.sent, msg.Price != "")
			assert.Equal(t, tt.sent, !msg.DateSent.IsZero())
			assert.Equal(t, tt.sender, msg.From != "")
			page, err := sim.Client().Messages.List(t.Context(), twilio.MessageListParams{})
			require.NoError(t, err)
			require.Len(t, page.Items, 1)
			assert.Equal(t, msg, page.Items[0])
			after, err := sim.Client().Balance.Get(t.Context())
			require.NoError(t, err)
			assert.Equal(t, tt.sent, before.Amount != after.Amount, "only a message that was sent costs money")
		})
	}
}

// TestWhichMessagesFail: the fault is narrowed as faults of requests are, and does not
// count messages that were refused.
func TestWhichMessagesFail(t *testing.T) {
	t.Parallel()
	fails := func(m twiliotest.Match) twiliotest.Fault { return m.MessageFails(twiliotest.AfterSending, 30003) }
	delivered, undelivered := "delivered", "undelivered"
	tests := []struct {
		name  string
		fault twiliotest.Fault
		want  [4]string // to Ada, to Bob, to Ada, to Bob
	}{
		{"all", fails(twiliotest.OnCreateMessage()), [4]string{undelivered, undelivered, undelivered, undelivered}},
		{"to one number", fails(twiliotest.OnCreateMessage().To(bob)), [4]string{delivered, undelivered, delivered, undelivered}},
		{"the second", fails(twiliotest.OnCreateMessage().Nth(2)), [4]string{delivered, undelivered, delivered, delivered}},
		{"the second to one number", fails(twiliotest.OnCreateMessage().To(ada).Nth(2)), [4]string{delivered, delivered, undelivered, delivered}},
		{"three", fails(twiliotest.OnCreateMessage().Times(3)), [4]string{undelivered, undelivered, undelivered, delivered}},
		{"a share", fails(twiliotest.OnCreateMessage().Rate(0, 1)), [4]string{delivered, delivered, delivered, delivered}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			sim.Number(clinic)
			sim.Fault(tt.fault)
			_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: "+14155550199", Body: "refused"})
			require.Error(t, err)
			for _, to := range []string{ada, bob, ada, bob} {
				_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: clinic, Body: "Hi"})
				require.NoError(t, err)
			}
			sim.Clock.Advance(time.Minute)
			var got [4]string
			for i, m := range sim.Messages() {
				got[i] = string(m.Status)
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// TestFailuresBesideOtherFaults: a message fails although its request met a fault as well,
// and the ledger shows the fault of the request alone. ClearFaults ends both.
func TestFailuresBesideOtherFaults(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sim.Fault(twiliotest.OnCreateMessage().MessageFails(twiliotest.WhileSending, 30008))
	sim.Fault(twiliotest.OnCreateMessage().CommitThenReset())
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	sim.ClearFaults()
	send(t, sim, "works")
	sim.Clock.Advance(time.Minute)
	messages := sim.Messages()
	require.Len(t, messages, 2)
	assert.Equal(t, []any{twilio.MessageStatusFailed, twilio.ErrorCode(30008)}, []any{messages[0].Status, messages[0].ErrorCode})
	assert.Equal(t, twilio.MessageStatusDelivered, messages[1].Status)
	assert.Equal(t, []string{"commit, then reset", ""}, []string{sim.Requests()[0].Fault, sim.Requests()[1].Fault})
}

// TestRepliesFail: a message that TwiML sends fails as one of the API does, and scheduled
// ones fail at their time.
func TestRepliesFail(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic, twiliotest.SMSWebhook(newApp().answer("/", text("text/xml", twiml.Messaging(twiml.Message{Body: "Thank you"}).String()))))
	sim.Fault(twiliotest.OnCreateMessage().To(ada).Nth(1).MessageFails(twiliotest.WhileSending, 30006))
	sim.Phone(ada).SendSMS(clinic, "yes")
	sim.Clock.Advance(time.Minute)
	messages := sim.Messages()
	reply := messages[len(messages)-1]
	assert.Equal(t, []any{twilio.MessageStatusFailed, twilio.ErrorCode(30006)}, []any{reply.Status, reply.ErrorCode})

	sim.ClearFaults()
	sim.Fault(twiliotest.OnCreateMessage().MessageFails(twiliotest.WhileAccepted, 30036))
	at := sim.Clock.Now().Add(time.Hour)
	msg, err := anything(t, sim.Client(), url.Values{
		"To": {ada}, "MessagingServiceSid": {newPool(t, sim, nil, clinic).sid}, "Body": {"later"}, "ScheduleType": {"fixed"}, "SendAt": {at.UTC().Format(time.RFC3339)},
	})
	require.NoError(t, err)
	sim.Clock.Advance(59 * time.Minute)
	msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusScheduled, msg.Status)
	sim.Clock.Advance(2 * time.Minute)
	msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, []any{twilio.MessageStatusFailed, twilio.ErrorCode(30036)}, []any{msg.Status, msg.ErrorCode})
}

func TestMessageFailuresThatCannotBe(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault   twiliotest.Fault
		problem string
	}{
		"of a call":      {twiliotest.OnCreateCall().MessageFails(twiliotest.WhileSending, 30008), "it goes with OnCreateMessage()"},
		"of any request": {twiliotest.OnAny().MessageFails(twiliotest.WhileSending, 30008), "it goes with OnCreateMessage()"},
		"at no stage":    {twiliotest.OnCreateMessage().MessageFails(0, 30008), "give a stage such as WhileSending"},
		"at a later one": {twiliotest.OnCreateMessage().MessageFails(twiliotest.AfterSending+1, 30008), "give a stage such as WhileSending"},
		"without a code": {twiliotest.OnCreateMessage().MessageFails(twiliotest.WhileSending, 0), "give a stage such as WhileSending"},
		"never":          {twiliotest.OnCreateMessage().Nth(0).MessageFails(twiliotest.WhileSending, 30008), "Nth(0)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := record(t)
			twiliotest.New(r).Fault(tt.fault)
			assert.Contains(t, r.finish(), tt.problem)
		})
	}
}
