// After a create of unknown outcome: what a reconciliation does differently when several
// processes share one list of creates, and keep in a database which resource belongs to
// which create.

package twilio

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ClaimedFunc reports whether a resource belongs to a create, other than the one that is looked
// for. An error leaves the outcome unknown.
type ClaimedFunc func(ctx context.Context, sid string) (bool, error)

// SharedClaims lets Reconcile ask who made a resource, because processes beside this one create
// resources, too, and write down which ones. A resource that is claimed is never the answer and
// makes nothing ambiguous. The search reaches to the moment of the look, and not only to the
// time-out of the create: the process that made the create may have been paused in the middle of
// its last write. Other calls ignore the option.
//
// What such a search finds is claimed once the caller has written it down, and claimed says so.
// Until then another search may find the same resource: of two that do, the caller believes one,
// or none when nobody can tell whose it is.
func SharedClaims(claimed ClaimedFunc) CallOption {
	return func(o *callOptions) { o.shared = claimed }
}

// LookOnce lets Reconcile look at the list a single time, for callers that keep the times of the
// looks themselves, as one with a database does. A look decides that nothing was created, with
// [ErrNotSeen], once the horizon has passed since the create ended: two minutes, or as long as
// [Horizon] says. Before that, an error says after how long to look again. A clock that is ahead
// of the one of the create shortens the horizon, so that the caller has to know both. Other
// calls ignore the option.
func LookOnce() CallOption { return func(o *callOptions) { o.lookOnce = true } }

// searchOnce looks a single time.
func (r *reconciliation) searchOnce(ctx context.Context, horizon time.Duration) (any, error) {
	asked := r.client.config.clock.Now()
	found, err := r.look(ctx)
	var undecided *undecidedError
	switch {
	case errors.As(err, &undecided):
		return nil, undecided.err
	case found != nil || err != nil:
		return found, err
	}
	if left := r.unknown.Ended.Add(horizon).Sub(asked); left > 0 {
		return nil, r.failed(fmt.Errorf("nothing is listed yet: look again in %s", left.Round(time.Second)))
	}
	return nil, r.notSeen(asked, horizon)
}

// evidence is the error of the create as a look sees it that was asked for at that time.
func (r *reconciliation) evidence(asked time.Time) *OutcomeUnknownError {
	if optionsOf(r.opts).shared == nil || !asked.After(r.unknown.Ended) {
		return r.unknown
	}
	open := *r.unknown
	open.Ended = asked
	return &open
}

// withoutShared leaves out of a sighting what belongs to creates of other processes.
func (r *reconciliation) withoutShared(ctx context.Context, s *sighting) error {
	var failed error
	isShared := func(c candidate) bool {
		if failed != nil {
			return false
		}
		claimed, err := r.isShared(ctx, c.sid)
		failed = err
		return claimed
	}
	for _, group := range [...]*[]candidate{&s.fits, &s.rivals, &s.near, &s.otherContent} {
		*group = slices.DeleteFunc(*group, isShared)
	}
	return failed
}

// isShared reports that a resource belongs to a create of another process.
func (r *reconciliation) isShared(ctx context.Context, sid string) (bool, error) {
	claimed := optionsOf(r.opts).shared
	if claimed == nil || sid == "" {
		return false, nil
	}
	is, err := claimed(ctx, sid)
	if err != nil {
		return false, r.failed(fmt.Errorf("who made %s cannot be found out: %w", sid, err))
	}
	return is, nil
}
