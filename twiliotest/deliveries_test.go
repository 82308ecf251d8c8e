package twiliotest_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// told sends a message, and returns its callbacks with the time of each since the create.
func toldStatuses(t *testing.T, opts ...twiliotest.Option) (callbacks []string) {
	t.Helper()
	sim := twiliotest.New(t, opts...)
	sim.Handle(hooks, newApp().answer("/", status(http.StatusNoContent)))
	sim.Number(clinic)
	began := sim.Clock.Now()
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks})
	require.NoError(t, err)
	sim.Phone(ada).ExpectSMS("Hi")
	sim.Clock.Advance(time.Hour)
	require.NoError(t, sim.Clock.Sleep(t.Context(), time.Hour)) // of the bubble's time
	for _, c := range sim.Callbacks() {
		callbacks = append(callbacks, c.At.Sub(began).String()+" "+c.Form.Get("MessageStatus"))
	}
	return callbacks
}

// TestDelayedCallbacks come at their time, in every combination with other deliveries, and
// in a bubble as well.
func TestDelayedCallbacks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		deliveries []twiliotest.Delivery
		want       string
	}{
		{"none", nil, "200ms sending, 500ms sent, 1.4s delivered"},
		{"all", []twiliotest.Delivery{twiliotest.Delayed(time.Minute)}, "1m0.2s sending, 1m0.5s sent, 1m1.4s delivered"},
		{"one, which others overtake", []twiliotest.Delivery{twiliotest.Delayed(10*time.Second, "sent")}, "200ms sending, 1.4s delivered, 10.5s sent"},
		{"each for its own time", []twiliotest.Delivery{twiliotest.Delayed(10*time.Second, "sending"), twiliotest.Delayed(5*time.Second, "sent")}, "1.4s delivered, 5.5s sent, 10.2s sending"},
		{"the later delay holds", []twiliotest.Delivery{twiliotest.Delayed(time.Minute), twiliotest.Delayed(2*time.Second, "sent")}, "2.5s sent, 1m0.2s sending, 1m1.4s delivered"},
		{"and doubled", []twiliotest.Delivery{twiliotest.Delayed(10*time.Second, "sent"), twiliotest.Doubled("sent")}, "200ms sending, 1.4s delivered, 10.5s sent, 10.5s sent"},
		{"and dropped", []twiliotest.Delivery{twiliotest.Delayed(10 * time.Second), twiliotest.Dropped("sent")}, "10.2s sending, 11.4s delivered"},
		{"and reversed", []twiliotest.Delivery{twiliotest.Delayed(10*time.Second, "delivered"), twiliotest.Reversed()}, "1.4s sent, 1.4s sending, 11.4s delivered"},
		{"and before the answer", []twiliotest.Delivery{twiliotest.Delayed(time.Second), twiliotest.BeforeAnswer()}, "1.2s sending, 1.5s sent, 2.4s delivered"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, strings.Join(toldStatuses(t, twiliotest.StatusCallbacks(tt.deliveries...)), ", "))
			synctest.Test(t, func(t *testing.T) {
				assert.Equal(t, tt.want, strings.Join(toldStatuses(t, twiliotest.WallTime(), twiliotest.StatusCallbacks(tt.deliveries...)), ", "))
			})
		})
	}
}

// TestShuffledCallbacks: the seed chooses the order, the same one each time, and none is
// lost. Some seed gives each of the six orders.
func TestShuffledCallbacks(t *testing.T) {
	t.Parallel()
	const seeds = 40
	orders := map[string]bool{}
	for seed := range uint64(seeds) {
		first := toldStatuses(t, twiliotest.StatusCallbacks(twiliotest.Shuffled(seed)))
		assert.Equal(t, first, toldStatuses(t, twiliotest.StatusCallbacks(twiliotest.Shuffled(seed))))
		assert.Equal(t, []string{"1.4s delivered", "1.4s sending", "1.4s sent"}, slices.Sorted(slices.Values(first)))
		orders[strings.Join(first, ", ")] = true
	}
	assert.Len(t, orders, 6)
	assert.Equal(t, []string{"1.4s delivered", "1.4s sending", "1.4s sent"},
		slices.Compact(slices.Sorted(slices.Values(toldStatuses(t, twiliotest.StatusCallbacks(twiliotest.Shuffled(1), twiliotest.Doubled()))))))
}

