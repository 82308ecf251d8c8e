package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

// handled lets a store see an event handled.
func handled(t *testing.T, s webhook.Store, key string, answer *webhook.Answer) {
	t.Helper()
	claim, known, err := s.Begin(t.Context(), key)
	require.NoError(t, err)
	require.Nil(t, known, key)
	require.NoError(t, claim.Finish(t.Context(), answer))
}

// knows says whether a store has the answer to an event.
func knows(t *testing.T, s webhook.Store, key string) bool {
	t.Helper()
	claim, known, err := s.Begin(t.Context(), key)
	require.NoError(t, err)
	if claim != nil {
		require.NoError(t, claim.Release(t.Context()))
	}
	return known != nil
}

// TestReleaseWakesTheNext: whoever waits for a claim that is given up gets it at once.
func TestReleaseWakesTheNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := new(webhook.MemoryStore)
		claim, _, err := s.Begin(t.Context(), "a")
		require.NoError(t, err)
		var wg sync.WaitGroup
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			next, answer, err := s.Begin(ctx, "a")
			assert.NoError(t, err)
			assert.Nil(t, answer)
			assert.NotNil(t, next)
		})
		synctest.Wait() // it waits
		require.NoError(t, claim.Release(t.Context()))
		wg.Wait()
	})
}

func TestMemoryStoreForgets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := webhook.NewMemoryStore(2, time.Minute)
		for _, key := range []string{"a", "b", "c"} { // one too many
			handled(t, s, key, &webhook.Answer{Status: 200})
		}
		assert.False(t, knows(t, s, "a"), "it was the oldest")
		assert.True(t, knows(t, s, "b"))
		<-time.After(59 * time.Second)
		handled(t, s, "d", nil)
		assert.True(t, knows(t, s, "c"))
		<-time.After(2 * time.Second)
		assert.False(t, knows(t, s, "c"), "it was too old")
		assert.True(t, knows(t, s, "d"))
		<-time.After(time.Minute)
		assert.False(t, knows(t, s, "d"))
		handled(t, s, "d", nil)
		assert.True(t, knows(t, s, "d"))
	})
}

// TestMemoryStoreUnlessTold: 10,000 events for an hour.
func TestMemoryStoreUnlessTold(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*webhook.MemoryStore{
		"zero": webhook.NewMemoryStore(0, 0), "negative": webhook.NewMemoryStore(-1, -1), "new": new(webhook.MemoryStore),
	} {
		synctest.Test(t, func(t *testing.T) {
			for i := range 10_001 {
				handled(t, s, strconv.Itoa(i), &webhook.Answer{Status: 200})
			}
			assert.False(t, knows(t, s, "0"), name)
			assert.True(t, knows(t, s, "1"), name)
			<-time.After(59 * time.Minute)
			assert.True(t, knows(t, s, "1"), name)
			<-time.After(2 * time.Minute)
			assert.False(t, knows(t, s, "10000"), name)
		})
	}
}

// TestMemoryStoreIsBoundedByBytes: 64 MiB, whatever number it was told.
func TestMemoryStoreIsBoundedByBytes(t *testing.T) {
	t.Parallel()
	s := webhook.NewMemoryStore(1_000_000, 0)
	body := bytes.Repeat([]byte("x"), 60<<10)
	answer := &webhook.Answer{Status: 200, Header: http.Header{"Xyz": {string(body[:4<<10-3])}}, Body: body}
	const fit, tooMany = 880, 64 << 20 / (64 << 10) // the memory around an answer counts, too
	for i := range tooMany {
		handled(t, s, strconv.Itoa(i), answer)
		if i == fit {
			assert.True(t, knows(t, s, "0"))
		}
	}
	assert.False(t, knows(t, s, "0"))
	handled(t, s, "one more", answer)
	assert.True(t, knows(t, s, strconv.Itoa(tooMany-1)))
	assert.True(t, knows(t, s, "one more"))
	handled(t, s, "larger than all", &webhook.Answer{Status: 200, Body: make([]byte, 65<<20)})
	assert.False(t, knows(t, s, "one more"))
	handled(t, s, "0", answer)
	assert.True(t, knows(t, s, "0"), "evicted events do not count any more")
}

