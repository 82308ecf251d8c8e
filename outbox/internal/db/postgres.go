package db

import (
	"context"
	"errors"
)

// The SQLSTATE of errors that the outbox tells apart.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
const (
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
)

// IsPostgresConflict reports that a row with the same key is there.
func IsPostgresConflict(code string) bool { return code == uniqueViolation }

// IsPostgresBusy reports that another transaction was in the way.
func IsPostgresBusy(code string) bool {
	return code == serializationFailure || code == deadlockDetected
}

// CheckPostgres sees that the server writes to its disk.
func CheckPostgres(ctx context.Context, c Conn) error {
	var fsync string
	if _, err := One(ctx, c, []any{&fsync}, "SHOW fsync"); err != nil {
		return err
	}
	if fsync != "on" {
		return errors.New("the PostgreSQL server runs with fsync = off, so that a crash could lose what was sent: switch it on")
	}
	return nil
}
