package twilio

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/wire"
)

// echoing answers a create with the SID that its body names, so that a mixed-up
// answer shows.
func echoing(sid string) string {
	body := `{"sid":"` + sid + `","status":"queued"}`
	return fmt.Sprintf("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

const strayMessage = "SMffffffffffffffffffffffffffffffff"

// strayOn answers the requests of a connection, each with another answer behind it
// in the same write when it is stray.
func strayOn(conn net.Conn, stray bool, creates *atomic.Int64) {
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	for {
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		if err := req.ParseForm(); err != nil {
			return
		}
		creates.Add(1)
		answer := echoing(req.PostForm.Get("Body"))
		if stray {
			answer += echoing(strayMessage)
		}
		_, _ = io.WriteString(conn, answer)
	}
}

// TestAnotherAnswerIsNeverTaken: a server or a proxy that answers more than it was
// asked makes no send get the answer of another.
func TestAnotherAnswerIsNeverTaken(t *testing.T) {
	t.Parallel()
	for _, encrypted := range []bool{false, true} {
		for _, stray := range []bool{false, true} {
			t.Run(fmt.Sprintf("TLS %v, stray answers %v", encrypted, stray), func(t *testing.T) {
				t.Parallel()
				var creates atomic.Int64
				cert, roots := selfSigned(t)
				p := listenSocket(t, func(_ *socketPeer, conn *net.TCPConn) {
					if !encrypted {
						strayOn(conn, stray, &creates)
						return
					}
					strayOn(tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{cert}}), stray, &creates)
				})
				address := p.address
				if encrypted {
					address = "https" + strings.TrimPrefix(address, "http")
				}
				client, err := New(testAccount, AuthToken(testToken), WithBaseURL(address), WithClock(impatientClock{}))
				require.NoError(t, err)
				transport := wire.NewTransport()
				transport.TLSClientConfig.RootCAs = roots
				client.transport = transport
				t.Cleanup(transport.CloseIdleConnections)
				const sends = 500
				sendDistinct(t, client, sends)
				assert.Equal(t, int64(sends), creates.Load(), "what was not written was sent again, and nothing else")
			})
		}
	}
}

// sendDistinct sends messages of which each has an SID of its own for its body, and
// checks that none is told another's.
func sendDistinct(t *testing.T, client *Client, sends int) {
	t.Helper()
	for i := range sends {
		sid := fmt.Sprintf("SM%032x", i)
		msg, err := client.Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: sid})
		if err == nil {
			require.Equal(t, sid, msg.SID)
			continue
		}
		var unknown *OutcomeUnknownError
		if errors.As(err, &unknown) {
			require.NotEqual(t, strayMessage, unknown.SID)
			continue
		}
		require.ErrorIs(t, err, ErrNotSent)
	}
}

// TestAnAnswerBeforeTheFirstRequest: a server that answers before it was asked gets
// no request over that connection. The kernel has the answer before the request is
// written, which only a socket can be asked about.
func TestAnAnswerBeforeTheFirstRequest(t *testing.T) {
	t.Parallel()
	var creates atomic.Int64
	written := make(chan struct{}, 1)
	p := listenSocket(t,
		func(_ *socketPeer, conn *net.TCPConn) {
			_, _ = io.WriteString(conn, echoing(strayMessage))
			written <- struct{}{}
			strayOn(conn, false, &creates)
		},
		func(_ *socketPeer, conn *net.TCPConn) { strayOn(conn, false, &creates) })
	client, err := New(testAccount, AuthToken(testToken), WithBaseURL(p.address), WithClock(impatientClock{}))
	require.NoError(t, err)
	transport := wire.NewTransport()
	first := true
	transport.DialContext = wire.CountDial(func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if first && err == nil {
			first = false
			<-written
		}
		return conn, err
	})
	client.transport = transport
	t.Cleanup(transport.CloseIdleConnections)
	sendDistinct(t, client, 2)
	assert.Equal(t, int64(2), creates.Load())
}

