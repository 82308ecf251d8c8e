package twiliotest

import (
	"container/heap"
	"context"
	"sync"
	"time"
)

// Clock is the simulator's time; it is a [twilio.Clock]. It is virtual, and moves
// only by Advance, by Sleep and by a test that waits for something, unless the
// simulator has [WallTime].
type Clock struct {
	wall       bool
	afterwards func() // runs the callbacks of events, outside of all locks

	happening sync.Mutex // held while something happens; taken before mu

	mu      sync.Mutex
	now     time.Time // virtual time
	events  events    // virtual time: the future events
	serial  int       // keeps events of one moment in their order
	timers  map[int]*time.Timer
	stopped bool
}

func newClock(cfg config) *Clock {
	now := cfg.startAt
	if now.IsZero() {
		now = time.Now()
	}
	return &Clock{wall: cfg.wallTime, now: now, timers: map[int]*time.Timer{}}
}

// Now returns the simulator's time.
func (c *Clock) Now() time.Time {
	if c.wall {
		return time.Now()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Sleep advances virtual time by d and returns at once. Of two who sleep at the
// same moment both wake at that moment plus their own d: the clock moves to the
// later of the two. With WallTime it waits. It returns ctx.Err() when ctx has
// ended.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if ctx == nil {
		return errNilContext
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !c.wall {
		c.Advance(d)
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Advance moves virtual time by d. The events of that time happen, in their order, before
// Advance returns. That counts for a webhook, too, that is being
// answered in another goroutine and has 15 seconds. With WallTime it does nothing.
func (c *Clock) Advance(d time.Duration) {
	if c.wall {
		return
	}
	until := c.Now().Add(d)
	for c.stepUntil(until) {
		continue
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if until.After(c.now) {
		c.now = until
	}
}

// step moves virtual time to the next event and lets it happen.
func (c *Clock) step() bool { return c.stepUntil(time.Time{}) }

// stepUntil is step for events that are not after until; zero means any.
func (c *Clock) stepUntil(until time.Time) bool {
	if !c.happenNext(until) {
		return false
	}
	c.afterwards()
	return true
}

func (c *Clock) happenNext(until time.Time) bool {
	c.happening.Lock()
	defer c.happening.Unlock()
	happen := c.next(until)
	if happen == nil {
		return false
	}
	happen()
	return true
}

func (c *Clock) next(until time.Time) (happen func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped || len(c.events) == 0 || !until.IsZero() && c.events[0].at.After(until) {
		return nil
	}
	e, _ := heap.Pop(&c.events).(*event)
	if e.at.After(c.now) {
		c.now = e.at
	}
	return e.happen
}

// after lets something happen in d.
func (c *Clock) after(d time.Duration, happen func()) { c.schedule(d, happen) }

// appointment is an event that may be called off before it happens.
type appointment struct {
	clock  *Clock
	event  *event // with virtual time, nil with wall time
	serial int
}

// cancel calls an appointment off, or does nothing once its event happens.
func (a appointment) cancel() {
	if a.clock == nil {
		return
	}
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	if a.event != nil {
		if a.event.index >= 0 {
			heap.Remove(&a.clock.events, a.event.index)
		}
		return
	}
	if timer := a.clock.timers[a.serial]; timer != nil && timer.Stop() {
		delete(a.clock.timers, a.serial)
	}
}

// schedule is after for what may be called off.
func (c *Clock) schedule(d time.Duration, happen func()) appointment {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped {
		return appointment{}
	}
	c.serial++
	if !c.wall {
		e := &event{at: c.now.Add(d), serial: c.serial, happen: happen}
		heap.Push(&c.events, e)
		return appointment{clock: c, event: e}
	}
	serial := c.serial
	c.timers[serial] = time.AfterFunc(d, func() {
		c.expire(serial, happen)
		c.afterwards()
	})
	return appointment{clock: c, serial: serial}
}

// expire lets something happen whose timer has fired.
func (c *Clock) expire(serial int, happen func()) {
	c.happening.Lock()
	defer c.happening.Unlock()
	c.mu.Lock()
	delete(c.timers, serial)
	c.mu.Unlock()
	happen()
}

// idle reports that nothing happens now, nor is to happen any more.
func (c *Clock) idle() bool {
	c.happening.Lock()
	defer c.happening.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.events) == 0 && len(c.timers) == 0
}

func (c *Clock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = true
	c.events = nil
	for serial, timer := range c.timers {
		timer.Stop()
		delete(c.timers, serial)
	}
}

type event struct {
	at     time.Time
	serial int
	happen func()
	index  int // in the heap, -1 once the event has left it
}

// events is a heap, the earliest first.
type events []*event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	if e[i].at.Equal(e[j].at) {
		return e[i].serial < e[j].serial
	}
	return e[i].at.Before(e[j].at)
}

func (e events) Swap(i, j int) {
	e[i], e[j] = e[j], e[i]
	e[i].index, e[j].index = i, j
}

func (e *events) Push(x any) {
	if added, ok := x.(*event); ok {
		added.index = len(*e)
		*e = append(*e, added)
	}
}

func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	(*e)[len(*e)-1], last.index = nil, -1
	*e = (*e)[:len(*e)-1]
	return last
}
