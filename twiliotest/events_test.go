package twiliotest_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// eventsOf returns the events of a kind so far, as "SID phone".
func eventsOf(t *testing.T, sim *twiliotest.Sim, kind twiliotest.EventKind) []string {
	t.Helper()
	if sim.EventSerial() == 0 {
		return nil
	}
	all, err := sim.WaitEvents(t.Context(), 0)
	require.NoError(t, err)
	var found []string
	for i, e := range all {
		assert.Equal(t, int64(i+1), e.Serial)
		if e.Kind == kind {
			found = append(found, e.SID+" "+e.Phone)
		}
	}
	return found
}

func TestEventsOfAMessage(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sent, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	require.NoError(t, err)
	sim.Phone(ada).ExpectSMS("Hi")
	assert.Equal(t, slices.Repeat([]string{sent.SID + " " + ada}, 4), eventsOf(t, sim, twiliotest.EventMessage), "new, sending, sent, delivered")
	assert.Equal(t, []string{"1 ", "1 "}, eventsOf(t, sim, twiliotest.EventRequest), "as it came and as it was answered")
}

// TestEventsOfEachKind does something of each kind, and looks for its event.
func TestEventsOfEachKind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind twiliotest.EventKind
		do   func(*testing.T, *twiliotest.Sim)
		want []string // the events by SID and phone, "*" for any SID
	}{
		{twiliotest.EventPhone, func(_ *testing.T, sim *twiliotest.Sim) { sim.Phone("+14155550123").SetName("Grace") }, []string{"+14155550123 +14155550123", "+14155550123 +14155550123"}},
		{twiliotest.EventPhone, func(_ *testing.T, sim *twiliotest.Sim) { sim.Phone("+14155550123").Busy() }, []string{"+14155550123 +14155550123", "+14155550123 +14155550123"}},
		{twiliotest.EventPhone, func(_ *testing.T, sim *twiliotest.Sim) { sim.Phone("+14155550123").OptOut() }, []string{"+14155550123 +14155550123", "+14155550123 +14155550123"}},
		{twiliotest.EventNumber, func(_ *testing.T, sim *twiliotest.Sim) {
			sim.Number("+14155550199", twiliotest.SMSURL("https://a.example"))
		}, []string{"+14155550199 ", "+14155550199 "}},
		{twiliotest.EventFault, func(_ *testing.T, sim *twiliotest.Sim) { sim.Fault(twiliotest.OnAny().HTML(502)) }, []string{" "}},
		{twiliotest.EventFault, func(_ *testing.T, sim *twiliotest.Sim) { sim.ClearFaults() }, []string{" "}},
		{twiliotest.EventCleared, func(_ *testing.T, sim *twiliotest.Sim) { sim.Clear(twiliotest.Clearing{Phone: ada}) }, []string{" " + ada}},
		{twiliotest.EventAlert, func(_ *testing.T, sim *twiliotest.Sim) {
			sim.Number(clinic, twiliotest.SMSURL("https://nobody.example.com"))
			sim.Phone(ada).SendSMS(clinic, "Hi")
			sim.ExpectAlert(11205)
		}, []string{"1 "}},
		{twiliotest.EventCallback, func(_ *testing.T, sim *twiliotest.Sim) {
			sim.Number(clinic, twiliotest.SMSURL("https://nobody.example.com"))
			sim.Phone(ada).SendSMS(clinic, "Hi")
			sim.ExpectAlert(11205)
		}, []string{"1 ", "1 "}},
		{twiliotest.EventQueue, func(t *testing.T, sim *twiliotest.Sim) { t.Helper(); enqueued(t, sim) }, []string{"* ", "* " + ada}},
		{twiliotest.EventConference, func(t *testing.T, sim *twiliotest.Sim) { t.Helper(); confer(t, sim) }, []string{"* " + ada, "* ", "* +14155550123", "* ", "* "}},
		{twiliotest.EventRecording, func(t *testing.T, sim *twiliotest.Sim) {
			t.Helper()
			leftMessage(t, sim)
		}, []string{"* " + ada, "* " + ada, "* " + ada, "* " + ada}}, // in progress, stopped, processing, completed
	}
	for _, tt := range tests {
		t.Run(string(tt.kind), func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t)
			tt.do(t, sim)
			got := eventsOf(t, sim, tt.kind)
			for i, want := range tt.want {
				if i < len(got) && want[0] == '*' {
					assert.Greater(t, len(got[i]), 34)
					got[i] = "*" + got[i][34:]
				}
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// clinicRuns makes the clinic's number answer calls with a document.
func clinicRuns(sim *twiliotest.Sim, verbs ...twiml.VoiceVerb) {
	application := newApp()
	application.answer("/voice", doc(verbs...))
	sim.Handle(hooks, application)
	sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
}

func enqueued(t *testing.T, sim *twiliotest.Sim) *twiliotest.Call {
	t.Helper()
	clinicRuns(sim, twiml.Enqueue{Name: "Support"})
	return sim.Phone(ada).Call(clinic)
}

func confer(t *testing.T, sim *twiliotest.Sim) {
	t.Helper()
	clinicRuns(sim, twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: "Standup"}}})
	sim.Phone(ada).Call(clinic)
	sim.Phone("+14155550123").Call(clinic)
}

func leftMessage(t *testing.T, sim *twiliotest.Sim) *twiliotest.Call {
	t.Helper()
	clinicRuns(sim, twiml.Record{})
	call := sim.Phone(ada).Call(clinic)
	call.LeaveMessage(3*time.Second, "Please call me back.")
	call.Hangup()
	sim.Clock.Advance(time.Minute)
	return call
}

func TestEventsAreBounded(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	phone := sim.Phone(ada)
	for range 2000 {
		phone.SetName("Ada")
	}
	newest := sim.EventSerial()
	assert.Equal(t, int64(2001), newest)
	kept, err := sim.WaitEvents(t.Context(), newest-1024)
	require.NoError(t, err)
	assert.Len(t, kept, 1024)
	assert.Equal(t, []int64{newest - 1023, newest}, []int64{kept[0].Serial, kept[1023].Serial})
	for _, after := range []int64{0, newest - 1025, newest + 1} {
		_, err = sim.WaitEvents(t.Context(), after)
		require.ErrorIs(t, err, twiliotest.ErrEventsMissed, after)
	}
}

func TestWaitEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t)
		type result struct {
			events []twiliotest.Event
			err    error
		}
		wait := func(ctx context.Context) <-chan result {
			results := make(chan result, 1)
			go func() {
				events, err := sim.WaitEvents(ctx, sim.EventSerial())
				results <- result{events, err}
			}()
			synctest.Wait()
			return results
		}
		first, second := wait(t.Context()), wait(t.Context())
		assert.Empty(t, first)
		sim.Phone(ada)
		for _, waited := range []<-chan result{first, second} {
			got := <-waited
			require.NoError(t, got.err)
			assert.Equal(t, twiliotest.EventPhone, got.events[0].Kind)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := wait(ctx)
		cancel()
		require.ErrorIs(t, (<-ended).err, context.Canceled)
		closed := wait(t.Context())
		require.NoError(t, sim.Close())
		require.Error(t, (<-closed).err)
		_, err := sim.WaitEvents(nil, 0) //nolint:staticcheck // what a mistake does
		require.Error(t, err)
	})
}