// TestAnAnswerThatCameBeforeTheRequest is not taken although net/http returns it.
func TestAnAnswerThatCameBeforeTheRequest(t *testing.T) {
	t.Parallel()
	client, err := New(testAccount, AuthToken(testToken), WithClock(impatientClock{}))
	require.NoError(t, err)
	attempts := 0
	client.transport = answer(func(req *http.Request) (*http.Response, error) {
		attempts++
		ours, theirs := net.Pipe()
		defer func() { _, _ = ours.Close(), theirs.Close() }()
		conn, err := wire.CountDial(func(context.Context, string, string) (net.Conn, error) { return ours, nil })(req.Context(), "", "")
		require.NoError(t, err)
		go func() { _, _ = conn.Read(make([]byte, 10)) }() // as net/http does
		trace := httptrace.ContextClientTrace(req.Context())
		trace.GotConn(httptrace.GotConnInfo{Conn: conn})
		if attempts > 1 {
			go func() { _, _ = io.ReadFull(theirs, make([]byte, len("POST"))) }()
			_, err = io.WriteString(conn, "POST")
			require.NoError(t, err)
		}
		trace.GotFirstResponseByte()
		return reply(http.StatusCreated, `{"sid":"`+[...]string{strayMessage, testMessage}[attempts-1]+`"}`)(req)
	})
	msg, err := client.Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
	require.NoError(t, err)
	assert.Equal(t, testMessage, msg.SID)
	assert.Equal(t, 2, attempts)
}

// TestAnEarlierCallsSIDProvesNothing: where every create makes something new, the
// SID of an earlier one is another call's answer, and is not kept.
func TestAnEarlierCallsSIDProvesNothing(t *testing.T) {
	t.Parallel()
	p := newPeer(t, sends, sends, sends, answering("200 OK", `{"sid":"`+testCall+`"}`), sends)
	client := p.client(t)
	client.claims.remember(testCall, time.Now(), nil)
	client.config.base.url = nil // Twilio's own hosts
	transport := wire.NewTransport()
	transport.DialTLSContext = wire.CountDial(p.listener.DialContext)
	client.transport = transport
	t.Cleanup(transport.CloseIdleConnections)
	send := func() error {
		_, err := client.Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
		return err
	}
	require.NoError(t, send())
	var unknown *OutcomeUnknownError
	require.ErrorAs(t, send(), &unknown)
	assert.Empty(t, unknown.SID)
	require.ErrorIs(t, unknown, errAnothersAnswer)
	requirePrintable(t, unknown)

	_, err := client.Messages.Cancel(t.Context(), testMessage)
	require.NoError(t, err, "an update answers with a known SID")
	_, err = client.Calls.Redirect(t.Context(), testCall, CallRedirectParams{URL: "https://example.com/voice"})
	require.NoError(t, err, "a redirect is a create and mints nothing")

	client.config.base.url = client.hostURL(hostAPI) // a mock may answer all calls alike
	require.NoError(t, send())
}

// selfSigned returns the certificate of net/http's test servers, and a pool of it.
func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return server.TLS.Certificates[0], roots
}

// TestAStaleConnectionIsNotSent: a connection that the other end has closed is found
// out before the request is written, however often.
func TestAStaleConnectionIsNotSent(t *testing.T) {
	t.Parallel()
	p := listenSocket(t, func(p *socketPeer, conn *net.TCPConn) {
		p.carryOut(bufio.NewReader(conn))
		answerMessage(conn)
		_ = conn.Close()
	})
	client, err := New(testAccount, AuthToken(testToken), WithBaseURL(p.address), WithClock(impatientClock{}))
	require.NoError(t, err)
	t.Cleanup(client.CloseIdleConnections)
	for range 50 {
		if err := createMessage(context.Background(), client); err != nil {
			require.ErrorIs(t, err, ErrOutcomeUnknown, "the end came after the request was written")
		}
	}
}
