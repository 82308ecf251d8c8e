//go:build linux

package killtest

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed15d99369/twilio"
)

// What the outbox is set to: the shortest that it takes.
const (
	rateWait       = 2 * time.Second
	createTimeout  = 3 * time.Second
	lease          = createTimeout + 15*time.Second
	horizon        = 32 * time.Second
	uncertainAfter = 5 * time.Minute
)

// task is what a worker does; it comes as JSON in taskEnv.
type task struct {
	Place                      place
	BaseURL, AccountSID, Token string
	CallbackURL                string

	Worker    string  // its name
	Senders   int     // how many messages it sends at a time
	Rate      float64 // requests a second of this worker, 0 for any number
	TotalRate float64 // of all of them, as the outbox is told
	Blocked   bool    // its limiter lets nothing through

	// StopAt lets the worker stop itself by SIGSTOP after its first claim: at that reading of the
	// client's clock, from 1; or at one of the places below. "" is for never.
	StopAt      stopPlace
	StopReading int

	RiverAlone bool // it works without an outbox

	claims, readings atomic.Int32

	hold func() (release func()) // keeps the database to itself, nil where nobody has to
	logs io.Writer               // nil for the standard error
}

// client is the client with which the worker sends.
func (t *task) client() (*twilio.Client, error) {
	limiter := &pacer{task: t}
	if t.Rate > 0 {
		limiter.every = time.Duration(float64(time.Second) / t.Rate)
	}
	return twilio.New(t.AccountSID, twilio.AuthToken(t.Token), append(t.stopOptions(), twilio.WithBaseURL(t.BaseURL), twilio.WithLimiter(limiter))...)
}

func (t *task) log() io.Writer {
	if t.logs != nil {
		return t.logs
	}
	return os.Stderr
}

func (t *task) run(ctx context.Context) error {
	b, err := t.Place.enter(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	t.hold = b.hold
	if t.RiverAlone {
		return t.runRiverAlone(ctx, b)
	}
	for {
		err := t.sell(ctx, b)
		if err == nil || ctx.Err() != nil {
			return err
		}
		// Whoever runs a program starts it again when the database was away at its start.
		_, _ = fmt.Fprintln(t.log(), err)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// sell runs the outbox.
func (t *task) sell(ctx context.Context, b base) error {
	s, err := b.open(ctx, t)
	if err != nil {
		return err
	}
	return s.Run(ctx)
}

// tell says one line to the process of the test.
func tell(line string) { _, _ = os.Stdout.WriteString(line + "\n") }

// pacer is a limiter of one worker.
type pacer struct {
	task  *task
	every time.Duration

	mu   sync.Mutex
	next time.Time
}

// Wait implements twilio.Limiter.
func (p *pacer) Wait(ctx context.Context) error {
	if p.task.StopAt == stopAtRate && p.task.readings.Add(1) == 1 {
		p.task.stopSelf()
		return nil // it has its token by now
	}
	if p.task.Blocked {
		tell("waits")
		<-ctx.Done()
		return ctx.Err()
	}
	p.mu.Lock()
	now := time.Now()
	if p.next.Before(now) {
		p.next = now
	}
	wait := p.next.Sub(now)
	p.next = p.next.Add(p.every)
	p.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}
