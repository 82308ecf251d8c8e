// Package pglimiter lets the processes of a fleet share their rates in PostgreSQL, 14 or newer, for those who
// have no Redis.
//
// Each question is one statement, a call of a function that [Migrate] makes: it locks its rows, and
// then reads what has changed while it waited for them. A plain statement cannot do that: it
// counts the requests in flight as they were when it began. The isolation of the database has to
// be "read committed", as it is unless somebody changes it.
//
// The names of tables and functions begin with twilio_limiter. Keys are hashed: they show no phone
// numbers. The tables are not written to the log of the database, so that no turn waits for the
// disk; after a crash they are empty, and no turns are given for about a second.
package pglimiter

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/limiter"
)

//go:embed migrate.sql
var migration string

// Migrate makes the tables and functions that are missing. It may be called at every start, and by
// several processes at a time.
func Migrate(ctx context.Context, db *sql.DB) error {
	if db == nil {
		return errNoDatabase
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("pglimiter: the tables cannot be made: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range append([]string{"SELECT pg_advisory_xact_lock(hashtext('twilio_limiter'))"}, statements()...) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("pglimiter: the tables cannot be made: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("pglimiter: the tables cannot be made: %w", err)
	}
	return nil
}

// statements are divided by an empty line, outside of functions.
func statements() (list []string) {
	for part := range strings.SplitSeq(migration, "\n\n") {
		if len(list) > 0 && strings.Count(list[len(list)-1], "$$") == 1 {
			list[len(list)-1] += "\n" + part
			continue
		}
		list = append(list, part)
	}
	return list
}

// Store is a [limiter.Store] in PostgreSQL.
type Store struct{ db *sql.DB }

// New makes a store of a pool, which stays the caller's. Call [Migrate] first. The pool of pgx is one
// by way of stdlib.OpenDBFromPool.
func New(db *sql.DB) *Store { return &Store{db} }

// Arrays travel as texts, which every driver can send and read.
const (
	takeStatement = `SELECT array_to_string(twilio_limiter_take_1($1::text::text[], $2::text::bigint[], $3::text::bigint[],
		$4, $5, $6::text::text[], $7, $8, $9, $10, $11), ',')`
	endStatement = `SELECT twilio_limiter_end_1($1, $2, $3, $4::text::text[], $5, $6, $7, $8)`
)

// Take implements [limiter.Store].
func (s *Store) Take(ctx context.Context, ask limiter.Ask) (limiter.Booking, error) {
	if s == nil || s.db == nil {
		return limiter.Booking{}, errNoDatabase
	}
	names, intervals, bursts := make([]string, len(ask.Keys)), make([]string, len(ask.Keys)), make([]string, len(ask.Keys))
	for i, key := range ask.Keys {
		names[i], intervals[i], bursts[i] = key.Name, strconv.FormatInt(key.Interval.Microseconds(), 10), strconv.Itoa(key.Burst)
	}
	var answer string
	err := s.db.QueryRowContext(ctx, takeStatement, array(names), array(intervals), array(bursts), ask.Cool, ask.Flight,
		array(ask.Leases), ask.Turns, ask.Ahead.Microseconds(), ask.Cap, ask.Lease.Microseconds(), ask.Quiet.Microseconds()).Scan(&answer)
	if err != nil {
		return limiter.Booking{}, err
	}
	return booking(answer)
}

var errNoDatabase = errors.New("pglimiter: the database is nil: give a *sql.DB")

// array writes an array of texts that have neither commas nor quotes.
func array(values []string) string { return "{" + strings.Join(values, ",") + "}" }

// booking reads the answer of the function: the time, turns, closed, full, and an offset for each rate.
func booking(answer string) (b limiter.Booking, err error) {
	const offsets = 4
	parts := strings.Split(answer, ",")
	numbers := make([]int64, len(parts))
	for i, part := range parts {
		if numbers[i], err = strconv.ParseInt(part, 10, 64); err != nil {
			return limiter.Booking{}, fmt.Errorf("twilio_limiter_take_1 answers with %q", answer)
		}
	}
	if len(numbers) < offsets {
		return limiter.Booking{}, fmt.Errorf("twilio_limiter_take_1 answers with %q", answer)
	}
	b = limiter.Booking{Now: time.UnixMicro(numbers[0]), Turns: int(numbers[1]), Closed: micros(numbers[2]), Full: numbers[3] == 1}
	for _, offset := range numbers[offsets:] {
		b.Offsets = append(b.Offsets, micros(offset))
	}
	return b, nil
}

func micros(n int64) time.Duration { return time.Duration(n) * time.Microsecond }

// End implements [limiter.Store].
func (s *Store) End(ctx context.Context, end limiter.End) error {
	if s == nil || s.db == nil {
		return errNoDatabase
	}
	_, err := s.db.ExecContext(ctx, endStatement, end.Cool, end.For.Microseconds(), end.Flight, array(end.Leases),
		end.Cap, end.Lease.Microseconds(), end.Busy, end.Done)
	return err
}
