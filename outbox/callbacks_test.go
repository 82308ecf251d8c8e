package outbox_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

const never = 1000 * time.Hour

func TestCallbacksTellTheDelivery(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		for n := range 20 {
			d.put(text(fmt.Sprint("order-", n)))
		}
		d.run(30 * time.Second)
		for n := range 20 {
			e := d.entry(fmt.Sprint("order-", n))
			assert.Equal(t, outbox.Accepted, e.State)
			assert.Equal(t, "delivered", e.Delivery)
			assert.False(t, e.DeliveredAt.IsZero())
			assert.Empty(t, d.column("fetch_at", e.Key), "nothing is left to ask for")
		}
		last := map[string]outbox.Entry{}
		for _, change := range d.changes {
			last[change.Key] = change
		}
		assert.Len(t, last, 20)
		for key, change := range last {
			assert.Equal(t, "delivered", change.Delivery, key)
		}
	})
}

// The answer to the request is lost, and no list shows the message: only the callback tells.
func TestCallbackSettlesWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.sim.Fault(twiliotest.OnCreateMessage().CommitHidden(never))
		d.put(text("order-1"))
		d.run(30 * time.Second)
		require.Len(t, d.sim.Messages(), 1)
		e := d.entry("order-1")
		assert.Equal(t, outbox.Accepted, e.State)
		assert.Equal(t, outbox.ByCallback, e.SettledBy)
		assert.Equal(t, d.sim.Messages()[0].SID, e.SID)
		assert.Equal(t, "delivered", e.Delivery)
	})
}

func TestCallbackSettlesACallWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.sim.Fault(twiliotest.OnCreateCall().CommitHidden(never))
		d.put(call("call-1"))
		d.run(time.Minute)
		require.Len(t, d.sim.Calls(), 1)
		e := d.entry("call-1")
		assert.Equal(t, outbox.Accepted, e.State)
		assert.Equal(t, outbox.ByCallback, e.SettledBy)
		assert.Equal(t, d.sim.Calls()[0].SID, e.SID)
		assert.Equal(t, "completed", e.Delivery)
	})
}

// The call still rings when its row is settled.
func TestCallbackSettlesACallThatIsNotOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.sim.Phone(ada).NoAnswer()
		d.sim.Fault(twiliotest.OnCreateCall().CommitHidden(never))
		own := call("call-2")
		own.Params = outbox.Call(twilio.CallCreateParams{
			To: ada, From: clinic, TwiML: "<Response/>", StatusCallbackEvents: []twilio.CallEvent{twilio.CallEventRinging},
		})
		d.put(call("call-1"), own)
		d.run(10 * time.Second)
		for key, want := range map[string]string{"call-1": "initiated", "call-2": "ringing"} {
			e := d.entry(key)
			assert.Equal(t, outbox.ByCallback, e.SettledBy, key)
			assert.Equal(t, want, e.Delivery, key)
		}
	})
}

func call(key string) outbox.Message {
	return outbox.Message{Key: key, Params: outbox.Call(twilio.CallCreateParams{To: ada, From: clinic, TwiML: "<Response><Say>Hello</Say></Response>"})}
}

func TestCallbackBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.sim.SetStatusCallbacks(twiliotest.BeforeAnswer())
		d.put(text("order-1"))
		d.run(30 * time.Second)
		require.Len(t, d.sim.Messages(), 1)
		e := d.entry("order-1")
		assert.Equal(t, outbox.Accepted, e.State)
		assert.Equal(t, outbox.ByCallback, e.SettledBy, "it came first")
		assert.Equal(t, d.sim.Messages()[0].SID, e.SID)
		assert.Empty(t, e.OtherSID)
		assert.Equal(t, "delivered", e.Delivery)
	})
}

// Two messages that no list can tell apart, both of unknown outcome.
func TestTwinsAreSettledByTheirOwnCallbacks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.sim.Fault(twiliotest.OnCreateMessage().CommitThenReset())
		twin := outbox.Text(twilio.MessageCreateParams{To: ada, From: clinic, Body: "The same"})
		d.put(outbox.Message{Key: "a", Params: twin}, outbox.Message{Key: "b", Params: twin})
		d.run(time.Minute)
		require.Len(t, d.sim.Messages(), 2)
		a, b := d.entry("a"), d.entry("b")
		assert.Equal(t, []outbox.SettledBy{outbox.ByCallback, outbox.ByCallback}, []outbox.SettledBy{a.SettledBy, b.SettledBy})
		of := map[string]string{} // the SID that the callbacks of a row were about, as the simulator has sent them
		for _, c := range d.sim.Callbacks() {
			u, err := url.Parse(c.URL)
			require.NoError(t, err)
			of[u.Query().Get("row")] = c.About
		}
		assert.Equal(t, map[string]string{d.column("token", "a"): a.SID, d.column("token", "b"): b.SID}, of)
		assert.NotEqual(t, a.SID, b.SID)
	})
}

