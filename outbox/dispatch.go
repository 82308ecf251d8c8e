package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// The dispatcher makes River's jobs, and no more of them than the rate can use in ten seconds: a
// job that waits in the queue for hours would be rewritten again and again. One process
// dispatches at a time.
const (
	dispatchAhead = 10 * time.Second
	mostJobs      = 2000 // that one transaction makes
	queuePrefix   = "twilio_outbox_"
	jobKind       = "twilio_outbox_send"
	lockName      = "twilio_outbox_dispatch"
)

// sendJob names the row that a job sends.
type sendJob struct {
	Row int64 `json:"row"`
}

// Kind is the name of the job in River's tables.
func (sendJob) Kind() string { return jobKind }

// queue is the name of River's queue. Each account and target has one of its own, so that no process
// gets the jobs of another one's rows.
func (o *Outbox[TTx]) queue() string {
	sum := sha256.Sum256([]byte(o.config.Target + "\n" + o.config.Account))
	const length = 8
	return queuePrefix + hex.EncodeToString(sum[:length])
}

// heldKinds are the kinds of which nothing may begin now, as a list in SQL.
func (o *Outbox[TTx]) heldKinds(now time.Time) string {
	held := []string{"''"}
	for _, kind := range [...]Kind{KindText, KindWhatsApp, KindCall, KindVerification} {
		if o.holds.held(kind, now) {
			held = append(held, "'"+string(kind)+"'")
		}
	}
	return strings.Join(held, ", ")
}

// dispatch makes the jobs that are due. It returns how many it has made.
func (o *Outbox[TTx]) dispatch(ctx context.Context) (made int, err error) {
	err = db.InTx(ctx, o.driver, func(tx TTx, c db.Conn) error {
		made = 0
		if locked, err := o.lock(ctx, c); err != nil || !locked {
			return err
		}
		paused, err := o.pausedCampaigns(ctx, c)
		if err != nil {
			return err
		}
		o.heads.refresh(paused, o.now())
		senders, err := o.waitingSenders(ctx, c)
		if err != nil {
			return err
		}
		room, err := o.roomOfAll(ctx, c)
		if err != nil {
			return err
		}
		for i, sender := range senders {
			// What one sender leaves is for the next ones, and none takes it all.
			share := (room - made + len(senders) - i - 1) / (len(senders) - i)
			n, err := o.dispatchSender(ctx, tx, c, sender, share)
			made += n
			if err != nil {
				return err
			}
		}
		return nil
	})
	return made, err
}

// roomOfAll is how many more jobs the rate of all senders together can use.
func (o *Outbox[TTx]) roomOfAll(ctx context.Context, c db.Conn) (int, error) {
	var jobs int
	_, err := db.One(ctx, c, []any{&jobs}, `SELECT count(*) FROM twilio_outbox
		WHERE target = $1 AND account = $2 AND state = 'pending' AND job IS NOT NULL`, o.config.Target, o.config.Account)
	return min(usefulJobs(o.config.Rate)-jobs, mostJobs), err
}

// usefulJobs is how many jobs a rate can use in the time for which the dispatcher looks ahead.
func usefulJobs(rate float64) int {
	return int(min(max(math.Ceil(rate*dispatchAhead.Seconds()), 1), math.MaxInt32))
}

// lock takes the lock of the dispatcher until the transaction ends, unless another process has
// it. SQLite has one writer at a time anyway.
func (o *Outbox[TTx]) lock(ctx context.Context, c db.Conn) (bool, error) {
	if o.driver.Dialect() == db.SQLite {
		return true, nil
	}
	var locked bool
	_, err := db.One(ctx, c, []any{&locked}, "SELECT pg_try_advisory_xact_lock(hashtext($1), hashtext($2))", lockName, o.config.Target+o.config.Account)
	return locked, err
}

// waitingSenders returns the senders for whom messages wait, by a loose scan of the index.
func (o *Outbox[TTx]) waitingSenders(ctx context.Context, c db.Conn) ([]string, error) {
	const waiting = `target = $1 AND account = $2 AND state = 'pending' AND job IS NULL`
	return db.All(ctx, c, scanText, `WITH RECURSIVE senders(sender) AS (
		SELECT min(sender) FROM twilio_outbox WHERE `+waiting+`
		UNION ALL
		SELECT (SELECT min(o.sender) FROM twilio_outbox o WHERE `+waiting+` AND o.sender > senders.sender)
		FROM senders WHERE senders.sender IS NOT NULL
	) SELECT sender FROM senders WHERE sender IS NOT NULL`, o.config.Target, o.config.Account)
}

