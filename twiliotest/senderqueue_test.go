package twiliotest_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestSenderRates: the messages of a sender are sent one after the other.
func TestSenderRates(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)
	tests := []struct {
		name     string
		from, to string
		body     string
		rates    []twiliotest.SenderRate
		every    time.Duration // between two messages
	}{
		{name: "a phone number", from: clinic, to: ada, every: time.Second},
		{name: "a phone number with a text of two segments", from: clinic, to: ada, body: string(make80()) + string(make80()) + "a", every: 2 * time.Second},
		{name: "a toll-free number", from: tollFree, to: ada, every: time.Second / 3},
		{name: "a short code", from: "72345", to: ada, every: 10 * time.Millisecond},
		{name: "a name", from: "CLINIC", to: londoner, every: 100 * time.Millisecond},
		{name: "a sender of WhatsApp", from: "whatsapp:" + clinic, to: "whatsapp:" + ada, every: time.Second / 80},
		{name: "a sender with a rate of its own", from: clinic, to: ada, rates: []twiliotest.SenderRate{{Sender: clinic, PerSecond: 20}}, every: 50 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.StartAt(start), twiliotest.AllowUnexpected(), twiliotest.SenderRates(tt.rates...))
			for _, number := range []string{clinic, tollFree, "72345", "CLINIC"} {
				sim.Number(number)
			}
			sim.Phone(ada).OpenWhatsAppWindow()
			body := "Hi"
			if tt.body != "" {
				body = tt.body
			}
			for range 3 {
				_, err := anything(t, sim.Client(), url.Values{"To": {tt.to}, "From": {tt.from}, "Body": {body}})
				require.NoError(t, err)
			}
			sim.Clock.Advance(time.Minute)
			var sent []time.Duration
			for _, m := range sim.Messages() {
				sent = append(sent, m.Sent.Sub(start)-500*time.Millisecond)
			}
			assert.Equal(t, []time.Duration{0, tt.every, 2 * tt.every}, sent)
		})
	}
}

// TestMessagesWait as queued until their turn comes, and can be canceled meanwhile.
func TestMessagesWait(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.SenderRates())
	sim.Number(clinic)
	params := twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"}
	var last *twilio.Message
	for range 60 {
		msg, err := sim.Client().Messages.Create(t.Context(), params)
		require.NoError(t, err)
		last = msg
	}
	sim.Clock.Advance(58 * time.Second)
	msg, err := sim.Client().Messages.Get(t.Context(), last.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusQueued, msg.Status)
	_, err = sim.Client().Messages.Cancel(t.Context(), last.SID)
	require.NoError(t, err)
	sim.Clock.Advance(time.Minute)
	msg, err = sim.Client().Messages.Get(t.Context(), last.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusCanceled, msg.Status)
}

// TestSenderRatesOfSubaccounts: a name that is a sender of two accounts has a queue in each,
// and a number has one, whoever sends from it.
func TestSenderRatesOfSubaccounts(t *testing.T) {
	t.Parallel()
	for sender, want := range map[string][]time.Duration{
		"CLINIC": {0, time.Second, 0},
		clinic:   {0, time.Second, 2 * time.Second},
	} {
		sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.SenderRates(twiliotest.SenderRate{Sender: sender, PerSecond: 1}))
		began := sim.Clock.Now()
		sim.Number(sender)
		a := mainAccount(t, sim)
		for _, account := range []string{sim.AccountSID(), sim.AccountSID(), sim.Subaccount()} {
			a.must(201, "POST", in(account, "/Messages.json"), url.Values{"To": {londoner}, "From": {sender}, "Body": {"Hi"}})
		}
		sim.Clock.Advance(time.Minute)
		var sent []time.Duration
		for _, m := range sim.Messages() {
			sent = append(sent, m.Sent.Sub(began)-500*time.Millisecond)
		}
		assert.Equal(t, want, sent, sender)
	}
}

