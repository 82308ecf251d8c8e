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

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// socketPeer is a server on a real socket; its deed to a connection is given
// for each in turn, the last for all that follow.
type socketPeer struct {
	address string
	creates atomic.Int64 // requests that were carried out
}

func listenSocket(t *testing.T, deeds ...func(*socketPeer, *net.TCPConn)) *socketPeer {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	p := &socketPeer{address: "http://" + listener.Addr().String()}
	go func() {
		for i := 0; ; i++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if tcp, ok := conn.(*net.TCPConn); ok {
				go deeds[min(i, len(deeds)-1)](p, tcp)
			}
		}
	}()
	return p
}

// carryOut reads a request and reports whether there was one.
func (p *socketPeer) carryOut(r *bufio.Reader) bool {
	req, err := http.ReadRequest(r)
	if err != nil {
		return false
	}
	if _, err := io.Copy(io.Discard, req.Body); err != nil {
		return false
	}
	p.creates.Add(1)
	return true
}

func answerMessage(conn net.Conn) {
	_, _ = io.WriteString(conn, "HTTP/1.1 201 Created\r\nContent-Length: "+strconv.Itoa(len(goldenMessage))+"\r\n\r\n"+goldenMessage)
}

func serveSocket(p *socketPeer, conn *net.TCPConn) {
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	for p.carryOut(r) {
		answerMessage(conn)
	}
}

func resetSocket(conn *net.TCPConn) {
	_ = conn.SetLinger(0)
	_ = conn.Close()
}

// TestOnRealSockets needs a kernel: its treatment of bytes that nobody reads is
// not for us to imitate.
func TestOnRealSockets(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		deeds []func(*socketPeer, *net.TCPConn)
		sends int
	}{
		{name: "answered", deeds: []func(*socketPeer, *net.TCPConn){serveSocket}, sends: 3},
		{name: "carried out, then reset", deeds: []func(*socketPeer, *net.TCPConn){func(p *socketPeer, conn *net.TCPConn) {
			p.carryOut(bufio.NewReader(conn))
			resetSocket(conn)
		}, serveSocket}, sends: 2},
		{name: "reset before it is read", deeds: []func(*socketPeer, *net.TCPConn){func(_ *socketPeer, conn *net.TCPConn) { resetSocket(conn) }, serveSocket}, sends: 2},
		{name: "closed before it is read", deeds: []func(*socketPeer, *net.TCPConn){func(_ *socketPeer, conn *net.TCPConn) { _ = conn.Close() }, serveSocket}, sends: 2},
		{name: "half an answer", deeds: []func(*socketPeer, *net.TCPConn){func(p *socketPeer, conn *net.TCPConn) {
			p.carryOut(bufio.NewReader(conn))
			_, _ = io.WriteString(conn, "HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n"+goldenMessage[:200])
			_ = conn.Close()
		}, serveSocket}, sends: 2},
		{name: "half a request", deeds: []func(*socketPeer, *net.TCPConn){func(_ *socketPeer, conn *net.TCPConn) {
			_, _ = io.CopyN(io.Discard, conn, 40)
			_ = conn.Close()
		}, serveSocket}, sends: 2},
		{name: "a connection that goes stale", deeds: []func(*socketPeer, *net.TCPConn){func(p *socketPeer, conn *net.TCPConn) {
			p.carryOut(bufio.NewReader(conn))
			answerMessage(conn)
			_ = conn.Close()
		}}, sends: 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := listenSocket(t, tt.deeds...)
			client, err := New(testAccount, AuthToken(testToken), WithBaseURL(p.address), WithClock(impatientClock{}))
			require.NoError(t, err)
			t.Cleanup(client.CloseIdleConnections)
			for range tt.sends {
				before := p.creates.Load()
				_, err := client.Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
				carriedOut := p.creates.Load() - before
				assert.LessOrEqual(t, carriedOut, int64(1), "twice")
				switch {
				case err == nil:
					assert.Equal(t, int64(1), carriedOut)
				case errors.Is(err, ErrNotSent):
					assert.Zero(t, carriedOut)
				default:
					require.ErrorIs(t, err, ErrOutcomeUnknown)
				}
			}
		})
	}
}

// TestTLSRefusedIsNotSent: a handshake that fails had nothing of the request yet.
func TestTLSRefusedIsNotSent(t *testing.T) {
	t.Parallel()
	p := listenSocket(t, func(_ *socketPeer, conn *net.TCPConn) {
		_, _ = io.WriteString(conn, "this is no TLS\r\n")
		_ = conn.Close()
	})
	client, err := New(testAccount, AuthToken(testToken), WithBaseURL("https"+p.address[len("http"):]), WithClock(impatientClock{}))
	require.NoError(t, err)
	_, err = client.Messages.Create(context.Background(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
	require.ErrorIs(t, err, ErrNotSent)
	var transport *TransportError
	require.ErrorAs(t, err, &transport)
	assert.Equal(t, 4, transport.Attempts)
	assert.Zero(t, p.creates.Load())
}
