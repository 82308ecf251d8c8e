package outbox_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/outboxpostgres"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
	"github.com/seed15d99369/twilio/twiliotest"
)

// operatorRows is how many messages the benchmarks of an operator's work put into a campaign;
// OUTBOX_ROWS=1000000 is what is worth measuring.
func operatorRows(b *testing.B) int {
	b.Helper()
	if text := os.Getenv("OUTBOX_ROWS"); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(b, err)
		return n
	}
	return 10_000
}

// generated is a table with the numbers from 1 on.
func generated(driver string) string {
	if driver == "sqlite" {
		return "(WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < $1) SELECT n FROM g) AS g"
	}
	return "generate_series(1, $1::bigint) AS g(n)"
}

// fill puts rows into the campaign "big": waiting, or as they are after most of them were sent.
func fill(b *testing.B, pool *sql.DB, driver, target, account string, rows int, sent bool) {
	b.Helper()
	now, settled := time.Now(), "CURRENT_TIMESTAMP - interval '1 second' * (g.n % 3600)"
	created := "CURRENT_TIMESTAMP"
	if driver == "sqlite" {
		created = strconv.FormatInt(now.UnixMicro(), 10)
		settled = created + " - 1000000 * (g.n % 3600)"
	}
	state, delivery, code, at := "'pending'", "''", "0", "NULL"
	if sent {
		state = "CASE WHEN g.n % 10 < 8 THEN 'accepted' WHEN g.n % 100 = 9 THEN 'refused' ELSE 'pending' END"
		delivery = "CASE WHEN g.n % 10 < 7 THEN 'delivered' WHEN g.n % 10 < 8 THEN 'undelivered' ELSE '' END"
		code = "CASE WHEN g.n % 10 = 7 THEN 30003 + g.n % 5 WHEN g.n % 100 = 9 THEN 21211 ELSE 0 END"
		at = "CASE WHEN g.n % 10 < 8 OR g.n % 100 = 9 THEN " + settled + " END"
	}
	_, err := pool.ExecContext(b.Context(), `INSERT INTO twilio_outbox (target, account, key, token, campaign, kind, service, sender, recipient, params, digest, likeness,
		priority, send_after, created_at, wire, state, attempt, attempts, looks, settled_by, status, code, reason, delivery, settled_at)
		SELECT $2, $3, 'key-' || g.n, 'token-' || g.n, 'big', 'text', '', '+14155556789', '+1415' || (5000000 + g.n),
		'From=%2B14155556789&To=%2B14155551234&Body=Hello+and+a+message+of+some+length+that+people+send+each+other+' || g.n,
		'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef' || g.n, '0123456789abcdef0123456789abcdef0123456789abcdef' || g.n,
		2, `+created+", "+created+", 1, "+state+", '', 0, 0, '', 0, "+code+", '', "+delivery+", "+at+" FROM "+generated(driver), rows, target, account)
	require.NoError(b, err)
	analyze := "ANALYZE twilio_outbox"
	if driver != "sqlite" {
		analyze = "VACUUM ANALYZE twilio_outbox"
	}
	if os.Getenv("OUTBOX_NOANALYZE") == "" {
		_, err = pool.ExecContext(b.Context(), analyze)
		require.NoError(b, err)
	}
}

func openBig(b *testing.B, driver string) (*outbox.Outbox[*sql.Tx], *sql.DB, func(sent bool)) {
	b.Helper()
	var pool *sql.DB
	var d outbox.Driver[*sql.Tx]
	var err error
	if driver == "sqlite" {
		pool, err = outboxsqlite.Open(filepath.Join(b.TempDir(), "outbox.db"))
		require.NoError(b, err)
		d = outboxsqlite.New(pool)
	} else {
		dsn := os.Getenv("OUTBOX_POSTGRES")
		if dsn == "" {
			b.Skip("run it as go run ./internal/pgserver/with go test -bench")
		}
		admin, err := sql.Open("pgx", dsn)
		require.NoError(b, err)
		_, err = admin.Exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
		require.NoError(b, err)
		admin.Close()
		pool, err = sql.Open("pgx", dsn)
		require.NoError(b, err)
		d = outboxpostgres.New(pool)
	}
	b.Cleanup(func() { _ = pool.Close() })
	require.NoError(b, outbox.Migrate(b.Context(), d))
	sim := twiliotest.New(b, twiliotest.AllowUnexpected())
	o, err := outbox.Open(b.Context(), d, outbox.Config[*sql.Tx]{Client: sim.Client(), Target: "bench", Logger: slog.New(slog.DiscardHandler)})
	require.NoError(b, err)
	return o, pool, func(sent bool) {
		fill(b, pool, driver, "bench", sim.AccountSID(), operatorRows(b), sent)
	}
}

func BenchmarkOperator(b *testing.B) {
	for _, driver := range []string{"sqlite", "postgres"} {
		b.Run(driver, func(b *testing.B) {
			o, pool, fill := openBig(b, driver)
			fill(os.Getenv("OUTBOX_SENT") != "")
			b.ResetTimer()
			timed := func(what string, do func(ctx context.Context) any) {
				start := time.Now()
				said := do(b.Context())
				fmt.Println(driver, what, time.Since(start), said)
			}
			for range 3 {
				timed("progress", func(ctx context.Context) any { p, err := o.Progress(ctx, "big"); require.NoError(b, err); return p })
			}
			timed("progress all", func(ctx context.Context) any {
				p, err := o.Progress(ctx, "*")
				require.NoError(b, err)
				return p.Messages
			})
			timed("view", func(ctx context.Context) any {
				var n int
				require.NoError(b, pool.QueryRow("SELECT messages FROM twilio_outbox_progress").Scan(&n))
				return n
			})
			timed("pause", func(ctx context.Context) any { return o.Pause(ctx, "big") })
			for range 3 {
				timed("dispatch paused", func(ctx context.Context) any { n, err := outbox.Dispatch(ctx, o); require.NoError(b, err); return n })
			}
			timed("entries", func(ctx context.Context) any {
				n := 0
				for _, err := range o.Entries(ctx, outbox.Filter{Campaign: "big"}) {
					require.NoError(b, err)
					n++
				}
				return n
			})
			timed("entries all", func(ctx context.Context) any {
				n := 0
				for _, err := range o.Entries(ctx, outbox.Filter{}) {
					require.NoError(b, err)
					n++
				}
				return n
			})
			timed("entries uncertain", func(ctx context.Context) any {
				n := 0
				for _, err := range o.Entries(ctx, outbox.Filter{States: []outbox.State{outbox.Uncertain}}) {
					require.NoError(b, err)
					n++
				}
				return n
			})
			timed("priority", func(ctx context.Context) any {
				n, err := o.SetPriority(ctx, "big", 3)
				require.NoError(b, err)
				return n
			})
			timed("cancel", func(ctx context.Context) any { n, err := o.Cancel(ctx, "big"); require.NoError(b, err); return n })
			timed("progress", func(ctx context.Context) any { p, err := o.Progress(ctx, "big"); require.NoError(b, err); return p })
		})
	}
}
