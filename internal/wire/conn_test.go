package wire

import (
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// dialSocket returns a TCP connection to a server that serves this connection alone.
func dialSocket(t *testing.T, serve func(net.Conn)) net.Conn {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		if conn, err := listener.Accept(); err == nil {
			serve(conn)
		}
	}()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", listener.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// TestAnAnswerInTheLastMoment: bytes that come after net/http has looked, and before the
// request is written, keep the request from being written.
func TestAnAnswerInTheLastMoment(t *testing.T) {
	t.Parallel()
	t.Run("read already", func(t *testing.T) {
		t.Parallel()
		ours, theirs := net.Pipe()
		defer func() { _ = ours.Close() }()
		conn := newCountedConn(ours)
		read := make(chan error)
		go func() { _, err := conn.Read(make([]byte, 10)); read <- err }()
		conn.arm(true, nil)
		_, err := theirs.Write([]byte("stray"))
		require.NoError(t, err)
		require.NoError(t, <-read)
		require.NoError(t, theirs.Close())
		n, err := conn.Write([]byte("POST"))
		require.ErrorIs(t, err, ErrEarlyAnswer)
		assert.Zero(t, n)
		assert.Zero(t, conn.written.Load())
	})
	t.Run("still in the kernel", func(t *testing.T) {
		t.Parallel()
		written := make(chan struct{})
		ours := dialSocket(t, func(conn net.Conn) {
			_, _ = io.WriteString(conn, "stray")
			close(written)
		})
		conn := newCountedConn(ours)
		conn.reading = true // somebody waits for bytes who was not woken yet
		conn.arm(true, nil)
		<-written
		_, err := conn.Write([]byte("POST"))
		require.ErrorIs(t, err, ErrEarlyAnswer)
		_, err = conn.Write([]byte("POST"))
		require.ErrorIs(t, err, ErrEarlyAnswer, "for good")
	})
	t.Run("taken out of the kernel, and not handed on yet", func(t *testing.T) {
		t.Parallel()
		ask := make(chan struct{})
		ours := dialSocket(t, func(conn net.Conn) {
			<-ask
			_, _ = io.WriteString(conn, "stray")
		})
		conn := newCountedConn(ours)
		if conn.socket.raw == nil || !canReadSocket {
			t.Skip("this system's sockets are read in another way")
		}
		take, taken, handOn := conn.socket.take, make(chan struct{}), make(chan struct{})
		conn.socket.take = func(fd uintptr) bool {
			ready := take(fd)
			if ready {
				close(taken)
				<-handOn
			}
			return ready
		}
		read := make(chan int)
		go func() { n, _ := conn.Read(make([]byte, 10)); read <- n }()
		conn.arm(true, nil)
		close(ask)
		<-taken
		_, err := conn.Write([]byte("POST"))
		require.ErrorIs(t, err, ErrEarlyAnswer)
		close(handOn)
		assert.Equal(t, len("stray"), <-read)
	})
	t.Run("beneath TLS that was used before", func(t *testing.T) {
		t.Parallel()
		for reused, want := range map[bool]error{true: ErrEarlyAnswer, false: nil} { // new TLS has more to say by itself
			ours, theirs := net.Pipe()
			conn := newCountedConn(ours)
			read := make(chan error)
			go func() { _, err := conn.Read(make([]byte, 10)); read <- err }()
			new(Evidence).gotConn(httptrace.GotConnInfo{Conn: encrypted{conn}, Reused: reused})
			_, err := theirs.Write([]byte("stray"))
			require.NoError(t, err)
			require.NoError(t, <-read)
			require.NoError(t, theirs.Close())
			_, err = conn.Write([]byte("POST"))
			assert.Equal(t, want == nil, !errors.Is(err, ErrEarlyAnswer))
			_ = ours.Close()
		}
	})
	t.Run("about to be read from beneath TLS", func(t *testing.T) {
		t.Parallel()
		ours, theirs := net.Pipe()
		defer func() { _, _ = ours.Close(), theirs.Close() }()
		conn := newCountedConn(ours)
		conn.reading = true
		conn.arm(false, nil)
		conn.answered()
		require.NoError(t, theirs.Close())
		_, err := conn.Write([]byte("POST"))
		require.ErrorIs(t, err, ErrEarlyAnswer)
		assert.True(t, conn.cameEarly())
	})
}

// encrypted stands for TLS over a connection.
type encrypted struct{ net.Conn }

func (e encrypted) NetConn() net.Conn { return e.Conn }
