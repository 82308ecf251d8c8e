package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/outboxpgx"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
)

// sending is a campaign that is being sent.
type sending[TTx any] struct {
	*plan

	command *command
	driver  outbox.Driver[TTx]
	reading outbox.Driver[TTx]
	store   *store
	state   state
	box     *outbox.Outbox[TTx]
	reader  *outbox.Outbox[TTx] // of the progress
	screen  *screen
}

// send sends the campaign of a plan, or goes on with it.
func (c *command) send(ctx context.Context, p *plan) error {
	if p.opts.isPostgres() {
		pool, err := openPostgres(ctx, p)
		if err != nil {
			return err
		}
		defer pool.Close()
		return sendOn(ctx, c, p, outboxpgx.New(pool), outboxpgx.New(pool))
	}
	// The file has numbers in it, which are nobody else's business.
	file, err := os.OpenFile(p.opts.database, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the caller names it
	if err != nil {
		return fmt.Errorf("the database: %w", err)
	}
	_ = file.Close()
	pool, err := outboxsqlite.Open(p.opts.database)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	// Whoever reads beside the workers would wait for the one connection that they share.
	reading, err := outboxsqlite.Open(p.opts.database)
	if err != nil {
		return err
	}
	defer func() { _ = reading.Close() }()
	return sendOn(ctx, c, p, outboxsqlite.New(pool), outboxsqlite.New(reading))
}

func openPostgres(ctx context.Context, p *plan) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(p.opts.database)
	if err != nil {
		return nil, usageError{fmt.Errorf("-database: %w", err)}
	}
	const others = 4                                                              // beside the workers
	config.MaxConns = int32(min(workersFor(p.opts.speed.perSecond), 20) + others) //nolint:gosec // some
	return pgxpool.NewWithConfig(ctx, config)
}

// workersFor is how many messages are sent at a time: as many as leave within a second or two, as
// far as one process can.
func workersFor(perSecond float64) int {
	const least, most = 4, 100
	return int(min(max(math.Ceil(2*perSecond), least), most))
}

// storeOf is the store of a campaign in a database.
func storeOf[TTx any](p *plan, driver outbox.Driver[TTx]) *store {
	return &store{driver.Pool(), driver.Dialect(), p.target.name, p.client.AccountSID(), p.opts.campaign}
}

// sendOn sends on a database. The progress is read by a driver of its own.
func sendOn[TTx any](ctx context.Context, c *command, p *plan, driver, reading outbox.Driver[TTx]) error {
	if err := outbox.Migrate(ctx, driver); err != nil {
		return err
	}
	if err := migrate(ctx, driver); err != nil {
		return fmt.Errorf("the tables of the campaign: %w", err)
	}
	s := &sending[TTx]{plan: p, command: c, driver: driver, reading: reading, store: storeOf(p, driver), screen: newScreen(c.stderr)}
	if err := s.resolve(ctx); err != nil {
		return err
	}
	if err := s.warn(ctx); err != nil {
		return err
	}
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	if err := s.openBox(running, stop); err != nil {
		return err
	}
	if err := s.enqueue(ctx); err != nil {
		return err
	}
	return s.finish(ctx, s.work(running, stop))
}

// resolve begins the campaign, or finds it as it was left. What it was begun with has to be the
// same, unless -add says that new lines are welcome.
func (s *sending[TTx]) resolve(ctx context.Context) error {
	want := stateOf(s.plan)
	if err := s.store.begin(ctx, want); err != nil {
		return fmt.Errorf("the campaign cannot be written down: %w", err)
	}
	var err error
	if s.state, _, err = s.store.load(ctx); err != nil {
		return fmt.Errorf("the campaign cannot be read: %w", err)
	}
	d, err := s.store.compare(ctx, s.plan, &s.state, want)
	switch {
	case err != nil:
		return err
	case d.isNone():
		return nil
	case !s.opts.add || !d.file:
		return usageError{errors.New(d.inWords(s.plan, &s.state))}
	}
	if err := s.store.replace(ctx, s.state.salt, want); err != nil {
		return fmt.Errorf("the campaign cannot be changed: %w", err)
	}
	_, err = fmt.Fprintf(s.command.stdout, "The file has changed: %s added. What is gone or has other values stays as it was.\n", areWere(d.fresh, "new line"))
	if err == nil {
		s.state, _, err = s.store.load(ctx)
	}
	return err
}

// grace is how long a person has to interrupt what goes to Twilio.
const grace = 5 * time.Second

// warn gives a person time to stop before texts go to people.
func (s *sending[TTx]) warn(ctx context.Context) error {
	if !s.opts.live {
		return nil
	}
	s.screen.note("This sends to Twilio at %s: %s to get the text from %s, and it costs money.", s.target.host, areWere(s.count.recipients, "recipient"), s.opts.senderInWords())
	if s.opts.now {
		return nil
	}
	s.screen.note("It begins in %s. Press Ctrl+C to stop it.", grace)
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return errStopped
	}
}

// senderInWords hides the digits of a number but the last two.
func (opts *options) senderInWords() string {
	if opts.service != "" {
		return "Messaging Service " + opts.service
	}
	const shown = 2
	if len(opts.from) > shown && strings.HasPrefix(opts.from, "+") {
		return "the number that ends in " + opts.from[len(opts.from)-shown:]
	}
	return opts.from
}