func TestCallbacksInEveryOrder(t *testing.T) {
	t.Parallel()
	orders := map[string][]twiliotest.Delivery{
		"twice":      {twiliotest.Doubled()},
		"backwards":  {twiliotest.Reversed()},
		"late sent":  {twiliotest.Delayed(10*time.Second, "sent", "sending")},
		"both":       {twiliotest.Reversed(), twiliotest.Doubled()},
		"sent lost":  {twiliotest.Dropped("sent", "sending", "in-progress")},
		"very early": {twiliotest.BeforeAnswer(), twiliotest.Doubled()},
	}
	for seed := range uint64(4) {
		orders[fmt.Sprint("shuffled ", seed)] = []twiliotest.Delivery{twiliotest.Shuffled(seed), twiliotest.Doubled()}
	}
	for name, order := range orders {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := newHookDesk(t)
				d.sim.SetStatusCallbacks(order...)
				const bob = "+14155551235"
				d.sim.Fault(twiliotest.OnCreateMessage().To(bob).MessageFails(twiliotest.WhileSending, 30008))
				failing := text("failing")
				failing.Params = outbox.Text(twilio.MessageCreateParams{To: bob, From: clinic, Body: "Hello?"})
				d.put(text("order-1"), text("order-2"), failing, call("call-1"))
				d.run(90 * time.Second)
				for key, want := range map[string]string{"order-1": "delivered", "order-2": "delivered", "failing": "failed", "call-1": "completed"} {
					e := d.entry(key)
					assert.Equal(t, outbox.Accepted, e.State, key)
					assert.Equal(t, want, e.Delivery, key)
					assert.Empty(t, e.OtherSID, key)
				}
				e := d.entry("failing")
				assert.Equal(t, twilio.ErrorCode(30008), e.Code)
				assert.Equal(t, twilio.ErrorCode(30008).Title(), e.Reason)
			})
		})
	}
}

// Every order of the statuses of a message and of a call, with each one told twice.
func TestALateStatusDoesNotGoBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		n := 0
		permute([]string{"queued", "sending", "sent", "delivered"}, func(order []string) {
			n++
			key := fmt.Sprint("order-", n)
			d.put(text(key))
			for _, status := range order {
				assert.Equal(t, http.StatusNoContent, d.call(key, d.told(fmt.Sprintf("SM%032d", n), status)))
				assert.Equal(t, http.StatusNoContent, d.call(key, d.told(fmt.Sprintf("SM%032d", n), status)))
			}
			assert.Equal(t, "delivered", d.entry(key).Delivery, order)
			assert.Empty(t, d.column("fetch_at", key), order)
		})
		permute([]string{"initiated", "ringing", "in-progress", "busy"}, func(order []string) {
			n++
			key := fmt.Sprint("call-", n)
			d.put(call(key))
			for i, status := range order {
				assert.Equal(t, http.StatusNoContent, d.call(key, d.toldOfCall(fmt.Sprintf("CA%032d", n), status, "SequenceNumber", fmt.Sprint(3-i))))
			}
			assert.Equal(t, "busy", d.entry(key).Delivery, order)
		})
	})
}

func permute(list []string, do func(order []string)) {
	if len(list) == 1 {
		do(list)
		return
	}
	for i := range list {
		rest := append(append([]string{}, list[:i]...), list[i+1:]...)
		permute(rest, func(order []string) { do(append([]string{list[i]}, order...)) })
	}
}

func TestTheFirstEndStaysExceptForRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		for _, step := range []struct{ told, want string }{
			{"undelivered", "undelivered"}, {"delivered", "undelivered"}, {"sent", "undelivered"}, {"read", "undelivered"},
		} {
			assert.Equal(t, http.StatusNoContent, d.call("order-1", d.told(sid("SM", 1), step.told, "ErrorCode", "30005")))
			assert.Equal(t, step.want, d.entry("order-1").Delivery)
		}
		d.put(text("order-2"))
		for _, status := range []string{"delivered", "read", "delivered"} {
			assert.Equal(t, http.StatusNoContent, d.call("order-2", d.told(sid("SM", 2), status)))
		}
		assert.Equal(t, "read", d.entry("order-2").Delivery)
	})
}

