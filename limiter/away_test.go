package limiter_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/limiter"
)

func contextWith(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

// TestStoreAway: without the store nothing is sent, and the error says what to do.
func TestStoreAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store, Rules: hundred()})
		store.set(errAway, 0)
		began := time.Now()
		for range 20 {
			_, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: number, Body: "Hello"})
			var away *limiter.StoreError
			require.ErrorAs(t, err, &away)
			require.ErrorIs(t, err, twilio.ErrNotSent)
			require.ErrorIs(t, err, errAway)
			require.NotErrorIs(t, err, twilio.ErrRateLimited)
			assert.Contains(t, err.Error(), "bring the store back and call again")
			assert.Contains(t, err.Error(), "Rule.Share")
		}
		assert.Equal(t, began, time.Now())
		assert.Equal(t, 1, store.asked(), "the others need not find out themselves")
		store.set(nil, 0)
		pass(501 * time.Millisecond)
		require.NoError(t, admit(t.Context(), client, create))
	})
}

// TestShare: without the store a process sends its own share, and no more.
func TestShare(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		rules := hundred()
		rules[0].Share = 10
		client := newClient(t, limiter.Config{Store: store, Rules: rules})
		store.set(errAway, 0)
		began := time.Now()
		var left leaving
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				assert.NoError(t, admit(t.Context(), client, create))
				left.note()
			})
		}
		group.Wait()
		for i, at := range left.since(began) {
			assert.InDelta(t, 2*time.Second+time.Duration(i)*101*time.Millisecond, at, float64(time.Microsecond))
		}
		assert.Less(t, store.asked(), 18, "twice a second")

		store.set(nil, 0)
		pass(time.Second)
		began = time.Now()
		for range 101 {
			require.NoError(t, admit(t.Context(), client, create))
		}
		assert.InDelta(t, 100*every, time.Since(began), float64(time.Millisecond))
	})
}

// TestHiccup: a store that is away for less than two seconds is waited for, because other processes may still have it.
func TestHiccup(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		rules := hundred()
		rules[0].Share = 10
		client := newClient(t, limiter.Config{Store: store, Rules: rules})
		for range 3 {
			began := time.Now()
			store.set(errAway, 0)
			go func() {
				pass(1700 * time.Millisecond)
				store.set(nil, 0)
			}()
			require.NoError(t, admit(t.Context(), client, create))
			assert.Equal(t, 2*time.Second, time.Since(began), "at the fourth question after the first one")
			pass(time.Minute)
		}
	})
}

// TestFailureOfLongAgo: a process has failed to give a place back. Its next failure, a minute later, is
// not taken for the end of a long one.
func TestFailureOfLongAgo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		rules := hundred()
		rules[0].Share = 10
		client := newClient(t, limiter.Config{Store: store, Rules: rules})
		admission, err := client.Admit(t.Context(), create)
		require.NoError(t, err)
		store.set(errAway, 0)
		admission.Release()
		pass(time.Minute)
		began := time.Now()
		go func() {
			pass(1700 * time.Millisecond)
			store.set(nil, 0)
		}()
		require.NoError(t, admit(t.Context(), client, create))
		assert.Equal(t, 2*time.Second, time.Since(began), "no share before that")
	})
}

// TestShareOfSomeRules: a request that two rules count needs a share of both.
func TestShareOfSomeRules(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		rules := append(hundred(), limiter.Rule{By: limiter.ByAccount, Rate: limiter.Rate{PerSecond: 100}, Share: 5})
		client := newClient(t, limiter.Config{Store: store, Rules: rules})
		store.set(errAway, 0)
		var away *limiter.StoreError
		require.ErrorAs(t, admit(t.Context(), client, create), &away)
		require.NoError(t, admit(t.Context(), client, twilio.LimitedRequest{Op: "Messages.List", Host: "api"}))
	})
}

// TestSlowStore: an answer that comes too late is none, and its places are given back.
func TestSlowStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store, Rules: hundred(), InFlight: 1, Timeout: 100 * time.Millisecond})
		store.set(nil, 101*time.Millisecond)
		var away *limiter.StoreError
		err := admit(t.Context(), client, create)
		require.ErrorAs(t, err, &away)
		assert.Contains(t, err.Error(), "Config.Timeout")
		store.set(nil, 20*time.Millisecond)
		pass(time.Second)
		require.NoError(t, admit(t.Context(), client, create))
	})
}

// hanging is a store that answers only when its context ends.
type hanging struct{ limiter.Store }

func (hanging) Take(ctx context.Context, _ limiter.Ask) (limiter.Booking, error) {
	<-ctx.Done()
	return limiter.Booking{}, ctx.Err()
}

func (hanging) End(ctx context.Context, _ limiter.End) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestHangingStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, limiter.Config{Store: hanging{}, Rules: hundred()})
		began := time.Now()
		ctx, cancel := contextWith(t, 100*time.Millisecond)
		defer cancel()
		err := admit(ctx, client, create)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		var away *limiter.StoreError
		require.NotErrorAs(t, err, &away, "the store had no time to answer")
		require.ErrorAs(t, admit(t.Context(), client, create), &away)
		assert.Equal(t, 600*time.Millisecond, time.Since(began))
	})
}

// TestOddStore: an answer that does not fit the question is an error, not a panic.
func TestOddStore(t *testing.T) {
	t.Parallel()
	for _, b := range []limiter.Booking{{Turns: 1}, {Turns: 1, Offsets: make([]time.Duration, 1)}, {Turns: 9, Offsets: make([]time.Duration, 1)}, {Turns: -1, Offsets: make([]time.Duration, 1)}, {Offsets: make([]time.Duration, 2)}, {}} {
		client := newClient(t, limiter.Config{Store: odd{b}, Rules: hundred()})
		var away *limiter.StoreError
		assert.ErrorAs(t, admit(t.Context(), client, create), &away)
	}
}

type odd struct{ booking limiter.Booking }

func (o odd) Take(context.Context, limiter.Ask) (limiter.Booking, error) { return o.booking, nil }
func (odd) End(context.Context, limiter.End) error                       { return nil }
