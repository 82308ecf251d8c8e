package outbox_test

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// newPostgres makes an empty database for one test, and returns its address. Tests share the
// server alone, so that they run side by side: the locks of the outbox are those of a database.
// Settings are defaults of the database, such as "synchronous_commit = off".
func newPostgres(tb testing.TB, settings ...string) (dsn string) {
	tb.Helper()
	server := os.Getenv("OUTBOX_POSTGRES")
	if server == "" {
		tb.Skip("this test needs PostgreSQL: run it with \"go run ./internal/pgserver/with go test ./...\", or set OUTBOX_POSTGRES to the address of a server")
	}
	name := pgx.Identifier{"outbox_" + rand.Text()}.Sanitize()
	onServer(tb, server, "CREATE DATABASE "+name)
	tb.Cleanup(func() { onServer(tb, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	for _, setting := range settings {
		onServer(tb, server, "ALTER DATABASE "+name+" SET "+setting)
	}
	address, err := url.Parse(server)
	require.NoError(tb, err)
	address.Path = "/" + name[1:len(name)-1]
	return address.String()
}

// onServer runs a statement on a connection of its own.
func onServer(tb testing.TB, dsn, statement string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	require.NoError(tb, err)
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	require.NoError(tb, err)
}
