package twilio

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// The errors that end an attempt by time; both are a [net.Error].
var (
	errAttemptTimeout net.Error = attemptTimeoutError{"the attempt timed out"}
	errClientTimeout  net.Error = attemptTimeoutError{"the attempt timed out: Client.Timeout of the http.Client exceeded"}
)

type attemptTimeoutError struct{ text string }

func (e attemptTimeoutError) Error() string { return e.text }
func (attemptTimeoutError) Timeout() bool   { return true }
func (attemptTimeoutError) Temporary() bool { return true }

// Is matches context.DeadlineExceeded, as the time-outs of net/http do.
func (attemptTimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// attemptContext ends an attempt after its time-out. The body of a download may
// take longer, unless the Timeout of the caller's http.Client bounds it.
type attemptContext struct {
	cancel        context.CancelCauseFunc
	timer         *time.Timer
	clientTimeout *time.Timer // nil for none
}

func newAttemptContext(parent context.Context, cfg *config) (context.Context, attemptContext) {
	ctx, cancel := context.WithCancelCause(parent)
	a := attemptContext{cancel: cancel, timer: time.AfterFunc(cfg.timeout, func() { cancel(errAttemptTimeout) })}
	if cfg.clientTimeout > 0 {
		a.clientTimeout = time.AfterFunc(cfg.clientTimeout, func() { cancel(errClientTimeout) })
	}
	return ctx, a
}

func (a attemptContext) keepForBody() { a.timer.Stop() }

func (a attemptContext) release() {
	a.timer.Stop()
	if a.clientTimeout != nil {
		a.clientTimeout.Stop()
	}
	a.cancel(nil)
}

// attemptFailure says why an attempt failed: the caller's context, the attempt's
// time-out, or the transport's error, without the parts of the request that it shows.
func (x *exchange) attemptFailure(ctx context.Context, out *http.Request, err error) error {
	if ended := attemptEnded(ctx, x); ended != nil {
		return ended
	}
	return x.withoutRequest(out, err)
}

// attemptEnded is contextError of the caller's context or the attempt's time-out,
// nil when neither has ended.
func attemptEnded(ctx context.Context, x *exchange) error {
	if ended := contextError(x.ctx); ended != nil {
		return ended
	}
	var timeout attemptTimeoutError
	if errors.As(context.Cause(ctx), &timeout) {
		return timeout
	}
	return nil
}

// contextError is ctx.Err() with the cause that the caller gave, if any.
func contextError(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return nil
	}
	if cause := context.Cause(ctx); !errors.Is(err, cause) {
		return &contextCauseError{err, cause}
	}
	return err
}

// contextErrorOr is contextError, or err when the context goes on.
func contextErrorOr(ctx context.Context, err error) error {
	if ended := contextError(ctx); ended != nil {
		return ended
	}
	return err
}

type contextCauseError struct{ err, cause error }

func (e *contextCauseError) Error() string   { return e.err.Error() + ": " + e.cause.Error() }
func (e *contextCauseError) Unwrap() []error { return []error{e.err, e.cause} }
