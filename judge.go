package twilio

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio/internal/redact"
)

// Outcome is the effect that an attempt, or a whole call, is known to have had.
type Outcome uint8

const (
	// OutcomeNone says that no attempt was made.
	OutcomeNone Outcome = iota
	// OutcomeNotSent is certain: nothing reached Twilio.
	OutcomeNotSent
	// OutcomeThrottled is a 429 that was never processed.
	OutcomeThrottled
	// OutcomeRejected is another answer that ends the matter.
	OutcomeRejected
	// OutcomeDone is a 2xx that was read whole.
	OutcomeDone
	// OutcomeUnknown came without a usable answer: the request may have been carried out.
	OutcomeUnknown
	// OutcomeTokenRefused is a 401 for the access token, before anything was done. The call
	// has another try.
	OutcomeTokenRefused
)

var outcomeNames = [...]string{"no attempt", "not sent", "throttled", "rejected", "done", "no usable answer", "access token refused"}

// String is the outcome in words, as logs and [RetryEvent] have it: "not sent".
func (o Outcome) String() string {
	if int(o) >= len(outcomeNames) {
		return "Outcome(" + strconv.Itoa(int(o)) + ")"
	}
	return outcomeNames[o]
}

// repeatable is the heart of the promise never to send twice: a request that is not known to
// be harmless is repeated only when it is certain that nothing was done.
func (o Outcome) repeatable(class Class) bool {
	switch o {
	case OutcomeNotSent, OutcomeThrottled, OutcomeTokenRefused:
		return true
	case OutcomeUnknown:
		return class.harmless()
	default:
		return false
	}
}

// attemptResult is the result of one attempt for the retry policy, the
// decoder and the errors.
type attemptResult struct {
	outcome    Outcome
	unsigned   bool // there was no token or no signature to be had, nor would be at once
	status     int  // 0 when no answer came
	header     http.Header
	body       []byte        // of a 2xx that was read whole, or as far as it went
	stream     io.ReadCloser // instead of body, for an operation that streams
	length     int64         // of the stream, -1 when it is unknown
	read       int64         // bytes of the body, when it is no stream
	apiErr     *Error        // the answer, when it is no 2xx
	err        error         // why there is no answer, or why it could not be read
	retryAfter time.Duration
	started    time.Time
	ended      time.Time
	stage      Stage // how far it got
	written    int64 // bytes on the wire, -1 when nobody counts them
}

// judgeFailure records that no answer came.
func (r *attemptResult) judgeFailure(err error, nothingSent bool) {
	r.err = err
	r.outcome = OutcomeUnknown
	var refused redirectError
	switch {
	case nothingSent:
		r.outcome = OutcomeNotSent
	case errors.As(err, &refused):
		r.outcome = OutcomeRejected // it would be refused again
	}
}

// judge reads the answer and decides what it proves.
func (r *attemptResult) judge(ctx context.Context, x *exchange, resp *http.Response) {
	r.status, r.header = resp.StatusCode, resp.Header
	r.retryAfter = parseRetryAfter(resp.Header, x.client.config.clock)
	if r.status/100 == 2 && x.stream {
		r.stream, r.length, r.outcome = resp.Body, fileLength(resp), OutcomeDone
		return
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end or given up
	if !x.client.ownTransport() {
		defer closeWhenDone(ctx, resp.Body)()
	}
	if r.status/100 == 2 {
		r.body, r.err = x.readBounded(resp.Body, x.options.limit(maxJSONBody), resp.ContentLength)
		r.read = int64(len(r.body))
		r.outcome = OutcomeDone
		if r.err != nil {
			r.outcome = unreadable(r.err)
		}
		return
	}
	r.apiErr = &Error{
		Op: x.op.Name, Status: r.status, RequestID: x.requestID(), RetryAfter: r.retryAfter,
	}
	if r.status != http.StatusSwitchingProtocols { // the bytes after a 101 are no body, and end when the server likes
		body, _ := x.readBounded(resp.Body, maxErrorBody, resp.ContentLength) // a part of an error is better than none
		r.apiErr.read(body, x.client.secrets())
		r.read = int64(len(body))
	}
	r.outcome = judgeStatus(r.status, r.apiErr.Code)
	if r.status == http.StatusNotModified && x.op.Method == http.MethodGet {
		r.outcome = OutcomeRejected // If-None-Match was met: it would be met again
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
func unreadable(err error) Outcome {
	var tooLarge *TooLargeError
	if errors.As(err, &tooLarge) {
		return OutcomeDone
	}
	return OutcomeUnknown
}

// judgeStatus decides what an answer other than a 2xx proves.
// https://www.twilio.com/docs/errors/20429 says that it was not processed; a
// 429 with a product's own code, such as 60203, is a limit that stays.
func judgeStatus(status int, code ErrorCode) Outcome {
	switch {
	case status == http.StatusTooManyRequests:
		if code == 0 || code == CodeTooManyRequests || code == CodeTooManyConcurrentRequests {
			return OutcomeThrottled
		}
		return OutcomeRejected
	case neverProcessed(code):
		return OutcomeRejected
	case status == http.StatusRequestTimeout, status < 400, status >= 500:
		return OutcomeUnknown
	}
	return OutcomeRejected
}

// reachedOwnLimit reports that the request came up against a limit which the account
// has set for some of its requests, such as those of one device. Their limit is no
// reason to hold up the others, and it stays however soon the request is repeated.
// https://www.twilio.com/docs/verify/api/programmable-rate-limits
func (r *attemptResult) reachedOwnLimit() bool {
	return r.status == http.StatusTooManyRequests && r.header.Get("Twilio-Reached-Rate-Limit") != ""
}

// neverProcessed knows the codes that Twilio gives before it does anything,
// whatever the status. https://www.twilio.com/docs/errors/20422
func neverProcessed(code ErrorCode) bool {
	return code == CodeParameterMalformed || code == CodeSIDMalformed
}

// requestID is the ID that the last answer gives itself. Whoever answers writes it.
func (x *exchange) requestID() string {
	id := x.last.header.Get("Twilio-Request-Id")
	if id == "" {
		return ""
	}
	return redact.Line(x.client.redact(id))
}
