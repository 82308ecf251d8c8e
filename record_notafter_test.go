package twilio

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/memnet"
)

// TestNotAfterIsTheDeadline, at most ten minutes from now.
func TestNotAfterIsTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := testClient(t, play(broken(errCable)))
		for deadline, want := range map[time.Duration]time.Duration{
			time.Second: time.Second, 10 * time.Minute: 10 * time.Minute, 11 * time.Minute: 10 * time.Minute, 1000 * time.Hour: 10 * time.Minute,
		} {
			ctx, cancel := context.WithTimeout(t.Context(), deadline)
			record, err := c.Messages.NewRecord(ctx, recordParams())
			cancel()
			require.NoError(t, err)
			assert.Equal(t, time.Now().UTC(), record.Started)
			assert.Equal(t, time.Now().UTC().Add(want), record.NotAfter)
			_, err = c.Messages.NewRecord(ctx, recordParams())
			assertMatches(t, err, []error{context.Canceled, ErrNotSent}, []error{ErrOutcomeUnknown})
		}
		ctx, cancel := context.WithDeadline(t.Context(), time.Now())
		defer cancel()
		_, err := c.Messages.NewRecord(ctx, recordParams())
		assertMatches(t, err, []error{context.DeadlineExceeded, ErrNotSent}, []error{ErrOutcomeUnknown})
	})
}

// TestNothingIsSentAfterNotAfter, wherever the process was when the time went by.
func TestNothingIsSentAfterNotAfter(t *testing.T) {
	t.Parallel()
	const late = 10*time.Minute + time.Nanosecond
	tests := map[string]struct {
		run      func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error
		attempts int
	}{
		"before the create": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			clock.advance(late)
			newMessageRecord(t, c) // the client forgets the first one
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 0},
		"at that very moment": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			clock.advance(10 * time.Minute)
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 0},
		"while it waits for a retry": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			clock.before = func() { clock.advance(late) }
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 1},
		"while it waits for the limiter": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			c.config.limiter = limiterFunc(func(context.Context) error { clock.advance(late); return nil })
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 0},
		"in the attempt": {run: func(t *testing.T, clock *fakeClock, c *Client, record *CreateRecord) error {
			t.Helper()
			c.config.signer = slowSigner(func() { clock.advance(late) })
			return createMessage(t.Context(), c, WithRecord(record))
		}, attempts: 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock, transport, attempts := newFakeClock(), play(reply(429, "")), 0
			c := testClient(t, answer(func(req *http.Request) (*http.Response, error) {
				attempts++
				return transport.RoundTrip(req)
			}), WithClock(clock))
			err := tt.run(t, clock, c, newMessageRecord(t, c))
			assertMatches(t, err, []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown, ErrInvalidParams})
			assert.True(t, isTimeout(err))
			requirePrintable(t, err)
			assert.Equal(t, tt.attempts, attempts)
			assert.Equal(t, name == "while it waits for a retry", len(transport.sent()) > 0, "sent")
			assert.LessOrEqual(t, len(clock.sleeps), 1, "nothing is waited for any more")
		})
	}
}

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}

func slowSigner(wait func()) signFunc {
	return func(context.Context, string, *url.URL, http.Header, []byte) (string, error) {
		wait()
		return "a.b.c", nil
	}
}

// TestNothingIsWrittenAfterNotAfter: the time goes by once the attempt has begun, as
// it does for a process that is stopped there.
func TestNothingIsWrittenAfterNotAfter(t *testing.T) {
	t.Parallel()
	const late = 11 * time.Minute
	check := func(t *testing.T, c *Client, creates func() int) {
		t.Helper()
		err := createMessage(t.Context(), c, WithRecord(newMessageRecord(t, c)))
		assertMatches(t, err, []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
		assert.Zero(t, creates())
		require.NoError(t, createMessage(t.Context(), c), "a create without a record is not held up")
	}
	t.Run("on our own transport, while it connects", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			clock := newFakeClock()
			p := newPeer(t, sends)
			c := p.client(t, WithClock(clock))
			dialWith(t, c, func(ctx context.Context, network, address string) (net.Conn, error) {
				clock.advance(late)
				return p.listener.DialContext(ctx, network, address)
			})
			check(t, c, func() int { return int(p.creates.Load()) })
		})
	})
	t.Run("on our own transport, on a connection that was used before", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			clock := newFakeClock()
			p := newPeer(t, answersTwice)
			c := p.client(t, WithClock(clock))
			require.NoError(t, createMessage(t.Context(), c))
			synctest.Wait()
			record := newMessageRecord(t, c)
			c.config.signer = slowSigner(func() { clock.advance(late) })
			assertMatches(t, createMessage(t.Context(), c, WithRecord(record)), []error{ErrNotSent, context.DeadlineExceeded}, []error{ErrOutcomeUnknown})
			assert.Equal(t, int64(1), p.creates.Load())
		})
	})
	t.Run("on a caller's transport", func(t *testing.T) {
		t.Parallel()
		clock, transport := newFakeClock(), play(reply(200, messageJSON))
		c := testClient(t, answer(func(req *http.Request) (*http.Response, error) {
			clock.advance(late)
			return transport.RoundTrip(req)
		}), WithClock(clock))
		check(t, c, func() int { return len(transport.sent()) })
	})
}

