package outbox

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// The sweeper looks after what nobody else does: attempts that nobody has ended, messages of
// unknown outcome, jobs that are gone. It reconciles, and never sends. River's own rescuer is no
// help here, because it comes after an hour and lets a job run once more.
const (
	firstLook  = 2 * time.Second
	lookTime   = 20 * time.Second // that one look may take; then another process may look
	mostLooks  = 32               // at the same time in one process
	sweepBatch = 200
	usualLook  = time.Minute
)

// lookPauses are the pauses between the first looks.
var lookPauses = [...]time.Duration{3 * time.Second, 10 * time.Second, 30 * time.Second}

// endLeases makes the rows unknown whose attempt nobody has ended within its lease.
func (o *Outbox[TTx]) endLeases(ctx context.Context) error {
	ended, err := o.rows(ctx, `state = 'sending' AND look_at <= $3 ORDER BY look_at LIMIT $4`, o.now(), sweepBatch)
	for _, e := range ended {
		now := o.now()
		n := &news{event: leaseEnded, attempt: e.attempt, at: now, lookAt: now, reason: "nobody has told how the attempt ended"}
		if err := o.settle(ctx, e, n); err != nil {
			return err
		}
	}
	return err
}

// rows returns rows of the account for which a condition holds.
func (o *Outbox[TTx]) rows(ctx context.Context, condition string, args ...any) ([]*entry, error) {
	return db.All(ctx, o.driver.Pool(), scanEntry, "SELECT "+columns+" FROM twilio_outbox WHERE target = $1 AND account = $2 AND "+condition,
		append([]any{o.config.Target, o.config.Account}, args...)...)
}

// reconcileDue looks for the messages of unknown outcome whose time for a look has come.
func (o *Outbox[TTx]) reconcileDue(ctx context.Context) error {
	due, err := o.takeLooks(ctx)
	if err != nil {
		return err
	}
	var looks sync.WaitGroup
	for _, e := range due {
		looks.Go(func() {
			if err := o.reconcile(ctx, e); err != nil {
				o.logger.WarnContext(ctx, "outbox: a message of unknown outcome could not be looked for", "key", e.Key, "error", err)
			}
		})
	}
	looks.Wait()
	return nil
}

// takeLooks takes rows that are to be looked for, so that no other process does at the same time.
func (o *Outbox[TTx]) takeLooks(ctx context.Context) (taken []*entry, err error) {
	now := o.now()
	err = db.InTx(ctx, o.driver, func(_ TTx, c db.Conn) error {
		// The list is made once, which IN alone does not promise: a plan may make it again for
		// each row, and then takes more rows than its limit.
		taken, err = db.All(ctx, c, scanEntry, `WITH due AS MATERIALIZED (
			SELECT id FROM twilio_outbox WHERE target = $1 AND account = $2 AND state = 'unknown' AND look_at <= $4 ORDER BY look_at LIMIT $5`+o.driver.Dialect().SkipLocked()+`
		) UPDATE twilio_outbox SET look_at = $3, looks = looks + 1 WHERE id IN (SELECT id FROM due)
		RETURNING `+columns, o.config.Target, o.config.Account, now.Add(lookTime+settleTime), now, mostLooks)
		return err
	})
	return taken, err
}

// reconcile looks for a message once, and writes down what the look has shown.
func (o *Outbox[TTx]) reconcile(ctx context.Context, e *entry) error {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	note, err := readNote(e.record)
	if err != nil {
		return o.leaveToPerson(ctx, e, err)
	}
	m, err := e.wireMessage(note.Callback)
	if err != nil {
		return o.leaveToPerson(ctx, e, err)
	}
	ops, ok := operationsOf(e.Kind)
	if !ok {
		return nil
	}
	unknown := note.Record.Unknown()
	unknown.SID = note.SID
	sid, err := ops.reconcile(ctx, o.config.Client, m, unknown, []twilio.CallOption{
		twilio.LookOnce(), twilio.Horizon(o.config.Horizon), twilio.SharedClaims(o.isClaimed(e)),
	})
	now := o.now()
	switch {
	case err == nil:
		return o.tellFound(ctx, e, note, sid)
	case errors.Is(err, twilio.ErrNotSeen):
		return o.settle(ctx, e, &news{event: notSeen, attempt: e.attempt, at: now, again: now, reason: "an attempt ended without an answer, and Twilio has no message of it"})
	case o.isDecided(err, note, now):
		return o.leaveToPerson(ctx, e, err)
	}
	return o.lookAgain(ctx, e, note)
}

// isClaimed reports that a message belongs to another row.
func (o *Outbox[TTx]) isClaimed(e *entry) twilio.ClaimedFunc {
	return func(ctx context.Context, sid string) (bool, error) {
		var found bool
		// One search for each of the two columns, so that both use an index.
		const of = "SELECT 1 FROM twilio_outbox WHERE target = $1 AND account = $2 AND id <> $3 AND kind <> 'verification' AND "
		_, err := db.One(ctx, o.driver.Pool(), []any{&found}, "SELECT EXISTS ("+of+"sid = $4) OR EXISTS ("+of+"other_sid = $4)",
			o.config.Target, o.config.Account, e.id, sid)
		return found, err
	}
}

