package outbox_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
)

// fetchEvery lets time pass in steps, and the outbox ask after each.
func (d *hookDesk) fetchEvery(step, length time.Duration) {
	d.t.Helper()
	for range length / step {
		pass(step)
		require.NoError(d.t, outbox.FetchDue(d.t.Context(), d.Outbox))
	}
}

// stubMessage answers each request for a message by a function, and returns when each came.
func (d *hookDesk) stubMessage(status func(n int) (code int, body string)) (came func() []time.Duration) {
	began := time.Now()
	var times []time.Duration
	d.road.answerMessages(func() (int, string) {
		d.mu.Lock()
		times = append(times, time.Since(began).Round(time.Hour))
		n := len(times)
		d.mu.Unlock()
		return status(n)
	})
	return func() []time.Duration {
		d.mu.Lock()
		defer d.mu.Unlock()
		return append([]time.Duration{}, times...)
	}
}

func messageThat(status string) string {
	return fmt.Sprintf(`{"sid": %q, "status": %q, "error_code": null}`, sid("SM", 1), status)
}

func hours(list ...int) (all []time.Duration) {
	for _, n := range list {
		all = append(all, time.Duration(n)*time.Hour)
	}
	return all
}

func withoutCallbacks(c *outbox.Config[*sql.Tx]) { c.CallbackURL = "" }

// No callback comes at all: an hour later the outbox asks once, and knows.
func TestFetchesWhatNeverCalledBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t, withoutCallbacks)
		const bob = "+14155551235"
		d.sim.Fault(twiliotest.OnCreateMessage().To(bob).MessageFails(twiliotest.WhileSending, 30008))
		failing := text("failing")
		failing.Params = outbox.Text(twilio.MessageCreateParams{To: bob, From: clinic, Body: "Hello?"})
		d.put(text("order-1"), failing, call("call-1"))
		d.run(10 * time.Second)
		d.fetchEvery(time.Minute, 50*time.Minute)
		for _, key := range []string{"order-1", "failing", "call-1"} {
			assert.Empty(t, d.entry(key).Delivery)
		}
		d.fetchEvery(time.Minute, 20*time.Minute)
		for key, want := range map[string]string{"order-1": "delivered", "failing": "failed", "call-1": "completed"} {
			assert.Equal(t, want, d.entry(key).Delivery)
			assert.Empty(t, d.column("fetch_at", key))
		}
		assert.Equal(t, twilio.ErrorCode(30008), d.entry("failing").Code)
		told := 0
		for _, change := range d.changes {
			if change.Delivery != "" {
				told++
			}
		}
		assert.Equal(t, 3, told, "OnChange is told")
		asked := len(d.sim.Requests())
		d.fetchEvery(time.Hour, 48*time.Hour)
		assert.Len(t, d.sim.Requests(), asked, "nothing is asked for twice")
	})
}

// The last callback is lost, and Run itself asks.
func TestRunFetchesADeliveryWhoseCallbackWasLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t, func(c *outbox.Config[*sql.Tx]) { c.FetchAfter = 30 * time.Second })
		d.sim.SetStatusCallbacks(twiliotest.Dropped("delivered"))
		d.put(text("order-1"))
		d.run(20 * time.Second)
		assert.NotEqual(t, "delivered", d.entry("order-1").Delivery)
		d.run(20 * time.Second)
		assert.Equal(t, "delivered", d.entry("order-1").Delivery)
	})
}

func TestFetchesBackOffAndGiveUp(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		code int
		body string
		want []time.Duration
		last string
	}{
		"no receipt": {http.StatusOK, messageThat("sent"), hours(1, 2, 4, 8, 16, 32, 56, 80, 104, 128), "sent"},
		"no status":  {http.StatusOK, messageThat(""), hours(1, 2, 4, 8, 16, 32, 56, 80, 104, 128), ""},
		"deleted":    {http.StatusNotFound, `{"code": 20404, "message": "not found", "status": 404}`, hours(1), ""},
		"delivered":  {http.StatusOK, messageThat("delivered"), hours(1), "delivered"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := newHookDesk(t, withoutCallbacks)
				came := d.stubMessage(func(int) (int, string) { return tt.code, tt.body })
				d.put(text("order-1"))
				d.run(time.Second)
				for rounds := 0; d.column("fetch_at", "order-1") != "" && rounds < 40; rounds++ {
					var micros int64
					require.NoError(t, d.pool.QueryRowContext(t.Context(), "SELECT fetch_at FROM twilio_outbox").Scan(&micros))
					pass(time.Until(time.UnixMicro(micros)))
					require.NoError(t, outbox.FetchDue(t.Context(), d.Outbox))
				}
				assert.Equal(t, tt.want, came())
				assert.Equal(t, tt.last, d.entry("order-1").Delivery)
				assert.Equal(t, outbox.Accepted, d.entry("order-1").State)
				assert.Empty(t, d.column("fetch_at", "order-1"))
			})
		})
	}
}

