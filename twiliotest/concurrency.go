package twiliotest

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Concurrency limits how many requests of an account may be under way at once, as Twilio does.
// One more is answered 429 with code 20429 and was not carried out, so that a client may repeat
// it; the answer has no Retry-After. Without the option there is no limit.
//
// With it each request that is carried out takes 100 milliseconds on the simulator's clock, so
// that requests can overlap: in a testing/synctest bubble with [WallTime] they do, without a
// wait. Virtual time moves on at once instead, and there only requests overlap that something
// holds back, such as a handler of [Sim.Stub]. The requests of a subaccount are counted apart
// from those of its parent, whoever makes them. Every answer tells in its header
// Twilio-Concurrent-Requests how many requests of the account were under way.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/20429
func Concurrency(n int) Option {
	return func(c *config) error {
		if n < 1 {
			return fmt.Errorf("Concurrency(%d): give how many requests an account may make at once, at least 1", n)
		}
		c.concurrency = n
		return nil
	}
}

// requestTakes is how long a request is under way.
func (c *config) requestTakes() time.Duration {
	if c.concurrency == 0 {
		return 0
	}
	return 100 * time.Millisecond
}

// countedWith returns the account whose requests a request is counted with: the one that its
// path names if the caller may act for that, or else the caller's own; s.mu is held.
func (s *Sim) countedWith(by caller, path string) (account string) {
	if _, rest, found := strings.Cut(path, "/Accounts/"); found {
		named, _, _ := strings.Cut(rest, "/")
		if named = strings.TrimSuffix(named, ".json"); s.mayActFor(by.account, named) {
			return named
		}
	}
	return by.account
}

// isOverLimit says whether an account has too many requests under way; s.mu is held. Requests
// without credentials are refused in any case.
func (s *Sim) isOverLimit(account string) bool {
	return account != "" && s.config.concurrency > 0 && s.inFlight[account] > s.config.concurrency
}

// land ends a request of an account; s.mu is held.
func (s *Sim) land(account string) {
	if s.inFlight[account]--; s.inFlight[account] == 0 {
		delete(s.inFlight, account)
	}
}

// tooManyAtOnce answers a request over the limit; it is no fault of the test's, and has no name.
func tooManyAtOnce() Fault {
	return Fault{answer: errorAnswer(http.StatusTooManyRequests, twilio.CodeTooManyConcurrentRequests), reply: (*Sim).replyWhole}
}
