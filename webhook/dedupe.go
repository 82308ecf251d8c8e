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

// eventHeader has the same value on every delivery of one event. It is not signed, so it
// shows which deliveries are repeats, and proves nothing.
const eventHeader = "I-Twilio-Idempotency-Token"

// Store remembers events. [MemoryStore] is one for a single process; several
// processes need one that they share, such as a table with a unique key. It must be
// safe for concurrent use. A key is 64 characters, a to f and 0 to 9.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
type Store interface {
	// Begin claims an event. The first caller gets a claim. While that claim is neither
	// finished nor released, Begin waits until it is, or until ctx ends. It may give
	// a new claim to another caller when the old claim has been held for too long.
	// After the claim is finished, Begin returns the answer.
	Begin(ctx context.Context, key string) (Claim, *Answer, error)
}

// Claim is one handler's right to handle an event. When the store has given the event to
// another handler in the meantime, the methods of the old claim do nothing.
type Claim interface {
	// Finish keeps the answer for repeats.
	Finish(ctx context.Context, answer *Answer) error
	// Release gives the claim up, so that a repeat is handled.
	Release(ctx context.Context) error
}

// Deduplicate passes each event to a handler once. Twilio repeats a request when it has
// received no answer, with the same I-Twilio-Idempotency-Token. A repeat of an event that
// was handled gets the same answer again. A repeat that comes while the event is being
// handled waits, and gets 503 when its own request ends first.
//
// A repeat is handled again in these cases:
//   - the handler panicked, or the request's context ended before it returned;
//   - it answered with a 5xx, or with 401, 403, 408, 413 or 429, which refuse the request
//     and not the event;
//   - its answer is larger than 64 kB with its header, so that it is not kept.
//
// eventKey returns a key for an event when the header is missing: [KeyOf] takes the key
// from the payload. eventKey may be nil, and may return "". These requests go to the
// handler without a check:
//   - a request with neither a header nor a key;
//   - the handshake of a WebSocket;
//   - a request for which the store fails, because an event that is handled twice is
//     better than an event that is lost. The failure is logged to [slog.Default].
//
// A nil store, or a nil pointer to a store, stands for NewMemoryStore(0, 0). Without a
// handler the answer is 500.
//
// Deduplicate is not a security boundary, because the header is not signed. Put
// [Verifier.Middleware] around it:
//
//	handler := verifier.Middleware(webhook.Deduplicate(store, nil, next))
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
func Deduplicate(store Store, eventKey func(*http.Request) string, next http.Handler) http.Handler {
	if isNil(store) {
		store = NewMemoryStore(0, 0)
	}
	return &deduplicator{store, eventKey, orServerError(next)}
}

// KeyOf returns a function for [Deduplicate] that identifies an event by the DedupeKey of
// its payload:
//
//	webhook.Deduplicate(store, webhook.KeyOf(webhook.ParseMessageStatus), handler)
//
// A request that parse cannot read has no key, and goes to the handler.
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

// key identifies an event and the address of the request, because a redirect and the
// fallback may carry the token of the first request. The key is a hash, so that a store
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
	if isWebSocket(r) { // its answer is a connection, which cannot be repeated
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

// handle runs the handler and settles the claim, even when the handler panics.
func (d *deduplicator) handle(w http.ResponseWriter, r *http.Request, claim Claim) {
	recorded := &answerWriter{ResponseWriter: w}
	var answer *Answer // nil until the event is handled
	defer func() { settle(r.Context(), claim, answer) }()
	d.next.ServeHTTP(recorded, r)
	if r.Context().Err() == nil {
		answer = recorded.answer()
	}
}

// settleTimeout bounds how long a store may take to keep the answer, because Twilio waits.
const settleTimeout = 3 * time.Second

// settle finishes a claim, or releases it when there is no answer. The context of
// the request may have ended; the claim has to be settled all the same.
func settle(ctx context.Context, claim Claim, answer *Answer) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
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
