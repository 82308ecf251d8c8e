package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// handClock stands still until the test moves it.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func newHandClock() *handClock { return &handClock{now: instant} }

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *handClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// dispatched are the keys of the rows that have a job, in the order of their jobs.
func (b *base) dispatched(t *testing.T) []string {
	t.Helper()
	return b.texts(t, "SELECT key FROM twilio_outbox WHERE job IS NOT NULL ORDER BY job")
}

// makeJobs dispatches until nothing is left to do.
func (b *box) makeJobs(t *testing.T) (made int) {
	t.Helper()
	for {
		n, err := b.dispatch(t.Context())
		require.NoError(t, err)
		made += n
		if n == 0 {
			return made
		}
	}
}

func TestTheOrderOfDispatch(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		clock := newHandClock()
		o := b.open(settings{Clock: clock, Rate: 0.3}) // three in ten seconds
		urgent, usual, lazy, later, planned, urgentLater := text("urgent"), text("usual"), text("lazy"), text("later"), text("planned"), text("urgent later")
		urgent.Priority, lazy.Priority, urgentLater.Priority = 1, 4, 1
		later.SendAfter, urgentLater.SendAfter = instant.Add(2*time.Minute), instant.Add(time.Minute)
		planned.SendAfter = instant.Add(time.Second)
		o.fill(t, later, lazy, planned, usual, urgentLater, urgent)
		assert.Equal(t, 3, o.makeJobs(t), "its time has not come, or there is no room")
		assert.Equal(t, []string{"urgent", "usual", "lazy"}, b.dispatched(t))
		b.exec(t, "UPDATE twilio_outbox SET state = 'accepted', job = NULL WHERE job IS NOT NULL")
		clock.move(time.Minute - time.Microsecond)
		assert.Equal(t, 1, o.makeJobs(t))
		assert.Equal(t, []string{"planned"}, b.dispatched(t))
		clock.move(time.Microsecond)
		assert.Equal(t, 1, o.makeJobs(t))
		assert.Equal(t, []string{"planned", "urgent later"}, b.dispatched(t))
		clock.move(time.Hour)
		assert.Equal(t, 1, o.makeJobs(t))
		assert.Equal(t, 2, b.number(t, "SELECT count(*) FROM river_job j JOIN twilio_outbox o ON o.job = j.id WHERE o.key IN ('later', 'planned') AND j.priority = 2"))
		assert.Equal(t, 1, b.number(t, "SELECT count(*) FROM river_job j JOIN twilio_outbox o ON o.job = j.id WHERE o.key = 'urgent later' AND j.priority = 1"))
	})
}

func TestTheOrderWithinAPriority(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		clock := newHandClock()
		o := b.open(settings{Clock: clock, Rate: 0.3}) // three in ten seconds
		last, first, second, third := text("last"), text("first"), text("second"), text("third")
		last.SendAfter, third.SendAfter = instant.Add(3*time.Hour), instant.Add(2*time.Hour)
		first.SendAfter, second.SendAfter = instant.Add(time.Hour), instant.Add(time.Hour)
		o.fill(t, last)
		o.fill(t, third)
		o.fill(t, first)
		o.fill(t, second)
		clock.move(24 * time.Hour)
		assert.Equal(t, 3, o.makeJobs(t))
		assert.Equal(t, []string{"first", "second", "third"}, b.dispatched(t), "who waits longer goes first, and then who came first")
	})
}

func TestTheDispatcherMakesNoMoreJobsThanTheRateCanUse(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		const second = "+14155550000"
		b.sim.Number(second)
		o := b.open(settings{Rate: 5, SenderRates: map[string]outbox.SenderRate{second: {PerSecond: 0.25}}})
		messages := series("first", 0, 80)
		for _, m := range series("second", 0, 20) {
			messages = append(messages, from(second, m.Key))
		}
		o.fill(t, messages...)
		ofSender := func(sender string) int {
			return b.number(t, "SELECT count(*) FROM twilio_outbox WHERE job IS NOT NULL AND state = 'pending' AND sender = $1", sender)
		}
		assert.Equal(t, 50, o.makeJobs(t), "ten seconds of five a second, of all senders together")
		assert.Equal(t, 3, ofSender(second), "ten seconds of one in four seconds")
		assert.Equal(t, 47, ofSender(clinic))
		assert.Equal(t, 50, b.number(t, "SELECT count(*) FROM river_job"))
		sent := b.exec(t, "UPDATE twilio_outbox SET state = 'accepted' WHERE sender = $1 AND job IS NOT NULL", clinic)
		assert.EqualValues(t, 47, sent)
		assert.Equal(t, 33, o.makeJobs(t), "what is left")
		assert.Zero(t, o.makeJobs(t))
	})
}

