package webhook

import (
	"cmp"
	"context"
	"net/http"
	"sync"
	"time"
)

// The bounds of a [MemoryStore] when NewMemoryStore is given none.
const (
	defaultEvents   = 10_000
	defaultTTL      = time.Hour
	defaultMaxBytes = 64 << 20 // bytes in all; not an option
)

// MemoryStore remembers the events of one process, up to a number and for a time. It takes
// at most about 64 MiB of memory. An event without a body takes some 370 bytes. Events that
// are being handled do not count, because forgetting such an event would let it be handled
// twice. The zero value of a MemoryStore is NewMemoryStore(0, 0).
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
type MemoryStore struct {
	maxEvents int           // 0: defaultEvents
	ttl       time.Duration // 0: defaultTTL
	maxBytes  int           // in all; 0: defaultMaxBytes

	mu     sync.Mutex
	events map[string]*event
	order  []string // keys of events that were handled, the oldest first
	bytes  int      // the memory of those events
}

type event struct {
	done    chan struct{} // closed when the claim is settled
	answer  *Answer       // nil until it is handled
	bytes   int           // of memory, its answer included
	expires time.Time
}

// NewMemoryStore returns a store for size events, each kept for ttl after it was
// handled: 0 means 10,000, and an hour. Twilio's own repeats come within minutes.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
func NewMemoryStore(size int, ttl time.Duration) *MemoryStore {
	return &MemoryStore{maxEvents: max(size, 0), ttl: max(ttl, 0)}
}

// Begin claims an event as [Store] describes. Its only error is that of ctx.
func (s *MemoryStore) Begin(ctx context.Context, key string) (Claim, *Answer, error) {
	for {
		e, claimed := s.claim(key)
		if claimed {
			return &memoryClaim{s, key, e}, nil, nil
		}
		select {
		case <-e.done:
			if e.answer != nil {
				return nil, e.answer, nil
			}
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
}

func (s *MemoryStore) claim(key string) (e *event, claimed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.evict(time.Now())
	if known := s.events[key]; known != nil {
		return known, false
	}
	if s.events == nil {
		s.events = map[string]*event{}
	}
	e = &event{done: make(chan struct{})}
	s.events[key] = e
	return e, true
}

// memoryClaim is a claim of a MemoryStore. Its methods do nothing once it is settled.
type memoryClaim struct {
	store *MemoryStore
	key   string
	event *event
}

// Finish keeps the answer for repeats. It never fails.
func (c *memoryClaim) Finish(_ context.Context, answer *Answer) error {
	if answer == nil {
		answer = &Answer{Status: http.StatusNoContent}
	}
	c.store.settle(c, answer)
	return nil
}

// Release gives the claim up. It never fails.
func (c *memoryClaim) Release(context.Context) error {
	c.store.settle(c, nil)
	return nil
}

func (s *MemoryStore) settle(c *memoryClaim, answer *Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.events[c.key] != c.event || c.event.answer != nil {
		return
	}
	if answer == nil {
		delete(s.events, c.key)
	} else {
		c.event.answer, c.event.bytes = answer, bytesOf(c.key, answer)
		c.event.expires = time.Now().Add(cmp.Or(s.ttl, defaultTTL))
		s.order = append(s.order, c.key)
		s.bytes += c.event.bytes
		s.evict(time.Now())
	}
	close(c.event.done)
}

// The memory of an event, in bytes, measured on 64-bit machines. A test compares these
// figures with the heap.
const (
	bytesOfEvent  = 304 // its place in the map and in the order, the event, its channel and the Answer
	bytesOfHeader = 400 // a map of header fields, with room for eight
	bytesOfField  = 64  // a name in that map
	bytesOfValue  = 24  // a value of a name
)

// bytesOf returns how much of the heap an event and its answer take.
func bytesOf(key string, a *Answer) int {
	n := bytesOfEvent + len(key) + cap(a.Body) + cap(a.Body)/8 // the heap rounds up
	if a.Header != nil {
		n += bytesOfHeader
	}
	for name, values := range a.Header {
		n += bytesOfField + len(name)
		for _, value := range values {
			n += bytesOfValue + len(value)
		}
	}
	return n
}

// evict drops the oldest events until the rest are within all bounds. Claims are not
// evicted: each has a request that is being handled.
func (s *MemoryStore) evict(now time.Time) {
	for len(s.order) > 0 {
		oldest := s.events[s.order[0]]
		if len(s.order) <= cmp.Or(s.maxEvents, defaultEvents) && s.bytes <= cmp.Or(s.maxBytes, defaultMaxBytes) && !oldest.expires.Before(now) {
			return
		}
		delete(s.events, s.order[0])
		s.bytes -= oldest.bytes
		s.order[0] = "" // so that the array does not hold the string
		s.order = s.order[1:]
	}
	if len(s.events) == 0 {
		s.events, s.order = nil, nil // a map never shrinks by itself
	}
}