// tellFound writes down the message that a search has found, unless another row may have sent it:
// one that is like this one, and whose outcome is not known either.
func (o *Outbox[TTx]) tellFound(ctx context.Context, e *entry, note *attemptNote, sid string) error {
	now := o.now()
	n := &news{event: found, attempt: e.attempt, at: now, sid: sid, by: BySearch, fetchAt: o.firstFetch(e, now)}
	var after *entry
	hasTwin := false
	err := db.InTx(ctx, o.driver, func(_ TTx, c db.Conn) error {
		after = nil
		var err error
		if hasTwin, err = o.hasTwin(ctx, c, e, note); err != nil || hasTwin {
			return err
		}
		changed, changes := e.apply(n)
		if !changes {
			return nil
		}
		written, err := o.store.write(ctx, c, e, changed)
		if written {
			after = changed
		}
		return err
	})
	switch {
	case err != nil && !o.driver.IsConflict(err):
		return err
	case err != nil || hasTwin:
		return o.waitForTwin(ctx, e, note)
	case after != nil:
		o.settled(ctx, after, n, true)
	}
	return nil
}

// hasTwin reports that another row may have sent the same: it is like this one, and its own
// outcome is open. Of verifications there is no SID by which one could be told from another, so
// that every one which was tried since is a twin.
func (o *Outbox[TTx]) hasTwin(ctx context.Context, c db.Conn, e *entry, note *attemptNote) (found bool, err error) {
	const like = "SELECT 1 FROM twilio_outbox WHERE target = $1 AND account = $2 AND likeness = $3 AND id <> $4 AND "
	query, args := "EXISTS ("+like+"state IN ('sending', 'unknown', 'uncertain'))", []any{o.config.Target, o.config.Account, e.likeness, e.id}
	if e.Kind == KindVerification {
		query += " OR EXISTS (" + like + "kind = 'verification' AND attempt <> '' AND settled_at >= $5)"
		args = append(args, micros(note.Record.Started))
	}
	_, err = db.One(ctx, c, []any{&found}, "SELECT "+query, args...)
	return found, err
}

// waitForTwin gives the twin time to settle by its answer or its callback. Then nobody can tell.
func (o *Outbox[TTx]) waitForTwin(ctx context.Context, e *entry, note *attemptNote) error {
	if o.now().Before(note.Record.NotAfter.Add(o.config.Horizon)) {
		return o.lookAgain(ctx, e, note)
	}
	return o.leaveToPerson(ctx, e, errors.New("an equal message was under way at the same time, and the list does not tell them apart"))
}

// isDecided reports that no later look will tell more.
func (o *Outbox[TTx]) isDecided(err error, note *attemptNote, now time.Time) bool {
	decisive := note.Record.NotAfter.Add(o.config.Horizon)
	var ambiguous *twilio.AmbiguousError
	if errors.As(err, &ambiguous) || errors.Is(err, twilio.ErrInvalidParams) {
		return !now.Before(decisive)
	}
	return !now.Before(decisive.Add(o.config.UncertainAfter))
}

// lookAgain plans the next look: soon at first, then when a look decides, then now and then.
func (o *Outbox[TTx]) lookAgain(ctx context.Context, e *entry, note *attemptNote) error {
	now := o.now()
	next := now.Add(usualLook)
	if e.looks <= len(lookPauses) {
		next = now.Add(lookPauses[max(e.looks, 1)-1])
	}
	if decisive := note.Record.NotAfter.Add(o.config.Horizon); now.Before(decisive) && next.After(decisive) {
		next = decisive
	}
	_, err := o.driver.Pool().Exec(ctx, `UPDATE twilio_outbox SET look_at = $1 WHERE id = $2 AND state = 'unknown' AND attempt = $3`, micros(next), e.id, e.attempt)
	return err
}

func (o *Outbox[TTx]) leaveToPerson(ctx context.Context, e *entry, why error) error {
	return o.settle(ctx, e, &news{event: undecided, attempt: e.attempt, at: o.now(), reason: why.Error()})
}

// redispatch frees the rows whose job will not send them: it is gone, was cancelled or discarded,
// or its process has died. A job that comes back after all finds that it is not the row's. Every
// sender is >= ”: by that SQLite finds the index.
func (o *Outbox[TTx]) redispatch(ctx context.Context) error {
	now := o.now()
	_, err := o.driver.Pool().Exec(ctx, `WITH lost AS MATERIALIZED (
		SELECT o.id FROM twilio_outbox o LEFT JOIN river_job j ON j.id = o.job
		WHERE o.target = $1 AND o.account = $2 AND o.sender >= '' AND o.state = 'pending' AND o.job IS NOT NULL AND o.job_at < $3 AND (
			j.id IS NULL OR j.state IN ('cancelled', 'discarded', 'completed') OR j.state = 'running' AND j.attempted_at < $4
		) LIMIT $5`+o.driver.Dialect().SkipLocked("o")+`
	) UPDATE twilio_outbox SET job = NULL, job_at = NULL WHERE id IN (SELECT id FROM lost)`,
		o.config.Target, o.config.Account, now.Add(-settleTime), o.driver.Dialect().RiverTime(time.Now().Add(-o.jobTimeout()-settleTime)), sweepBatch)
	return err
}

// giveUp ends the messages whose time is over.
func (o *Outbox[TTx]) giveUp(ctx context.Context) error {
	late, err := o.rows(ctx, `state = 'pending' AND give_up_after <= $3 ORDER BY give_up_after LIMIT $4`, o.now(), sweepBatch)
	for _, e := range late {
		if err := o.settle(ctx, e, &news{event: tooLate, at: o.now(), reason: "its time was over before it could be sent"}); err != nil {
			return err
		}
	}
	return err
}