// TestNoSenderTakesAllOfTheRate: senders without a rate of their own share that of all.
func TestNoSenderTakesAllOfTheRate(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{Rate: 3})
		numbers := []string{"+14155550000", "+14155550001", "+14155550002"}
		var messages []outbox.Message
		for i, number := range numbers {
			b.sim.Number(number)
			count := 40
			if i == 1 {
				count = 2
			}
			for _, m := range series(number, 0, count) {
				messages = append(messages, from(number, m.Key))
			}
		}
		o.fill(t, messages...)
		assert.Equal(t, 30, o.makeJobs(t))
		for i, want := range []int{10, 2, 18} {
			assert.Equal(t, want, b.number(t, "SELECT count(*) FROM twilio_outbox WHERE job IS NOT NULL AND sender = $1", numbers[i]), numbers[i])
		}
	})
}

// Processes that dispatch at the same time do not exceed the rate together, also where the
// default of the database is another isolation.
func TestSeveralDispatchers(t *testing.T) {
	t.Parallel()
	bases := map[string]func(t *testing.T) *base{
		"sqlite": func(t *testing.T) *base { t.Helper(); return drivers[0].make(t) },
		"pgx":    func(t *testing.T) *base { t.Helper(); return newPgxBase(t, newPostgres(t)) },
		"snapshot": func(t *testing.T) *base {
			t.Helper()
			return newPgxBase(t, newPostgres(t, "default_transaction_isolation = 'repeatable read'"))
		},
		"stdlib": func(t *testing.T) *base {
			t.Helper()
			return newSQLBase(t, "pgx", newPostgres(t, "default_transaction_isolation = 'serializable'"))
		},
	}
	for name, makeBase := range bases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := makeBase(t)
			require.NoError(t, b.migrate(t.Context()))
			boxes := make([]*box, 4)
			for i := range boxes {
				boxes[i] = b.open(settings{Rate: 1})
			}
			var messages []outbox.Message
			for sender := range 25 {
				for n := range 30 {
					messages = append(messages, from(fmt.Sprint("+1415555", 1000+sender), fmt.Sprint(sender, "-", n)))
				}
			}
			boxes[0].fill(t, messages...)
			for range 5 {
				dispatchAll(t, boxes)
				b.exec(t, "UPDATE twilio_outbox SET state = 'accepted' WHERE job IS NOT NULL AND (id % 3) = 0")
				assert.Zero(t, b.number(t, `SELECT count(*) FROM (
					SELECT sender FROM twilio_outbox WHERE state = 'pending' AND job IS NOT NULL GROUP BY sender HAVING count(*) > 10) AS more`))
			}
			assert.Zero(t, b.number(t, "SELECT count(*) FROM river_job WHERE id NOT IN (SELECT job FROM twilio_outbox WHERE job IS NOT NULL)"), "each job is that of a row")
		})
	}
}

// dispatchAll lets several processes dispatch at the same time.
func dispatchAll(t *testing.T, boxes []*box) {
	t.Helper()
	errs := make([]error, len(boxes))
	start := make(chan struct{})
	var running sync.WaitGroup
	for i, o := range boxes {
		running.Go(func() {
			<-start
			_, errs[i] = o.dispatch(t.Context())
		})
	}
	close(start)
	running.Wait()
	require.NoError(t, errors.Join(errs...))
}

// from is a message of another sender.
func from(sender, key string) outbox.Message {
	m := text(key)
	m.Params = outbox.Text(twilio.MessageCreateParams{To: ada, From: sender, Body: "Hello " + key})
	return m
}

func TestLostJobsAreMadeAgain(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		clock := newHandClock()
		o := b.open(settings{Clock: clock})
		lost := []string{"cancelled", "completed", "deleted", "discarded", "running for long"}
		kept := []string{"available", "retryable", "running", "scheduled"}
		var messages []outbox.Message
		for _, key := range append(append([]string{}, lost...), kept...) {
			messages = append(messages, text(key))
		}
		o.fill(t, messages...)
		assert.Equal(t, 9, o.makeJobs(t))
		old := b.dialect.RiverTime(time.Now().Add(-time.Hour))
		fresh := b.dialect.RiverTime(time.Now())
		const ofKey = " WHERE id = (SELECT job FROM twilio_outbox WHERE key = $1)"
		for _, state := range []string{"cancelled", "completed", "discarded"} {
			b.exec(t, "UPDATE river_job SET state = '"+state+"', finalized_at = $2"+ofKey, state, fresh)
		}
		for _, state := range []string{"retryable", "scheduled"} {
			b.exec(t, "UPDATE river_job SET state = '"+state+"'"+ofKey, state)
		}
		b.exec(t, "UPDATE river_job SET state = 'running', attempted_at = $2"+ofKey, "running", fresh)
		b.exec(t, "UPDATE river_job SET state = 'running', attempted_at = $2"+ofKey, "running for long", old)
		b.exec(t, "DELETE FROM river_job"+ofKey, "deleted")

		require.NoError(t, o.redispatch(t.Context()))
		assert.Len(t, b.dispatched(t), 9, "what was just made is left alone")
		clock.move(11 * time.Second)
		b.exec(t, "UPDATE twilio_outbox SET state = 'sending' WHERE key = 'cancelled'")
		require.NoError(t, o.redispatch(t.Context()))
		assert.Len(t, b.dispatched(t), 5, "a row that is sending is not for a new job")
		b.exec(t, "UPDATE twilio_outbox SET state = 'pending' WHERE key = 'cancelled'")
		require.NoError(t, o.redispatch(t.Context()))
		assert.ElementsMatch(t, kept, b.dispatched(t))
		assert.Equal(t, 5, o.makeJobs(t))
		assert.ElementsMatch(t, lost, b.dispatched(t)[4:])
	})
}

