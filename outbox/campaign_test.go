package outbox_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/outboxpostgres"
	"github.com/seed15d99369/twilio/twiliotest"
)

// of puts a message into a campaign.
func of(campaign, key string) outbox.Message {
	m := text(key)
	m.Campaign = campaign
	return m
}

// fill enqueues messages with the keys campaign-0, campaign-1 …
func (d *desk) fill(campaign string, n int, change ...func(*outbox.Message)) {
	d.t.Helper()
	tx, err := d.pool.BeginTx(d.t.Context(), nil)
	require.NoError(d.t, err)
	for i := range min(n, 50) {
		m := of(campaign, fmt.Sprint(campaign, "-", i))
		for _, c := range change {
			c(&m)
		}
		_, err := d.Enqueue(d.t.Context(), tx, m)
		require.NoError(d.t, err)
	}
	require.NoError(d.t, tx.Commit())
	d.copyRows(campaign, 50, n)
}

// copyRows makes rows like the first one of a campaign, in one statement: with the race detector
// SQLite takes its time for each.
func (d *desk) copyRows(campaign string, from, to int) {
	d.t.Helper()
	const copied = "target, account, campaign, kind, service, sender, recipient, wire, digest, likeness, priority, send_after, created_at, state, attempt, attempts, looks, settled_by, status, code, reason, delivery"
	d.exec(`WITH RECURSIVE numbers(n) AS (SELECT CAST($1 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < $2 - 1)
		INSERT INTO twilio_outbox (key, token, params, `+copied+`)
		SELECT campaign || '-' || n, token || n, replace(params, '-0', '-' || n), `+copied+`
		FROM twilio_outbox CROSS JOIN numbers WHERE key = $3 AND $1 < $2 ORDER BY n`, from, to, campaign+"-0")
}

// number is the only number of a result.
func (d *desk) number(query string, args ...any) (n int) {
	d.t.Helper()
	require.NoError(d.t, d.pool.QueryRowContext(d.t.Context(), query, args...).Scan(&n))
	return n
}

func (d *desk) exec(statement string, args ...any) {
	d.t.Helper()
	_, err := d.pool.ExecContext(d.t.Context(), statement, args...)
	require.NoError(d.t, err)
}

func (d *desk) entry(key string) *outbox.Entry {
	d.t.Helper()
	e, err := d.Get(d.t.Context(), key)
	require.NoError(d.t, err)
	return e
}

// bodies are those of the messages that Twilio has, in their order.
func (d *desk) bodies() (bodies []string) {
	for _, m := range d.sim.Messages() {
		bodies = append(bodies, strings.TrimPrefix(m.Body, "Hello "))
	}
	return bodies
}

// dispatchAndSweep does for some time what the loops of Run do, less often.
func (d *desk) dispatchAndSweep(length time.Duration) {
	d.t.Helper()
	const every = 20 * time.Second
	for range length / every {
		<-time.After(every)
		_, err := outbox.Dispatch(d.t.Context(), d.Outbox)
		require.NoError(d.t, err)
		require.NoError(d.t, outbox.Sweep(d.t.Context(), d.Outbox))
	}
}

func TestPauseHoldsOneCampaign(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		require.NoError(t, d.Pause(t.Context(), "spring"))
		require.NoError(t, d.Pause(t.Context(), "spring"), "again")
		d.fill("spring", 30)
		d.fill("codes", 10)
		d.run(10 * time.Second)
		d.dispatchAndSweep(time.Hour)
		assert.Len(t, d.sim.Messages(), 10)
		assert.Equal(t, 10, d.number("SELECT seq FROM sqlite_sequence WHERE name = 'river_job'"), "a paused row gets no job, however long it waits")
		require.NoError(t, d.Resume(t.Context(), "spring"))
		d.run(10 * time.Second)
		assert.Len(t, d.sim.Messages(), 40)
	})
}

