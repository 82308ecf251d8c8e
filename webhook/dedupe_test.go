package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// deliver sends an event to a handler, with or without a token.
func deliver(h http.Handler, token string, pairs ...string) *httptest.ResponseRecorder {
	req := hook(pairs...)
	if token != "" {
		req.Header.Set("I-Twilio-Idempotency-Token", token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w
}

// counting answers with the number of the call.
type counting struct {
	mu     sync.Mutex
	calls  int
	status func(call int) int
}

func (c *counting) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	c.mu.Lock()
	c.calls++
	call := c.calls
	c.mu.Unlock()
	status := http.StatusOK
	if c.status != nil {
		status = c.status(call)
	}
	if status == 0 {
		panic("the handler fell over")
	}
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "call %d", call)
}

func TestRepeatsGetTheSameAnswer(t *testing.T) {
	t.Parallel()
	h := new(counting)
	d := webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, nil, h)
	first, again := deliver(d, "t1"), deliver(d, "t1")
	assert.Equal(t, "call 1", again.Body.String())
	assert.Equal(t, first.Code, again.Code)
	assert.Equal(t, "text/xml", again.Header().Get("Content-Type"))
	assert.Equal(t, "call 2", deliver(d, "t2").Body.String())
	assert.Equal(t, "call 3", deliver(d, "").Body.String(), "without a token it passes")
	assert.Equal(t, "call 4", deliver(d, "").Body.String())
}

func TestRepeatsByTheEventsOwnKey(t *testing.T) {
	t.Parallel()
	h := new(counting)
	d := webhook.Deduplicate(webhook.NewMemoryStore(0, 0), webhook.KeyOf(webhook.ParseMessageStatus), nil, h)
	deliver(d, "", "MessageSid", "SM1", "MessageStatus", "sent")
	deliver(d, "", "MessageSid", "SM1", "MessageStatus", "sent")
	deliver(d, "", "MessageSid", "SM1", "MessageStatus", "delivered")
	deliver(d, "", "what", "ever")
	deliver(d, "", "what", "ever")
	assert.Equal(t, 4, h.calls)
	deliver(d, "message-status/SM1/sent", "MessageSid", "SM2", "MessageStatus", "sent")
	assert.Equal(t, 5, h.calls, "a token is no key")
}

// TestTokenElsewhereIsAnotherEvent: a redirect and the fallback may carry the token
// of the first request, and must not get its answer.
func TestTokenElsewhereIsAnotherEvent(t *testing.T) {
	t.Parallel()
	h := new(counting)
	store := &keysSeen{Store: webhook.NewMemoryStore(0, 0)}
	d := webhook.Deduplicate(store, nil, nil, h)
	for want, address := range []string{"/sms", "/sms?step=2&From=%2B14155550123", "/fallback"} {
		for range 2 {
			req := httptest.NewRequest(http.MethodPost, address, http.NoBody)
			req.Header.Set("I-Twilio-Idempotency-Token", strings.Repeat("t", 1000))
			w := httptest.NewRecorder()
			d.ServeHTTP(w, req)
			assert.Equal(t, fmt.Sprintf("call %d", want+1), w.Body.String())
		}
	}
	require.Len(t, store.keys, 6)
	for _, key := range store.keys {
		assert.Regexp(t, "^[0-9a-f]{64}$", key)
	}
}

// keysSeen keeps the keys that a store is asked about.
type keysSeen struct {
	webhook.Store

	keys []string
}

func (s *keysSeen) Begin(ctx context.Context, key string) (*webhook.Answer, bool, error) {
	s.keys = append(s.keys, key)
	return s.Store.Begin(ctx, key)
}

// TestFailedHandlersAreAskedAgain: a 5xx, a panic, and an answer that comes too
// late for Twilio.
func TestFailedHandlersAreAskedAgain(t *testing.T) {
	t.Parallel()
	for name, failing := range map[string]int{"5xx": http.StatusServiceUnavailable, "panic": 0} {
		h := &counting{status: func(call int) int {
			if call == 1 {
				return failing
			}
			return http.StatusOK
		}}
		d := webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, nil, h)
		if failing == 0 {
			assert.Panics(t, func() { deliver(d, "t") }, "net/http has to know")
		} else {
			assert.Equal(t, failing, deliver(d, "t").Code)
		}
		assert.Equal(t, "call 2", deliver(d, "t").Body.String(), name)
		assert.Equal(t, "call 2", deliver(d, "t").Body.String(), name)
	}

	calls := 0
	d := webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, nil, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls++ }))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req := hook().WithContext(ctx)
	req.Header.Set("I-Twilio-Idempotency-Token", "late")
	d.ServeHTTP(httptest.NewRecorder(), req)
	deliver(d, "late")
	deliver(d, "late")
	assert.Equal(t, 2, calls)
}

