package webhook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"time"
)

// eventHeader is the same on every delivery of one event. It is not signed: it
// keeps repeats apart, and proves nothing.
const eventHeader = "I-Twilio-Idempotency-Token"

// Store remembers events. [MemoryStore] is one for a single process; several
// processes need one that they share, such as a table with a unique key. It must be
// safe for concurrent use. A key is 64 characters, a to f and 0 to 9.
type Store interface {
	// Begin claims an event. The first to ask gets a claim. While that is neither
	// finished nor released, Begin waits until it is or ctx ends, and may give a
	// new claim to another when the old one has been held for too long.
	// Afterwards Begin returns the answer.
	Begin(ctx context.Context, key string) (Claim, *Answer, error)
}

// Claim is one handler's right to an event. A claim that the store has given to
// another in the meantime changes nothing any more.
type Claim interface {
	// Finish keeps the answer for repeats.
	Finish(ctx context.Context, answer *Answer) error
	// Release gives the claim up, so that a repeat is handled.
	Release(ctx context.Context) error
}

// Deduplicate lets a handler see each event once: Twilio repeats a request that it
// has got no answer to, with the same I-Twilio-Idempotency-Token. A repeat of an
// event that was handled gets the same answer again; one that comes while the event
// is being handled waits, and gets 503 when its own request ends first.
//
// An event was not handled, and its repeat is, when the handler panicked, ran into
// the end of the request's context, or answered with a 5xx or with 401, 403, 408,
// 413 or 429, which refuse the request and not the event. The same goes for an
// answer that is larger than 64 kB with its header, which is not kept.
//
// eventKey names the event when the header is missing: [KeyOf] takes it from the
// payload. It may be nil, and return "". A request without either passes; so does
// the handshake of a WebSocket. A store that fails lets the request pass too, and
// [slog.Default] is told: an event handled twice is better than one that is lost. A
// nil store is NewMemoryStore(0, 0), and so is a nil pointer to a store. Without a
// handler the answer is 500.
//
// This is not a security boundary: the header is not signed. Put
// [Verifier.Middleware] around it:
//
//	handler := verifier.Middleware(webhook.Deduplicate(store, nil, next))
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
func Deduplicate(store Store, eventKey func(*http.Request) string, next http.Handler) http.Handler {
	if isNil(store) {
		store = NewMemoryStore(0, 0)
	}
	return &deduplicator{store, eventKey, orNoHandler(next)}
}

// KeyOf names an event by the DedupeKey of its payload, for [Deduplicate]:
//
//	webhook.Deduplicate(store, webhook.KeyOf(webhook.ParseMessageStatus), handler)
//
// A request that cannot be read has no key, and passes.
func KeyOf[P interface{ DedupeKey() string }](parse func(*http.Request) (P, error)) func(*http.Request) string {
	if parse == nil {
		return nil
	}
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
	if isWebSocket(r) { // its answer is a connection, which cannot be given again
		d.next.ServeHTTP(w, r)
		return
	}
	key := d.key(r)
	if key == "" {
		d.next.ServeHTTP(w, r)
		return
	}
	claim, answer, err := d.store.Begin(r.Context(), key)
	if err == nil && claim == nil && answer == nil {
		err = errors.New("it gave neither a claim nor an answer")
	}
	switch {
	case err != nil && r.Context().Err() != nil:
		logStore(r.Context(), "Begin", err)
		http.Error(w, "the event is still being handled", http.StatusServiceUnavailable)
	case err != nil:
		logStore(r.Context(), "Begin", err)
		d.next.ServeHTTP(w, r)
	case claim != nil:
		d.handle(w, r, claim)
	default:
		answer.write(w)
	}
}

// handle runs the handler and settles the claim, whatever happens.
func (d *deduplicator) handle(w http.ResponseWriter, r *http.Request, claim Claim) {
	kept := &answerWriter{ResponseWriter: w}
	var answer *Answer // nil until the event is handled
	defer func() { settle(r.Context(), claim, answer) }()
	d.next.ServeHTTP(kept, r)
	if r.Context().Err() == nil {
		answer = kept.answer()
	}
}

// settleWithin bounds what a store may take when the answer is there: Twilio waits.
const settleWithin = 3 * time.Second

// settle finishes a claim, or releases it when there is no answer. The context of
// the request may have ended; the claim has to be settled all the same.
func settle(ctx context.Context, claim Claim, answer *Answer) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	if answer != nil {
		err := claim.Finish(ctx, answer)
		if err == nil {
			return
		}
		logStore(ctx, "Finish", err)
	}
	if err := claim.Release(ctx); err != nil {
		logStore(ctx, "Release", err)
	}
}

func logStore(ctx context.Context, method string, err error) {
	slog.LogAttrs(ctx, slog.LevelError, "webhook: the store of events failed", slog.String("method", method), slog.String("error", err.Error()))
}
