package outbox_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

func TestAMessageComesAndGoesWithTheCallersTransaction(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{})
		b.exec(t, "CREATE TABLE orders (id integer)")
		for _, commits := range []bool{false, true} {
			tx := o.begin(t, sql.LevelDefault)
			_, err := tx.Exec(t.Context(), "INSERT INTO orders VALUES (1)")
			require.NoError(t, err)
			done, err := tx.enqueue(t.Context(), text("order-1"))
			require.NoError(t, err)
			assert.Equal(t, outbox.Enqueued{New: 1}, done)
			if commits {
				require.NoError(t, tx.commit())
				continue
			}
			require.NoError(t, tx.rollback())
			made, err := o.dispatch(t.Context())
			require.NoError(t, err)
			assert.Zero(t, made)
			_, err = o.get(t.Context(), "order-1")
			assert.ErrorIs(t, err, outbox.ErrNoMessage)
		}
		made, err := o.dispatch(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 1, made)
		assert.Equal(t, 1, b.number(t, "SELECT count(*) FROM orders"))
	})
}

func TestAKeyStandsForOneMessage(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{})
		o.fill(t, text("order-1"))
		done, err := o.enqueue(t, text("order-1"))
		require.NoError(t, err)
		assert.Equal(t, outbox.Enqueued{Existing: 1}, done)
		done, err = o.enqueue(t, other("order-1"))
		var conflict *outbox.KeyError
		require.ErrorAs(t, err, &conflict)
		assert.Equal(t, "order-1", conflict.Key)
		assert.ErrorIs(t, err, twilio.ErrNotSent)
		assert.Zero(t, done)
		tx := o.begin(t, sql.LevelDefault)
		_, err = tx.enqueue(t.Context(), other("order-1"))
		require.ErrorAs(t, err, &conflict)
		_, err = tx.enqueue(t.Context(), text("order-2"))
		require.NoError(t, err, "the transaction goes on after a conflict")
		require.NoError(t, tx.commit())
		assert.Equal(t, 2, b.number(t, "SELECT count(*) FROM twilio_outbox"))
	})
}

// enqueueResult is what a transaction got that had to wait for another one.
type enqueueResult struct {
	done outbox.Enqueued
	err  error
}

func TestTwoTransactionsWithOneKey(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		commits bool
		second  outbox.Message
		want    outbox.Enqueued
		wantErr bool
	}{
		"the first is rolled back":            {false, text("order-1"), outbox.Enqueued{New: 1}, false},
		"the first is committed":              {true, text("order-1"), outbox.Enqueued{Existing: 1}, false},
		"the first is rolled back, other":     {false, other("order-1"), outbox.Enqueued{New: 1}, false},
		"the first is committed, and differs": {true, other("order-1"), outbox.Enqueued{}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachDriver(t, func(b *base) {
				t := b.t
				first := b.open(settings{}).begin(t, sql.LevelDefault)
				_, err := first.enqueue(t.Context(), text("order-1"))
				require.NoError(t, err)
				second := b.open(settings{})
				result := make(chan enqueueResult, 1)
				go func() {
					tx := second.begin(t, sql.LevelDefault) // in SQLite, it waits here
					done, err := tx.enqueue(t.Context(), test.second)
					if err == nil {
						err = tx.commit()
					}
					result <- enqueueResult{done, err}
				}()
				b.untilSomebodyWaits(t)
				select {
				case <-result:
					t.Fatal("the second transaction did not wait for the first one")
				default:
				}
				if test.commits {
					require.NoError(t, first.commit())
				} else {
					require.NoError(t, first.rollback())
				}
				got := <-result
				var conflict *outbox.KeyError
				if test.wantErr {
					require.ErrorAs(t, got.err, &conflict)
				} else {
					require.NoError(t, got.err)
				}
				assert.Equal(t, test.want, got.done)
			})
		})
	}
}

// untilSomebodyWaits returns once a transaction of the database waits for the lock of another one.
// SQLite does not tell.
func (b *base) untilSomebodyWaits(t *testing.T) {
	t.Helper()
	if b.dialect == db.SQLite {
		return
	}
	for b.number(t, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0 {
		require.NoError(t, t.Context().Err())
	}
}

// A transaction that sees the database as it was when it began cannot see a message of which it
// learns by its insert.
func TestEnqueueInARepeatableRead(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		if b.dialect == db.SQLite {
			return // its transactions that write come one after the other
		}
		o := b.open(settings{})
		for _, many := range []bool{false, true} {
			for _, isolation := range []sql.IsolationLevel{sql.LevelRepeatableRead, sql.LevelSerializable} {
				key := isolation.String()
				if many {
					key += " many"
				}
				tx := o.begin(t, isolation)
				_, err := tx.Exec(t.Context(), "SELECT 1 FROM twilio_outbox") // the snapshot
				require.NoError(t, err)
				o.fill(t, text(key))
				if many {
					_, err = tx.enqueueMany(t.Context(), each(text(key)))
				} else {
					_, err = tx.enqueue(t.Context(), text(key))
				}
				require.Error(t, err, key)
				assert.True(t, b.busy(err), "the error says that the transaction is to be made again: %v", err)
				require.NoError(t, tx.rollback())
				done, err := o.enqueue(t, text(key))
				require.NoError(t, err)
				assert.Equal(t, outbox.Enqueued{Existing: 1}, done)
			}
		}
	})
}

