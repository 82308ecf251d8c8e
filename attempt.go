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
	"net/url"
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
)

var outcomeNames = [...]string{"no attempt", "not sent", "throttled", "rejected", "done", "no usable answer"}

func (o outcome) String() string { return outcomeNames[o] }

// repeatable is the heart of the promise never to send twice: a create is
// repeated only when it is certain that nothing was done.
func (o outcome) repeatable(class Class) bool {
	switch o {
	case outcomeNotSent, outcomeThrottled:
		return true
	case outcomeUnknown:
		return class != ClassCreate
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
	apiErr     *Error        // the answer, when it is no 2xx
	err        error         // why there is no answer, or why it could not be read
	retryAfter time.Duration
	started    time.Time
	ended      time.Time
	stage      Stage // how far it got
	written    int64 // bytes on the wire, -1 when nobody counts them
	unsigned   bool  // the signer failed, and would again
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
	t.client.throttle.learn(x)
	x.logAttempt()
	return resp, err
}

func (t attemptTransport) attempt(req *http.Request, x *exchange) (*http.Response, error) {
	if err := contextError(x); err != nil {
		x.last.outcome, x.last.err = outcomeNotSent, err
		return nil, err
	}
	x.attempts++
	ctx, stop := newAttemptContext(req.Context(), t.client.config.timeout)
	out := x.outgoing(x.seen.watch(ctx, t.client.config.httpClient == nil), req)
	if err := x.sign(ctx, out); err != nil {
		stop.release()
		x.last.outcome, x.last.err, x.last.unsigned = outcomeNotSent, err, true
		return nil, err
	}
	resp, err := t.client.roundTrip(out)
	if err == nil && x.op.stream && isRedirect(resp.StatusCode) {
		resp, err = t.client.followMedia(ctx, resp)
	}
	if err != nil {
		stop.release()
		x.last.judgeFailure(attemptFailure(ctx, x, err), x.seen.nothingSent())
		x.last.stage, x.last.written = x.seen.stage(), x.seen.written()
		return nil, x.last.err
	}
	x.last.judge(x, resp)
	x.last.stage, x.last.written = StageAnswer, x.seen.written()
	if x.last.stream != nil {
		stop.keepForBody() // from here on the caller's context bounds the body
		x.last.stream = newStreamBody(x.last.stream, x.options.limit(-1), stop.release)
		resp.Body = x.last.stream
		return resp, nil
	}
	if x.last.err != nil {
		x.last.err = attemptFailure(ctx, x, x.last.err)
	}
	stop.release()
	resp.Body = http.NoBody
	return resp, nil
}

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
func (r *attemptResult) judge(x *exchange, resp *http.Response) {
	r.status, r.header = resp.StatusCode, resp.Header
	r.retryAfter = parseRetryAfter(resp.Header)
	if r.status/100 == 2 && x.op.stream {
		r.stream, r.outcome = resp.Body, outcomeDone
		return
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end or given up
	if r.status/100 == 2 {
		r.body, r.err = x.readBounded(resp.Body, x.options.limit(maxJSONBody), resp.ContentLength)
		r.outcome = outcomeDone
		if r.err != nil {
			r.outcome = unreadable(r.err)
		}
		return
	}
	body, _ := x.readBounded(resp.Body, maxErrorBody, resp.ContentLength) // what could be read of an error is better than none
	r.apiErr = &Error{
		Op: x.op.name, Status: r.status, RequestID: requestID(r.header), RetryAfter: r.retryAfter,
	}
	r.apiErr.readErrorBody(body)
	r.outcome = judgeStatus(r.status, r.apiErr.Code)
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

func requestID(header http.Header) string { return header.Get("Twilio-Request-Id") }

// attrs are what may be logged of an attempt.
func (r *attemptResult) attrs(x *exchange, more ...slog.Attr) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("op", x.op.name), slog.String("method", x.op.method), slog.Int("attempt", x.attempts),
	}
	if r.status != 0 {
		attrs = append(attrs, slog.Int("status", r.status), slog.String("request_id", requestID(r.header)))
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

// errAttemptTimeout is the cause of an attempt's end by its own time-out.
var errAttemptTimeout error = attemptTimeoutError{}

type attemptTimeoutError struct{}

func (attemptTimeoutError) Error() string { return "the attempt timed out" }
func (attemptTimeoutError) Timeout() bool { return true }

// Is matches context.DeadlineExceeded, as the time-outs of net/http do.
func (attemptTimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// attemptContext ends an attempt after its time-out, or frees a stream from it.
type attemptContext struct {
	cancel context.CancelCauseFunc
	timer  *time.Timer
}

func newAttemptContext(parent context.Context, timeout time.Duration) (context.Context, attemptContext) {
	ctx, cancel := context.WithCancelCause(parent)
	return ctx, attemptContext{cancel, time.AfterFunc(timeout, func() { cancel(errAttemptTimeout) })}
}

func (a attemptContext) keepForBody() { a.timer.Stop() }

func (a attemptContext) release() {
	a.timer.Stop()
	a.cancel(nil)
}

// attemptFailure says why an attempt failed: the caller's context, the attempt's
// time-out, or what the transport says, without the URL that it may show.
func attemptFailure(ctx context.Context, x *exchange, err error) error {
	if ended := attemptEnded(ctx, x); ended != nil {
		return ended
	}
	var urlErr *url.Error
	if errors.As(err, &urlErr) {
		return urlErr.Err
	}
	return err
}

// attemptEnded is contextError of the caller's context or the attempt's time-out,
// nil when neither has ended.
func attemptEnded(ctx context.Context, x *exchange) error {
	if ended := contextError(x); ended != nil {
		return ended
	}
	if errors.Is(context.Cause(ctx), errAttemptTimeout) {
		return errAttemptTimeout
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
// buffer. What was read before an error is returned beside it.
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
	return x.buffer.Bytes(), err
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
