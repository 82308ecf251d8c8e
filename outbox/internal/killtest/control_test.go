//go:build linux

package killtest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// riverJob is a message as a job of its own, unique by its key.
type riverJob struct {
	Key  string `json:"key" river:"unique"`
	To   string `json:"to"`
	Body string `json:"body"`
}

func (riverJob) Kind() string { return "send_message" }

// riverWorker sends the message of a job. River tries the job again when that fails.
type riverWorker struct {
	river.WorkerDefaults[riverJob]

	client   *twilio.Client
	callback string
}

func (w *riverWorker) Timeout(*river.Job[riverJob]) time.Duration { return createTimeout }

// NextRetry is sooner than River's own, which is for jobs of hours.
func (w *riverWorker) NextRetry(*river.Job[riverJob]) time.Time { return time.Now().Add(time.Second) }

func (w *riverWorker) Work(ctx context.Context, job *river.Job[riverJob]) error {
	_, err := w.client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: job.Args.To, From: sender, Body: job.Args.Body, StatusCallback: w.callback + "?row=" + url.QueryEscape(job.Args.Key),
	})
	var refusal *twilio.Error
	if errors.As(err, &refusal) && !errors.Is(err, twilio.ErrOutcomeUnknown) && !errors.Is(err, twilio.ErrNotSent) {
		return river.JobCancel(err)
	}
	return err
}

// runRiverAlone is a worker that has River and nothing else.
func (t *task) runRiverAlone(ctx context.Context, b base) error {
	client, err := t.client()
	if err != nil {
		return err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &riverWorker{client: client, callback: t.CallbackURL})
	return b.runRiver(ctx, workers, &river.Config{
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: t.Senders}},
		// River's rescuer looks every 30 s. It takes a job that has run for longer than this.
		JobTimeout: createTimeout, RescueStuckJobsAfter: lease,
		Logger: slog.New(slog.NewTextHandler(t.log(), &slog.HandlerOptions{Level: slog.LevelError})),
	})
}

// testRiverAlone is the control experiment: the same messages, faults and kills, with a job a
// message and no row of the outbox. It has to show duplicates, or the other tests show nothing.
func testRiverAlone(t *testing.T, p place) {
	t.Helper()
	size := sizeOf(t)
	if most := 60; size.kills > most { // they are enough to show it
		size.kills, size.singles = most, size.singles*most/size.kills
	}
	w := newWorld(t, p)
	w.lost = 100 // there are no rows
	jobs := make([]river.InsertManyParams, size.singles)
	for n := range jobs {
		jobs[n] = river.InsertManyParams{
			Args:       riverJob{fmt.Sprint("single-", n), phone(n), fmt.Sprint("Your order ", n, " is on its way.")},
			InsertOpts: &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}},
		}
	}
	require.NoError(t, w.base.insertJobs(t.Context(), jobs))
	w.setFaults()
	kills := w.killWorkers(size, func(do *task) { do.RiverAlone = true })
	w.sim.ClearFaults()
	w.await(longestWait, func() bool {
		return w.count("river_job WHERE state NOT IN ('completed', 'discarded', 'cancelled')") == 0
	})
	left := w.count("river_job WHERE state NOT IN ('completed', 'discarded', 'cancelled')")
	w.stopWorkers()
	w.awaitLedger()
	twice, more := 0, 0
	for _, sids := range w.ledger {
		if len(sids) > 1 {
			twice++
			more += len(sids) - 1
		}
	}
	t.Logf("River alone, %d kills: of %d keys %d were sent more than once, %d messages too many; %d jobs without an end", kills.kills, len(jobs), twice, more, left)
	assert.Positive(t, twice, "the faults and the kills are such that a queue alone sends some messages twice")
}