func TestRowsOfTwoTargetsAndTwoAccounts(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		boxes := []*box{
			b.open(settings{}), b.open(settings{Target: "https://simulator.example"}),
			b.open(settings{Account: "AC00000000000000000000000000000001"}),
		}
		for i, o := range boxes {
			messages := append(series("one", 0, i+1), text("order-1"))
			if i == 1 {
				messages[len(messages)-1] = other("order-1")
			}
			o.fill(t, messages...)
		}
		for i, o := range boxes {
			made, err := o.dispatch(t.Context())
			require.NoError(t, err)
			assert.Equal(t, i+2, made, "a dispatcher leaves the rows of others alone")
		}
		assert.Equal(t, 3, b.number(t, "SELECT count(*) FROM twilio_outbox WHERE key = 'order-1'"))
	})
}

func TestASIDBelongsToOneRowOfAnAccount(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{})
		o.fill(t, text("a"), text("b"))
		b.open(settings{Account: "AC00000000000000000000000000000001"}).fill(t, text("c"))
		give := func(key string) error {
			_, err := b.pool.Exec(t.Context(), "UPDATE twilio_outbox SET sid = 'SM1' WHERE key = $1", key)
			return err
		}
		require.NoError(t, give("a"))
		require.NoError(t, give("c"), "another account")
		err := give("b")
		require.Error(t, err)
		assert.True(t, b.conflict(err), "%v", err)
		assert.False(t, b.busy(err))
		b.exec(t, "UPDATE twilio_outbox SET kind = 'verification' WHERE key = 'b'")
		require.NoError(t, give("b"), "a verification has the SID of an earlier one of the same number")
	})
}

// A search has given the message to the wrong row of two equal ones.
func TestAnAnswerDisplacesWhatASearchHasFound(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{})
		o.fill(t, text("found"), text("answered"), text("late"))
		b.exec(t, "UPDATE twilio_outbox SET state = 'accepted', sid = 'SM1', settled_by = 'search', attempt = 'x' WHERE key = 'found'")
		b.exec(t, "UPDATE twilio_outbox SET state = 'sending', attempt = 'y' WHERE key IN ('answered', 'late')")
		require.NoError(t, o.tell(t.Context(), "answered", "accepted", "y", "SM1"))
		e, err := o.get(t.Context(), "answered")
		require.NoError(t, err)
		assert.Equal(t, outbox.Accepted, e.State)
		assert.Equal(t, "SM1", e.SID)
		e, err = o.get(t.Context(), "found")
		require.NoError(t, err)
		assert.Equal(t, outbox.Uncertain, e.State)
		assert.Empty(t, e.SID)
		require.Error(t, o.tell(t.Context(), "late", "called back", "", "SM1"), "what an answer has told stays")
		e, err = o.get(t.Context(), "late")
		require.NoError(t, err)
		assert.Equal(t, outbox.Sending, e.State)
	})
}

func TestAMessageIsSent(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		o := b.open(settings{OnChange: func(_ context.Context, e *outbox.Entry) {
			if e.State.Final() {
				cancel()
			}
		}})
		o.fill(t, text("order-1"))
		require.NoError(t, o.run(ctx))
		e, err := o.get(t.Context(), "order-1")
		require.NoError(t, err)
		assert.Equal(t, outbox.Accepted, e.State)
		assert.Equal(t, outbox.ByAnswer, e.SettledBy)
		require.Len(t, b.sim.Messages(), 1)
		assert.Equal(t, b.sim.Messages()[0].SID, e.SID)
		assert.Equal(t, 1, e.Attempts)
		assert.False(t, e.SettledAt.IsZero())
	})
}

// River counts its jobs in 64 bits, and an old database has had many of them.
func TestAJobWithALargeNumber(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		if b.dialect == db.SQLite {
			b.exec(t, "UPDATE sqlite_sequence SET seq = 5000000000 WHERE name = 'river_job'")
		} else {
			b.exec(t, "ALTER SEQUENCE river_job_id_seq RESTART WITH 5000000000")
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		o := b.open(settings{OnChange: func(context.Context, *outbox.Entry) { cancel() }})
		o.fill(t, text("order-1"))
		made, err := o.dispatch(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 1, made)
		assert.Greater(t, b.number(t, "SELECT job FROM twilio_outbox"), 1<<32)
		require.NoError(t, o.run(ctx))
		e, err := o.get(t.Context(), "order-1")
		require.NoError(t, err)
		assert.Equal(t, outbox.Accepted, e.State)
	})
}
