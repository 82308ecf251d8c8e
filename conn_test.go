package twilio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/memnet"
	"github.com/seed15d99369/twilio/internal/wire"
)

// switches answers every request with a 101 and keeps the connection.
func switches(p *peer, conn *memnet.Conn) {
	p.read(conn)
	_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n")
	_, _ = io.Copy(io.Discard, conn)
	_ = conn.Close()
}

// TestSwitchingProtocolsEndsTheAttempt: the bytes after a 101 are no answer, and a server
// may keep it open for as long as it likes.
func TestSwitchingProtocolsEndsTheAttempt(t *testing.T) {
	t.Parallel()
	calls := map[string]struct {
		call     func(context.Context, *Client, ...CallOption) error
		unknown  bool
		requests int64
	}{
		"create":   {call: createMessage, unknown: true, requests: 1},
		"get":      {call: getMessage, unknown: false, requests: 4},
		"download": {call: func(ctx context.Context, c *Client, _ ...CallOption) error { _, err := download(ctx, c); return err }, unknown: false, requests: 4},
	}
	for _, own := range []bool{true, false} {
		for name, tt := range calls {
			t.Run(fmt.Sprintf("%s, own transport %v", name, own), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					p := newPeer(t, switches)
					client := p.client(t, WithClock(newFakeClock()))
					if !own {
						transport := &http.Transport{DialContext: p.listener.DialContext}
						t.Cleanup(transport.CloseIdleConnections)
						client = testClient(t, transport, WithBaseURL("http://127.0.0.1"), WithClock(newFakeClock()))
					}
					began := time.Now()
					err := tt.call(t.Context(), client)
					require.ErrorIs(t, err, ErrorCode(http.StatusSwitchingProtocols))
					assert.Equal(t, tt.unknown, errors.Is(err, ErrOutcomeUnknown))
					assert.NotErrorIs(t, err, ErrNotSent)
					assert.Equal(t, tt.requests, p.creates.Load())
					assert.Zero(t, time.Since(began))
				})
			})
		}
	}
}

// stubbornBody ends when it is closed, and not with the context of its request.
type stubbornBody struct {
	closed chan struct{}
	once   atomic.Bool
}

func (b *stubbornBody) Read([]byte) (int, error) {
	<-b.closed
	return 0, errors.New("closed")
}

func (b *stubbornBody) Close() error {
	if b.once.CompareAndSwap(false, true) {
		close(b.closed)
	}
	return nil
}

// TestBodiesOfACallersTransportEndInTime although they do not know the context.
func TestBodiesOfACallersTransportEndInTime(t *testing.T) {
	t.Parallel()
	answer := func(status int) answer {
		return func(req *http.Request) (*http.Response, error) {
			resp, err := reply(status, "")(req)
			resp.Body = &stubbornBody{closed: make(chan struct{})}
			return resp, err
		}
	}
	for _, status := range []int{200, 201, 400, 500} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			err := createMessage(t.Context(), testClient(t, play(answer(status)), WithTimeout(3*time.Second)))
			require.Error(t, err)
			assert.Equal(t, 3*time.Second, time.Since(began), status)
		})
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		body, err := download(ctx, testClient(t, play(answer(200))))
		require.NoError(t, err)
		_, err = io.ReadAll(body)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NoError(t, body.Close())
		assert.Equal(t, time.Minute, time.Since(began))
	})
}

// drainingBody reads its rest when it is closed, as some transports do to use the
// connection again.
type drainingBody struct{ ctx context.Context }

func (b drainingBody) Read(p []byte) (int, error) { return len(p), b.ctx.Err() }

