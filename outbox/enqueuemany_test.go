package outbox_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// instant is a time that databases cannot keep to the nanosecond.
var instant = time.Date(2099, 3, 29, 1, 59, 59, 0, time.UTC)

// series are messages with the keys prefix-0, prefix-1 …
func series(prefix string, from, to int) []outbox.Message {
	messages := make([]outbox.Message, 0, to-from)
	for n := from; n < to; n++ {
		messages = append(messages, text(fmt.Sprint(prefix, "-", n)))
	}
	return messages
}

func other(key string) outbox.Message {
	return outbox.Message{Key: key, Params: outbox.Text(twilio.MessageCreateParams{To: ada, From: clinic, Body: "another text"})}
}

func TestEnqueueManyCountsWhatIsNewAndWhatIsThere(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{})
		first := series("order", 0, 4500)
		done, err := o.enqueueMany(t.Context(), each(append(first, first[0], first[4499])...))
		require.NoError(t, err)
		assert.Equal(t, outbox.Enqueued{New: 4500, Existing: 2}, done)
		done, err = o.enqueueMany(t.Context(), each(series("order", 4000, 4600)...))
		require.NoError(t, err)
		assert.Equal(t, outbox.Enqueued{New: 100, Existing: 500}, done)
		assert.Equal(t, 4600, b.number(t, "SELECT count(*) FROM twilio_outbox"))
		done, err = o.enqueueMany(t.Context(), each())
		require.NoError(t, err)
		assert.Zero(t, done)
	})
}

func TestARowOfEnqueueManyIsThatOfEnqueue(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{})
		m := func(key string) outbox.Message {
			m := text("same")
			m.Key, m.Campaign, m.Priority, m.Trace = key, `q"uote \ ☂`, 3, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
			m.SendAfter, m.GiveUpAfter = instant.Add(1234567), instant.Add(987654321)
			return m
		}
		_, err := o.enqueue(t, m("one"))
		require.NoError(t, err)
		o.fill(t, m("many"))
		for _, columns := range []string{"campaign", "kind", "service", "sender", "recipient", "wire", "params", "likeness", "priority", "send_after",
			"give_up_after", "trace", "state", "job", "attempt", "attempts", "record", "looks", "sid", "settled_by", "status", "code", "reason", "delivery"} {
			assert.Len(t, b.texts(t, "SELECT DISTINCT COALESCE(CAST("+columns+" AS text), 'NULL') FROM twilio_outbox"), 1, columns)
		}
		one, err := o.get(t.Context(), "one")
		require.NoError(t, err)
		many, err := o.get(t.Context(), "many")
		require.NoError(t, err)
		assert.Equal(t, instant.Add(1234000), many.SendAfter, "databases keep microseconds")
		assert.Equal(t, instant.Add(987654000), many.GiveUpAfter)
		one.Key, one.CreatedAt = "many", many.CreatedAt
		assert.Equal(t, one, many)
		o.fill(t, text("no end"))
		assert.Equal(t, 1, b.number(t, "SELECT count(*) FROM twilio_outbox WHERE give_up_after IS NULL"))
	})
}

func TestEnqueueManyNamesTheKeyOfAnotherMessage(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{})
		o.fill(t, series("order", 0, 10)...)
		tests := map[string][]outbox.Message{
			"in the table":      append(series("new", 0, 5), text("order-8"), other("order-4"), other("order-2")),
			"in the same batch": append(series("new", 0, 5), text("order-4"), other("new-1"), other("order-4")),
		}
		wants := map[string]string{"in the table": "order-4", "in the same batch": "new-1"}
		for name, messages := range tests {
			done, err := o.enqueueMany(t.Context(), each(messages...))
			var conflict *outbox.KeyError
			require.ErrorAs(t, err, &conflict, name)
			assert.Equal(t, wants[name], conflict.Key, name)
			assert.ErrorIs(t, err, twilio.ErrNotSent)
			assert.Zero(t, done, name)
		}
		assert.Equal(t, 10, b.number(t, "SELECT count(*) FROM twilio_outbox"), "the batch of the error stays out")
		done, err := o.enqueueMany(t.Context(), each(append(series("before", 0, 2000), other("order-1"))...))
		assert.ErrorContains(t, err, `"order-1"`)
		assert.Equal(t, outbox.Enqueued{New: 2000}, done, "the batch before it stays")
		assert.Equal(t, 2010, b.number(t, "SELECT count(*) FROM twilio_outbox"))
	})
}

