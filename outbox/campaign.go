package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// AllCampaigns stands for all messages of the outbox, with a campaign and without one.
const AllCampaigns = everyCampaign

// ErrAllPaused is the error of [Outbox.Resume] when a campaign still waits because everything is
// paused.
var ErrAllPaused = errors.New("the campaign still waits, because all campaigns are paused: call Resume with AllCampaigns")

// StateError says that the state of a message does not allow what was asked for.
type StateError struct {
	Key   string
	State State
	Asked string // "cancelled", "rescheduled", "sent again", "settled by hand", "closed by hand"
}

func (e *StateError) Error() string {
	return fmt.Sprintf("outbox: the message %q cannot be %s: %s", e.Key, e.Asked, inWords(e.State))
}

// inWords says what a state means for somebody who wants to change it.
func inWords(s State) string {
	switch s {
	case Pending:
		return "it waits to be sent, and nothing is uncertain about it"
	case Sending:
		return "it is being sent at this moment"
	case Unknown:
		return "it may have been sent, and the outbox is looking for it"
	case Accepted:
		return "Twilio has accepted it"
	case Refused:
		return "Twilio has refused it"
	case GivenUp:
		return "it was given up"
	case Cancelled:
		return "it was cancelled"
	case Skipped:
		return "it was skipped, because its recipient does not want it"
	case Uncertain:
		return "it may have been sent, and a person has to look"
	}
	return "its state is " + string(s)
}

// Pause keeps the messages of a campaign from being sent, also those that are enqueued later,
// until [Outbox.Resume]. Once it has returned, no attempt begins; attempts that have begun come to
// their end. [AllCampaigns] pauses everything. Pausing twice is the same as once.
func (o *Outbox[TTx]) Pause(ctx context.Context, campaign string) error {
	if err := checkCampaign("Outbox.Pause", campaign); err != nil {
		return err
	}
	err := o.durably(ctx, func(_ TTx, c db.Conn) error {
		_, err := c.Exec(ctx, `INSERT INTO twilio_outbox_pauses (target, account, campaign, paused_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (target, account, campaign) DO NOTHING`, o.config.Target, o.config.Account, campaign, o.now())
		return err
	})
	if err == nil {
		err = o.takeJobs(ctx, campaign)
	}
	if err != nil {
		return fmt.Errorf("outbox: campaign %q is not paused: %w", campaign, err)
	}
	return nil
}

// takeJobs takes the jobs from the messages of a campaign that was paused, so that no message of
// it waits for the rate, and none is claimed by a worker that looked before the pause was
// committed. This is a transaction of its own for the same reason: a job that is made too late
// to be seen here belongs to a worker that sees the pause.
func (o *Outbox[TTx]) takeJobs(ctx context.Context, campaign string) error {
	condition, args := inCampaign(campaign, []any{o.config.Target, o.config.Account})
	return o.durably(ctx, func(_ TTx, c db.Conn) error {
		_, err := c.Exec(ctx, `UPDATE twilio_outbox SET job = NULL, job_at = NULL
			WHERE target = $1 AND account = $2 AND state = 'pending' AND job IS NOT NULL`+condition, args...)
		return err
	})
}

// Resume ends the pause of a campaign. With [AllCampaigns] it ends the pause of everything, and
// campaigns that were paused by name stay so. The error matches [ErrAllPaused] when the campaign
// still waits because everything is paused.
func (o *Outbox[TTx]) Resume(ctx context.Context, campaign string) error {
	if err := checkCampaign("Outbox.Resume", campaign); err != nil {
		return err
	}
	_, err := o.driver.Pool().Exec(ctx, "DELETE FROM twilio_outbox_pauses WHERE target = $1 AND account = $2 AND campaign = $3"+o.driver.Dialect().AndDurable(),
		o.config.Target, o.config.Account, campaign)
	var paused bool
	if err == nil {
		paused, err = o.isPaused(ctx, AllCampaigns)
	}
	switch {
	case err != nil:
		return fmt.Errorf("outbox: campaign %q is not resumed: %w", campaign, err)
	case paused:
		return fmt.Errorf("outbox: campaign %q: %w", campaign, ErrAllPaused)
	}
	return nil
}

// isPaused reports whether a campaign is paused by its name, or with all others.
func (o *Outbox[TTx]) isPaused(ctx context.Context, campaign string) (paused bool, err error) {
	_, err = db.One(ctx, o.driver.Pool(), []any{&paused}, `SELECT EXISTS (SELECT 1 FROM twilio_outbox_pauses
		WHERE target = $1 AND account = $2 AND campaign IN ($3, '*'))`, o.config.Target, o.config.Account, campaign)
	return paused, err
}

const cancelReason = "an operator has cancelled it"

