// Package storetest puts every store of a limiter through the same tests. It asserts nothing on
// the time that passes, because stores have clocks of their own: rates are so slow, and waits so
// long, that a slow machine makes no difference.
package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/seed15d99369/twilio/limiter"
)

const (
	slow  = time.Hour // between two turns
	ahead = 200 * time.Millisecond
	lease = time.Hour
	slack = 5 * time.Minute // for what passes in a test
)

// Run tests stores that share a memory; each of them is one process's.
func Run(t *testing.T, stores ...limiter.Store) {
	t.Helper()
	tests := map[string]func(*suite){
		"a turn is booked once": (*suite).turns, "burst": (*suite).burst, "two keys": (*suite).twoKeys,
		"nothing is booked in vain": (*suite).nothingInVain, "cool-down": (*suite).coolDown,
		"places": (*suite).places, "the cap is halved and grows": (*suite).halved, "the cap is halved once": (*suite).halvedOnce,
		"leases end": (*suite).leasesEnd, "a key of another rate": (*suite).otherRate, "at the same time": (*suite).sameTime,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(&suite{t: t, stores: stores, id: strconv.FormatUint(rand.Uint64(), 36)}) //nolint:gosec // a name
		})
	}
}

type suite struct {
	t      *testing.T
	stores []limiter.Store
	id     string // of this test's keys
	asked  int
}

func (s *suite) key(name string, interval time.Duration, burst int) limiter.Key {
	return limiter.Key{Name: s.id + name, Interval: interval, Burst: burst}
}

