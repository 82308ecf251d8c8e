package twilio

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/seed15d99369/twilio/internal/wire"
)

// Bounds of what is read of an answer, in bytes after decompression.
const (
	maxErrorBody = 1 << 20
	maxJSONBody  = 16 << 20
)

// outcome is what an attempt is known to have done.
type outcome uint8

const (
	outcomeNone      outcome = iota // no attempt was made
	outcomeNotSent                  // certain: nothing reached Twilio
	outcomeThrottled                // 429 that was never processed
	outcomeRejected                 // another answer that ends the matter
	outcomeDone                     // 2xx, read whole
	outcomeUnknown                  // may have been carried out
	outcomeBadToken                 // 401 for the access token, before anything was done; the call has another try
)

var outcomeNames = [...]string{"no attempt", "not sent", "throttled", "rejected", "done", "no usable answer", "access token refused"}

func (o outcome) String() string { return outcomeNames[o] }

// repeatable is the heart of the promise never to send twice: what is not known to
// be harmless is repeated only when it is certain that nothing was done.
func (o outcome) repeatable(class Class) bool {
	switch o {
	case outcomeNotSent, outcomeThrottled, outcomeBadToken:
		return true
	case outcomeUnknown:
		return class.harmless()
	default:
		return false
	}
}

// attemptResult is what one attempt leaves behind for the retry policy, the
// decoder and the errors.
type attemptResult struct {
	outcome    outcome
	unsigned   bool // there was no token or no signature to be had, nor would be at once
	status     int  // 0 when no answer came
	header     http.Header
	body       []byte        // of a 2xx that was read whole, or as far as it went
	stream     io.ReadCloser // instead of body, for an operation that streams
	length     int64         // of the stream, -1 when it is unknown
	apiErr     *Error        // the answer, when it is no 2xx
	err        error         // why there is no answer, or why it could not be read
	retryAfter time.Duration
	started    time.Time
	ended      time.Time
	stage      Stage // how far it got
	written    int64 // bytes on the wire, -1 when nobody counts them
}

// attemptTransport is the RoundTripper beneath go-retryablehttp: one attempt,
// read and judged here, because the retry policy must see the body and because
// the attempt's time-out must cover it. It has no CloseIdleConnections: giving
// up one call closes nobody else's connections.
type attemptTransport struct{ client *Client }

// RoundTrip leaves the verdict in the exchange that the context carries. The
// response it returns has no body unless the operation streams.
func (t attemptTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	x := exchangeOf(req.Context())
	x.last = attemptResult{started: t.client.config.clock.Now()}
	resp, err := t.attempt(req, x)
	x.last.ended = t.client.config.clock.Now()
	x.noticeRefusedToken()
	t.client.throttle.learn(x)
	x.logAttempt()
	return resp, err
}

func (t attemptTransport) attempt(req *http.Request, x *exchange) (*http.Response, error) {
	if err := x.ended(); err != nil {
		x.last.outcome, x.last.err = outcomeNotSent, err
		return nil, err
	}
	x.attempts++
	x.seen = x.newEvidence()
	ctx, stop := newAttemptContext(req.Context(), &t.client.config)
	out := x.outgoing(x.seen.Watch(ctx, t.client.ownTransport()), req)
	if err := x.authenticate(ctx, out); err != nil {
		stop.release()
		x.last.outcome, x.last.err = outcomeNotSent, err
		return nil, err
	}
	x.sent++
	resp, err := x.exchangeWith(ctx, out)
	if err != nil {
		stop.release()
		x.last.judgeFailure(x.attemptFailure(ctx, out, err), x.seen.NothingSent())
		x.last.stage, x.last.written = Stage(x.seen.Stage()), x.seen.Written()
		return nil, x.last.err
	}
	x.last.judge(ctx, x, resp)
	x.last.stage, x.last.written = StageAnswer, x.seen.Written()
	if x.last.stream != nil {
		stop.keepForBody() // from here on the caller's context bounds the body
		x.last.stream = newStreamBody(ctx, x, x.last.stream, stop.release)
		resp.Body = x.last.stream
		return resp, nil
	}
	if x.last.err != nil {
		x.last.err = x.attemptFailure(ctx, out, x.last.err)
	}
	stop.release()
	resp.Body = http.NoBody
	return resp, nil
}

// exchangeWith sends the request and returns the answer to it, for a download that
// of the storage behind it.
func (x *exchange) exchangeWith(ctx context.Context, out *http.Request) (*http.Response, error) {
	resp, err := x.client.roundTrip(out)
	if err == nil && x.seen.AnsweredEarly() {
		_ = resp.Body.Close()
		return nil, wire.ErrEarlyAnswer
	}
	if err == nil && x.stream && isRedirect(resp.StatusCode) {
		return x.client.followMedia(ctx, resp)
	}
	return resp, err
}

