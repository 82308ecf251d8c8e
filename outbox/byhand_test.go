package outbox_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
)

// uncertain enqueues a message that is left to a person: all of its attempts were made, and its
// time is over.
func (d *desk) uncertain(key string) {
	d.t.Helper()
	m := text(key)
	m.GiveUpAfter = time.Now().Add(time.Second)
	_, err := d.enqueue(m)
	require.NoError(d.t, err)
	d.exec("UPDATE twilio_outbox SET state = 'uncertain', attempt = 'last', attempts = 5, record = '{}', settled_at = 1 WHERE key = $1", key)
	<-time.After(2 * time.Second)
}

var (
	messageSID = "SM" + strings.Repeat("0a", 16)
	otherSID   = "MM" + strings.Repeat("0b", 16)
)

func TestResendMaybeTwice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told []outbox.State
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.OnChange = func(_ context.Context, e *outbox.Entry) { told = append(told, e.State) }
		})
		d.uncertain("order-1")
		d.run(5 * time.Second)
		assert.Empty(t, d.sim.Messages(), "nobody has asked for it")
		require.NoError(t, d.ResendMaybeTwice(t.Context(), "order-1"))
		e := d.entry("order-1")
		assert.Equal(t, outbox.Pending, e.State)
		assert.Zero(t, e.SettledAt)
		d.run(5 * time.Second)
		assert.Equal(t, []string{"order-1"}, d.bodies(), "although its attempts and its time were over")
		assert.Equal(t, outbox.Accepted, d.entry("order-1").State)
		assert.Equal(t, []outbox.State{outbox.Pending, outbox.Accepted}, told)
	})
}

// A person who resends a message of a campaign that was cancelled is heard.
func TestResendAfterCancel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.uncertain("order-1")
		_, err := d.Cancel(t.Context(), outbox.AllCampaigns)
		require.NoError(t, err)
		require.NoError(t, d.ResendMaybeTwice(t.Context(), "order-1"))
		d.run(5 * time.Second)
		assert.Len(t, d.sim.Messages(), 1)
	})
}

func TestSettleByHand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.uncertain("order-1")
		d.uncertain("order-2")
		for _, sid := range []string{"", "SM1", "CA" + messageSID[2:], messageSID + "0", "SM" + strings.Repeat("z", 32), "sm" + messageSID[2:]} {
			require.ErrorIs(t, d.SettleByHand(t.Context(), "order-1", sid), twilio.ErrInvalidParams, sid)
		}
		assert.Equal(t, outbox.Uncertain, d.entry("order-1").State)
		require.NoError(t, d.SettleByHand(t.Context(), "order-1", messageSID))
		e := d.entry("order-1")
		assert.Equal(t, outbox.Accepted, e.State)
		assert.Equal(t, messageSID, e.SID)
		assert.Equal(t, outbox.ByPerson, e.SettledBy)
		assert.Equal(t, 1, d.number("SELECT count(*) FROM twilio_outbox WHERE key = 'order-1' AND fetch_at IS NOT NULL AND record IS NULL"), "its delivery is asked for")

		err := d.SettleByHand(t.Context(), "order-2", messageSID)
		require.ErrorIs(t, err, outbox.ErrSIDTaken)
		assert.Contains(t, err.Error(), "order-1")
		assert.Equal(t, outbox.Uncertain, d.entry("order-2").State)
		require.NoError(t, d.SettleByHand(t.Context(), "order-2", otherSID))
	})
}

// What a search has found is not as good as what a person says.
func TestSettleByHandDisplacesASearch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.uncertain("order-1")
		d.uncertain("order-2")
		d.exec("UPDATE twilio_outbox SET state = 'accepted', sid = $1, settled_by = 'search' WHERE key = 'order-1'", messageSID)
		require.NoError(t, d.SettleByHand(t.Context(), "order-2", messageSID))
		assert.Equal(t, outbox.Uncertain, d.entry("order-1").State)
		assert.Equal(t, messageSID, d.entry("order-2").SID)
	})
}

func TestSettleByHandKnowsTheKinds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.uncertain("order-1")
		for kind, prefix := range map[string]string{"call": "CA", "verification": "VE", "whatsapp": "SM"} {
			d.exec("UPDATE twilio_outbox SET state = 'uncertain', kind = $1, sid = NULL", kind)
			require.ErrorIs(t, d.SettleByHand(t.Context(), "order-1", "XX"+messageSID[2:]), twilio.ErrInvalidParams, kind)
			require.NoError(t, d.SettleByHand(t.Context(), "order-1", prefix+messageSID[2:]), kind)
		}
	})
}

func TestCloseByHand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.uncertain("order-1")
		require.NoError(t, d.CloseByHand(t.Context(), "order-1"))
		e := d.entry("order-1")
		assert.Equal(t, outbox.GivenUp, e.State)
		assert.Equal(t, outbox.ByPerson, e.SettledBy)
		d.run(5 * time.Second)
		assert.Empty(t, d.sim.Messages())
	})
}

func TestByHandNeedsAnUncertainMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		_, err := d.enqueue(text("order-1"))
		require.NoError(t, err)
		calls := map[string]func(key string) error{
			"sent again":      func(key string) error { return d.ResendMaybeTwice(t.Context(), key) },
			"settled by hand": func(key string) error { return d.SettleByHand(t.Context(), key, messageSID) },
			"closed by hand":  func(key string) error { return d.CloseByHand(t.Context(), key) },
		}
		states := []outbox.State{
			outbox.Pending, outbox.Sending, outbox.Unknown, outbox.Accepted, outbox.Refused, outbox.GivenUp, outbox.Cancelled, outbox.Skipped,
		}
		for asked, call := range calls {
			require.ErrorIs(t, call("nobody"), outbox.ErrNoMessage)
			for _, s := range states {
				d.exec("UPDATE twilio_outbox SET state = $1", string(s))
				var wrong *outbox.StateError
				require.ErrorAs(t, call("order-1"), &wrong)
				assert.Equal(t, outbox.StateError{Key: "order-1", State: s, Asked: asked}, *wrong)
				assert.Contains(t, wrong.Error(), "cannot be "+asked)
				assert.Equal(t, s, d.entry("order-1").State)
			}
		}
	})
}

// TestResendWhileRunning: a message whose time was over is sent again, whatever runs at the same time.
func TestResendWhileRunning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.OnChange = func(context.Context, *outbox.Entry) { <-time.After(3 * time.Second) } // longer than a sweep
		})
		d.put(text("order-1"))
		d.exec("UPDATE twilio_outbox SET state = 'uncertain', attempt = 'x', attempts = 1, give_up_after = send_after WHERE key = 'order-1'")
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
		defer stop()
		go func() {
			<-time.After(5 * time.Second)
			assert.NoError(t, d.ResendMaybeTwice(ctx, "order-1"))
		}()
		require.NoError(t, d.Run(ctx))
		assert.Equal(t, outbox.Accepted, d.entry("order-1").State, d.entry("order-1").Reason)
		assert.Len(t, d.sim.Messages(), 1)
	})
}
