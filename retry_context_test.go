package twilio

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRetryContextEndedBefore(t *testing.T) {
	t.Parallel()
	for _, name := range everyCall {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			transport := play(reply(200, messageJSON))
			err := callsOfEachClass[name](ctx, testClient(t, transport))
			assert.Empty(t, transport.sent())
			assertMatches(t, err, []error{ErrNotSent, context.Canceled}, []error{ErrOutcomeUnknown})
		})
	}
}

func TestRetryContextEndsDuringAnAttempt(t *testing.T) {
	t.Parallel()
	unknown, known := []error{ErrOutcomeUnknown}, []error{}
	tests := []struct {
		name    string
		calls   []string
		answer  answer
		is      []error
		isNot   []error
		timeout bool
	}{
		{name: "canceled before the answer", calls: creates, answer: hang, is: unknown, isNot: []error{ErrNotSent}, timeout: false},
		{name: "canceled in the body", calls: creates, answer: hangBody(201, `{"sid":"`+testMessage+`"`), is: unknown, isNot: []error{ErrNotSent}, timeout: false},
		{name: "canceled before the answer", calls: repeated, answer: hang, is: known, isNot: []error{ErrNotSent, ErrOutcomeUnknown}, timeout: false},
		{name: "canceled in the body", calls: repeated, answer: hangBody(200, `{"sid":`), is: known, isNot: []error{ErrNotSent, ErrOutcomeUnknown}, timeout: false},
		{name: "deadline", calls: creates, answer: hang, is: unknown, isNot: []error{ErrNotSent}, timeout: true},
		{name: "deadline", calls: repeated, answer: hang, is: known, isNot: []error{ErrNotSent, ErrOutcomeUnknown}, timeout: true},
	}
	for _, tt := range tests {
		for _, name := range tt.calls {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					const after = 5 * time.Second
					ctx, end := context.WithTimeout(t.Context(), after)
					want := context.DeadlineExceeded
					if !tt.timeout {
						ctx, end = context.WithCancel(t.Context())
						time.AfterFunc(after, end)
						want = context.Canceled
					}
					defer end()
					start := time.Now()
					transport := play(tt.answer)
					err := callsOfEachClass[name](ctx, testClient(t, transport))
					assert.Equal(t, after, time.Since(start))
					assert.Len(t, transport.sent(), 1)
					assertMatches(t, err, append(tt.is, want), tt.isNot)
				})
			})
		}
	}
}

// A dial that the context ends had no connection, so that nothing was sent.
func TestRetryContextEndsDuringTheDial(t *testing.T) {
	t.Parallel()
	for _, name := range everyCall {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				over := make(chan struct{}) // net/http lets a dial go on for the next request
				defer close(over)
				transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
					<-over
					return nil, errDial
				}}
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				err := callsOfEachClass[name](ctx, testClient(t, transport))
				assertMatches(t, err, []error{context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
				assert.Equal(t, slices.Contains(withBody, name), errors.Is(err, ErrNotSent))
			})
		})
	}
}

func TestRetryContextEndsDuringAWait(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		calls  []string
		answer answer
		is     []error
		isNot  []error
	}{
		{name: "refused", calls: everyCall, answer: reply(429, "", "Retry-After", "15"), is: []error{ErrNotSent, ErrRateLimited}, isNot: []error{ErrOutcomeUnknown}},
		{name: "failed", calls: repeated, answer: reply(503, "", "Retry-After", "15"), is: []error{ErrServer}, isNot: []error{ErrNotSent, ErrOutcomeUnknown}},
	}
	for _, tt := range tests {
		for _, name := range tt.calls {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithCancel(t.Context())
					time.AfterFunc(4*time.Second, cancel)
					start := time.Now()
					transport := play(tt.answer)
					err := callsOfEachClass[name](ctx, testClient(t, transport))
					assert.Equal(t, 4*time.Second, time.Since(start), "at once")
					assert.Len(t, transport.sent(), 1)
					assertMatches(t, err, append(tt.is, context.Canceled), tt.isNot)
				})
			})
		}
	}
}

// The cause that a caller gave says more than context.Canceled.
func TestRetryKeepsTheContextsCause(t *testing.T) {
	t.Parallel()
	errShutdown := errors.New("shutting down")
	tests := []struct {
		name   string
		before bool
		answer answer
		is     error
	}{
		{name: "before", before: true, answer: hang, is: ErrNotSent},
		{name: "during an attempt", before: false, answer: hang, is: ErrOutcomeUnknown},
		{name: "in the body", before: false, answer: hangBody(201, "{"), is: ErrOutcomeUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				if tt.before {
					cancel(errShutdown)
				}
				time.AfterFunc(time.Second, func() { cancel(errShutdown) })
				err := createMessage(ctx, testClient(t, play(tt.answer)))
				assertMatches(t, err, []error{tt.is, context.Canceled, errShutdown}, nil)
				assert.ErrorContains(t, err, "shutting down")
			})
		})
	}
}

func TestRetryRefusesANilContext(t *testing.T) {
	t.Parallel()
	for _, name := range everyCall {
		transport := play(reply(200, messageJSON))
		var ctx context.Context // as a forgotten field is
		err := callsOfEachClass[name](ctx, testClient(t, transport))
		assertProblem(t, err, "ctx")
		assert.Empty(t, transport.sent())
	}
}

// The time-out of an attempt is each attempt's own.
func TestRetryTimesEachAttemptOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		clock := newFakeClock() // its waits take no time in here
		transport := play(hang, hangBody(200, "{"), reply(200, messageJSON))
		start := time.Now()
		require.NoError(t, getMessage(t.Context(), testClient(t, transport, WithClock(clock), WithTimeout(3*time.Second))))
		assert.Equal(t, 6*time.Second, time.Since(start))
		assert.Len(t, transport.sent(), 3)
	})
}

func TestRetryTimeoutIsATimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		err := createMessage(t.Context(), testClient(t, play(hang)))
		var timeout interface{ Timeout() bool }
		require.ErrorAs(t, err, &timeout)
		assert.True(t, timeout.Timeout())
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.NotErrorIs(t, err, context.Canceled)
	})
}

// The caller's http.Client may have a time-out of its own, for one attempt.
func TestRetryKeepsTheCallersTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := play(hang)
		client := testClient(t, transport, WithHTTPClient(&http.Client{Transport: transport, Timeout: 2 * time.Second}))
		start := time.Now()
		err := createMessage(t.Context(), client)
		assert.Equal(t, 2*time.Second, time.Since(start))
		assertMatches(t, err, []error{ErrOutcomeUnknown, context.DeadlineExceeded}, []error{ErrNotSent})
		assert.Len(t, transport.sent(), 1)
	})
}
