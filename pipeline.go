package twilio

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/seed15d99369/twilio/internal/redact"
	"github.com/seed15d99369/twilio/internal/wire"
)

// exchange is a prepared call and its attempts. It travels in the context of its
// requests, so that the attempt beneath go-retryablehttp finds it.
type exchange struct {
	prepared

	client *Client
	ctx    context.Context //nolint:containedctx // of the call, and of its record when there is one
	buffer *answerBuffer   // holds the body of the last answer

	attempts  int // that were begun
	sent      int // of them, those that had a token and a signature, and went to the transport
	last      attemptResult
	seen      *wire.Evidence // of the last attempt
	firstSeen wire.Evidence  // of the first attempt
	gate      *recordGate    // through which requests must pass, nil when there is no record
	wait      time.Duration  // before the next attempt
	waitErr   error          // why that wait ended early
	token     *accessToken   // that the last attempt went out with, nil for none

	unknownFrom  time.Time // when the first attempt began that may have been carried out
	unknownSeen  bool      // there was one before the last attempt
	reauthorized bool      // the call was repeated, or was to be, because its token was refused
	asked        bool      // the wait before the next attempt is a pause that Twilio asked for
	after        Outcome   // of the attempt before the last one

	pass pass       // of the limiter, for the attempt that waits or is under way
	link createLink // with the other creates under way, for claims

	trace *callTrace // nil unless somebody is told of the call
}

// requestContext is an exchange as the context of its requests, in which the attempt
// beneath go-retryablehttp finds it. It is context.WithValue without an allocation.
type requestContext exchange

type exchangeKey struct{}

func (c *requestContext) Deadline() (time.Time, bool) { return c.ctx.Deadline() }
func (c *requestContext) Done() <-chan struct{}       { return c.ctx.Done() }
func (c *requestContext) Err() error                  { return c.ctx.Err() }

// Value finds the exchange beside the values of the call's context.
func (c *requestContext) Value(key any) any {
	if key == (exchangeKey{}) {
		return (*exchange)(c)
	}
	return c.ctx.Value(key)
}

// exchangeOf returns the exchange of a request that send has made.
func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// send is the pipeline: prepare the call, attempt it as often as it may be, and end
// with an answer of success or an error. Whoever reads the answer tells the end of the
// call with endTrace, and calls finish.
func (c *Client) send(ctx context.Context, b BoundOperation, opts []CallOption) (*exchange, error) {
	if err := c.checkMade(b.op.Name, opts); err != nil {
		return nil, err
	}
	x := &exchange{client: c, ctx: ctx}
	err := x.prepare(ctx, c, b, opts)
	x.beginTrace()
	if err == nil {
		err = x.beginRecord()
	}
	if err != nil {
		x.fillResponseInfo(nil)
		return nil, x.endTrace(err)
	}
	x.beginClaim()
	answered := false
	defer func() {
		if !answered { // or something of the caller's has panicked
			x.claimNothing()
			_ = x.endTrace(errPanicked)
		}
	}()
	x.run()
	if answered = x.succeeded(); !answered {
		err = x.finalError()
	}
	x.endRecord(err)
	x.fillResponseInfo(err)
	if err != nil {
		x.releaseBody()
		return nil, x.endTrace(err)
	}
	return x, nil
}

// checkMade refuses a client that New has not made.
func (c *Client) checkMade(op string, opts []CallOption) error {
	if c != nil && c.loop != nil {
		return nil
	}
	forgetInfo(opts)
	return paramError(op, "client", "was not made by New", "make one with twilio.New or twilio.NewFromEnv")
}

// run sends the request until the matter is settled; the exchange holds what
// came of it, so the loop's own result is not needed.
func (x *exchange) run() {
	defer x.pass.end(x.ctx, LimitedResult{}) // of an attempt that was not made
	if err := x.waitForFirst(); err != nil {
		x.last = attemptResult{outcome: OutcomeNotSent, err: err}
		return
	}
	req := x.client.request((*requestContext)(x), &x.prepared)
	resp, err := x.client.loop.Do(&retryablehttp.Request{Request: req}) //nolint:bodyclose // empty, or the exchange's stream
	switch {
	case x.last.outcome == OutcomeNone: // refused by net/http before our transport saw it
		x.last = attemptResult{outcome: OutcomeNotSent, err: x.attemptFailure(x.ctx, req, err)}
	case x.last.stream != nil && resp != nil:
		x.last.stream = resp.Body
	}
}

