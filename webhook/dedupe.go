package webhook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"
)

// eventHeader is the same on every delivery of one event. It is not signed: it
// keeps repeats apart, and proves nothing.
const eventHeader = "I-Twilio-Idempotency-Token"

// Answer is what a handler said to an event, kept for its repeats.
type Answer struct {
	Status      int
	ContentType string
	Body        []byte
}

// Store remembers events. [NewMemoryStore] is one for a single process; several
// processes need one that they share, such as a table with a unique key. It must be
// safe for concurrent use. A key is 64 characters, a to f and 0 to 9.
type Store interface {
	// Begin claims an event. The first to ask gets (nil, true): it will call
	// Finish or Release. While it has done neither, Begin waits until it has or
	// ctx ends, and may give the claim to another when it has been held for too
	// long. Afterwards Begin returns the answer.
	Begin(ctx context.Context, key string) (answer *Answer, claimed bool, err error)
	// Finish keeps the answer for repeats.
	Finish(ctx context.Context, key string, answer *Answer) error
	// Release gives the claim up, so that a repeat is handled.
	Release(ctx context.Context, key string) error
}

// Deduplicate lets a handler see each event once: Twilio repeats a request that it
// has got no answer to, with the same I-Twilio-Idempotency-Token. A repeat of an
// event that was handled gets the same answer again. A handler that answered with a
// 5xx, panicked, or ran into the end of the request's context has not handled it.
//
// eventKey names the event when the header is missing: [KeyOf] takes it from the
// payload. It may be nil, and return "". A request without either passes. A store that fails lets the request pass too: an
// event handled twice is better than one that is lost.
//
// It is no security boundary: the header is not signed. Put [Verifier.Middleware]
// around it.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
func Deduplicate(store Store, eventKey func(r *http.Request) string, logger *slog.Logger, next http.Handler) http.Handler {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &deduplicator{store, eventKey, logger, next}
}

// KeyOf names an event by the DedupeKey of its payload, for [Deduplicate]:
//
//	webhook.Deduplicate(store, webhook.KeyOf(webhook.ParseMessageStatus), logger, handler)
//
// A request that cannot be read has no key, and passes.
func KeyOf[P interface{ DedupeKey() string }](parse func(*http.Request) (P, error)) func(*http.Request) string {
	return func(r *http.Request) string {
		payload, err := parse(r)
		if err != nil {
			return ""
		}
		return payload.DedupeKey()
	}
}

type deduplicator struct {
	store    Store
	eventKey func(*http.Request) string
	logger   *slog.Logger
	next     http.Handler
}

// key names an event and the address that it went to, because a redirect and the
// fallback may carry the token of the first request. It is a hash, so that a store
// can index it, and learns no phone number from the query of a GET.
func (d *deduplicator) key(r *http.Request) string {
	kind, event := "token", r.Header.Get(eventHeader)
	if event == "" && d.eventKey != nil {
		kind, event = "payload", d.eventKey(r)
	}
	if event == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(kind + "\n" + event + "\n" + r.URL.RequestURI()))
	return hex.EncodeToString(sum[:])
}

func (d *deduplicator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := d.key(r)
	if key == "" || d.store == nil {
		d.next.ServeHTTP(w, r)
		return
	}
	answer, claimed, err := d.store.Begin(r.Context(), key)
	switch {
	case err != nil && r.Context().Err() != nil:
		http.Error(w, "the event is still being handled", http.StatusServiceUnavailable)
	case err != nil:
		d.logger.LogAttrs(r.Context(), slog.LevelError, "webhook: the store of events failed", slog.String("error", err.Error()))
		d.next.ServeHTTP(w, r)
	case claimed:
		d.handle(w, r, key)
	default:
		answer.write(w)
	}
}

// handle runs the handler and settles the claim, whatever happens.
func (d *deduplicator) handle(w http.ResponseWriter, r *http.Request, key string) {
	kept := &answerWriter{ResponseWriter: w}
	handled := false
	defer func() {
		ctx := context.WithoutCancel(r.Context())
		var err error
		if handled {
			err = d.store.Finish(ctx, key, kept.answer())
		} else {
			err = d.store.Release(ctx, key)
		}
		if err != nil {
			d.logger.LogAttrs(ctx, slog.LevelError, "webhook: the store of events failed", slog.String("error", err.Error()))
		}
	}()
	d.next.ServeHTTP(kept, r)
	handled = kept.status < 500 && r.Context().Err() == nil && !kept.tooLarge
}