func TestEnqueueManyEndsWithTheFirstError(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{})
		broken := errors.New("the file is broken")
		pulled := 0
		done, err := o.enqueueMany(t.Context(), func(yield func(outbox.Message, error) bool) {
			for _, m := range series("order", 0, 2100) {
				if pulled++; !yield(m, nil) {
					return
				}
			}
			if yield(outbox.Message{}, broken) {
				t.Error("the iterator was asked again after its error")
			}
		})
		require.ErrorIs(t, err, broken)
		assert.ErrorContains(t, err, "message 2101")
		assert.Equal(t, outbox.Enqueued{New: 2000}, done)
		wrong := text("order-wrong")
		wrong.Priority = 9
		done, err = o.enqueueMany(t.Context(), each(append(series("order", 0, 3), wrong)...))
		require.ErrorIs(t, err, twilio.ErrInvalidParams)
		assert.ErrorContains(t, err, `message 4, with the key "order-wrong"`)
		assert.Zero(t, done)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = o.enqueueMany(ctx, each(text("too late")))
		require.ErrorIs(t, err, ctx.Err())
		done, err = o.enqueueMany(t.Context(), each(series("order", 0, 2100)...))
		require.NoError(t, err)
		assert.Equal(t, outbox.Enqueued{New: 100, Existing: 2000}, done, "running it again is harmless")
	})
}

func TestEnqueueManyTxIsTheCallersTransaction(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{})
		for _, commits := range []bool{false, true} {
			tx := o.begin(t, sql.LevelDefault)
			done, err := tx.enqueueMany(t.Context(), each(series("order", 0, 4100)...)) // three batches
			require.NoError(t, err)
			assert.Equal(t, outbox.Enqueued{New: 4100}, done)
			done, err = tx.enqueueMany(t.Context(), each(series("order", 4090, 4110)...)) // the second call of one transaction
			require.NoError(t, err)
			assert.Equal(t, outbox.Enqueued{New: 10, Existing: 10}, done)
			var tables, left int
			_, err = db.One(t.Context(), tx, []any{&tables}, "SELECT count(*) FROM "+b.catalogue()+" = 'twilio_outbox_incoming'")
			require.NoError(t, err)
			if tables > 0 { // it copies
				_, err = db.One(t.Context(), tx, []any{&left}, "SELECT count(*) FROM twilio_outbox_incoming")
				require.NoError(t, err)
				assert.Equal(t, 20, left, "the table holds one batch at a time")
			}
			if !commits {
				require.NoError(t, tx.rollback())
				assert.Zero(t, b.number(t, "SELECT count(*) FROM twilio_outbox"))
				continue
			}
			require.NoError(t, tx.commit())
			assert.Equal(t, 4110, b.number(t, "SELECT count(*) FROM twilio_outbox"))
		}
	})
}

// catalogue is where the names of tables stand.
func (b *base) catalogue() string {
	if b.dialect == db.SQLite {
		return "sqlite_master WHERE name"
	}
	return "pg_class WHERE relname"
}

// Several processes enqueue the same keys at the same time, each in an order of its own.
func TestEnqueueManyInSeveralProcesses(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		const keys, batches = 2100, 2
		processes := 4
		if b.dialect == db.SQLite {
			processes = 2 // one at a time anyway
		}
		asked := &statements{}
		results := make([]outbox.Enqueued, processes)
		errs := make([]error, processes)
		var running sync.WaitGroup
		for p := range processes {
			o := b.open(settings{statements: asked})
			messages := series("order", 0, keys)
			order := rand.New(rand.NewPCG(1, uint64(p)))
			order.Shuffle(keys, func(i, j int) { messages[i], messages[j] = messages[j], messages[i] })
			running.Go(func() { results[p], errs[p] = o.enqueueMany(t.Context(), each(messages...)) })
		}
		running.Wait()
		require.NoError(t, errors.Join(errs...))
		total := outbox.Enqueued{}
		for _, r := range results {
			assert.Equal(t, keys, r.New+r.Existing)
			total.New += r.New
		}
		assert.Equal(t, keys, total.New, "each key is new once")
		assert.Equal(t, processes*batches, asked.count("INSERT INTO twilio_outbox "), "no batch was ended by a deadlock and made again")
		assert.Equal(t, keys, b.number(t, "SELECT count(*) FROM twilio_outbox"))
	})
}

// Large messages make smaller batches.
func TestABatchIsBoundedByItsBytes(t *testing.T) {
	t.Parallel()
	b := newSQLiteBase(t, filepath.Join(t.TempDir(), "outbox.db"))
	require.NoError(t, b.migrate(t.Context()))
	asked := &statements{}
	o := b.open(settings{statements: asked})
	big := series("big", 0, 30)
	for i := range big {
		big[i].Params = outbox.Call(twilio.CallCreateParams{To: ada, From: clinic, URL: "https://example.com/" + strings.Repeat("x", 300_000)})
	}
	o.fill(t, big...)
	assert.Equal(t, 3, asked.count("INSERT"), "30 messages of 300 kB are three batches of four megabytes")
}
