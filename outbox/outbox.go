package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// Outbox keeps messages in a database and sends each of them once. TTx is the caller's kind of
// transaction: pgx.Tx or *sql.Tx. It is safe for concurrent use.
type Outbox[TTx any] struct {
	config  Config[TTx]
	driver  db.Driver[TTx]
	store   store[TTx]
	logger  *slog.Logger
	jobs    *river.Client[TTx] // that only makes jobs; the one that works belongs to Run
	running atomic.Bool
	holds   holds
	seldom  seldomLog
	heads   pausedHeads
}

// Open opens the outbox of one account in a database. It sends nothing: see [Outbox.Run]. The
// tables have to be there, see [Outbox.Migrate].
func Open[TTx any](ctx context.Context, driver Driver[TTx], config Config[TTx]) (*Outbox[TTx], error) {
	if err := checkDriver(driver, opOpen); err != nil {
		return nil, err
	}
	config, err := config.filled()
	if err != nil {
		return nil, err
	}
	if err := driver.Check(ctx); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	jobs, err := river.NewClient(driver.River(), &river.Config{Logger: config.Logger})
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	o := &Outbox[TTx]{config: config, driver: driver, logger: config.Logger, jobs: jobs}
	o.store = store[TTx]{driver: driver, owner: owner{config.Target, config.Account}, displaced: o.changed}
	return o, nil
}

// checkDriver says that a driver is missing.
func checkDriver[TTx any](driver Driver[TTx], op string) error {
	if driver != nil {
		return nil
	}
	var problems twilio.Problems
	problems.Add("driver", "is nil", "give outboxpgx.New, outboxpostgres.New or outboxsqlite.New a pool that was opened")
	return problems.Err(op)
}

// now is the time, as the database keeps it.
func (o *Outbox[TTx]) now() time.Time { return micros(o.config.Clock.Now()) }

// callOptions are those of every request.
func (o *Outbox[TTx]) callOptions(more ...twilio.CallOption) []twilio.CallOption {
	if o.config.Account != o.config.Client.AccountSID() {
		more = append(more, twilio.OnAccount(o.config.Account))
	}
	return more
}

// changed tells the caller of a change that was committed. A panic of the caller's own code ends
// neither the process nor what the outbox was doing.
func (o *Outbox[TTx]) changed(ctx context.Context, e *entry) {
	if o.config.OnChange == nil {
		return
	}
	defer func() {
		if what := recover(); what != nil {
			o.warnSeldom(ctx, "outbox: OnChange has panicked", "key", e.Key, "panic", fmt.Sprintf("%T", what))
		}
	}()
	shown := e.Entry
	o.config.OnChange(o.traced(ctx, e), &shown)
}

// Get returns a message by its key. The error matches [ErrNoMessage] when there is none.
func (o *Outbox[TTx]) Get(ctx context.Context, key string) (*Entry, error) {
	e, err := o.store.entryWhere(ctx, o.driver.Pool(), "key = $3", key)
	if err != nil {
		return nil, fmt.Errorf("outbox: message %q: %w", key, err)
	}
	return &e.Entry, nil
}
