package pglimiter_test

import (
	"database/sql"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/limiter"
	"github.com/seed15d99369/twilio/limiter/internal/storetest"
	"github.com/seed15d99369/twilio/limiter/pglimiter"
)

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// database makes a new database of a test on the server for tests.
func database(t *testing.T, name string) string {
	t.Helper()
	dsn := os.Getenv("LIMITER_POSTGRES")
	if dsn == "" {
		t.Skip("this test needs PostgreSQL: run it with \"go run github.com/seed15d99369/twilio/limiter/internal/with go test ./...\", or set LIMITER_POSTGRES to the address of a server")
	}
	admin := open(t, dsn)
	for _, statement := range []string{"DROP DATABASE IF EXISTS ", "CREATE DATABASE "} {
		_, err := admin.ExecContext(t.Context(), statement+name)
		require.NoError(t, err)
	}
	return strings.Replace(dsn, "/postgres?", "/"+name+"?", 1)
}

// warm waits until turns are given.
func warm(t *testing.T, store *pglimiter.Store) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		b, err := store.Take(t.Context(), limiter.Ask{Turns: 1, Quiet: time.Millisecond})
		require.NoError(t, err)
		if b.Closed == 0 {
			return
		}
		<-ticker.C
	}
}

func TestStore(t *testing.T) {
	t.Parallel()
	dsn := database(t, "limiter_store")
	db, other := open(t, dsn), open(t, dsn)
	require.NoError(t, pglimiter.Migrate(t.Context(), db))
	warm(t, pglimiter.New(db))
	storetest.Run(t, pglimiter.New(db), pglimiter.New(other))
}

// TestMigrate: several processes may call it at a time, and again. Without it, the error is the database's.
func TestMigrate(t *testing.T) {
	t.Parallel()
	db := open(t, database(t, "limiter_migrate"))
	_, err := pglimiter.New(db).Take(t.Context(), limiter.Ask{Turns: 1})
	require.ErrorContains(t, err, "twilio_limiter_take_1")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { assert.NoError(t, pglimiter.Migrate(t.Context(), db)) })
	}
	group.Wait()
	var others int
	require.NoError(t, db.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
		WHERE nspname = 'public' AND relname NOT LIKE 'twilio\_limiter%'`).Scan(&others))
	assert.Zero(t, others)
}

// TestLostTables: tables that a crash has emptied give no turns while those that were given before are still used.
func TestLostTables(t *testing.T) {
	t.Parallel()
	db := open(t, database(t, "limiter_lost"))
	require.NoError(t, pglimiter.Migrate(t.Context(), db))
	store := pglimiter.New(db)
	warm(t, store)
	ask := limiter.Ask{Keys: []limiter.Key{{Name: "key", Interval: time.Hour, Burst: 1}}, Turns: 1, Quiet: time.Hour}
	b, err := store.Take(t.Context(), ask)
	require.NoError(t, err)
	require.Equal(t, 1, b.Turns)
	_, err = db.ExecContext(t.Context(), "TRUNCATE twilio_limiter, twilio_limiter_leases")
	require.NoError(t, err)
	for range 2 {
		b, err = store.Take(t.Context(), ask)
		require.NoError(t, err)
		assert.Zero(t, b.Turns)
		assert.Greater(t, b.Closed, 50*time.Minute)
	}
}
