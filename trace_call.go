package twilio

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// callTrace is what the hooks of a call have to know between its start and its end.
type callTrace struct {
	op      TraceOp
	began   time.Time
	attempt TraceAttempt    // the one under way
	within  context.Context //nolint:containedctx // of that attempt; nil between attempts
	over    bool
}

// errPanicked is the end of a call that has none of its own.
var errPanicked = errors.New("something that the caller gave to the client has panicked, or has ended the goroutine")

// beginTrace tells the start of a call. Without a hook, and without a context for one, nothing
// of the call is told.
func (x *exchange) beginTrace() {
	if !x.client.config.hooks.used || isNil(x.ctx) {
		return
	}
	x.trace = &callTrace{began: x.client.config.clock.Now(), op: TraceOp{
		Op: x.op.Name, Method: x.op.Method, Host: x.op.Host, Path: traceablePath(x.op.Path), AccountSID: x.account, Class: x.class,
	}}
	x.ctx = tellStart(x.ctx, x.client, x.client.config.hooks.callStart, TraceCall{TraceOp: x.trace.op})
}

// endTrace tells the end of a call, once, and returns its error.
func (x *exchange) endTrace(err error) error {
	t := x.trace
	if t == nil || t.over {
		return err
	}
	t.over = true
	if t.within != nil { // the transport has panicked
		x.last.outcome, x.last.err, x.last.ended = cmp.Or(x.last.outcome, OutcomeUnknown), err, x.client.config.clock.Now()
		x.endAttempt(0)
	}
	tellEnd(x.ctx, x.client, x.client.config.hooks.callEnd, TraceCall{
		TraceOp: t.op, Outcome: x.callOutcome(err), Attempts: x.sent,
		Status: x.last.status, Code: x.last.code(), RequestID: x.requestID(), Duration: x.client.config.clock.Now().Sub(t.began), Err: err,
	})
	return err
}

// finish ends a call that has returned an answer. The end is told here only if reading the
// answer has panicked.
func (x *exchange) finish() {
	x.releaseBody()
	_ = x.endTrace(errPanicked)
}

// callOutcome is the outcome of all attempts together.
func (x *exchange) callOutcome(err error) Outcome {
	last := x.last.outcome
	switch {
	case err == nil:
		return OutcomeDone
	case errors.Is(err, ErrOutcomeUnknown):
		return OutcomeUnknown
	case x.unknownSeen && (last == OutcomeNotSent || last == OutcomeThrottled):
		return OutcomeUnknown // the last attempt did nothing, and an earlier one may have done it
	}
	return cmp.Or(last, OutcomeNotSent)
}

// beginAttempt tells the start of an attempt, and returns the context of its request.
func (x *exchange) beginAttempt(ctx context.Context, to *url.URL) context.Context {
	if x.trace == nil {
		return ctx
	}
	x.trace.attempt = TraceAttempt{
		TraceOp: x.trace.op, Number: x.attempts, After: x.after, Scheme: to.Scheme, Server: to.Hostname(), Port: portNumber(to),
	}
	x.trace.within = tellStart(ctx, x.client, x.client.config.hooks.attemptStart, x.trace.attempt)
	return x.trace.within
}

// endAttempt tells the end of the attempt under way, if there is one.
func (x *exchange) endAttempt(coolDown time.Duration) {
	if x.trace == nil || x.trace.within == nil {
		return
	}
	a, r := x.trace.attempt, &x.last
	a.Outcome, a.Status, a.Code, a.RequestID = r.outcome, r.status, r.code(), x.requestID()
	a.Stage, a.BytesSent, a.BytesRead = r.stage, r.written, r.read
	a.RetryAfter, a.CoolDown, a.Duration = r.retryAfter, coolDown, r.ended.Sub(r.started)
	if a.Err = r.err; r.apiErr != nil {
		a.Err = r.apiErr
	}
	ctx := x.trace.within
	x.trace.within = nil
	tellEnd(ctx, x.client, x.client.config.hooks.attemptEnd, a)
}

// tellWait tells of a wait before the next attempt.
func (x *exchange) tellWait(w TraceWait) {
	if x.trace == nil {
		return
	}
	w.TraceOp, w.Attempt, w.After = x.trace.op, x.attempts+1, x.last.outcome
	tellEnd(x.ctx, x.client, x.client.config.hooks.waitEnd, w)
}

// tellFile tells that a download was closed.
func (x *exchange) tellFile(f TraceFile) {
	if x.trace == nil {
		return
	}
	f.TraceOp, f.Duration = x.trace.op, x.client.config.clock.Now().Sub(x.last.ended)
	tellEnd(x.ctx, x.client, x.client.config.hooks.fileEnd, f)
}

// forLater returns the context of the call for its error, from which a reconciliation learns
// which call it belongs to.
func (x *exchange) forLater() context.Context {
	if x.trace == nil {
		return nil
	}
	return context.WithoutCancel(x.ctx)
}

// code is that of Twilio's answer, 0 when it has none.
func (r *attemptResult) code() ErrorCode {
	if r.apiErr == nil {
		return 0
	}
	return r.apiErr.Code
}

// digitsOfNumber is how many digits a part of a path has that may be a phone number. The version
// of the API has as many.
const (
	digitsOfNumber = 7
	oldestVersion  = "2010-04-01"
)

// traceablePath is the path of an operation without the kinds of its SIDs. An operation of the
// caller's own may hold a number where a placeholder belongs, which is hidden.
func traceablePath(template string) string {
	if !strings.Contains(template, ":") && countDigits(strings.TrimPrefix(template, "/"+oldestVersion)) < digitsOfNumber {
		return template
	}
	segments := strings.Split(template, "/")
	for i, segment := range segments {
		before, kinds, hasKinds := strings.Cut(segment, ":")
		switch _, after, _ := strings.Cut(kinds, "}"); {
		case hasKinds && strings.Contains(before, "{"):
			segments[i] = before + "}" + after
		case segment != oldestVersion && countDigits(segment) >= digitsOfNumber:
			segments[i] = "{hidden}"
		}
	}
	return strings.Join(segments, "/")
}

func countDigits(s string) (n int) {
	for _, char := range s {
		if '0' <= char && char <= '9' {
			n++
		}
	}
	return n
}

// portNumber is the port of an address, which may be implied.
func portNumber(u *url.URL) int {
	n, err := strconv.Atoi(portOf(u))
	if err != nil {
		return 0
	}
	return n
}
