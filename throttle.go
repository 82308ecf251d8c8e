package twilio

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// The retry quota of a client, as in the SDK of AWS: when most requests fail,
// repeating them all would keep the other side down.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
const (
	fullQuota   = 500 // tokens
	retryCost   = 5
	timeoutCost = 10 // of a retry after a time-out
	successGain = 1
)

// throttle is the state of waiting that the calls of a client share: cool-downs and the retry quota.
type throttle struct {
	mu     sync.Mutex
	until  map[string]time.Time // by host, on the client's clock: no request before then
	tokens int

	date        string    // of the last answer that had one, on Twilio's clock
	asked, came time.Time // between which it was written, on the client's clock
}

func newThrottle() *throttle { return &throttle{until: map[string]time.Time{}, tokens: fullQuota} }

// learn takes the news of an attempt for all calls: a success fills the quota, and a
// Retry-After cools the whole product down, unless it is about a limit of the
// account's own. It returns the pause that the answer has begun, 0 for none.
func (p *throttle) learn(x *exchange) (coolDown time.Duration) {
	r := &x.last
	p.mu.Lock()
	defer p.mu.Unlock()
	if date := r.header.Get("Date"); date != "" {
		p.date, p.asked, p.came = date, r.started, r.ended
	}
	if r.outcome == OutcomeDone {
		p.tokens = min(p.tokens+successGain, fullQuota)
	}
	if r.reachedOwnLimit() || r.retryAfter == 0 || r.status != http.StatusTooManyRequests && r.status != http.StatusServiceUnavailable {
		return 0
	}
	if until := r.ended.Add(r.retryAfter); until.After(p.until[x.op.Host]) {
		p.until[x.op.Host] = until
	}
	return r.retryAfter
}

// pause returns how long a product still has to be left alone.
func (p *throttle) pause(host string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(p.until[host].Sub(now), 0)
}

// serverTime returns the time of Twilio's clock in the last answer.
func (p *throttle) serverTime() serverTime {
	p.mu.Lock()
	defer p.mu.Unlock()
	return newServerTime(p.date, p.asked, p.came)
}

// spend pays for a retry; it fails when the quota is used up.
func (p *throttle) spend(cost int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens < cost {
		return false
	}
	p.tokens -= cost
	return true
}

// coolDownError says that the product asked for a pause which is longer than a
// call may wait.
type coolDownError struct{ left time.Duration }

func (e *coolDownError) Error() string {
	return fmt.Sprintf("Twilio asked for a pause, of which %s are left", e.left.Round(time.Second))
}

// RetryAfter is the rest of the pause.
func (e *coolDownError) RetryAfter() time.Duration { return e.left }

// Is matches [ErrRateLimited].
func (e *coolDownError) Is(target error) bool { return target == ErrRateLimited }
