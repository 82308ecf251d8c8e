// Command throughput measures how many messages an outbox takes in and sends, and what that costs,
// beside a plain loop over the same client. The Twilio that it sends to is a lean server in a
// process of its own, which counts how often it was asked to send each message.
//
// On PostgreSQL it also says what a message costs the server.
//
//	go run ./internal/throughput -messages 20000
//	go run ./internal/pgserver/with go run ./internal/throughput -messages 1000000 -database postgres
//
// It ends with an error when a message was sent twice, or not at all.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
)

// options say what is measured.
type options struct {
	messages int
	rate     float64
	workers  int
	database string
	plain    bool
	told     bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var o options
	flag.IntVar(&o.messages, "messages", 20_000, "how many messages are sent")
	flag.Float64Var(&o.rate, "rate", 100_000, "messages a second that the limiter lets pass")
	flag.IntVar(&o.workers, "workers", 50, "messages that are sent at the same time")
	flag.StringVar(&o.database, "database", "sqlite", "sqlite, or postgres at the address OUTBOX_POSTGRES")
	flag.BoolVar(&o.plain, "plain", true, "measure a plain loop, too")
	flag.BoolVar(&o.told, "callbacks", true, "measure callbacks, too")
	server := flag.Bool("server", false, "be the server that counts")
	flag.Parse()
	var err error
	if *server {
		err = serve(ctx, os.Stdin, os.Stdout)
	} else {
		err = measure(ctx, o, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "throughput:", err)
		os.Exit(1) //nolint:gocritic // what is deferred ends with the process
	}
}

func measure(ctx context.Context, o options, out io.Writer) error {
	_, _ = fmt.Fprintf(out, "%d messages at %.0f a second at most, %d at a time, %d cores, %s\n", o.messages, o.rate, o.workers, runtime.NumCPU(), runtime.Version())
	if o.plain {
		if err := measurePlain(ctx, o, out); err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "throughput-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	switch o.database {
	case "sqlite":
		return measureSQLite(ctx, o, filepath.Join(dir, "outbox.db"), out)
	case "postgres":
		return measurePostgres(ctx, o, os.Getenv("OUTBOX_POSTGRES"), out)
	}
	return fmt.Errorf("the database %q is not known: give sqlite or postgres", o.database)
}

// newClient sends to the counting server at the rate of the options.
func newClient(c *counter, o options) (*twilio.Client, error) {
	return twilio.New(accountSID, twilio.AuthToken(authToken), twilio.WithBaseURL(c.url), twilio.WithLimiter(rate.NewLimiter(rate.Limit(o.rate), 1)))
}

func params(n int) twilio.MessageCreateParams {
	return twilio.MessageCreateParams{To: fmt.Sprintf("+1%d5550%03d", 201+n%700, 100+n%100), From: "+14155556789", Body: fmt.Sprintf("Your order %d is on its way.", n)}
}

// measurePlain is what people write without an outbox: some goroutines, a rate, and no memory of
// what was sent.
func measurePlain(ctx context.Context, o options, out io.Writer) error {
	c, err := startCounter(ctx)
	if err != nil {
		return err
	}
	defer c.stop()
	client, err := newClient(c, o)
	if err != nil {
		return err
	}
	begin := begin()
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range o.workers {
		group.Go(func() error {
			for n := next.Add(1); n <= int64(o.messages); n = next.Add(1) {
				if _, err := client.Messages.Create(ctx, params(int(n))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	begin.report(out, "a plain loop", o.messages)
	return c.check(o.messages)
}

// stage is a part that is measured.
type stage struct {
	at  time.Time
	cpu time.Duration
}

func begin() stage { return stage{time.Now(), cpuTime()} }

func (s stage) report(out io.Writer, name string, messages int) {
	took, cpu := time.Since(s.at), cpuTime()-s.cpu
	_, _ = fmt.Fprintf(out, "%-28s %8.0f a second, %4.0f µs of processor time each, heap %.0f MB\n",
		name, float64(messages)/took.Seconds(), float64(cpu.Microseconds())/float64(messages), float64(heap())/(1<<20))
}

// cpuTime is what this process has used.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// heap is the memory of live and dead objects that were not swept yet.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// measureOutbox enqueues everything, and then sends everything.
func measureOutbox[TTx any](ctx context.Context, o options, driver outbox.Driver[TTx], out io.Writer) error {
	c, err := startCounter(ctx)
	if err != nil {
		return err
	}
	defer c.stop()
	client, err := newClient(c, o)
	if err != nil {
		return err
	}
	if err := outbox.Migrate(ctx, driver); err != nil {
		return err
	}
	box, err := outbox.Open(ctx, driver, outbox.Config[TTx]{Client: client, Rate: o.rate, Workers: o.workers, CallbackURL: callbackURL})
	if err != nil {
		return err
	}
	enqueue := begin()
	done, err := box.EnqueueMany(ctx, messages(o.messages))
	if err != nil {
		return err
	}
	enqueue.report(out, "outbox: enqueue", done.New)
	before, err := readCosts(ctx, driver.Dialect(), driver.Pool())
	if err != nil {
		return err
	}
	send := begin()
	running, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- box.Run(running) }()
	peak, err := c.waitFor(running, o.messages)
	send.report(out, "outbox: send", o.messages)
	_, _ = fmt.Fprintf(out, "the largest heap while it sent was %.0f MB\n", float64(peak)/(1<<20))
	stop()
	if err := errors.Join(err, <-ended, c.check(o.messages)); err != nil {
		return err
	}
	if err := reportCosts(ctx, driver.Dialect(), driver.Pool(), out, before, o.messages); err != nil {
		return err
	}
	if o.told {
		if err := measureCallbacks(ctx, o, driver, box, out); err != nil {
			return err
		}
	}
	return reportSizes(ctx, driver.Dialect(), driver.Pool(), out, o.messages)
}

func messages(count int) iter.Seq2[outbox.Message, error] {
	return func(yield func(outbox.Message, error) bool) {
		for n := 1; n <= count; n++ {
			if !yield(outbox.Message{Key: fmt.Sprint("order-", n), Campaign: "orders", Params: outbox.Text(params(n))}, nil) {
				return
			}
		}
	}
}
