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

// connected lets a watched attempt have a connection whose other end is read.
func connected(t *testing.T, e *Evidence) net.Conn {
	t.Helper()
	ours, theirs := net.Pipe()
	t.Cleanup(func() { _, _ = ours.Close(), theirs.Close() })
	go func() { _, _ = io.Copy(io.Discard, theirs) }()
	conn := newCountedConn(ours)
	go func() { _, _ = conn.Read(make([]byte, 1)) }() // as net/http does
	trace := httptrace.ContextClientTrace(e.Watch(t.Context(), true))
	require.NotNil(t, trace)
	trace.GotConn(httptrace.GotConnInfo{Conn: conn})
	return conn
}

func TestEvidenceOfOurTransport(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		connection bool
		write      string
		take       int // bytes of the body
		nothing    bool
		written    int64
		stage      Stage
	}{
		{name: "no connection", nothing: true, written: -1, stage: None},
		{name: "connection", connection: true, nothing: true, written: 0, stage: Connected},
		{name: "connection, body taken and not written", connection: true, take: 2, nothing: true, written: 0, stage: Connected},
		{name: "header written", connection: true, write: "POST", nothing: true, written: 4, stage: Connected},
		{name: "a part of the body", connection: true, write: "POST b", take: 1, written: 6, stage: Sending},
		{name: "all of it", connection: true, write: "POST body", take: 4, written: 9, stage: Sending},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var e Evidence
			var conn net.Conn
			if tt.connection {
				conn = connected(t, &e)
			} else {
				e.Watch(t.Context(), true)
			}
			body := e.Carry([]byte("body"))
			_, err := io.ReadFull(body, make([]byte, tt.take))
			require.NoError(t, err)
			if tt.write != "" {
				_, err = io.WriteString(conn, tt.write)
				require.NoError(t, err)
			}
			assert.Equal(t, tt.nothing, e.NothingSent())
			assert.Equal(t, tt.written, e.Written())
			assert.Equal(t, tt.stage, e.Stage())
			assert.False(t, e.AnsweredEarly())
		})
	}
}

// TestEvidenceCountsFromItsOwnConnection: bytes of an earlier request do not count.
func TestEvidenceCountsFromItsOwnConnection(t *testing.T) {
	t.Parallel()
	var first, second Evidence
	conn := connected(t, &first)
	_, err := io.WriteString(conn, "POST")
	require.NoError(t, err)
	httptrace.ContextClientTrace(second.Watch(t.Context(), true)).GotConn(httptrace.GotConnInfo{Conn: conn, Reused: true})
	second.Carry([]byte("body"))
	assert.True(t, second.NothingSent())
	assert.Zero(t, second.Written())
	assert.Equal(t, int64(4), first.Written())
}

// TestEvidenceOfACallersTransport: only a body that nobody can read any more is proof.
func TestEvidenceOfACallersTransport(t *testing.T) {
	t.Parallel()
	var none, unread, read Evidence
	for _, e := range []*Evidence{&none, &unread, &read} {
		assert.Equal(t, t.Context(), e.Watch(t.Context(), false))
	}
	assert.False(t, none.NothingSent(), "a request without a body may have been sent")
	assert.Equal(t, Sending, none.Stage())

	body := unread.Carry([]byte("body"))
	assert.Equal(t, Connected, unread.Stage())
	require.NoError(t, body.Close())
	assert.True(t, unread.NothingSent())
	assert.True(t, unread.NothingSent(), "for good")
	n, err := body.Read(make([]byte, 1))
	require.ErrorIs(t, err, errBodySealed)
	assert.Zero(t, n)

	body = read.Carry([]byte("body"))
	_, err = body.Read(make([]byte, 1))
	require.NoError(t, err)
	assert.False(t, read.NothingSent())
	assert.Equal(t, Sending, read.Stage())
	assert.Equal(t, int64(-1), read.Written())
	rest, err := io.ReadAll(body)
	require.NoError(t, err)
	assert.Equal(t, "ody", string(rest))
}

// TestAClosedGate keeps a request from the connection, and a body from a transport.
func TestAClosedGate(t *testing.T) {
	t.Parallel()
	errClosed := errors.New("closed")
	own, callers := Evidence{Gate: func() error { return errClosed }}, Evidence{Gate: func() error { return errClosed }}
	_, err := io.WriteString(connected(t, &own), "POST")
	require.ErrorIs(t, err, errClosed)
	assert.True(t, own.NothingSent())

	callers.Watch(t.Context(), false)
	body := callers.Carry([]byte("body"))
	_, err = body.Read(make([]byte, 1))
	require.ErrorIs(t, err, errClosed)
	assert.True(t, callers.NothingSent())
}

// TestAnEarlyAnswer is told from one that comes after the request.
func TestAnEarlyAnswer(t *testing.T) {
	t.Parallel()
	for _, early := range []bool{false, true} {
		var e Evidence
		conn := connected(t, &e)
		if !early {
			_, err := io.WriteString(conn, "POST")
			require.NoError(t, err)
		}
		e.trace.GotFirstResponseByte()
		assert.Equal(t, early, e.AnsweredEarly())
		_, err := io.WriteString(conn, "POST")
		assert.Equal(t, early, errors.Is(err, ErrEarlyAnswer))
	}
}

// watchedConn tells when something is written to it, and breaks in the middle.
type watchedConn struct {
	net.Conn

	onWrite func()
}

func (c watchedConn) Write(p []byte) (int, error) {
	c.onWrite()
	return len(p) / 2, io.ErrClosedPipe
}

// TestBytesCountBeforeTheyAreWritten: the other side can read a request and answer it before
// the call that writes it has returned.
func TestBytesCountBeforeTheyAreWritten(t *testing.T) {
	t.Parallel()
	var e Evidence
	var during int64
	ours, theirs := net.Pipe()
	t.Cleanup(func() { _, _ = ours.Close(), theirs.Close() })
	conn := newCountedConn(watchedConn{ours, func() { during = e.Written() }})
	go func() { _, _ = conn.Read(make([]byte, 1)) }() // as net/http does
	httptrace.ContextClientTrace(e.Watch(t.Context(), true)).GotConn(httptrace.GotConnInfo{Conn: conn})
	_, err := io.WriteString(conn, "POST")
	require.ErrorIs(t, err, io.ErrClosedPipe)
	assert.Equal(t, int64(4), during)
	assert.Equal(t, int64(2), e.Written())
}
