package twilio

import (
	"bytes"
	"context"
	"errors"
	"io"
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

// evidence is what is known of one attempt that got no answer. None of it comes
// from the text of an error. Each attempt has its own: what a transport still does
// in the background for an attempt that is over does not touch the next one.
//
// On our own transport, which speaks HTTP/1.1, the connection counts what was
// written and the body is a plain reader whose position tells what was taken of
// it; net/http waits for its writing goroutine before it returns an error. A
// caller's transport may let go of a request that it still sends, or take another
// way without telling: there nothing but a body that nobody can read any more is
// proof.
type evidence struct {
	trace httptrace.ClientTrace
	own   bool // our own transport sends it

	conn   atomic.Pointer[countedConn] // of our own transport
	got    atomic.Bool                 // a connection was had
	before atomic.Int64                // bytes that conn had written when it was had

	reader *bytes.Reader // the body on our own transport, nil on a caller's
	length int           // of the body
	sealed *sealableBody // the body on a caller's transport, nil on ours

	gate *recordGate // through which what is sent must pass, nil when there is no record
}

// watch returns the context of the attempt's request. Only our own transport is
// watched.
func (e *evidence) watch(ctx context.Context, own bool) context.Context {
	e.own = own
	if !own {
		return ctx
	}
	e.trace.GotConn = e.gotConn
	e.trace.GotFirstResponseByte = e.gotFirstByte
	return httptrace.WithClientTrace(ctx, &e.trace)
}

func (e *evidence) gotConn(info httptrace.GotConnInfo) {
	if conn, plain := countedConnOf(info.Conn); conn != nil {
		conn.arm(plain || info.Reused, e.gate)
		e.before.Store(conn.written.Load())
		e.conn.Store(conn)
	}
	e.got.Store(true)
}

func (e *evidence) gotFirstByte() {
	if conn := e.conn.Load(); conn != nil {
		conn.answered()
	}
}

// carry returns the body of an attempt.
func (e *evidence) carry(body []byte) io.ReadCloser {
	e.length = len(body)
	if e.own {
		e.reader = bytes.NewReader(body)
		return io.NopCloser(e.reader) // this type goes out in one write with the header
	}
	e.sealed = &sealableBody{reader: bytes.NewReader(body), gate: e.gate}
	return e.sealed
}

// neverConnected is certain, for good, on our own transport, which has a connection
// before it does anything else with a request.
func (e *evidence) neverConnected() bool { return e.own && !e.got.Load() }

// nothingSent is certain, for good: no connection was had, nothing was written to
// it, or nothing was taken of the body and nothing will be.
func (e *evidence) nothingSent() bool {
	switch {
	case !e.own:
		return e.length > 0 && e.sealed.seal()
	case e.neverConnected(), e.written() == 0:
		return true
	}
	return e.length > 0 && e.reader.Len() == e.length
}

// answeredEarly reports an answer that came before the request was written.
func (e *evidence) answeredEarly() bool {
	conn := e.conn.Load()
	return conn != nil && conn.cameEarly()
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
