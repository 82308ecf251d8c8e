package outbox_test

import (
	"context"
	"database/sql"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestTwinsOfUnknownOutcome: of two equal messages without an answer one was sent, and the list
// does not tell which. Neither is sent again.
func TestTwinsOfUnknownOutcome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenClose())
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(2).ReadThenClose())
		for _, key := range []string{"twin-1", "twin-2"} {
			params := twilio.MessageCreateParams{To: ada, From: clinic, Body: "Your table is ready."}
			_, err := d.enqueue(outbox.Message{Key: key, Params: outbox.Text(params)})
			require.NoError(t, err)
		}
		d.run(10 * time.Minute)
		assert.Len(t, d.sim.Messages(), 1)
		for _, key := range []string{"twin-1", "twin-2"} {
			e, err := d.Get(t.Context(), key)
			require.NoError(t, err)
			assert.Equal(t, outbox.Uncertain, e.State)
		}
	})
}

func twin(key string) outbox.Message {
	return outbox.Message{Key: key, Params: outbox.Text(twilio.MessageCreateParams{To: ada, From: clinic, Body: "Your table is ready."})}
}

// TestTwinOfLongAgo: an equal message whose outcome nobody knows makes nothing uncertain that was
// sent later.
func TestTwinOfLongAgo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenClose())
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(2).ReadThenClose())
		d.put(twin("twin-1"), twin("twin-2"))
		d.run(4 * time.Minute)
		require.Equal(t, outbox.Uncertain, d.entry("twin-1").State)
		<-time.After(10 * time.Minute)
		d.sim.ClearFaults()
		d.sim.Fault(twiliotest.OnCreateMessage().CommitThenClose())
		d.put(twin("twin-3"))
		before := len(d.sim.Messages())
		d.run(time.Minute)
		assert.Len(t, d.sim.Messages(), before+1)
		assert.Equal(t, outbox.Accepted, d.entry("twin-3").State, d.entry("twin-3").Reason)
		assert.Equal(t, outbox.BySearch, d.entry("twin-3").SettledBy)
	})
}

// TestTwinUnderWay: a message that was not sent waits for the answer to an equal one that is under
// way when its own time is over, and is sent after all.
func TestTwinUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).ReadThenClose())
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(2).Latency(25 * time.Second))
		d.put(twin("twin-1"))
		go func() {
			<-time.After(155 * time.Second) // twin-1 is decided 45 s, 2 minutes and 4 s after its attempt
			d.put(twin("twin-2"))
		}()
		d.run(8 * time.Minute)
		assert.Len(t, d.sim.Messages(), 2)
		for _, key := range []string{"twin-1", "twin-2"} {
			assert.Equal(t, outbox.Accepted, d.entry(key).State, "%s: %s", key, d.entry(key).Reason)
			assert.Equal(t, outbox.ByAnswer, d.entry(key).SettledBy, key)
		}
	})
}

// TestListsThatFail: when lists cannot be read, the message is left to a person in the end. The
// answer of its owner is heeded all the same.
func TestListsThatFail(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var changes []outbox.State
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.UncertainAfter = 2 * time.Minute
			c.OnChange = func(_ context.Context, m *outbox.Entry) { changes = append(changes, m.State) }
		})
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenClose())
		d.sim.Fault(twiliotest.On(http.MethodGet, "/2010-04-01/Accounts/*/Messages.json").Status(503, 0))
		d.put(text("order-1"))
		d.run(4 * time.Minute)
		assert.Equal(t, outbox.Unknown, d.entry("order-1").State)
		d.run(2 * time.Minute)
		assert.Equal(t, outbox.Uncertain, d.entry("order-1").State)
		assert.Equal(t, []outbox.State{outbox.Unknown, outbox.Uncertain}, changes)
		sid := d.sim.Messages()[0].SID
		require.NoError(t, outbox.Tell(t.Context(), d.Outbox, "order-1", "refused", "another attempt", ""))
		assert.Equal(t, outbox.Uncertain, d.entry("order-1").State)
		require.NoError(t, outbox.Tell(t.Context(), d.Outbox, "order-1", "accepted", d.column("attempt", "order-1"), sid))
		assert.Equal(t, outbox.Accepted, d.entry("order-1").State)
		assert.Equal(t, sid, d.entry("order-1").SID)
	})
}

// TestLateOwnerDisplacesASearch: an answer takes its SID from the row to which a search has given
// it. That row is uncertain then, and the caller is told of both.
func TestLateOwnerDisplacesASearch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		changes := map[string]outbox.State{}
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.OnChange = func(_ context.Context, m *outbox.Entry) { changes[m.Key] = m.State }
		})
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenClose())
		d.put(text("finder"))
		d.run(30 * time.Second)
		found := d.entry("finder")
		require.Equal(t, outbox.BySearch, found.SettledBy)
		d.put(text("owner"))
		d.exec("UPDATE twilio_outbox SET state = 'unknown', attempt = 'late', attempts = 1 WHERE key = 'owner'")
		require.NoError(t, outbox.Tell(t.Context(), d.Outbox, "owner", "accepted", "late", found.SID))
		assert.Equal(t, outbox.Accepted, d.entry("owner").State)
		loser := d.entry("finder")
		assert.Equal(t, outbox.Uncertain, loser.State)
		assert.Empty(t, loser.SID)
		assert.Contains(t, loser.Reason, "belongs to another key")
		assert.Equal(t, outbox.Uncertain, changes["finder"])
		require.Error(t, outbox.Tell(t.Context(), d.Outbox, "finder", "accepted", "", found.SID), "an answer has it by now")
		assert.Equal(t, found.SID, d.entry("owner").SID)
	})
}