func TestPauseTakesJobs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		waits := 0
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.SenderRates = map[string]outbox.SenderRate{clinic: {PerSecond: 100, Limiter: limiterFunc(func(context.Context) error { waits++; return nil })}}
		})
		d.fill("spring", 30)
		d.fill("codes", 10)
		made, err := outbox.Dispatch(t.Context(), d.Outbox)
		require.NoError(t, err)
		require.Equal(t, 40, made)
		require.NoError(t, d.Pause(t.Context(), "spring"))
		d.run(10 * time.Second)
		d.dispatchAndSweep(time.Hour)
		assert.Len(t, d.sim.Messages(), 10)
		assert.Equal(t, 10, waits, "a paused message takes nothing from the rate")
		assert.Equal(t, 40, d.number("SELECT seq FROM sqlite_sequence WHERE name = 'river_job'"))
	})
}

// A job that was made while the pause was committed finds the pause, once.
func TestJobOfAPausedRow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 30)
		_, err := outbox.Dispatch(t.Context(), d.Outbox)
		require.NoError(t, err)
		d.exec("INSERT INTO twilio_outbox_pauses (target, account, campaign, paused_at) SELECT target, account, campaign, 0 FROM twilio_outbox LIMIT 1")
		d.run(10 * time.Second)
		d.dispatchAndSweep(time.Hour)
		assert.Empty(t, d.sim.Messages())
		assert.Equal(t, 30, d.number("SELECT seq FROM sqlite_sequence WHERE name = 'river_job'"))
		assert.Zero(t, d.number("SELECT count(job) FROM twilio_outbox"))
	})
}

// limiterFunc is a limiter.
type limiterFunc func(ctx context.Context) error

func (f limiterFunc) Wait(ctx context.Context) error { return f(ctx) }

// A worker that looked for a pause before it was committed does not send after Pause has returned.
func TestPauseBeatsAWorkerThatHasLooked(t *testing.T) {
	t.Parallel()
	looked, paused := make(chan struct{}), make(chan struct{})
	d := newPostgresDesk(t, func(c *outbox.Config[*sql.Tx]) {
		c.Allow = func(context.Context, *sql.Tx, *outbox.Entry) (string, error) {
			close(looked)
			<-paused
			return "", nil
		}
	})
	d.fill("spring", 1)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { assert.NoError(t, d.Run(ctx)) })
	<-looked
	require.NoError(t, d.Pause(t.Context(), "spring"))
	close(paused)
	stop()
	running.Wait()
	assert.Empty(t, d.sim.Messages())
	assert.Equal(t, outbox.Pending, d.entry("spring-0").State)
}

func TestPauseOfAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 3)
		d.fill("", 3)
		require.NoError(t, d.Pause(t.Context(), "spring"))
		require.NoError(t, d.Pause(t.Context(), outbox.AllCampaigns))
		d.run(10 * time.Second)
		assert.Empty(t, d.sim.Messages())
		require.ErrorIs(t, d.Resume(t.Context(), "spring"), outbox.ErrAllPaused)
		require.NoError(t, d.Pause(t.Context(), "spring"))
		require.NoError(t, d.Resume(t.Context(), outbox.AllCampaigns))
		d.run(10 * time.Second)
		assert.Len(t, d.sim.Messages(), 3, "spring is paused by its name")
	})
}

// The dispatcher passes over paused rows without reading them each time. What stands before the
// place that it remembers is found again.
func TestDispatchBehindPausedRows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("early", 1)
		d.fill("spring", 50)
		d.exec("UPDATE twilio_outbox SET job = 1, job_at = send_after WHERE key = 'early-0'")
		require.NoError(t, d.Pause(t.Context(), "spring"))
		sent := func(keys ...string) {
			t.Helper()
			d.run(5 * time.Second)
			assert.Equal(t, keys, d.bodies())
		}
		<-time.After(5 * time.Minute)
		_, err := outbox.Dispatch(t.Context(), d.Outbox)
		require.NoError(t, err)
		d.fill("codes", 1)
		sent("codes-0")
		d.exec("UPDATE twilio_outbox SET job = NULL, job_at = NULL WHERE key = 'early-0'")
		<-time.After(time.Minute)
		sent("codes-0", "early-0")
		require.NoError(t, d.Pause(t.Context(), "codes"))
		require.NoError(t, d.Resume(t.Context(), "spring"))
		d.run(5 * time.Second)
		assert.Len(t, d.bodies(), 52, "at once")
	})
}

