package outbox_test

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/outboxpostgres"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
	"github.com/seed15d99369/twilio/twiliotest"
)

// BenchmarkOperator measures once what an operator does with a campaign of many messages:
//
//	OUTBOX_ROWS=1000000 go run ./internal/pgserver/with go test . -run - -bench Operator -benchtime 1x
func BenchmarkOperator(b *testing.B) {
	for _, database := range []string{"sqlite", "postgres"} {
		for _, waiting := range []bool{true, false} {
			b.Run(database+map[bool]string{true: "/waiting", false: "/sent"}[waiting], func(b *testing.B) {
				o, target, account, pool := openBig(b, database)
				fillBig(b, pool, database, target, account, waiting)
				b.ResetTimer()
				for range b.N {
					operate(b, o)
				}
			})
		}
	}
}

// operate reports the milliseconds of each thing.
func operate(b *testing.B, o *outbox.Outbox[*sql.Tx]) {
	b.Helper()
	all := func(f outbox.Filter) func(ctx context.Context) error {
		return func(ctx context.Context) error {
			for _, err := range o.Entries(ctx, f) {
				if err != nil {
					return err
				}
			}
			return nil
		}
	}
	dispatch := func(ctx context.Context) error { _, err := outbox.Dispatch(ctx, o); return err }
	for _, step := range []struct {
		name string
		do   func(ctx context.Context) error
	}{
		{"progress", func(ctx context.Context) error { _, err := o.Progress(ctx, "big"); return err }},
		{"progress-of-all", func(ctx context.Context) error { _, err := o.Progress(ctx, outbox.AllCampaigns); return err }},
		{"pause", func(ctx context.Context) error { return o.Pause(ctx, "big") }},
		{"dispatch-paused-first", dispatch},
		{"dispatch-paused-then", dispatch},
		{"entries-of-campaign", all(outbox.Filter{Campaign: "big"})},
		{"entries-uncertain", all(outbox.Filter{States: []outbox.State{outbox.Uncertain}})},
		{"set-priority", func(ctx context.Context) error { _, err := o.SetPriority(ctx, "big", 3); return err }},
		{"cancel", func(ctx context.Context) error { _, err := o.Cancel(ctx, "big"); return err }},
	} {
		start := time.Now()
		require.NoError(b, step.do(b.Context()), step.name)
		b.ReportMetric(float64(time.Since(start).Microseconds())/1000, step.name+"-ms")
	}
}

func openBig(b *testing.B, database string) (o *outbox.Outbox[*sql.Tx], target, account string, pool *sql.DB) {
	b.Helper()
	var driver outbox.Driver[*sql.Tx]
	var err error
	if database == "sqlite" {
		pool, err = outboxsqlite.Open(filepath.Join(b.TempDir(), "outbox.db"))
		driver = outboxsqlite.New(pool)
	} else {
		pool, err = sql.Open("pgx", newPostgres(b))
		driver = outboxpostgres.New(pool)
	}
	require.NoError(b, err)
	b.Cleanup(func() { _ = pool.Close() })
	require.NoError(b, outbox.Migrate(b.Context(), driver))
	sim := twiliotest.New(b, twiliotest.AllowUnexpected())
	o, err = outbox.Open(b.Context(), driver, outbox.Config[*sql.Tx]{Client: sim.Client(), Target: "bench", Logger: slog.New(slog.DiscardHandler)})
	require.NoError(b, err)
	return o, "bench", sim.AccountSID(), pool
}

// fillBig puts OUTBOX_ROWS messages into the campaign "big", 10,000 without the variable: all of
// them wait since ten minutes, or nine of ten were sent within the last hour.
func fillBig(b *testing.B, pool *sql.DB, database, target, account string, waiting bool) {
	b.Helper()
	rows := 10_000
	if text := os.Getenv("OUTBOX_ROWS"); text != "" {
		var err error
		rows, err = strconv.Atoi(text)
		require.NoError(b, err)
	}
	now, ago := "CURRENT_TIMESTAMP - interval '10 minutes'", "interval '1 second'"
	analyze := "VACUUM ANALYZE twilio_outbox"
	if database == "sqlite" {
		now, ago, analyze = strconv.FormatInt(time.Now().Add(-10*time.Minute).UnixMicro(), 10), "1000000", "ANALYZE twilio_outbox"
	}
	state, delivery, code, settled := "'pending'", "''", "0", "NULL"
	if !waiting {
		state = "CASE WHEN n % 10 < 8 THEN 'accepted' WHEN n % 10 = 8 THEN 'refused' ELSE 'pending' END"
		delivery = "CASE WHEN n % 10 < 7 THEN 'delivered' WHEN n % 10 = 7 THEN 'undelivered' ELSE '' END"
		code = "CASE WHEN n % 10 = 7 THEN 30003 + n % 50 / 10 WHEN n % 10 = 8 THEN 21211 ELSE 0 END"
		settled = "CASE WHEN n % 10 < 9 THEN " + now + " - " + ago + " * (n % 3600 - 600) END"
	}
	_, err := pool.ExecContext(b.Context(), `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
		INSERT INTO twilio_outbox (target, account, key, token, campaign, kind, service, sender, recipient, params, digest, likeness,
			priority, send_after, created_at, wire, state, attempt, attempts, looks, settled_by, status, code, reason, delivery, settled_at)
		SELECT $2, $3, 'key-' || n, 'a token of a usual length ' || n, 'big', 'text', '', '+14155556789', '+1415' || (5000000 + n),
			'Body=A+message+of+the+length+that+people+send+each+other%2C+number+' || n || '&From=%2B14155556789&To=%2B14155551234',
			'a digest, which has eighty hexadecimal digits of its salt and its sha256 in all ' || n, 'a likeness of sixty-four hexadecimal digits, made of the text ' || n,
			2, `+now+", "+now+", 1, "+state+", '', 0, 0, '', 0, "+code+", '', "+delivery+", "+settled+" FROM numbers", rows, target, account)
	require.NoError(b, err)
	_, err = pool.ExecContext(b.Context(), analyze)
	require.NoError(b, err)
}
