package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// The bounds of a batch, which is what EnqueueMany keeps in memory.
const (
	batchRows  = 2000
	batchBytes = 4 << 20 // of parameters
)

// EnqueueMany puts the messages of an iterator into the outbox, in transactions of its own. Each
// transaction takes a batch of some 2,000 messages, and only one batch is in memory at a time. No
// transaction is open while the iterator works.
//
// The first error ends it:
//   - an error of the iterator,
//   - a message that can never be sent; the error says which one,
//   - a key that stands for another message, which is a *[KeyError],
//   - an error of the database.
//
// The batch of the error is not enqueued. The batches before it stay, and the result counts them.
// Running it again with the same messages is harmless: those which are there already are counted
// as Existing.
//
// An iterator that reads from the pool of the outbox needs a second connection. A pool of
// outboxsqlite.Open has only one: read the messages from another pool, or before.
func (o *Outbox[TTx]) EnqueueMany(ctx context.Context, messages iter.Seq2[Message, error]) (Enqueued, error) {
	isFirst := true
	return o.enqueueBatches(ctx, messages, func(b *batch) (done Enqueued, err error) {
		err = o.durably(ctx, func(tx TTx, c db.Conn) error {
			done, err = o.insertBatch(ctx, tx, c, b)
			return err
		})
		if err == nil && isFirst && len(b.items) > batchRows/2 {
			o.analyze(ctx)
		}
		isFirst = false
		return done, err
	})
}

// analyze lets a database that has no statistics of the table make some. PostgreSQL makes them by
// itself after a minute or two; until then it may look for one message among all of an account.
func (o *Outbox[TTx]) analyze(ctx context.Context) {
	statement := o.driver.Dialect().AnalyzeNew("twilio_outbox")
	if statement == "" {
		return
	}
	if _, err := o.driver.Pool().Exec(ctx, statement); err != nil {
		o.warnSeldom(ctx, "outbox: the database could not make statistics of its table", "error", err)
	}
}

// EnqueueManyTx is EnqueueMany within a transaction of the caller. After an error the transaction
// is to be rolled back, because some of the messages are in it.
//
// Two transactions that enqueue the same key wait for each other. If they enqueue several keys in
// different orders, PostgreSQL may end one of them to resolve a deadlock: make that one again.
func (o *Outbox[TTx]) EnqueueManyTx(ctx context.Context, tx TTx, messages iter.Seq2[Message, error]) (Enqueued, error) {
	if err := checkTx(tx); err != nil {
		return Enqueued{}, err
	}
	c := o.driver.Tx(tx)
	return o.enqueueBatches(ctx, messages, func(b *batch) (Enqueued, error) { return o.insertBatch(ctx, tx, c, b) })
}

// enqueueBatches gathers messages into batches and inserts each of them.
func (o *Outbox[TTx]) enqueueBatches(ctx context.Context, messages iter.Seq2[Message, error], insert func(*batch) (Enqueued, error)) (total Enqueued, err error) {
	if messages == nil {
		var problems twilio.Problems
		problems.Add("messages", "is nil", "give an iterator, such as one over the lines of a file")
		return total, problems.Err(opEnqueue)
	}
	b, place := newBatch(), 0
	flush := func() error {
		if len(b.items) == 0 {
			return nil
		}
		done, err := insert(b)
		if err != nil {
			return err
		}
		total.New, total.Existing = total.New+done.New, total.Existing+done.Existing
		b = newBatch()
		return nil
	}
	for m, err := range messages {
		place++
		if err != nil {
			return total, fmt.Errorf("outbox: the iterator failed at message %d: %w", place, err)
		}
		if err := o.gather(ctx, b, &m, place); err != nil {
			return total, err
		}
		if len(b.items)+b.repeats < batchRows && b.bytes < batchBytes {
			continue
		}
		if err := flush(); err != nil {
			return total, err
		}
	}
	return total, flush()
}

// batch is messages that are inserted together, each key once.
type batch struct {
	items   []item
	places  map[string]int // of the keys in items
	repeats int            // messages that came again
	bytes   int
}

type item struct {
	*row

	asked Params
}

func newBatch() *batch { return &batch{places: make(map[string]int)} }

// gather checks a message and adds it to a batch, unless it is there.
func (o *Outbox[TTx]) gather(ctx context.Context, b *batch, m *Message, place int) error {
	r, err := o.rowOf(ctx, m)
	if err != nil {
		return fmt.Errorf("outbox: message %d, with the key %.80q: %w", place, m.Key, err)
	}
	if at, ok := b.places[m.Key]; ok {
		if !m.Params.fits(b.items[at].digest) {
			return &KeyError{m.Key}
		}
		b.repeats++
		return nil
	}
	b.places[m.Key] = len(b.items)
	b.items = append(b.items, item{r, m.Params})
	b.bytes += len(r.params)
	return nil
}