func TestNamesOfCampaigns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("", 3)
		for _, name := range []string{"", "a\x00b"} {
			_, cancelErr := d.Cancel(t.Context(), name)
			_, priorityErr := d.SetPriority(t.Context(), name, 1)
			_, timeErr := d.Reschedule(t.Context(), name, time.Time{})
			for _, err := range []error{d.Pause(t.Context(), name), d.Resume(t.Context(), name), cancelErr, priorityErr, timeErr} {
				var problem *twilio.ParamError
				require.ErrorAs(t, err, &problem)
				assert.Contains(t, err.Error(), "AllCampaigns")
			}
		}
		d.run(10 * time.Second)
		assert.Len(t, d.sim.Messages(), 3)
	})
}

func TestCancel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		told := map[string]int{}
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.OnChange = func(_ context.Context, e *outbox.Entry) {
				if e.State == outbox.Cancelled {
					told[e.Key]++
				}
			}
		})
		const many = 2100 // more than two batches
		d.fill("spring", many)
		d.fill("codes", 5)
		_, err := outbox.Dispatch(t.Context(), d.Outbox)
		require.NoError(t, err)
		n, err := d.Cancel(t.Context(), "spring")
		require.NoError(t, err)
		assert.Equal(t, many, n)
		assert.Len(t, told, many)
		assert.Equal(t, 1, told["spring-0"])
		d.run(20 * time.Second)
		assert.Len(t, d.sim.Messages(), 5)
		n, err = d.Cancel(t.Context(), "spring")
		require.NoError(t, err)
		assert.Zero(t, n)
		_, err = d.enqueue(of("spring", "afterwards"))
		require.NoError(t, err)
		d.run(10 * time.Second)
		assert.Contains(t, d.bodies(), "afterwards")
	})
}

func TestCancelOfAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 1100)
		d.fill("", 1100)
		n, err := d.Cancel(t.Context(), outbox.AllCampaigns)
		require.NoError(t, err)
		assert.Equal(t, 2200, n)
	})
}

// Cancel does in SQL for many rows what the machine does for one.
func TestCancelEqualsCancelKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 2)
		d.exec(`UPDATE twilio_outbox SET attempt = 'first', attempts = 1, looks = 2, record = 'r', status = 429, code = 20429, reason = 'busy',
			job = 7, job_at = 8, look_at = 9, fetch_at = 10, other_sid = 'SM1'`)
		row := func(key string) (columns []string, values []any) {
			rows, err := d.pool.QueryContext(t.Context(), "SELECT * FROM twilio_outbox WHERE key = $1", key)
			require.NoError(t, err)
			defer func() { _ = rows.Close() }()
			columns, err = rows.Columns()
			require.NoError(t, err)
			require.True(t, rows.Next())
			values = make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			require.NoError(t, rows.Scan(into...))
			return columns, values
		}
		require.NoError(t, d.CancelKey(t.Context(), "spring-0"))
		n, err := d.Cancel(t.Context(), "spring")
		require.NoError(t, err)
		require.Equal(t, 1, n)
		columns, one := row("spring-0")
		_, other := row("spring-1")
		for i, column := range columns {
			if slices.Contains([]string{"id", "token", "key", "params", "digest", "likeness"}, column) {
				continue
			}
			assert.Equal(t, one[i], other[i], column)
		}
		assert.Equal(t, outbox.Cancelled, d.entry("spring-1").State)
	})
}

// What is being sent when it is cancelled is not sent again when it turns out that it was not sent.
func TestCancelEndsRepeats(t *testing.T) {
	t.Parallel()
	for _, cancel := range []func(d *desk){
		func(d *desk) {
			n, err := d.Cancel(d.t.Context(), "spring")
			assert.NoError(d.t, err)
			assert.Zero(d.t, n)
		},
		func(d *desk) {
			var late *outbox.StateError
			assert.ErrorAs(d.t, d.CancelKey(d.t.Context(), "spring-0"), &late)
			assert.Equal(d.t, outbox.Sending, late.State)
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			requests := 4 // that the client makes
			d.sim.Fault(twiliotest.OnCreateMessage().Times(requests).TooManyRequests("5"))
			d.fill("spring", 1)
			var running sync.WaitGroup
			running.Go(func() { d.run(time.Minute) })
			<-time.After(3 * time.Second)
			require.Equal(t, outbox.Sending, d.entry("spring-0").State)
			cancel(d)
			running.Wait()
			assert.Empty(t, d.sim.Messages())
			assert.Equal(t, outbox.GivenUp, d.entry("spring-0").State)
		})
	}
}

func TestCancelKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 2)
		require.NoError(t, d.CancelKey(t.Context(), "spring-0"))
		require.NoError(t, d.CancelKey(t.Context(), "spring-0"), "again")
		require.ErrorIs(t, d.CancelKey(t.Context(), "nobody"), outbox.ErrNoMessage)
		d.run(10 * time.Second)
		assert.Equal(t, []string{"spring-1"}, d.bodies())
		e := d.entry("spring-0")
		assert.Equal(t, outbox.Cancelled, e.State)
		assert.Equal(t, outbox.ByPerson, e.SettledBy)
		assert.NotZero(t, e.SettledAt)
		var late *outbox.StateError
		require.ErrorAs(t, d.CancelKey(t.Context(), "spring-1"), &late)
		assert.Equal(t, outbox.StateError{Key: "spring-1", State: outbox.Accepted, Asked: "cancelled"}, *late)
		assert.EqualError(t, late, `outbox: the message "spring-1" cannot be cancelled: Twilio has accepted it`)
		for _, s := range []outbox.State{outbox.Sending, outbox.Unknown, outbox.Accepted, outbox.Refused, outbox.GivenUp, outbox.Skipped, outbox.Uncertain} {
			d.exec("UPDATE twilio_outbox SET state = $1 WHERE key = 'spring-1'", string(s))
			require.ErrorAs(t, d.CancelKey(t.Context(), "spring-1"), &late)
			assert.Equal(t, s, late.State)
		}
	})
}

func TestSetPriority(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) { c.Workers, c.Rate = 1, 1 })
		d.fill("spring", 20)
		d.fill("codes", 3)
		_, err := d.SetPriority(t.Context(), "codes", 5)
		require.ErrorIs(t, err, twilio.ErrInvalidParams)
		n, err := d.SetPriority(t.Context(), "codes", 1)
		require.NoError(t, err)
		assert.Equal(t, 3, n)
		d.run(30 * time.Second)
		require.Len(t, d.bodies(), 23)
		assert.ElementsMatch(t, []string{"codes-0", "codes-1", "codes-2"}, d.bodies()[:3])
		n, err = d.SetPriority(t.Context(), "codes", 4)
		require.NoError(t, err)
		assert.Zero(t, n, "nothing waits")
		assert.Equal(t, 1, d.entry("codes-0").Priority)
	})
}

func TestReschedule(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 3)
		d.fill("codes", 3)
		_, err := outbox.Dispatch(t.Context(), d.Outbox) // they have jobs
		require.NoError(t, err)
		n, err := d.Reschedule(t.Context(), "spring", time.Now().Add(time.Hour))
		require.NoError(t, err)
		assert.Equal(t, 3, n)
		d.run(10 * time.Second)
		assert.Len(t, d.sim.Messages(), 3, "the others")
		<-time.After(time.Hour - 15*time.Second)
		d.run(2 * time.Second)
		assert.Len(t, d.sim.Messages(), 3, "their time has not come")
		d.run(10 * time.Second)
		assert.Len(t, d.sim.Messages(), 6)
		n, err = d.Reschedule(t.Context(), "spring", time.Time{})
		require.NoError(t, err)
		assert.Zero(t, n, "they were sent")
	})
}

func TestRescheduleKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 1, func(m *outbox.Message) {
			m.SendAfter, m.GiveUpAfter = time.Now().Add(time.Hour), time.Now().Add(2*time.Hour)
		})
		require.ErrorIs(t, d.RescheduleKey(t.Context(), "spring-0", time.Now().Add(2*time.Hour)), twilio.ErrInvalidParams)
		require.ErrorIs(t, d.RescheduleKey(t.Context(), "nobody", time.Time{}), outbox.ErrNoMessage)
		require.NoError(t, d.RescheduleKey(t.Context(), "spring-0", time.Time{}))
		d.run(10 * time.Second)
		assert.Len(t, d.sim.Messages(), 1)
		var late *outbox.StateError
		require.ErrorAs(t, d.RescheduleKey(t.Context(), "spring-0", time.Time{}), &late)
		assert.Equal(t, outbox.Accepted, late.State)
	})
}

// newPostgresDesk is a desk whose outbox lives in PostgreSQL. It does not fit into a bubble.
func newPostgresDesk(t *testing.T, change ...func(*outbox.Config[*sql.Tx])) *desk {
	t.Helper()
	pool, err := sql.Open("pgx", newPostgres(t))
	require.NoError(t, err)
	t.Cleanup(func() { _ = pool.Close() })
	driver := outboxpostgres.New(pool)
	require.NoError(t, outbox.Migrate(t.Context(), driver))
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	config := outbox.Config[*sql.Tx]{Client: sim.Client(), Logger: slog.New(slog.DiscardHandler), Rate: 1000}
	for _, c := range change {
		c(&config)
	}
	o, err := outbox.Open(t.Context(), driver, config)
	require.NoError(t, err)
	return &desk{o, t, sim, pool}
}

// checkCancelled sees that each message was either sent or cancelled.
func (d *desk) checkCancelled(all int) (sent, off int) {
	d.t.Helper()
	ledger := map[string]bool{}
	for _, body := range d.bodies() {
		assert.False(d.t, ledger[body], "twice: %s", body)
		ledger[body] = true
	}
	for e, err := range d.Entries(d.t.Context(), outbox.Filter{}) {
		require.NoError(d.t, err)
		switch e.State {
		case outbox.Cancelled:
			off++
			assert.False(d.t, ledger[e.Key], "%s was cancelled and sent", e.Key)
		case outbox.Accepted:
			sent++
			assert.True(d.t, ledger[e.Key], "%s was not sent", e.Key)
		default:
			assert.Fail(d.t, "neither sent nor cancelled", "%s is %s", e.Key, e.State)
		}
	}
	assert.Equal(d.t, all, sent+off)
	return sent, off
}

// cancelAmidst cancels a campaign, and keys one by one, while workers send it.
func (d *desk) cancelAmidst(pause func()) {
	const all = 200
	d.fill("spring", all)
	ctx, stop := context.WithCancel(d.t.Context())
	var running sync.WaitGroup
	running.Go(func() { assert.NoError(d.t, d.Run(ctx)) })
	for len(d.sim.Messages()) < 20 {
		pause()
	}
	byKey := 0
	for i := range 40 {
		key := fmt.Sprint("spring-", 50+3*i)
		var late *outbox.StateError
		if err := d.CancelKey(ctx, key); err == nil {
			byKey++
		} else if !errors.As(err, &late) {
			assert.NoError(d.t, err)
		}
	}
	n, err := d.Cancel(ctx, "spring")
	assert.NoError(d.t, err)
	for d.number("SELECT count(*) FROM twilio_outbox WHERE state IN ('pending', 'sending', 'unknown')") > 0 {
		pause()
	}
	stop()
	running.Wait()
	sent, off := d.checkCancelled(all)
	assert.Equal(d.t, off, n+byKey)
	d.t.Logf("%d sent, %d cancelled by key, %d with the campaign", sent, byKey, n)
}

func TestCancelRacesWithWorkers(t *testing.T) {
	t.Parallel()
	for round := range 3 {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t)
			d.sim.Fault(twiliotest.OnCreateMessage().Latency(time.Duration(round) * 10 * time.Millisecond))
			d.cancelAmidst(func() { <-time.After(time.Millisecond) })
		})
	}
}

func TestCancelRacesWithWorkersOnPostgres(t *testing.T) {
	t.Parallel()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	newPostgresDesk(t).cancelAmidst(func() { <-ticker.C })
}
