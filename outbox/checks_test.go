package outbox_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
	"github.com/seed15d99369/twilio/outbox/outboxpgx"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
)

func TestSettingsThatLoseCommitsAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ pragmas, problem string }{
		"normal":            {"_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)", "synchronous(FULL)"},
		"off":               {"_pragma=synchronous(OFF)", "synchronous(FULL)"},
		"no journal":        {"_pragma=journal_mode(OFF)&_pragma=synchronous(FULL)", "journal_mode"},
		"journal in memory": {"_pragma=journal_mode(MEMORY)&_pragma=synchronous(FULL)", "journal_mode"},
		"full":              {"_pragma=synchronous(FULL)", ""},
		"extra":             {"_pragma=journal_mode(WAL)&_pragma=synchronous(EXTRA)", ""},
	}
	for name, test := range tests {
		pool, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "outbox.db")+"?"+test.pragmas)
		require.NoError(t, err)
		t.Cleanup(func() { _ = pool.Close() })
		err = outboxsqlite.New(pool).Check(t.Context())
		if test.problem == "" {
			assert.NoError(t, err, name)
			continue
		}
		assert.ErrorContains(t, err, test.problem, name)
	}
	eachDriver(t, func(b *base) { require.NoError(b.t, b.check(b.t.Context())) })
	require.ErrorContains(t, db.CheckPostgres(t.Context(), oneText("off")), "fsync = off")
	require.NoError(t, db.CheckPostgres(t.Context(), oneText("on")))
}

// oneText is a connection that answers each query with one text.
type oneText string

func (c oneText) Exec(context.Context, string, ...any) (int64, error) { return 0, nil }

func (c oneText) Query(context.Context, string, ...any) (db.Rows, error) {
	return &oneRow{text: string(c)}, nil
}

type oneRow struct {
	text string
	read bool
}

func (r *oneRow) Next() bool { first := !r.read; r.read = true; return first }

func (r *oneRow) Scan(dest ...any) error {
	text, ok := dest[0].(*string)
	if !ok {
		return errors.New("not a text")
	}
	*text = r.text
	return nil
}

func (r *oneRow) Err() error { return nil }
func (r *oneRow) Close()     {}

// The default of the server does not reach the claim: what it has committed is on the disk.
func TestTheClaimIsDurable(t *testing.T) {
	t.Parallel()
	defaults := []string{"synchronous_commit = off", "default_transaction_isolation = 'repeatable read'"}
	bases := map[string]func(tb testing.TB) *base{
		"pgx":    func(tb testing.TB) *base { tb.Helper(); return newPgxBase(tb, newPostgres(tb, defaults...)) },
		"stdlib": func(tb testing.TB) *base { tb.Helper(); return newSQLBase(tb, "pgx", newPostgres(tb, defaults...)) },
		"pq": func(tb testing.TB) *base {
			tb.Helper()
			return newSQLBase(tb, "postgres", newPostgres(tb, defaults...))
		},
	}
	for name, makeBase := range bases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := makeBase(t)
			require.NoError(t, b.migrate(t.Context()))
			assert.Equal(t, []string{"off"}, b.texts(t, "SHOW synchronous_commit"))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			asked := new(statements)
			var claim string
			asked.commit = func(c db.Conn) {
				var sending bool
				var synchronous, isolation string
				_, err := db.One(t.Context(), c, []any{&sending, &synchronous, &isolation}, `SELECT EXISTS (SELECT 1 FROM twilio_outbox WHERE state = 'sending'),
					current_setting('synchronous_commit'), current_setting('transaction_isolation')`)
				if err == nil && sending && claim == "" {
					claim = synchronous + ", " + isolation
					cancel()
				}
			}
			o := b.open(settings{statements: asked})
			o.fill(t, text("order-1"))
			require.NoError(t, o.run(ctx))
			assert.Equal(t, "on, read committed", claim)
		})
	}
}

// TestChangesAreDurable: nothing that the outbox has promised to keep is left to a default.
func TestChangesAreDurable(t *testing.T) {
	t.Parallel()
	b := newPgxBase(t, newPostgres(t, "synchronous_commit = off"))
	require.NoError(t, b.migrate(t.Context()))
	asked := new(statements)
	var settingsOfCommits []string
	asked.commit = func(c db.Conn) {
		var synchronous string
		_, err := db.One(t.Context(), c, []any{&synchronous}, "SELECT current_setting('synchronous_commit')")
		assert.NoError(t, err)
		settingsOfCommits = append(settingsOfCommits, synchronous)
	}
	o := b.open(settings{statements: asked})
	o.fill(t, text("order-1"))
	assert.Equal(t, []string{"on"}, settingsOfCommits, "EnqueueMany")
	const row = "UPDATE twilio_outbox SET reason = 'x' WHERE key = 'order-1'"
	for statement, want := range map[string]string{row: "off", row + db.Postgres.AndDurable(): "on"} {
		assert.Equal(t, []string{want}, b.texts(t, statement+" RETURNING current_setting('synchronous_commit')"))
	}
}

