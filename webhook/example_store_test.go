package webhook_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio/webhook"
)

// sqlStore is a store for several processes, in PostgreSQL:
//
//	CREATE TABLE webhook_events (
//		key     CHAR(64) PRIMARY KEY,
//		claim   TEXT NOT NULL,
//		expires TIMESTAMPTZ NOT NULL, -- of the claim; rows may be deleted an hour later
//		answer  BYTEA                 -- NULL while the event is being handled
//	);
type sqlStore struct{ db *sql.DB }

// Begin inserts a row, or takes over one whose claim has expired: Twilio waits for
// 15 seconds, so a handler that has held its claim for 20 is gone.
func (s *sqlStore) Begin(ctx context.Context, key string) (webhook.Claim, *webhook.Answer, error) {
	claim := &sqlClaim{db: s.db, key: key, id: rand.Text()}
	for {
		claimed, err := changes(s.db.ExecContext(ctx, `
			INSERT INTO webhook_events (key, claim, expires) VALUES ($1, $2, now() + interval '20 seconds')
			ON CONFLICT (key) DO UPDATE SET claim = excluded.claim, expires = excluded.expires
			WHERE webhook_events.answer IS NULL AND webhook_events.expires < now()`, key, claim.id))
		if err != nil {
			return nil, nil, err
		}
		if claimed {
			return claim, nil, nil
		}
		var kept []byte
		err = s.db.QueryRowContext(ctx, `SELECT answer FROM webhook_events WHERE key = $1 AND answer IS NOT NULL`, key).Scan(&kept)
		if err == nil {
			answer := new(webhook.Answer)
			return nil, answer, json.Unmarshal(kept, answer)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return nil, nil, err
		}
		select { // another process is handling it
		case <-time.After(250 * time.Millisecond):
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
}

// sqlClaim names itself in every statement: a claim that was taken over changes
// nothing.
type sqlClaim struct {
	db      *sql.DB
	key, id string
}

func (c *sqlClaim) Finish(ctx context.Context, answer *webhook.Answer) error {
	kept, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	_, err = c.db.ExecContext(ctx, `UPDATE webhook_events SET answer = $3 WHERE key = $1 AND claim = $2`, c.key, c.id, kept)
	return err
}

func (c *sqlClaim) Release(ctx context.Context) error {
	_, err := c.db.ExecContext(ctx, `DELETE FROM webhook_events WHERE key = $1 AND claim = $2 AND answer IS NULL`, c.key, c.id)
	return err
}

func changes(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}

// Several processes share their events by a table.
func ExampleStore() {
	var db *sql.DB // by the driver of your choice
	mux := http.NewServeMux()
	handler := webhook.Deduplicate(&sqlStore{db}, nil, mux)
	_ = handler // inside verifier.Middleware
}