// TestRepeatWaitsForTheFirst, and for no longer than its own request lasts.
func TestRepeatWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		d := webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls++
			timer := time.NewTimer(10 * time.Second)
			<-timer.C
			_, _ = fmt.Fprint(w, "slow")
		}))
		var wg sync.WaitGroup
		bodies := make([]string, 3)
		for i := range bodies {
			wg.Go(func() { bodies[i] = deliver(d, "t").Body.String() })
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		synctest.Wait()
		req := hook().WithContext(ctx)
		req.Header.Set("I-Twilio-Idempotency-Token", "t")
		w := httptest.NewRecorder()
		d.ServeHTTP(w, req)
		assert.Equal(t, http.StatusServiceUnavailable, w.Code)
		wg.Wait()
		assert.Equal(t, []string{"slow", "slow", "slow"}, bodies)
		assert.Equal(t, 1, calls)
	})
}

func TestMemoryStoreForgets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := new(counting)
		d := webhook.Deduplicate(webhook.NewMemoryStore(2, time.Minute), nil, nil, h)
		for _, token := range []string{"a", "b", "c"} { // one too many
			deliver(d, token)
		}
		assert.Equal(t, "call 4", deliver(d, "a").Body.String(), "it was the oldest")
		assert.Equal(t, "call 3", deliver(d, "c").Body.String())
		<-time.After(2 * time.Minute)
		assert.Equal(t, "call 5", deliver(d, "c").Body.String(), "it was too old")
	})
}

// failingStore cannot be reached.
type failingStore struct{}

var errStore = errors.New("the database is away")

func (failingStore) Begin(context.Context, string) (*webhook.Answer, bool, error) {
	return nil, false, errStore
}
func (failingStore) Finish(context.Context, string, *webhook.Answer) error { return errStore }
func (failingStore) Release(context.Context, string) error                 { return errStore }

func TestStoreThatFails(t *testing.T) {
	t.Parallel()
	d := webhook.Deduplicate(failingStore{}, nil, nil, new(counting))
	assert.Equal(t, "call 1", deliver(d, "t").Body.String())
	assert.Equal(t, "call 2", deliver(d, "t").Body.String(), "twice is better than never")
	assert.Equal(t, "call 1", deliver(webhook.Deduplicate(nil, nil, nil, new(counting)), "t").Body.String())
}

// TestLargeAnswerIsNotKept: a repeat is handled again.
func TestLargeAnswerIsNotKept(t *testing.T) {
	t.Parallel()
	calls := 0
	d := webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		_, _ = w.Write([]byte(strings.Repeat("x", 65<<10)))
	}))
	assert.Equal(t, 65<<10, deliver(d, "t").Body.Len())
	assert.Equal(t, 65<<10, deliver(d, "t").Body.Len())
	assert.Equal(t, 2, calls)
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	thanks := twiml.Messaging(twiml.Message{Body: "Thanks"})
	message := func(doc *twiml.Response, err error) http.Handler {
		return webhook.AnswerMessage(func(_ context.Context, in *webhook.Message) (*twiml.Response, error) {
			assert.Equal(t, "Hi", in.Body)
			return doc, err
		})
	}
	inbound := []string{"MessageSid", "SM1", "From", "a", "To", "b", "Body", "Hi"}
	got := deliver(message(thanks, nil), "", inbound...)
	assert.Equal(t, thanks.String(), got.Body.String())
	assert.Equal(t, "text/xml; charset=utf-8", got.Header().Get("Content-Type"))
	assert.Equal(t, http.StatusNoContent, deliver(message(nil, nil), "", inbound...).Code)
	failed := deliver(message(thanks, errors.New("the database is away")), "", inbound...)
	assert.Equal(t, http.StatusInternalServerError, failed.Code)
	assert.NotContains(t, failed.Body.String(), "database")
	assert.Equal(t, http.StatusBadRequest, deliver(message(thanks, nil), "", "what", "ever").Code)

	call := webhook.AnswerCall(func(context.Context, *webhook.Call) (*twiml.Response, error) { return twiml.Voice(twiml.Hangup{}), nil })
	assert.Contains(t, deliver(call, "", "CallSid", "CA1").Body.String(), "<Hangup/>")
	gather := webhook.AnswerGather(func(_ context.Context, in *webhook.Gather) (*twiml.Response, error) {
		return twiml.Voice(twiml.Say{Text: in.Digits}), nil
	})
	assert.Contains(t, deliver(gather, "", "CallSid", "CA1", "Digits", "12").Body.String(), "<Say>12</Say>")
	status := webhook.AnswerWith(webhook.ParseMessageStatus, func(context.Context, *webhook.MessageStatus) (*twiml.Response, error) { return nil, nil })
	assert.Equal(t, http.StatusNoContent, deliver(status, "", "MessageSid", "SM1", "MessageStatus", "sent").Code)
}

// TestAnswerInTime: the context ends before Twilio gives up, and an answer after
// that is none.
func TestAnswerInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		h := webhook.AnswerCall(func(ctx context.Context, _ *webhook.Call) (*twiml.Response, error) {
			<-ctx.Done()
			return twiml.Voice(), nil
		})
		w := deliver(h, "", "CallSid", "CA1")
		require.Equal(t, 14*time.Second, time.Since(began))
		assert.Equal(t, http.StatusInternalServerError, w.Code)
	})
}
