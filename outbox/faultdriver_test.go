package outbox_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
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
	"github.com/seed15d99369/twilio/twiliotest"
)

// faultDriver is a SQLite driver of which a test can let things fail.
type faultDriver struct {
	outbox.Driver[*sql.Tx]

	commit func(tx *sql.Tx, commit func() error) error // nil for what the driver does
	away   atomic.Bool                                 // statements outside of transactions fail
	ahead  atomic.Int64                                // of the clock of the process, in nanoseconds; with it the database has a clock
	clocks atomic.Bool
}

var errAway = errors.New("the database is away")

func (d *faultDriver) Pool() db.Conn         { return faultConn{d.Driver.Pool(), d} }
func (d *faultDriver) Tx(tx *sql.Tx) db.Conn { return faultConn{d.Driver.Tx(tx), d} }

func (d *faultDriver) Commit(ctx context.Context, tx *sql.Tx) error {
	if d.commit == nil {
		return d.Driver.Commit(ctx, tx)
	}
	return d.commit(tx, func() error { return d.Driver.Commit(ctx, tx) })
}

type faultConn struct {
	db.Conn

	d *faultDriver
}

func (c faultConn) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	if c.d.away.Load() {
		return 0, errAway
	}
	return c.Conn.Exec(ctx, statement, args...)
}

// Query gives a database a clock that has none.
func (c faultConn) Query(ctx context.Context, statement string, args ...any) (db.Rows, error) {
	if head, isAsked := strings.CutSuffix(statement, "NULL"); isAsked && c.d.clocks.Load() {
		statement = head + fmt.Sprint(time.Now().Add(-time.Duration(c.d.ahead.Load())).UnixMicro())
	}
	return c.Conn.Query(ctx, statement, args...)
}

func newFaultDesk(t *testing.T, log *journal) (*desk, *faultDriver) {
	t.Helper()
	sim := twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	pool, err := outboxsqlite.Open(filepath.Join(t.TempDir(), "outbox.db"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = pool.Close() })
	driver := &faultDriver{Driver: outboxsqlite.New(pool)}
	require.NoError(t, outbox.Migrate(t.Context(), driver.Driver))
	config := outbox.Config[*sql.Tx]{Client: sim.Client(), Logger: slog.New(slog.NewTextHandler(log, nil))}
	o, err := outbox.Open(t.Context(), outbox.Driver[*sql.Tx](driver), config)
	require.NoError(t, err)
	return &desk{o, t, sim, pool}, driver
}

// isClaim reports that a transaction makes a row sending. One whose context has ended does not.
func isClaim(ctx context.Context, tx *sql.Tx) (is bool) {
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM twilio_outbox WHERE state = 'sending')").Scan(&is)
	return is && err == nil
}

// TestClaimThatFails: when the commit of a claim fails, or nobody knows whether it did, nothing is
// sent. The message is sent later, once.
func TestClaimThatFails(t *testing.T) {
	t.Parallel()
	for name, commit := range map[string]func(tx *sql.Tx, commit func() error) error{
		"it fails":         func(tx *sql.Tx, _ func() error) error { return errors.Join(errAway, tx.Rollback()) },
		"nobody can tell":  func(_ *sql.Tx, commit func() error) error { return errors.Join(errAway, commit()) },
		"its answer comes": func(_ *sql.Tx, commit func() error) error { return commit() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d, driver := newFaultDesk(t, new(journal))
				var claimed time.Time // virtual: from here to the request no time passes
				driver.commit = func(tx *sql.Tx, usual func() error) error {
					if isClaim(t.Context(), tx) && claimed.IsZero() {
						claimed = time.Now()
						return commit(tx, usual)
					}
					return usual()
				}
				d.put(text("order-1"))
				d.runUntilFinal("order-1", 6*time.Minute)
				assert.Equal(t, outbox.Accepted, d.entry("order-1").State)
				assert.Equal(t, outbox.ByAnswer, d.entry("order-1").SettledBy)
				assert.Len(t, d.sim.Messages(), 1)
				require.Equal(t, 1, d.creates(), "requests")
				assert.Equal(t, name == "its answer comes", claimed.Equal(d.sim.Requests()[0].At), "sent by the attempt of the first claim")
			})
		})
	}
}

// TestAnswerOutlastsTheDatabase: an answer is written down when the database is back, and not
// looked for.
func TestAnswerOutlastsTheDatabase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := new(journal)
		d, driver := newFaultDesk(t, log)
		d.sim.Fault(twiliotest.OnCreateMessage().Latency(10 * time.Second))
		d.put(text("order-1"))
		go func() {
			<-time.After(5 * time.Second)
			driver.away.Store(true)
			<-time.After(45 * time.Second)
			driver.away.Store(false)
		}()
		d.run(80 * time.Second)
		e := d.entry("order-1")
		assert.Equal(t, outbox.Accepted, e.State)
		assert.Equal(t, outbox.ByAnswer, e.SettledBy)
		assert.LessOrEqual(t, strings.Count(log.String(), errAway.Error()), 10, "no line a second")
	})
}