func TestCallbacksAtTheSameMoment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		address := d.addressOf("order-1")
		var under sync.WaitGroup
		for range 8 {
			for _, status := range []string{"sent", "queued", "delivered", "sending"} {
				under.Go(func() {
					assert.Equal(t, http.StatusNoContent, post(d.callbacks, d.sim.AuthToken(), address, d.told(sid("SM", 1), status)))
				})
			}
		}
		under.Wait()
		e := d.entry("order-1")
		assert.Equal(t, "delivered", e.Delivery)
		assert.Equal(t, outbox.Accepted, e.State)
		assert.Empty(t, e.OtherSID)
	})
}

// Between the reading of a row and its writing another callback comes, on each driver.
func TestADeliveryIsWrittenOverTheOneThatWasRead(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		seen := new(statements)
		slow := b.open(settings{statements: seen, CallbackURL: callbackURL})
		fast := b.open(settings{CallbackURL: callbackURL})
		slow.fill(t, text("order-1"))
		address := callbackURL + "?row=" + b.texts(t, "SELECT token FROM twilio_outbox")[0]
		tell := func(through *box, status string) int {
			form := url.Values{"MessageSid": {sid("SM", 1)}, "MessageStatus": {status}, "AccountSid": {b.sim.AccountSID()}}
			return post(through.hooks.Callbacks(newVerifier(t, b.sim)), b.sim.AuthToken(), address, form)
		}
		overtaken := false
		seen.before = func(text string) {
			if strings.HasPrefix(text, "UPDATE twilio_outbox SET delivery") && !overtaken {
				overtaken = true
				assert.Equal(t, http.StatusNoContent, tell(fast, "delivered"))
			}
		}
		assert.Equal(t, http.StatusNoContent, tell(slow, "sent"))
		assert.True(t, overtaken)
		e, err := slow.get(t.Context(), "order-1")
		require.NoError(t, err)
		assert.Equal(t, "delivered", e.Delivery)
		assert.Equal(t, outbox.ByCallback, e.SettledBy)
	})
}

// Between the reading of a row and the writing of a second SID, the delivery of the first one comes: what
// has failed stays known.
func TestASecondSIDLeavesTheDelivery(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		seen := new(statements)
		slow := b.open(settings{statements: seen, CallbackURL: callbackURL})
		fast := b.open(settings{CallbackURL: callbackURL})
		slow.fill(t, text("order-1"))
		address := callbackURL + "?row=" + b.texts(t, "SELECT token FROM twilio_outbox")[0]
		tell := func(through *box, sid, status, code string) int {
			form := url.Values{"MessageSid": {sid}, "MessageStatus": {status}, "ErrorCode": {code}, "AccountSid": {b.sim.AccountSID()}}
			return post(through.hooks.Callbacks(newVerifier(t, b.sim)), b.sim.AuthToken(), address, form)
		}
		require.Equal(t, http.StatusNoContent, tell(slow, sid("SM", 1), "sent", ""))
		overtaken := false
		seen.before = func(text string) {
			if strings.HasPrefix(text, "UPDATE twilio_outbox SET state") && !overtaken {
				overtaken = true
				assert.Equal(t, http.StatusNoContent, tell(fast, sid("SM", 1), "undelivered", "30003"))
			}
		}
		assert.Equal(t, http.StatusNoContent, tell(slow, sid("SM", 2), "sent", ""))
		assert.True(t, overtaken)
		e, err := slow.get(t.Context(), "order-1")
		require.NoError(t, err)
		assert.Equal(t, []any{"undelivered", twilio.ErrorCode(30003), sid("SM", 1), sid("SM", 2)}, []any{e.Delivery, e.Code, e.SID, e.OtherSID})
		assert.NotEmpty(t, e.Reason)
	})
}

func TestForgedCallbacks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		form := d.told(sid("SM", 1), "delivered")
		assert.Equal(t, http.StatusForbidden, post(d.callbacks, "0123456789abcdef0123456789abcdef", d.addressOf("order-1"), form))
		assert.Equal(t, http.StatusInternalServerError, post(d.Callbacks(nil), d.sim.AuthToken(), d.addressOf("order-1"), form))
		assert.Equal(t, http.StatusInternalServerError, post(d.Inbound(nil, nil), d.sim.AuthToken(), inboundURL, form))
		assert.Equal(t, outbox.Pending, d.entry("order-1").State)
	})
}

func TestCallbacksThatTellNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		code := outbox.Verification("VA00000000000000000000000000000001", verify.VerificationCreateParams{To: ada, Channel: "sms"})
		d.put(text("order-1"), call("call-1"), outbox.Message{Key: "code-1", Params: code})
		row := "?row=" + d.column("token", "order-1")
		told := d.told(sid("SM", 1), "delivered")
		for name, tt := range map[string]struct {
			query string
			form  url.Values
			want  int
		}{
			"unknown row":         {"?row=00000000000000000000000000000000", told, http.StatusNotFound},
			"no row":              {"", told, http.StatusNotFound},
			"two rows":            {row + "&row=" + d.column("token", "call-1"), told, http.StatusNotFound},
			"a row that is none":  {"?row=%00%00", told, http.StatusNotFound},
			"row in the form":     {"", with(told, "row", d.column("token", "order-1")), http.StatusNotFound},
			"another account":     {row, with(told, "AccountSid", sid("AC", 9)), http.StatusForbidden},
			"no account":          {row, with(told, "AccountSid", ""), http.StatusForbidden},
			"no SID":              {row, with(told, "MessageSid", "", "SmsSid", ""), http.StatusBadRequest},
			"an SID that is none": {row, with(told, "MessageSid", "SM1"), http.StatusBadRequest},
			"an SID of a call":    {row, with(told, "MessageSid", sid("CA", 1)), http.StatusBadRequest},
			"no status":           {row, with(told, "MessageStatus", "", "SmsStatus", ""), http.StatusBadRequest},
			"a status with NUL":   {row, with(told, "MessageStatus", "sent\x00"), http.StatusBadRequest},
			"a very long status":  {row, with(told, "MessageStatus", strings.Repeat("x", 41)), http.StatusBadRequest},
			"a call":              {row, d.toldOfCall(sid("CA", 1), "completed"), http.StatusBadRequest},
			"a message of a call": {"?row=" + d.column("token", "call-1"), told, http.StatusBadRequest},
			"a verification":      {"?row=" + d.column("token", "code-1"), told, http.StatusBadRequest},
			"a huge body":         {row, with(told, "Body", strings.Repeat("x", 65<<10)), http.StatusRequestEntityTooLarge},
		} {
			assert.Equal(t, tt.want, post(d.callbacks, d.sim.AuthToken(), callbackURL+tt.query, tt.form), name)
		}
		for _, key := range []string{"order-1", "call-1", "code-1"} {
			assert.Equal(t, outbox.Pending, d.entry(key).State, key)
		}
		assert.Empty(t, d.changes)
	})
}

// A code that the database does not take is left out, and the delivery is written.
func TestCallbackWithAnImpossibleCode(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		o := b.open(settings{CallbackURL: callbackURL})
		o.fill(t, text("order-1"))
		address := callbackURL + "?row=" + b.texts(t, "SELECT token FROM twilio_outbox")[0]
		form := url.Values{"MessageSid": {sid("SM", 1)}, "MessageStatus": {"failed"}, "ErrorCode": {"99999999999"}, "AccountSid": {b.sim.AccountSID()}}
		assert.Equal(t, http.StatusNoContent, post(o.hooks.Callbacks(newVerifier(t, b.sim)), b.sim.AuthToken(), address, form))
		e, err := o.get(t.Context(), "order-1")
		require.NoError(t, err)
		assert.Equal(t, "failed", e.Delivery)
		assert.Zero(t, e.Code)
	})
}

// Of a second message only its SID is kept: the delivery is that of the first.
func TestCallbackOfASecondMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		d.run(30 * time.Second)
		first := d.entry("order-1")
		require.Equal(t, "delivered", first.Delivery)
		assert.Equal(t, http.StatusNoContent, d.call("order-1", d.told(sid("SM", 1), "read")))
		e := d.entry("order-1")
		assert.Equal(t, first.SID, e.SID)
		assert.Equal(t, sid("SM", 1), e.OtherSID)
		assert.Equal(t, "delivered", e.Delivery)
		assert.Contains(t, d.log.String(), "a second message was sent for one key")
	})
}

