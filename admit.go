package twilio

import (
	"cmp"
	"context"
	"time"
)

// Admit waits as the first attempt of a call would: until the cool-down of a product is over, and
// then until the limiter of [WithLimiter] lets one request pass. The call that follows is given
// the admission by [Admitted]. Of the request only Host is needed: "api" is the product of
// messages and calls, "verify" that of verifications. A limiter that counts by operation or sender
// needs those, too, and counts a request without an operation as every one.
//
//	admission, err := client.Admit(ctx, twilio.LimitedRequest{Op: "Messages.Create", Host: "api", Sender: from})
//	…
//	defer admission.Release()
//
// A program that writes down a create before it makes it waits here, before it writes. Between
// the note and the request nothing waits then, so that a process which dies while it waits
// leaves no create of unknown outcome. An error of Admit matches [ErrNotSent].
//
// Twilio docs: https://www.twilio.com/docs/usage/rate-limits
func (c *Client) Admit(ctx context.Context, request LimitedRequest) (*Admission, error) {
	const op = "Client.Admit"
	if err := c.checkMade(op, nil); err != nil {
		return nil, err
	}
	var problems Problems
	if isNil(ctx) {
		problems.Add("ctx", "is nil", "pass a context, such as context.Background()")
	}
	if request.Host == "" {
		problems.Add("Host", "is empty", `give the product, such as "api"`)
	}
	if err := problems.Err(op); err != nil {
		return nil, err
	}
	request.AccountSID, request.Attempt = cmp.Or(request.AccountSID, c.accountSID), 1
	p, err := c.waitForFirst(ctx, request.Host, func() *LimitedRequest { return &request }, func(w TraceWait) {
		w.Attempt, w.TraceOp = 1, TraceOp{Op: cmp.Or(request.Op, op), Host: request.Host, AccountSID: request.AccountSID}
		tellEnd(ctx, c, c.config.hooks.waitEnd, w)
	})
	if err != nil {
		return nil, &TransportError{Op: op, Err: err, notSent: true}
	}
	return &Admission{pass: &p}, nil
}

// Admitted makes a call whose first attempt waits for nothing, because the caller has waited by
// [Client.Admit]. A cool-down that has begun since then ends the call at once with an error that
// matches [ErrNotSent] and [ErrRateLimited]. Attempts after the first wait as ever. An admission
// serves one call: with one that is nil, was used or was released, the call waits.
func Admitted(a *Admission) CallOption { return func(o *callOptions) { o.admission = a } }

// waitForFirst lets a cool-down and the limiter pass before the first attempt.
func (c *Client) waitForFirst(ctx context.Context, host string, request func() *LimitedRequest, tell func(TraceWait)) (pass, error) {
	if err := c.waitForPause(ctx, host, tell); err != nil {
		return pass{}, err
	}
	return c.waitForLimiter(ctx, request, tell)
}

// waitForPause lets a cool-down pass before the first attempt, or fails at once
// when it is too long.
func (c *Client) waitForPause(ctx context.Context, host string, tell func(TraceWait)) (err error) {
	began := c.config.clock.Now()
	left := c.throttle.pause(host, began)
	if left == 0 {
		return nil
	}
	defer func() {
		tell(TraceWait{Reason: WaitCoolDown, Pause: left, Duration: c.config.clock.Now().Sub(began), Err: err})
	}()
	if left > c.config.retry.MaxDelay || endsWithin(ctx, left) {
		return &coolDownError{left}
	}
	if err := c.config.clock.Sleep(ctx, left+spread(ctx, left)); err != nil {
		return contextErrorOr(ctx, err)
	}
	return nil
}

// waitForFirst waits before the first attempt, unless the caller has done so.
func (x *exchange) waitForFirst() (err error) {
	p, admitted := x.options.admission.take()
	if !admitted {
		x.pass, err = x.client.waitForFirst(x.ctx, x.op.Host, x.limitedRequest, x.tellWait)
		return err
	}
	x.pass = p
	if left := x.client.throttle.pause(x.op.Host, x.client.config.clock.Now()); left > 0 {
		err = &coolDownError{left}
		x.tellWait(TraceWait{Reason: WaitCoolDown, Pause: left, Err: err})
		return err
	}
	return nil
}

// endsWithin compares with the deadline in wall time, as contexts do.
func endsWithin(ctx context.Context, d time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) <= d
}
