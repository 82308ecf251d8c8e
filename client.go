package twilio

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// operation is one thing that Twilio can do for us, written once beside its
// method. The log, the errors, the retry policy and the tests all speak of it.
type operation struct {
	name   string // "Messages.Create"
	method string
	host   string // the first label of Twilio's host: "api"
	path   string // with placeholders and the kinds of their SIDs: "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid:SM|MM}.json"
	class  Class  // only where it does not follow from the method; see [Class.of]
	proof  string // the key of the answer that proves a create; "" is the SID
	mints  string // the kinds of SIDs of what every call makes anew: a known one is another call's answer; "" when no call does
	list   string // the key of a list's items, "" when the answer is no list
	stream bool   // the answer is a file: the attempt ends at its header
	open   bool   // it takes no Authorization header

	settledBy string // the reconciliation that finds what a create made, "" when there is none: "Messages.Reconcile"
}

const (
	hostAPI          = "api"
	accountParam     = "AccountSid"
	phoneNumberParam = "PhoneNumber"
	accountPrefix    = "/2010-04-01/Accounts/{AccountSid}"
)

// call is an operation bound to its ids and parameters.
type call struct {
	op     *operation
	ids    []string // fill the placeholders other than the account, in order
	params any      // a params struct or url.Values: the query of a GET or DELETE, else the body
	query  url.Values
	json   any    // instead of params, as a JSON body
	link   string // rawQuery of a next page, instead of params
}

func (o *operation) on(ids ...string) call { return call{op: o, ids: ids} }
func (o *operation) with(params any) call  { return call{op: o, params: params} }
func (c call) with(params any) call        { c.params = params; return c }
func (o *operation) hasBody() bool {
	return o.method != http.MethodGet && o.method != http.MethodDelete
}
func (o *operation) hasAccount() bool { return strings.Contains(o.path, "{"+accountParam+"}") }

// validator is a params struct with fields that decide together what can never
// succeed. What one field decides is in its tag, see package form.
type validator interface{ validate(*checks) }

// exchange is one call on its way: what is sent, and what the attempts left. It
// travels as the context of its requests.
type exchange struct {
	context.Context //nolint:containedctx // it is a context

	client   *Client
	op       *operation
	class    Class
	options  callOptions
	problems checks
	account  string   // for which the call is made
	ids      []string // fill the other placeholders of the path
	body     []byte   // nil when there is none
	bodyType []string // its media type, as a header's value

	buffer *bytes.Buffer // holds the body of the last answer

	attempts    int // that were begun
	sent        int // of them, those that had a token and a signature, and went to the transport
	last        attemptResult
	seen        *evidence     // of the last attempt
	firstSeen   evidence      // of the first attempt
	gate        *recordGate   // through which what is sent must pass, nil when there is no record
	unknownSeen bool          // an earlier attempt may have been carried out
	unknownFrom time.Time     // when the first of those began
	wait        time.Duration // before the next attempt
	waitErr     error         // why that wait ended early

	token        *accessToken // that the last attempt went out with, nil for none
	reauthorized bool         // the call was repeated, or was to be, because its token was refused

	link createLink // with the other creates under way, for claims
}

// Header values are shared by all requests; a capacity of one keeps an Add of a
// caller's RoundTripper from reaching the next request.
var (
	typeJSON = []string{"application/json"}
	typeForm = []string{"application/x-www-form-urlencoded"}
	noCache  = []string{"no-cache"}
)

type exchangeKey struct{}

// Value finds the exchange itself beside what the caller's context holds.
func (x *exchange) Value(key any) any {
	if key == (exchangeKey{}) {
		return x
	}
	return x.Context.Value(key)
}

func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange) // all requests of the loop come from send
	return x
}

// do makes a call and decodes its answer. All operations with a JSON answer go
// through it; what differs between them is in the operation and in T.
func do[T any](ctx context.Context, c *Client, call call, opts []CallOption) (*T, error) {
	x, err := c.send(ctx, call, opts)
	if err != nil {
		return nil, err
	}
	defer x.releaseBody()
	result := new(T)
	if err := x.decode(result); err != nil {
		return nil, err
	}
	return result, nil
}

// settle ends a call that converges. Refused as a conflict after an attempt whose
// outcome is unknown, it may be that very attempt which did the work: the
// resource tells.
func settle[T any](result *T, err error, get func() (*T, error), done func(*T) bool) (*T, error) {
	var apiErr *Error
	if !errors.As(err, &apiErr) || !apiErr.afterUnknown || !apiErr.isConflict() {
		return result, err
	}
	if found, getErr := get(); getErr == nil && done(found) {
		return found, nil
	}
	return nil, err
}

// exec makes a call whose answer has no body.
func exec(ctx context.Context, c *Client, call call, opts []CallOption) error {
	x, err := c.send(ctx, call, opts)
	if err != nil {
		return err
	}
	x.releaseBody()
	return nil
}

