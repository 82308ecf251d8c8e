package main

import (
	"bytes"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
)

// TestNotes: a warning is shown with its reason, be it the outbox's or River's, and not again at once.
func TestNotes(t *testing.T) {
	t.Parallel()
	var shown bytes.Buffer
	var refused error
	log := slog.New(&notes{screen: newScreen(&shown), refused: func(err error) { refused = err }, shown: map[string]time.Time{}})
	log.Info("River client started")
	log.Warn("outbox: look for messages", "error", errors.New("the database is away"))
	log.Warn("outbox: look for messages", "error", errors.New("the database is away"))
	log.Error("producer: Error fetching jobs", slog.String("err", "database is locked"))
	log.Warn("outbox: nothing more")
	assert.Equal(t, "note: outbox: look for messages: the database is away\nnote: producer: Error fetching jobs: database is locked\nnote: outbox: nothing more\n", shown.String())
	assert.NoError(t, refused)
	log.Error("outbox: the account is refused", "error", twilio.ErrAuthentication)
	assert.ErrorIs(t, refused, twilio.ErrAuthentication)
}
