package webhook_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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

// countingHandler answers with the number of the call.
type countingHandler struct {
	mu     sync.Mutex
	calls  int
	status func(call int) int
}

func (c *countingHandler) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
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
	h := new(countingHandler)
	d := webhook.Deduplicate(webhook.NewMemoryStore(0, 0), nil, h)
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
	h := new(countingHandler)
	d := webhook.Deduplicate(webhook.NewMemoryStore(0, 0), webhook.KeyOf(webhook.ParseMessageStatus), h)
	deliver(d, "", "MessageSid", "SM1", "MessageStatus", "sent")
	deliver(d, "", "MessageSid", "SM1", "MessageStatus", "sent")
	deliver(d, "", "MessageSid", "SM1", "MessageStatus", "delivered")
	deliver(d, "", "what", "ever")
	deliver(d, "", "what", "ever")
	assert.Equal(t, 4, h.calls)
	deliver(d, "message-status//SM1/sent", "MessageSid", "SM2", "MessageStatus", "sent")
	assert.Equal(t, 5, h.calls, "a token is not a payload's key")
}

// TestTokenElsewhereIsAnotherEvent: a redirect and the fallback may carry the token
// of the first request, and must not get its answer.
func TestTokenElsewhereIsAnotherEvent(t *testing.T) {
	t.Parallel()
	h := new(countingHandler)
	store := &keysSeen{Store: webhook.NewMemoryStore(0, 0)}
	d := webhook.Deduplicate(store, nil, h)
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

func (s *keysSeen) Begin(ctx context.Context, key string) (webhook.Claim, *webhook.Answer, error) {
	s.keys = append(s.keys, key)
	return s.Store.Begin(ctx, key)
}

// TestRepeatAfterFailure: a repeat of a request that was refused or failed is handled, and
// any other repeat gets the same answer.
func TestRepeatAfterFailure(t *testing.T) {
	t.Parallel()
	for status, handled := range map[int]bool{
		200: true, 204: true, 302: true, 400: true, 404: true, 410: true, 422: true, 499: true,
		401: false, 403: false, 408: false, 413: false, 429: false, 500: false, 503: false, 599: false,
	} {
		h := &countingHandler{status: func(call int) int {
			if call == 1 {
				return status
			}
			return http.StatusOK
		}}
		d := webhook.Deduplicate(nil, nil, h)
		assert.Equal(t, status, deliver(d, "t").Code)
		deliver(d, "t")
		again := deliver(d, "t")
		assert.Equal(t, handled, h.calls == 1, status)
		assert.Equal(t, handled, again.Code == status, status)
	}
}

func TestPanicIsNotHandled(t *testing.T) {
	t.Parallel()
	h := &countingHandler{status: func(call int) int { return (call - 1) * http.StatusOK }}
	d := webhook.Deduplicate(nil, nil, h)
	assert.Panics(t, func() { deliver(d, "t") }, "net/http has to know")
	assert.Equal(t, "call 2", deliver(d, "t").Body.String())
	assert.Equal(t, "call 2", deliver(d, "t").Body.String())
}

// TestLateAnswerIsNotKept: Twilio did not get it, and the handler may have stopped halfway.
func TestLateAnswerIsNotKept(t *testing.T) {
	t.Parallel()
	calls := 0
	d := webhook.Deduplicate(nil, nil, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls++ }))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d.ServeHTTP(httptest.NewRecorder(), withToken(hook().WithContext(ctx), "late"))
	deliver(d, "late")
	deliver(d, "late")
	assert.Equal(t, 2, calls)
}

func withToken(r *http.Request, token string) *http.Request {
	r.Header.Set("I-Twilio-Idempotency-Token", token)
	return r
}

// TestRepeatWaitsForTheFirst, and for no longer than its own request lasts.
func TestRepeatWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		d := webhook.Deduplicate(nil, nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls++
			<-time.After(10 * time.Second)
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
		w := httptest.NewRecorder()
		d.ServeHTTP(w, withToken(hook().WithContext(ctx), "t"))
		assert.Equal(t, http.StatusServiceUnavailable, w.Code)
		wg.Wait()
		assert.Equal(t, []string{"slow", "slow", "slow"}, bodies)
		assert.Equal(t, 1, calls)
	})
}

