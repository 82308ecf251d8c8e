package limiter

import (
	"context"
	"time"
)

// Store is the memory that the processes of a fleet share. Each method is one atomic step, on
// the clock of the store. It is safe for concurrent use.
type Store interface {
	// Take books turns, as many as fit, up to ask.Turns. It books nothing when nothing fits.
	Take(ctx context.Context, ask Ask) (Booking, error)
	// End tells what became of requests.
	End(ctx context.Context, end End) error
}

// Key is a rate that requests share. A key has one number in a store: the time from which its
// turns are free, which is in the future while the key is busy.
type Key struct {
	Name     string
	Interval time.Duration // between two turns, in whole microseconds
	Burst    int
}

// Ask asks for turns. Turn i of n is Interval × (i + 1 - Burst) after the time from which a key is
// free, or now when that has passed. It fits when it is within Ahead, for each of the keys.
// Booking n turns frees the key from n × Interval later on.
type Ask struct {
	Keys  []Key
	Turns int
	Ahead time.Duration

	// Cool is the name of the cool-down that holds; nothing fits before its end.
	Cool string
	// Flight is the name of the requests in flight among which each turn needs a place, "" for
	// none. A place is held by its lease, one for each turn.
	Flight string
	Leases []string
	Cap    int           // the most places
	Lease  time.Duration // after this time a lease ends by itself
	// Quiet is how long nothing fits when the store may have lost its memory. Turns that were booked before
	// then are over by its end.
	Quiet time.Duration
}

// Booking is the answer to an Ask.
type Booking struct {
	Turns   int
	Now     time.Time       // on the store's clock, when it decided
	Offsets []time.Duration // by key: from now until it was free before the booking, 0 when it was
	Closed  time.Duration   // how much longer nothing fits, because of a cool-down or a lost memory
	Full    bool            // a place was missing
}

// End tells what became of requests, and gives their places free.
type End struct {
	Flight string
	Leases []string
	Cap    int
	Lease  time.Duration
	// Busy says that Twilio refused the request because too many were in flight. The cap becomes half
	// of those in flight, at least 1; once for all requests that were in flight at that time.
	Busy bool
	// Done says that Twilio answered otherwise. The cap grows by one for as many answers as it is high.
	Done bool
	Cool string
	For  time.Duration // how long the cool-down lasts from now on; it never ends one that lasts longer
}

// answers reports that a booking fits the question.
func (b *Booking) answers(ask *Ask) bool {
	switch {
	case b.Turns < 0 || b.Turns > ask.Turns || b.Now.IsZero():
		return false
	case b.Turns == 0 && (b.Closed > 0 || b.Full):
		return true
	}
	return len(b.Offsets) == len(ask.Keys) && (b.Turns > 0 || len(ask.Keys) > 0)
}

// booked returns the wait for turn i of a booking.
func (b *Booking) booked(keys []Key, i int) (wait time.Duration) {
	for k := range keys {
		wait = max(wait, keys[k].turn(b.Offsets[k], i))
	}
	return wait
}

// turn is the wait for turn i of a key that is free after offset.
func (k *Key) turn(offset time.Duration, i int) time.Duration {
	return max(offset+time.Duration(i+1-k.Burst)*k.Interval, 0)
}

// fit is how many turns of the key are within ahead.
func (k *Key) fit(offset, ahead time.Duration) int {
	if last := ahead - offset + time.Duration(k.Burst-1)*k.Interval; last >= 0 {
		return int(last/k.Interval) + 1
	}
	return 0
}

// longestOffset bounds what a booking can leave behind. A key that is free later was set by
// another clock, or by another rate.
func (k *Key) longestOffset(ahead time.Duration) time.Duration {
	return ahead + time.Duration(k.Burst)*k.Interval
}