// TestWrongClock: with a wrong clock Run does not begin. When the clock becomes wrong later nothing
// is sent, and nothing is taken to be unsent, until it is right again.
func TestWrongClock(t *testing.T) {
	t.Parallel()
	for name, ahead := range map[string]time.Duration{"ahead": 5 * time.Minute, "behind": -5 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				log := new(journal)
				d, driver := newFaultDesk(t, log)
				driver.clocks.Store(true)
				driver.ahead.Store(int64(ahead))
				d.put(text("order-1"))
				var wrong *outbox.ClockError
				require.ErrorAs(t, d.Run(t.Context()), &wrong)
				assert.InDelta(t, ahead.Seconds(), wrong.Difference.Seconds(), 1)
				assert.Contains(t, wrong.Error(), "5m0s "+name)
				assert.Empty(t, d.sim.Requests())

				driver.ahead.Store(int64(time.Second))
				go func() {
					<-time.After(5 * time.Second)
					driver.ahead.Store(int64(ahead))
					d.put(text("order-2"))
					<-time.After(3 * time.Minute)
					assert.Len(t, d.sim.Messages(), 1, "nothing is sent meanwhile")
					driver.ahead.Store(0)
				}()
				d.run(4 * time.Minute)
				assert.Len(t, d.sim.Messages(), 2)
				assert.Equal(t, outbox.Accepted, d.entry("order-2").State)
				assert.LessOrEqual(t, strings.Count(log.String(), `msg="outbox: nothing is sent"`), 4)
				assert.Equal(t, 1, strings.Count(log.String(), "the clocks agree again"))
			})
		})
	}
}

// shiftedClock is ahead of the machine's.
type shiftedClock struct{ ahead time.Duration }

func (c shiftedClock) Now() time.Time { return time.Now().Add(c.ahead) }

func (c shiftedClock) Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// TestClockOfPostgres: the clock is compared with that of the server.
func TestClockOfPostgres(t *testing.T) {
	t.Parallel()
	dsn := newPostgres(t)
	pool, err := pgxpool.New(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	driver := outboxpgx.New(pool)
	require.NoError(t, outbox.Migrate(t.Context(), driver))
	sim := twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	ctx, stop := context.WithCancel(t.Context())
	open := func(ahead time.Duration) *outbox.Outbox[pgx.Tx] {
		o, err := outbox.Open(t.Context(), driver, outbox.Config[pgx.Tx]{
			Client: sim.Client(), Clock: shiftedClock{ahead}, Logger: slog.New(slog.DiscardHandler),
			OnChange: func(context.Context, *outbox.Entry) { stop() },
		})
		require.NoError(t, err)
		return o
	}
	for _, ahead := range []time.Duration{5 * time.Minute, -5 * time.Minute, 3 * time.Second} {
		var wrong *outbox.ClockError
		require.ErrorAs(t, open(ahead).Run(t.Context()), &wrong)
		assert.InDelta(t, ahead.Seconds(), wrong.Difference.Seconds(), 1)
	}
	right := open(0)
	require.NoError(t, pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		_, err := right.Enqueue(t.Context(), tx, text("order-1"))
		return err
	}))
	require.NoError(t, right.Run(ctx))
	e, err := right.Get(t.Context(), "order-1")
	require.NoError(t, err)
	assert.Equal(t, outbox.Accepted, e.State)
}

// TestTransportThatPanics: the program lives on, and goes on where it was once the transport does.
func TestTransportThatPanics(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		on     func(r *http.Request) bool
		panics int32
	}{
		"in a search": {func(r *http.Request) bool {
			return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/Messages.json")
		}, 3},
		"in a fetch": {func(r *http.Request) bool {
			return r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/Messages/")
		}, 3},
		"in a create": {func(r *http.Request) bool { return r.Method == http.MethodPost }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				log, panics := new(journal), atomic.Int32{}
				sim := twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected())
				road, client := newRoad(t, sim)
				road.answer = func(r *http.Request) (int, string) {
					if tt.on(r) && panics.Add(1) <= tt.panics {
						panic("a fault of the caller at +14155551234")
					}
					return 0, ""
				}
				d := newDeskAt(t, sim, logged(log), func(c *outbox.Config[*sql.Tx]) { c.Client, c.FetchAfter = client, time.Minute })
				d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenClose())
				d.put(text("order-1"))
				d.run(10 * time.Minute)
				assert.GreaterOrEqual(t, panics.Load(), tt.panics)
				e := d.entry("order-1")
				assert.Equal(t, outbox.Accepted, e.State, e.Reason)
				assert.Equal(t, "delivered", e.Delivery)
				assert.Len(t, d.sim.Messages(), 1)
				assert.NotContains(t, log.String(), "+1415")
			})
		})
	}
}

// TestLimiterThatPanics: nothing is sent, and the text of the panic stands in no log.
func TestLimiterThatPanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log, panics := new(journal), atomic.Int32{}
		d := newDesk(t, logged(log), func(c *outbox.Config[*sql.Tx]) {
			c.SenderRates = map[string]outbox.SenderRate{clinic: {PerSecond: 1, Limiter: limiterFunc(func(context.Context) error {
				if panics.Add(1) < 4 {
					panic("a fault of the caller at +14155551234")
				}
				return nil
			})}}
		})
		d.put(text("order-1"))
		d.run(time.Minute)
		assert.Equal(t, outbox.Accepted, d.entry("order-1").State)
		assert.Equal(t, 1, d.creates())
		assert.NotContains(t, log.String(), "+1415")
	})
}
