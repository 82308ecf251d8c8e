package twiliotest_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// busySim is a simulator for benchmarks, with an application that answers calls with a menu of
// three steps, and takes status callbacks.
func busySim(tb testing.TB) *twiliotest.Sim {
	tb.Helper()
	sim, err := twiliotest.Start(quiet(), twiliotest.Balance("100000", "USD"))
	require.NoError(tb, err)
	tb.Cleanup(func() { assert.NoError(tb, sim.Close()) })
	mux := http.NewServeMux()
	mux.Handle("/voice", menuStep("/second", "first"))
	mux.Handle("/second", menuStep("/third", "second"))
	mux.Handle("/third", menuStep("/done", "third"))
	mux.Handle("/done", twiml.Voice(twiml.Say{Text: "Goodbye."}))
	mux.HandleFunc("/status", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	sim.Handle(hooks, mux)
	sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
	return sim
}

func menuStep(action, step string) http.Handler {
	return twiml.Voice(twiml.Gather{NumDigits: 1, Action: action, Timeout: 3600, Children: []twiml.GatherChild{twiml.Say{Text: "This is the " + step + " step."}}})
}

// numberOf is one of a thousand fictional people.
func numberOf(i int) string { return fmt.Sprintf("+447700900%03d", i%1000) }

// BenchmarkLargeMessages takes a number of messages through create, lifecycle and status
// callbacks.
func BenchmarkLargeMessages(b *testing.B) {
	for _, count := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			for b.Loop() {
				sendMany(b, busySim(b), count)
			}
		})
	}
}

// sendMany sends from eight goroutines, and lets each message reach its phone.
func sendMany(tb testing.TB, sim *twiliotest.Sim, count int) {
	tb.Helper()
	const senders = 8
	var sending sync.WaitGroup
	for first := range senders {
		sending.Go(func() {
			for i := first; i < count; i += senders {
				_, err := sim.Client().Messages.Create(tb.Context(), twilio.MessageCreateParams{
					From: clinic, To: numberOf(i), Body: "See you at 9", StatusCallback: hooks + "/status",
				})
				if err != nil {
					tb.Error(err)
				}
			}
		})
	}
	sending.Wait()
	for i := range count {
		_, err := sim.Phone(numberOf(i)).WaitSMS(tb.Context())
		if err != nil {
			tb.Fatal(err)
		}
	}
	sim.Clock.Advance(time.Minute)
}

// BenchmarkLargeCalls lets a number of calls go through a menu of three steps, one after the other.
func BenchmarkLargeCalls(b *testing.B) {
	for _, count := range []int{100, 1000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			for b.Loop() {
				callMany(b, busySim(b), count)
			}
		})
	}
}

// BenchmarkLargeCallsAtOnce makes a thousand calls from eight goroutines, and lets all of them go
// through the menu while the others are under way. One goroutine moves the clock: of several
// that wait, each would let time pass for the calls of all.
func BenchmarkLargeCallsAtOnce(b *testing.B) {
	for b.Loop() {
		callAtOnce(b, busySim(b), 1000)
	}
}

func callAtOnce(tb testing.TB, sim *twiliotest.Sim, count int) {
	tb.Helper()
	const callers = 8
	var calls sync.WaitGroup
	for caller := range callers {
		calls.Go(func() {
			for i := caller; i < count; i += callers {
				_, err := sim.Client().Calls.Create(tb.Context(), twilio.CallCreateParams{From: clinic, To: numberOf(i), URL: hooks + "/voice"})
				assert.NoError(tb, err)
			}
		})
	}
	calls.Wait()
	for i := range count {
		call, err := sim.Phone(numberOf(i)).WaitCall(tb.Context())
		require.NoError(tb, err)
		require.NoError(tb, choose(tb.Context(), call))
	}
}

func callMany(tb testing.TB, sim *twiliotest.Sim, count int) {
	tb.Helper()
	for i := range count {
		call, err := sim.Phone(numberOf(i)).Dial(tb.Context(), clinic)
		require.NoError(tb, err)
		require.NoError(tb, choose(tb.Context(), call))
	}
}

// choose goes through the menu of a call.
func choose(ctx context.Context, call *twiliotest.Call) error {
	for _, step := range []string{"first", "second", "third"} {
		if _, err := call.WaitSay(ctx, step); err != nil {
			return err
		}
		if err := call.TryPress(ctx, "1"); err != nil {
			return err
		}
	}
	if _, err := call.WaitSay(ctx, "goodbye"); err != nil {
		return err
	}
	return call.WaitEnd(ctx)
}

// BenchmarkHour lets an hour pass on a call in several ways.
func BenchmarkHour(b *testing.B) {
	for name, verbs := range hours() {
		b.Run(name, func(b *testing.B) {
			sim := busySim(b)
			sim.Number(clinic, twiliotest.VoiceWebhook(twiml.Voice(verbs...)))
			for b.Loop() {
				spendHour(b, sim)
			}
		})
	}
}

// hours are documents with which a call lasts an hour.
func hours() map[string][]twiml.VoiceVerb {
	return map[string][]twiml.VoiceVerb{
		"Pause": {twiml.Say{Text: "Please hold."}, twiml.Pause{Length: 3600}},
		"Dial":  {twiml.Dial{Number: bob, TimeLimit: 3600}},
		"Loop":  {twiml.Play{URL: hooks + "/music.mp3", Loop: 720}},
	}
}

func spendHour(tb testing.TB, sim *twiliotest.Sim) {
	tb.Helper()
	call, err := sim.Phone(ada).Dial(tb.Context(), clinic)
	require.NoError(tb, err)
	require.NoError(tb, call.WaitEnd(tb.Context()))
	require.GreaterOrEqual(tb, call.Ended.Sub(call.Started), time.Hour)
}
