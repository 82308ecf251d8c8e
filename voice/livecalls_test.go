package voice_test

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/voice"
)

// TestPartsNeedALiveCall: a call that rings, one that is over and one that does not exist
// have no streams, payments or messages.
func TestPartsNeedALiveCall(t *testing.T) {
	t.Parallel()
	for name, try := range partsOfCalls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newCallBench(t)
			call := b.ringing()
			require.ErrorIs(t, try(t.Context(), b.Client, call), twilio.CodeCallNotInProgress, "it rings")
			b.sim.Clock.Advance(time.Minute)
			require.ErrorIs(t, try(t.Context(), b.Client, call), twilio.CodeCallNotInProgress, "it is over")
			require.ErrorIs(t, try(t.Context(), b.Client, callSID), twilio.ErrNotFound, "it does not exist")
		})
	}
}

// TestStream: a stream has its parameters in their order, stops by its name, and tells the
// application of both.
func TestStream(t *testing.T) {
	t.Parallel()
	b, ctx := newCallBench(t), t.Context()
	var heard []map[string]string
	b.hears(&heard)
	call := b.live()
	stream, err := b.Streams.Create(ctx, call, voice.StreamCreateParams{
		URL: "wss://media.example.com", Name: "agent", Track: voice.TrackBoth, StatusCallback: hooks,
		Parameters: []voice.Parameter{{Name: "language", Value: "en"}, {Name: "customer", Value: "12 & 13"}},
	})
	require.NoError(t, err)
	assert.Equal(t, []any{call, "agent", voice.StreamInProgress, false}, []any{stream.CallSID, stream.Name, stream.Status, stream.Status.Final()})
	b.sim.ExpectNotSimulated("media stream")
	session := b.session(call)
	assert.Equal(t, url.Values{
		"Url": {"wss://media.example.com"}, "Name": {"agent"}, "Track": {"both_tracks"}, "StatusCallback": {hooks},
		"Parameter1.Name": {"language"}, "Parameter1.Value": {"en"}, "Parameter2.Name": {"customer"}, "Parameter2.Value": {"12 & 13"},
	}, session.Params)

	_, err = b.Streams.Stop(ctx, call, "manager")
	require.ErrorIs(t, err, twilio.ErrNotFound, "no stream of the call has that name")
	stopped, err := b.Streams.Stop(ctx, call, "agent")
	require.NoError(t, err)
	assert.Equal(t, []any{stream.SID, voice.StreamStopped, true}, []any{stopped.SID, stopped.Status, stopped.Status.Final()})
	again, err := b.Streams.Stop(ctx, call, stream.SID)
	require.NoError(t, err, "it has stopped already")
	assert.Equal(t, stopped.DateUpdated, again.DateUpdated)

	b.sim.Clock.Advance(time.Second)
	require.Len(t, heard, 2)
	assert.Equal(t, []string{"stream-started", "stream-stopped"}, []string{heard[0]["StreamEvent"], heard[1]["StreamEvent"]})
	assert.Equal(t, []string{stream.SID, "agent", call}, []string{heard[1]["StreamSid"], heard[1]["StreamName"], heard[1]["CallSid"]})
}

// TestPartsEndWithTheCall: what runs on a call stops when the call ends.
func TestPartsEndWithTheCall(t *testing.T) {
	t.Parallel()
	b, ctx := newCallBench(t), t.Context()
	var heard []map[string]string
	b.hears(&heard)
	call, other := b.live(), b.live()
	_, err := b.Siprecs.Create(ctx, call, voice.SiprecCreateParams{ConnectorName: "recorder", Name: "main", Parameters: []voice.Parameter{{Name: "a"}}})
	require.NoError(t, err)
	_, err = b.RealTimeTranscriptions.Create(ctx, call, voice.RealTimeTranscriptionCreateParams{LanguageCode: "de-DE", StatusCallbackURL: hooks})
	require.NoError(t, err)
	_, err = b.Payments.Create(ctx, call, voice.PaymentCreateParams{IdempotencyKey: "1", StatusCallback: hooks})
	require.NoError(t, err)
	_, err = b.Streams.Create(ctx, other, voice.StreamCreateParams{URL: "wss://media.example.com"})
	require.NoError(t, err)
	b.sim.ExpectNotSimulated("SIPREC")
	b.sim.ExpectNotSimulated("payment of the API")
	b.sim.ExpectNotSimulated("media stream")
	_, err = b.sim.Client().Calls.Hangup(ctx, call)
	require.NoError(t, err)
	for _, session := range b.sim.CallSessions(call) {
		assert.Equal(t, "stopped", session.Status, session.Kind)
		assert.False(t, session.Ended.IsZero(), session.Kind)
	}
	assert.Equal(t, "in-progress", b.session(other).Status, "the other call goes on")
	b.sim.Clock.Advance(time.Second)
	var events []string
	for _, one := range heard {
		events = append(events, one["TranscriptionEvent"]+" "+one["SequenceId"]+" "+one["LanguageCode"])
	}
	assert.Equal(t, []string{"transcription-started 1 de-DE", "transcription-stopped 2 de-DE"}, events)
}

