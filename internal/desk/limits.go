package desk

import (
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// The limits of the server. Those of webhooks and of Twilio's API are the simulator's, and
// those of streams of events the control API's.
const (
	maxConnections = 512 // at once, tunnels included
	maxHeader      = 64 << 10
	headerTimeout  = 10 * time.Second
	bodyTimeout    = time.Minute
	idleTimeout    = 2 * time.Minute
	closeTimeout   = 5 * time.Second // for requests that are under way at the end
)

// limited is a listener that accepts a number of connections at once. Further ones wait.
type limited struct {
	net.Listener

	slots chan struct{}
	done  chan struct{}
	close sync.Once
}

func limit(l net.Listener, n int) *limited {
	return &limited{Listener: l, slots: make(chan struct{}, n), done: make(chan struct{})}
}

func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.slots <- struct{}{}:
	case <-l.done:
		return nil, net.ErrClosed
	}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.slots
		return nil, err
	}
	return &limitedConn{Conn: conn, release: sync.OnceFunc(func() { <-l.slots })}, nil
}

func (l *limited) Close() error {
	l.close.Do(func() { close(l.done) })
	return l.Listener.Close()
}

// limitedConn gives its place back when it is closed.
type limitedConn struct {
	net.Conn

	release func()
}

func (c *limitedConn) Close() error {
	defer c.release()
	return c.Conn.Close()
}

// Reset ends the connection without a word, as a fault may want.
func (c *limitedConn) Reset() {
	if conn, ok := c.Conn.(*net.TCPConn); ok {
		_ = conn.SetLinger(0)
	}
	_ = c.Close()
}

// timed bounds how long the body of a request may take. The deadline ends with the body:
// the answer may take longer, when a fault delays it or events are awaited.
func timed(w http.ResponseWriter, r *http.Request) {
	if r.Body == nil || r.Body == http.NoBody {
		return
	}
	conn := http.NewResponseController(w)
	if conn.SetReadDeadline(time.Now().Add(bodyTimeout)) == nil {
		r.Body = &timedBody{r.Body, conn}
	}
}

type timedBody struct {
	io.ReadCloser

	conn *http.ResponseController
}

func (b *timedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		_ = b.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}