// Cancel cancels the messages of a campaign that wait to be sent, and returns how many it has
// cancelled, also with an error: call it again then. What is being sent cannot be taken back; when
// it turns out that an attempt has sent nothing, no other one is made. Messages that are enqueued
// later are sent. [AllCampaigns] cancels everything.
//
// It works in small transactions, so that a million messages do not hold up the workers.
func (o *Outbox[TTx]) Cancel(ctx context.Context, campaign string) (n int, err error) {
	if err := checkCampaign("Outbox.Cancel", campaign); err != nil {
		return 0, err
	}
	// A message may come back from an attempt, and begin another one, behind the back of a pass.
	for pass, left := 0, 1; err == nil && left > 0 && pass < maxRaces; pass++ {
		var more, marked int
		if more, err = o.cancelPending(ctx, campaign); err == nil {
			marked, err = o.letNoneBegin(ctx, campaign)
		}
		n, left = n+more, more+marked
	}
	if err != nil {
		return n, fmt.Errorf("outbox: campaign %q is cancelled in part, %d messages of it: call Cancel again: %w", campaign, n, err)
	}
	return n, nil
}

// cancelPending does in one statement for many rows what apply does for one.
func (o *Outbox[TTx]) cancelPending(ctx context.Context, campaign string) (int, error) {
	return o.changeEach(ctx, campaign, change{
		states: before(cancelled),
		set: `state = 'cancelled', job = NULL, job_at = NULL, look_at = NULL, fetch_at = NULL,
			record = NULL, sid = NULL, status = 0, code = 0, reason = $5, settled_by = $6, settled_at = $7`,
		args: []any{cancelReason, string(ByPerson), o.now()},
	}, func(e *entry) { o.changed(ctx, e) })
}

// letNoneBegin sees to it that no further attempt is made of messages that are not over.
func (o *Outbox[TTx]) letNoneBegin(ctx context.Context, campaign string) (n int, err error) {
	return o.changeEach(ctx, campaign, change{
		states: comeBack(), set: "give_up_after = $5", where: " AND (give_up_after IS NULL OR give_up_after > $5)", args: []any{o.now()},
	}, func(*entry) {})
}

// before returns the states from which an event leads to another one.
func before(what event) (states []State) {
	for _, r := range machine {
		if r.on == what {
			states = append(states, r.from)
		}
	}
	return states
}

// comeBack returns the states from which a message may become pending without a person's word.
func comeBack() (states []State) {
	for _, r := range machine {
		if r.to == Pending && r.on != resent && !slices.Contains(states, r.from) {
			states = append(states, r.from)
		}
	}
	return states
}

// CancelKey cancels one message. It changes nothing when the message is cancelled already. When it
// is too late, the error is a *[StateError] with the state; if that is [Sending], [Unknown] or
// [Uncertain], and the attempt turns out to have sent nothing, no other one is made. The error
// matches [ErrNoMessage] when there is no such message.
func (o *Outbox[TTx]) CancelKey(ctx context.Context, key string) error {
	after, err := o.tellKey(ctx, key, &news{event: cancelled, at: o.now(), by: ByPerson, reason: cancelReason}, "cancelled")
	switch {
	case after == nil || after.State == Cancelled:
		return err
	case slices.Contains(comeBack(), after.State):
		if _, markErr := o.driver.Pool().Exec(ctx, "UPDATE twilio_outbox SET give_up_after = $1 WHERE id = $2 AND attempt = $3"+o.driver.Dialect().AndDurable(),
			o.now(), after.id, after.attempt); markErr != nil {
			return fmt.Errorf("outbox: the message %q is not cancelled: %w", key, markErr)
		}
	}
	return err
}

// SetPriority gives the messages of a campaign that wait to be sent another priority, from 1, which
// goes first, to 4. It returns how many it has changed, also with an error. Messages whose turn is
// within the next ten seconds may keep their place.
func (o *Outbox[TTx]) SetPriority(ctx context.Context, campaign string, priority int) (n int, err error) {
	const op = "Outbox.SetPriority"
	if err := checkCampaign(op, campaign); err != nil {
		return 0, err
	}
	if priority < firstPriority || priority > lastPriority {
		var problems twilio.Problems
		problems.Add("Priority", "is not 1, 2, 3 or 4", "give 1 for what goes first, and 4 for what goes last")
		return 0, problems.Err(op)
	}
	n, err = o.changeEach(ctx, campaign, change{states: []State{Pending}, set: "priority = $5", args: []any{priority}}, func(*entry) {})
	if err != nil {
		return n, fmt.Errorf("outbox: %d messages of campaign %q have the new priority, and others have not: %w", n, campaign, err)
	}
	return n, nil
}

// Reschedule lets the messages of a campaign that wait be sent at another time, earlier or later;
// the zero time is for now. It returns how many it has changed, also with an error. A message is
// given up when its GiveUpAfter comes first.
func (o *Outbox[TTx]) Reschedule(ctx context.Context, campaign string, sendAfter time.Time) (n int, err error) {
	if err := checkCampaign("Outbox.Reschedule", campaign); err != nil {
		return 0, err
	}
	n, err = o.changeEach(ctx, campaign, change{
		states: []State{Pending}, set: "send_after = $5, job = NULL, job_at = NULL", args: []any{micros(later(sendAfter, o.now()))},
	}, func(*entry) {})
	if err != nil {
		return n, fmt.Errorf("outbox: %d messages of campaign %q have the new time, and others have not: %w", n, campaign, err)
	}
	return n, nil
}

