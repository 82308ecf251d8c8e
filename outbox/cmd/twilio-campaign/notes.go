package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
)

// notes is a handler of log records that shows what the outbox warns of, each message at most
// every few seconds, and tells when the account itself is refused.
type notes struct {
	screen  *screen
	refused func(error)

	mu    sync.Mutex
	shown map[string]time.Time
}

const noteEvery = 15 * time.Second

// Enabled implements [slog.Handler].
func (n *notes) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

// Handle implements [slog.Handler].
func (n *notes) Handle(_ context.Context, r slog.Record) error {
	var cause error
	r.Attrs(func(a slog.Attr) bool {
		switch value := a.Value.Any().(type) {
		case error:
			cause = value
		case string:
			if a.Key == "err" { // as River has it
				cause = errors.New(value)
			}
		}
		return true
	})
	if errors.Is(cause, twilio.ErrAuthentication) || errors.Is(cause, twilio.ErrInsufficientFunds) {
		n.refused(cause)
		return nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	now := time.Now()
	if last, ok := n.shown[r.Message]; ok && now.Sub(last) < noteEvery {
		return nil
	}
	n.shown[r.Message] = now
	if cause != nil {
		n.screen.note("note: %s: %v", r.Message, cause)
	} else {
		n.screen.note("note: %s", r.Message)
	}
	return nil
}

// WithAttrs implements [slog.Handler]. What River adds to its messages is of no use here.
func (n *notes) WithAttrs([]slog.Attr) slog.Handler { return n }

// WithGroup implements [slog.Handler].
func (n *notes) WithGroup(string) slog.Handler { return n }
