//go:build linux

package killtest

import (
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// proxy is the network between the workers and somebody.
type proxy struct {
	listener net.Listener
	to       string // address

	mu     sync.Mutex
	random *rand.Rand
	conns  map[net.Conn]struct{}
	down   bool
	share  float64 // of the connections that break in the middle
	bytes  int     // until then, at most
	broken int
}

func newProxy(t *testing.T, to string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{listener: listener, to: to, conns: map[net.Conn]struct{}{}, random: rand.New(rand.NewPCG(7, 21))}
	t.Cleanup(func() {
		_ = listener.Close()
		p.cut()
	})
	go p.accept()
	return p
}

func (p *proxy) address() string { return p.listener.Addr().String() }

func (p *proxy) accept() {
	for {
		in, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.carry(in)
	}
}

// carry joins a connection with one of its own.
func (p *proxy) carry(in net.Conn) {
	defer in.Close() //nolint:errcheck // it may be closed
	out, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer out.Close() //nolint:errcheck // it may be closed
	up, down, ok := p.add(in, out)
	if !ok {
		return
	}
	defer p.remove(in, out)
	var both sync.WaitGroup
	both.Go(func() { p.copy(out, in, up) })
	both.Go(func() { p.copy(in, out, down) })
	both.Wait()
}

// copy carries bytes in one direction, and breaks both when it ends: a limit below 0 is none.
func (p *proxy) copy(to, from net.Conn, limit int64) {
	if limit < 0 {
		_, _ = io.Copy(to, from)
	} else {
		_, _ = io.CopyN(to, from, limit)
		p.mu.Lock()
		p.broken++
		p.mu.Unlock()
		if tcp, ok := to.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
	}
	_ = to.Close()
	_ = from.Close()
}

// add says after how many bytes up and down a connection breaks, -1 for never, and whether there
// is a network at all.
func (p *proxy) add(conns ...net.Conn) (up, down int64, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		return 0, 0, false
	}
	for _, c := range conns {
		p.conns[c] = struct{}{}
	}
	up, down = -1, -1
	if p.random.Float64() < p.share {
		if limit := p.random.Int64N(int64(p.bytes)); p.random.IntN(2) == 0 {
			up = limit
		} else {
			down = limit
		}
	}
	return up, down, true
}

func (p *proxy) remove(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		delete(p.conns, c)
	}
}

// breakSome lets a share of the connections break from now on, within so many bytes.
func (p *proxy) breakSome(share float64, bytes int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.share, p.bytes = share, bytes
}

// cut ends every connection, and lets none through until mend.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = true
	for c := range p.conns {
		_ = c.Close()
	}
}

func (p *proxy) mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = false
}
