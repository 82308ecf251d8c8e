// Package outboxsqlite lets an outbox live in a SQLite file, by modernc.org/sqlite, which needs
// no C compiler. River's SQLite driver is young: its authors say that it has little use in
// production yet.
package outboxsqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// Open opens a SQLite file with the settings that the outbox needs: each commit reaches the disk,
// readers do not wait for the writer, and a writer waits for another one.
func Open(file string) (*sql.DB, error) {
	pragmas := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}, "_txlock": {"immediate"}}
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?"+pragmas.Encode())
	if err != nil {
		return nil, fmt.Errorf("outboxsqlite: %w", err)
	}
	pool.SetMaxOpenConns(1) // one process writes at a time; River's driver needs it
	return pool, nil
}

// New makes the driver of a pool, best one of [Open]. Of nil it makes nil, which outbox.Open
// refuses.
func New(pool *sql.DB) outbox.Driver[*sql.Tx] {
	if pool == nil {
		return nil
	}
	return driver{pool}
}

type driver struct{ pool *sql.DB }

func (d driver) Dialect() db.Dialect                          { return db.SQLite }
func (d driver) River() riverdriver.Driver[*sql.Tx]           { return riversqlite.New(d.pool) }
func (d driver) Pool() db.Conn                                { return db.FromSQL(d.pool, db.SQLite) }
func (d driver) Tx(tx *sql.Tx) db.Conn                        { return db.FromSQL(tx, db.SQLite) }
func (d driver) Commit(_ context.Context, tx *sql.Tx) error   { return tx.Commit() }
func (d driver) Rollback(_ context.Context, tx *sql.Tx) error { return tx.Rollback() }

func (d driver) Begin(ctx context.Context) (*sql.Tx, error) { return d.pool.BeginTx(ctx, nil) }

// Check sees that a commit waits for the disk, and that a crash leaves a journal.
func (d driver) Check(ctx context.Context) error {
	var synchronous int
	if _, err := db.One(ctx, d.Pool(), []any{&synchronous}, "PRAGMA synchronous"); err != nil {
		return err
	}
	if full := 2; synchronous < full {
		return errors.New("the pragma synchronous of the SQLite pool is not FULL, so that a power failure could lose what was sent: open it with outboxsqlite.Open, or add _pragma=synchronous(FULL)")
	}
	var journal string
	if _, err := db.One(ctx, d.Pool(), []any{&journal}, "PRAGMA journal_mode"); err != nil {
		return err
	}
	if journal == "off" || journal == "memory" {
		return fmt.Errorf("the journal_mode of the SQLite pool is %s, so that a crash could lose what was sent: open a file with outboxsqlite.Open, or add _pragma=journal_mode(WAL)", journal)
	}
	return nil
}

func (d driver) IsConflict(err error) bool {
	var failed *sqlite.Error
	return errors.As(err, &failed) && (failed.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || failed.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

func (d driver) IsBusy(err error) bool {
	var failed *sqlite.Error
	const primary = 0xff
	return errors.As(err, &failed) && (failed.Code()&primary == sqlite3.SQLITE_BUSY || failed.Code()&primary == sqlite3.SQLITE_LOCKED)
}