// TestJobsThatAreDoneAreDropped: only those of this outbox, once they are done for a minute.
func TestJobsThatAreDoneAreDropped(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{Rate: 200})
		o.fill(t, series("order", 0, 1500)...)
		assert.Equal(t, 1500, o.makeJobs(t))
		const first = "(SELECT min(id) FROM river_job)"
		b.exec(t, "UPDATE river_job SET state = 'completed', finalized_at = $1 WHERE id > "+first+" + 4", b.dialect.RiverTime(time.Now().Add(-61*time.Second)))
		b.exec(t, "UPDATE river_job SET queue = 'of somebody else' WHERE id = "+first+" + 5")
		b.exec(t, "UPDATE river_job SET finalized_at = $1 WHERE id = "+first+" + 6", b.dialect.RiverTime(time.Now().Add(-50*time.Second)))
		b.exec(t, "UPDATE river_job SET state = 'discarded' WHERE id = "+first+" + 7")
		require.NoError(t, o.dropJobs(t.Context()))
		assert.Equal(t, 8, b.number(t, "SELECT count(*) FROM river_job"), "5 that are not done, one of another queue, one that was just done, and one that has failed")
	})
}

// TestWhatIsTooLateHoldsUpNobody: rows whose time is over get no jobs, and all of them are given up.
func TestWhatIsTooLateHoldsUpNobody(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		clock := newHandClock()
		o := b.open(settings{Clock: clock, Rate: 1})
		late := series("late", 0, 450)
		for i := range late {
			late[i].GiveUpAfter = clock.Now().Add(time.Minute)
		}
		o.fill(t, late...)
		clock.move(2 * time.Minute)
		o.fill(t, text("in time"))
		assert.Equal(t, 1, o.makeJobs(t))
		assert.Equal(t, []string{"in time"}, b.dispatched(t))
		require.NoError(t, o.sweep(t.Context()))
		assert.Equal(t, 450, b.number(t, "SELECT count(*) FROM twilio_outbox WHERE state = 'given_up'"))
	})
}

// The outbox compares a time that River has written.
func TestTimesOfRiver(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		o := b.open(settings{Allow: func(ctx context.Context, c db.Conn, _ *outbox.Entry) (string, error) {
			defer cancel()
			const query = "SELECT count(*) FROM river_job WHERE state = 'running' AND attempted_at < $1"
			var early, late int
			for moment, n := range map[time.Duration]*int{-time.Minute: &early, time.Minute: &late} {
				if _, err := db.One(ctx, c, []any{n}, query, b.dialect.RiverTime(time.Now().Add(moment))); err != nil {
					return "", err
				}
			}
			return fmt.Sprint(early, " before, ", late, " after"), nil
		}})
		o.fill(t, text("order-1"))
		require.NoError(t, o.run(ctx))
		e, err := o.get(t.Context(), "order-1")
		require.NoError(t, err)
		assert.Equal(t, "0 before, 1 after", e.Reason)
	})
}

// Two processes do not look for one message at the same time.
func TestLooksAreTakenOnce(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		clock := newHandClock()
		boxes := make([]*box, 4)
		for i := range boxes {
			boxes[i] = b.open(settings{Clock: clock})
		}
		boxes[0].fill(t, series("order", 0, 100)...)
		b.exec(t, "UPDATE twilio_outbox SET state = 'unknown', attempt = 'x', look_at = send_after")
		var running sync.WaitGroup
		taken := make([][]string, len(boxes))
		errs := make([]error, len(boxes))
		for i, o := range boxes {
			running.Go(func() { taken[i], errs[i] = o.takeLooks(t.Context()) })
		}
		running.Wait()
		require.NoError(t, errors.Join(errs...))
		all := map[string]bool{}
		total := 0
		for _, keys := range taken {
			assert.LessOrEqual(t, len(keys), 32)
			total += len(keys)
			for _, key := range keys {
				all[key] = true
			}
		}
		assert.GreaterOrEqual(t, total, 32)
		assert.Len(t, all, total, "no row is taken twice")
		assert.Equal(t, total, b.number(t, "SELECT sum(looks) FROM twilio_outbox"))
	})
}