// RescheduleKey lets one message be sent at another time. The error is a *[StateError] when it does
// not wait any more, and matches [ErrNoMessage] when there is no such message.
func (o *Outbox[TTx]) RescheduleKey(ctx context.Context, key string, sendAfter time.Time) error {
	e, err := o.store.entryWhere(ctx, o.driver.Pool(), "key = $3", key)
	if err != nil {
		return fmt.Errorf("outbox: message %q: %w", key, err)
	}
	sendAfter = micros(later(sendAfter, o.now()))
	if !e.GiveUpAfter.IsZero() && !e.GiveUpAfter.After(sendAfter) {
		var problems twilio.Problems
		problems.Add("SendAfter", "is not before the GiveUpAfter of the message", "give an earlier time, or cancel the message and enqueue another one")
		return problems.Err("Outbox.RescheduleKey")
	}
	n, err := o.driver.Pool().Exec(ctx, "UPDATE twilio_outbox SET send_after = $1, job = NULL, job_at = NULL WHERE id = $2 AND state = 'pending'"+o.driver.Dialect().AndDurable(), sendAfter, e.id)
	if err == nil && n == 0 {
		if e, err = o.store.byID(ctx, o.driver.Pool(), e.id); err == nil {
			return &StateError{key, e.State, "rescheduled"}
		}
	}
	if err != nil {
		return fmt.Errorf("outbox: the message %q is not rescheduled: %w", key, err)
	}
	return nil
}

// checkCampaign refuses names that no campaign can have.
func checkCampaign(op, campaign string) error {
	var problems twilio.Problems
	checkName(&problems, "Campaign", campaign, "give the campaign's name, or AllCampaigns for all messages")
	return problems.Err(op)
}

// inCampaign is the condition that a row belongs to a campaign, and the arguments with its own.
func inCampaign(campaign string, args []any) (condition string, with []any) {
	if campaign == AllCampaigns {
		return "", args
	}
	args = append(args, campaign)
	return fmt.Sprint(" AND campaign = $", len(args)), args
}

// durably runs work in a transaction that is on the disk when it is committed.
func (o *Outbox[TTx]) durably(ctx context.Context, work func(tx TTx, c db.Conn) error) error {
	return db.InTx(ctx, o.driver, func(tx TTx, c db.Conn) error {
		var durable string
		if _, err := db.One(ctx, c, []any{&durable}, "SELECT "+o.driver.Dialect().Durable()); err != nil {
			return err
		}
		return work(tx, c)
	})
}

// operatorBatch is how many rows an operator's change holds at a time.
const operatorBatch = 1000

// change sets columns of messages in some states for which a condition holds. The parameters of set
// and where begin at $5.
type change struct {
	states     []State
	set, where string
	args       []any
}

// changeEach makes a change of the messages of a campaign, batch after batch, and tells of each one
// that it has changed.
func (o *Outbox[TTx]) changeEach(ctx context.Context, campaign string, what change, tell func(*entry)) (n int, err error) {
	for _, state := range what.states {
		for last := int64(0); ; {
			var batch []*entry
			err := o.durably(ctx, func(_ TTx, c db.Conn) error {
				batch, err = o.changeBatch(ctx, c, campaign, state, last, &what)
				return err
			})
			if err != nil {
				return n, err
			}
			for _, e := range batch {
				last = max(last, e.id)
				tell(e)
			}
			n += len(batch)
			if len(batch) < operatorBatch {
				break
			}
		}
	}
	return n, nil
}

// changeBatch changes the first rows behind last. A row that a worker has just taken is waited for,
// and left alone if its state is another one then.
func (o *Outbox[TTx]) changeBatch(ctx context.Context, c db.Conn, campaign string, state State, last int64, what *change) ([]*entry, error) {
	all := append([]any{o.config.Target, o.config.Account, last, operatorBatch}, what.args...)
	condition, all := inCampaign(campaign, all)
	where := isIn([]State{state}) + what.where
	return db.All(ctx, c, scanEntry, "UPDATE twilio_outbox SET "+what.set+` WHERE id IN (
		SELECT id FROM `+o.tableFor(campaign)+" WHERE target = $1 AND account = $2 AND id > $3"+condition+where+
		" ORDER BY id LIMIT $4"+strings.TrimSuffix(o.driver.Dialect().SkipLocked(), " SKIP LOCKED")+")"+where+" RETURNING "+columns, all...)
}

// tableFor is the table, for rows in the order of their ids. SQLite knows nothing of how many rows
// there are, and would sort all of them for each batch.
func (o *Outbox[TTx]) tableFor(campaign string) string {
	if campaign == AllCampaigns && o.driver.Dialect() == db.SQLite {
		return "twilio_outbox NOT INDEXED"
	}
	return "twilio_outbox"
}