// TestSiprecAndTranscriptionStop: both stop by their SID and by their name, and neither by
// that of another kind.
func TestSiprecAndTranscriptionStop(t *testing.T) {
	t.Parallel()
	b, ctx := newCallBench(t), t.Context()
	call := b.live()
	siprec, err := b.Siprecs.Create(ctx, call, voice.SiprecCreateParams{Name: "first"})
	require.NoError(t, err)
	b.sim.ExpectNotSimulated("SIPREC")
	transcription, err := b.RealTimeTranscriptions.Create(ctx, call, voice.RealTimeTranscriptionCreateParams{Name: "second"})
	require.NoError(t, err)
	_, err = b.Siprecs.Stop(ctx, call, "second")
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = b.RealTimeTranscriptions.Stop(ctx, call, siprec.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	stoppedSiprec, err := b.Siprecs.Stop(ctx, call, siprec.SID)
	require.NoError(t, err)
	stoppedTranscription, err := b.RealTimeTranscriptions.Stop(ctx, call, "second")
	require.NoError(t, err)
	assert.Equal(t, []any{voice.StreamStopped, voice.StreamStopped, transcription.SID}, []any{stoppedSiprec.Status, stoppedTranscription.Status, stoppedTranscription.SID})
}

// TestPayment: a session asks for the pieces of data in their order and is completed once,
// whatever comes twice with the same key.
func TestPayment(t *testing.T) {
	t.Parallel()
	b, ctx := newCallBench(t), t.Context()
	call := b.live()
	begin := voice.PaymentCreateParams{IdempotencyKey: "begin", StatusCallback: hooks, ChargeAmount: "19.99", SecurityCode: twilio.Ptr(false), Timeout: 5 * time.Second}
	payment, err := b.Payments.Create(ctx, call, begin)
	require.NoError(t, err)
	same, err := b.Payments.Create(ctx, call, begin)
	require.NoError(t, err)
	assert.Equal(t, payment.SID, same.SID, "the key names the session")
	b.sim.ExpectNotSimulated("payment of the API")

	ask := func(key string, field voice.PaymentField) error {
		_, err := b.Payments.Capture(ctx, call, payment.SID, voice.PaymentCaptureParams{Capture: field, IdempotencyKey: key, StatusCallback: hooks})
		return err
	}
	require.NoError(t, ask("card", voice.PaymentFieldCardNumber))
	require.NoError(t, ask("card", voice.PaymentFieldCardNumber), "a second time with the same key")
	require.NoError(t, ask("date", voice.PaymentFieldExpirationDate))
	end := voice.PaymentEndParams{IdempotencyKey: "end", StatusCallback: hooks}
	_, err = b.Payments.Complete(ctx, call, payment.SID, end)
	require.NoError(t, err)
	_, err = b.Payments.Complete(ctx, call, payment.SID, end)
	require.NoError(t, err, "the same key completes nothing more")
	require.ErrorIs(t, ask("code", voice.PaymentFieldSecurityCode), twilio.ErrNotFound, "the session is over")

	session := b.session(call)
	assert.Equal(t, []string{"payment-card-number", "expiration-date"}, session.Captured)
	assert.Equal(t, []string{"complete", "19.99", "false", "5"},
		[]string{session.Status, session.Params.Get("ChargeAmount"), session.Params.Get("SecurityCode"), session.Params.Get("Timeout")})
}

func TestPaymentCancel(t *testing.T) {
	t.Parallel()
	b, ctx := newCallBench(t), t.Context()
	call := b.live()
	payment, err := b.Payments.Create(ctx, call, voice.PaymentCreateParams{IdempotencyKey: "1", StatusCallback: hooks})
	require.NoError(t, err)
	b.sim.ExpectNotSimulated("payment of the API")
	_, err = b.Payments.Cancel(ctx, call, payment.SID, voice.PaymentEndParams{IdempotencyKey: "2", StatusCallback: hooks, Extra: url.Values{"Reason": {"changed her mind"}}})
	require.ErrorIs(t, err, twilio.CodeBadRequest, "Twilio knows no Reason, and Extra is sent")
	_, err = b.Payments.Cancel(ctx, call, payment.SID, voice.PaymentEndParams{IdempotencyKey: "2", StatusCallback: hooks})
	require.NoError(t, err)
	assert.Equal(t, "cancel", b.session(call).Status)
}

// TestUserDefinedMessages: messages reach a live call once, and subscriptions end.
func TestUserDefinedMessages(t *testing.T) {
	t.Parallel()
	b, ctx := newCallBench(t), t.Context()
	call := b.live()
	params := voice.UserDefinedMessageCreateParams{Content: []byte(`{"colour":"blue"}`), IdempotencyKey: "1"}
	message, err := b.UserDefinedMessages.Create(ctx, call, params)
	require.NoError(t, err)
	same, err := b.UserDefinedMessages.Create(ctx, call, params)
	require.NoError(t, err)
	assert.Equal(t, message.SID, same.SID)
	assert.Equal(t, []json.RawMessage{json.RawMessage(`{"colour":"blue"}`)}, b.sim.UserDefinedMessages(call))

	subscription, err := b.UserDefinedMessageSubscriptions.Create(ctx, call, voice.UserDefinedMessageSubscriptionCreateParams{Callback: hooks})
	require.NoError(t, err)
	assert.Equal(t, call, subscription.CallSID)
	require.NoError(t, b.UserDefinedMessageSubscriptions.Delete(ctx, call, subscription.SID))
	require.ErrorIs(t, b.UserDefinedMessageSubscriptions.Delete(ctx, call, subscription.SID), twilio.ErrNotFound)
}
