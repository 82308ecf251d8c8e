package outbox_test

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/time/rate"

	"github.com/seed15d99369/twilio"
	twiliootel "github.com/seed15d99369/twilio/otel"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/outboxpgx"
)

// A process that sends, on PostgreSQL.
func ExampleOutbox_Run() {
	send := func(ctx context.Context, pool *pgxpool.Pool) error {
		client, err := twilio.NewFromEnv(twilio.WithLimiter(rate.NewLimiter(10, 1)))
		if err != nil {
			return err
		}
		driver := outboxpgx.New(pool)
		if err := outbox.Migrate(ctx, driver); err != nil {
			return err
		}
		box, err := outbox.Open(ctx, driver, outbox.Config[pgx.Tx]{
			Client: client, Rate: 10, CallbackURL: "https://hooks.example.com/twilio/outbox",
		})
		if err != nil {
			return err
		}
		return box.Run(ctx)
	}
	_ = send
}

// An order and its text are committed together.
func ExampleOutbox_Enqueue() {
	ship := func(ctx context.Context, pool *pgxpool.Pool, box *outbox.Outbox[pgx.Tx], order int, to string) error {
		tx, err := pool.Begin(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback(ctx) }()
		if _, err := tx.Exec(ctx, "UPDATE orders SET state = 'shipped' WHERE id = $1", order); err != nil {
			return err
		}
		_, err = box.Enqueue(ctx, tx, outbox.Message{
			Key: fmt.Sprintf("order-%d-shipped", order),
			Params: outbox.Text(twilio.MessageCreateParams{
				To: to, From: "+14155556789", Body: "Your order is on its way.",
			}),
		})
		if err != nil {
			return err
		}
		return tx.Commit(ctx)
	}
	_ = ship
}

// The messages belong to the traces of the orders that they are about.
func ExampleTracing() {
	_ = func(ctx context.Context, driver outbox.Driver[pgx.Tx], client *twilio.Client) (*outbox.Outbox[pgx.Tx], error) {
		return outbox.Open(ctx, driver, outbox.Config[pgx.Tx]{
			Client:  client,
			Tracing: outbox.Tracing{Save: twiliootel.SaveContext, Restore: twiliootel.RestoreContext},
		})
	}
}
