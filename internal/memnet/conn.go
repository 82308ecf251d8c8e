package memnet

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// bufferSize is the capacity of one direction, in bytes. A Write waits when it is full.
const bufferSize = 256 << 10

// Conn is one end of a connection. It is a [net.Conn].
type Conn struct {
	in, out       *stream
	local, remote addr
}

func pair(client, server addr) (*Conn, *Conn) {
	up, down := newStream(), newStream()
	return &Conn{in: down, out: up, local: client, remote: server}, &Conn{in: up, out: down, local: server, remote: client}
}

// Read returns the bytes that the other end wrote, and io.EOF once it has closed.
func (c *Conn) Read(p []byte) (int, error) {
	n, err := c.in.read(p)
	return n, c.wrap("read", err)
}

// Write hands p to the network; it waits while the other end has not read enough.
func (c *Conn) Write(p []byte) (int, error) {
	n, err := c.out.write(p)
	return n, c.wrap("write", err)
}

// Close ends both directions. The other end still reads the bytes that were written. If this
// end left bytes unread, the connection is reset, as TCP does.
func (c *Conn) Close() error {
	if c.in.stopReading() {
		c.out.fail(syscall.ECONNRESET)
		c.out.stopWriting()
		return nil
	}
	c.out.stopWriting()
	return nil
}

// CloseWrite ends the direction to the other end, which then reads io.EOF. This end can
// still read.
func (c *Conn) CloseWrite() error {
	c.out.endWrites()
	return nil
}

// Reset drops the bytes on their way in both directions. The other end's Read and Write fail
// with ECONNRESET.
func (c *Conn) Reset() {
	c.out.fail(syscall.ECONNRESET)
	c.in.fail(syscall.ECONNRESET)
	c.in.stopReading()
	c.out.stopWriting()
}

// LocalAddr returns the address of this end.
func (c *Conn) LocalAddr() net.Addr { return c.local }

// RemoteAddr returns the address of the other end.
func (c *Conn) RemoteAddr() net.Addr { return c.remote }

// SetDeadline ends Read and Write at t; the zero time never does.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline ends Read at t with os.ErrDeadlineExceeded.
func (c *Conn) SetReadDeadline(t time.Time) error {
	c.in.setDeadline(&c.in.reader, t)
	return nil
}

// SetWriteDeadline ends Write at t with os.ErrDeadlineExceeded.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	c.out.setDeadline(&c.out.writer, t)
	return nil
}

// wrap makes an error look like one of package net.
func (c *Conn) wrap(op string, err error) error {
	var errno syscall.Errno
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return err
	case errors.As(err, &errno):
		err = os.NewSyscallError(op, err)
	}
	return &net.OpError{Op: op, Net: c.local.Network(), Source: c.local, Addr: c.remote, Err: err}
}

// stream is one direction of a connection.
type stream struct {
	mu      sync.Mutex
	changed sync.Cond
	buf     []byte
	ended   bool  // nothing will be written any more
	failure error // of both ends, after a reset
	reader  endState
	writer  endState
}

// endState is the state of one end of a stream.
type endState struct {
	closed   bool
	deadline *time.Timer
	expired  bool
}

func newStream() *stream {
	s := new(stream)
	s.changed.L = &s.mu
	return s
}

func (s *stream) read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.reader.closed:
			return 0, net.ErrClosed
		case s.reader.expired:
			return 0, os.ErrDeadlineExceeded
		case s.failure != nil:
			return 0, s.failure
		case len(p) == 0:
			return 0, nil
		case len(s.buf) > 0:
			n := copy(p, s.buf)
			s.buf = s.buf[n:]
			s.changed.Broadcast()
			return n, nil
		case s.ended:
			return 0, io.EOF
		}
		s.changed.Wait()
	}
}

func (s *stream) write(p []byte) (written int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.writer.closed:
			return written, net.ErrClosed
		case s.writer.expired:
			return written, os.ErrDeadlineExceeded
		case s.failure != nil:
			return written, s.failure
		case s.ended:
			return written, syscall.EPIPE
		case s.reader.closed:
			// The network accepts the bytes, and reports the closed end to the next Write.
			s.failure = syscall.EPIPE
			return len(p), nil
		}
		n := min(len(p), bufferSize-len(s.buf))
		s.buf = append(s.buf, p[:n]...)
		written += n
		p = p[n:]
		s.changed.Broadcast()
		if len(p) == 0 {
			return written, nil
		}
		s.changed.Wait()
	}
}

// endWrites ends the stream after the bytes that were written.
func (s *stream) endWrites() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.changed.Broadcast()
}

// stopWriting is endWrites for an end that is closed.
func (s *stream) stopWriting() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.writer.close()
	s.changed.Broadcast()
}

// stopReading reports whether something was left unread.
func (s *stream) stopReading() (unread bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	unread = len(s.buf) > 0
	s.buf = nil
	s.reader.close()
	s.changed.Broadcast()
	return unread
}

// fail breaks the stream and drops the bytes on their way.
func (s *stream) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buf = nil
	s.failure = err
	s.changed.Broadcast()
}

func (s *stream) setDeadline(end *endState, t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end.stopDeadline()
	end.expired = false
	if t.IsZero() || end.closed {
		return
	}
	wait := time.Until(t)
	if wait <= 0 {
		end.expired = true
		s.changed.Broadcast()
		return
	}
	var timer *time.Timer
	timer = time.AfterFunc(wait, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if end.deadline == timer { // not set anew meanwhile
			end.expired = true
			s.changed.Broadcast()
		}
	})
	end.deadline = timer
}

func (e *endState) close() {
	e.closed = true
	e.stopDeadline()
}

func (e *endState) stopDeadline() {
	if e.deadline != nil {
		e.deadline.Stop()
		e.deadline = nil
	}
}
