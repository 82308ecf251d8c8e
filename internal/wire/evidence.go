package wire

import (
	"bytes"
	"context"
	"io"
	"net/http/httptrace"
	"sync/atomic"
)

// Stage is how far an attempt got that has no answer.
type Stage string

// The stages of such an attempt.
const (
	None      Stage = ""          // it never had a connection
	Connected Stage = "connected" // it had one, and nothing of the body was sent
	Sending   Stage = "sending"   // the body, or a part of it, may have been sent
)

// Gate returns the reason why nothing of a request may be sent any more, and nil as long
// as the request may be sent. It is asked immediately before a write. A nil Gate is open.
type Gate func() error

func (g Gate) err() error {
	if g == nil {
		return nil
	}
	return g()
}

// Evidence is the evidence of one attempt. None of it comes from the text of an error. Each
// attempt has its own: a transport may go on with an attempt that is over, in the
// background, and must not touch the evidence of the next one. Its zero value is ready for
// [Evidence.Watch].
//
// On [NewTransport], which speaks HTTP/1.1, the connection counts the bytes that were
// written, and the body is a plain reader whose position tells how much of it was taken;
// net/http waits for its writing goroutine before it returns an error. A caller's transport
// may let go of a request that it still sends, or take another way without telling: there
// nothing but a body that nobody can read any more is proof.
type Evidence struct {
	// Gate is asked before the request is written, or its body is read. It is set before
	// Watch and Carry.
	Gate Gate

	trace httptrace.ClientTrace
	own   bool // NewTransport sends it

	conn   atomic.Pointer[countedConn] // of NewTransport
	got    atomic.Bool                 // a connection was had
	before atomic.Int64                // bytes that conn had written when it was had

	reader *bytes.Reader // the body on NewTransport, nil on a caller's
	sealed *sealableBody // the body on a caller's transport, nil on NewTransport
}

// Watch returns the context of the attempt's request. Own says that a transport of
// [NewTransport] sends the request; no other one is watched.
func (e *Evidence) Watch(ctx context.Context, own bool) context.Context {
	e.own = own
	if !own {
		return ctx
	}
	e.trace.GotConn = e.gotConn
	e.trace.GotFirstResponseByte = e.gotFirstByte
	return httptrace.WithClientTrace(ctx, &e.trace)
}

func (e *Evidence) gotConn(info httptrace.GotConnInfo) {
	if conn, plain := countedConnOf(info.Conn); conn != nil {
		conn.arm(plain || info.Reused, e.Gate)
		e.before.Store(conn.written.Load())
		e.conn.Store(conn)
	}
	e.got.Store(true)
}

func (e *Evidence) gotFirstByte() {
	if conn := e.conn.Load(); conn != nil {
		conn.answered()
	}
}

// Carry returns the reader of a body, through which the request must send it.
func (e *Evidence) Carry(body []byte) io.ReadCloser {
	if e.own {
		e.reader = bytes.NewReader(body)
		return io.NopCloser(e.reader) // this type goes out in one write with the header
	}
	e.sealed = &sealableBody{reader: bytes.NewReader(body), gate: e.Gate}
	return e.sealed
}

// neverConnected is certain, for good, on NewTransport, which has a connection before it
// does anything else with a request.
func (e *Evidence) neverConnected() bool { return e.own && !e.got.Load() }

// NothingSent reports that nothing reached the other side, for certain and for good: no
// connection was had, nothing was written to it, or nothing was taken of the body and
// nothing will be. After it a caller's transport can read no body any more.
func (e *Evidence) NothingSent() bool {
	switch {
	case !e.own:
		return e.sealed != nil && e.sealed.reader.Size() > 0 && e.sealed.seal()
	case e.neverConnected(), e.Written() == 0:
		return true
	}
	return e.reader != nil && e.reader.Size() > 0 && isUntouched(e.reader)
}

// AnsweredEarly reports an answer that came before the request was written, so that it
// is the answer to another request.
func (e *Evidence) AnsweredEarly() bool {
	conn := e.conn.Load()
	return conn != nil && conn.cameEarly()
}

// Written returns how many bytes were written, TLS and header included, and -1 when nobody
// counted them.
func (e *Evidence) Written() int64 {
	conn := e.conn.Load()
	if conn == nil {
		return -1
	}
	return conn.written.Load() - e.before.Load()
}

// Stage returns how far the attempt got.
func (e *Evidence) Stage() Stage {
	switch {
	case e.neverConnected():
		return None
	case e.Written() == 0, e.reader != nil && isUntouched(e.reader), e.sealed != nil && e.sealed.untouched():
		return Connected
	}
	return Sending
}

// isUntouched reports that nothing was taken of a body.
func isUntouched(body *bytes.Reader) bool { return int64(body.Len()) == body.Size() }
