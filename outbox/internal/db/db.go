// Package db is what the outbox needs of a database, whichever it is: statements in one
// spelling, transactions of the caller's own kind, and the few things in which PostgreSQL and
// SQLite differ.
package db

import (
	"context"
	"iter"
	"time"

	"github.com/riverqueue/river/riverdriver"
)

// Conn runs statements. Their parameters are written $1, $2 …; a time.Time is one whatever the
// database makes of it.
type Conn interface {
	Exec(ctx context.Context, statement string, args ...any) (rows int64, err error)
	Query(ctx context.Context, statement string, args ...any) (Rows, error)
}

// Rows is a result, read as those of database/sql are.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close()
}

// Driver is a database with its kind of transaction.
type Driver[TTx any] interface {
	Dialect() Dialect
	River() riverdriver.Driver[TTx]

	// Pool runs statements outside of a transaction.
	Pool() Conn
	// Tx runs statements within a transaction.
	Tx(tx TTx) Conn
	// Begin opens a transaction that may write, READ COMMITTED whatever the default of the
	// database: each statement sees what was committed before it.
	Begin(ctx context.Context) (TTx, error)
	Commit(ctx context.Context, tx TTx) error
	Rollback(ctx context.Context, tx TTx) error

	// Check says what about the database's settings would break the promise of the outbox, nil
	// when nothing would.
	Check(ctx context.Context) error
	// IsConflict reports that a row could not be written because another one has its key.
	IsConflict(err error) bool
	// IsBusy reports that a transaction failed because of another one, so that the same
	// transaction may succeed when it is made again.
	IsBusy(err error) bool
}

// Copier is a driver that can send many rows at once.
type Copier[TTx any] interface {
	// Copy appends rows to a table as fast as the database can.
	Copy(ctx context.Context, tx TTx, table string, columns []string, rows iter.Seq[[]any]) (int64, error)
}

// One reads the only row of a result into dest. It reports whether there was one.
func One(ctx context.Context, c Conn, dest []any, statement string, args ...any) (found bool, err error) {
	rows, err := c.Query(ctx, statement, args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	if rows.Next() {
		found = true
		if err := rows.Scan(dest...); err != nil {
			return false, err
		}
	}
	rows.Close()
	return found, rows.Err()
}

// All reads each row of a result by scan, which gets the row's Scan.
func All[T any](ctx context.Context, c Conn, scan func(scan func(dest ...any) error) (T, error), statement string, args ...any) ([]T, error) {
	rows, err := c.Query(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// InTx runs work in a transaction of its own, again when another transaction was in the way.
func InTx[TTx any](ctx context.Context, d Driver[TTx], work func(tx TTx, c Conn) error) error {
	const attempts = 5
	for n := 1; ; n++ {
		err := inTx(ctx, d, work)
		if err == nil || n == attempts || !d.IsBusy(err) || ctx.Err() != nil {
			return err
		}
	}
}

func inTx[TTx any](ctx context.Context, d Driver[TTx], work func(tx TTx, c Conn) error) error {
	tx, err := d.Begin(ctx)
	if err != nil {
		return err
	}
	worked := false
	defer func() {
		if !worked { // or it panicked: a hook of the caller must not keep the connection
			rollback(ctx, d, tx)
		}
	}()
	if err := work(tx, d.Tx(tx)); err != nil {
		return err
	}
	worked = true
	return d.Commit(ctx, tx)
}

// rollback ends a transaction even when its context has ended.
func rollback[TTx any](ctx context.Context, d Driver[TTx], tx TTx) {
	const most = 5 * time.Second
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), most)
	defer cancel()
	_ = d.Rollback(ctx, tx)
}
