package webhook

import (
	"cmp"
	"context"
	"net/http"
	"sync"
	"time"
)

// What a [MemoryStore] keeps at most, and for how long, unless it is told.
const (
	usualEvents = 10_000
	usualTTL    = time.Hour
	maxKept     = 64 << 20 // bytes in all, whatever it is told
)

// MemoryStore remembers the events of one process, up to a number and for a time,
// and never more than about 64 MiB in all: answers, keys, and what it takes to keep
// them. An event without a body takes some 370 bytes. Events that are being handled
// are kept beside that, because forgetting one would let it be handled twice. Its zero
// value is NewMemoryStore(0, 0).
type MemoryStore struct {
	size int           // 0: the usual
	ttl  time.Duration // 0: the usual
	most int           // bytes; 0: maxKept

	mu     sync.Mutex
	events map[string]*event
	order  []string // keys of events that were handled, the oldest first
	kept   int      // bytes that they take
}

type event struct {
	done    chan struct{} // closed when the claim is settled
	answer  *Answer       // nil until it is handled
	bytes   int           // that it takes, its answer included
	expires time.Time
}

// NewMemoryStore returns a store for size events, each kept for ttl after it was
// handled: 0 means 10,000, and an hour. Twilio's own repeats come within minutes.
func NewMemoryStore(size int, ttl time.Duration) *MemoryStore {
	return &MemoryStore{size: max(size, 0), ttl: max(ttl, 0)}
}

// Begin is described at [Store]. It fails with ctx's error only.
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
	s.forget(time.Now())
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

// memoryClaim changes nothing once it is settled.
type memoryClaim struct {
	store *MemoryStore
	key   string
	event *event
}

// Finish never fails.
func (c *memoryClaim) Finish(_ context.Context, answer *Answer) error {
	if answer == nil {
		answer = &Answer{Status: http.StatusNoContent}
	}
	c.store.settle(c, answer)
	return nil
}

// Release never fails.
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
		c.event.expires = time.Now().Add(cmp.Or(s.ttl, usualTTL))
		s.order = append(s.order, c.key)
		s.kept += c.event.bytes
		s.forget(time.Now())
	}
	close(c.event.done)
}

// What it takes to keep an event, measured on 64-bit machines. A test holds the
// figures against the heap.
const (
	bytesOfEvent  = 304 // its place in the map and in the order, the event, its channel and the Answer
	bytesOfHeader = 400 // a map of header fields, with room for eight
	bytesOfField  = 64  // a name in that map
	bytesOfValue  = 24  // a value of a name
)

// bytesOf is what an event and its answer take of the heap.
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

// forget drops what is too old, or too much. Claims stay: each has a request that
// waits for it.
func (s *MemoryStore) forget(now time.Time) {
	for len(s.order) > 0 {
		oldest := s.events[s.order[0]]
		if len(s.order) <= cmp.Or(s.size, usualEvents) && s.kept <= cmp.Or(s.most, maxKept) && !oldest.expires.Before(now) {
			return
		}
		delete(s.events, s.order[0])
		s.kept -= oldest.bytes
		s.order[0] = "" // let go of by the array, too
		s.order = s.order[1:]
	}
	if len(s.events) == 0 {
		s.events, s.order = nil, nil // a map never shrinks by itself
	}
}
