package outbox_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
)

// logged lets a desk write its log into a journal.
func logged(log *journal) func(*outbox.Config[*sql.Tx]) {
	return func(c *outbox.Config[*sql.Tx]) { c.Logger = slog.New(slog.NewTextHandler(log, nil)) }
}

// TestRefusedAccount: when the credential is wrong, one message a minute is tried, one line says
// so, and no message has used up an attempt when it is right again.
func TestRefusedAccount(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]twiliotest.Fault{
		"wrong credential": twiliotest.OnCreateMessage().Status(401, 20003),
		"suspended":        twiliotest.OnCreateMessage().Status(403, 20403),
		"no funds":         twiliotest.OnCreateMessage().Status(400, 20005),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				log := new(journal)
				d := newDesk(t, logged(log), func(c *outbox.Config[*sql.Tx]) { c.Workers = 5 })
				d.sim.Fault(fault)
				for n := range 40 {
					d.put(text(fmt.Sprint("order-", n)))
				}
				d.run(5 * time.Minute)
				assert.Empty(t, d.sim.Messages())
				assert.LessOrEqual(t, d.creates(), 5+5, "those that were under way, and one a minute")
				assert.Equal(t, 1, strings.Count(log.String(), "the account is refused"))
				d.sim.ClearFaults()
				d.run(3 * time.Minute)
				assert.Len(t, d.sim.Messages(), 40)
				assert.Zero(t, d.number("SELECT count(*) FROM twilio_outbox WHERE attempts <> 1"))
				assert.Equal(t, 1, strings.Count(log.String(), "not refused any more"))
			})
		})
	}
}

// TestRowsThatCannotBeSent: what only a newer program can send waits for it, what none can send is
// over, and neither fills the log.
func TestRowsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := new(journal)
		d := newDesk(t, logged(log))
		for _, key := range []string{"kind", "wire", "torn", "empty", "incomplete"} {
			d.put(text(key))
		}
		d.exec("UPDATE twilio_outbox SET kind = 'pigeon' WHERE key = 'kind'")
		d.exec("UPDATE twilio_outbox SET wire = 2 WHERE key = 'wire'")
		d.exec("UPDATE twilio_outbox SET params = '%zz' WHERE key = 'torn'")
		d.exec("UPDATE twilio_outbox SET params = NULL WHERE key = 'empty'")
		d.exec("UPDATE twilio_outbox SET params = 'Body=Hello' WHERE key = 'incomplete'")
		d.run(6 * time.Minute)
		assert.Empty(t, d.sim.Requests())
		for key, state := range map[string]outbox.State{
			"kind": outbox.Pending, "wire": outbox.Pending, "torn": outbox.GivenUp, "empty": outbox.GivenUp, "incomplete": outbox.Refused,
		} {
			e := d.entry(key)
			assert.Equal(t, state, e.State, key)
			assert.Equal(t, state == outbox.Pending, e.Reason == "", "%s: %s", key, e.Reason)
			assert.Zero(t, e.Attempts, key)
		}
		assert.LessOrEqual(t, strings.Count(log.String(), "newer program"), 2)
	})
}

// TestGiveUpAfter: a message whose time is over is not begun, and one that is under way ends.
func TestGiveUpAfter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		before, during, between := text("before"), text("during"), text("between")
		before.SendAfter, before.GiveUpAfter = time.Now().Add(time.Minute), time.Now().Add(time.Minute+time.Millisecond)
		during.GiveUpAfter, between.GiveUpAfter = time.Now().Add(10*time.Second), time.Now().Add(10*time.Second)
		d.put(before, during)
		d.sim.Fault(twiliotest.OnCreateMessage().Latency(20 * time.Second))
		d.run(2 * time.Second)
		assert.Equal(t, outbox.Accepted, d.entry("during").State, "it was under way")
		d.sim.ClearFaults()
		d.sim.Fault(twiliotest.OnCreateMessage().Status(400, 21611))
		between.GiveUpAfter = time.Now().Add(5 * time.Second)
		d.put(between)
		d.run(2 * time.Minute)
		for _, key := range []string{"before", "between"} {
			e := d.entry(key)
			assert.Equal(t, outbox.GivenUp, e.State, key)
			assert.Contains(t, e.Reason, "its time was over", key)
		}
		assert.Contains(t, d.entry("between").Reason, "queue is full", "the last reason stays")
		assert.EqualValues(t, 21611, d.entry("between").Code)
	})
}

