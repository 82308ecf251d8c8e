package voice_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

const (
	callee = "+14155551234"
	caller = "+14155556789" // of the account
	london = "+447700900123"
	hooks  = "https://hooks.example.com"

	callSID = "CA00000000000000000000000000000001"
	paySID  = "PK00000000000000000000000000000001"
)

// callBench is Voice of a simulator with a number.
type callBench struct {
	*voice.Client

	t   *testing.T
	sim *twiliotest.Sim
}

func newCallBench(t *testing.T, opts ...twiliotest.Option) *callBench {
	t.Helper()
	sim := twiliotest.New(t, append(opts, twiliotest.AllowUnexpected())...)
	sim.Number(caller)
	return &callBench{Client: voice.New(sim.Client()), t: t, sim: sim}
}

// call makes a call to a number.
func (b *callBench) call(to string) error {
	_, err := b.sim.Client().Calls.Create(b.t.Context(), twilio.CallCreateParams{To: to, From: caller, TwiML: `<Response><Pause length="30"/></Response>`})
	return err
}

// ringing makes a call that nobody has answered yet.
func (b *callBench) ringing() (sid string) {
	b.t.Helper()
	require.NoError(b.t, b.call(callee))
	calls := b.sim.Calls()
	return calls[len(calls)-1].SID
}

// live makes a call that is in progress for an hour.
func (b *callBench) live() (sid string) {
	b.t.Helper()
	call, err := b.sim.Client().Calls.Create(b.t.Context(), twilio.CallCreateParams{To: callee, From: caller, TwiML: `<Response><Pause length="3600"/></Response>`})
	require.NoError(b.t, err)
	b.sim.Clock.Advance(6 * time.Second)
	return call.SID
}

// session returns the only session of a call.
func (b *callBench) session(call string) twiliotest.CallSession {
	b.t.Helper()
	sessions := b.sim.CallSessions(call)
	require.Len(b.t, sessions, 1)
	return sessions[0]
}

// hears lets the application answer its status callbacks, which go into the list.
func (b *callBench) hears(heard *[]map[string]string) {
	b.sim.Handle(hooks, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		values := map[string]string{}
		for name := range r.Form {
			values[name] = r.Form.Get(name)
		}
		*heard = append(*heard, values)
	}))
}

// problemsOf returns the problems of an error, "field problem", nil when it has none.
func problemsOf(err error) (found []string) {
	var refused *twilio.ParamError
	if errors.As(err, &refused) {
		for _, p := range refused.Problems {
			found = append(found, p.Field+" "+p.Problem)
		}
	}
	return found
}

// errorOf is the error of a call whose answer is of no interest.
func errorOf[T any](_ *T, err error) error { return err }

type attempt func(context.Context, *voice.Client, string) error

// partsOfCalls are operations that need a call in progress.
var partsOfCalls = map[string]attempt{
	"stream": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.Streams.Create(ctx, call, voice.StreamCreateParams{URL: "wss://media.example.com"}))
	},
	"stop of a stream": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.Streams.Stop(ctx, call, "main"))
	},
	"siprec": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.Siprecs.Create(ctx, call, voice.SiprecCreateParams{ConnectorName: "recorder"}))
	},
	"stop of siprec": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.Siprecs.Stop(ctx, call, "main"))
	},
	"transcription": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.RealTimeTranscriptions.Create(ctx, call, voice.RealTimeTranscriptionCreateParams{StatusCallbackURL: hooks}))
	},
	"stop of a transcription": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.RealTimeTranscriptions.Stop(ctx, call, "main"))
	},
	"payment": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.Payments.Create(ctx, call, voice.PaymentCreateParams{IdempotencyKey: "1", StatusCallback: hooks}))
	},
	"capture": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.Payments.Capture(ctx, call, paySID, voice.PaymentCaptureParams{Capture: voice.PaymentFieldCardNumber, IdempotencyKey: "2", StatusCallback: hooks}))
	},
	"message": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.UserDefinedMessages.Create(ctx, call, voice.UserDefinedMessageCreateParams{Content: []byte(`{}`)}))
	},
	"subscription": func(ctx context.Context, v *voice.Client, call string) error {
		return errorOf(v.UserDefinedMessageSubscriptions.Create(ctx, call, voice.UserDefinedMessageSubscriptionCreateParams{Callback: hooks}))
	},
}
