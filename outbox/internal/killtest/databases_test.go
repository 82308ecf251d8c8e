//go:build linux

package killtest

import (
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// machine is for the tests of one database at a time.
var machine sync.Mutex

// TestOnSQLite and TestOnPostgres are all tests of a database.
func TestOnSQLite(t *testing.T) {
	t.Parallel()
	machine.Lock()
	t.Cleanup(machine.Unlock)
	runTests(t, inSQLite)
}

func TestOnPostgres(t *testing.T) {
	t.Parallel()
	machine.Lock()
	t.Cleanup(machine.Unlock)
	newPostgresPlace(t) // skips
	runTests(t, newPostgresPlace)
	t.Run("killed server", inParallel(testKilledServer))
	t.Run("database cut off", inParallel(func(t *testing.T) { t.Helper(); testCutOffDatabase(t, newPostgresPlace(t)) }))
}

func inParallel(test func(t *testing.T)) func(t *testing.T) {
	return func(t *testing.T) {
		t.Parallel()
		test(t)
	}
}

// runTests runs the tests that either database has, the longest first.
func runTests(t *testing.T, in func(t *testing.T) place) {
	t.Helper()
	for _, test := range []struct {
		name string
		run  func(t *testing.T, p place)
	}{
		{"killed workers", testKilledWorkers},
		{"Twilio cut off", testCutOffTwilio},
		{"equal messages", testEqualMessages},
		{"killed while blocked on the rate", testKilledWhileBlocked},
		{"River alone", testRiverAlone},
		{"stopped workers", testStoppedWorkers},
		{"late refusal", testLateRefusal},
	} {
		t.Run(test.name, inParallel(func(t *testing.T) { t.Helper(); test.run(t, in(t)) }))
	}
}

const postgresEnv = "OUTBOX_POSTGRES"

var databases atomic.Int64

// newPostgresPlace is a place in a new database of the server for tests.
func newPostgresPlace(t *testing.T) place {
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
