// Package memnet is a network in memory: a listener, and buffered connections to
// it that behave as TCP's do where that matters to a client. A Write succeeds whether the
// other end ever reads the bytes or not; an end can be closed for writing alone; and a
// connection can be reset. [net.Pipe] has no buffer: a Write there fails when the server
// closes before it reads.
//
// Everything blocks in ways that testing/synctest knows, and no goroutine is
// started.
package memnet

import (
	"context"
	"net"
	"sync"
	"syscall"
)

// addr is the address of a listener, or of one who dialled it.
type addr string

func (addr) Network() string  { return "mem" }
func (a addr) String() string { return string(a) }

// Listener accepts connections that its DialContext makes. It is a
// [net.Listener].
type Listener struct {
	name addr

	mu     sync.Mutex
	ready  sync.Cond
	queue  []*Conn // made, but not accepted
	closed bool
}

// Listen returns a listener with a name, which its address shows.
func Listen(name string) *Listener {
	l := &Listener{name: addr(name)}
	l.ready.L = &l.mu
	return l
}

// Addr returns the listener's name.
func (l *Listener) Addr() net.Addr { return l.name }

// DialContext connects to the listener, whatever the address is; it fits
// [net/http.Transport]. A closed listener refuses with ECONNREFUSED.
func (l *Listener) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, l.dialError(err)
	}
	client, server := pair(l.name+" (client)", l.name)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, l.dialError(syscall.ECONNREFUSED)
	}
	l.queue = append(l.queue, server)
	l.ready.Signal()
	return client, nil
}

func (l *Listener) dialError(err error) error {
	return &net.OpError{Op: "dial", Net: l.name.Network(), Addr: l.name, Err: err}
}

// Accept returns the next connection, or net.ErrClosed after Close.
func (l *Listener) Accept() (net.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.queue) == 0 && !l.closed {
		l.ready.Wait()
	}
	if l.closed {
		return nil, &net.OpError{Op: "accept", Net: l.name.Network(), Addr: l.name, Err: net.ErrClosed}
	}
	conn := l.queue[0]
	l.queue = l.queue[1:]
	return conn, nil
}

// Close ends Accept, and resets connections that were not accepted. Connections that were
// accepted stay open.
func (l *Listener) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for _, conn := range l.queue {
		conn.Reset()
	}
	l.queue = nil
	l.ready.Broadcast()
	return nil
}
