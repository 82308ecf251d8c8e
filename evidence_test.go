package twilio

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/memnet"
	"github.com/seed15d99369/twilio/internal/wire"
)

// peer is a server that does one thing to each connection, in their order; the
// last one it does to all that follow.
type peer struct {
	listener *memnet.Listener
	creates  atomic.Int64 // requests that were read whole
}

type deed func(p *peer, conn *memnet.Conn)

func newPeer(t *testing.T, deeds ...deed) *peer {
	t.Helper()
	p := &peer{listener: memnet.Listen("peer")}
	t.Cleanup(func() { _ = p.listener.Close() })
	go func() {
		for i := 0; ; i++ {
			conn, err := p.listener.Accept()
			if err != nil {
				return
			}
			if c, ok := conn.(*memnet.Conn); ok {
				go deeds[min(i, len(deeds)-1)](p, c)
			}
		}
	}()
	return p
}

// client is one with our own transport, over connections in memory.
func (p *peer) client(t *testing.T, opts ...Option) *Client {
	t.Helper()
	client, err := New(testAccount, AuthToken(testToken), append([]Option{WithBaseURL("http://127.0.0.1")}, opts...)...)
	require.NoError(t, err)
	transport := wire.NewTransport()
	transport.DialContext = wire.CountDial(p.listener.DialContext)
	client.transport = transport
	t.Cleanup(transport.CloseIdleConnections)
	return client
}

// read takes a whole request, as a server does that then carries it out.
func (p *peer) read(conn net.Conn) {
	req, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	if _, err := io.Copy(io.Discard, req.Body); err == nil {
		p.creates.Add(1)
	}
}

func answering(status, body string) deed {
	return func(p *peer, conn *memnet.Conn) {
		p.read(conn)
		_, _ = io.WriteString(conn, "HTTP/1.1 "+status+"\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "+
			strconv.Itoa(len(body))+"\r\n\r\n"+body)
		_ = conn.Close()
	}
}

var (
	sends           = answering("201 Created", goldenMessage)
	closesUnread    = deed(func(_ *peer, conn *memnet.Conn) { _ = conn.Close() })
	readsThenCloses = deed(func(p *peer, conn *memnet.Conn) { p.read(conn); _ = conn.Close() })
	readsThenResets = deed(func(p *peer, conn *memnet.Conn) { p.read(conn); conn.Reset() })
	readsThenHangs  = deed(func(p *peer, conn *memnet.Conn) { p.read(conn); _, _ = io.Copy(io.Discard, conn); _ = conn.Close() })
	cutsAnswer      = deed(func(p *peer, conn *memnet.Conn) {
		p.read(conn)
		_, _ = io.WriteString(conn, "HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n{\"sid\": \""+testMessage+"\", \"bo")
		_ = conn.Close()
	})
)