// write gives the answer again.
func (a *Answer) write(w http.ResponseWriter) {
	if a == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if a.ContentType != "" {
		w.Header().Set("Content-Type", a.ContentType)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) //nolint:gosec // what the handler said, once more
}

// maxAnswer is what Twilio reads of an answer, in bytes.
// https://www.twilio.com/docs/api/errors/11750
const maxAnswer = 64 << 10

// answerWriter keeps what goes through it.
type answerWriter struct {
	http.ResponseWriter

	status   int // 0 until it is written
	body     bytes.Buffer
	tooLarge bool
}

func (w *answerWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *answerWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.body.Len()+len(p) > maxAnswer {
		w.tooLarge = true
	} else {
		w.body.Write(p)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (w *answerWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *answerWriter) answer() *Answer {
	status := w.status
	if status == 0 {
		status = http.StatusOK
	}
	return &Answer{Status: status, ContentType: w.Header().Get("Content-Type"), Body: bytes.Clone(w.body.Bytes())}
}

// MemoryStore remembers the events of one process, up to a number and for a time.
type MemoryStore struct {
	size int
	ttl  time.Duration

	mu     sync.Mutex
	events map[string]*event
	order  []string // keys of events that were handled, the oldest first
}

type event struct {
	done    chan struct{} // closed when the claim is settled
	answer  *Answer       // nil until it is handled
	expires time.Time
}

// NewMemoryStore returns a store for size events, each kept for ttl after it was
// handled: 0 means 10,000, and an hour. Twilio's own repeats come within minutes.
func NewMemoryStore(size int, ttl time.Duration) *MemoryStore {
	const usualSize = 10_000
	if size <= 0 {
		size = usualSize
	}
	if ttl <= 0 {
		ttl = time.Hour
	}
	return &MemoryStore{size: size, ttl: ttl, events: map[string]*event{}}
}

// Begin is described at [Store]. It fails with ctx's error only.
func (s *MemoryStore) Begin(ctx context.Context, key string) (*Answer, bool, error) {
	for {
		e, claimed := s.claim(key)
		switch {
		case claimed:
			return nil, true, nil
		case e.answer != nil:
			return e.answer, false, nil
		}
		select {
		case <-e.done:
		case <-ctx.Done():
			return nil, false, ctx.Err()
		}
	}
}

// claim returns a copy of what is known of an event.
func (s *MemoryStore) claim(key string) (e event, claimed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(time.Now())
	if known := s.events[key]; known != nil {
		return *known, false
	}
	s.events[key] = &event{done: make(chan struct{})}
	return event{}, true
}

// Finish is described at [Store]. It never fails.
func (s *MemoryStore) Finish(_ context.Context, key string, answer *Answer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.events[key]
	if e == nil || e.answer != nil {
		return nil
	}
	if answer == nil {
		answer = &Answer{Status: http.StatusNoContent}
	}
	e.answer, e.expires = answer, time.Now().Add(s.ttl)
	s.order = append(s.order, key)
	close(e.done)
	s.forget(time.Now())
	return nil
}

// Release is described at [Store]. It never fails.
func (s *MemoryStore) Release(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.events[key]; e != nil && e.answer == nil {
		delete(s.events, key)
		close(e.done)
	}
	return nil
}

// forget drops what is too old, or too much. Claims stay: each has a request that
// waits for it.
func (s *MemoryStore) forget(now time.Time) {
	drop := 0
	for drop < len(s.order) && (len(s.order)-drop > s.size || s.events[s.order[drop]].expires.Before(now)) {
		delete(s.events, s.order[drop])
		drop++
	}
	s.order = slices.Delete(s.order, 0, drop)
	if len(s.events) == 0 && drop > 0 {
		s.events = map[string]*event{} // a map never shrinks by itself
	}
}
