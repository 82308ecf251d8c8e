package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/outboxpgx"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
)

// newPostgres makes an empty database for one test, and returns its address.
func newPostgres(t *testing.T) string {
	t.Helper()
	server := os.Getenv("OUTBOX_POSTGRES")
	if server == "" {
		t.Skip("this test needs PostgreSQL: run it with \"go run ./internal/pgserver/with go test ./...\", or set OUTBOX_POSTGRES to the address of a server")
	}
	name := "campaign_" + rand.Text()
	onServer := func(statement string) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		conn, err := pgx.Connect(ctx, server)
		require.NoError(t, err)
		defer func() { _ = conn.Close(ctx) }()
		_, err = conn.Exec(ctx, statement)
		require.NoError(t, err)
	}
	quoted := pgx.Identifier{name}.Sanitize()
	onServer("CREATE DATABASE " + quoted)
	t.Cleanup(func() { onServer("DROP DATABASE " + quoted + " WITH (FORCE)") })
	address, err := url.Parse(server)
	require.NoError(t, err)
	address.Path = "/" + name
	return address.String()
}

// limiterOn is a limiter of ten a second on a new database.
func limiterOn[TTx any](t *testing.T, driver outbox.Driver[TTx]) *limiter {
	t.Helper()
	require.NoError(t, migrate(t.Context(), driver))
	require.NoError(t, migrate(t.Context(), driver), "again")
	return &limiter{store: &store{c: driver.Pool(), dialect: driver.Dialect(), target: "t", account: "AC"}, sender: "a", interval: 100 * time.Millisecond, stopped: make(chan struct{})}
}

// checkLimiter takes places without waiting for them: each is an interval behind the one before.
func checkLimiter(t *testing.T, l *limiter) {
	t.Helper()
	ctx := t.Context()
	began := time.Now()
	for n := range 5 {
		wait, err := l.take(ctx, time.Minute)
		require.NoError(t, err)
		latest := time.Duration(n) * l.interval
		assert.LessOrEqual(t, wait, latest)
		assert.GreaterOrEqual(t, wait, latest-time.Since(began)-time.Millisecond)
	}
	_, err := l.take(ctx, time.Millisecond-time.Since(began))
	require.ErrorIs(t, err, errBusy, "the next place is too far ahead, and is not taken")
	wait, err := l.take(ctx, time.Minute)
	require.NoError(t, err)
	assert.LessOrEqual(t, wait, 5*l.interval)
	other := *l
	other.sender = "b"
	wait, err = other.take(ctx, time.Minute)
	require.NoError(t, err)
	assert.Zero(t, wait, "another sender has its own rate")
}

func TestLimiterOnSQLite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pool, err := outboxsqlite.Open(filepath.Join(t.TempDir(), "x.db"))
		require.NoError(t, err)
		defer func() { _ = pool.Close() }()
		l := limiterOn[*sql.Tx](t, outboxsqlite.New(pool))
		checkLimiter(t, l)
		stopped := make(chan struct{})
		l.stopped = stopped
		close(stopped)
		require.ErrorIs(t, l.Wait(t.Context()), errStopping)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		require.Error(t, l.Wait(ctx))
	})
}

func TestLimiterOnPostgres(t *testing.T) {
	t.Parallel()
	pool, err := pgxpool.New(t.Context(), newPostgres(t))
	require.NoError(t, err)
	defer pool.Close()
	checkLimiter(t, limiterOn(t, outboxpgx.New(pool)))
}

// Two processes send one campaign from PostgreSQL. One of them is killed; the other one goes on.
func TestProcessesOnPostgres(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	address := newPostgres(t)
	file := d.people("people.csv", 100, 120)
	args := func(report string) []string {
		return []string{"-text", "Hello {{.name}}", "-from", clinic, "-rate", "40", "-send", "-database", address, "-report", filepath.Join(d.dir, report), file}
	}
	first, out1 := d.child("2 1", args("first.csv")...)
	second, out2 := d.child("2 1", args("second.csv")...)
	d.waitForMessages(40)
	require.NoError(t, first.Process.Kill())
	require.Error(t, first.Wait(), out1)
	require.NoError(t, second.Wait(), out2)
	assert.Len(t, d.sim.Messages(), 120)
	assert.Equal(t, d.ledger(), d.reported("second.csv"))

	lines := append([]string{"number,name", "+14155550100,Changed"}, fmt.Sprintf("+1415555%04d,New", 900))
	file = d.file("people.csv", lines...)
	refused, out := d.child("2 1", args("third.csv")...)
	require.Error(t, refused.Wait())
	assert.Equal(t, exitUsage, refused.ProcessState.ExitCode())
	assert.Contains(t, out.String(), "1 line is new, 119 lines are gone, 1 line has other values")
	added, out := d.child("2 1", append([]string{"-add"}, args("third.csv")...)...)
	require.NoError(t, added.Wait(), out)
	assert.Len(t, d.sim.Messages(), 121)
	assert.Equal(t, d.ledger(), d.reported("third.csv"))
}

// TestAnotherSendersMessagesWait: a message of another campaign does not leave at this one's rate.
func TestAnotherSendersMessagesWait(t *testing.T) {
	t.Parallel()
	pool, err := outboxsqlite.Open(filepath.Join(t.TempDir(), "rate.db"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = pool.Close() })
	l := limiterOn(t, outboxsqlite.New(pool))
	client, err := twilio.New("AC00000000000000000000000000000001", twilio.AuthToken("00000000000000000000000000000000"), twilio.WithLimiter(l))
	require.NoError(t, err)
	for sender, want := range map[string]error{"a": nil, "b": errOther} {
		_, err := client.Admit(t.Context(), twilio.LimitedRequest{Op: createMessage, Host: "api", Sender: sender})
		assert.ErrorIs(t, err, want, sender)
	}
}
