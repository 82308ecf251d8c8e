package twilio

import (
	"cmp"
	"context"
	"sync"
	"time"
)

// Limiter delays requests; *rate.Limiter of golang.org/x/time/rate is one.
type Limiter interface {
	// Wait returns nil when a request may go out, or an error when it may not. The request
	// that waits is told by [LimitedRequestFrom].
	Wait(ctx context.Context) error
}

// AdaptiveLimiter is a Limiter that learns what became of the requests which it let pass, for
// example to bound how many are in flight, or to slow down when Twilio asks for it.
type AdaptiveLimiter interface {
	Limiter
	// Done is called once for each Wait that returned nil, when the request is over. Its request
	// is the pointer that LimitedRequestFrom returned in that Wait. Done must not block for long.
	Done(ctx context.Context, result LimitedResult)
}

// LimitedRequest is what a [Limiter] can know of a request. It holds the sender's number, but
// nothing of the recipient or the content.
type LimitedRequest struct {
	Op         string // the operation: "Messages.Create"; "" when nobody has said
	Host       string // the product: "api"
	AccountSID string // for which the request is made
	Sender     string // the Messaging Service or the sender of a message or call, as it is sent; "" for all else
	Attempt    int    // 1 for the first one of a call
}

// LimitedResult is what became of a request that a limiter let pass.
type LimitedResult struct {
	Request    *LimitedRequest
	Sent       bool          // false when the request was not made after all
	Status     int           // HTTP status of the answer, 0 when there was none
	Code       ErrorCode     // of Twilio's answer, 0 when it has none
	RetryAfter time.Duration // the pause that Twilio asked for, unless a limit of the account's own did
	Took       time.Duration
}

type limitedKey struct{}

// LimitedRequestFrom returns the request for which a [Limiter] is asked to wait, by the context of
// its Wait. It is nil when nobody has said.
func LimitedRequestFrom(ctx context.Context) *LimitedRequest {
	request, _ := ctx.Value(limitedKey{}).(*LimitedRequest)
	return request
}

// WithLimiter asks limiter before every attempt, retries included. An [AdaptiveLimiter] is told
// the end of each.
func WithLimiter(limiter Limiter) Option {
	return func(c *config) error {
		if isNil(limiter) {
			return paramError("New", "WithLimiter", "is nil", "give a Limiter or leave the option out")
		}
		c.limiter = limiter
		return nil
	}
}

// pass is the limiter's leave for one request; the zero pass is from no limiter.
type pass struct {
	limiter AdaptiveLimiter // nil for one that does not learn
	request *LimitedRequest
}

// waitForLimiter waits until the limiter lets a request pass, and tells how long.
func (c *Client) waitForLimiter(ctx context.Context, request func() *LimitedRequest, tell func(TraceWait)) (pass, error) {
	if c.config.limiter == nil {
		return pass{}, nil
	}
	p, began := pass{request: request()}, c.config.clock.Now()
	err := c.config.limiter.Wait(context.WithValue(ctx, limitedKey{}, p.request))
	tell(TraceWait{Reason: WaitLimiter, Duration: c.config.clock.Now().Sub(began), Err: err})
	if err != nil {
		return pass{}, err
	}
	p.limiter, _ = c.config.limiter.(AdaptiveLimiter)
	return p, nil
}

// end tells the limiter what became of the request, once.
func (p *pass) end(ctx context.Context, result LimitedResult) {
	if p.limiter == nil {
		return
	}
	limiter := p.limiter
	p.limiter, result.Request = nil, p.request
	limiter.Done(context.WithoutCancel(ctx), result)
}

// limitedRequest describes the attempt that waits.
func (x *exchange) limitedRequest() *LimitedRequest {
	request := &LimitedRequest{Op: x.op.Name, Host: x.op.Host, AccountSID: x.account, Attempt: x.attempts + 1}
	if x.class == ClassCreate && x.op.Body == BodyForm {
		from, service := senderOf(sentValues(x.body))
		request.Sender = cmp.Or(service, from)
	}
	return request
}

// endPass tells the limiter what became of the last attempt.
func (x *exchange) endPass() {
	r := &x.last
	result := LimitedResult{Sent: true, Status: r.status, RetryAfter: r.retryAfter, Took: r.ended.Sub(r.started)}
	if r.apiErr != nil {
		result.Code = r.apiErr.Code
	}
	if r.reachedOwnLimit() {
		result.RetryAfter = 0
	}
	x.pass.end(x.ctx, result)
}

// Admission is the leave for the first attempt of one call, from [Client.Admit].
type Admission struct {
	mu   sync.Mutex
	pass *pass // nil once it was used or released
}

// Release gives the admission back when the call is not made after all. It does nothing after
// the call, so that it can be deferred.
func (a *Admission) Release() {
	if p, ok := a.take(); ok {
		p.end(context.Background(), LimitedResult{})
	}
}

// take uses the admission; it fails when it was used before.
func (a *Admission) take() (pass, bool) {
	if a == nil {
		return pass{}, false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pass == nil {
		return pass{}, false
	}
	p := *a.pass
	a.pass = nil
	return p, true
}
