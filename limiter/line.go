package limiter

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
)

const (
	// ahead is how far turns are booked in advance: longer than the store needs for an answer, so
	// that no turn passes between two questions, and short, because turns that were booked are lost with
	// their process.
	ahead = 200 * time.Millisecond
	// late is how long after its time a turn may still be used.
	late = 50 * time.Millisecond
	// mostTurns are booked at a time.
	mostTurns = 64
	// placeWait is the usual time between two questions while the cap of requests in flight is reached.
	placeWait = 50 * time.Millisecond
)

// turn is leave for one request, from a time on.
type turn struct {
	at    time.Time // on the clock of this process, and not before that of the store
	lease string    // of its place in flight, "" for none
}

// line is the waiters of one process that need the same turns. It exists while it has waiters.
// The first of them asks the store for all.
type line struct {
	plan    *plan
	waiters []*waiter
	turns   []turn      // booked, and not taken yet, by time
	free    []time.Time // by key, on the clock of this process: from when it is free, as far as is known
	closed  time.Time   // until when nothing is free
}

type waiter struct {
	line  *line
	first chan struct{} // closed when the waiter is the first one
	place int           // how many were before it when it came
}

// join puts a request at the end of its line; one whose turn came too late goes behind the first.
func (l *Limiter) join(request *twilio.LimitedRequest, again bool) *waiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.planOf(request)
	queue := l.lines[p.line]
	if queue == nil {
		queue = &line{plan: p, free: make([]time.Time, len(p.keys))}
		l.lines[p.line] = queue
	}
	w := &waiter{line: queue, first: make(chan struct{}), place: len(queue.waiters)}
	if again {
		w.place = min(w.place, 1)
	}
	queue.waiters = slices.Insert(queue.waiters, w.place, w)
	if w.place == 0 {
		close(w.first)
	}
	return w
}

// leave takes a waiter out of its line, whose next one becomes the first.
func (l *Limiter) leave(w *waiter) {
	l.mu.Lock()
	queue, left := w.line, []turn(nil)
	wasFirst := queue.waiters[0] == w
	queue.waiters = slices.DeleteFunc(queue.waiters, func(other *waiter) bool { return other == w })
	switch {
	case len(queue.waiters) == 0:
		delete(l.lines, queue.plan.line)
		left, queue.turns = queue.turns, nil
	case wasFirst:
		close(queue.waiters[0].first)
	}
	l.mu.Unlock()
	l.release(queue.plan, left...)
}

// turnOf waits until the request is the first of its line, and takes the next turn.
func (l *Limiter) turnOf(ctx context.Context, w *waiter) (turn, error) {
	defer l.leave(w)
	if wait := l.leastWait(w); endsWithin(ctx, wait) {
		return turn{}, &WaitError{wait}
	}
	select {
	case <-w.first:
	case <-ctx.Done():
		return turn{}, ctx.Err()
	}
	for {
		if t, ok := l.next(w.line); ok {
			return l.take(ctx, w.line, t)
		}
		n, err := l.book(ctx, w.line)
		switch {
		case err != nil:
			return turn{}, err
		case endsWithin(ctx, n.least):
			return turn{}, &WaitError{n.least}
		case n.again == 0:
			continue
		}
		if err := l.config.Clock.Sleep(ctx, n.again); err != nil {
			return turn{}, err
		}
	}
}

// leastWait is how long a waiter waits at least, because of those before it in this process.
func (l *Limiter) leastWait(w *waiter) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.config.Clock.Now()
	wait := w.line.closed.Sub(now)
	place := w.place - len(w.line.turns)
	for i := range w.line.free {
		if place >= 0 {
			wait = max(wait, w.line.plan.keys[i].turn(max(w.line.free[i].Sub(now), 0), place))
		}
	}
	return max(wait, 0)
}

// next returns the next turn that can be used, and drops those before it.
func (l *Limiter) next(queue *line) (turn, bool) {
	l.mu.Lock()
	outdated := l.config.Clock.Now().Add(-late)
	n := 0
	for n < len(queue.turns) && queue.turns[n].at.Before(outdated) {
		n++
	}
	dropped := queue.turns[:n:n]
	queue.turns = queue.turns[n:]
	var t turn
	ok := len(queue.turns) > 0
	if ok {
		t, queue.turns = queue.turns[0], queue.turns[1:]
	}
	l.mu.Unlock()
	l.release(queue.plan, dropped...)
	return t, ok
}