func (b drainingBody) Close() error {
	_, err := io.Copy(io.Discard, b)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// TestClosingADownloadEndsIt: nobody reads the rest of an endless file.
func TestClosingADownloadEndsIt(t *testing.T) {
	t.Parallel()
	transport := answer(func(req *http.Request) (*http.Response, error) {
		resp, err := reply(200, "")(req)
		resp.Body = drainingBody{ctx: req.Context()}
		return resp, err
	})
	body, err := download(t.Context(), testClient(t, transport))
	require.NoError(t, err)
	_, err = body.Read(make([]byte, 10))
	require.NoError(t, err)
	require.NoError(t, body.Close())
}

// TestACallersTraceIsToldOnce: the hooks in a caller's context are called once an
// attempt, whatever other attempts there were.
func TestACallersTraceIsToldOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t, answering("429 Too Many Requests", `{"code":20429}`))
		var gotConn, wrote, firstByte atomic.Int64
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
			GotConn:              func(httptrace.GotConnInfo) { gotConn.Add(1) },
			WroteRequest:         func(httptrace.WroteRequestInfo) { wrote.Add(1) },
			GotFirstResponseByte: func() { firstByte.Add(1) },
		})
		err := createMessage(ctx, p.client(t))
		require.ErrorIs(t, err, ErrRateLimited)
		assert.Equal(t, int64(4), p.creates.Load())
		for _, count := range []*atomic.Int64{&gotConn, &wrote, &firstByte} {
			assert.Equal(t, int64(4), count.Load())
		}
	})
}

// TestADialThatGoesOn belongs to an attempt that is over: its later news does
// not touch the next attempt. The race detector sees it.
func TestADialThatGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t, sends)
		client := p.client(t, WithTimeout(time.Second), WithRetry(RetryPolicy{MaxAttempts: 4, BaseDelay: time.Millisecond}))
		transport := wire.NewTransport()
		var dials atomic.Int64
		transport.DialContext = wire.CountDial(func(ctx context.Context, network, address string) (net.Conn, error) {
			trace := httptrace.ContextClientTrace(ctx)
			<-time.After(1500 * time.Millisecond)
			if trace != nil && trace.GotConn != nil {
				trace.GotConn(httptrace.GotConnInfo{})
			}
			dials.Add(1)
			return p.listener.DialContext(context.WithoutCancel(ctx), network, address)
		})
		client.transport = transport
		t.Cleanup(transport.CloseIdleConnections)
		var told atomic.Int64
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { told.Add(1) }})
		require.NoError(t, createMessage(ctx, client), "the second attempt takes the first one's connection")
		assert.Equal(t, int64(1), p.creates.Load())
		synctest.Wait()
		<-time.After(5 * time.Second)
		assert.Positive(t, told.Load())
		assert.Positive(t, dials.Load())
	})
}

// TestTimeoutsAreTimeouts: whoever set the time, the error says so, and it costs a
// retry's price of a time-out.
func TestTimeoutsAreTimeouts(t *testing.T) {
	t.Parallel()
	const short, long = 2 * time.Second, 20 * time.Second
	for name, tt := range map[string]struct {
		attempt, client time.Duration
		text            string
	}{
		"WithTimeout":                     {attempt: short, client: 0, text: "the attempt timed out"},
		"Client.Timeout":                  {attempt: long, client: short, text: "Client.Timeout"},
		"Client.Timeout after an attempt": {attempt: short, client: long, text: "the attempt timed out"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				hc := &http.Client{Transport: play(hang), Timeout: tt.client}
				client, err := New(testAccount, AuthToken(testToken), WithHTTPClient(hc), WithTimeout(tt.attempt), WithClock(newFakeClock()))
				require.NoError(t, err)
				for _, call := range []func(context.Context, *Client, ...CallOption) error{createMessage, getMessage} {
					began := time.Now()
					err := call(t.Context(), client)
					require.ErrorIs(t, err, context.DeadlineExceeded)
					require.NotErrorIs(t, err, context.Canceled)
					var netErr net.Error
					require.ErrorAs(t, err, &netErr)
					assert.True(t, netErr.Timeout())
					require.ErrorContains(t, err, tt.text)
					assert.Zero(t, time.Since(began)%short)
				}
				assert.Equal(t, fullQuota-3*timeoutCost, client.throttle.tokens)
			})
		})
	}
}
