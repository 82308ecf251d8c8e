package twiliotest

import (
	"container/heap"
	"math"
	"time"
)

// step moves virtual time to the next event and lets it happen. With wall time nobody moves
// the clock by waiting.
func (c *Clock) step() bool {
	if c.wall || !c.happenUntil(time.Time{}) {
		return false
	}
	c.afterwards()
	return true
}

// happenUntil moves time to the next event and lets it happen. When that is after until, or
// there is none, time moves to until instead; zero means any time.
func (c *Clock) happenUntil(until time.Time) bool {
	c.happening.Lock()
	defer c.happening.Unlock()
	return c.happen(c.nextUntil(until))
}

func (c *Clock) nextUntil(until time.Time) *event {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.events) > 0 && (until.IsZero() || !c.events[0].at.After(until)) {
		c.moveTo(c.events[0].at)
		e := c.pop()
		c.arm()
		return e
	}
	if !until.IsZero() {
		c.moveTo(until)
		c.arm()
	}
	return nil
}

// happen lets a popped event happen, false for none; c.happening is held.
func (c *Clock) happen(e *event) bool {
	if e == nil {
		return false
	}
	e.happen()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = time.Time{}
	return true
}

// ring lets the events happen whose time has come, when the timer fires. The callbacks of each run
// in a goroutine of their own, so that an application that takes its time holds up nobody.
func (c *Clock) ring() {
	for {
		e := c.happenDue()
		switch {
		case e == nil:
			return
		case !e.sleep:
			go c.afterwards()
		}
	}
}

// happenDue lets the next event happen if its time has come, and returns it.
func (c *Clock) happenDue() *event {
	c.happening.Lock()
	defer c.happening.Unlock()
	e := c.nextDue()
	c.happen(e)
	return e
}

func (c *Clock) nextDue() *event {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.events) > 0 && !c.events[0].at.After(c.passed()) {
		return c.pop()
	}
	c.arm()
	return nil
}

// pop takes the earliest event out, which happens next; c.mu is held.
func (c *Clock) pop() *event {
	e, _ := heap.Pop(&c.events).(*event)
	c.at = e.at
	c.sleeps -= e.sleeps()
	return e
}

// after lets something happen in d.
func (c *Clock) after(d time.Duration, happen func()) { c.schedule(d, happen) }

// schedule is after for what may be called off.
func (c *Clock) schedule(d time.Duration, happen func()) appointment {
	return c.book(d, &event{happen: happen})
}

func (c *Clock) book(d time.Duration, e *event) appointment {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped {
		return appointment{}
	}
	c.serial++
	e.at, e.serial = c.time().Add(max(d, 0)), c.serial
	heap.Push(&c.events, e)
	c.sleeps += e.sleeps()
	c.arm()
	return appointment{c, e}
}

// appointment is an event that may be called off before it happens.
type appointment struct {
	clock *Clock
	event *event
}

// cancel calls an appointment off, or does nothing once its event happens.
func (a appointment) cancel() {
	if a.clock == nil {
		return
	}
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	if a.event.index >= 0 && !a.clock.stopped {
		heap.Remove(&a.clock.events, a.event.index)
		a.clock.sleeps -= a.event.sleeps()
		a.clock.arm()
	}
}

// arm sets the one timer to the earliest event of wall time; c.mu is held.
func (c *Clock) arm() {
	switch {
	case !c.wall:
	case len(c.events) == 0:
		if c.timer != nil {
			c.timer.Stop()
		}
	case c.timer == nil:
		c.timer = time.AfterFunc(c.untilNext(), c.ring)
	default:
		c.timer.Reset(c.untilNext())
	}
}

// untilNext is how long it takes on the machine's clock until the earliest event; c.mu is
// held.
func (c *Clock) untilNext() time.Duration {
	left := c.events[0].at.Sub(c.passed())
	if c.speed == 1 || left <= 0 {
		return max(left, 0)
	}
	wait := math.Ceil(float64(left) / c.speed)
	if wait >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(wait)
}

// idle reports that nothing happens now, nor is to happen any more. Those who sleep do not
// count.
func (c *Clock) idle() bool {
	c.happening.Lock()
	defer c.happening.Unlock()
	return c.pending() == 0
}

// pending counts the events that are to happen, without the ends of sleeps.
func (c *Clock) pending() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.events) - c.sleeps
}

// event is something that is to happen at its time.
type event struct {
	at     time.Time
	serial int
	happen func()
	sleep  bool // it ends a Sleep, and changes nothing in the simulator
	index  int  // in the heap, -1 once the event has left it
}

// sleeps counts an event among those that end a Sleep: 1 or 0.
func (e *event) sleeps() int {
	if e.sleep {
		return 1
	}
	return 0
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
