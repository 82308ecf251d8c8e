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
	return twiml.Voice(twiml.Gather{NumDigits: 1, Action: action, Children: []twiml.GatherChild{twiml.Say{Text: "This is the " + step + " step."}}})
}

// numberOf is one of a thousand fictional people.
func numberOf(i int) string { return fmt.Sprintf("+447700900%03d", i%1000) }

// BenchmarkMessages takes a number of messages through create, lifecycle and status
// callbacks.
func BenchmarkMessages(b *testing.B) {
	for _, count := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			for b.Loop() {
				sendMany(b, busySim(b), count)
			}
		})
	}
}

func sendMany(tb testing.TB, sim *twiliotest.Sim, count int) {
	tb.Helper()
	for i := range count {
		_, err := sim.Client().Messages.Create(tb.Context(), twilio.MessageCreateParams{
			From: clinic, To: numberOf(i), Body: "See you at 9", StatusCallback: hooks + "/status",
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	for i := range count {
		_, err := sim.Phone(numberOf(i)).WaitSMS(tb.Context())
		if err != nil {
			tb.Fatal(err)
		}
	}
	sim.Clock.Advance(time.Minute)
}

// BenchmarkCalls lets a number of calls go through a menu of three steps, one after the other.
func BenchmarkCalls(b *testing.B) {
	for _, count := range []int{100, 1000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			for b.Loop() {
				sim := busySim(b)
				callMany(b, sim, 0, count)
			}
		})
	}
}

// BenchmarkCallsAtOnce is BenchmarkCalls from eight goroutines on one simulator.
func BenchmarkCallsAtOnce(b *testing.B) {
	const count, callers = 1000, 8
	for b.Loop() {
		sim := busySim(b)
		var calls sync.WaitGroup
		for i := range callers {
			calls.Go(func() { callMany(b, sim, i*count/callers, count/callers) })
		}
		calls.Wait()
	}
}

func callMany(tb testing.TB, sim *twiliotest.Sim, first, count int) {
	tb.Helper()
	for i := range count {
		if err := choose(tb.Context(), sim.Phone(numberOf(first+i))); err != nil {
			tb.Error(err)
			return
		}
	}
}

// choose calls the clinic and goes through its menu.
func choose(ctx context.Context, phone *twiliotest.Phone) error {
	call, err := phone.Dial(ctx, clinic)
	if err != nil {
		return err
	}
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