// ask asks one store after the other.
func (s *suite) ask(ask limiter.Ask) limiter.Booking {
	s.t.Helper()
	s.asked++
	ask.Ahead = ahead
	if ask.Lease == 0 {
		ask.Lease = lease
	}
	if ask.Cool == "" {
		ask.Cool = s.id + "cool"
	}
	if ask.Flight != "" {
		ask.Leases = s.leases(ask.Turns)
	}
	b, err := s.stores[s.asked%len(s.stores)].Take(s.t.Context(), ask)
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

// leases returns those of the last question.
func (s *suite) leases(n int) []string {
	leases := make([]string, n)
	for i := range leases {
		leases[i] = fmt.Sprint(s.id, "-", s.asked, "-", i)
	}
	return leases
}

func (s *suite) take(n int, keys ...limiter.Key) limiter.Booking {
	s.t.Helper()
	return s.ask(limiter.Ask{Keys: keys, Turns: n})
}

func (s *suite) end(end limiter.End) {
	s.t.Helper()
	if end.Lease == 0 {
		end.Lease = lease
	}
	if err := s.stores[s.asked%len(s.stores)].End(s.t.Context(), end); err != nil {
		s.t.Fatal(err)
	}
}

// wants compares the number of turns, and the offsets up to what may have passed.
func (s *suite) wants(b limiter.Booking, turns int, offsets ...time.Duration) {
	s.t.Helper()
	ok := !b.Now.IsZero() && b.Turns == turns && len(b.Offsets) == len(offsets) && b.Closed <= 0
	for i, offset := range b.Offsets {
		ok = ok && offset <= offsets[i] && offset >= max(offsets[i]-slack, 0) //nolint:gosec // as many, or it is not ok any more
	}
	if !ok {
		s.t.Errorf("%+v, but it should be %d turns, with offsets of up to %v", b, turns, offsets)
	}
}

func (s *suite) turns() {
	key := s.key("", slow, 1)
	s.wants(s.take(5, key), 1, 0)
	s.wants(s.take(5, key), 0, slow)
	s.wants(s.take(1, s.key("other", slow, 1)), 1, 0)
}

func (s *suite) burst() {
	key := s.key("", slow, 3)
	s.wants(s.take(2, key), 2, 0)
	s.wants(s.take(2, key), 1, 2*slow)
	s.wants(s.take(2, key), 0, 3*slow)
}

// twoKeys: both keys pay, each at its own time.
func (s *suite) twoKeys() {
	fast, other := s.key("fast", slow, 10), s.key("slow", 2*slow, 2)
	s.wants(s.take(5, fast, other), 2, 0, 0)
	s.wants(s.take(5, fast, other), 0, 2*slow, 4*slow)
	s.wants(s.take(20, fast), 8, 2*slow)
}

func (s *suite) nothingInVain() {
	busy, free := s.key("busy", slow, 1), s.key("free", slow, 1)
	s.take(1, busy)
	for range 3 {
		s.wants(s.take(1, busy, free), 0, slow, 0)
	}
	s.wants(s.take(1, free), 1, 0)
}

func (s *suite) coolDown() {
	key, cool := s.key("", slow, 9), s.id+"other"
	s.end(limiter.End{Cool: cool, For: time.Hour})
	s.end(limiter.End{Cool: cool, For: time.Second}) // ends no longer one
	b := s.ask(limiter.Ask{Keys: []limiter.Key{key}, Turns: 1, Cool: cool})
	if b.Turns != 0 || b.Closed > time.Hour+time.Millisecond || b.Closed < time.Hour-slack {
		s.t.Errorf("%+v in a cool-down of an hour", b)
	}
	s.wants(s.take(1, key), 1, 0)
}

func (s *suite) flight(n, most int) limiter.Booking {
	s.t.Helper()
	return s.ask(limiter.Ask{Turns: n, Flight: s.id + "flight", Cap: most})
}

// over ends requests one by one.
func (s *suite) over(leases []string, end limiter.End) {
	s.t.Helper()
	for _, lease := range leases {
		end.Flight, end.Leases, end.Cap = s.id+"flight", []string{lease}, 20
		s.end(end)
	}
}

func (s *suite) wantsPlaces(b limiter.Booking, turns int, full bool) {
	s.t.Helper()
	if b.Turns != turns || b.Full != full {
		s.t.Errorf("%+v, but it should be %d turns, full %t", b, turns, full)
	}
}

func (s *suite) places() {
	s.wantsPlaces(s.flight(3, 5), 3, false)
	held := s.leases(3)
	s.wantsPlaces(s.flight(3, 5), 2, true)
	s.wantsPlaces(s.flight(1, 5), 0, true)
	s.end(limiter.End{Flight: s.id + "flight", Leases: held[:2], Cap: 5})
	s.wantsPlaces(s.flight(3, 5), 2, true)
	s.wantsPlaces(s.ask(limiter.Ask{Turns: 1, Flight: s.id + "another", Cap: 5}), 1, false)

	// Without a place nothing is booked.
	keys := []limiter.Key{s.key("", slow, 1)}
	s.wantsPlaces(s.ask(limiter.Ask{Keys: keys, Turns: 1, Flight: s.id + "flight", Cap: 5}), 0, true)
	s.wants(s.take(1, keys...), 1, 0)
	// Without a turn no place is held.
	s.wantsPlaces(s.ask(limiter.Ask{Keys: keys, Turns: 1, Flight: s.id + "third", Cap: 1}), 0, false)
	s.wantsPlaces(s.ask(limiter.Ask{Turns: 1, Flight: s.id + "third", Cap: 1}), 1, false)
}

// halved: 8 in flight and a refusal make a cap of 4, and about four answers more make one of 5.
func (s *suite) halved() {
	s.wantsPlaces(s.flight(8, 20), 8, false)
	held := s.leases(8)
	s.over(held[:1], limiter.End{Busy: true})
	s.wantsPlaces(s.flight(1, 20), 0, true)
	s.over(held[1:6], limiter.End{}) // two are left, and were not answered
	for range 2 {
		s.wantsPlaces(s.flight(9, 20), 2, true)
		s.over(s.leases(2), limiter.End{Done: true}) // 4.25, 4.49; 4.71, 4.92
	}
	s.wantsPlaces(s.flight(9, 20), 2, true)
	s.over(s.leases(2), limiter.End{Done: true}) // 5.12, 5.32
	s.wantsPlaces(s.flight(9, 20), 3, true)
}

// halvedOnce: all requests that were in flight at the time of a refusal tell of the same crowd.
func (s *suite) halvedOnce() {
	s.wantsPlaces(s.flight(8, 20), 8, false)
	s.over(s.leases(8), limiter.End{Busy: true})
	s.wantsPlaces(s.flight(9, 20), 4, true)
	for _, left := range []int{2, 1, 1, 1} {
		s.over(s.leases(4), limiter.End{Busy: true})
		s.wantsPlaces(s.flight(9, 20), left, true)
	}
}

// leasesEnd: places become free by themselves.
func (s *suite) leasesEnd() {
	short := limiter.Ask{Turns: 2, Flight: s.id + "short", Cap: 2, Lease: time.Millisecond}
	s.wantsPlaces(s.ask(short), 2, false)
	for deadline := time.Now().Add(slack); s.ask(short).Turns == 0; {
		if time.Now().After(deadline) {
			s.t.Fatal("leases do not end")
		}
	}
	long := limiter.Ask{Turns: 2, Flight: s.id + "long", Cap: 2}
	s.wantsPlaces(s.ask(long), 2, false)
	s.wantsPlaces(s.ask(long), 0, true)
}

// otherRate: a key that was left by a much slower rate, or by a clock that was put back, is not
// busy for longer than its own rate can make it.
func (s *suite) otherRate() {
	s.wants(s.take(1, s.key("", 1000*slow, 1)), 1, 0)
	b := s.take(1, s.key("", slow, 1))
	if b.Turns != 0 || b.Offsets[0] > slow+ahead {
		s.t.Errorf("%+v after a much slower rate", b)
	}
}

// sameTime: of turns that many ask for at a time, each is booked once.
func (s *suite) sameTime() {
	keys := []limiter.Key{s.key("a", slow, 40), s.key("b", slow, 50)}
	var mu sync.Mutex
	var group sync.WaitGroup
	booked := 0
	for i := range 20 {
		group.Go(func() {
			keys := slices.Clone(keys)
			if i%2 == 0 {
				slices.Reverse(keys)
			}
			for j := range 5 {
				ask := limiter.Ask{
					Keys: keys, Turns: 1, Ahead: ahead, Cool: s.id + "cool", Lease: lease,
					Flight: s.id + "flight", Cap: 1000, Leases: []string{fmt.Sprint(s.id, "-", i, "-", j)},
				}
				b, err := s.stores[i%len(s.stores)].Take(context.WithoutCancel(s.t.Context()), ask)
				if err != nil {
					s.t.Error(err)
				}
				mu.Lock()
				booked += b.Turns
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if booked != 40 {
		s.t.Errorf("%d of 40 turns were booked", booked)
	}
	s.asked++
	s.wantsPlaces(s.flight(1000, 1000), 960, true)
}
