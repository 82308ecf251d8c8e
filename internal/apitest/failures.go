package apitest

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// html is what a gateway says.
const html = "<html><body>we are sorry</body></html>"

// throttled is Twilio's refusal of a request that it has not processed.
const throttled = `{"code":20429,"message":"Too Many Requests","more_info":"https://www.twilio.com/docs/errors/20429","status":429}`

// limited is a limit of a product, which stays whatever is sent again.
const limited = `{"code":60203,"message":"Max send attempts reached","more_info":"https://www.twilio.com/docs/errors/60203","status":429}`

const notFound = `{"code":20404,"message":"The requested resource was not found","more_info":"https://www.twilio.com/docs/errors/20404","status":404}`

// failures looks at what happens when there is no usable answer.
func (c *check) failures() {
	c.t.Helper()
	c.fails("a connection that is cut", reply{err: errCut}, failure{repeated: c.repeats(), unknown: c.creates(), is: errCut})
	c.fails("500 with HTML", reply{status: 500, body: html}, failure{repeated: c.repeats(), unknown: c.creates(), is: twilio.ErrServer})
	c.fails("503 with JSON", reply{status: 503, body: `{"code":20503,"message":"Service unavailable"}`}, failure{repeated: c.repeats(), unknown: c.creates(), is: twilio.ErrServer})
	c.fails("429 with code 20429", reply{status: 429, body: throttled}, failure{repeated: true, is: twilio.ErrRateLimited})
	c.fails("429 with the code of a product", reply{status: 429, body: limited}, failure{is: twilio.ErrRateLimited})
	if !c.isDelete() {
		c.fails("404", reply{status: 404, body: notFound}, failure{is: twilio.ErrNotFound})
	}
	c.useless()
	c.cancelledBefore()
	c.cancelledDuring()
}

// repeats reports an operation that is sent again after a lost answer.
func (c *check) repeats() bool { return !c.creates() || c.row.Repeated }

func (c *check) isDelete() bool { return c.official.Method == http.MethodDelete }

// failure is how a call has to fail.
type failure struct {
	repeated bool  // the request is sent as often as the policy allows
	unknown  bool  // the outcome is unknown
	is       error // errors.Is finds it
}

// fails answers all requests alike and looks at the error and at the requests.
func (c *check) fails(how string, answer reply, want failure) {
	c.t.Helper()
	w := always(answer)
	r := c.do(w, c.valid())
	c.checkFailure(how, &r, want)
	requests := 1
	if want.repeated {
		requests = maxAttempts
	}
	switch got := len(w.sent); {
	case got == 0: // refused, which requests reports
	case got > requests:
		c.fault("after %s the request was sent %d times and not %d: the class of the operation lets it be repeated, and the row says that it must not be", how, got, requests)
	case got < requests:
		c.fault("after %s the request was sent %d times and not %d: the operation is not repeatable, and its row says that it is: write Class: twilio.ClassIdempotent into the operation", how, got, requests)
	}
}

func (c *check) checkFailure(how string, r *result, want failure) {
	c.t.Helper()
	if r.err == nil {
		c.fault("after %s there is no error", how)
		return
	}
	c.checkText(r.err)
	if want.is != nil && !errors.Is(r.err, want.is) {
		c.fault("after %s the error is %v, which errors.Is does not find to be %v", how, r.err, want.is)
	}
	if unknown := errors.Is(r.err, twilio.ErrOutcomeUnknown); unknown != want.unknown {
		c.fault("after %s the outcome is unknown: %t and not %t: %v", how, unknown, want.unknown, r.err)
	}
	if name, named := operationName(r.err); named && name != c.opName() {
		c.fault("its errors name it %q: write Name: %q into the operation", name, c.opName())
	}
	if c.result != resultAll && c.result != resultNone && !r.isNil() {
		c.fault("after %s there is a result beside the error", how)
	}
	if c.result == resultAll && (len(r.items) > 0 || r.errs != 1) {
		c.fault("after %s it yields %d items and %d errors and not one error", how, len(r.items), r.errs)
	}
}

// private is what no error may show: credentials, addresses, bodies, whole numbers.
var private = regexp.MustCompile(secret + `|://|twilio\.com|/20\d\d-|/v\d+/|<html>|\+?\d{9,}`)

// sids are what an error may show.
var sids = regexp.MustCompile(`\b[A-Z]{2}[0-9a-f]{32}\b`)

// checkText wants one printable line, which names the operation and shows nothing that
// is nobody's business.
func (c *check) checkText(err error) {
	c.t.Helper()
	text := err.Error()
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) || !strings.Contains(text, c.opName()) {
		c.fault("the text of its error is not one printable line that names %s: %q", c.opName(), text)
	}
	if found := private.FindString(sids.ReplaceAllString(text, "")); found != "" {
		c.fault("the text of its error shows %q: %q", found, text)
	}
}

// operationName is the operation that an error names.
func operationName(err error) (name string, named bool) {
	var unknown *twilio.OutcomeUnknownError
	var answer *twilio.Error
	var transport *twilio.TransportError
	var decode *twilio.DecodeError
	var refused *twilio.ParamError
	switch {
	case errors.As(err, &unknown):
		return unknown.Op, true
	case errors.As(err, &answer):
		return answer.Op, true
	case errors.As(err, &transport):
		return transport.Op, true
	case errors.As(err, &decode):
		return decode.Op, true
	case errors.As(err, &refused):
		return refused.Op, true
	}
	return "", false
}

// useless looks at answers of success that cannot be read. A method that reads no
// answer takes them.
func (c *check) useless() {
	c.t.Helper()
	if c.result == resultFile || c.result == resultNone && !c.creates() || c.kind() == contract.NoAnswer {
		return
	}
	full := c.full()
	bodies := map[string]string{
		"an answer that is cut short": full.body[:len(full.body)/2],
		"an empty answer":             "",
		"HTML with the status 200":    html,
		"a JSON text as the answer":   `"text"`,
	}
	for how, body := range bodies {
		if c.result == resultNone && c.proof() == ProofByStatus {
			continue
		}
		w := always(reply{status: full.status, body: body})
		r := c.do(w, c.valid())
		c.checkFailure(how, &r, failure{unknown: c.creates()})
		var decode *twilio.DecodeError
		if r.err != nil && !errors.As(r.err, &decode) {
			c.fault("after %s the error is %v and not a *twilio.DecodeError", how, r.err)
		}
		if len(w.sent) > 1 {
			c.fault("after %s the request was sent %d times: the same answer would come again", how, len(w.sent))
		}
	}
}

func (c *check) cancelledBefore() {
	c.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w := always(c.full())
	r := c.doWithin(ctx, w, c.valid())
	if !errors.Is(r.err, context.Canceled) || !errors.Is(r.err, twilio.ErrNotSent) || len(w.sent) > 0 {
		c.fault("with a context that has ended it sends %d requests, and the error is %v: hand ctx on", len(w.sent), r.err)
	}
}

func (c *check) cancelledDuring() {
	c.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	w := &wire{answer: func(int, *request) reply {
		cancel()
		return reply{err: context.Canceled}
	}}
	r := c.doWithin(ctx, w, c.valid())
	if len(w.sent) == 0 {
		return // refused, which requests reports
	}
	if !errors.Is(r.err, context.Canceled) || len(w.sent) != 1 || errors.Is(r.err, twilio.ErrOutcomeUnknown) != c.creates() {
		c.fault("when the context ends on the way it sends %d requests, and the error is %v; the outcome has to be unknown: %t", len(w.sent), r.err, c.creates())
	}
}
