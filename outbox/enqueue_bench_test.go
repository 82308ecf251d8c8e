package outbox_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// BenchmarkEnqueue measures what a message costs, beside a plain INSERT into a table of four
// columns: each in a transaction of its own, and many in one.
//
//	go run ./internal/pgserver/with go test -run '^$' -bench Enqueue
func BenchmarkEnqueue(b *testing.B) {
	for _, d := range drivers {
		if d.name != "sqlite" && os.Getenv("OUTBOX_POSTGRES") == "" {
			continue
		}
		b.Run(d.name, func(b *testing.B) {
			database := d.make(b)
			require.NoError(b, database.migrate(b.Context()))
			o := database.open(settings{})
			_, err := database.pool.Exec(b.Context(), "CREATE TABLE plain (key text PRIMARY KEY, sender text, recipient text, body text)")
			require.NoError(b, err)
			for _, w := range enqueueWork(o) {
				n := 0
				b.Run(w.name, func(b *testing.B) {
					b.ReportAllocs()
					require.NoError(b, w.do(b, n, b.N))
					n += b.N
				})
			}
		})
	}
}

// work enqueues messages with the numbers from first on.
type work struct {
	name string
	do   func(b *testing.B, first, count int) error
}

func enqueueWork(o *box) []work {
	insert := func(ctx context.Context, c db.Conn, key string) error {
		_, err := c.Exec(ctx, "INSERT INTO plain VALUES ($1, $2, $3, $4)", key, clinic, ada, "Hello "+key)
		return err
	}
	oneEach := func(do func(ctx context.Context, tx *boxTx, n int) error) func(b *testing.B, first, count int) error {
		return func(b *testing.B, first, count int) error {
			b.Helper()
			for n := first; n < first+count; n++ {
				tx := o.begin(b, sql.LevelDefault)
				if err := do(b.Context(), tx, n); err != nil {
					return err
				}
				if err := tx.commit(); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return []work{
		{"one INSERT a transaction", oneEach(func(ctx context.Context, tx *boxTx, n int) error { return insert(ctx, tx, fmt.Sprint("one-", n)) })},
		{"one Enqueue a transaction", oneEach(func(ctx context.Context, tx *boxTx, n int) error {
			_, err := tx.enqueue(ctx, text(fmt.Sprint("one-", n)))
			return err
		})},
		{"INSERT loop", func(b *testing.B, first, count int) error {
			b.Helper()
			tx := o.begin(b, sql.LevelDefault)
			for n := first; n < first+count; n++ {
				if err := insert(b.Context(), tx, fmt.Sprint("loop-", n)); err != nil {
					return err
				}
			}
			return tx.commit()
		}},
		{"EnqueueMany", func(b *testing.B, first, count int) error {
			b.Helper()
			_, err := o.enqueueMany(b.Context(), func(yield func(outbox.Message, error) bool) {
				for n := first; n < first+count; n++ {
					if !yield(text(fmt.Sprint("many-", n)), nil) {
						return
					}
				}
			})
			return err
		}},
	}
}
