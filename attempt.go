package twilio

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"math"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
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
	status     int // 0 when no answer came
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
	unsigned   bool  // there was no token or no signature to be had, nor would be at once
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
	out := x.outgoing(x.seen.watch(ctx, t.client.ownTransport()), req)
	if err := x.authenticate(ctx, out); err != nil {
		stop.release()
		x.last.outcome, x.last.err = outcomeNotSent, err
		return nil, err
	}
	resp, err := x.exchangeWith(ctx, out)
	if err != nil {
		stop.release()
		x.last.judgeFailure(x.attemptFailure(ctx, out, err), x.seen.nothingSent())
		x.last.stage, x.last.written = x.seen.stage(), x.seen.written()
		return nil, x.last.err
	}
	x.last.judge(ctx, x, resp)
	x.last.stage, x.last.written = StageAnswer, x.seen.written()
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
	if err == nil && x.seen.answeredEarly() {
		_ = resp.Body.Close()
		return nil, errEarlyAnswer
	}
	if err == nil && x.op.stream && isRedirect(resp.StatusCode) {
		return x.client.followMedia(ctx, resp)
	}
	return resp, err
}

// newEvidence returns what the attempt that begins will be judged by. The first
// attempt's is a part of the exchange, because most calls need no other.
func (x *exchange) newEvidence() *evidence {
	e := &x.firstSeen
	if x.attempts > 1 {
		e = new(evidence)
	}
	e.gate = x.gate
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
		out.Header["Content-Type"] = x.bodyType
		out.Body = x.seen.carry(x.body)
		out.ContentLength = int64(len(x.body))
	}
	return out
}

// judgeFailure records that no answer came.
func (r *attemptResult) judgeFailure(err error, nothingSent bool) {
	r.err = err
	r.outcome = outcomeUnknown
	var refused redirectError
	switch {
	case nothingSent:
		r.outcome = outcomeNotSent
	case errors.As(err, &refused):
		r.outcome = outcomeRejected // it would be refused again
	}
}

// judge reads the answer and decides what it proves.
func (r *attemptResult) judge(ctx context.Context, x *exchange, resp *http.Response) {
	r.status, r.header = resp.StatusCode, resp.Header
	r.retryAfter = parseRetryAfter(resp.Header)
	if r.status/100 == 2 && x.op.stream {
		r.stream, r.length, r.outcome = resp.Body, fileLength(resp), outcomeDone
		return
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end or given up
	if !x.client.ownTransport() {
		defer closeWhenDone(ctx, resp.Body)()
	}
	if r.status/100 == 2 {
		r.body, r.err = x.readBounded(resp.Body, x.options.limit(maxJSONBody), resp.ContentLength)
		r.outcome = outcomeDone
		if r.err != nil {
			r.outcome = unreadable(r.err)
		}
		return
	}
	r.apiErr = &Error{
		Op: x.op.name, Status: r.status, RequestID: x.requestID(), RetryAfter: r.retryAfter,
	}
	if r.status != http.StatusSwitchingProtocols { // what follows a 101 is no body, and ends when the server likes
		body, _ := x.readBounded(resp.Body, maxErrorBody, resp.ContentLength) // what could be read of an error is better than none
		r.apiErr.readErrorBody(x.client.redactBytes(body))
		x.client.redactError(r.apiErr)
	}
	r.outcome = judgeStatus(r.status, r.apiErr.Code)
	if r.status == http.StatusNotModified && x.op.method == http.MethodGet {
		r.outcome = outcomeRejected // If-None-Match was met: it would be met again
	}
}

// closeWhenDone closes a body when the context ends, until stop is called: a
// caller's transport may hand out a body that does not end with its request.
func closeWhenDone(ctx context.Context, body io.Closer) (stop func()) {
	cancel := context.AfterFunc(ctx, func() { _ = body.Close() })
	return func() { cancel() }
}

// unreadable judges a 2xx whose body could not be read: cut short, it may be
// asked for again; too large, it would be too large again.
func unreadable(err error) outcome {
	var tooLarge *TooLargeError
	if errors.As(err, &tooLarge) {
		return outcomeDone
	}
	return outcomeUnknown
}

// judgeStatus decides what an answer other than a 2xx proves.
// https://www.twilio.com/docs/errors/20429 says that it was not processed; a
// 429 with a product's own code, such as 60203, is a limit that stays.
func judgeStatus(status int, code ErrorCode) outcome {
	switch {
	case status == http.StatusTooManyRequests:
		if code == 0 || code == CodeTooManyRequests || code == CodeTooManyConcurrentRequests {
			return outcomeThrottled
		}
		return outcomeRejected
	case neverProcessed(code):
		return outcomeRejected
	case status == http.StatusRequestTimeout, status < 400, status >= 500:
		return outcomeUnknown
	}
	return outcomeRejected
}

// neverProcessed knows the codes that Twilio gives before it does anything,
// whatever the status. https://www.twilio.com/docs/errors/20422
func neverProcessed(code ErrorCode) bool {
	return code == CodeParameterMalformed || code == CodeSIDMalformed
}

// requestID is what the last answer says of itself; whoever answers writes it.
func (x *exchange) requestID() string {
	id := x.last.header.Get("Twilio-Request-Id")
	if id == "" {
		return ""
	}
	return oneLine(x.client.redact(id))
}

// attrs are what may be logged of an attempt.
func (r *attemptResult) attrs(x *exchange, more ...slog.Attr) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("op", x.op.name), slog.String("method", x.op.method), slog.Int("attempt", x.attempts),
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
	if !logger.Enabled(x, slog.LevelDebug) {
		return
	}
	logger.LogAttrs(x, slog.LevelDebug, "twilio: attempt", x.last.attrs(x,
		slog.String("outcome", x.last.outcome.String()), slog.Duration("duration", x.last.ended.Sub(x.last.started)))...)
}

