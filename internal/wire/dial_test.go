package wire

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGuardedDial(t *testing.T) {
	t.Parallel()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	address := listener.Addr().String()
	errRefused := errors.New("refused")
	checked := make(chan netip.Addr, 10)
	guarded := func(address string, verdict error) context.Context {
		return GuardDial(t.Context(), address, func(resolved netip.Addr) error { checked <- resolved; return verdict })
	}
	for _, tt := range []struct {
		name   string
		ctx    context.Context
		checks int
		want   error
	}{
		{name: "no guard", ctx: t.Context()},
		{name: "a guard of another address", ctx: guarded("proxy.example.com:443", errRefused)},
		{name: "a guard that lets pass", ctx: guarded(address, nil), checks: 1},
		{name: "a guard that refuses", ctx: guarded(address, errRefused), checks: 1, want: errRefused},
	} {
		conn, err := GuardedDial(new(net.Dialer))(tt.ctx, "tcp", address)
		assert.Equal(t, tt.want, err, "%s: without the address", tt.name)
		if err == nil {
			require.NoError(t, conn.Close())
		}
		require.Len(t, checked, tt.checks, tt.name)
		for range tt.checks {
			assert.Equal(t, "127.0.0.1", (<-checked).String())
		}
	}
	guard := guard{address, func(resolved netip.Addr) error {
		assert.False(t, resolved.IsValid())
		return errRefused
	}}
	require.EqualError(t, guard.control("tcp", "no address", nil), "refused")
}

// TestCountDial counts the bytes that are written, and passes errors on.
func TestCountDial(t *testing.T) {
	t.Parallel()
	ours, theirs := net.Pipe()
	t.Cleanup(func() { _, _ = ours.Close(), theirs.Close() })
	go func() { _, _ = io.Copy(io.Discard, theirs) }()
	conn, err := CountDial(func(context.Context, string, string) (net.Conn, error) { return ours, nil })(t.Context(), "tcp", "x")
	require.NoError(t, err)
	_, err = io.WriteString(conn, "four")
	require.NoError(t, err)
	counted, plain := countedConnOf(conn)
	assert.True(t, plain)
	assert.Equal(t, int64(4), counted.written.Load())
	counted, plain = countedConnOf(encrypted{conn})
	assert.False(t, plain)
	assert.NotNil(t, counted)
	counted, _ = countedConnOf(theirs)
	assert.Nil(t, counted)

	errDial := errors.New("no route")
	_, err = CountDial(func(context.Context, string, string) (net.Conn, error) { return nil, errDial })(t.Context(), "tcp", "x")
	require.ErrorIs(t, err, errDial)
}

// TestTheTransportSpeaksHTTP1, because that of HTTP/2 repeats requests by itself.
func TestTheTransportSpeaksHTTP1(t *testing.T) {
	t.Parallel()
	transport := NewTransport()
	assert.True(t, transport.Protocols.HTTP1())
	assert.False(t, transport.Protocols.HTTP2() || transport.Protocols.UnencryptedHTTP2())
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close()) // a dial that is not refused fails in another way
	refused := errors.New("refused")
	ctx := GuardDial(t.Context(), address, func(netip.Addr) error { return refused })
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address, strings.NewReader(""))
	require.NoError(t, err)
	_, err = transport.RoundTrip(req)
	require.ErrorIs(t, err, refused, "it is guarded")
}