// TestEvidenceOnOurTransport: the fate of the connection, the possible effect,
// and the error that the caller gets.
func TestEvidenceOnOurTransport(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		deeds   []deed
		creates int64 // how many the server has read whole
		want    error // nil for a message
		stage   Stage
	}{
		{name: "answered", deeds: []deed{sends}, creates: 1, want: nil, stage: ""},
		{name: "closed before it was read, whether the network took it or not", deeds: []deed{closesUnread, sends}, creates: -1, want: nil, stage: ""},
		{name: "read and closed", deeds: []deed{readsThenCloses, sends}, creates: 1, want: ErrOutcomeUnknown, stage: StageSending},
		{name: "read and reset", deeds: []deed{readsThenResets, sends}, creates: 1, want: ErrOutcomeUnknown, stage: StageSending},
		{name: "read and never answered", deeds: []deed{readsThenHangs, sends}, creates: 1, want: ErrOutcomeUnknown, stage: StageSending},
		{name: "answer cut short", deeds: []deed{cutsAnswer, sends}, creates: 1, want: ErrOutcomeUnknown, stage: StageAnswer},
		{name: "503", deeds: []deed{answering("503 Service Unavailable", `{"code":20503}`), sends}, creates: 1, want: ErrOutcomeUnknown, stage: StageAnswer},
		{name: "refused, then answered", deeds: []deed{answering("429 Too Many Requests", `{"code":20429}`), sends}, creates: 2, want: nil, stage: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPeer(t, tt.deeds...)
				msg, err := p.client(t).Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
				var unknown *OutcomeUnknownError
				switch {
				case tt.creates < 0: // it depends on which of the two was faster
					if err != nil {
						require.ErrorIs(t, err, ErrOutcomeUnknown)
						assert.Zero(t, p.creates.Load())
						return
					}
					assert.Equal(t, int64(1), p.creates.Load())
				case tt.want == nil:
					require.NoError(t, err)
					assert.Equal(t, testMessage, msg.SID)
					assert.Equal(t, tt.creates, p.creates.Load())
				default:
					require.ErrorAs(t, err, &unknown)
					assert.Equal(t, tt.stage, unknown.Stage)
					assert.Positive(t, unknown.BytesSent)
					assert.Equal(t, tt.creates, p.creates.Load())
					assert.Equal(t, 1, unknown.Attempts)
				}
				if tt.name == "answer cut short" {
					assert.Equal(t, testMessage, unknown.SID)
				}
			})
		})
	}
}

// deadConn is a connection that the network takes nothing from.
type deadConn struct{ net.Conn }

func (deadConn) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

// TestNothingWrittenIsNotSent: a connection was had, and not a byte got onto it.
func TestNothingWrittenIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t, sends)
		client := p.client(t)
		dials := 0
		transport := wire.NewTransport()
		transport.DialContext = wire.CountDial(func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := p.listener.DialContext(ctx, network, address)
			dials++
			if dials == 1 && err == nil {
				t.Cleanup(func() { _ = conn.Close() })
				return deadConn{Conn: conn}, nil
			}
			return conn, err
		})
		client.transport = transport
		t.Cleanup(transport.CloseIdleConnections)
		_, err := client.Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
		require.NoError(t, err, "it was repeated")
		assert.Equal(t, 2, dials)
		assert.Equal(t, int64(1), p.creates.Load())
	})
}

// TestNothingAskedIsNotSent: our own transport refuses the request before it looks
// for a connection. Of a caller's nobody knows its untold deeds.
func TestNothingAskedIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPeer(t, sends)
		own := p.client(t)
		own.headers = func() http.Header { return http.Header{"X": {"a\nb"}} }
		for _, call := range []func(context.Context, *Client, ...CallOption) error{createEmpty, createMessage, getMessage} {
			assertMatches(t, call(t.Context(), own), []error{ErrNotSent}, []error{ErrOutcomeUnknown})
		}
		assert.Zero(t, p.creates.Load())
		err := createEmpty(t.Context(), testClient(t, play(broken(errCable))))
		assertMatches(t, err, []error{ErrOutcomeUnknown}, []error{ErrNotSent})
	})
}

// TestSealedBody: of a caller's transport that fails without having read the body
// it is certain that it sent nothing, and that it never will.
func TestSealedBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var bodies []io.ReadCloser
		transport := answer(func(req *http.Request) (*http.Response, error) {
			bodies = append(bodies, req.Body)
			if len(bodies) == 1 {
				return nil, errors.New("no such luck")
			}
			return reply(http.StatusCreated, goldenMessage)(req)
		})
		_, err := testClient(t, transport).Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
		require.NoError(t, err)
		require.Len(t, bodies, 2)
		n, err := bodies[0].Read(make([]byte, 1))
		assert.Zero(t, n)
		require.Error(t, err, "nobody can send it any more")
	})
}

// TestCancelBeforeTheBodyWasRead: it is certain that nothing was sent.
func TestCancelBeforeTheBodyWasRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		err := createMessage(ctx, testClient(t, answer(hang)))
		assertMatches(t, err, []error{ErrNotSent, context.Canceled}, []error{ErrOutcomeUnknown})
	})
}
