package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// querier is *sql.DB or *sql.Tx.
type querier interface {
	ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error)
}

// sqlConn is a Conn of database/sql.
type sqlConn struct {
	q       querier
	dialect Dialect
}

// FromSQL makes a Conn of a *sql.DB or a *sql.Tx.
func FromSQL(q querier, dialect Dialect) Conn { return sqlConn{q, dialect} }

func (c sqlConn) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	result, err := c.q.ExecContext(ctx, statement, c.args(args)...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (c sqlConn) Query(ctx context.Context, statement string, args ...any) (Rows, error) {
	rows, err := c.q.QueryContext(ctx, statement, c.args(args)...) //nolint:sqlclosecheck // the caller closes it
	if err != nil {
		return nil, err
	}
	return sqlRows{rows, c.dialect}, nil
}

// args writes times as SQLite keeps them: a number of microseconds since 1970, NULL for the
// zero time.
func (c sqlConn) args(args []any) []any {
	written := make([]any, len(args))
	for i, arg := range args {
		written[i] = arg
		if t, ok := arg.(time.Time); ok {
			written[i] = timeArg(t, c.dialect)
		}
	}
	return written
}

func timeArg(t time.Time, dialect Dialect) any {
	switch {
	case t.IsZero():
		return nil
	case dialect == SQLite:
		return t.UnixMicro()
	}
	return t
}

// Args writes the zero time as NULL, for connections that know times.
func Args(args []any) []any { return sqlConn{nil, Postgres}.args(args) }

type sqlRows struct {
	*sql.Rows

	dialect Dialect
}

func (r sqlRows) Close() { _ = r.Rows.Close() }

func (r sqlRows) Scan(dest ...any) error { return r.Rows.Scan(Dest(dest)...) }

// Dest lets NULL be read as the zero value of a time, a text, or a number.
func Dest(dest []any) []any {
	read := make([]any, len(dest))
	for i, d := range dest {
		switch d := d.(type) {
		case *time.Time:
			read[i] = timeDest{d}
		case *string:
			read[i] = nullable[string]{d}
		case *int:
			read[i] = intDest{func(n int64) { *d = int(n) }}
		case *int64:
			read[i] = intDest{func(n int64) { *d = n }}
		default:
			read[i] = d
		}
	}
	return read
}

// timeDest reads a time, or the number that SQLite keeps.
type timeDest struct{ t *time.Time }

// Scan implements sql.Scanner.
func (d timeDest) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*d.t = time.Time{}
	case int64:
		*d.t = time.UnixMicro(v).UTC()
	case time.Time:
		*d.t = v.UTC()
	default:
		return fmt.Errorf("a time is kept as %T", value)
	}
	return nil
}

type nullable[T any] struct{ to *T }

// Scan implements sql.Scanner.
func (d nullable[T]) Scan(value any) error {
	var v sql.Null[T]
	err := v.Scan(value)
	*d.to = v.V
	return err
}

type intDest struct{ set func(int64) }

// Scan implements sql.Scanner.
func (d intDest) Scan(value any) error {
	var v sql.NullInt64
	err := v.Scan(value)
	d.set(v.Int64)
	return err
}
