package twilio

import (
	"context"
	"errors"
	"slices"
	"time"
)

// The times of a settling: the last look must come after Twilio's own
// time-out, and must have time to end.
const (
	lookTime      = 8 * time.Second // to read the lists for the last time
	minSettleTime = serverTimeout + dateSlack + lookTime
)

// Settle lets a create find out by itself what became of it: when its outcome is
// unknown it reconciles, with the same parameters and for the same account, in a
// context of its own, because most often the create's has ended. It never sends
// again. The values of the create's context are kept.
//
// The create then returns the resource that it made after all, [ErrNotSeen] when
// nothing was made, or an error that still matches [ErrOutcomeUnknown]. That error
// holds the *[OutcomeUnknownError] to reconcile with later, and the
// *[AmbiguousError] if there is one. [WithResponseInfo] tells of the create.
//
// Horizon is how much longer the call may take once the create has ended: 40 s or
// more, or 0 for two minutes. It ends by then whatever happens; the last look
// begins 8 s before. Settle goes with creates that have a Reconcile, and is a
// *[ParamError] on every other operation.
func Settle(horizon time.Duration) CallOption {
	if horizon == 0 {
		horizon = defaultHorizon
	}
	return func(o *callOptions) { o.settle = horizon }
}

// ReconcileFunc finds out what became of a create of unknown outcome, as
// [Messages.Reconcile] does.
type ReconcileFunc[T any] func(ctx context.Context, unknown *OutcomeUnknownError, opts ...CallOption) (*T, error)

// checkReconciled refuses the options that need a reconciliation where there is none.
func (p *prepared) checkReconciled() {
	const remedy = "leave it out: it goes with creates that have a Reconcile, such as Messages.Create, WhatsApp.Send and Calls.Create"
	if p.options.recorded && !p.settles {
		p.problems.Add("WithRecord", "does not apply to "+p.op.Name, remedy)
	}
	switch settle := p.options.settle; {
	case settle == 0:
	case !p.settles:
		p.problems.Add("Settle", "does not apply to "+p.op.Name, remedy)
	case settle < minSettleTime:
		p.problems.Add("Settle", "is shorter than Twilio may still work on the request", "give 40 s or more, or 0 for two minutes")
	}
}

// settleUnknown ends a create that has a reconciliation, and has failed.
func settleUnknown[T any](ctx context.Context, err error, reconcile ReconcileFunc[T], opts []CallOption) (*T, error) {
	var unknown *OutcomeUnknownError
	horizon := optionsOf(opts).settle
	if horizon == 0 || !errors.As(err, &unknown) {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), horizon)
	defer cancel()
	result, err := reconcile(ctx, unknown, append(slices.Clip(opts), onlyLook(horizon-lookTime))...)
	if err == nil || errors.Is(err, ErrNotSeen) {
		return result, err
	}
	return nil, &unsettledError{err, unknown}
}

// onlyLook turns the options of a create into those of its reconciliation: what
// tells of the create's answer, or bounds it, is not meant for lists, and the account
// is in the create's error.
func onlyLook(horizon time.Duration) CallOption {
	return func(o *callOptions) { *o = callOptions{horizon: horizon} }
}

// unsettledError is a create whose outcome is unknown after the search as well.
type unsettledError struct {
	err    error // of the search
	create *OutcomeUnknownError
}

// Error says why the search had no result, and why there had to be one.
func (e *unsettledError) Error() string {
	return e.err.Error() + "; the create: " + reason(e.create.Err)
}

// Unwrap returns the error of the search and that of the create.
func (e *unsettledError) Unwrap() []error { return []error{e.err, e.create} }