// TestRepeatTakesOver when the first has failed, and one of them alone.
func TestRepeatTakesOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &countingHandler{status: func(call int) int {
			<-time.After(10 * time.Second)
			return map[int]int{1: 500, 2: 201}[call]
		}}
		d := webhook.Deduplicate(nil, nil, h)
		codes := make([]int, 4)
		var wg sync.WaitGroup
		for i := range codes {
			wg.Go(func() { codes[i] = deliver(d, "t").Code })
			synctest.Wait()
		}
		wg.Wait()
		assert.Equal(t, []int{500, 201, 201, 201}, codes)
		assert.Equal(t, 2, h.calls)
	})
}

// TestAnswerComesBackWhole: with its header, as it was when the status was written.
func TestAnswerComesBackWhole(t *testing.T) {
	t.Parallel()
	d := webhook.Deduplicate(new(webhook.MemoryStore), nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", "</early>")
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Del("Link")
		w.Header().Set("Location", "/next")
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2")
		w.WriteHeader(http.StatusSeeOther)
		w.Header().Set("Location", "/too-late")
		_, _ = fmt.Fprint(w, "see ")
		_, _ = fmt.Fprint(w, "there")
	}))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.ServeHTTP(w, r)
		w.Header()["Set-Cookie"][0] = "changed=1" // by a middleware; it is not kept
	}))
	defer server.Close()
	for range 3 {
		status, header, body := ask(t, server)
		assert.Equal(t, http.StatusSeeOther, status)
		assert.Equal(t, "see there", body)
		assert.Equal(t, []string{"/next"}, header["Location"])
		assert.Equal(t, []string{"a=1", "b=2"}, header["Set-Cookie"])
		assert.Empty(t, header["Link"])
	}
}

// ask sends a request with a token to a server, and follows no redirect.
func ask(t *testing.T, server *httptest.Server) (status int, header http.Header, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, http.NoBody)
	require.NoError(t, err)
	resp, err := server.Client().Transport.RoundTrip(withToken(r, "t"))
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, resp.Header, string(text)
}

// TestSilentHandler says 200, as net/http does for it.
func TestSilentHandler(t *testing.T) {
	t.Parallel()
	d := webhook.Deduplicate(nil, nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Seen", "1") }))
	for range 2 {
		w := deliver(d, "t")
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Equal(t, "1", w.Header().Get("X-Seen"))
	}
}

func TestFlush(t *testing.T) {
	t.Parallel()
	d := webhook.Deduplicate(nil, nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Seen", "1")
		flusher, ok := w.(http.Flusher)
		assert.True(t, ok)
		flusher.Flush()
		w.Header().Set("X-Seen", "too late")
		assert.NoError(t, http.NewResponseController(w).Flush())
	}))
	assert.True(t, deliver(d, "t").Flushed)
	assert.Equal(t, "1", deliver(d, "t").Header().Get("X-Seen"))
}

// TestLargeAnswerIsNotKept: a repeat is handled again. The header counts, too.
func TestLargeAnswerIsNotKept(t *testing.T) {
	t.Parallel()
	const limit = 64 << 10
	for _, tt := range []struct{ header, body, calls int }{
		{header: 0, body: limit, calls: 1}, {header: 0, body: limit + 1, calls: 2}, {header: 100, body: limit - 100, calls: 1}, {header: 100, body: limit - 99, calls: 2}, {header: limit + 1, body: 0, calls: 2},
	} {
		calls := 0
		d := webhook.Deduplicate(nil, nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls++
			if tt.header > 0 {
				w.Header().Set("X", strings.Repeat("x", tt.header-1))
			}
			for rest := tt.body; rest > 0; rest -= 50_000 {
				_, _ = w.Write(make([]byte, min(rest, 50_000)))
			}
		}))
		assert.Equal(t, tt.body, deliver(d, "t").Body.Len())
		assert.Equal(t, tt.body, deliver(d, "t").Body.Len())
		assert.Equal(t, tt.calls, calls, "%d and %d bytes", tt.header, tt.body)
	}
}

// TestWebSocketPasses without a claim: a connection cannot be given again.
func TestWebSocketPasses(t *testing.T) {
	t.Parallel()
	store := &keysSeen{Store: webhook.NewMemoryStore(0, 0)}
	d := webhook.Deduplicate(store, nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, wrapped := w.(interface{ Unwrap() http.ResponseWriter })
		assert.False(t, wrapped)
	}))
	r := withToken(httptest.NewRequest(http.MethodGet, "/media", http.NoBody), "t")
	r.Header.Set("Upgrade", "WebSocket")
	d.ServeHTTP(httptest.NewRecorder(), r)
	assert.Empty(t, store.keys)
}
