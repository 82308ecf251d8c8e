package limiter

import (
	"context"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
)

// Memory is a Store in this process, for programs of one process and for tests.
type Memory struct {
	clock twilio.Clock

	mu      sync.Mutex
	free    map[string]time.Time // by key: from when its turns are free
	cool    map[string]time.Time // by cool-down: its end
	flights map[string]*flight
}

// flight is the requests in flight that share a cap.
type flight struct {
	leases  map[string]time.Time // when they were given
	cap     float64              // 0 for the one that was asked with
	lowered time.Time
}

// NewMemory makes an empty store on a clock; nil stands for the system's.
func NewMemory(clock twilio.Clock) *Memory {
	if clock == nil {
		clock = systemClock{}
	}
	return &Memory{clock: clock, free: map[string]time.Time{}, cool: map[string]time.Time{}, flights: map[string]*flight{}}
}

// Take implements [Store]. It needs no Quiet: the memory is lost together with those who have
// booked.
func (m *Memory) Take(_ context.Context, ask Ask) (Booking, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.Now()
	if left := m.cool[ask.Cool].Sub(now); left > 0 {
		return Booking{Now: now, Closed: left}, nil
	}
	delete(m.cool, ask.Cool)
	b := Booking{Now: now, Turns: ask.Turns, Offsets: make([]time.Duration, len(ask.Keys))}
	if ask.Flight != "" {
		f := m.flight(ask.Flight)
		f.expire(now.Add(-ask.Lease))
		if places := f.capOr(ask.Cap) - len(f.leases); places < b.Turns {
			b.Turns, b.Full = max(places, 0), true
		}
	}
	for i := range ask.Keys {
		key := &ask.Keys[i]
		b.Offsets[i] = min(max(m.free[key.Name].Sub(now), 0), key.longestOffset(ask.Ahead))
		b.Turns = min(b.Turns, key.fit(b.Offsets[i], ask.Ahead))
	}
	m.book(now, &ask, &b)
	return b, nil
}

func (m *Memory) book(now time.Time, ask *Ask, b *Booking) {
	if b.Turns == 0 {
		return
	}
	m.forgetIdle(now)
	for i := range ask.Keys {
		m.free[ask.Keys[i].Name] = now.Add(b.Offsets[i] + time.Duration(b.Turns)*ask.Keys[i].Interval)
	}
	if ask.Flight != "" {
		for _, lease := range ask.Leases[:b.Turns] {
			m.flights[ask.Flight].leases[lease] = now
		}
	}
}

// forgetIdle forgets the keys that are free, once there are many: they are as new ones.
func (m *Memory) forgetIdle(now time.Time) {
	const many = 4096
	if len(m.free) < many {
		return
	}
	for key, at := range m.free {
		if !at.After(now) {
			delete(m.free, key)
		}
	}
}

// End implements [Store].
func (m *Memory) End(_ context.Context, end End) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.Now()
	if until := now.Add(end.For); end.For > 0 && until.After(m.cool[end.Cool]) {
		m.cool[end.Cool] = until
	}
	if end.Flight != "" {
		m.flight(end.Flight).end(&end, now)
	}
	return nil
}

func (m *Memory) flight(name string) *flight {
	f := m.flights[name]
	if f == nil {
		f = &flight{leases: map[string]time.Time{}}
		m.flights[name] = f
	}
	return f
}

func (f *flight) capOr(most int) int {
	if f.cap == 0 {
		return most
	}
	return int(f.cap)
}

// expire ends the leases that were given at that time or before.
func (f *flight) expire(before time.Time) {
	for lease, given := range f.leases {
		if !given.After(before) {
			delete(f.leases, lease)
		}
	}
}

// end changes the cap: it is halved once for all requests that were in flight at the same time.
func (f *flight) end(end *End, now time.Time) {
	f.expire(now.Add(-end.Lease))
	given, inFlight := now.Add(-end.Lease), len(f.leases)
	for _, lease := range end.Leases {
		if at, ok := f.leases[lease]; ok {
			given = at
		}
		delete(f.leases, lease)
	}
	switch {
	case end.Busy && given.After(f.lowered):
		f.cap, f.lowered = float64(max(min(f.capOr(end.Cap), inFlight)/2, 1)), now
	case end.Done && f.cap > 0:
		if f.cap += 1 / f.cap; f.cap >= float64(end.Cap) {
			f.cap = 0
		}
	}
}
