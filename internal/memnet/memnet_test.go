package memnet_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/memnet"
)

// ends returns both ends of a new connection.
func ends(t *testing.T) (client, server *memnet.Conn) {
	t.Helper()
	l := memnet.Listen("test")
	dialled, err := l.DialContext(t.Context(), "tcp", "anywhere:443")
	require.NoError(t, err)
	accepted, err := l.Accept()
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = dialled.Close()
		_ = accepted.Close()
		_ = l.Close()
	})
	client, ok := dialled.(*memnet.Conn)
	require.True(t, ok)
	server, ok = accepted.(*memnet.Conn)
	require.True(t, ok)
	return client, server
}

func write(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	n, err := conn.Write([]byte(text))
	require.NoError(t, err)
	require.Equal(t, len(text), n)
}

func TestWrittenBytesAreRead(t *testing.T) {
	t.Parallel()
	client, server := ends(t)
	write(t, client, "to the server")
	write(t, server, "to the client")
	for conn, want := range map[*memnet.Conn]string{client: "to the client", server: "to the server"} {
		got := make([]byte, len(want))
		_, err := io.ReadFull(conn, got)
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
}

func TestHalfClose(t *testing.T) {
	t.Parallel()
	client, server := ends(t)
	write(t, client, "ping")
	require.NoError(t, client.CloseWrite())
	got, err := io.ReadAll(server)
	require.NoError(t, err)
	assert.Equal(t, "ping", string(got))
	_, err = client.Write([]byte("more"))
	require.ErrorIs(t, err, syscall.EPIPE)

	write(t, server, "pong")
	require.NoError(t, server.Close())
	got, err = io.ReadAll(client)
	require.NoError(t, err)
	assert.Equal(t, "pong", string(got))
}

// A server that closes without reading has received the bytes that were written.
func TestCloseWithUnreadInputResets(t *testing.T) {
	t.Parallel()
	client, server := ends(t)
	write(t, client, "never read")
	require.NoError(t, server.Close())
	_, err := client.Read(make([]byte, 1))
	require.ErrorIs(t, err, syscall.ECONNRESET)
}

func TestWriteToClosedEnd(t *testing.T) {
	t.Parallel()
	client, server := ends(t)
	require.NoError(t, server.Close())
	write(t, client, "into the void")
	_, err := client.Write([]byte("again"))
	require.ErrorIs(t, err, syscall.EPIPE)
	_, err = client.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
}

func TestReset(t *testing.T) {
	t.Parallel()
	client, server := ends(t)
	write(t, client, "lost")
	write(t, server, "lost too")
	server.Reset()
	var opErr *net.OpError
	_, err := client.Read(make([]byte, 1))
	require.ErrorIs(t, err, syscall.ECONNRESET)
	require.ErrorAs(t, err, &opErr)
	assert.Equal(t, "read", opErr.Op)
	_, err = client.Write([]byte("x"))
	require.ErrorIs(t, err, syscall.ECONNRESET)
	_, err = server.Read(make([]byte, 1))
	require.ErrorIs(t, err, net.ErrClosed)
}

func TestClosedEnd(t *testing.T) {
	t.Parallel()
	client, _ := ends(t)
	require.NoError(t, client.Close())
	require.NoError(t, client.Close())
	_, err := client.Read(make([]byte, 1))
	require.ErrorIs(t, err, net.ErrClosed)
	_, err = client.Write([]byte("x"))
	require.ErrorIs(t, err, net.ErrClosed)
	require.NoError(t, client.SetDeadline(time.Now().Add(time.Hour)))
}

func TestListener(t *testing.T) {
	t.Parallel()
	l := memnet.Listen("sim")
	assert.Equal(t, "sim", l.Addr().String())
	assert.Equal(t, "mem", l.Addr().Network())
	waiting, err := l.DialContext(t.Context(), "tcp", "x")
	require.NoError(t, err)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = l.DialContext(ended, "tcp", "x")
	require.ErrorIs(t, err, context.Canceled)

	require.NoError(t, l.Close())
	_, err = waiting.Read(make([]byte, 1))
	require.ErrorIs(t, err, syscall.ECONNRESET, "never accepted")
	_, err = l.DialContext(t.Context(), "tcp", "x")
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	_, err = l.Accept()
	require.ErrorIs(t, err, net.ErrClosed)
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := ends(t)
		began := time.Now()
		require.NoError(t, client.SetReadDeadline(began.Add(time.Minute)))
		require.NoError(t, client.SetReadDeadline(began.Add(time.Second)))
		_, err := client.Read(make([]byte, 1))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		var netErr net.Error
		require.ErrorAs(t, err, &netErr)
		assert.True(t, netErr.Timeout())
		assert.Equal(t, time.Second, time.Since(began))

		require.NoError(t, client.SetDeadline(time.Time{}))
		write(t, server, "x")
		_, err = client.Read(make([]byte, 1))
		require.NoError(t, err, "a deadline can be lifted")

		require.NoError(t, client.SetWriteDeadline(time.Now().Add(time.Second)))
		n, err := client.Write(make([]byte, 1<<20))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		assert.Equal(t, 256<<10, n, "the capacity of the buffer")

		require.NoError(t, client.SetReadDeadline(time.Now()))
		_, err = client.Read(make([]byte, 1))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	})
}

func TestCloseEndsWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := ends(t)
		failed := make(chan error, 2)
		go func() { _, err := client.Read(make([]byte, 1)); failed <- err }()
		go func() { _, err := client.Write(make([]byte, 1<<20)); failed <- err }()
		synctest.Wait()
		require.NoError(t, client.Close())
		require.ErrorIs(t, <-failed, net.ErrClosed)
		require.ErrorIs(t, <-failed, net.ErrClosed)
	})
}

func TestBigTransferBothWays(t *testing.T) {
	t.Parallel()
	client, server := ends(t)
	sent := bytes.Repeat([]byte("0123456789abcdef"), 1<<17) // 2 MiB
	var wg sync.WaitGroup
	for _, conn := range []*memnet.Conn{client, server} {
		wg.Go(func() {
			_, err := conn.Write(sent)
			assert.NoError(t, err)
			assert.NoError(t, conn.CloseWrite())
		})
		wg.Go(func() {
			got, err := io.ReadAll(conn)
			assert.NoError(t, err)
			assert.Equal(t, sha256.Sum256(sent), sha256.Sum256(got))
		})
	}
	wg.Wait()
}

func TestHTTPInBubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := memnet.Listen("http")
		server := &http.Server{
			ReadHeaderTimeout: time.Minute,
			Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				_, _ = io.WriteString(w, strings.ToUpper(string(body)))
			}),
		}
		go func() { _ = server.Serve(l) }()
		transport := &http.Transport{DialContext: l.DialContext}
		client := &http.Client{Transport: transport, Timeout: time.Minute}
		for range 3 {
			resp, err := client.Post("http://anywhere/", "text/plain", strings.NewReader("hello"))
			require.NoError(t, err)
			got, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			assert.Equal(t, "HELLO", string(got))
		}
		transport.CloseIdleConnections()
		require.NoError(t, server.Close())
	})
}