// dialWith lets a client of a peer make its connections elsewhere.
func dialWith(t *testing.T, c *Client, dial func(context.Context, string, string) (net.Conn, error)) {
	t.Helper()
	DialWith(c, dial)
	t.Cleanup(c.CloseIdleConnections)
}

// answersTwice keeps the connection after its first answer.
var answersTwice = deed(func(p *peer, conn *memnet.Conn) {
	for range 2 {
		p.read(conn)
		_, _ = conn.Write([]byte("HTTP/1.1 201 Created\r\nContent-Length: 44\r\n\r\n" + `{"sid":"` + testMessage + `"}`))
	}
})

// TestConnectionIsOpenToTheNextCreate: the deadline of one create's record does not
// hold the next one on the same connection.
func TestConnectionIsOpenToTheNextCreate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		clock := newFakeClock()
		p := newPeer(t, answersTwice, closesUnread)
		c := p.client(t, WithClock(clock))
		require.NoError(t, createMessage(t.Context(), c, WithRecord(newMessageRecord(t, c))))
		synctest.Wait()
		clock.advance(time.Hour)
		require.NoError(t, createMessage(t.Context(), c))
		assert.Equal(t, int64(2), p.creates.Load())
	})
}

// TestAttemptEndsByNotAfter: the outcome of an attempt under way then is unknown.
func TestAttemptEndsByNotAfter(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]func(t *testing.T) *Client{
		"our own transport":    func(t *testing.T) *Client { t.Helper(); return newPeer(t, readsThenHangs).client(t) },
		"a caller's transport": func(t *testing.T) *Client { t.Helper(); return testClient(t, readsAndHangs) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := client(t)
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				record, err := c.Messages.NewRecord(ctx, recordParams())
				require.NoError(t, err)
				began := time.Now()
				err = createMessage(t.Context(), c, WithRecord(record))
				assertMatches(t, err, []error{ErrOutcomeUnknown, context.DeadlineExceeded}, []error{ErrNotSent, context.Canceled})
				assert.True(t, isTimeout(err))
				requirePrintable(t, err)
				assert.Contains(t, err.Error(), "the NotAfter of the record has passed")
				assert.Equal(t, 3*time.Second, time.Since(began))
				var unknown *OutcomeUnknownError
				require.ErrorAs(t, err, &unknown)
				assert.False(t, unknown.Started.Before(record.Started))
				assert.False(t, unknown.Ended.After(record.NotAfter))
			})
		})
	}
}

var readsAndHangs = answer(func(req *http.Request) (*http.Response, error) {
	_, _ = req.Body.Read(make([]byte, 1))
	return hang(req)
})

// TestClockThatWasSetBack: the create's message would lie before its record.
func TestClockThatWasSetBack(t *testing.T) {
	t.Parallel()
	clock, transport := newFakeClock(), play(reply(200, messageJSON))
	c := testClient(t, transport, WithClock(clock))
	record := newMessageRecord(t, c)
	clock.advance(-time.Minute)
	assertMatches(t, createMessage(t.Context(), c, WithRecord(record)), []error{ErrNotSent}, []error{context.DeadlineExceeded})
	assert.Empty(t, transport.sent())
	clock.advance(59 * time.Second)
	require.NoError(t, createMessage(t.Context(), c, WithRecord(record)), "a second is a clock being adjusted")
}