// TestShuffledCallbacksOfSeveralMessages have orders of their own.
func TestShuffledCallbacksOfSeveralMessages(t *testing.T) {
	t.Parallel()
	const messages = 20
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.StatusCallbacks(twiliotest.Shuffled(1)))
	sim.Handle(hooks, newApp().answer("/", status(http.StatusNoContent)))
	sim.Number(clinic)
	for range messages {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks})
		require.NoError(t, err)
	}
	sim.Clock.Advance(time.Minute)
	byMessage := map[string]string{}
	for _, c := range sim.Callbacks() {
		byMessage[c.Form.Get("MessageSid")] += c.Form.Get("MessageStatus") + " "
	}
	orders := map[string]bool{}
	for _, order := range byMessage {
		orders[order] = true
	}
	assert.Len(t, byMessage, messages)
	assert.Greater(t, len(orders), 2)
}

// TestDeliveriesChange while a test runs, for the whole simulator or for one phone. What was
// held back before is not lost.
func TestDeliveriesChange(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.StatusCallbacks(twiliotest.Reversed()))
	application := newApp().answer("/", status(http.StatusNoContent))
	sim.Handle(hooks, application)
	sim.Number(clinic)
	create := func(to string) {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: clinic, Body: "Hi", StatusCallback: hooks})
		require.NoError(t, err)
	}
	before := 0
	took := func() []string {
		sim.Clock.Advance(time.Minute)
		told := application.told()[before:]
		before += len(told)
		return told
	}
	create(ada)
	sim.Clock.Advance(600 * time.Millisecond)
	assert.Empty(t, application.told(), "held back")
	sim.SetStatusCallbacks()
	assert.Equal(t, []string{"sending", "sent", "delivered"}, took())

	sim.Phone(bob).SetStatusCallbacks(twiliotest.Dropped("sending", "sent"))
	create(ada)
	assert.Equal(t, []string{"sending", "sent", "delivered"}, took())
	create(bob)
	assert.Equal(t, []string{"delivered"}, took())
	sim.SetStatusCallbacks(twiliotest.Dropped())
	create(ada)
	create(bob)
	assert.Equal(t, []string{"delivered"}, took(), "the phone has deliveries of its own")
	sim.Phone(bob).SetStatusCallbacks()
	create(bob)
	assert.Equal(t, []string{"sending", "sent", "delivered"}, took())
}

// TestDeliveriesThatChangeNothing: a mistake fails the test, and the deliveries of before hold.
func TestDeliveriesThatChangeNothing(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		deliveries []twiliotest.Delivery
		problem    string
	}{
		"a status that is none": {[]twiliotest.Delivery{twiliotest.Delayed(time.Second, "deliverd")}, `Delayed("deliverd"): no callback tells of that status`},
		"no delay":              {[]twiliotest.Delivery{twiliotest.Delayed(0)}, "Delayed(0s): give how much later"},
		"a delay back in time":  {[]twiliotest.Delivery{twiliotest.Delayed(-time.Second)}, "Delayed(-1s): give how much later"},
		"two orders":            {[]twiliotest.Delivery{twiliotest.Reversed(), twiliotest.Shuffled(1)}, "Reversed and Shuffled are two orders"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := twiliotest.Start(twiliotest.StatusCallbacks(tt.deliveries...))
			require.ErrorContains(t, err, tt.problem)
			rec := record(t)
			sim := twiliotest.New(rec)
			sim.SetStatusCallbacks(tt.deliveries...)
			sim.Phone(ada).SetStatusCallbacks(tt.deliveries...)
			assert.Equal(t, 2, strings.Count(rec.finish(), tt.problem))
		})
	}
}