// newEvidence returns the evidence of the attempt that begins. That of the first attempt
// is a part of the exchange, because most calls need no other.
func (x *exchange) newEvidence() *wire.Evidence {
	e := &x.firstSeen
	if x.attempts > 1 {
		e = new(wire.Evidence)
	}
	if x.gate != nil {
		e.Gate = x.gate.err
	}
	return e
}

// ownTransport reports that the requests go out through the transport of this
// package, of which more can be proved than of a caller's.
func (c *Client) ownTransport() bool { return c.config.httpClient == nil }

// roundTrip asks the transport, which may be a caller's and careless.
func (c *Client) roundTrip(req *http.Request) (*http.Response, error) {
	resp, err := c.transport.RoundTrip(req)
	switch {
	case err != nil:
		return nil, err
	case resp == nil:
		return nil, errors.New("the transport gave neither an answer nor an error")
	case resp.Body == nil:
		resp.Body = http.NoBody
	}
	resp.Request = req
	return resp, nil
}

// outgoing attaches header and body to a copy of the request, whose host is ours.
// The loop never sees them, and GetBody stays nil: with it net/http may send a
// create a second time.
func (x *exchange) outgoing(ctx context.Context, req *http.Request) *http.Request {
	out := req.WithContext(ctx)
	out.Header = x.client.headers()
	maps.Copy(out.Header, x.options.headers)
	maps.Copy(out.Header, req.Header) // what the caller's http.Client added, such as cookies
	if x.options.noCache {
		out.Header["Cache-Control"] = noCache
	}
	if x.body != nil {
		out.Header["Content-Type"] = x.bodyType()
		out.Body = x.seen.Carry(x.body)
		out.ContentLength = int64(len(x.body))
	}
	maps.Copy(out.Header, x.header)
	return out
}

// attrs are what may be logged of an attempt.
func (r *attemptResult) attrs(x *exchange, more ...slog.Attr) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("op", x.op.Name), slog.String("method", x.op.Method), slog.Int("attempt", x.attempts),
	}
	if r.status != 0 {
		attrs = append(attrs, slog.Int("status", r.status), slog.String("request_id", x.requestID()))
	}
	if r.apiErr != nil && r.apiErr.Code != 0 {
		attrs = append(attrs, slog.Int("code", int(r.apiErr.Code)))
	}
	return append(attrs, more...)
}

func (x *exchange) logAttempt() {
	logger := x.client.config.logger
	if !logger.Enabled(x.ctx, slog.LevelDebug) {
		return
	}
	logger.LogAttrs(x.ctx, slog.LevelDebug, "twilio: attempt", x.last.attrs(x,
		slog.String("outcome", x.last.outcome.String()), slog.Duration("duration", x.last.ended.Sub(x.last.started)))...)
}

// answerBuffer holds the body of an answer, of which at most limited is read.
type answerBuffer struct {
	bytes.Buffer
	limited io.LimitedReader
}

// answerBuffers are used again: decoding copies the values that it keeps.
var answerBuffers = sync.Pool{New: func() any { return new(answerBuffer) }}

// byteOrderMark may stand before a text in UTF-8, although JSON forbids it.
const byteOrderMark = "\uFEFF"

// maxKeptBuffer keeps one large list from occupying memory for good, in bytes.
const maxKeptBuffer = 64 << 10

// releaseBody gives back what readBounded borrowed. Nothing may read x.last.body
// afterwards.
func (x *exchange) releaseBody() {
	if x.buffer != nil && x.buffer.Cap() <= maxKeptBuffer {
		x.buffer.limited.R = nil
		answerBuffers.Put(x.buffer)
	}
	x.buffer, x.last.body = nil, nil
}

// readBounded reads a whole body of at most limit bytes into the exchange's
// buffer and leaves out a byte order mark. What was read before an error is
// returned beside it.
func (x *exchange) readBounded(body io.Reader, limit, length int64) ([]byte, error) {
	if length > limit {
		return nil, &TooLargeError{Limit: limit}
	}
	if x.buffer == nil {
		x.buffer, _ = answerBuffers.Get().(*answerBuffer)
	}
	x.buffer.Reset()
	x.buffer.limited = io.LimitedReader{R: body, N: saturatedNext(limit)}
	_, err := x.buffer.ReadFrom(&x.buffer.limited)
	if int64(x.buffer.Len()) > limit {
		return nil, &TooLargeError{Limit: limit}
	}
	return bytes.TrimPrefix(x.buffer.Bytes(), []byte(byteOrderMark)), err
}

// saturatedNext is one byte more than the limit, to see that there is one.
func saturatedNext(limit int64) int64 {
	if limit == math.MaxInt64 {
		return limit
	}
	return limit + 1
}

// headerInt reads a header that holds a number, 0 when it does not.
func headerInt(header http.Header, name string) int {
	n, err := strconv.Atoi(header.Get(name))
	if err != nil {
		return 0
	}
	return n
}
