package twiliotest_test

import (
	"net/http"
	"net/url"
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

// ringOnce calls Ada and hangs up once she has taken the call.
func ringOnce(t *testing.T, sim *twiliotest.Sim) *twilio.Call {
	t.Helper()
	call, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
		To: ada, From: clinic, TwiML: twiml.Voice(twiml.Hangup{}).String(), StatusCallback: hooks,
		StatusCallbackEvents: []twilio.CallEvent{twilio.CallEventInitiated},
	})
	require.NoError(t, err)
	return call
}

// TestCallRates: the calls of an account begin one after the other.
func TestCallRates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		opts []twiliotest.Option
		want []time.Duration // when each call is initiated
	}{
		{"without a rate", nil, []time.Duration{500 * time.Millisecond, 500 * time.Millisecond, 500 * time.Millisecond}},
		{"Twilio's usual rate", []twiliotest.Option{twiliotest.CallRate(1)}, []time.Duration{500 * time.Millisecond, 1500 * time.Millisecond, 2500 * time.Millisecond}},
		{"a higher rate", []twiliotest.Option{twiliotest.CallRate(4)}, []time.Duration{500 * time.Millisecond, 750 * time.Millisecond, time.Second}},
	}
	scenario := func(t *testing.T, want []time.Duration, opts ...twiliotest.Option) {
		t.Helper()
		sim := twiliotest.New(t, append(opts, twiliotest.AllowUnexpected())...)
		sim.Number(clinic)
		sim.Handle(hooks, newApp().answer("/", status(http.StatusNoContent)))
		began := sim.Clock.Now()
		var sids []string
		for i := range want {
			call := ringOnce(t, sim)
			assert.Equal(t, twilio.CallStatusQueued, call.Status)
			assert.EqualValues(t, want[i].Milliseconds(), call.QueueTime)
			sids = append(sids, call.SID)
		}
		sim.Clock.Advance(time.Minute)
		require.NoError(t, sim.Clock.Sleep(t.Context(), time.Minute)) // of the bubble's time
		callbacks := sim.Callbacks()
		require.Len(t, callbacks, len(want))
		for _, c := range callbacks {
			assert.Equal(t, want[slices.Index(sids, c.Form.Get("CallSid"))], c.At.Sub(began))
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			scenario(t, tt.want, tt.opts...)
			synctest.Test(t, func(t *testing.T) { scenario(t, tt.want, append(tt.opts, twiliotest.WallTime())...) })
		})
	}
}

// TestQueuedCalls: a call that waits for its turn can be canceled, and keeps its turn.
func TestQueuedCalls(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.CallRate(1))
	sim.Number(clinic)
	sim.Handle(hooks, newApp().answer("/", status(http.StatusNoContent)))
	ringOnce(t, sim)
	canceled := ringOnce(t, sim)
	last := ringOnce(t, sim)
	sim.Clock.Advance(time.Second)
	_, err := sim.Client().Calls.Update(t.Context(), canceled.SID, twilio.CallUpdateParams{Status: twilio.CallStatusCanceled})
	require.NoError(t, err)
	sim.Clock.Advance(time.Minute)
	calls := sim.Calls()
	assert.Equal(t, twilio.CallStatusCanceled, calls[1].Status)
	assert.Equal(t, []any{last.SID, 2500*time.Millisecond + 5*time.Second}, []any{calls[2].SID, calls[2].Started.Sub(calls[2].Created)})
}

// TestCallRatesOfSubaccounts: a subaccount has a queue of its own, and those whom a
// conference calls wait with the other calls of their account.
func TestCallRatesOfSubaccounts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.CallRate(1))
	sim.Number(clinic)
	sub := sim.Subaccount()
	a := mainAccount(t, sim)
	bought := a.must(201, "POST", in(sub, "/IncomingPhoneNumbers.json"), url.Values{"PhoneNumber": {"+14155550142"}})
	call := func(account, from string) any {
		return a.must(201, "POST", in(account, "/Calls.json"), url.Values{"To": {ada}, "From": {from}, "Twiml": {"<Response><Hangup/></Response>"}})["queue_time"]
	}
	from := field(bought, "phone_number")
	participant := a.must(201, "POST", in(sim.AccountSID(), "/Conferences/meeting/Participants.json"), url.Values{"To": {bob}, "From": {clinic}})
	assert.Equal(t, []any{"500", "1500", "500", "1500"}, []any{participant["queue_time"], call(sim.AccountSID(), clinic), call(sub, from), call(sub, from)})
}
