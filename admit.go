package twilio

import (
	"context"
	"time"
)

// Admit waits as the first attempt of a call would: until the cool-down of a product is over, and
// then until the limiter of [WithLimiter] lets one request pass. The call that follows is made
// with [Admitted]. Host is the product by the first label of its host: "api" is that of messages
// and calls, "verify" that of verifications.
//
// A program that writes down a create before it makes it waits here, before it writes. Between
// the note and the request nothing waits then, so that a process which dies while it waits
// leaves no create of unknown outcome. An error of Admit matches [ErrNotSent].
//
// Twilio docs: https://www.twilio.com/docs/usage/rate-limits
func (c *Client) Admit(ctx context.Context, host string) error {
	const op = "Client.Admit"
	if err := c.checkMade(op, nil); err != nil {
		return err
	}
	var problems Problems
	if isNil(ctx) {
		problems.Add("ctx", "is nil", "pass a context, such as context.Background()")
	}
	if host == "" {
		problems.Add("host", "is empty", `give the product, such as "api"`)
	}
	if err := problems.Err(op); err != nil {
		return err
	}
	if err := c.waitForFirst(ctx, host); err != nil {
		return &TransportError{Op: op, Err: err, notSent: true}
	}
	return nil
}

// Admitted makes a call whose first attempt waits for nothing, because the caller has waited by
// [Client.Admit]. A cool-down that has begun since then ends the call at once with an error that
// matches [ErrNotSent] and [ErrRateLimited]. Attempts after the first wait as ever.
func Admitted() CallOption { return func(o *callOptions) { o.admitted = true } }

// waitForFirst lets a cool-down and the limiter pass before the first attempt.
func (c *Client) waitForFirst(ctx context.Context, host string) error {
	if err := c.waitForPause(ctx, host); err != nil {
		return err
	}
	return c.waitForLimiter(ctx)
}

func (c *Client) waitForLimiter(ctx context.Context) error {
	if c.config.limiter == nil {
		return nil
	}
	return c.config.limiter.Wait(ctx)
}

// waitForPause lets a cool-down pass before the first attempt, or fails at once
// when it is too long.
func (c *Client) waitForPause(ctx context.Context, host string) error {
	left := c.throttle.pause(host, c.config.clock.Now())
	switch {
	case left == 0:
		return nil
	case left > c.config.retry.MaxDelay || endsWithin(ctx, left):
		return &coolDownError{left}
	}
	if err := c.config.clock.Sleep(ctx, left+spread(ctx, left)); err != nil {
		return contextErrorOr(ctx, err)
	}
	return nil
}

// waitForFirst waits before the first attempt, unless the caller has done so.
func (x *exchange) waitForFirst() error {
	if !x.options.admitted {
		return x.client.waitForFirst(x.ctx, x.op.Host)
	}
	if left := x.client.throttle.pause(x.op.Host, x.client.config.clock.Now()); left > 0 {
		return &coolDownError{left}
	}
	return nil
}

// endsWithin compares with the deadline in wall time, as contexts do.
func endsWithin(ctx context.Context, d time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) <= d
}
