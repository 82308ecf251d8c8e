//go:build unix

package twilio_test

import (
	"errors"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// relay stands between a child and the simulator. It can tell when the simulator has
// done all that the child asked of it, and strikes after a number of bytes.
type relay struct {
	listener *net.TCPListener
	server   string // the simulator's address
	before   func() // the work before anything is passed on to it

	mu     sync.Mutex
	conns  []*relayed
	arrive map[string]chan struct{} // closed when the connection from there was accepted
	left   int                      // bytes, in both directions, until it strikes
	strike func() (severed bool)    // nil for never; severed: nothing of the child's goes on
}

// relayed is one connection of a child's.
type relayed struct {
	relay          *relay
	client, server *net.TCPConn

	mu   sync.Mutex
	owed bool // the simulator has got something and has neither answered nor hung up
	cut  bool // the child is dead: its bytes go nowhere
}

func newRelay(t *testing.T, sim *twiliotest.Sim, before func()) *relay {
	t.Helper()
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(t, err)
	r := &relay{listener: listener, server: strings.TrimPrefix(sim.URL(), "http://"), before: before, arrive: map[string]chan struct{}{}}
	go r.accept()
	return r
}

func (r *relay) url() string { return "http://" + r.listener.Addr().String() }

func (r *relay) strikeAfter(bytes int, strike func() (severed bool)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left, r.strike = bytes, strike
}

func (r *relay) close() {
	_ = r.listener.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.conns {
		_ = c.client.Close()
		_ = c.server.Close()
	}
}

func (r *relay) accept() {
	for {
		conn, err := r.listener.AcceptTCP()
		if err != nil {
			return
		}
		r.mu.Lock()
		if arrived := r.arrive[conn.RemoteAddr().String()]; arrived != nil {
			close(arrived)
			_ = conn.Close()
		} else if server, err := net.Dial("tcp", r.server); err == nil {
			c := &relayed{relay: r, client: conn}
			c.server, _ = server.(*net.TCPConn)
			r.conns = append(r.conns, c)
			go c.forth()
			go c.back()
		}
		r.mu.Unlock()
	}
}

// pass counts n bytes and returns how many of them go on.
func (r *relay) pass(n int) (goOn int, severed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.strike == nil || n < r.left {
		r.left -= n
		return n, false
	}
	goOn = r.left
	severed = r.strike()
	if r.strike = nil; !severed {
		goOn = n
	}
	return goOn, severed
}

// forth carries the child's bytes. Reading it and owing an answer are one step,
// so that idle misses nothing.
func (c *relayed) forth() {
	defer c.server.CloseWrite() //nolint:errcheck // the simulator has gone
	raw, err := c.client.SyscallConn()
	if err != nil {
		return
	}
	buffer := make([]byte, 64<<10)
	for {
		n := 0
		err := raw.Read(func(fd uintptr) bool {
			c.mu.Lock()
			defer c.mu.Unlock()
			n, err = syscall.Read(int(fd), buffer)
			c.owed = c.owed || n > 0 && !c.cut
			return !errors.Is(err, syscall.EAGAIN)
		})
		if err != nil || n <= 0 {
			return
		}
		c.send(buffer[:n])
	}
}

// send passes bytes on to the simulator, as far as they go.
func (c *relayed) send(text []byte) {
	goOn, severed := c.relay.pass(len(text))
	c.mu.Lock()
	cut := c.cut
	c.cut = cut || severed
	c.mu.Unlock()
	if cut {
		return
	}
	c.relay.before()
	_, _ = c.server.Write(text[:goOn])
	if severed {
		_ = c.server.CloseWrite()
	}
}

// back carries the simulator's answers.
func (c *relayed) back() {
	buffer := make([]byte, 64<<10)
	for {
		n, err := c.server.Read(buffer)
		c.mu.Lock()
		c.owed = false
		c.mu.Unlock()
		if err != nil {
			if errors.Is(err, io.EOF) {
				_ = c.client.CloseWrite()
			} else {
				_ = c.client.SetLinger(0)
			}
			_ = c.client.Close()
			return
		}
		goOn, _ := c.relay.pass(n)
		_, _ = c.client.Write(buffer[:goOn])
	}
}

// settle returns once the simulator has done all that the child, which is dead or
// stopped, had sent.
func (r *relay) settle() {
	r.await()
	for {
		r.mu.Lock()
		conns := r.conns
		r.mu.Unlock()
		idle := true
		for _, c := range conns {
			idle = idle && c.idle()
		}
		if idle {
			return
		}
		runtime.Gosched()
	}
}

// await returns once every connection that the child has made was accepted: they are
// accepted in their order, and this one comes last.
func (r *relay) await() {
	r.mu.Lock()
	conn, err := net.Dial("tcp", r.listener.Addr().String())
	arrived := make(chan struct{})
	if err == nil {
		r.arrive[conn.LocalAddr().String()] = arrived
	}
	r.mu.Unlock()
	if err == nil {
		<-arrived
		_ = conn.Close()
	}
}

// idle says that nothing of the child's is on its way, and nothing is owed.
func (c *relayed) idle() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.owed {
		return false
	}
	raw, err := c.client.SyscallConn()
	if err != nil {
		return true // it is closed
	}
	waiting := 0
	err = raw.Control(func(fd uintptr) {
		waiting, _, _ = syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	})
	return err != nil || waiting <= 0
}
