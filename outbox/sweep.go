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
	dropBatch  = 1000
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
	failures := make([]error, len(due))
	for i, e := range due {
		looks.Go(func() { failures[i] = o.guarded(ctx, func() error { return o.reconcile(ctx, e) }) })
	}
	looks.Wait()
	return errors.Join(failures...)
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
	ctx = o.traced(ctx, e)
	note, err := readNote(e.record)
	if err != nil {
		return o.leaveToPerson(ctx, e, err)
	}
	m, ops, err := e.sendable(note.Callback)
	switch {
	case errors.Is(err, errNewer): // the search is for a newer program, if there is one
		return o.lookAgain(ctx, e, note, o.decisive(note), err)
	case err != nil:
		return o.leaveToPerson(ctx, e, err)
	}
	unknown := note.Record.Unknown()
	unknown.SID = note.SID
	asked := o.now()
	looking, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	sid, err := ops.reconcile(looking, o.config.Client, m, unknown, []twilio.CallOption{
		twilio.LookOnce(), twilio.Horizon(o.horizon()), twilio.SharedClaims(o.isClaimed(e)),
	})
	decisive := o.decisive(note)
	var ambiguous *twilio.AmbiguousError
	switch {
	case err == nil:
		return o.tellFound(ctx, e, note, sid, asked)
	case errors.Is(err, twilio.ErrNotSeen):
		return o.tellNotSeen(ctx, e)
	case asked.Before(decisive):
	case errors.As(err, &ambiguous):
		return o.tellAmbiguous(ctx, e, note, err, asked)
	case errors.Is(err, twilio.ErrInvalidParams):
		return o.leaveToPerson(ctx, e, err)
	}
	return o.lookAgain(ctx, e, note, decisive, err)
}

// tellAmbiguous waits for the twins of a message of which a list shows too much, and then leaves
// it to a person.
func (o *Outbox[TTx]) tellAmbiguous(ctx context.Context, e *entry, note *attemptNote, why error, asked time.Time) error {
	twin, err := o.twinsOf(ctx, o.driver.Pool(), e, note)
	if err != nil {
		return err
	}
	return o.waitForTwin(ctx, e, note, later(o.decisive(note), twin.decisive), asked, why)
}

// horizon is how long after an attempt a look decides. It allows for the clocks of two processes.
func (o *Outbox[TTx]) horizon() time.Duration { return o.config.Horizon + 2*maxClockDifference }

// decisive is when a look at the list decides.
func (o *Outbox[TTx]) decisive(note *attemptNote) time.Time {
	return note.Record.NotAfter.Add(o.horizon())
}

