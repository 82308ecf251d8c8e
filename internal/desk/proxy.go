package desk

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// handshakeTimeout bounds what comes between CONNECT and the first request.
const handshakeTimeout = 10 * time.Second

// proxy stands for Twilio's hosts: a client that has been told to use it opens a tunnel to
// api.twilio.com:443, finds a certificate of the desk's authority there, and gets its answers
// from the simulator. It opens no connection to anybody, and knows no other hosts.
type proxy struct {
	authority *authority
	server    *http.Server
	tunnels   *tunnels
}

func newProxy(a *authority, api http.Handler) *proxy {
	p := &proxy{authority: a, tunnels: &tunnels{conns: make(chan net.Conn), done: make(chan struct{})}}
	p.server = newServer(inTunnel(api))
	p.server.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		if tunnel, ok := conn.(*tunnel); ok {
			ctx = context.WithValue(ctx, tunnelKey{}, tunnel.host)
		}
		return ctx
	}
	return p
}

// newServer is a server with the limits of the desk, which reports no errors of clients.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ErrorLog: log.New(io.Discard, "", 0), MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, DisableGeneralOptionsHandler: true,
	}
}

// tunnelKey is where the context of a request keeps the host that its tunnel leads to.
type tunnelKey struct{}

// connect answers CONNECT.
func (p *proxy) connect(w http.ResponseWriter, r *http.Request) {
	host, ok := tunnelTarget(r.RequestURI)
	if !ok {
		(&refusal{status: http.StatusForbidden, text: "this is a proxy for *.twilio.com:443 and nothing else: name other hosts in NO_PROXY"}).write(w)
		return
	}
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		(&refusal{status: http.StatusHTTPVersionNotSupported, text: "a tunnel needs HTTP/1.1"}).write(w)
		return
	}
	raw := &readAhead{Conn: conn, first: io.LimitReader(buffered, int64(buffered.Reader.Buffered()))}
	if err := p.open(raw, host); err != nil {
		_ = conn.Close()
	}
}

// tunnelTarget returns the host of a target that the proxy stands for. It takes one
// spelling alone, because the next reader might understand another one differently.
func tunnelTarget(target string) (host string, ok bool) {
	host, ok = strings.CutSuffix(target, ":443")
	return host, ok && isTwilioName(host)
}

// open begins to serve a tunnel. Some clients, such as Twilio's for PHP, wait for the words
// of the answer, too.
func (p *proxy) open(raw net.Conn, host string) error {
	if err := raw.SetDeadline(time.Now().Add(handshakeTimeout)); err != nil {
		return err
	}
	if _, err := io.WriteString(raw, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return err
	}
	secured := tls.Server(raw, p.tlsFor(host))
	if err := secured.Handshake(); err != nil { //nolint:noctx // the deadline bounds it
		return err
	}
	if err := raw.SetDeadline(time.Time{}); err != nil {
		return err
	}
	return p.tunnels.add(&tunnel{Conn: secured, raw: raw, host: host})
}

// tlsFor has the client say the name again that it has asked the proxy for. HTTP/2 is left
// out: faults that close or reset a connection need one for each request.
func (p *proxy) tlsFor(host string) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			if hello.ServerName != host {
				return nil, tls.AlertError(112) // unrecognized_name, https://www.rfc-editor.org/rfc/rfc6066#section-3
			}
			return p.authority.leaf(host)
		},
	}
}

// inTunnel answers the requests in tunnels: those for the host that the tunnel leads to,
// and Twilio's API alone.
func inTunnel(api http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if problem := refuseInTunnel(r); problem != nil {
			problem.write(w)
			return
		}
		r.Host = strings.TrimSuffix(r.Host, ":443")
		api.ServeHTTP(w, r)
	})
}

func refuseInTunnel(r *http.Request) *refusal {
	to, _ := r.Context().Value(tunnelKey{}).(string)
	switch {
	case r.Method == http.MethodConnect, r.URL.Host != "":
		return &refusal{status: http.StatusForbidden, text: "there is no proxy inside of a tunnel"}
	case to == "" || r.Host != to && r.Host != to+":443":
		return &refusal{status: http.StatusMisdirectedRequest, text: "the Host header names another host than the tunnel"}
	}
	return hosts{}.refuse(r, "https")
}

// tunnel is the connection of a client that takes the desk for one of Twilio's hosts.
type tunnel struct {
	net.Conn

	raw  net.Conn
	host string
}

// Reset ends the connection without a word, as a fault may want.
func (t *tunnel) Reset() {
	if raw, ok := t.raw.(interface{ Reset() }); ok {
		raw.Reset()
	}
	_ = t.raw.Close()
}

// readAhead is a connection of which a part has been read.
type readAhead struct {
	net.Conn

	first io.Reader
}

func (c *readAhead) Read(p []byte) (int, error) {
	if n, err := c.first.Read(p); err == nil || n > 0 {
		return n, nil
	}
	return c.Conn.Read(p)
}

// Reset ends the connection without a word.
func (c *readAhead) Reset() {
	if conn, ok := c.Conn.(interface{ Reset() }); ok {
		conn.Reset()
	}
}

// tunnels is the listener of the server inside of tunnels.
type tunnels struct {
	conns chan net.Conn
	done  chan struct{}
	close sync.Once
}

func (t *tunnels) add(conn net.Conn) error {
	select {
	case t.conns <- conn:
		return nil
	case <-t.done:
		return net.ErrClosed
	}
}

// Accept returns the next tunnel.
func (t *tunnels) Accept() (net.Conn, error) {
	select {
	case conn := <-t.conns:
		return conn, nil
	case <-t.done:
		return nil, net.ErrClosed
	}
}

// Close ends Accept. Tunnels that were accepted stay open.
func (t *tunnels) Close() error {
	t.close.Do(func() { close(t.done) })
	return nil
}

// Addr is of no use to anybody.
func (t *tunnels) Addr() net.Addr { return &net.TCPAddr{} }
