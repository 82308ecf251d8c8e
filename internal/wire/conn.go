package wire

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
)

// ErrEarlyAnswer says that bytes came over a connection before the request that they would
// answer was written. The bytes belong to another request, and this one was not written.
var ErrEarlyAnswer = errors.New("the connection brought an answer before it was asked")

// countedConn is a connection of our own transport. It counts the bytes that were
// written to the network, and it refuses to write a request whose answer would be
// somebody else's.
//
// net/http puts a connection back into its pool before it looks whether more came than the
// answer. A request that takes the connection in that moment would get the rest as its own
// answer. So a request waits until net/http has looked, which then closes such a connection
// by itself. Bytes that come between that moment and the first byte of the request are seen
// here.
type countedConn struct {
	net.Conn

	written atomic.Int64
	socket  socket

	mu      sync.Mutex
	looked  sync.Cond // reading or ended has become true
	reading bool      // net/http waits for bytes from the network
	ended   bool      // closed, or nothing more can be read; for good
	armed   bool      // a request is to be written, and nothing of it has been
	silent  bool      // nothing may come before the request is written
	early   bool      // an answer came before its request was written; for good
	gate    Gate      // of the request that has the connection
}

func newCountedConn(conn net.Conn) *countedConn {
	c := &countedConn{Conn: conn}
	c.looked.L = &c.mu
	c.socket.open(conn)
	c.socket.take = c.takeBytes
	return c
}

// socket looks at the bytes that the kernel holds for a TCP connection. Its functions are
// made once, so that looking and reading allocate nothing.
type socket struct {
	raw  syscall.RawConn // nil for a connection that is no TCP connection
	look func(fd uintptr)
	take func(fd uintptr) (ready bool)

	first  [1]byte
	unread int
	buffer []byte // into which take reads
	taken  int    // how many bytes it has read
	err    error  // why it has read none
}

func (s *socket) open(conn net.Conn) {
	if tcp, ok := conn.(syscall.Conn); ok {
		s.raw, _ = tcp.SyscallConn() // nil when it fails: then nobody looks
	}
	s.look = func(fd uintptr) { s.unread = peekUnread(fd, s.first[:]) }
}

// hasUnread reports bytes that have come and that nobody has read yet.
func (s *socket) hasUnread() bool {
	s.unread = 0
	return s.raw != nil && s.raw.Control(s.look) == nil && s.unread > 0
}

// countedConnOf finds the connection beneath TLS, nil when there is none of ours.
// It is plain when there is no TLS in between.
func countedConnOf(conn net.Conn) (counted *countedConn, plain bool) {
	plain = true
	for {
		if c, ok := conn.(*countedConn); ok {
			return c, plain
		}
		wrapped, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return nil, false
		}
		conn, plain = wrapped.NetConn(), false
	}
}

// arm waits until net/http has read all that has come. From then on the next write
// is the beginning of a request, which has to pass its gate. Silent says that nothing
// may come until then, which is so unless TLS has just begun: it has more to say then.
func (c *countedConn) arm(silent bool, gate Gate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for !c.reading && !c.ended {
		c.looked.Wait()
	}
	c.armed, c.silent, c.gate = true, silent, gate
}

// answered says that the first byte of an answer is about to be read.
func (c *countedConn) answered() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.early = c.early || c.armed
}

// cameEarly reports that an answer came before its request was written.
func (c *countedConn) cameEarly() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.early
}

func (c *countedConn) Read(p []byte) (int, error) {
	c.setReading()
	if canReadSocket && c.socket.raw != nil && len(p) > 0 {
		return c.readSocket(p)
	}
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hasRead(n, err)
	return n, err
}

// readSocket is Read for a TCP connection. There is no moment at which bytes have left
// the kernel and are not known here.
func (c *countedConn) readSocket(p []byte) (int, error) {
	s := &c.socket
	s.buffer, s.taken, s.err = p, 0, nil
	if err := s.raw.Read(s.take); err != nil { // it is closed, or its deadline has passed
		c.mu.Lock()
		defer c.mu.Unlock()
		c.hasRead(0, err)
		return 0, err
	}
	return s.taken, s.err
}

// takeBytes takes bytes out of the kernel and notes that they came, in one step. It is not
// ready when none have come.
func (c *countedConn) takeBytes(fd uintptr) (ready bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &c.socket
	n, ready, err := readSocket(fd, s.buffer)
	if !ready {
		return false
	}
	switch {
	case err != nil:
		err = &net.OpError{Op: "read", Net: "tcp", Source: c.LocalAddr(), Addr: c.RemoteAddr(), Err: os.NewSyscallError("read", err)}
	case n == 0:
		err = io.EOF
	}
	s.taken, s.err = n, err
	c.hasRead(n, err)
	return true
}

// hasRead notes the result of a Read. It is called with the lock held.
func (c *countedConn) hasRead(n int, err error) {
	c.reading = false
	if err != nil {
		c.end()
	}
	c.early = c.early || c.armed && c.silent && n > 0
}

func (c *countedConn) setReading() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reading = true
	c.looked.Broadcast()
}

// end is called with the lock held.
func (c *countedConn) end() {
	c.ended = true
	c.looked.Broadcast()
}

func (c *countedConn) Write(p []byte) (int, error) {
	if err := c.mayWrite(); err != nil {
		return 0, err
	}
	c.written.Add(int64(len(p))) // before they are, because the other side can read them and answer before Write returns
	n, err := c.Conn.Write(p)
	c.written.Add(int64(n - len(p)))
	return n, err
}

// mayWrite says why the request must not be written: something has come that would
// be read as its answer, or its time is over.
func (c *countedConn) mayWrite() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.armed && c.silent && c.socket.hasUnread() {
		c.early = true
	}
	c.armed = false
	if c.early {
		return ErrEarlyAnswer
	}
	return c.gate.err()
}

func (c *countedConn) Close() error {
	c.mu.Lock()
	c.end()
	c.mu.Unlock()
	return c.Conn.Close()
}
