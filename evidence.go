package twilio

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// Stage is how far an attempt got, as far as it is known.
type Stage string

// The stages of an attempt.
const (
	StageNone      Stage = ""          // it never had a connection
	StageConnected Stage = "connected" // it had one, and nothing of the body was sent
	StageSending   Stage = "sending"   // the body, or a part of it, may have been sent
	StageAnswer    Stage = "answering" // an answer came, whole or not
)

// evidence is what is known of an attempt that got no answer. None of it comes
// from the text of an error.
//
// On our own transport, which speaks HTTP/1.1, the connection counts what was
// written and the body is a plain reader whose position tells what was taken of
// it; net/http waits for its writing goroutine before it returns an error. Of a
// caller's transport nothing of the kind is known: there the body can be sealed.
type evidence struct {
	trace httptrace.ClientTrace
	own   bool        // our own transport sends it
	asked atomic.Bool // net/http looked for a connection
	got   atomic.Bool // and had one

	conn   atomic.Pointer[countedConn] // of our own transport
	before atomic.Int64                // bytes that conn had written when it was had

	reader *bytes.Reader // the body on our own transport, nil on a caller's
	length int           // of the body
	sealed *sealableBody // the body on a caller's transport, nil on ours

	gate *recordGate // through which what is sent must pass, nil when there is no record
}

func (e *evidence) watch(ctx context.Context, own bool) context.Context {
	e.own = own
	e.asked.Store(false)
	e.got.Store(false)
	e.conn.Store(nil)
	e.length, e.reader, e.sealed = 0, nil, nil
	e.trace.GetConn = func(string) { e.asked.Store(true) }
	e.trace.GotConn = e.gotConn
	return httptrace.WithClientTrace(ctx, &e.trace)
}

func (e *evidence) gotConn(info httptrace.GotConnInfo) {
	conn := info.Conn
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok { // TLS
		conn = wrapped.NetConn()
	}
	if counted, ok := conn.(*countedConn); ok {
		e.before.Store(counted.written.Load())
		counted.gate.Store(e.gate)
		e.conn.Store(counted)
	}
	e.got.Store(true)
}

// carry returns the body of an attempt.
func (e *evidence) carry(body []byte) io.ReadCloser {
	e.length = len(body)
	if e.own {
		e.reader = bytes.NewReader(body) // a new one: an answer may come while the last is still being read
		return io.NopCloser(e.reader)    // this type goes out in one write with the header
	}
	e.sealed = &sealableBody{reader: bytes.NewReader(body), gate: e.gate}
	return e.sealed
}

// neverConnected is certain, for good. Our own transport looks for a connection
// before it does anything else with a request; it returns without having looked
// when it refuses the request or finds its context ended.
func (e *evidence) neverConnected() bool {
	return !e.got.Load() && (e.own || e.asked.Load())
}

// nothingSent is certain, for good: no connection was had, nothing was written to
// it, or nothing was taken of the body and nothing will be.
func (e *evidence) nothingSent() bool {
	switch {
	case e.neverConnected():
		return true
	case e.length == 0:
		return e.written() == 0
	case e.sealed != nil:
		return e.sealed.seal()
	}
	return e.written() == 0 || e.reader != nil && e.reader.Len() == e.length
}

// written returns the bytes on the wire, TLS and header included, -1 when nobody
// counted them.
func (e *evidence) written() int64 {
	conn := e.conn.Load()
	if conn == nil {
		return -1
	}
	return conn.written.Load() - e.before.Load()
}

func (e *evidence) stage() Stage {
	switch {
	case e.neverConnected():
		return StageNone
	case e.written() == 0, e.reader != nil && e.reader.Len() == e.length, e.sealed != nil && e.sealed.untouched():
		return StageConnected
	}
	return StageSending
}

// countedConn counts the bytes that were written to the network.
type countedConn struct {
	net.Conn

	written atomic.Int64
	gate    atomic.Pointer[recordGate] // of the attempt that has the connection
}

func (c *countedConn) Write(p []byte) (int, error) {
	if err := c.gate.Load().err(); err != nil {
		return 0, err
	}
	n, err := c.Conn.Write(p)
	c.written.Add(int64(n))
	return n, err
}

// countDial lets a dialler's connections be counted.
func countDial(dial func(ctx context.Context, network, address string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &countedConn{Conn: conn}, nil
	}
}

// sealableBody is a body of which it can be proved that nobody has read it, by
// making sure that nobody ever will.
type sealableBody struct {
	reader *bytes.Reader
	state  atomic.Int32
	gate   *recordGate
}

const (
	bodyUnread int32 = iota
	bodyRead
	bodySealed
)

var errBodySealed = errors.New("the attempt is over")

func (b *sealableBody) Read(p []byte) (int, error) {
	if err := b.gate.err(); err != nil {
		b.seal()
		return 0, err
	}
	if b.state.CompareAndSwap(bodyUnread, bodyRead) || b.state.Load() == bodyRead {
		return b.reader.Read(p)
	}
	return 0, errBodySealed
}

// Close does nothing: a transport may close a body that it has not read.
func (b *sealableBody) Close() error { return nil }

// seal reports that not a byte was read, and keeps it so.
func (b *sealableBody) seal() bool {
	return b.state.CompareAndSwap(bodyUnread, bodySealed) || b.state.Load() == bodySealed
}

func (b *sealableBody) untouched() bool { return b.state.Load() != bodyRead }