// quickFetch is after how long the outbox asks for a delivery when somebody waits for it.
const quickFetch = 5 * time.Second

// openBox opens the outbox with the rate that all processes share.
func (s *sending[TTx]) openBox(running context.Context, stop context.CancelCauseFunc) error {
	speed := s.opts.speed.perSecond
	client, err := s.command.newClient(twilio.WithLimiter(&limiter{
		store: s.store, sender: s.opts.sender(), interval: time.Duration(float64(time.Second) / speed), stopped: running.Done(),
	}))
	if err != nil {
		return err
	}
	times := s.command.times
	config := outbox.Config[TTx]{
		Client: client, Target: s.target.name, Rate: speed, Workers: workersFor(speed), CallbackURL: s.opts.callbackURL,
		CreateTimeout: times.create, Lease: times.lease, Horizon: times.horizon,
		Logger: slog.New(&notes{screen: s.screen, refused: func(err error) { stop(&refusedError{err}) }, shown: map[string]time.Time{}}),
	}
	if s.opts.wait > 0 {
		config.FetchAfter = cmp.Or(times.fetch, quickFetch)
	}
	if s.box, err = outbox.Open(running, s.driver, config); err != nil {
		return err
	}
	s.reader, err = outbox.Open(running, s.reading, config)
	return err
}

// refusedError says that the account is refused, and every message with it.
type refusedError struct{ err error }

func (e *refusedError) Error() string {
	return fmt.Sprintf("Twilio refuses the account, and every message would meet the same: %v", e.err)
}

func (e *refusedError) Unwrap() error { return e.err }

// enqueue puts the lines into the outbox that are not there yet.
func (s *sending[TTx]) enqueue(ctx context.Context) error {
	if s.state.complete {
		return nil
	}
	sum, n := sha256.New(), 0
	messages := func(yield func(outbox.Message, error) bool) {
		err := inBatches(ctx, s.plan, &s.state, sum, func(lines []storedLine, to []recipient) error {
			same, err := s.store.addLines(ctx, &s.state, lines)
			if err != nil {
				return err
			}
			for i, line := range lines {
				if same[line.Key] && !yield(s.message(line.Key, &to[i]), nil) {
					return errEnough
				}
			}
			n += len(lines)
			s.screen.show(n, s.count.recipients, plural(n, "message")+" written to the database")
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(outbox.Message{}, err)
		}
	}
	_, err := s.box.EnqueueMany(ctx, messages)
	s.screen.end()
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%w: run the same command again, and it goes on", errStopped)
	case err != nil:
		return fmt.Errorf("not all messages are in the database, and none was sent: %w", err)
	case hex.EncodeToString(sum.Sum(nil)) != s.fileHash:
		return fmt.Errorf("%s was changed while it was read, and nothing was sent: run the command again, and it says what has changed", s.source)
	}
	return s.store.complete(ctx, s.state.salt)
}

// errEnough ends the reading of lines that nobody takes any more.
var errEnough = errors.New("enough")

func (s *sending[TTx]) message(key string, to *recipient) outbox.Message {
	params := twilio.MessageCreateParams{To: to.to.String(), From: s.opts.from, MessagingServiceSID: s.opts.service, Body: to.body}
	if s.opts.smart {
		params.SmartEncoded = twilio.Ptr(true)
	}
	return outbox.Message{Key: key, Campaign: s.opts.campaign, Params: outbox.Text(params)}
}

// sayState says, in a dry run, what is known of a campaign that was begun.
func (c *command) sayState(ctx context.Context, p *plan) error {
	if p.client == nil {
		return nil
	}
	if p.opts.isPostgres() {
		pool, err := openPostgres(ctx, p)
		if err != nil {
			return err
		}
		defer pool.Close()
		return sayStateOn(ctx, c, p, outboxpgx.New(pool))
	}
	if _, err := os.Stat(p.opts.database); errors.Is(err, fs.ErrNotExist) { //nolint:gosec // the caller names it
		return nil
	}
	pool, err := outboxsqlite.Open(p.opts.database)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	return sayStateOn(ctx, c, p, outboxsqlite.New(pool))
}

func sayStateOn[TTx any](ctx context.Context, c *command, p *plan, driver outbox.Driver[TTx]) error {
	s := storeOf(p, driver)
	found, err := s.exists(ctx)
	if err != nil || !found {
		return err
	}
	st, begun, err := s.load(ctx)
	if err != nil || !begun {
		return err
	}
	d, err := s.compare(ctx, p, &st, stateOf(p))
	if err != nil {
		return err
	}
	box, err := outbox.Open(ctx, driver, outbox.Config[TTx]{Client: p.client, Target: p.target.name, Rate: p.opts.speed.perSecond, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	progress, err := box.Progress(ctx, p.opts.campaign)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(c.stdout, "\nThe campaign was begun on %s: %s of %s are over.\n", st.began.Format("2 January 2006 at 15:04"), thousands(progress.Messages-progress.Left), plural(progress.Messages, "message"))
	if d.isNone() {
		return nil
	}
	return usageError{errors.New(d.inWords(p, &st))}
}