func TestErrorsOfDatabasesAreToldApart(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		b.exec(t, "CREATE TABLE pairs (id integer PRIMARY KEY, n integer UNIQUE, m integer NOT NULL)")
		b.exec(t, "INSERT INTO pairs VALUES (1, 1, 0), (2, 2, 0)")
		for statement, conflict := range map[string]bool{
			"INSERT INTO pairs VALUES (1, 3, 0)":    true,
			"INSERT INTO pairs VALUES (3, 1, 0)":    true,
			"INSERT INTO pairs VALUES (3, 3, NULL)": false,
			"INSERT INTO nothing VALUES (1)":        false,
		} {
			_, err := b.pool.Exec(t.Context(), statement)
			require.Error(t, err)
			assert.Equal(t, conflict, b.conflict(err), "%s: %v", statement, err)
			assert.False(t, b.busy(err), statement)
		}
		assert.False(t, b.conflict(errors.New("other")) || b.busy(errors.New("other")) || b.conflict(nil) || b.busy(nil))
	})
}

// Two transactions that each hold what the other one needs.
func TestADeadlockIsBusy(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		if b.dialect == db.SQLite {
			return // see TestALockOfSQLiteIsBusy
		}
		b.exec(t, "CREATE TABLE pairs (id integer PRIMARY KEY, n integer)")
		b.exec(t, "INSERT INTO pairs VALUES (1, 1), (2, 2)")
		o := b.open(settings{})
		first, second := o.begin(t, sql.LevelDefault), o.begin(t, sql.LevelDefault)
		change := func(tx *boxTx, id int) error {
			_, err := tx.Exec(t.Context(), "UPDATE pairs SET n = n + 1 WHERE id = $1", id)
			return err
		}
		require.NoError(t, errors.Join(change(first, 1), change(second, 2)))
		var running sync.WaitGroup
		errs := make([]error, 2)
		running.Go(func() { errs[0] = change(first, 2); _ = first.rollback() })
		running.Go(func() { errs[1] = change(second, 1); _ = second.rollback() })
		running.Wait()
		err := errors.Join(errs...)
		require.Error(t, err)
		assert.True(t, b.busy(err), "%v", err)
		assert.False(t, b.conflict(err))
	})
}

func TestALockOfSQLiteIsBusy(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "outbox.db")
	b := newSQLiteBase(t, file)
	require.NoError(t, b.migrate(t.Context()))
	o := b.open(settings{})
	tx := o.begin(t, sql.LevelDefault)
	_, err := tx.enqueue(t.Context(), text("order-1"))
	require.NoError(t, err)
	impatient, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate&_pragma=busy_timeout(0)")
	require.NoError(t, err)
	t.Cleanup(func() { _ = impatient.Close() })
	_, err = impatient.BeginTx(t.Context(), nil)
	require.Error(t, err)
	assert.True(t, b.busy(err), "%v", err)
	assert.False(t, b.conflict(err))
	attempts := 0
	driver := outboxsqlite.New(impatient)
	require.NoError(t, tx.commit())
	require.NoError(t, outbox.InTx(t.Context(), driver, func(*sql.Tx, db.Conn) error {
		if attempts++; attempts < 3 {
			return err
		}
		return nil
	}), "a busy transaction is made again")
	assert.Equal(t, 3, attempts)
}

// A hook that asks the pool of one connection, which its own transaction has, waits for itself. It
// is cut short, nothing is sent, and the message stays.
func TestAHookThatUsesThePool(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var d *desk
		failed := 0
		d = newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.Allow = func(ctx context.Context, _ *sql.Tx, _ *outbox.Entry) (string, error) {
				_, err := d.pool.ExecContext(ctx, "SELECT 1")
				if err != nil {
					failed++
				}
				return "", err
			}
		})
		_, err := d.enqueue(text("order-1"))
		require.NoError(t, err)
		d.run(time.Minute)
		assert.Positive(t, failed)
		assert.Empty(t, d.sim.Messages())
		e, err := d.Get(t.Context(), "order-1")
		require.NoError(t, err)
		assert.Equal(t, outbox.Pending, e.State)
		assert.Zero(t, e.Attempts)
	})
}

// A hook that panics does not keep the connection of its transaction.
func TestAHookThatPanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.Allow = func(_ context.Context, _ *sql.Tx, e *outbox.Entry) (string, error) {
				if e.Key == "bad" {
					panic("a fault of the caller")
				}
				return "", nil
			}
		})
		bad := text("bad")
		bad.Priority = 1
		for _, m := range []outbox.Message{bad, text("good")} {
			_, err := d.enqueue(m)
			require.NoError(t, err)
		}
		d.run(30 * time.Second)
		assert.Len(t, d.sim.Messages(), 1)
		e, err := d.Get(t.Context(), "bad")
		require.NoError(t, err)
		assert.Equal(t, outbox.Pending, e.State)
	})
}

// A pool of pgx does not notice that the context of a transaction has ended.
func TestWorkThatPanicsGivesItsConnectionBack(t *testing.T) {
	t.Parallel()
	pool, err := pgxpool.New(t.Context(), newPostgres(t))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	assert.Panics(t, func() {
		_ = outbox.InTx(t.Context(), outboxpgx.New(pool), func(pgx.Tx, db.Conn) error { panic("a fault of the caller") })
	})
	if !assert.Zero(t, pool.Stat().AcquiredConns()) {
		pool.Reset()
	}
}