// A message that is scheduled for weeks ahead is asked for until then.
func TestFetchesScheduledMessagesForLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t, withoutCallbacks)
		const days = 34
		began := time.Now()
		d.stubMessage(func(int) (int, string) {
			if time.Since(began) < days*24*time.Hour {
				return http.StatusOK, messageThat("scheduled")
			}
			return http.StatusOK, messageThat("delivered")
		})
		d.put(text("order-1"))
		d.run(time.Second)
		d.fetchEvery(time.Hour, (days-1)*24*time.Hour)
		assert.Equal(t, "scheduled", d.entry("order-1").Delivery)
		d.fetchEvery(time.Hour, 3*24*time.Hour)
		assert.Equal(t, "delivered", d.entry("order-1").Delivery)
	})
}

// An error tells nothing: neither the delivery nor that there is none.
func TestFetchesGoOnAfterErrors(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t, withoutCallbacks)
		came := d.stubMessage(func(n int) (int, string) {
			if n == 1 {
				return http.StatusForbidden, `{"code": 20003, "message": "no", "status": 403}`
			}
			return http.StatusOK, messageThat("delivered")
		})
		d.put(text("order-1"))
		d.run(time.Second)
		pass(time.Hour)
		err := outbox.FetchDue(t.Context(), d.Outbox)
		require.ErrorContains(t, err, `the delivery of message "order-1"`)
		assert.NotContains(t, err.Error(), "+1415")
		d.fetchEvery(time.Minute, 2*time.Hour)
		assert.Equal(t, hours(1, 2), came())
		assert.Equal(t, "delivered", d.entry("order-1").Delivery)
	})
}

func TestFetchesManyButFewAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t, withoutCallbacks)
		const all, atATime = 50, 16
		var now, most atomic.Int32
		d.road.answerMessages(func() (int, string) {
			if n := now.Add(1); n > most.Load() {
				most.Store(n)
			}
			pass(time.Second)
			now.Add(-1)
			return http.StatusOK, messageThat("delivered")
		})
		for n := range all {
			d.put(text(fmt.Sprint("order-", n)))
		}
		d.run(10 * time.Second)
		pass(time.Hour)
		require.NoError(t, outbox.FetchDue(t.Context(), d.Outbox))
		for n := range all {
			assert.Equal(t, "delivered", d.entry(fmt.Sprint("order-", n)).Delivery)
		}
		assert.LessOrEqual(t, most.Load(), int32(atATime))
		assert.Greater(t, most.Load(), int32(1))
	})
}

// A callback comes while the outbox asks: the older status of the answer changes nothing.
func TestACallbackOvertakesAFetch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.sim.SetStatusCallbacks(twiliotest.Dropped())
		d.put(text("order-1"))
		d.run(10 * time.Second)
		told := d.told(d.entry("order-1").SID, "delivered")
		d.stubMessage(func(int) (int, string) {
			assert.Equal(t, http.StatusNoContent, d.call("order-1", told))
			return http.StatusOK, messageThat("sent")
		})
		pass(time.Hour)
		require.NoError(t, outbox.FetchDue(t.Context(), d.Outbox))
		assert.Equal(t, "delivered", d.entry("order-1").Delivery)
		assert.Empty(t, d.column("fetch_at", "order-1"))
	})
}

func TestFetchesNothingWhenItIsNotToAsk(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t, withoutCallbacks, func(c *outbox.Config[*sql.Tx]) { c.FetchAfter = -1 })
		d.put(text("order-1"))
		d.run(time.Second)
		d.exec("UPDATE twilio_outbox SET fetch_at = 1")
		d.fetchEvery(time.Hour, 4*time.Hour)
		assert.Empty(t, d.entry("order-1").Delivery)
	})
}

// On each driver: two processes do not ask for one message at the same time, and a delivery that
// was ended in between is not planned again.
func TestFetchesOnEachDriver(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		ctx := t.Context()
		seen := new(statements)
		one, other := b.open(settings{statements: seen}), b.open(settings{})
		msg, err := b.sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hello"})
		require.NoError(t, err)
		one.fill(t, text("order-1"), text("order-2"))
		require.NoError(t, one.tell(ctx, "order-1", "accepted", "", msg.SID))
		b.exec(t, "UPDATE twilio_outbox SET fetch_at = settled_at WHERE key = 'order-1'")
		seen.before = func(text string) {
			if strings.HasPrefix(text, "UPDATE twilio_outbox SET delivery") {
				assert.NoError(t, other.fetchDue(ctx))
			}
		}
		require.NoError(t, one.fetchDue(ctx))
		asked := 0
		for _, r := range b.sim.Requests() {
			if r.Method == http.MethodGet {
				asked++
			}
		}
		assert.Equal(t, 1, asked)
		assert.Equal(t, 1, seen.count("UPDATE twilio_outbox SET delivery"))
		e, err := one.get(ctx, "order-1")
		require.NoError(t, err)
		assert.NotEmpty(t, e.Delivery)
		assert.Equal(t, 1, b.number(t, "SELECT count(*) FROM twilio_outbox WHERE fetch_at > settled_at"))
	})
}
