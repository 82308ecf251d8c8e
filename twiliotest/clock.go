package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"
)

// Clock is the simulator's time; it is a [twilio.Clock]. It is virtual, and moves
// only by Advance, by Sleep and by a test that waits for something, unless the
// simulator has [WallTime]. Then it also passes by itself, at its [Clock.Speed]. It never
// goes back, not even when somebody sets the clock of the machine back.
//
// Time does not pass an event that is still to happen: while the events of a moment happen,
// Now returns that moment.
type Clock struct {
	wall       bool
	afterwards func()        // runs the callbacks of an event, outside of all locks
	changed    func()        // tells of a jump and of another speed
	ended      chan struct{} // closed when the simulator is

	happening sync.Mutex // held while something happens; taken before mu

	mu      sync.Mutex
	now     time.Time // virtual: the time; wall time: the time at the moment since
	since   time.Time // wall time: read from the machine's clock
	speed   float64   // wall time: seconds in one of the machine's; 0 with virtual time
	at      time.Time // wall time: of the event that happens right now, zero when none does
	events  events    // that are still to happen
	serial  int       // keeps events of one moment in their order
	sleeps  int       // of the events, those that end a Sleep
	timer   *time.Timer
	stopped bool
}

// highestSpeed is as many seconds of the simulator in a real one as a clock may have: a
// day then passes in 0.9 seconds.
const highestSpeed = 100_000

func newClock(cfg config) *Clock {
	c := &Clock{wall: cfg.wallTime, since: time.Now(), speed: cfg.speed, now: cfg.startAt, changed: func() {}, ended: make(chan struct{})}
	if c.now.IsZero() {
		c.now = c.since
	}
	if c.wall && c.speed == 0 {
		c.speed = 1
	}
	return c
}

// Now returns the simulator's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.time()
}

// Sleep advances virtual time by d and returns at once. Of two who sleep at the
// same moment both wake at that moment plus their own d: the clock moves to the
// later of the two. With [WallTime] it waits until d has passed on the simulator's clock:
// a higher speed shortens the wait, and Advance past its end wakes it. It returns
// ctx.Err() when ctx has ended, and another error when the simulator is closed while it
// waits.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if ctx == nil {
		return errNilContext
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !c.wall {
		c.advance(d)
		return nil
	}
	if d <= 0 {
		return nil
	}
	woken := make(chan struct{})
	wake := c.book(d, &event{happen: func() { close(woken) }, sleep: true})
	defer wake.cancel()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-c.ended:
		return errClosed
	case <-woken:
		return nil
	}
}

// Advance moves time forward by d, with [WallTime] as well. The events of that time happen
// in their order, each at its own time, before Advance returns. The application is asked
// meanwhile as it is otherwise, and Advance waits for its answers.
// With virtual time d counts for a webhook, too, that is being
// answered in another goroutine and has 15 seconds; with WallTime those are real seconds.
// Advance does nothing when d is negative.
func (c *Clock) Advance(d time.Duration) {
	if d < 0 {
		return
	}
	c.advance(d)
	c.changed()
}

func (c *Clock) advance(d time.Duration) {
	until := c.Now().Add(d)
	for c.happenUntil(until) {
		c.afterwards()
	}
}

// SetSpeed lets the simulator's time pass x times as fast as real time from now on. It
// returns an error when x cannot be used, see [ClockSpeed], and when the clock is virtual.
func (c *Clock) SetSpeed(x float64) error {
	if err := checkSpeed(x); err != nil {
		return fmt.Errorf("SetSpeed(%v): %w", x, err)
	}
	if !c.wall {
		return fmt.Errorf("SetSpeed(%v): the clock is virtual and has no speed: make the simulator with WallTime or ClockSpeed", x)
	}
	c.mu.Lock()
	c.moveTo(c.passed())
	c.speed = x
	c.arm()
	c.mu.Unlock()
	c.changed()
	return nil
}

// Speed returns how many seconds of the simulator pass in a real one. It is 0 when the clock
// is virtual.
func (c *Clock) Speed() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.speed
}

// checkSpeed says what is wrong with a speed.
func checkSpeed(x float64) error {
	if x > 0 && x <= highestSpeed { // and a number
		return nil
	}
	return fmt.Errorf("give how many seconds of the simulator pass in a real one: more than 0, at most %d", highestSpeed)
}

// time is the simulator's time; c.mu is held. It stays with an event until that has
// happened, even when the timer is late or many events are due.
func (c *Clock) time() time.Time {
	if !c.wall {
		return c.now
	}
	if !c.at.IsZero() {
		return c.at
	}
	now := c.passed()
	if len(c.events) > 0 && c.events[0].at.Before(now) {
		return c.events[0].at
	}
	return now
}

// passed is the time that no event holds up; c.mu is held.
func (c *Clock) passed() time.Time {
	if !c.wall {
		return c.now
	}
	elapsed := time.Since(c.since) // on the machine's monotonic clock
	now := c.now.Add(scaled(elapsed, c.speed))
	if elapsed > rebaseAfter {
		c.now, c.since = now, c.since.Add(elapsed)
	}
	return now
}

// rebaseAfter is how much time of the machine is multiplied with a speed again and again: with
// the highest speed the product is 11 years, and a Duration holds 292.
const rebaseAfter = time.Hour

// moveTo moves time forward to a moment, or leaves it when that is over; c.mu is held.
func (c *Clock) moveTo(moment time.Time) {
	if now := c.passed(); now.After(moment) {
		moment = now
	}
	c.now = moment
	if c.wall {
		c.since = time.Now()
	}
}

// scaled is a duration times a speed, the longest one there is when the product is longer.
func scaled(d time.Duration, speed float64) time.Duration {
	if speed == 1 {
		return d
	}
	product := math.Round(float64(d) * speed)
	if product >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(product)
}

// stopwatch is the time by which it is measured how long the application and the
// simulator take: real time with wall time, whatever its speed.
func (c *Clock) stopwatch() time.Time {
	if c.wall {
		return time.Now()
	}
	return c.Now()
}

// stop ends the clock. Whoever sleeps wakes with an error.
func (c *Clock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped {
		return
	}
	c.stopped = true
	c.events, c.sleeps = nil, 0
	close(c.ended)
	c.arm()
}

// ClockSpeed is [WallTime] that passes x times as fast as real time: with 60 a minute takes
// a second. Deliveries, calls, waits of faults and all else that happens on the simulator's
// clock follow it, and so do the waits of [Sim.Client] between attempts. The 15 seconds
// that an application has for a webhook stay real ones. It is an error when x is no number,
// not more than 0, or more than 100,000. [Clock.SetSpeed] changes the speed later.
func ClockSpeed(x float64) Option {
	return func(c *config) error {
		if err := checkSpeed(x); err != nil {
			return fmt.Errorf("ClockSpeed(%v): %w", x, err)
		}
		if !c.startAt.IsZero() {
			return errTwoClocks
		}
		c.wallTime, c.speed = true, x
		return nil
	}
}

var errTwoClocks = errors.New("WallTime, or ClockSpeed, and StartAt exclude each other")
