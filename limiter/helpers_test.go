package limiter_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/limiter"
)

const (
	accountSID = "AC00000000000000000000000000000001"
	number     = "+14155556789"
	other      = "+14155550000"
)

// every is the time between two turns at 100 a second, of which one percent is kept free.
const every = 10100 * time.Microsecond

// hundred is a rule of 100 messages a second for each sender.
func hundred() []limiter.Rule {
	return []limiter.Rule{{By: limiter.BySender, Ops: []string{"Messages.Create"}, Rate: limiter.Rate{PerSecond: limiter.ShortCode}}}
}

var create = twilio.LimitedRequest{Op: "Messages.Create", Host: "api", Sender: number}

// spy is a store that notes the questions, and fails when it is told to.
type spy struct {
	limiter.Store

	mu    sync.Mutex
	asks  []limiter.Ask
	ends  []limiter.End
	fail  error
	delay time.Duration
}

func newSpy() *spy { return &spy{Store: limiter.NewMemory(nil)} }

func (s *spy) Take(ctx context.Context, ask limiter.Ask) (limiter.Booking, error) {
	s.mu.Lock()
	s.asks = append(s.asks, ask)
	fail, delay := s.fail, s.delay
	s.mu.Unlock()
	if fail != nil {
		return limiter.Booking{}, fail
	}
	b, err := s.Store.Take(ctx, ask)
	if delay > 0 {
		<-time.After(delay)
	}
	return b, err
}

func (s *spy) End(ctx context.Context, end limiter.End) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ends = append(s.ends, end)
	if s.fail != nil {
		return s.fail
	}
	return s.Store.End(ctx, end)
}

func (s *spy) set(fail error, delay time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail, s.delay = fail, delay
}

func (s *spy) asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asks)
}

var errAway = errors.New("connection refused")

// newClient makes a client of one process of the fleet.
func newClient(tb testing.TB, config limiter.Config, answers ...answer) *twilio.Client {
	tb.Helper()
	l, err := limiter.New(config)
	require.NoError(tb, err)
	client, err := twilio.New(accountSID, twilio.AuthToken(strings.Repeat("0", 32)), twilio.WithLimiter(l), twilio.WithRetry(twilio.RetryPolicy{MaxAttempts: 1}),
		twilio.WithHTTPClient(&http.Client{Transport: &transport{answers: answers}}))
	require.NoError(tb, err)
	return client
}

// admit waits for a turn, and gives it back at once.
func admit(ctx context.Context, client *twilio.Client, request twilio.LimitedRequest) error {
	admission, err := client.Admit(ctx, request)
	admission.Release()
	return err
}

// pass lets time pass in a bubble.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// leaving notes when requests leave.
type leaving struct {
	mu    sync.Mutex
	times []time.Time
}

func (l *leaving) note() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.times = append(l.times, time.Now())
}

// since returns the times after a beginning.
func (l *leaving) since(began time.Time) []time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	after := make([]time.Duration, len(l.times))
	for i, at := range l.times {
		after[i] = at.Sub(began)
	}
	slices.Sort(after)
	return after
}

// answer is what Twilio says.
type answer struct {
	status int
	body   string
	header http.Header
}

type transport struct {
	mu      sync.Mutex
	answers []answer
}

func (tr *transport) RoundTrip(*http.Request) (*http.Response, error) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	a := answer{status: 200, body: `{"sid":"SM00000000000000000000000000000001"}`}
	if len(tr.answers) > 0 {
		a, tr.answers = tr.answers[0], tr.answers[1:]
	}
	header := a.header
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: a.status, Header: header, Body: readCloser{strings.NewReader(a.body)}}, nil
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }
