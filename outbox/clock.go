package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// Processes rely on each other's times: nothing is sent after the NotAfter of an attempt, and a
// search says that a message was not sent once the horizon has passed since then. So the clocks
// of all processes have to agree, and each is compared with that of the database: when Run begins,
// every few seconds, in the transaction of each claim, and before a search says that nothing was
// sent. SQLite has the clock of the machine.
const (
	maxClockDifference = 2 * time.Second
	clockEvery         = 10 * time.Second
)

// ClockError says that the clock of this process differs from that of the database by more than
// two seconds. The process sends nothing until the two agree again.
type ClockError struct {
	Difference time.Duration // how far the process is ahead; negative when it is behind
}

// Error says what to do.
func (e *ClockError) Error() string {
	where := "ahead of"
	if e.Difference < 0 {
		where = "behind"
	}
	return fmt.Sprintf("outbox: the clock of this process is %s %s that of the database, and messages could be sent twice: nothing is sent until both machines have the same time, by NTP for example",
		e.Difference.Abs().Round(100*time.Millisecond), where)
}

// compareClocks returns a *[ClockError] when a reading of the database's clock does not lie between
// two readings of this process's. The zero time is no reading.
func compareClocks(before, reading, after time.Time) error {
	switch {
	case reading.IsZero():
		return nil
	case before.Sub(reading) > maxClockDifference:
		return &ClockError{before.Sub(reading)}
	case reading.Sub(after) > maxClockDifference:
		return &ClockError{after.Sub(reading)}
	}
	return nil
}

// checkClock compares the clocks.
func (o *Outbox[TTx]) checkClock(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	var reading time.Time
	before := o.config.Clock.Now()
	if _, err := db.One(ctx, o.driver.Pool(), []any{&reading}, "SELECT "+o.driver.Dialect().Now()); err != nil {
		return fmt.Errorf("outbox: the clock of the database cannot be read: %w", err)
	}
	return compareClocks(before, reading, o.config.Clock.Now())
}

// waitForClock returns when the clocks agree again, or the context ends.
func (o *Outbox[TTx]) waitForClock(ctx context.Context, wrong *ClockError) {
	for {
		o.logger.ErrorContext(ctx, "outbox: nothing is sent", "error", wrong)
		for range int(seldomEvery / clockEvery) {
			if o.config.Clock.Sleep(ctx, clockEvery) != nil {
				return
			}
			err := o.checkClock(ctx)
			if err == nil {
				o.logger.InfoContext(ctx, "outbox: the clocks agree again, and messages are sent")
				return
			}
			errors.As(err, &wrong)
		}
	}
}
