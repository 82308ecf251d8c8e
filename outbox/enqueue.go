package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// Enqueued is what became of messages that were to be put into the outbox.
type Enqueued struct {
	New      int // that were not there before
	Existing int // that were there already, with the same parameters
}

// KeyError says that a key stands for another message already.
type KeyError struct{ Key string }

func (e *KeyError) Error() string {
	return fmt.Sprintf("outbox: the key %q stands for a message with other parameters: give a new message a new key", e.Key)
}

// Is matches [twilio.ErrNotSent].
func (e *KeyError) Is(target error) bool { return target == twilio.ErrNotSent }

// ErrNoMessage is the error about a key that the outbox does not have.
var ErrNoMessage error = errNoEntry

// Enqueue puts a message into the outbox within a transaction of the caller. It is sent once the
// transaction is committed, and never when the transaction is rolled back. It takes one round
// trip to the database, and a second one if the key is there already.
//
// The same message again changes nothing, also when it was sent long ago. Another message with
// the same key is a *[KeyError]. Parameters that can never succeed are a *[twilio.ParamError].
func (o *Outbox[TTx]) Enqueue(ctx context.Context, tx TTx, m Message) (Enqueued, error) {
	if err := checkTx(tx); err != nil {
		return Enqueued{}, err
	}
	r, err := o.rowOf(ctx, &m)
	if err != nil {
		return Enqueued{}, err
	}
	c := o.driver.Tx(tx)
	n, err := c.Exec(ctx, insertRow, r.values()...)
	switch {
	case err != nil:
		return Enqueued{}, fmt.Errorf("outbox: the message %q is not enqueued: %w", m.Key, err)
	case n == 1:
		return Enqueued{New: 1}, nil
	}
	var digest string
	known, err := db.One(ctx, c, []any{&digest}, "SELECT digest FROM twilio_outbox WHERE target = $1 AND account = $2 AND key = $3", r.target, r.account, r.key)
	switch {
	case err != nil:
		return Enqueued{}, fmt.Errorf("outbox: the message %q is not enqueued: %w", m.Key, err)
	case !known:
		return Enqueued{}, fmt.Errorf("outbox: the message %q is not enqueued: %w", m.Key, errHidden)
	case !m.Params.fits(digest):
		return Enqueued{}, &KeyError{m.Key}
	}
	return Enqueued{Existing: 1}, nil
}

var errHidden = errors.New("another transaction has just enqueued its key, and this one cannot see it: make the transaction again")

// row is a message as it is inserted.
type row struct {
	owner

	token, key, campaign, kind, service, sender, recipient, params, digest, likeness, trace string

	priority                       int
	sendAfter, giveUpAfter, create time.Time
}

// checkTx says that a transaction is missing.
func checkTx[TTx any](tx TTx) error {
	var none TTx
	if any(tx) != any(none) {
		return nil
	}
	var problems twilio.Problems
	problems.Add("tx", "is nil", "give the transaction in which the program writes what the message is about")
	return problems.Err(opEnqueue)
}

// rowOf checks a message and makes a row of it.
func (o *Outbox[TTx]) rowOf(ctx context.Context, m *Message) (*row, error) {
	if err := m.check(o.config.CallbackURL); err != nil {
		return nil, err
	}
	now := o.now()
	salt := make([]byte, digestSaltBytes)
	fillRandom(salt)
	return &row{
		owner: o.store.owner, token: randomName(tokenBytes), key: m.Key, campaign: m.Campaign,
		kind: string(m.Params.kind), service: m.Params.service, sender: m.Params.sender(), recipient: m.Params.form.Get("To"),
		params: m.Params.form.Encode(), digest: m.Params.digestOf(salt), likeness: m.Params.likeness(), trace: o.saveTrace(ctx, m),
		priority: cmp.Or(m.Priority, usualPriority), sendAfter: micros(later(m.SendAfter, now)), giveUpAfter: zeroOrMicros(m.GiveUpAfter), create: now,
	}, nil
}

// timeType is the type of a time in PostgreSQL.
const timeType = "timestamptz"

// rowColumns are the columns of a row that is inserted, with their types in PostgreSQL. Times are
// numbers of microseconds in a list of records.
var rowColumns = []db.Column{
	{Name: "token", Type: "text"}, {Name: "target", Type: "text"}, {Name: "account", Type: "text"}, {Name: "key", Type: "text"},
	{Name: "campaign", Type: "text"}, {Name: "kind", Type: "text"}, {Name: "service", Type: "text"}, {Name: "sender", Type: "text"},
	{Name: "recipient", Type: "text"}, {Name: "params", Type: "text"}, {Name: "digest", Type: "text"}, {Name: "likeness", Type: "text"},
	{Name: "trace", Type: "text"}, {Name: "priority", Type: "integer"}, {Name: "send_after", Type: timeType},
	{Name: "give_up_after", Type: timeType}, {Name: "created_at", Type: timeType},
}

// values are those of rowColumns.
func (r *row) values() []any {
	return []any{
		r.token, r.target, r.account, r.key, r.campaign, r.kind, r.service, r.sender, r.recipient, r.params, r.digest, r.likeness,
		r.trace, r.priority, r.sendAfter, r.giveUpAfter, r.create,
	}
}

// insertedColumns are the columns of an INSERT; those behind rowColumns have the values of
// newValues.
const (
	insertedColumns = `token, target, account, key, campaign, kind, service, sender, recipient, params, digest, likeness, trace,
	priority, send_after, give_up_after, created_at, wire, state, attempt, attempts, looks, settled_by, status, code, reason, delivery`
	newValues = `1, 'pending', '', 0, 0, '', 0, 0, '', ''`

	insertRow = "INSERT INTO twilio_outbox (" + insertedColumns + `)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, ` + newValues + `)
	ON CONFLICT (target, account, key) DO NOTHING`
)

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func zeroOrMicros(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return micros(t)
}
