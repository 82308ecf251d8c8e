package outbox_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/outboxpgx"
	"github.com/seed15d99369/twilio/outbox/outboxpostgres"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	clinic = "+14155556789"
	ada    = "+14155551234"
)

// desk is an outbox in a SQLite file that sends to a simulator. Inside a bubble of synctest its
// time is virtual.
type desk struct {
	*outbox.Outbox[*sql.Tx]

	t    *testing.T
	sim  *twiliotest.Sim
	pool *sql.DB
}

func newDesk(t *testing.T, change ...func(*outbox.Config[*sql.Tx])) *desk {
	t.Helper()
	return newDeskAt(t, twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected()), change...)
}

func newDeskAt(t *testing.T, sim *twiliotest.Sim, change ...func(*outbox.Config[*sql.Tx])) *desk {
	t.Helper()
	sim.Number(clinic)
	pool, err := outboxsqlite.Open(filepath.Join(t.TempDir(), "outbox.db"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = pool.Close() })
	driver := outboxsqlite.New(pool)
	require.NoError(t, outbox.Migrate(t.Context(), driver))
	config := outbox.Config[*sql.Tx]{Client: sim.Client(), Logger: slog.New(slog.DiscardHandler)}
	for _, c := range change {
		c(&config)
	}
	o, err := outbox.Open(t.Context(), driver, config)
	require.NoError(t, err)
	return &desk{o, t, sim, pool}
}

func (d *desk) enqueue(m outbox.Message) (outbox.Enqueued, error) {
	d.t.Helper()
	tx, err := d.pool.BeginTx(d.t.Context(), nil)
	require.NoError(d.t, err)
	done, err := d.Enqueue(d.t.Context(), tx, m)
	require.NoError(d.t, tx.Commit())
	return done, err
}

// run lets the outbox work for some time.
func (d *desk) run(length time.Duration) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), length)
	defer cancel()
	require.NoError(d.t, d.Run(ctx))
}

// runUntilFinal lets the outbox work until the state of a message is final, and ten seconds more, in
// which nothing else may happen.
func (d *desk) runUntilFinal(key string, longest time.Duration) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), longest)
	defer cancel()
	go func() {
		for !d.entry(key).State.Final() && ctx.Err() == nil {
			<-time.After(time.Second)
		}
		<-time.After(10 * time.Second)
		cancel()
	}()
	require.NoError(d.t, d.Run(ctx))
	<-ctx.Done()
}

func text(key string) outbox.Message {
	return outbox.Message{Key: key, Params: outbox.Text(twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hello " + key})}
}

func TestSendsEachKeyOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		for n := range 20 {
			done, err := d.enqueue(text(fmt.Sprint("order-", n)))
			require.NoError(t, err)
			assert.Equal(t, outbox.Enqueued{New: 1}, done)
		}
		done, err := d.enqueue(text("order-3"))
		require.NoError(t, err)
		assert.Equal(t, outbox.Enqueued{Existing: 1}, done)
		d.run(20 * time.Second)
		assert.Len(t, d.sim.Messages(), 20)
		e, err := d.Get(t.Context(), "order-3")
		require.NoError(t, err)
		assert.Equal(t, outbox.Accepted, e.State)
		assert.Equal(t, outbox.ByAnswer, e.SettledBy)
	})
}

// TestWhatIsMissing: what is nil is named, and nothing panics.
func TestWhatIsMissing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, noTx := d.Enqueue(t.Context(), nil, text("order-1"))
	_, noTxForMany := d.EnqueueManyTx(t.Context(), nil, each(text("order-1")))
	_, noMessages := d.EnqueueMany(t.Context(), nil)
	_, noPool := outbox.Open(t.Context(), outboxsqlite.New(nil), outbox.Config[*sql.Tx]{})
	_, noPgx := outbox.Open(t.Context(), outboxpgx.New(nil), outbox.Config[pgx.Tx]{})
	noDriver := outbox.Migrate(t.Context(), outboxpostgres.New(nil))
	for field, err := range map[string]error{"tx": noTx, "tx ": noTxForMany, "messages": noMessages, "driver": noPool, "driver ": noPgx, "driver  ": noDriver} {
		var problem *twilio.ParamError
		if assert.ErrorAs(t, err, &problem, field) {
			assert.Equal(t, strings.TrimSpace(field), problem.Problems[0].Field)
		}
	}
	assert.Nil(t, outboxpgx.New(nil))
}
