//go:build linux

package killtest

import (
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// eachDatabase runs a test on SQLite and on PostgreSQL.
func eachDatabase(t *testing.T, test func(t *testing.T, p place)) {
	t.Helper()
	for name, in := range map[string]func(*testing.T) place{"SQLite": inSQLite, "Postgres": inPostgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, in(t))
		})
	}
}

const postgresEnv = "OUTBOX_POSTGRES"

var databases atomic.Int64

// inPostgres is a place in a new database of the server for tests.
func inPostgres(t *testing.T) place {
	t.Helper()
	address := os.Getenv(postgresEnv)
	if address == "" {
		t.Skip("this test needs PostgreSQL: run it by `go run ./internal/pgserver/with go test ./...` in the folder outbox")
	}
	return newDatabase(t, address)
}

// newDatabase makes a database on a server. The server ends transactions of processes that stand
// still, so that those do not stop the others.
func newDatabase(t *testing.T, address string) place {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	require.NoError(t, err)
	defer conn.Close(t.Context()) //nolint:errcheck // it has done its work
	name := fmt.Sprintf("killtest_%d_%d", os.Getpid(), databases.Add(1))
	_, err = conn.Exec(t.Context(), "CREATE DATABASE "+name)
	require.NoError(t, err)
	u, err := url.Parse(address)
	require.NoError(t, err)
	u.Path = "/" + name
	query := u.Query()
	query.Set("idle_in_transaction_session_timeout", "5000")
	u.RawQuery = query.Encode()
	return place{Postgres: u.String()}
}