// TestSettledClaim changes nothing any more, whoever holds the event now.
func TestSettledClaim(t *testing.T) {
	t.Parallel()
	s, ctx := webhook.NewMemoryStore(0, 0), t.Context()
	first, _, err := s.Begin(ctx, "a")
	require.NoError(t, err)
	require.NoError(t, first.Release(ctx))
	second, _, err := s.Begin(ctx, "a")
	require.NoError(t, err)
	require.NotNil(t, second)
	require.NoError(t, first.Finish(ctx, &webhook.Answer{Status: 201}))
	require.NoError(t, first.Release(ctx))
	require.NoError(t, second.Finish(ctx, &webhook.Answer{Status: 202}))
	require.NoError(t, second.Finish(ctx, &webhook.Answer{Status: 203}))
	require.NoError(t, second.Release(ctx))
	claim, answer, err := s.Begin(ctx, "a")
	require.NoError(t, err)
	assert.Nil(t, claim)
	assert.Equal(t, 202, answer.Status)
}

// leasingStore gives a claim that was held for too long to another, as a shared
// store has to, whose processes may die.
type leasingStore struct {
	mu     sync.Mutex
	held   int // the claim that counts
	until  time.Time
	answer *webhook.Answer
}

func (s *leasingStore) Begin(ctx context.Context, _ string) (webhook.Claim, *webhook.Answer, error) {
	for ctx.Err() == nil {
		if claim, answer := s.claim(); claim != nil || answer != nil {
			return claim, answer, nil
		}
		<-time.After(time.Second)
	}
	return nil, nil, ctx.Err()
}

func (s *leasingStore) claim() (webhook.Claim, *webhook.Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answer != nil || time.Now().Before(s.until) {
		return nil, s.answer
	}
	s.held++
	s.until = time.Now().Add(50 * time.Second)
	return &lease{store: s, number: s.held}, nil
}

type lease struct {
	store  *leasingStore
	number int
}

func (l *lease) settle(answer *webhook.Answer) error {
	l.store.mu.Lock()
	defer l.store.mu.Unlock()
	if l.store.held == l.number {
		l.store.answer, l.store.until = answer, time.Time{}
	}
	return nil
}

func (l *lease) Finish(_ context.Context, answer *webhook.Answer) error { return l.settle(answer) }
func (l *lease) Release(context.Context) error                          { return l.settle(nil) }

// TestLateHolder: it comes back when its claim is another's, and fails; the other
// goes on, and its answer counts.
func TestLateHolder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		d := webhook.Deduplicate(new(leasingStore), nil, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			call := calls.Add(1)
			<-time.After(map[int32]time.Duration{1: 60 * time.Second, 2: 45 * time.Second}[call])
			w.WriteHeader(map[int32]int{1: 500, 2: 202, 3: 203}[call])
		}))
		codes := make([]int, 3)
		var wg sync.WaitGroup
		for i, wait := range []time.Duration{0, 40 * time.Second, 25 * time.Second} {
			<-time.After(wait) // the second claims when the first has held for too long; the third asks when the first has failed
			wg.Go(func() { codes[i] = deliver(d, "t").Code })
		}
		wg.Wait()
		assert.Equal(t, []int{500, 202, 202}, codes)
		assert.EqualValues(t, 2, calls.Load())
	})
}

// oddStore returns the errors and the answer of its fields.
type oddStore struct {
	begin           error
	answer          *webhook.Answer
	finish, release error
	noClaim         bool

	settled []string
}

func (s *oddStore) Begin(context.Context, string) (webhook.Claim, *webhook.Answer, error) {
	if s.begin != nil || s.answer != nil || s.noClaim {
		return nil, s.answer, s.begin
	}
	return s, nil, nil
}

func (s *oddStore) Finish(ctx context.Context, _ *webhook.Answer) error {
	s.note(ctx, "Finish")
	return s.finish
}

func (s *oddStore) Release(ctx context.Context) error {
	s.note(ctx, "Release")
	return s.release
}

func (s *oddStore) note(ctx context.Context, method string) {
	deadline, _ := ctx.Deadline()
	s.settled = append(s.settled, fmt.Sprint(method, " ", ctx.Err(), " ", time.Until(deadline)))
}

