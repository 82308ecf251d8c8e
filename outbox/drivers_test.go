package outbox_test

import (
	"context"
	"database/sql"
	"iter"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
	"github.com/seed15d99369/twilio/outbox/outboxpgx"
	"github.com/seed15d99369/twilio/outbox/outboxpostgres"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
	"github.com/seed15d99369/twilio/twiliotest"
)

// base is a database with the tables of the outbox and a simulator beside it. What differs by the
// kind of a transaction is behind functions, so that one scenario runs on each driver.
type base struct {
	t         *testing.T // of the scenario
	dialect   db.Dialect
	sim       *twiliotest.Sim
	connect   func() db.Conn // another process: the statements of a pool of its own
	open      func(s settings) *box
	migrate   func(ctx context.Context) error
	migrateTo func(ctx context.Context, version int) error // that is not the newest
	check     func(ctx context.Context) error
	target    func() string // of the simulator
	pool      db.Conn
	conflict  func(error) bool
	busy      func(error) bool
}

// settings are those of a Config whose type does not depend on the transaction.
type settings struct {
	Target, Account string
	CallbackURL     string
	Rate            float64
	SenderRates     map[string]outbox.SenderRate
	Clock           twilio.Clock
	Allow           func(ctx context.Context, c db.Conn, e *outbox.Entry) (string, error)
	OnChange        func(ctx context.Context, e *outbox.Entry)
	statements      *statements // notes what is asked, nil to note nothing
}

// box is an outbox, as one process has it.
type box struct {
	*base

	begin       func(tb testing.TB, isolation sql.IsolationLevel) *boxTx
	enqueueMany func(ctx context.Context, messages iter.Seq2[outbox.Message, error]) (outbox.Enqueued, error)
	dispatch    func(ctx context.Context) (int, error)
	dropJobs    func(ctx context.Context) error
	redispatch  func(ctx context.Context) error
	sweep       func(ctx context.Context) error
	tell        func(ctx context.Context, key, event, attempt, sid string) error
	takeLooks   func(ctx context.Context) (keys []string, err error)
	search      func(ctx context.Context) error // what a reconciliation asks of the table
	progress    func(ctx context.Context, campaign string) (*outbox.Progress, error)
	run         func(ctx context.Context) error
	get         func(ctx context.Context, key string) (*outbox.Entry, error)
	hooks       hooks
	fetchDue    func(ctx context.Context) error
	erase       func(ctx context.Context) error
}

// boxTx is a transaction of the caller.
type boxTx struct {
	db.Conn

	enqueue     func(ctx context.Context, m outbox.Message) (outbox.Enqueued, error)
	enqueueMany func(ctx context.Context, messages iter.Seq2[outbox.Message, error]) (outbox.Enqueued, error)
	commit      func() error
	rollback    func() error
}

// drivers are the databases of the tests: each makes an empty one.
var drivers = []struct {
	name string
	make func(tb testing.TB) *base
}{{"sqlite", newSQLite}, {"pgx", newPgx}, {"stdlib", newStdlib}, {"pq", newPQ}}

func newSQLite(tb testing.TB) *base {
	tb.Helper()
	return newSQLiteBase(tb, filepath.Join(tb.TempDir(), "outbox.db"))
}

func newPgx(tb testing.TB) *base {
	tb.Helper()
	return newPgxBase(tb, newPostgres(tb))
}

func newStdlib(tb testing.TB) *base {
	tb.Helper()
	return newSQLBase(tb, "pgx", newPostgres(tb))
}

func newPQ(tb testing.TB) *base {
	tb.Helper()
	return newSQLBase(tb, "postgres", newPostgres(tb))
}

// eachDriver runs a scenario on each driver, in a database of its own with migrated tables.
func eachDriver(t *testing.T, scenario func(b *base)) {
	t.Helper()
	for _, d := range drivers {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			b := d.make(t)
			require.NoError(t, b.migrate(t.Context()))
			b.t = t
			scenario(b)
		})
	}
}

