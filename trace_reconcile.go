package twilio

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// reconcileTrace is what the hooks of a reconciliation have to know between its start and its
// end.
type reconcileTrace struct {
	r      *reconciliation
	event  TraceReconcile
	began  time.Time
	within context.Context //nolint:containedctx // with the values of the hooks
}

// beginTrace tells the start of a reconciliation.
func (r *reconciliation) beginTrace(ctx context.Context) *reconcileTrace {
	t := &reconcileTrace{r: r, began: r.client.config.clock.Now()}
	t.event = TraceReconcile{Op: r.op(), Host: r.create.op.Host, AccountSID: r.client.accountSID}
	if u := r.unknown; u != nil {
		t.event.AccountSID, t.event.Create = cmp.Or(u.AccountSID, t.event.AccountSID), u.ctx
	}
	t.within = tellStart(ctx, r.client, r.client.config.hooks.reconcileStart, t.event)
	return t
}

// end tells the end of a reconciliation.
func (t *reconcileTrace) end(found any, err error) {
	c := t.r.client
	t.event.Verdict, t.event.Looks = verdictOf(found, err), t.r.looks
	t.event.Duration, t.event.Err = c.config.clock.Now().Sub(t.began), err
	tellEnd(t.within, c, c.config.hooks.reconcileEnd, t.event)
}

// verdictOf reads the result of a reconciliation as its caller does.
func verdictOf(found any, err error) Verdict {
	var ambiguous *AmbiguousError
	switch {
	case err == nil && found != nil:
		return VerdictFound
	case errors.Is(err, ErrNotSeen):
		return VerdictNotSeen
	case errors.As(err, &ambiguous):
		return VerdictAmbiguous
	}
	return VerdictUnknown
}

// tellLook tells of one look through the list.
func (r *reconciliation) tellLook(ctx context.Context, s *sighting, began time.Time, err error) {
	r.looks++
	var undecided *undecidedError
	if errors.As(err, &undecided) {
		err = undecided.err
	}
	tellEnd(ctx, r.client, r.client.config.hooks.lookEnd, TraceLook{
		Op: r.op(), Number: r.looks, Candidates: len(candidateSIDs(s.fits, s.rivals, s.near, s.otherContent)),
		Duration: r.client.config.clock.Now().Sub(began), Err: err,
	})
}