// TestSettling has 3 seconds of its own, even when the request has ended.
func TestSettling(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		canceled, cancel := context.WithCancel(t.Context())
		cancel()
		fails := errors.New("away")
		for _, tt := range []struct {
			ctx    context.Context
			status int
			store  oddStore
			want   []string
		}{
			{ctx: t.Context(), status: 200, store: oddStore{}, want: []string{"Finish <nil> 3s"}},
			{ctx: t.Context(), status: 500, store: oddStore{}, want: []string{"Release <nil> 3s"}},
			{ctx: canceled, status: 200, store: oddStore{}, want: []string{"Release <nil> 3s"}},
			{ctx: t.Context(), status: 200, store: oddStore{finish: fails}, want: []string{"Finish <nil> 3s", "Release <nil> 3s"}},
		} {
			h := &countingHandler{status: func(int) int { return tt.status }}
			webhook.Deduplicate(&tt.store, nil, h).ServeHTTP(httptest.NewRecorder(), withToken(hook().WithContext(tt.ctx), "t"))
			assert.Equal(t, tt.want, tt.store.settled)
		}
	})
}

// TestStoreThatFails is not parallel: it replaces the logger of the whole process.
func TestStoreThatFails(t *testing.T) { //nolint:paralleltest // see above
	log := defaultLog(t)
	away := errors.New("the database is away")
	d := webhook.Deduplicate(&oddStore{begin: away}, nil, new(countingHandler))
	assert.Equal(t, "call 1", deliver(d, "t").Body.String())
	assert.Equal(t, "call 2", deliver(d, "t").Body.String(), "twice is better than never")
	assert.Contains(t, log.String(), "method=Begin error=\"the database is away\"")

	assert.Equal(t, "call 1", deliver(webhook.Deduplicate(&oddStore{noClaim: true}, nil, new(countingHandler)), "t").Body.String())
	assert.Contains(t, log.String(), "neither a claim nor an answer")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	log.Reset()
	w := httptest.NewRecorder()
	webhook.Deduplicate(&oddStore{begin: ctx.Err()}, nil, new(countingHandler)).ServeHTTP(w, withToken(hook().WithContext(ctx), "t"))
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, log.String(), "context canceled")

	log.Reset()
	d = webhook.Deduplicate(&oddStore{finish: away, release: errors.New("still away")}, nil, new(countingHandler))
	assert.Equal(t, "call 1", deliver(d, "t").Body.String())
	assert.Contains(t, log.String(), "method=Finish error=\"the database is away\"")
	assert.Contains(t, log.String(), "method=Release error=\"still away\"")
}

// defaultLog returns a buffer that receives slog's default log while a test runs.
func defaultLog(t *testing.T) *bytes.Buffer {
	t.Helper()
	usual, log := slog.Default(), new(bytes.Buffer)
	slog.SetDefault(slog.New(slog.NewTextHandler(log, nil)))
	t.Cleanup(func() { slog.SetDefault(usual) })
	return log
}

// TestAnswersOfStores may be anything: they never cost more than their own repeat.
func TestAnswersOfStores(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		answer webhook.Answer
		want   int
	}{
		{answer: webhook.Answer{Status: 200}, want: 200},
		{answer: webhook.Answer{}, want: 204},
		{answer: webhook.Answer{Body: []byte("x")}, want: 200},
		{answer: webhook.Answer{Status: 99, Body: []byte("x")}, want: 200},
		{answer: webhook.Answer{Status: 101}, want: 204},
		{answer: webhook.Answer{Status: 199}, want: 204},
		{answer: webhook.Answer{Status: 999}, want: 999},
		{answer: webhook.Answer{Status: 1000}, want: 204},
		{answer: webhook.Answer{Status: -1, Body: []byte("x")}, want: 200},
		{answer: webhook.Answer{Status: 204, Header: http.Header{"": {""}, "\n": nil}, Body: []byte("x")}, want: 204},
	} {
		server := httptest.NewServer(webhook.Deduplicate(&oddStore{answer: &tt.answer}, nil, new(countingHandler)))
		status, _, _ := ask(t, server)
		assert.Equal(t, tt.want, status, tt.answer.Status)
		server.Close()
	}
}
