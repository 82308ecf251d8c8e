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

// TestTurns: each turn is used, none is early, and who comes first goes first.
func TestTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store, Rules: hundred()})
		began := time.Now()
		left := make([]time.Duration, 100)
		for i := range left {
			go func() {
				assert.NoError(t, admit(t.Context(), client, create))
				left[i] = time.Since(began)
			}()
			synctest.Wait()
		}
		pass(time.Minute)
		for i := range left {
			assert.Equal(t, time.Duration(i)*every, left[i])
		}
		assert.Less(t, store.asked(), 60, "one question is for many")
	})
}

// TestFleet: four processes share a rate, and none of its turns is lost between them.
func TestFleet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const workers, waiters, each = 4, 20, 25
		store := newSpy()
		var left leaving
		var group sync.WaitGroup
		began := time.Now()
		halfway := make([]int, workers) // how many each one has sent by then
		for worker := range workers {
			client := newClient(t, limiter.Config{Store: store, Rules: hundred()})
			var mu sync.Mutex
			for range waiters {
				group.Go(func() {
					for range each {
						assert.NoError(t, admit(t.Context(), client, create))
						left.note()
						if time.Since(began) < 10*time.Second {
							mu.Lock()
							halfway[worker]++
							mu.Unlock()
						}
					}
				})
			}
		}
		group.Wait()
		for i, at := range left.since(began) {
			assert.InDelta(t, time.Duration(i)*every, at, float64(time.Microsecond))
		}
		for worker, n := range halfway {
			assert.InDelta(t, 1000/workers, n, 150, "worker %d", worker)
		}
		assert.Less(t, store.asked(), 2000)
	})
}

// TestDeadline: a request whose turn comes after its deadline fails at once, and its turn is left to
// others.
func TestDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rules := []limiter.Rule{{By: limiter.BySender, Rate: limiter.Rate{PerSecond: limiter.LongCode}}}
		client := newClient(t, limiter.Config{Store: limiter.NewMemory(nil), Rules: rules})
		began := time.Now()
		require.NoError(t, admit(t.Context(), client, create))

		hasty := func() {
			ctx, cancel := context.WithTimeout(t.Context(), 900*time.Millisecond)
			defer cancel()
			before := time.Now()
			err := admit(ctx, client, create)
			var wait *limiter.WaitError
			require.ErrorAs(t, err, &wait)
			for _, target := range []error{twilio.ErrNotSent, twilio.ErrRateLimited, context.DeadlineExceeded} {
				require.ErrorIs(t, err, target)
			}
			assert.Contains(t, err.Error(), "the next free turn comes in")
			assert.Equal(t, before, time.Now())
			assert.Greater(t, twilio.RetryAfter(err), 900*time.Millisecond)
		}
		hasty()
		var left leaving
		for range 3 {
			go func() {
				assert.NoError(t, admit(t.Context(), client, create))
				left.note()
			}()
		}
		synctest.Wait()
		hasty() // behind three others
		pass(time.Minute)
		const each = 1010 * time.Millisecond
		assert.Equal(t, []time.Duration{each, 2 * each, 3 * each}, left.since(began))
	})
}

// TestBookedTurnIsAfterTheDeadline: a turn that was booked, and comes too late for the first one, is the next one's.
func TestBookedTurnIsAfterTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rules := []limiter.Rule{{By: limiter.BySender, Rate: limiter.Rate{PerSecond: 10}}}
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store, Rules: rules})
		began := time.Now()
		require.NoError(t, admit(t.Context(), client, create))
		store.set(nil, time.Millisecond) // so that another one can stand in line meanwhile
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		go func() { assert.ErrorIs(t, admit(ctx, client, create), twilio.ErrRateLimited) }()
		synctest.Wait()
		var left leaving
		for range 2 {
			require.NoError(t, admit(t.Context(), client, create))
			left.note()
		}
		const each = 101 * time.Millisecond
		assert.InDeltaSlice(t, []time.Duration{each, 2 * each}, left.since(began), float64(2*time.Millisecond))
	})
}

// TestCancelled: a wait ends with its context, wherever it is, and its turn is another one's.
func TestCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, limiter.Config{Store: limiter.NewMemory(nil), Rules: hundred()})
		began := time.Now()
		var left leaving
		var cancels []func()
		for i := range 60 {
			ctx, cancel := context.WithCancel(t.Context())
			cancels = append(cancels, cancel)
			go func() {
				if err := admit(ctx, client, create); i%2 == 0 {
					assert.NoError(t, err)
					left.note()
				} else {
					assert.ErrorIs(t, err, context.Canceled)
				}
			}()
			synctest.Wait()
		}
		pass(5 * time.Millisecond)
		for i := 1; i < len(cancels); i += 2 {
			cancels[i]()
		}
		synctest.Wait()
		pass(time.Minute)
		times := left.since(began)
		require.Len(t, times, 30)
		for i, at := range times {
			assert.GreaterOrEqual(t, at, time.Duration(i)*every, "turn %d", i)
		}
		assert.Less(t, times[29], 35*every, "the turns of those who gave up are used")
		for _, cancel := range cancels {
			cancel()
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		assert.ErrorIs(t, admit(ctx, client, create), context.Canceled)
	})
}

// stopping is a clock of a process that is stopped while it waits.
type stopping struct {
	mu   sync.Mutex
	stop time.Duration
}

func (c *stopping) Now() time.Time { return time.Now() }

