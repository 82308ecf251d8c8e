package twiliotest

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wallClock is a clock of wall time without a simulator.
func wallClock(t *testing.T, speed float64) *Clock {
	t.Helper()
	c := newClock(config{wallTime: true, speed: speed})
	c.afterwards = func() {}
	t.Cleanup(c.stop)
	return c
}

// TestEventsOfWallTime happen in the order of their times, those of one moment in the order in which
// they were scheduled, each at its own time.
func TestEventsOfWallTime(t *testing.T) {
	t.Parallel()
	for _, speed := range []float64{1, 60, 100_000, 0.001, 1.0 / 3} {
		synctest.Test(t, func(t *testing.T) {
			c := wallClock(t, speed)
			began := c.Now()
			var want, got []time.Duration
			var order []int
			for i, d := range []int{3, 1, 2, 2, 2, 1, 0, -1, 5, 4} {
				at := time.Duration(max(d, 0)) * time.Second
				want = append(want, at)
				c.after(time.Duration(d)*time.Second, func() {
					order = append(order, i)
					got = append(got, c.Now().Sub(began))
				})
			}
			<-time.After(6 * scaled(time.Second, 1/speed))
			synctest.Wait()
			slices.Sort(want)
			assert.Equal(t, want, got, "speed %v", speed)
			assert.Equal(t, []int{6, 7, 1, 5, 2, 3, 4, 0, 9, 8}, order, "speed %v", speed)
			assert.Zero(t, c.pending())
		})
	}
}

// TestTimeDoesNotPassAnEvent that waits for another one, and catches up after it.
func TestTimeDoesNotPassAnEvent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := wallClock(t, 1)
		began := c.Now()
		var at []time.Duration
		var mu sync.Mutex
		note := func() {
			mu.Lock()
			defer mu.Unlock()
			at = append(at, c.Now().Sub(began))
		}
		c.after(time.Second, func() {
			<-time.After(5 * time.Second)
			note()
			c.after(time.Second/2, note)
		})
		c.after(2*time.Second, note)
		<-time.After(4 * time.Second)
		synctest.Wait()
		note()
		<-time.After(3 * time.Second)
		synctest.Wait()
		note()
		assert.Equal(t, []time.Duration{time.Second, time.Second, 1500 * time.Millisecond, 2 * time.Second, 7 * time.Second}, at)
	})
}

// TestTimeWaitsForALateTimer: an event that is due holds time up until it happens.
func TestTimeWaitsForALateTimer(t *testing.T) {
	t.Parallel()
	c := wallClock(t, 60)
	began := c.Now()
	c.mu.Lock()
	c.now = began // nobody knows how long the test has taken
	c.events = events{{at: began.Add(time.Second)}}
	c.since = c.since.Add(-time.Hour)
	assert.Equal(t, began.Add(time.Second), c.time())
	c.events = nil
	assert.False(t, c.time().Before(began.Add(60*time.Hour)), "it catches up")
	c.mu.Unlock()
}

// TestLastEventThatChangesNothing: those who wait hear of it nevertheless.
func TestLastEventThatChangesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, err := Start(WallTime())
		require.NoError(t, err)
		s.Clock.after(time.Second, func() {})
		_, err = s.awaitAlert(t.Context(), func(*alert) bool { return false })
		require.ErrorIs(t, err, errNothingPending)
		require.NoError(t, s.Close())
	})
}

// TestEventsOfWallTimeThatAreCalledOff do not happen, and the others come at their time.
func TestEventsOfWallTimeThatAreCalledOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := wallClock(t, 1)
		began := time.Now()
		var at []time.Duration
		happen := func() { at = append(at, time.Since(began)) }
		first, second := c.schedule(time.Second, happen), c.schedule(2*time.Second, happen)
		c.schedule(3*time.Second, happen)
		first.cancel()
		first.cancel()
		second.cancel()
		<-time.After(time.Minute)
		synctest.Wait()
		assert.Equal(t, []time.Duration{3 * time.Second}, at)
	})
}

// TestTimeNeverGoesBack, while many schedule, call off, jump, sleep and change the speed.
func TestTimeNeverGoesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := wallClock(t, 1)
		var all sync.WaitGroup
		for seed := range uint64(4) {
			all.Go(func() {
				random := rand.New(rand.NewPCG(seed, 0))
				last := c.Now()
				for range 500 {
					d := time.Duration(random.Int64N(int64(time.Second)))
					switch random.IntN(5) {
					case 0:
						c.Advance(d)
					case 1:
						assert.NoError(t, c.Sleep(t.Context(), d))
					case 2:
						assert.NoError(t, c.SetSpeed(random.Float64()*100+0.1))
					case 3:
						due := c.Now().Add(d)
						c.after(d, func() { assert.False(t, c.Now().Before(due)) })
					case 4:
						c.schedule(d, func() {}).cancel()
					}
					now := c.Now()
					assert.False(t, now.Before(last))
					last = now
				}
			})
		}
		all.Wait()
		c.Advance(time.Hour)
		assert.True(t, c.idle())
		assert.Empty(t, c.events)
	})
}