// TestStopsInTheMiddle: attempts that are under way end when Run is asked to stop, and messages
// that wait for their rate do not begin.
func TestStopsInTheMiddle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.Workers = 2
			c.SenderRates = map[string]outbox.SenderRate{clinic: {PerSecond: 1, Limiter: firstOnly()}}
		})
		d.sim.Fault(twiliotest.OnCreateMessage().Latency(20 * time.Second))
		d.put(text("first"), text("second"))
		began := time.Now()
		d.run(5 * time.Second)
		assert.InDelta(t, 20, time.Since(began).Seconds(), 3)
		states := []outbox.State{d.entry("first").State, d.entry("second").State}
		assert.ElementsMatch(t, []outbox.State{outbox.Accepted, outbox.Pending}, states)
		assert.Zero(t, d.number("SELECT count(*) FROM twilio_outbox WHERE state = 'pending' AND job IS NOT NULL"), "others may send it at once")
		assert.Len(t, d.sim.Messages(), 1)
	})
}

// firstOnly is a limiter that lets one request pass, and then none.
func firstOnly() limiterFunc {
	tokens := make(chan struct{}, 1)
	tokens <- struct{}{}
	return func(ctx context.Context) error {
		select {
		case <-tokens:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// TestAllow: the caller's own list skips a message. Its failure, or its panic, holds the message up
// and nothing else.
func TestAllow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := new(journal)
		failing := true
		d := newDesk(t, logged(log), func(c *outbox.Config[*sql.Tx]) {
			c.Allow = func(ctx context.Context, tx *sql.Tx, m *outbox.Entry) (string, error) {
				_, err := tx.ExecContext(ctx, "UPDATE twilio_outbox SET trace = 'asked' WHERE key = $1", m.Key)
				switch {
				case err != nil:
					return "", err
				case m.Key == "never":
					return "the list of the shop has her", nil
				case m.Key == "panics" && failing:
					panic("+14155551234 is too much")
				case m.Key == "fails" && failing:
					return "", errors.New("the list cannot be read")
				}
				return "", nil
			}
		})
		d.put(text("never"), text("panics"), text("fails"), text("order-1"))
		d.run(time.Minute)
		assert.Equal(t, outbox.Skipped, d.entry("never").State)
		assert.Equal(t, "the list of the shop has her", d.entry("never").Reason)
		assert.Equal(t, outbox.Accepted, d.entry("order-1").State)
		for _, key := range []string{"panics", "fails"} {
			assert.Equal(t, outbox.Pending, d.entry(key).State, key)
			assert.Zero(t, d.entry(key).Attempts, key)
			assert.Empty(t, d.column("trace", key), "the transaction is rolled back")
		}
		assert.LessOrEqual(t, strings.Count(log.String(), "Allow has failed"), 2)
		assert.NotContains(t, log.String(), "+1415")
		failing = false
		d.run(time.Minute)
		assert.Len(t, d.sim.Messages(), 3)
	})
}

// TestOnChangePanics: what is told to nobody is in the table all the same.
func TestOnChangePanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		told := make(chan outbox.State, 100)
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.OnChange = func(_ context.Context, m *outbox.Entry) {
				told <- m.State
				panic(m.State)
			}
		})
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenClose())
		d.put(text("order-1"))
		d.run(time.Minute)
		require.Equal(t, outbox.Accepted, d.entry("order-1").State)
		close(told)
		var states []outbox.State
		for s := range told {
			states = append(states, s)
		}
		assert.Equal(t, []outbox.State{outbox.Unknown, outbox.Accepted}, states)
	})
}

// TestCancelBeatsAClaimThatHasRead: a worker has read a message, and then somebody says that no attempt is
// to begin any more.
func TestCancelBeatsAClaimThatHasRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.Allow = func(ctx context.Context, tx *sql.Tx, m *outbox.Entry) (string, error) {
				asked++
				_, err := tx.ExecContext(ctx, "UPDATE twilio_outbox SET give_up_after = $1 WHERE key = $2", time.Now().UnixMicro(), m.Key)
				return "", err
			}
		})
		d.put(text("order-1"))
		d.run(30 * time.Second)
		assert.Positive(t, asked)
		assert.Empty(t, d.sim.Messages())
		assert.Equal(t, outbox.GivenUp, d.entry("order-1").State)
	})
}