// send is the pipeline: validate, encode, build the request, attempt it as often
// as it may be, and end with an answer of success or an error.
func (c *Client) send(ctx context.Context, call call, opts []CallOption) (*exchange, error) {
	x := &exchange{Context: ctx, client: c, op: call.op, class: call.op.class.of(call.op.method), account: c.accountSID, ids: call.ids}
	req, err := x.prepare(call, opts)
	if err == nil {
		err = x.beginRecord()
	}
	if err != nil {
		x.fillResponseInfo(nil)
		return nil, err
	}
	x.beginClaim()
	answered := false
	defer func() {
		if !answered { // or what the caller supplied has panicked
			x.claimNothing()
		}
	}()
	x.run(req)
	answered = x.succeeded()
	if !answered {
		err = x.finalError()
		x.endRecord(err)
		x.fillResponseInfo(err)
		x.releaseBody()
		return nil, err
	}
	x.endRecord(nil)
	x.fillResponseInfo(nil)
	return x, nil
}

// run sends the request until the matter is settled; the exchange holds what
// came of it, so the loop's own result is not needed.
func (x *exchange) run(req *http.Request) {
	if err := x.waitForFirst(); err != nil {
		x.last = attemptResult{outcome: outcomeNotSent, err: err}
		return
	}
	resp, err := x.client.loop.Do(&retryablehttp.Request{Request: req}) //nolint:bodyclose // empty, or the exchange's stream
	switch {
	case x.last.outcome == outcomeNone: // refused by net/http before our transport saw it
		x.last = attemptResult{outcome: outcomeNotSent, err: x.attemptFailure(x, req, err)}
	case x.last.stream != nil && resp != nil:
		x.last.stream = resp.Body
	}
}

// succeeded reports a 2xx that was read whole, or a deletion whose first attempt
// must have been the one that succeeded.
func (x *exchange) succeeded() bool {
	if x.unknownSeen && x.op.method == http.MethodDelete && x.last.status == http.StatusNotFound {
		return true
	}
	return x.last.outcome == outcomeDone && x.last.err == nil
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
		Status: x.last.status, Header: x.redactedHeader(), RequestID: x.requestID(), Attempts: x.sent,
		RetryAfter: x.last.retryAfter, ConcurrentRequests: headerInt(x.last.header, "Twilio-Concurrent-Requests"),
	}
}

// finalError turns the last attempt into what the caller sees.
func (x *exchange) finalError() error {
	err := x.attemptError()
	uncertain := x.creates() && (x.unknownSeen || x.last.outcome == outcomeUnknown || x.last.outcome == outcomeDone)
	if stopped := x.stopped(uncertain); stopped != nil && !errors.Is(err, stopped) {
		err = &stoppedError{err, stopped}
	}
	if uncertain {
		return x.outcomeUnknown(err)
	}
	return err
}

// stopped returns what kept the call from going on, nil if it had come to its end.
func (x *exchange) stopped(uncertain bool) error {
	switch {
	case x.waitErr != nil:
		return x.waitErr
	case (uncertain || x.mayRepeat()) && !errors.Is(x.last.err, context.Cause(x)):
		return contextError(x)
	}
	return nil
}

// attemptError is the last attempt's failure by itself.
func (x *exchange) attemptError() error {
	notSent := !x.unknownSeen && (x.last.outcome == outcomeNotSent || x.last.outcome == outcomeThrottled)
	switch r := &x.last; {
	case r.apiErr != nil:
		r.apiErr.notSent = notSent || !x.unknownSeen && neverProcessed(r.apiErr.Code)
		r.apiErr.afterUnknown = x.unknownSeen
		return r.apiErr
	case r.status != 0:
		return x.decodeError(r.err)
	default:
		return &TransportError{Op: x.op.name, Attempts: x.sent, Err: r.err, notSent: notSent}
	}
}

func (x *exchange) decodeError(err error) error {
	text := err.Error()
	if clean := x.client.redact(text); clean != text { // a decoder may quote what it read
		err = &redactedError{clean, err}
	}
	return &DecodeError{Op: x.op.name, Status: x.last.status, RequestID: x.requestID(), Err: err}
}

// outcomeUnknown keeps every hint to try again out of the reason.
func (x *exchange) outcomeUnknown(err error) error {
	if apiErr := x.last.apiErr; apiErr != nil {
		apiErr.uncertain, apiErr.RetryAfter = true, 0
	}
	unknown := &OutcomeUnknownError{
		Op: x.op.name, AccountSID: x.account, SID: x.madeSID(), Attempts: x.sent,
		Stage: x.last.stage, BytesSent: x.last.written, Started: x.last.started, Ended: x.last.ended, Err: err,
		create: x.createName(),
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