func scanText(scan func(dest ...any) error) (text string, err error) {
	err = scan(&text)
	return text, err
}

// dispatchSender makes the jobs of one sender, the most urgent first.
func (o *Outbox[TTx]) dispatchSender(ctx context.Context, tx TTx, c db.Conn, sender string, most int) (made int, err error) {
	room, err := o.room(ctx, c, sender)
	if err != nil {
		return 0, err
	}
	room = min(room, most)
	for priority := firstPriority; priority <= lastPriority && made < room; priority++ {
		ids, err := o.due(ctx, c, sender, priority, room-made)
		if err != nil || len(ids) == 0 {
			if err != nil {
				return made, err
			}
			continue
		}
		if err := o.makeJobs(ctx, tx, c, ids, priority); err != nil {
			return made, err
		}
		made += len(ids)
	}
	return made, nil
}

// room is how many more jobs the rate of a sender can use.
func (o *Outbox[TTx]) room(ctx context.Context, c db.Conn, sender string) (int, error) {
	var jobs int
	_, err := db.One(ctx, c, []any{&jobs}, `SELECT count(*) FROM twilio_outbox
		WHERE target = $1 AND account = $2 AND sender = $3 AND state = 'pending' AND job IS NOT NULL`, o.config.Target, o.config.Account, sender)
	return usefulJobs(o.config.rateOf(sender)) - jobs, err
}

// due returns the rows of a sender and a priority whose time has come, and which are not paused.
func (o *Outbox[TTx]) due(ctx context.Context, c db.Conn, sender string, priority, most int) ([]int64, error) {
	now, head := o.now(), headOf{sender, priority}
	from := o.heads.from(head)
	if from.sendAfter.IsZero() {
		from.sendAfter = time.Unix(0, 0)
	}
	rows, err := db.All(ctx, c, scanPosition, `SELECT id, send_after FROM twilio_outbox o
		WHERE target = $1 AND account = $2 AND sender = $3 AND priority = $4 AND state = 'pending' AND job IS NULL AND send_after <= $5
		AND (send_after, id) >= ($6, $7) AND (give_up_after IS NULL OR give_up_after > $5) AND kind NOT IN (`+o.heldKinds(now)+`)
		AND NOT EXISTS (SELECT 1 FROM twilio_outbox_pauses p WHERE p.target = $1 AND p.account = $2 AND p.campaign IN (o.campaign, '*'))
		ORDER BY send_after, id LIMIT $8`+o.driver.Dialect().SkipLocked(), o.config.Target, o.config.Account, sender, priority, now, from.sendAfter, from.id, most)
	if err != nil {
		return nil, err
	}
	o.heads.note(head, rows, now)
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.id
	}
	return ids, nil
}

// jobOfRow is a job as it is noted in its row.
type jobOfRow struct {
	ID  int64 `json:"id"`
	Job int64 `json:"job"`
}

func (o *Outbox[TTx]) makeJobs(ctx context.Context, tx TTx, c db.Conn, ids []int64, priority int) error {
	params := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		params[i] = river.InsertManyParams{Args: sendJob{id}, InsertOpts: &river.InsertOpts{Queue: o.queue(), Priority: priority, MaxAttempts: jobAttempts}}
	}
	results, err := o.jobs.InsertManyTx(ctx, tx, params)
	if err != nil {
		return err
	}
	list := make([]jobOfRow, len(results))
	for i, r := range results {
		if list[i], err = jobOf(r); err != nil {
			return err
		}
	}
	encoded, err := json.Marshal(list)
	if err != nil {
		return err
	}
	_, err = c.Exec(ctx, `UPDATE twilio_outbox SET job = made.job, job_at = $2 FROM `+
		o.driver.Dialect().Records("$1", "made", db.Column{Name: "id", Type: "bigint"}, db.Column{Name: "job", Type: "bigint"})+
		` WHERE twilio_outbox.id = made.id`, string(encoded), o.now())
	return err
}

// jobOf reads the row of a job from the job itself, so that the order of results does not matter.
func jobOf(r *rivertype.JobInsertResult) (jobOfRow, error) {
	var args sendJob
	if err := json.Unmarshal(r.Job.EncodedArgs, &args); err != nil {
		return jobOfRow{}, fmt.Errorf("a job that was just made cannot be read: %w", err)
	}
	return jobOfRow{args.Row, r.Job.ID}, nil
}
