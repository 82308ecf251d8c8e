package limiter

import (
	"context"
	"time"
)

// awayReason is why the store is not asked now, nil when it is.
func (l *Limiter) awayReason() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.config.Clock.Now().Before(l.awayUntil) {
		return l.awayErr
	}
	return nil
}

// setAway leaves the store alone for a while: those who wait would otherwise find out one after
// the other.
func (l *Limiter) setAway(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.config.Clock.Now()
	if l.awaySince.IsZero() || now.Sub(l.awayUntil) > 2*l.config.Timeout { // the failure before was another one
		l.awaySince = now
	}
	l.lag = lag{} // another one may come back
	l.awayUntil, l.awayErr = now.Add(l.config.Timeout), err
}

// settle is how long the store has to be away before a process sends its share. The others may have a
// store that answers: what one process loses by chance it must not send beside them.
const settle = 2 * time.Second

// bookShare books turns of this process's own share. A request that no rule counts needs none; it
// passes, so that the outcome of a create can be looked up meanwhile.
func (l *Limiter) bookShare(ctx context.Context, queue *line, reason error) (step, error) {
	p := queue.plan
	if len(p.shares) < len(p.keys) {
		return step{}, &StoreError{reason}
	}
	l.mu.Lock()
	now := l.config.Clock.Now()
	if away := now.Sub(l.awaySince); away < settle && len(p.keys) > 0 {
		wait := min(settle-away, max(l.awayUntil.Sub(now), time.Millisecond))
		l.mu.Unlock()
		return step{again: wait}, nil
	}
	ask := Ask{Keys: p.shares, Turns: min(len(queue.waiters), mostTurns), Ahead: ahead}
	l.mu.Unlock()
	b, err := l.local.Take(ctx, ask)
	if err != nil {
		return step{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	queue.turns = append(queue.turns, turnsOf(&ask, &b, now)...)
	if b.Turns > 0 {
		return step{}, nil
	}
	return step{again: tooFar(b.booked(ask.Keys, 0)).again}, nil // the store may be back before
}