// TestQueuesOverflow: more than ten hours of messages are refused, or fail when a service
// has chosen their sender.
func TestQueuesOverflow(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.SenderRates(twiliotest.SenderRate{Sender: newYork, PerSecond: 1}))
	p := newPool(t, sim, nil, clinic)
	long := strings.Repeat("ж", 1600) // 24 segments
	for range 1500 {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: long})
		require.NoError(t, err)
	}
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	require.ErrorIs(t, err, twilio.ErrorCode(21611))
	msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, MessagingServiceSID: p.sid, Body: "Hi"})
	require.NoError(t, err)
	sim.Clock.Advance(100 * time.Millisecond)
	msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, []any{twilio.MessageStatusQueued, twilio.ErrorCode(0)}, []any{msg.Status, msg.ErrorCode}, "there is room by now")

	_, err = sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: long})
	require.NoError(t, err)
	_, err = sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: long})
	require.ErrorIs(t, err, twilio.ErrorCode(21611))
	msg, err = sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, MessagingServiceSID: p.sid, Body: "Hi"})
	require.NoError(t, err)
	sim.Clock.Advance(100 * time.Millisecond)
	msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, []any{twilio.MessageStatusFailed, twilio.ErrorCode(30001)}, []any{msg.Status, msg.ErrorCode})
}

// TestExpiredMessagesTakeNoTime: a message that fails before its turn holds up no later
// one.
func TestExpiredMessagesTakeNoTime(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.SenderRates())
	sim.Number(clinic)
	create := func(validity time.Duration) string {
		msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
			To: ada, From: clinic, Body: strings.Repeat("ж", 670), ValidityPeriod: validity, // 10 segments, 10 seconds
		})
		require.NoError(t, err)
		return msg.SID
	}
	create(0)
	expired, last := create(5*time.Second), create(0)
	sim.Clock.Advance(12 * time.Second)
	msg, err := sim.Client().Messages.Get(t.Context(), expired)
	require.NoError(t, err)
	assert.Equal(t, twilio.CodeValidityPeriodExpired, msg.ErrorCode)
	msg, err = sim.Client().Messages.Get(t.Context(), last)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusDelivered, msg.Status)
}

// TestValidityPeriods: a message that has waited too long fails at that moment.
func TestValidityPeriods(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)
	tests := []struct {
		name    string
		service string // its validity period in seconds
		message string // that of the message, "" for none
		fails   bool
	}{
		{"of the service", "30", "", true},
		{"of the message before that of the service", "36000", "30", true},
		{"of the message, which is longer", "30", "36000", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.StartAt(start), twiliotest.AllowUnexpected(), twiliotest.SenderRates())
			p := newPool(t, sim, url.Values{"ValidityPeriod": {tt.service}}, clinic)
			for range 60 {
				_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
				require.NoError(t, err)
			}
			form := url.Values{"To": {ada}, "MessagingServiceSid": {p.sid}, "Body": {"late"}}
			if tt.message != "" {
				form.Set("ValidityPeriod", tt.message)
			}
			msg, err := anything(t, sim.Client(), form)
			require.NoError(t, err)
			sim.Clock.Advance(30*time.Second - time.Millisecond)
			msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
			require.NoError(t, err)
			assert.Equal(t, twilio.MessageStatusQueued, msg.Status)
			sim.Clock.Advance(time.Hour)
			msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
			require.NoError(t, err)
			if !tt.fails {
				assert.Equal(t, twilio.MessageStatusDelivered, msg.Status)
				return
			}
			assert.Equal(t, []any{twilio.MessageStatusFailed, twilio.ErrorCode(30036)}, []any{msg.Status, msg.ErrorCode})
			assert.Equal(t, start.Add(30*time.Second), msg.DateUpdated.Time)
		})
	}
}

func TestSenderRatesThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, rate := range map[string]twiliotest.SenderRate{
		"no rate":   {Sender: clinic},
		"no sender": {PerSecond: 1},
	} {
		_, err := twiliotest.Start(twiliotest.SenderRates(rate))
		require.ErrorContains(t, err, "SenderRates", name)
	}
}
