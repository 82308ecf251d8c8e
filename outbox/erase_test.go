package outbox_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/verify"
)

const week = 7 * 24 * time.Hour

// isErased reports that nothing of the person is left in a row, and fails when something is.
func (d *desk) isErased(key string) bool {
	d.t.Helper()
	if d.column("erased_at", key) == "" {
		assert.NotEmpty(d.t, d.column("params", key))
		assert.NotEmpty(d.t, d.column("recipient", key))
		return false
	}
	for _, name := range []string{"params", "recipient", "likeness", "record"} {
		assert.Empty(d.t, d.column(name, key), "%s of %s", name, key)
	}
	assert.Len(d.t, d.column("digest", key), 16+4)
	return true
}

func (d *desk) eraseNow() {
	d.t.Helper()
	require.NoError(d.t, outbox.Erase(d.t.Context(), d.Outbox))
}

func TestErasesWhatEndedAWeekAgo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		d.run(10 * time.Second)
		pass(week - time.Minute)
		d.eraseNow()
		assert.False(t, d.isErased("order-1"))
		pass(time.Minute)
		d.eraseNow()
		assert.True(t, d.isErased("order-1"))
		e := d.entry("order-1")
		assert.Equal(t, outbox.Accepted, e.State)
		assert.NotEmpty(t, e.SID)
		assert.Empty(t, e.To)

		// The key stays for all time.
		done, err := d.enqueue(text("order-1"))
		require.NoError(t, err)
		assert.Equal(t, outbox.Enqueued{Existing: 1}, done)
		other := text("order-1")
		other.Params = outbox.Text(twilio.MessageCreateParams{To: ada, From: clinic, Body: "Something else"})
		_, err = d.enqueue(other)
		var wrong *outbox.KeyError
		require.ErrorAs(t, err, &wrong)
		d.run(10 * time.Second)
		assert.Len(t, outbound(d.sim), 1)
	})
}

func TestErasesByState(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		for state, want := range map[outbox.State]bool{
			outbox.Pending: false, outbox.Sending: false, outbox.Unknown: false, outbox.Uncertain: false,
			outbox.Accepted: true, outbox.Refused: true, outbox.GivenUp: true, outbox.Cancelled: true, outbox.Skipped: true,
		} {
			d.put(text(string(state)))
			d.exec("UPDATE twilio_outbox SET state = $1, likeness = $1, settled_at = 1 WHERE key = $1", string(state)) // longer ago than any, and to another person
			d.eraseNow()
			assert.Equal(t, want, d.isErased(string(state)), state)
		}
		d.exec("UPDATE twilio_outbox SET state = 'given_up' WHERE key = 'uncertain'") // a person has decided
		d.eraseNow()
		assert.True(t, d.isErased("uncertain"))
	})
}

// The delivery is open when the row is erased, and is written down when it is told.
func TestErasesBeforeTheDelivery(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		assert.Equal(t, http.StatusNoContent, d.call("order-1", d.told(sid("SM", 1), "sent")))
		pass(week)
		d.eraseNow()
		require.True(t, d.isErased("order-1"))
		assert.Equal(t, http.StatusNoContent, d.call("order-1", d.told(sid("SM", 1), "failed", "ErrorCode", "21610")))
		e := d.entry("order-1")
		assert.Equal(t, "failed", e.Delivery)
		assert.Equal(t, twilio.CodeUnsubscribed, e.Code)
		var optOuts int
		require.NoError(t, d.pool.QueryRowContext(t.Context(), "SELECT count(*) FROM twilio_outbox_optouts").Scan(&optOuts))
		assert.Zero(t, optOuts, "nobody knows of whom any more")
		assert.True(t, d.isErased("order-1"))
	})
}

// A verification is found by what it is like. Its twin has to be known until the search ends.
func TestErasesNoTwinOfAnOpenMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		code := outbox.Verification(sid("VA", 1), verify.VerificationCreateParams{To: ada, Channel: "sms"})
		d.put(outbox.Message{Key: "a", Params: code}, outbox.Message{Key: "b", Params: code})
		d.exec("UPDATE twilio_outbox SET state = 'accepted', sid = 'VE1', settled_at = 1 WHERE key = 'a'")
		d.exec("UPDATE twilio_outbox SET state = 'unknown' WHERE key = 'b'")
		d.eraseNow()
		assert.False(t, d.isErased("a"))
		d.exec("UPDATE twilio_outbox SET state = 'uncertain' WHERE key = 'b'")
		d.eraseNow()
		assert.True(t, d.isErased("a"))
	})
}

func TestErasesNothingWhenItIsToKeepAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t, func(c *outbox.Config[*sql.Tx]) { c.EraseAfter = -1 })
		d.put(text("order-1"))
		d.exec("UPDATE twilio_outbox SET state = 'refused', settled_at = 1")
		d.eraseNow()
		assert.False(t, d.isErased("order-1"))
	})
}

func TestErasesInBatchesOnEachDriver(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		ctx := t.Context()
		seen := new(statements)
		ours, theirs := b.open(settings{statements: seen}), b.open(settings{Account: sid("AC", 1)})
		messages := make([]outbox.Message, 1200)
		for i := range messages {
			messages[i] = text(fmt.Sprint("order-", i))
		}
		ours.fill(t, messages...)
		theirs.fill(t, messages[:10]...)
		b.exec(t, "UPDATE twilio_outbox SET state = 'refused', settled_at = $1", time.Now().Add(-2*week))
		require.NoError(t, ours.erase(ctx))
		assert.Equal(t, len(messages), b.number(t, "SELECT count(*) FROM twilio_outbox WHERE erased_at IS NOT NULL AND params IS NULL AND recipient = '' AND likeness = ''"))
		assert.Equal(t, 10, b.number(t, "SELECT count(*) FROM twilio_outbox WHERE params IS NOT NULL AND account = $1", sid("AC", 1)))
		assert.Equal(t, 3, seen.count("WITH old AS"))
		done, err := ours.enqueueMany(ctx, each(messages[:3]...))
		require.NoError(t, err)
		assert.Equal(t, outbox.Enqueued{Existing: 3}, done)
		other := text("order-1")
		other.Params = text("order-2").Params
		_, err = ours.enqueueMany(ctx, each(other))
		var wrong *outbox.KeyError
		assert.ErrorAs(t, err, &wrong)
	})
}