// Twilio never names one message for two keys. If it does, the first key keeps it.
func TestCallbackWithTheSIDOfAnotherRow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("a"), text("b"))
		assert.Equal(t, http.StatusNoContent, d.call("a", d.told(sid("SM", 1), "sent")))
		assert.Equal(t, http.StatusNoContent, d.call("b", d.told(sid("SM", 1), "delivered")))
		assert.Equal(t, sid("SM", 1), d.entry("a").SID)
		assert.Equal(t, "sent", d.entry("a").Delivery)
		assert.Equal(t, outbox.Pending, d.entry("b").State)
		assert.Contains(t, d.log.String(), "one message for two keys")
	})
}

// A search has given the message of b to a, and its delivery as well. The callback of b names it.
func TestCallbackDisplacesWhatASearchHasFound(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("a"), text("b"))
		d.exec("UPDATE twilio_outbox SET state = 'accepted', attempt = 'x', sid = $1, settled_by = 'search', settled_at = 1, delivery = 'sent', delivered_at = 1, fetch_at = 1 WHERE key = 'a'", sid("SM", 1))
		d.exec("UPDATE twilio_outbox SET state = 'unknown', attempt = 'y', look_at = 1 WHERE key = 'b'")
		assert.Equal(t, http.StatusNoContent, d.call("b", d.told(sid("SM", 1), "delivered")))
		a, b := d.entry("a"), d.entry("b")
		assert.Equal(t, outbox.Accepted, b.State)
		assert.Equal(t, sid("SM", 1), b.SID)
		assert.Equal(t, "delivered", b.Delivery)
		assert.Equal(t, outbox.Uncertain, a.State)
		assert.Empty(t, a.SID)
		assert.Empty(t, d.column("fetch_at", "a"))

		// Then the callback of a comes after all, with another message.
		assert.Equal(t, http.StatusNoContent, d.call("a", d.told(sid("SM", 2), "queued")))
		a = d.entry("a")
		assert.Equal(t, outbox.Accepted, a.State)
		assert.Equal(t, sid("SM", 2), a.SID)
		assert.Equal(t, "queued", a.Delivery, "what the search has found was delivered further")
	})
}

func TestCallbackWithoutADatabase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		address := d.addressOf("order-1")
		require.NoError(t, d.pool.Close())
		began := time.Now()
		assert.Equal(t, http.StatusServiceUnavailable, post(d.callbacks, d.sim.AuthToken(), address, d.told(sid("SM", 1), "sent")))
		assert.Equal(t, http.StatusServiceUnavailable, post(d.inbound, d.sim.AuthToken(), inboundURL, d.incoming("STOP")))
		assert.Less(t, time.Since(began), 2*twiliotest.CallbackLimit, "Twilio waits so long for each")
		assert.Empty(t, d.received, "who repeats it wants the answer of the application")
		assert.Equal(t, http.StatusNoContent, post(d.inbound, d.sim.AuthToken(), inboundURL, d.incoming("Hello")), "this needs no database")
	})
}

// The database is away for a moment, and the callback is heeded all the same.
func TestCallbackWaitsForTheDatabase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		address := d.addressOf("order-1")
		d.exec("ALTER TABLE twilio_outbox RENAME TO away")
		back := time.AfterFunc(3*time.Second, func() { d.exec("ALTER TABLE away RENAME TO twilio_outbox") })
		defer back.Stop()
		assert.Equal(t, http.StatusNoContent, post(d.callbacks, d.sim.AuthToken(), address, d.told(sid("SM", 1), "sent")))
		assert.Equal(t, "sent", d.entry("order-1").Delivery)
	})
}

// Twilio hangs up while the callback is written.
func TestCallbackOfAnImpatientCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		address := d.addressOf("order-1")
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		left := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.callbacks.ServeHTTP(w, r.WithContext(gone)) })
		assert.Equal(t, http.StatusNoContent, post(left, d.sim.AuthToken(), address, d.told(sid("SM", 1), "sent")))
		assert.Equal(t, "sent", d.entry("order-1").Delivery)
	})
}

// A callback of a subaccount is for the outbox of the subaccount.
func TestCallbackOfASubaccount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t, func(c *outbox.Config[*sql.Tx]) { c.Account = sid("AC", 1) })
		d.put(text("order-1"))
		assert.Equal(t, http.StatusForbidden, d.call("order-1", d.told(sid("SM", 1), "sent")))
		assert.Equal(t, http.StatusNoContent, d.call("order-1", d.told(sid("SM", 1), "sent", "AccountSid", sid("AC", 1))))
		assert.Equal(t, "sent", d.entry("order-1").Delivery)
	})
}
