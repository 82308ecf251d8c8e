package outbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/riverqueue/river"
)

// How often the loops of Run look at the database.
const (
	dispatchEvery = 500 * time.Millisecond
	sweepEvery    = time.Second
	slowEvery     = time.Minute // for what is in no hurry
	stopTime      = 10 * time.Second
	fetchCooldown = 10 * time.Millisecond // River's own 100 ms would let 20 workers send 200 messages a second
)

// Run sends messages until the context ends, and then ends the attempts that are under way. Any
// number of processes may run the outbox of one account. One Outbox runs once at a time.
//
// The clocks of the process and of a PostgreSQL server have to agree to two seconds. When they
// differ at the start, Run returns a *[ClockError]. When they differ later, it ends the attempts
// that are under way, says in the log that nothing is sent, and goes on when they agree again.
func (o *Outbox[TTx]) Run(ctx context.Context) error {
	if !o.running.CompareAndSwap(false, true) {
		return errors.New("outbox: it runs already: open another one, or wait for the end of this one")
	}
	defer o.running.Store(false)
	if err := o.checkTables(ctx); err != nil {
		return err
	}
	if err := o.checkClock(ctx); err != nil {
		return err
	}
	for {
		wrong, err := o.work(ctx)
		if err != nil || ctx.Err() != nil {
			return err
		}
		o.waitForClock(ctx, wrong)
		if ctx.Err() != nil {
			return nil
		}
	}
}

// work sends messages until the context ends or the clock turns out to be wrong.
func (o *Outbox[TTx]) work(ctx context.Context) (wrong *ClockError, err error) {
	working, end := context.WithCancelCause(ctx)
	defer end(nil)
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &worker[TTx]{o: o, stop: working, end: end}); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	jobs, err := river.NewClient(o.driver.River(), &river.Config{
		Queues:  map[string]river.QueueConfig{o.queue(): {MaxWorkers: o.config.Workers}},
		Workers: workers, Logger: o.config.Logger, JobTimeout: o.jobTimeout(), FetchCooldown: fetchCooldown,
	})
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	if err := jobs.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	o.runLoops(working, end)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.jobTimeout()+stopTime)
	defer cancel()
	if err := jobs.Stop(stopping); err != nil {
		return nil, fmt.Errorf("outbox: not all attempts have ended: %w", err)
	}
	errors.As(context.Cause(working), &wrong)
	return wrong, nil
}

// loop is something that Run does again and again.
type loop struct {
	name  string
	every time.Duration
	do    func(ctx context.Context) error
}

func (o *Outbox[TTx]) loops() []loop {
	return []loop{
		{"dispatch", dispatchEvery, func(ctx context.Context) error { _, err := o.dispatch(ctx); return err }},
		{"end leases", sweepEvery, o.endLeases},
		{"look for messages", sweepEvery, o.reconcileDue},
		{"free lost jobs", sweepEvery, o.redispatch},
		{"give up", sweepEvery, o.giveUp},
		{"ask for deliveries", sweepEvery, o.fetchDue},
		{"erase", slowEvery, o.erase},
		{"drop jobs that are done", slowEvery, o.dropJobs},
		{"compare the clocks", clockEvery, o.checkClock},
	}
}

func (o *Outbox[TTx]) runLoops(ctx context.Context, end context.CancelCauseFunc) {
	var running sync.WaitGroup
	for _, l := range o.loops() {
		running.Go(func() { o.runLoop(ctx, l, end) })
	}
	running.Wait()
}

// runLoop goes on after errors: a database that is away comes back. A wrong clock ends everything.
func (o *Outbox[TTx]) runLoop(ctx context.Context, l loop, end context.CancelCauseFunc) {
	for {
		err := l.do(ctx)
		if wrong, ok := errors.AsType[*ClockError](err); ok {
			end(wrong)
			return
		}
		if err != nil && ctx.Err() == nil {
			o.warnSeldom(ctx, "outbox: "+l.name, "error", err)
		}
		if o.config.Clock.Sleep(ctx, l.every) != nil {
			return
		}
	}
}