// tellNotSeen lets a message be sent again of which a list has no trace. That rests on the clock.
func (o *Outbox[TTx]) tellNotSeen(ctx context.Context, e *entry) error {
	if err := o.checkClock(ctx); err != nil {
		return err
	}
	now := o.now()
	return o.settle(ctx, e, &news{event: notSeen, attempt: e.attempt, at: now, again: now, reason: "an attempt ended without an answer, and Twilio has no message of it"})
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
// one that is like this one, and whose outcome is not known either. Asked is when the search began.
func (o *Outbox[TTx]) tellFound(ctx context.Context, e *entry, note *attemptNote, sid string, asked time.Time) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	now := o.now()
	n := &news{event: found, attempt: e.attempt, at: now, sid: sid, by: BySearch, fetchAt: o.firstFetch(e, now)}
	var after *entry
	var twin twins
	err := db.InTx(ctx, o.driver, func(_ TTx, c db.Conn) error {
		after = nil
		var err error
		if twin, err = o.twinsOf(ctx, c, e, note); err != nil || twin.open {
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
	case err != nil || twin.open:
		return o.waitForTwin(ctx, e, note, later(o.decisive(note), twin.decisive), asked, errTwin)
	case after != nil:
		o.settled(ctx, after, n, true)
	}
	return nil
}

var errTwin = errors.New("an equal message was under way at the same time, and the list does not tell them apart")

// waitForTwin gives the twin time to settle by its answer, its callback or a search. Then nobody
// can tell.
func (o *Outbox[TTx]) waitForTwin(ctx context.Context, e *entry, note *attemptNote, decisive, asked time.Time, why error) error {
	if asked.Before(decisive) {
		return o.lookAgain(ctx, e, note, decisive, why)
	}
	return o.leaveToPerson(ctx, e, why)
}

// lookAgain plans the next look: soon at first, then when a look decides, then now and then. After
// UncertainAfter a person has to look.
func (o *Outbox[TTx]) lookAgain(ctx context.Context, e *entry, note *attemptNote, decisive time.Time, why error) error {
	now := o.now()
	if !now.Before(o.decisive(note).Add(o.config.UncertainAfter)) {
		return o.leaveToPerson(ctx, e, why)
	}
	next := now.Add(usualLook)
	if e.looks <= len(lookPauses) {
		next = now.Add(lookPauses[max(e.looks, 1)-1])
	}
	if now.Before(decisive) && next.After(decisive) {
		next = decisive
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	_, err := o.driver.Pool().Exec(ctx, `UPDATE twilio_outbox SET look_at = $1 WHERE id = $2 AND state = 'unknown' AND attempt = $3`, micros(next), e.id, e.attempt)
	return err
}

func (o *Outbox[TTx]) leaveToPerson(ctx context.Context, e *entry, why error) error {
	return o.settle(ctx, e, &news{event: undecided, attempt: e.attempt, at: o.now(), reason: why.Error()})
}

// redispatch frees the rows whose job will not send them: it is gone, was cancelled or discarded,
// or its process has died. A job that comes back after all finds that it is not the row's. Every
// sender comes after the empty text: by that SQLite finds the index.
func (o *Outbox[TTx]) redispatch(ctx context.Context) error {
	now := o.now()
	_, err := o.driver.Pool().Exec(ctx, `WITH lost AS MATERIALIZED (
		SELECT o.id FROM twilio_outbox o LEFT JOIN river_job j ON j.id = o.job
		WHERE o.target = $1 AND o.account = $2 AND o.sender >= '' AND o.state = 'pending' AND o.job IS NOT NULL AND o.job_at < $3 AND (
			j.id IS NULL OR j.state IN ('cancelled', 'discarded', 'completed') OR j.state = 'running' AND j.attempted_at < $4
		) LIMIT $5`+o.driver.Dialect().SkipLocked("o")+`
	) UPDATE twilio_outbox SET job = NULL, job_at = NULL WHERE id IN (SELECT id FROM lost)`,
		o.config.Target, o.config.Account, now.Add(-settleTime), o.driver.Dialect().RiverTime(time.Now().Add(-o.claimTime()-settleTime)), sweepBatch)
	return err
}

// dropJobs deletes the jobs of the outbox that are done. River keeps them for a day, in which a fleet
// makes a hundred million of them, and what became of a message stands in its row. The order is that
// of an index in which the jobs of another queue do not stand between.
func (o *Outbox[TTx]) dropJobs(ctx context.Context) error {
	before := o.driver.Dialect().RiverTime(time.Now().Add(-slowEvery))
	for dropped := int64(dropBatch); dropped == dropBatch; {
		var err error
		dropped, err = o.driver.Pool().Exec(ctx, `WITH done AS MATERIALIZED (
			SELECT id FROM river_job WHERE state = 'completed' AND queue = $1 AND finalized_at < $2
			ORDER BY priority, scheduled_at, id LIMIT $3`+o.driver.Dialect().SkipLocked()+`
		) DELETE FROM river_job WHERE id IN (SELECT id FROM done)`, o.queue(), before, dropBatch)
		if err != nil {
			return err
		}
	}
	return nil
}

// giveUp ends the messages whose time is over.
func (o *Outbox[TTx]) giveUp(ctx context.Context) error {
	for full := true; full; {
		late, err := o.rows(ctx, `state = 'pending' AND give_up_after <= $3 ORDER BY give_up_after LIMIT $4`, o.now(), sweepBatch)
		if err != nil {
			return err
		}
		for _, e := range late {
			if err := o.settle(ctx, e, e.newsOfLate(o.now())); err != nil {
				return err
			}
		}
		full = len(late) == sweepBatch && ctx.Err() == nil
	}
	return nil
}