// insertBatch inserts a batch, and compares what was there already.
func (o *Outbox[TTx]) insertBatch(ctx context.Context, tx TTx, c db.Conn, b *batch) (Enqueued, error) {
	list, args, err := o.sendBatch(ctx, tx, c, b)
	if err != nil {
		return Enqueued{}, batchError(b, err)
	}
	// All batches insert in the order of their keys, so that two of them cannot wait for each
	// other in a circle.
	n, err := c.Exec(ctx, "INSERT INTO twilio_outbox ("+insertedColumns+") SELECT "+o.incomingValues()+", "+newValues+
		" FROM "+list+" WHERE true ORDER BY incoming.key ON CONFLICT (target, account, key) DO NOTHING", args...)
	if err != nil {
		return Enqueued{}, batchError(b, err)
	}
	done := Enqueued{New: int(n), Existing: len(b.items) - int(n) + b.repeats}
	if int(n) == len(b.items) {
		return done, nil
	}
	known, err := db.All(ctx, c, scanDigest, `SELECT o.key, o.digest FROM `+list+` JOIN twilio_outbox o
		ON o.target = incoming.target AND o.account = incoming.account AND o.key = incoming.key WHERE o.token <> incoming.token`, args...)
	if err != nil {
		return Enqueued{}, batchError(b, err)
	}
	if len(known) != len(b.items)-int(n) {
		return Enqueued{}, batchError(b, errHidden)
	}
	return done, b.compare(known)
}

func batchError(b *batch, err error) error {
	return fmt.Errorf("outbox: a batch of %d messages is not enqueued: %w", len(b.items), err)
}

// keyDigest is the digest of a message that was there already.
type keyDigest struct{ key, digest string }

func scanDigest(scan func(dest ...any) error) (d keyDigest, err error) {
	err = scan(&d.key, &d.digest)
	return d, err
}

// compare returns a *KeyError about the first message of a batch that was there with other
// parameters. Digests are salted, so that the database cannot compare them.
func (b *batch) compare(known []keyDigest) error {
	first := len(b.items)
	for _, k := range known {
		at, ok := b.places[k.key]
		if ok && at < first && !b.items[at].asked.fits(k.digest) {
			first = at
		}
	}
	if first < len(b.items) {
		return &KeyError{b.items[first].key}
	}
	return nil
}

// incomingTable holds a batch in PostgreSQL until its transaction ends.
const incomingTable = "twilio_outbox_incoming"

// sendBatch brings a batch to where the database can read it: the table "incoming", which stands
// behind FROM, with the parameters that it needs.
func (o *Outbox[TTx]) sendBatch(ctx context.Context, tx TTx, c db.Conn, b *batch) (list string, args []any, err error) {
	copier, ok := o.driver.(db.Copier[TTx])
	if !ok {
		records, err := b.records()
		return o.driver.Dialect().Records("$1", "incoming", incomingColumns()...), []any{records}, err
	}
	definitions, names := make([]string, len(rowColumns)), make([]string, len(rowColumns))
	for i, column := range incomingColumns() {
		definitions[i], names[i] = column.Name+" "+column.Type, column.Name
	}
	create := "CREATE TEMPORARY TABLE IF NOT EXISTS " + incomingTable + " (" + strings.Join(definitions, ", ") + ") ON COMMIT DROP"
	for _, statement := range []string{create, "TRUNCATE " + incomingTable} {
		if _, err := c.Exec(ctx, statement); err != nil {
			return "", nil, err
		}
	}
	_, err = copier.Copy(ctx, tx, incomingTable, names, func(yield func([]any) bool) {
		for _, it := range b.items {
			if !yield(it.incoming()) {
				return
			}
		}
	})
	return incomingTable + " AS incoming", nil, err
}

// incomingColumns are rowColumns on their way into the database: times are numbers of
// microseconds since 1970.
func incomingColumns() []db.Column {
	columns := make([]db.Column, len(rowColumns))
	for i, column := range rowColumns {
		columns[i] = column
		if column.Type == timeType {
			columns[i].Type = "bigint"
		}
	}
	return columns
}

// incomingValues are the values of rowColumns, read from the table "incoming".
func (o *Outbox[TTx]) incomingValues() string {
	values := make([]string, len(rowColumns))
	for i, column := range rowColumns {
		values[i] = "incoming." + column.Name
		if column.Type == timeType {
			values[i] = o.driver.Dialect().Time(values[i])
		}
	}
	return strings.Join(values, ", ")
}

// incoming are the values of incomingColumns.
func (r *row) incoming() []any {
	values := r.values()
	for i, value := range values {
		t, ok := value.(time.Time)
		switch {
		case ok && t.IsZero():
			values[i] = nil
		case ok:
			values[i] = t.UnixMicro()
		}
	}
	return values
}

// records is a batch as a list of JSON objects.
func (b *batch) records() (string, error) {
	columns := incomingColumns()
	objects := make([]map[string]any, len(b.items))
	for i, it := range b.items {
		objects[i] = make(map[string]any, len(columns))
		for j, value := range it.incoming() {
			objects[i][columns[j].Name] = value
		}
	}
	var list strings.Builder
	encoder := json.NewEncoder(&list)
	encoder.SetEscapeHTML(false) // parameters are full of &
	err := encoder.Encode(objects)
	return list.String(), err
}
