//go:build linux

package killtest

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
	"github.com/seed15d99369/twilio/outbox/outboxpgx"
	"github.com/seed15d99369/twilio/outbox/outboxsqlite"
	"github.com/seed15d99369/twilio/webhook"
)

// place is a database, as it is told to a worker.
type place struct {
	SQLite   string // the file, or
	Postgres string // the address
}

// base is an open database, whatever its kind of transaction is.
type base interface {
	// migrate makes the tables of the outbox, and those of this test.
	migrate(ctx context.Context) error
	// open opens the outbox.
	open(ctx context.Context, t *task) (shop, error)
	// conn runs statements.
	conn() db.Conn
	// runRiver works without an outbox, see control_test.go.
	runRiver(ctx context.Context, workers *river.Workers, config *river.Config) error
	insertJobs(ctx context.Context, jobs []river.InsertManyParams) error
	// hold waits until no transaction is open in this process, and keeps it so.
	hold() (release func())
	close()
}

// shop is an outbox, whatever its kind of transaction is.
type shop interface {
	Run(ctx context.Context) error
	Callbacks(verifier *webhook.Verifier) http.Handler
	enqueue(ctx context.Context, messages []outbox.Message) error
}

// claimsTable tells which worker has claimed a message last. The worker writes it in the
// transaction of the claim.
const claimsTable = "CREATE TABLE killtest_claims (key text PRIMARY KEY, worker text NOT NULL, claims integer NOT NULL)"

const noteClaim = `INSERT INTO killtest_claims (key, worker, claims) VALUES ($1, $2, 1)
	ON CONFLICT (key) DO UPDATE SET worker = excluded.worker, claims = killtest_claims.claims + 1`

// enter opens the database.
func (p place) enter(ctx context.Context) (base, error) {
	if p.SQLite != "" {
		pool, err := outboxsqlite.Open(p.SQLite)
		if err != nil {
			return nil, err
		}
		hold := func() func() {
			only, err := pool.Conn(context.WithoutCancel(ctx))
			if err != nil {
				return func() {}
			}
			return func() { _ = only.Close() }
		}
		return baseOf[*sql.Tx]{outboxsqlite.New(pool), hold, func() { _ = pool.Close() }}, nil
	}
	config, err := pgxpool.ParseConfig(p.Postgres)
	if err != nil {
		return nil, err
	}
	config.MaxConns = 6
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	// A transaction of a process that stands still is ended by the server, see the address.
	return baseOf[pgx.Tx]{outboxpgx.New(pool), func() func() { return func() {} }, pool.Close}, nil
}

type baseOf[TTx any] struct {
	driver outbox.Driver[TTx]
	keep   func() (release func())
	end    func()
}

func (b baseOf[TTx]) conn() db.Conn { return b.driver.Pool() }
func (b baseOf[TTx]) close()        { b.end() }
func (b baseOf[TTx]) hold() func()  { return b.keep() }

func (b baseOf[TTx]) migrate(ctx context.Context) error {
	if err := outbox.Migrate(ctx, b.driver); err != nil {
		return err
	}
	_, err := b.conn().Exec(ctx, claimsTable)
	return err
}

func (b baseOf[TTx]) open(ctx context.Context, t *task) (shop, error) {
	client, err := t.client()
	if err != nil {
		return nil, err
	}
	o, err := outbox.Open(ctx, b.driver, outbox.Config[TTx]{
		Client: client, Target: "kill test", CallbackURL: t.CallbackURL, Rate: t.TotalRate, Workers: t.Senders,
		RateWait: rateWait, CreateTimeout: createTimeout, Lease: lease, Horizon: horizon, UncertainAfter: uncertainAfter, FetchAfter: -1,
		Logger: slog.New(slog.NewTextHandler(t.log(), &slog.HandlerOptions{Level: slog.LevelWarn})),
		Allow: func(ctx context.Context, tx TTx, e *outbox.Entry) (string, error) {
			_, err := b.driver.Tx(tx).Exec(ctx, noteClaim, e.Key, t.Worker)
			t.claimed()
			return "", err
		},
	})
	if err != nil {
		return nil, err
	}
	return shopOf[TTx]{o, b.driver}, nil
}

func (b baseOf[TTx]) runRiver(ctx context.Context, workers *river.Workers, config *river.Config) error {
	config.Workers = workers
	client, err := river.NewClient(b.driver.River(), config)
	if err != nil {
		return err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	<-ctx.Done()
	return client.Stop(context.WithoutCancel(ctx))
}

func (b baseOf[TTx]) insertJobs(ctx context.Context, jobs []river.InsertManyParams) error {
	client, err := river.NewClient(b.driver.River(), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	_, err = client.InsertMany(ctx, jobs)
	return err
}

type shopOf[TTx any] struct {
	*outbox.Outbox[TTx]

	driver outbox.Driver[TTx]
}

// enqueue puts all of the messages into the outbox, in one transaction.
func (s shopOf[TTx]) enqueue(ctx context.Context, messages []outbox.Message) error {
	return db.InTx(ctx, s.driver, func(tx TTx, _ db.Conn) error {
		for _, m := range messages {
			done, err := s.Enqueue(ctx, tx, m)
			if err != nil {
				return err
			}
			if done.New != 1 {
				return errors.New("the key " + m.Key + " was there already")
			}
		}
		return nil
	})
}
