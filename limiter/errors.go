package limiter

import (
	"context"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
)

// StoreError says that the store gave no answer in time, or answered with an error, and that this
// process has no share of its own to send with. The call that waited was not sent: its error
// matches [twilio.ErrNotSent].
type StoreError struct {
	Err error
}

func (e *StoreError) Error() string {
	return fmt.Sprintf("limiter: the shared store does not answer, so nothing was sent (%v): bring the store back and call again; "+
		"Rule.Share lets this process send so many a second without the store", e.Err)
}

func (e *StoreError) Unwrap() error { return e.Err }

// WaitError says that the turn of a request comes after the deadline of its context. It is
// returned at once, and no turn was used up. It matches [twilio.ErrRateLimited] and
// [context.DeadlineExceeded].
type WaitError struct {
	Wait time.Duration // until the turn, at least
}

func (e *WaitError) Error() string {
	return fmt.Sprintf("limiter: the next free turn comes in %s, after the deadline of the context: call again later, or give it more time", e.Wait.Round(time.Millisecond))
}

// Is matches the errors that say the same of a call.
func (e *WaitError) Is(target error) bool {
	return target == twilio.ErrRateLimited || target == context.DeadlineExceeded
}

// RetryAfter is read by [twilio.RetryAfter].
func (e *WaitError) RetryAfter() time.Duration { return e.Wait }