func (c *stopping) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	stop := c.stop
	c.stop = 0
	c.mu.Unlock()
	timer := time.NewTimer(d + stop)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// TestLateTurn: a turn that its process has slept through is not used later.
func TestLateTurn(t *testing.T) {
	t.Parallel()
	for stop, want := range map[time.Duration]time.Duration{
		40 * time.Millisecond:  101*time.Millisecond + 40*time.Millisecond,
		300 * time.Millisecond: 390*time.Millisecond + 101*time.Millisecond, // behind the one that the other process has taken
	} {
		synctest.Test(t, func(t *testing.T) {
			rules := []limiter.Rule{{By: limiter.BySender, Rate: limiter.Rate{PerSecond: 10}}}
			store := limiter.NewMemory(nil)
			stopped := newClient(t, limiter.Config{Store: store, Rules: rules, Clock: &stopping{stop: stop}})
			going := newClient(t, limiter.Config{Store: store, Rules: rules})
			began := time.Now()
			require.NoError(t, admit(t.Context(), stopped, create))
			var left leaving
			go func() {
				assert.NoError(t, admit(t.Context(), stopped, create))
				left.note()
			}()
			pass(390 * time.Millisecond)
			require.NoError(t, admit(t.Context(), going, create))
			pass(time.Second)
			require.Len(t, left.since(began), 1)
			assert.InDelta(t, want, left.since(began)[0], float64(time.Millisecond))
		})
	}
}

// TestSlowAnswerMovesNoTurn: a turn is at the time that the store has said, however long its answer took.
func TestSlowAnswerMovesNoTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store, Rules: []limiter.Rule{{By: limiter.BySender, Rate: limiter.Rate{PerSecond: 10}}}})
		began := time.Now()
		require.NoError(t, admit(t.Context(), client, create))
		store.set(nil, 70*time.Millisecond)
		require.NoError(t, admit(t.Context(), client, create))
		assert.Equal(t, 101*time.Millisecond, time.Since(began))
	})
}

// TestSlowSender: the queue of a slow sender holds up neither other senders nor the account, be that at its rate or not.
func TestSlowSender(t *testing.T) {
	t.Parallel()
	for account, lasts := range map[float64]time.Duration{120: 400 * every, 100: 405 * every} {
		synctest.Test(t, func(t *testing.T) {
			ops := []string{"Messages.Create"}
			rules := []limiter.Rule{
				{By: limiter.BySender, Ops: ops, Only: other, Rate: limiter.Rate{PerSecond: limiter.LongCode}},
				{By: limiter.BySender, Ops: ops, Rate: limiter.Rate{PerSecond: limiter.ShortCode}},
				{By: limiter.ByAccount, Ops: ops, Rate: limiter.Rate{PerSecond: account}},
			}
			client := newClient(t, limiter.Config{Store: limiter.NewMemory(nil), Rules: rules})
			began := time.Now()
			var slow, fast leaving
			queue := func(n int, sender string, left *leaving) {
				for range n {
					go func() {
						assert.NoError(t, admit(t.Context(), client, twilio.LimitedRequest{Op: "Messages.Create", Host: "api", Sender: sender}))
						left.note()
					}()
				}
			}
			queue(8, other, &slow)
			queue(400, number, &fast)
			pass(time.Minute)
			slowTimes, fastTimes := slow.since(began), fast.since(began)
			require.Len(t, slowTimes, 8)
			require.Len(t, fastTimes, 400)
			for i, at := range slowTimes {
				assert.GreaterOrEqual(t, at, time.Duration(i)*1010*time.Millisecond-200*time.Millisecond)
				if account > 100 {
					assert.InDelta(t, time.Duration(i)*1010*time.Millisecond, at, float64(210*time.Millisecond))
				}
			}
			assert.InDelta(t, lasts, fastTimes[399], float64(20*every))
		})
	}
}

// TestOpsThatNoRuleCounts: they need no turn, and no store.
func TestOpsThatNoRuleCounts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store, Rules: hundred()})
		began := time.Now()
		for range 50 {
			_, err := client.Messages.Get(t.Context(), "SM00000000000000000000000000000001")
			require.NoError(t, err)
		}
		assert.Equal(t, began, time.Now())
		store.set(errAway, 0)
		_, err := client.Messages.Get(t.Context(), "SM00000000000000000000000000000001")
		require.NoError(t, err, "reconciling works while the store is away")
	})
}

func TestWaitNeedsARequest(t *testing.T) {
	t.Parallel()
	l, err := limiter.New(limiter.Config{Store: limiter.NewMemory(nil)})
	require.NoError(t, err)
	err = l.Wait(t.Context())
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
	assert.Contains(t, err.Error(), "twilio.WithLimiter")
	l.Done(t.Context(), twilio.LimitedResult{})
}

// TestRequestWithoutAnOperation: nobody has said what it is, so that it counts.
func TestRequestWithoutAnOperation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, limiter.Config{Store: newSpy(), Rules: []limiter.Rule{
			{By: limiter.BySender, Ops: []string{"Messages.Create"}, Rate: limiter.Rate{PerSecond: 10}},
		}})
		unsaid := create
		unsaid.Op = ""
		began := time.Now()
		require.NoError(t, admit(t.Context(), client, unsaid))
		require.NoError(t, admit(t.Context(), client, create))
		assert.Equal(t, 101*time.Millisecond, time.Since(began))
	})
}