// succeeded reports a 2xx that was read whole, or a deletion whose first attempt
// must have been the one that succeeded.
func (x *exchange) succeeded() bool {
	if x.unknownSeen && x.op.Method == http.MethodDelete && x.last.status == http.StatusNotFound {
		return true
	}
	return x.last.outcome == OutcomeDone && x.last.err == nil
}

// creates reports that a failure of unknown outcome has to be told as one. A caller's
// [Idempotent] does not change that.
func (x *exchange) creates() bool { return x.class == ClassCreate }

func (x *exchange) fillResponseInfo(err error) {
	if x.options.info == nil {
		return
	}
	if errors.Is(err, ErrOutcomeUnknown) {
		x.last.retryAfter = 0 // no hint to do it again
	}
	*x.options.info = ResponseInfo{
		Status: x.last.status, Header: x.client.secrets().Header(x.last.header), RequestID: x.requestID(), Attempts: x.sent,
		RetryAfter: x.last.retryAfter, ConcurrentRequests: headerInt(x.last.header, "Twilio-Concurrent-Requests"),
	}
}

// finalError turns the last attempt into the error that the caller sees.
func (x *exchange) finalError() error {
	err := x.attemptError()
	uncertain := x.creates() && (x.unknownSeen || x.last.outcome == OutcomeUnknown || x.last.outcome == OutcomeDone)
	if stopped := x.stopped(uncertain); stopped != nil && !errors.Is(err, stopped) {
		err = &stoppedError{err, stopped}
	}
	if uncertain {
		return x.outcomeUnknown(err)
	}
	return err
}

// stopped returns the reason that kept the call from going on, nil if it had come to its end.
func (x *exchange) stopped(uncertain bool) error {
	switch {
	case x.waitErr != nil:
		return x.waitErr
	case (uncertain || x.mayRepeat()) && !errors.Is(x.last.err, context.Cause(x.ctx)):
		return contextError(x.ctx)
	}
	return nil
}

// attemptError is the last attempt's failure by itself.
func (x *exchange) attemptError() error {
	notSent := !x.unknownSeen && (x.last.outcome == OutcomeNotSent || x.last.outcome == OutcomeThrottled)
	switch r := &x.last; {
	case r.apiErr != nil:
		r.apiErr.notSent = notSent || !x.unknownSeen && neverProcessed(r.apiErr.Code)
		r.apiErr.afterUnknown = x.unknownSeen
		return r.apiErr
	case r.status != 0:
		return x.decodeError(r.err)
	default:
		return &TransportError{Op: x.op.Name, Attempts: x.sent, Err: r.err, notSent: notSent}
	}
}

func (x *exchange) decodeError(err error) error {
	text := err.Error()
	if clean := x.client.redact(text); clean != text { // a decoder may quote the answer
		err = redact.NewError(clean, err)
	}
	return &DecodeError{Op: x.op.Name, Status: x.last.status, RequestID: x.requestID(), Err: err}
}

// outcomeUnknown keeps every hint to try again out of the reason.
func (x *exchange) outcomeUnknown(err error) error {
	if apiErr := x.last.apiErr; apiErr != nil {
		apiErr.uncertain, apiErr.RetryAfter = true, 0
	}
	unknown := &OutcomeUnknownError{
		Op: x.op.Name, AccountSID: x.account, SID: x.madeSID(), Attempts: x.sent,
		Stage: x.last.stage, BytesSent: x.last.written, Started: x.last.started, Ended: x.last.ended, Err: err,
		create: x.createName(), reconciledBy: x.op.ReconciledBy, ctx: x.forLater(),
	}
	if x.unknownSeen {
		unknown.Started = x.unknownFrom
	}
	x.claimNamed(unknown)
	return unknown
}

// createName returns a name that no other create has.
func (x *exchange) createName() string {
	if r := x.options.record; r != nil {
		return r.Fingerprint // salted
	}
	return rand.Text()
}