func newSQLiteBase(tb testing.TB, file string) *base {
	tb.Helper()
	return newBase(tb, func() outbox.Driver[*sql.Tx] {
		pool, err := outboxsqlite.Open(file)
		require.NoError(tb, err)
		tb.Cleanup(func() { _ = pool.Close() })
		return outboxsqlite.New(pool)
	}, func(driver outbox.Driver[*sql.Tx], _ sql.IsolationLevel) (*sql.Tx, error) {
		return driver.Begin(context.Background())
	})
}

func newPgxBase(tb testing.TB, dsn string) *base {
	tb.Helper()
	return newBase(tb, func() outbox.Driver[pgxTx] {
		pool, err := pgxpool.New(tb.Context(), dsn)
		require.NoError(tb, err)
		tb.Cleanup(pool.Close)
		return outboxpgx.New(pool)
	}, beginAt)
}

func newSQLBase(tb testing.TB, driverName, dsn string) *base {
	tb.Helper()
	return newBase(tb, func() outbox.Driver[*sql.Tx] {
		pool, err := sql.Open(driverName, dsn)
		require.NoError(tb, err)
		tb.Cleanup(func() { _ = pool.Close() })
		return outboxpostgres.New(pool)
	}, beginAt)
}

// beginAt opens a transaction of PostgreSQL at an isolation level.
func beginAt[TTx any](driver outbox.Driver[TTx], isolation sql.IsolationLevel) (TTx, error) {
	tx, err := driver.Begin(context.Background())
	if err == nil && isolation != sql.LevelDefault {
		_, err = driver.Tx(tx).Exec(context.Background(), "SET TRANSACTION ISOLATION LEVEL "+isolation.String())
	}
	return tx, err
}

func newBase[TTx any](tb testing.TB, connect func() outbox.Driver[TTx], begin func(outbox.Driver[TTx], sql.IsolationLevel) (TTx, error)) *base {
	tb.Helper()
	driver := connect()
	var b *base
	b = &base{
		dialect: driver.Dialect(), pool: driver.Pool(), conflict: driver.IsConflict, busy: driver.IsBusy, check: driver.Check,
		sim:       twiliotest.New(tb, twiliotest.WallTime(), twiliotest.AllowUnexpected()),
		connect:   func() db.Conn { return connect().Pool() },
		migrate:   func(ctx context.Context) error { return outbox.Migrate(ctx, connect()) },
		migrateTo: func(ctx context.Context, version int) error { return outbox.MigrateTo(ctx, driver, version) },
		target:    func() string { return outbox.TargetOf(b.sim.Client()) },
	}
	b.sim.Number(clinic)
	b.open = func(s settings) *box { return newBox(tb, b, s, connect(), begin) }
	return b
}