// What ends an attempt by time; both are a [net.Error].
var (
	errAttemptTimeout net.Error = attemptTimeoutError{"the attempt timed out"}
	errClientTimeout  net.Error = attemptTimeoutError{"the attempt timed out: Client.Timeout of the http.Client exceeded"}
)

type attemptTimeoutError struct{ text string }

func (e attemptTimeoutError) Error() string { return e.text }
func (attemptTimeoutError) Timeout() bool   { return true }
func (attemptTimeoutError) Temporary() bool { return true }

// Is matches context.DeadlineExceeded, as the time-outs of net/http do.
func (attemptTimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// attemptContext ends an attempt after its time-out. The body of a download may
// take longer, unless the Timeout of the caller's http.Client bounds it.
type attemptContext struct {
	cancel        context.CancelCauseFunc
	timer         *time.Timer
	clientTimeout *time.Timer // nil for none
}

func newAttemptContext(parent context.Context, cfg *config) (context.Context, attemptContext) {
	ctx, cancel := context.WithCancelCause(parent)
	a := attemptContext{cancel: cancel, timer: time.AfterFunc(cfg.timeout, func() { cancel(errAttemptTimeout) })}
	if cfg.clientTimeout > 0 {
		a.clientTimeout = time.AfterFunc(cfg.clientTimeout, func() { cancel(errClientTimeout) })
	}
	return ctx, a
}

func (a attemptContext) keepForBody() { a.timer.Stop() }

func (a attemptContext) release() {
	a.timer.Stop()
	if a.clientTimeout != nil {
		a.clientTimeout.Stop()
	}
	a.cancel(nil)
}

// attemptFailure says why an attempt failed: the caller's context, the attempt's
// time-out, or what the transport says, without what it shows of the request.
func (x *exchange) attemptFailure(ctx context.Context, out *http.Request, err error) error {
	if ended := attemptEnded(ctx, x); ended != nil {
		return ended
	}
	return x.withoutRequest(out, err)
}

// attemptEnded is contextError of the caller's context or the attempt's time-out,
// nil when neither has ended.
func attemptEnded(ctx context.Context, x *exchange) error {
	if ended := contextError(x); ended != nil {
		return ended
	}
	switch cause := context.Cause(ctx); cause { //nolint:errorlint // one of ours, as it was given
	case errAttemptTimeout, errClientTimeout:
		return cause
	}
	return nil
}

// contextError is ctx.Err() with the cause that the caller gave, if any.
func contextError(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return nil
	}
	if cause := context.Cause(ctx); !errors.Is(err, cause) {
		return &contextCauseError{err, cause}
	}
	return err
}

// contextErrorOr is contextError, or err when the context goes on.
func contextErrorOr(ctx context.Context, err error) error {
	if ended := contextError(ctx); ended != nil {
		return ended
	}
	return err
}

type contextCauseError struct{ err, cause error }

func (e *contextCauseError) Error() string   { return e.err.Error() + ": " + e.cause.Error() }
func (e *contextCauseError) Unwrap() []error { return []error{e.err, e.cause} }

// bodies holds buffers for answers: decoding copies what it keeps of them.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxKeptBuffer keeps one large list from occupying memory for good, in bytes.
const maxKeptBuffer = 64 << 10

// releaseBody gives back what readBounded borrowed. Nothing may read x.last.body
// afterwards.
func (x *exchange) releaseBody() {
	if x.buffer != nil && x.buffer.Cap() <= maxKeptBuffer {
		bodies.Put(x.buffer)
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
		x.buffer, _ = bodies.Get().(*bytes.Buffer)
	}
	x.buffer.Reset()
	_, err := x.buffer.ReadFrom(io.LimitReader(body, saturatedNext(limit)))
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
