package main

import (
	"context"
	"fmt"
	"io"

	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// costs are what a server of PostgreSQL has done since it was started. Of SQLite there are none.
type costs struct {
	wal, updates, inPlace int64
}

func readCosts(ctx context.Context, dialect db.Dialect, c db.Conn) (k costs, err error) {
	if dialect != db.Postgres {
		return k, nil
	}
	_, err = db.One(ctx, c, []any{&k.wal, &k.updates, &k.inPlace}, `SELECT CAST(pg_current_wal_lsn() - '0/0'::pg_lsn AS bigint),
		CAST(COALESCE(sum(n_tup_upd), 0) AS bigint), CAST(COALESCE(sum(n_tup_hot_upd), 0) AS bigint) FROM pg_stat_user_tables`)
	return k, err
}

// reportCosts says what the messages have cost the server. SQLite has no such figures.
func reportCosts(ctx context.Context, dialect db.Dialect, c db.Conn, out io.Writer, before costs, messages int) error {
	if dialect != db.Postgres {
		return nil
	}
	after, err := readCosts(ctx, dialect, c)
	if err != nil {
		return err
	}
	each := func(n int64) float64 { return float64(n) / float64(messages) }
	_, _ = fmt.Fprintf(out, "PostgreSQL: %.1f kB of WAL and %.1f updates of rows a message, %.1f of them in place (HOT)\n",
		each(after.wal-before.wal)/1000, each(after.updates-before.updates), each(after.inPlace-before.inPlace))
	return nil
}

// reportSizes says how large the tables are.
func reportSizes(ctx context.Context, dialect db.Dialect, c db.Conn, out io.Writer, messages int) error {
	if dialect != db.Postgres {
		return nil
	}
	var table, indexes, jobs int64
	_, err := db.One(ctx, c, []any{&table, &indexes, &jobs}, "SELECT pg_table_size('twilio_outbox'), pg_indexes_size('twilio_outbox'), pg_total_relation_size('river_job')")
	if err != nil {
		return err
	}
	each := func(n int64) float64 { return float64(n) / float64(messages) }
	_, _ = fmt.Fprintf(out, "PostgreSQL: %.0f bytes of table and %.0f of indexes a message, %.0f of jobs\n", each(table), each(indexes), each(jobs))
	return nil
}
