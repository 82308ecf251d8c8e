package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// limiter is a rate that all processes share which send for one sender from one database. The
// database has the time of the next message, and each message takes that time and moves it on: one
// statement, and no burst.
type limiter struct {
	store    *store
	sender   string
	interval time.Duration // between two messages
	stopped  <-chan struct{}
}

// createMessage is the operation that the rate is for.
const createMessage = "Messages.Create"

var errStopping = errors.New("the program stops")

// errOther says that a message is one of another campaign in the same database. It waits for the
// program that knows its rate.
var errOther = errors.New("the message has another sender, whose own program sends it")

// errBusy says that the next free time is too far ahead. The message was not sent, and comes again.
var errBusy = errors.New("the rate has no place in time")

// longestWait bounds a wait without a deadline.
const longestWait = time.Hour

// Wait implements [twilio.Limiter].
func (l *limiter) Wait(ctx context.Context) error {
	switch r := twilio.LimitedRequestFrom(ctx); {
	case r == nil:
	case r.Op != createMessage:
		return nil // it asks for a delivery, or looks for a message
	case r.Sender != l.sender:
		return errOther
	}
	most := longestWait
	if deadline, ok := ctx.Deadline(); ok {
		most = time.Until(deadline)
	}
	for {
		wait, err := l.take(ctx, most)
		if err != nil {
			return err
		}
		at := time.Now().Add(wait)
		if err := l.sleep(ctx, wait); err != nil || time.Since(at) <= late {
			return err
		}
		// The process was stopped meanwhile, and others have sent on.
	}
}

// late is how long after its time a message may leave.
const late = 50 * time.Millisecond

func (l *limiter) sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-l.stopped:
		return errStopping
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take takes the next free time, and returns how long that is from now. It takes none that is
// further away than most.
func (l *limiter) take(ctx context.Context, most time.Duration) (time.Duration, error) {
	// One machine has one clock. Several machines have that of the server.
	now, later := "$4", "max"
	args := []any{l.store.target, l.store.account, l.sender, time.Now().UnixMicro(), (l.interval + time.Microsecond - 1).Microseconds(), most.Microseconds()}
	if l.store.dialect == db.Postgres {
		now, later = "(extract(epoch FROM clock_timestamp()) * 1000000 + 0 * $4::bigint)::bigint", "greatest"
	}
	var wait int64
	taken, err := db.One(ctx, l.store.c, []any{&wait}, `INSERT INTO twilio_campaign_rates AS r (target, account, sender, next_at) VALUES ($1, $2, $3, `+now+` + $5)
		ON CONFLICT (target, account, sender) DO UPDATE SET next_at = `+later+`(r.next_at, `+now+`) + $5 WHERE r.next_at <= `+now+` + $6
		RETURNING next_at - $5 - `+now, args...)
	switch {
	case err != nil:
		return 0, fmt.Errorf("the rate cannot be read: %w", err)
	case !taken:
		return 0, errBusy
	}
	return time.Duration(max(wait, 0)) * time.Microsecond, nil
}
