package twilio

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// RetryPolicy says how a call is repeated that may be: see [ClassSafe],
// [ClassIdempotent] and [ClassCreate]. Its zero value is the default policy.
//
// A client has a retry quota besides, which failures use up and successes
// fill again, and one answer's Retry-After holds for all its calls of that
// product: a call that would have to wait longer than MaxDelay fails at once, as
// [ErrRateLimited] and [ErrNotSent].
type RetryPolicy struct {
	MaxAttempts int              // requests in all; 0 means 4, 1 means no retries, not even of the request for an OAuth token
	BaseDelay   time.Duration    // the longest first wait, doubled each time, with full jitter; 0 means 0.5 s, or MaxDelay when that is less
	MaxDelay    time.Duration    // the longest wait, to which up to a quarter is added at random after a Retry-After; a longer Retry-After ends the call; 0 means 20 s
	OnRetry     func(RetryEvent) // called before each wait; nil for none
}

func (p RetryPolicy) withDefaults() RetryPolicy {
	p.MaxAttempts = cmp.Or(p.MaxAttempts, 4)
	p.MaxDelay = cmp.Or(p.MaxDelay, 20*time.Second)
	p.BaseDelay = cmp.Or(p.BaseDelay, min(500*time.Millisecond, p.MaxDelay))
	return p
}

// RetryEvent is one decision to try again.
type RetryEvent struct {
	Op      string        // the operation: "Messages.Get"
	Attempt int           // the attempt that failed, from 1
	Reason  string        // why it may be repeated: "not sent", "throttled", "no usable answer", "access token refused"
	Err     error         // the failure of the attempt
	Wait    time.Duration // until the next attempt
}

// newLoop configures go-retryablehttp against its defaults: it repeats what the
// exchange says may be repeated, waits on the client's clock, logs nothing (it
// would log URLs) and returns the result that the last attempt left in the exchange.
func newLoop(c *Client) *retryablehttp.Client {
	hc := http.Client{}
	if c.config.httpClient != nil {
		hc = *c.config.httpClient
	}
	hc.Transport = attemptTransport{c}
	hc.Timeout = 0 // the attempt keeps it, and says which time-out it was
	hc.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &retryablehttp.Client{
		HTTPClient:   &hc,
		RetryMax:     math.MaxInt, // the exchange counts
		CheckRetry:   checkRetry,
		Backoff:      func(time.Duration, time.Duration, int, *http.Response) time.Duration { return 0 },
		PrepareRetry: prepareRetry,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// checkRetry never looks at the response or the error: what they mean was
// decided by the attempt, which saw more.
func checkRetry(ctx context.Context, _ *http.Response, _ error) (bool, error) {
	return exchangeOf(ctx).planRetry(), nil
}

// prepareRetry does the waiting.
func prepareRetry(req *http.Request) error {
	clear(req.Header) // the caller's http.Client adds its cookies each time
	return exchangeOf(req.Context()).waitForRetry()
}

// planRetry decides whether another attempt follows, and when.
func (x *exchange) planRetry() bool {
	policy := &x.client.config.retry
	if x.attempts >= policy.MaxAttempts || x.last.unsigned || !x.mayRepeat() || x.ended() != nil {
		return false
	}
	asked := max(x.last.retryAfter, x.client.throttle.pause(x.op.Host, x.client.config.clock.Now()))
	x.wait = max(x.backoff(), asked)
	x.asked = asked > 0 && x.wait == asked
	if x.wait > policy.MaxDelay || endsWithin(x.ctx, x.wait) || !x.client.throttle.spend(x.retryCost()) {
		return false
	}
	x.wait = max(x.wait, asked+spread(x.ctx, asked))
	if x.last.outcome == OutcomeUnknown && !x.unknownSeen {
		x.unknownSeen, x.unknownFrom = true, x.last.started
	}
	return true
}

// mayRepeat reports that the outcome of the last attempt allows another
// one.
func (x *exchange) mayRepeat() bool {
	if x.last.reachedOwnLimit() {
		return false
	}
	return x.last.outcome.repeatable(x.class) || x.options.idempotent && x.last.outcome == OutcomeUnknown
}

// retryCost is nothing after a refused token, for which no call is repeated twice.
func (x *exchange) retryCost() int {
	if x.last.outcome == OutcomeTokenRefused {
		return 0
	}
	var failure interface{ Timeout() bool }
	if errors.As(x.last.err, &failure) && failure.Timeout() {
		return timeoutCost
	}
	return retryCost
}

// spread returns the time that is added at random to a pause that Twilio asked for: all calls
// that wait for its end would otherwise leave in the same moment, and meet the same
// limit again. It is up to a quarter of the pause, or half a second for a short one,
// and at most half of the time that a deadline leaves, because the attempt needs time as well.
func spread(ctx context.Context, pause time.Duration) time.Duration {
	if pause == 0 {
		return 0
	}
	const share, least = 4, 500 * time.Millisecond
	longest := max(pause/share, least)
	if deadline, ok := ctx.Deadline(); ok {
		longest = min(longest, (time.Until(deadline)-pause)/2)
	}
	if longest <= 0 {
		return 0
	}
	return rand.N(longest) //nolint:gosec // spreads load, guards nothing
}

func (x *exchange) waitForRetry() error {
	event := RetryEvent{
		Op: x.op.Name, Attempt: x.attempts, Reason: x.last.outcome.String(), Err: x.attemptError(), Wait: x.wait,
	}
	if onRetry := x.client.config.retry.OnRetry; onRetry != nil {
		onRetry(event)
	}
	x.client.config.logger.LogAttrs(x.ctx, slog.LevelWarn, "twilio: trying again", x.last.attrs(x,
		slog.String("reason", event.Reason), slog.Duration("wait", event.Wait))...)
	if x.waitErr = x.sleep(); x.waitErr == nil {
		x.pass, x.waitErr = x.client.waitForLimiter(x.ctx, x.limitedRequest, x.tellWait)
	}
	if x.waitErr != nil {
		x.waitErr = contextErrorOr(x.ctx, x.waitErr)
	}
	return x.waitErr
}

// sleep lets the time pass before the next attempt.
func (x *exchange) sleep() error {
	clock := x.client.config.clock
	began, reason := clock.Now(), WaitBackOff
	if x.asked {
		reason = WaitCoolDown
	}
	err := clock.Sleep(x.ctx, x.wait)
	if err != nil {
		err = contextErrorOr(x.ctx, err)
	}
	x.tellWait(TraceWait{Reason: reason, Pause: x.wait, Duration: clock.Now().Sub(began), Err: err})
	return err
}

// backoff is nothing when the next attempt waits for a new token instead.
func (x *exchange) backoff() time.Duration {
	if x.last.outcome == OutcomeTokenRefused {
		return 0
	}
	return backoff(&x.client.config.retry, x.attempts)
}

// backoff is exponential with full jitter.
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
func backoff(policy *RetryPolicy, attempts int) time.Duration {
	longest := min(policy.BaseDelay, policy.MaxDelay)
	for i := 1; i < attempts && longest < policy.MaxDelay; i++ {
		longest += min(longest, policy.MaxDelay-longest)
	}
	return rand.N(longest) + 1 //nolint:gosec // spreads load, guards nothing
}