func newBox[TTx any](tb testing.TB, b *base, s settings, driver outbox.Driver[TTx], begin func(outbox.Driver[TTx], sql.IsolationLevel) (TTx, error)) *box {
	tb.Helper()
	config := outbox.Config[TTx]{
		Client: b.sim.Client(), Logger: slog.New(slog.DiscardHandler), Clock: s.Clock, OnChange: s.OnChange,
		Target: s.Target, Account: s.Account, CallbackURL: s.CallbackURL, Rate: s.Rate, SenderRates: s.SenderRates,
	}
	if s.Allow != nil {
		config.Allow = func(ctx context.Context, tx TTx, e *outbox.Entry) (string, error) {
			return s.Allow(ctx, driver.Tx(tx), e)
		}
	}
	if s.statements != nil {
		driver = note(driver, s.statements)
	}
	o, err := outbox.Open(tb.Context(), driver, config)
	require.NoError(tb, err)
	return &box{
		base: b, enqueueMany: o.EnqueueMany, get: o.Get, hooks: o,
		run: func(ctx context.Context) error {
			ctx, cancel := context.WithTimeout(ctx, time.Minute) // a test that fails has an end
			defer cancel()
			return o.Run(ctx)
		},
		fetchDue:   func(ctx context.Context) error { return outbox.FetchDue(ctx, o) },
		erase:      func(ctx context.Context) error { return outbox.Erase(ctx, o) },
		dispatch:   func(ctx context.Context) (int, error) { return outbox.Dispatch(ctx, o) },
		dropJobs:   func(ctx context.Context) error { return outbox.DropJobs(ctx, o) },
		redispatch: func(ctx context.Context) error { return outbox.Redispatch(ctx, o) },
		sweep:      func(ctx context.Context) error { return outbox.Sweep(ctx, o) },
		takeLooks:  func(ctx context.Context) ([]string, error) { return outbox.TakeLooks(ctx, o) },
		search:     func(ctx context.Context) error { return outbox.Search(ctx, o) },
		progress:   o.Progress,
		tell: func(ctx context.Context, key, event, attempt, sid string) error {
			return outbox.Tell(ctx, o, key, event, attempt, sid)
		},
		begin: func(tb testing.TB, isolation sql.IsolationLevel) *boxTx {
			tb.Helper()
			tx, err := begin(driver, isolation)
			require.NoError(tb, err)
			if _, measures := tb.(*testing.B); !measures {
				tb.Cleanup(func() { _ = driver.Rollback(context.Background(), tx) })
			}
			return &boxTx{
				Conn:    driver.Tx(tx),
				enqueue: func(ctx context.Context, m outbox.Message) (outbox.Enqueued, error) { return o.Enqueue(ctx, tx, m) },
				enqueueMany: func(ctx context.Context, messages iter.Seq2[outbox.Message, error]) (outbox.Enqueued, error) {
					return o.EnqueueManyTx(ctx, tx, messages)
				},
				commit:   func() error { return driver.Commit(context.Background(), tx) },
				rollback: func() error { return driver.Rollback(context.Background(), tx) },
			}
		},
	}
}

// enqueue puts a message into the outbox, in a transaction that is committed.
func (b *box) enqueue(t *testing.T, m outbox.Message) (outbox.Enqueued, error) {
	t.Helper()
	tx := b.begin(t, sql.LevelDefault)
	done, err := tx.enqueue(t.Context(), m)
	require.NoError(t, tx.commit())
	return done, err
}

// fill puts messages into the outbox.
func (b *box) fill(t *testing.T, messages ...outbox.Message) {
	t.Helper()
	done, err := b.enqueueMany(t.Context(), each(messages...))
	require.NoError(t, err)
	require.Equal(t, outbox.Enqueued{New: len(messages)}, done)
}

// each is an iterator over messages.
func each(messages ...outbox.Message) iter.Seq2[outbox.Message, error] {
	return func(yield func(outbox.Message, error) bool) {
		for _, m := range messages {
			if !yield(m, nil) {
				return
			}
		}
	}
}

// exec runs a statement that has to succeed, and returns how many rows it has changed.
func (b *base) exec(t *testing.T, statement string, args ...any) int64 {
	t.Helper()
	n, err := b.pool.Exec(t.Context(), statement, args...)
	require.NoError(t, err)
	return n
}

// number reads one number.
func (b *base) number(t *testing.T, statement string, args ...any) (n int) {
	t.Helper()
	_, err := db.One(t.Context(), b.pool, []any{&n}, statement, args...)
	require.NoError(t, err)
	return n
}

// texts reads a column of texts.
func (b *base) texts(t *testing.T, statement string, args ...any) []string {
	t.Helper()
	all, err := db.All(t.Context(), b.pool, func(scan func(dest ...any) error) (text string, err error) {
		err = scan(&text)
		return text, err
	}, statement, args...)
	require.NoError(t, err)
	return all
}
