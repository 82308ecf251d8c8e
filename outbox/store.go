package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// columns are those of an entry, in the order of scanEntry.
const columns = `id, target, account, token, key, campaign, kind, service, sender, recipient, wire, params, likeness, priority, send_after,
	give_up_after, created_at, trace, state, job, job_at, attempt, attempts, record, look_at, looks, sid, settled_by, other_sid,
	status, code, reason, settled_at, delivery, delivered_at, fetch_at`

func scanEntry(scan func(dest ...any) error) (*entry, error) {
	var e entry
	var code int
	err := scan(&e.id, &e.target, &e.account, &e.token, &e.Key, &e.Campaign, (*string)(&e.Kind), &e.service, &e.Sender, &e.To, &e.wire, &e.params, &e.likeness, &e.Priority, &e.SendAfter,
		&e.GiveUpAfter, &e.CreatedAt, &e.trace, (*string)(&e.State), &e.job, &e.jobAt, &e.attempt, &e.Attempts, &e.record, &e.lookAt, &e.looks, &e.SID, (*string)(&e.SettledBy), &e.OtherSID,
		&e.Status, &code, &e.Reason, &e.SettledAt, &e.Delivery, &e.DeliveredAt, &e.fetchAt)
	e.Code = twilio.ErrorCode(code)
	return &e, err
}

// owner is whose messages an outbox keeps: those of one account at one target.
type owner struct{ target, account string }

// store reads and writes the rows of one account.
type store[TTx any] struct {
	driver db.Driver[TTx]
	owner

	displaced func(ctx context.Context, e *entry) // is told of a row that has lost its SID to another one
}

var errNoEntry = errors.New("there is no such message")

// entryWhere returns the row for which a condition holds; its parameters begin at $3. The error
// matches errNoEntry when there is none.
func (s *store[TTx]) entryWhere(ctx context.Context, c db.Conn, condition string, args ...any) (*entry, error) {
	return s.only(ctx, c, "target = $1 AND account = $2 AND "+condition, append([]any{s.target, s.account}, args...)...)
}

// byID returns a row by its number, and byToken by its token. They name no account: PostgreSQL has
// no statistics of a table that is new, and could look among all messages of the account instead.
func (s *store[TTx]) byID(ctx context.Context, c db.Conn, id int64) (*entry, error) {
	return s.only(ctx, c, "id = $1", id)
}

func (s *store[TTx]) byToken(ctx context.Context, c db.Conn, token string) (*entry, error) {
	return s.only(ctx, c, "token = $1", token)
}

// only returns the row of this account for which a condition holds.
func (s *store[TTx]) only(ctx context.Context, c db.Conn, condition string, args ...any) (*entry, error) {
	all, err := db.All(ctx, c, scanEntry, "SELECT "+columns+" FROM twilio_outbox WHERE "+condition, args...)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 || all[0].owner != s.owner {
		return nil, errNoEntry
	}
	return all[0], nil
}

// write replaces a row by what became of it, if nothing has changed in between.
func (s *store[TTx]) write(ctx context.Context, c db.Conn, before, after *entry) (bool, error) {
	n, err := c.Exec(ctx, `UPDATE twilio_outbox SET state = $1, job = NULLIF(CAST($2 AS bigint), 0), job_at = $3, attempt = $4, attempts = $5, record = NULLIF($6, ''),
		look_at = $7, looks = $8, sid = NULLIF($9, ''), settled_by = $10, other_sid = NULLIF($11, ''), status = $12, code = $13, reason = $14,
		settled_at = $15, send_after = $16, fetch_at = $17,
		delivery = CASE WHEN COALESCE(sid, '') = $9 THEN delivery ELSE '' END, delivered_at = CASE WHEN COALESCE(sid, '') = $9 THEN delivered_at END
		WHERE id = $18 AND state = $19 AND attempt = $20 AND settled_by = $21 AND COALESCE(sid, '') = $22 AND COALESCE(job, 0) = $23
		AND COALESCE(other_sid, '') = $24 AND delivery = $25 AND give_up_after IS NOT DISTINCT FROM $26`+s.driver.Dialect().AndDurable(),
		string(after.State), after.job, after.jobAt, after.attempt, after.Attempts, after.record,
		after.lookAt, after.looks, after.SID, string(after.SettledBy), after.OtherSID, after.Status, int(after.Code), after.Reason,
		after.SettledAt, after.SendAfter, after.fetchAt,
		before.id, string(before.State), before.attempt, string(before.SettledBy), before.SID, before.job,
		before.OtherSID, before.Delivery, before.GiveUpAfter)
	return n == 1, err
}

// maxRaces bounds how often a row is read again because somebody else has just changed it.
const maxRaces = 20

// tell applies news to a row, and returns the row as it is then. It reports whether the news has
// changed anything. The row may be given as it was read before, and is read again if it has
// changed since.
func (s *store[TTx]) tell(ctx context.Context, before *entry, n *news) (after *entry, changed bool, err error) {
	for range maxRaces {
		after, changed = before.apply(n)
		if !changed {
			return after, false, nil
		}
		written, err := s.write(ctx, s.driver.Pool(), before, after)
		if err != nil && s.driver.IsConflict(err) {
			written, err = s.writeDisplacing(ctx, before, after, n)
		}
		if err != nil || written {
			return after, written, err
		}
		if before, err = s.byID(ctx, s.driver.Pool(), before.id); err != nil {
			return nil, false, err
		}
	}
	return nil, false, fmt.Errorf("message %q changes faster than it can be written", before.Key)
}

// writeDisplacing writes a row whose SID another row has. What a search has found is not as good
// as an answer or a callback; what those have told stays.
func (s *store[TTx]) writeDisplacing(ctx context.Context, before, after *entry, n *news) (written bool, err error) {
	if n.event == found {
		return false, errTaken
	}
	var loser *entry
	err = db.InTx(ctx, s.driver, func(_ TTx, c db.Conn) error {
		if loser, err = s.displace(ctx, c, before, n); err != nil {
			return err
		}
		written, err = s.write(ctx, c, before, after)
		if err == nil && !written {
			return errChanged // so that the other row keeps the SID until it is decided who has it
		}
		return err
	})
	switch {
	case errors.Is(err, errChanged):
		return false, nil
	case err == nil && loser != nil:
		s.displaced(ctx, loser)
	}
	return written && err == nil, err
}

var errChanged = errors.New("the row has changed in between")

// displace takes a SID from the row to which a search has given it: it belongs to the row of the
// news. It returns the row that has lost it, nil when there is none.
func (s *store[TTx]) displace(ctx context.Context, c db.Conn, of *entry, n *news) (*entry, error) {
	holder, err := s.entryWhere(ctx, c, "sid = $3 AND id <> $4 AND kind <> 'verification'", n.sid, of.id)
	if err != nil {
		if errors.Is(err, errNoEntry) {
			return nil, nil //nolint:nilnil // nobody has it any more
		}
		return nil, err
	}
	without, changes := holder.apply(&news{event: displaced, at: n.at, reason: "the message that a search had found belongs to another key"})
	if !changes {
		return nil, fmt.Errorf("message %s belongs to the key %q already, which was told by the %s: %w", n.sid, holder.Key, holder.SettledBy, errTaken)
	}
	written, err := s.write(ctx, c, holder, without)
	if err == nil && !written {
		err = errChanged
	}
	return without, err
}

var errTaken = errors.New("one message cannot have two keys")

// now is how the outbox reads its clock: databases keep microseconds.
func micros(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
