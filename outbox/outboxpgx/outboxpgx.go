// Package outboxpgx lets an outbox live in PostgreSQL by way of pgx, whose transactions are
// pgx.Tx.
package outboxpgx

import (
	"context"
	"errors"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// New makes the driver of a pool. Of nil it makes nil, which outbox.Open refuses.
func New(pool *pgxpool.Pool) outbox.Driver[pgx.Tx] {
	if pool == nil {
		return nil
	}
	return driver{pool}
}

type driver struct{ pool *pgxpool.Pool }

func (d driver) Dialect() db.Dialect                           { return db.Postgres }
func (d driver) River() riverdriver.Driver[pgx.Tx]             { return riverpgxv5.New(d.pool) }
func (d driver) Pool() db.Conn                                 { return conn{d.pool} }
func (d driver) Tx(tx pgx.Tx) db.Conn                          { return conn{tx} }
func (d driver) Commit(ctx context.Context, tx pgx.Tx) error   { return tx.Commit(ctx) }
func (d driver) Rollback(ctx context.Context, tx pgx.Tx) error { return tx.Rollback(ctx) }
func (d driver) Check(ctx context.Context) error               { return db.CheckPostgres(ctx, d.Pool()) }

func (d driver) Begin(ctx context.Context) (pgx.Tx, error) {
	return d.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted})
}

// Copy implements db.Copier.
func (d driver) Copy(ctx context.Context, tx pgx.Tx, table string, columns []string, rows iter.Seq[[]any]) (int64, error) {
	next, stop := iter.Pull(rows)
	defer stop()
	return tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(func() ([]any, error) {
		values, ok := next()
		if !ok {
			return nil, nil //nolint:nilnil // the end, as CopyFromFunc has it
		}
		return db.Args(values), nil
	}))
}

func (d driver) IsConflict(err error) bool { return db.IsPostgresConflict(codeOf(err)) }
func (d driver) IsBusy(err error) bool     { return db.IsPostgresBusy(codeOf(err)) }

func codeOf(err error) string {
	var failed *pgconn.PgError
	if errors.As(err, &failed) {
		return failed.Code
	}
	return ""
}

// querier is *pgxpool.Pool or pgx.Tx.
type querier interface {
	Exec(ctx context.Context, statement string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, statement string, args ...any) (pgx.Rows, error)
}

type conn struct{ q querier }

func (c conn) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	tag, err := c.q.Exec(ctx, statement, db.Args(args)...)
	return tag.RowsAffected(), err
}

func (c conn) Query(ctx context.Context, statement string, args ...any) (db.Rows, error) {
	r, err := c.q.Query(ctx, statement, db.Args(args)...)
	if err != nil {
		return nil, err
	}
	return rows{r}, nil
}

type rows struct{ pgx.Rows }

func (r rows) Scan(dest ...any) error { return r.Rows.Scan(db.Dest(dest)...) }