// take gives a turn back that comes after the deadline.
func (l *Limiter) take(ctx context.Context, queue *line, t turn) (turn, error) {
	if wait := t.at.Sub(l.config.Clock.Now()); endsWithin(ctx, wait) {
		l.giveBack(queue.plan, t)
		return turn{}, &WaitError{wait}
	}
	return t, nil
}

// giveBack leaves a turn to those who wait for such a one now.
func (l *Limiter) giveBack(p *plan, t turn) {
	l.mu.Lock()
	queue := l.lines[p.line]
	if queue != nil {
		i, _ := slices.BinarySearchFunc(queue.turns, t, func(a, b turn) int { return a.at.Compare(b.at) })
		queue.turns = slices.Insert(queue.turns, i, t)
	}
	l.mu.Unlock()
	if queue == nil {
		l.release(p, t)
	}
}

// step is the next one of the first waiter, after it has asked.
type step struct {
	again time.Duration // after how long to ask again, 0 when turns were booked
	least time.Duration // until the first turn, at least
}

// book asks the store for turns for the waiters of a line.
func (l *Limiter) book(ctx context.Context, queue *line) (step, error) {
	if reason := l.awayReason(); reason != nil {
		return l.bookShare(ctx, queue, reason)
	}
	ask := l.newAsk(queue)
	began := l.config.Clock.Now()
	asking, cancel := context.WithTimeout(ctx, l.config.Timeout)
	b, err := l.config.Store.Take(asking, ask)
	cancel()
	now := l.config.Clock.Now()
	switch {
	case err != nil && ctx.Err() != nil:
		return step{}, ctx.Err()
	case err == nil && !b.answers(&ask):
		err = errOdd
	case err == nil && now.Sub(began) > l.config.Timeout: // or the process was stopped meanwhile
		l.release(queue.plan, turnsOf(&ask, &b, now)...)
		err = errSlow
	}
	if err != nil {
		l.setAway(err)
		return l.bookShare(ctx, queue, err)
	}
	return l.learn(queue, &ask, &b, now), nil
}

var (
	errSlow = errors.New("its answer took longer than Config.Timeout")
	errOdd  = errors.New("its answer does not fit the question")
)

func (l *Limiter) newAsk(queue *line) Ask {
	l.mu.Lock()
	defer l.mu.Unlock()
	ask := Ask{
		Keys: queue.plan.keys, Turns: min(len(queue.waiters), mostTurns), Ahead: ahead,
		Cool: queue.plan.cool, Flight: queue.plan.flight, Cap: l.config.InFlight, Lease: l.config.Lease,
		Quiet: 2*l.config.Timeout + ahead + late,
	}
	if ask.Flight != "" {
		ask.Leases = l.newLeases(ask.Turns)
	}
	return ask
}

// learn keeps what the store has answered.
func (l *Limiter) learn(queue *line, ask *Ask, b *Booking, now time.Time) step {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.awaySince = time.Time{}
	now = now.Add(-l.lag.excess(now.Sub(b.Now), now, l.config.Timeout))
	queue.turns = append(queue.turns, turnsOf(ask, b, now)...)
	for i, offset := range b.Offsets[:min(len(b.Offsets), len(queue.free))] {
		queue.free[i] = now.Add(offset + time.Duration(b.Turns)*ask.Keys[i].Interval)
	}
	switch {
	case b.Turns > 0:
		return step{}
	case b.Closed > 0:
		queue.closed = now.Add(b.Closed)
		return step{b.Closed, b.Closed}
	case b.Full:
		return step{again: placeWait/2 + rand.N(placeWait)} //nolint:gosec // spreads load, guards nothing
	}
	return tooFar(b.booked(ask.Keys, 0))
}

// tooFar waits for a turn that is too far ahead to be booked, until about half of the time that can be booked is
// free. Processes that wait for the same turn ask in random order.
func tooFar(least time.Duration) step {
	return step{max(least-ahead/2-rand.N(ahead/4), time.Millisecond), least} //nolint:gosec // spreads load, guards nothing
}

// turnsOf returns the turns of a booking that was decided at a time on the clock of this process.
func turnsOf(ask *Ask, b *Booking, now time.Time) []turn {
	turns := make([]turn, b.Turns)
	for i := range turns {
		turns[i].at = now.Add(b.booked(ask.Keys, i))
		if ask.Flight != "" {
			turns[i].lease = ask.Leases[i]
		}
	}
	return turns
}

// endsWithin compares with the deadline in wall time, as contexts do.
func endsWithin(ctx context.Context, d time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) <= d
}