// TestDeliveriesOfEveryKind: the callbacks of each kind of resource are doubled, delayed and
// dropped.
func TestDeliveriesOfEveryKind(t *testing.T) {
	t.Parallel()
	kinds := []struct {
		name   string
		status string
		param  string // of the callback, which has the status
		happen func(t *testing.T, sim *twiliotest.Sim)
	}{
		{"calls", "ringing", "CallStatus", func(t *testing.T, sim *twiliotest.Sim) {
			t.Helper()
			live(t, sim, url.Values{"StatusCallback": {hooks}, "StatusCallbackEvent": {"ringing"}})
		}},
		{"streams", "stream-started", "StreamEvent", func(t *testing.T, sim *twiliotest.Sim) {
			t.Helper()
			mainAccount(t, sim).must(200, "POST", in(sim.AccountSID(), "/Calls/"+live(t, sim, nil)+"/Streams.json"), url.Values{"Url": {"wss://media.example.com"}, "StatusCallback": {hooks}})
		}},
		{"transcriptions", "transcription-started", "TranscriptionEvent", func(t *testing.T, sim *twiliotest.Sim) {
			t.Helper()
			mainAccount(t, sim).must(200, "POST", in(sim.AccountSID(), "/Calls/"+live(t, sim, nil)+"/Transcriptions.json"), url.Values{"StatusCallbackUrl": {hooks}})
		}},
		{"recordings", "in-progress", "RecordingStatus", func(t *testing.T, sim *twiliotest.Sim) {
			t.Helper()
			mainAccount(t, sim).must(201, "POST", in(sim.AccountSID(), "/Calls/"+live(t, sim, nil)+"/Recordings.json"), url.Values{"RecordingStatusCallback": {hooks}, "RecordingStatusCallbackEvent": {"in-progress"}})
		}},
		{"caller IDs", "failed", "VerificationStatus", func(t *testing.T, sim *twiliotest.Sim) {
			t.Helper()
			sim.Phone(bob).NoAnswer()
			mainAccount(t, sim).must(200, "POST", in(sim.AccountSID(), "/OutgoingCallerIds.json"), url.Values{"PhoneNumber": {bob}, "StatusCallback": {hooks}})
		}},
		{"rooms", "room-created", "StatusCallbackEvent", func(t *testing.T, sim *twiliotest.Sim) {
			t.Helper()
			mainAccount(t, sim).must(201, "POST", "video/v1/Rooms", url.Values{"StatusCallback": {hooks}})
		}},
	}
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			for delivery, want := range map[string]int{"once": 1, "doubled": 2, "dropped": 0, "delayed": 0} {
				sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.AllowAlerts()) // of the media of streams
				application := newApp().answer("/", status(http.StatusNoContent))
				sim.Handle(hooks, application)
				sim.Number(clinic)
				sim.SetStatusCallbacks(map[string]twiliotest.Delivery{
					"doubled": twiliotest.Doubled(kind.status), "dropped": twiliotest.Dropped(kind.status), "delayed": twiliotest.Delayed(24*time.Hour, kind.status),
				}[delivery])
				kind.happen(t, sim)
				sim.Clock.Advance(5 * time.Minute)
				count := func() (n int) {
					for _, form := range application.forms() {
						if form.Get(kind.param) == kind.status {
							n++
						}
					}
					return n
				}
				assert.Equal(t, want, count(), delivery)
				sim.Clock.Advance(24 * time.Hour)
				if delivery == "delayed" {
					want = 1
				}
				assert.Equal(t, want, count(), "%s, a day later", delivery)
			}
		})
	}
}

// live calls Ada, who has taken the call when it returns.
func live(t *testing.T, sim *twiliotest.Sim, more url.Values) (sid string) {
	t.Helper()
	form := url.Values{"To": {ada}, "From": {clinic}, "Twiml": {twiml.Voice(twiml.Pause{Length: 60}).String()}}
	for name, values := range more {
		form[name] = values
	}
	call := mainAccount(t, sim).must(201, "POST", in(sim.AccountSID(), "/Calls.json"), form)
	sim.Phone(ada).ExpectCall()
	return field(call, "sid")
}
