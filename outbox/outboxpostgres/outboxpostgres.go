// Package outboxpostgres lets an outbox live in PostgreSQL by way of database/sql, whose
// transactions are *sql.Tx. The driver of the pool is the caller's: pgx/v5/stdlib is tested.
package outboxpostgres

import (
	"context"
	"database/sql"
	"errors"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// New makes the driver of a pool. Of nil it makes nil, which outbox.Open refuses.
func New(pool *sql.DB) outbox.Driver[*sql.Tx] {
	if pool == nil {
		return nil
	}
	return driver{pool}
}

type driver struct{ pool *sql.DB }

func (d driver) Dialect() db.Dialect                          { return db.Postgres }
func (d driver) River() riverdriver.Driver[*sql.Tx]           { return riverdatabasesql.New(d.pool) }
func (d driver) Pool() db.Conn                                { return db.FromSQL(d.pool, db.Postgres) }
func (d driver) Tx(tx *sql.Tx) db.Conn                        { return db.FromSQL(tx, db.Postgres) }
func (d driver) Commit(_ context.Context, tx *sql.Tx) error   { return tx.Commit() }
func (d driver) Rollback(_ context.Context, tx *sql.Tx) error { return tx.Rollback() }
func (d driver) Check(ctx context.Context) error              { return db.CheckPostgres(ctx, d.Pool()) }

func (d driver) Begin(ctx context.Context) (*sql.Tx, error) {
	return d.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
}

func (d driver) IsConflict(err error) bool { return db.IsPostgresConflict(codeOf(err)) }
func (d driver) IsBusy(err error) bool     { return db.IsPostgresBusy(codeOf(err)) }

// codeOf is the SQLSTATE of an error. The errors of pgx and of lib/pq both have this method.
func codeOf(err error) string {
	var failed interface{ SQLState() string }
	if errors.As(err, &failed) {
		return failed.SQLState()
	}
	return ""
}
