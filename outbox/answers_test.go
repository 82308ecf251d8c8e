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
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

// creates is how many requests to create a message Twilio has had.
func (d *desk) creates() (n int) {
	for _, r := range d.sim.Requests() {
		if r.Method == http.MethodPost && r.Form.Get("Body") != "" {
			n++
		}
	}
	return n
}

// TestWhatAnswersComeTo: each answer, and each way of having none, ends in the state that it
// proves, and no message is sent twice.
func TestWhatAnswersComeTo(t *testing.T) {
	t.Parallel()
	on := twiliotest.OnCreateMessage
	for name, tt := range map[string]struct {
		fault twiliotest.Fault
		state outbox.State
		by    outbox.SettledBy
		code  twilio.ErrorCode
		sent  int
		tried int // requests
		count int // attempts that count
	}{
		"lost after it was sent":     {on().Nth(1).CommitThenClose(), outbox.Accepted, outbox.BySearch, 0, 1, 1, 1},
		"lost before it was sent":    {on().Nth(1).ReadThenClose(), outbox.Accepted, outbox.ByAnswer, 0, 1, 2, 2},
		"500, not sent":              {on().Nth(1).Status(500, 20500), outbox.Accepted, outbox.ByAnswer, 0, 1, 2, 2},
		"503, sent":                  {on().Nth(1).Status(503, 20503).AfterCommit(), outbox.Accepted, outbox.BySearch, 0, 1, 1, 1},
		"502 in HTML, not sent":      {on().Nth(1).HTML(502), outbox.Accepted, outbox.ByAnswer, 0, 1, 2, 2},
		"sent 20 s late":             {on().Nth(1).LateCommit(20 * time.Second), outbox.Accepted, outbox.BySearch, 0, 1, 1, 1},
		"hidden for 90 s":            {on().Nth(1).CommitHidden(90 * time.Second), outbox.Accepted, outbox.BySearch, 0, 1, 1, 1},
		"answered after a minute":    {on().Nth(1).Latency(time.Minute), outbox.Accepted, outbox.BySearch, 0, 1, 1, 1},
		"half an answer":             {on().Nth(1).TruncatedJSON(), outbox.Accepted, outbox.BySearch, 0, 1, 1, 1},
		"no such number":             {on().Status(400, 21211), outbox.Refused, outbox.ByAnswer, 21211, 0, 1, 1},
		"malformed, never processed": {on().Status(422, 20422), outbox.Refused, outbox.ByAnswer, 20422, 0, 1, 1},
		"too many requests":          {on().Times(30).TooManyRequests(""), outbox.Accepted, outbox.ByAnswer, 0, 1, 31, 1},
		"429 without a code":         {on().Times(9).Status(429, 0), outbox.Accepted, outbox.ByAnswer, 0, 1, 10, 1},
		"429 with a pause":           {on().Nth(1).TooManyRequests("90"), outbox.Accepted, outbox.ByAnswer, 0, 1, 2, 1},
		"queue is full for a while":  {on().Times(2).Status(400, 21611), outbox.Accepted, outbox.ByAnswer, 0, 1, 3, 3},
		"queue is full for long":     {on().Status(400, 21611), outbox.GivenUp, "", 21611, 0, 5, 5},
		"a limit of the product":     {on().Status(429, 60203), outbox.GivenUp, "", 60203, 0, 5, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t)
				d.sim.Fault(tt.fault)
				d.put(text("order-1"))
				d.runUntilFinal("order-1", 12*time.Minute)
				e := d.entry("order-1")
				assert.Equal(t, tt.state, e.State, e.Reason)
				assert.Equal(t, tt.by, e.SettledBy)
				assert.Equal(t, tt.code, e.Code)
				require.Len(t, d.sim.Messages(), tt.sent)
				assert.Equal(t, tt.tried, d.creates(), "requests")
				assert.Equal(t, tt.count, e.Attempts, "attempts")
				if tt.sent > 0 {
					assert.Equal(t, d.sim.Messages()[0].SID, e.SID)
				}
				if tt.code != 0 {
					assert.Contains(t, e.Reason, tt.code.Title())
				}
			})
		})
	}
}

// TestPauseOfTwilio: Retry-After holds up all messages, and they do not come in vain meanwhile.
func TestPauseOfTwilio(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) { c.Workers = 1 })
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).TooManyRequests("300"))
		for n := range 50 {
			d.put(text(fmt.Sprint("order-", n)))
		}
		d.run(4 * time.Minute)
		assert.Empty(t, d.sim.Messages())
		assert.Equal(t, 1, d.creates())
		assert.Less(t, d.number("SELECT count(*) FROM river_job"), 120, "no jobs are made in vain")
		d.run(3 * time.Minute)
		assert.Len(t, d.sim.Messages(), 50)
	})
}

// TestOptedOut: a refusal with 21610 is remembered, and the next message is not tried.
func TestOptedOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.sim.Fault(twiliotest.OnCreateMessage().Status(400, twilio.CodeUnsubscribed))
		d.put(text("order-1"))
		d.run(5 * time.Second)
		d.put(text("order-2"))
		d.run(5 * time.Second)
		assert.Equal(t, outbox.Refused, d.entry("order-1").State)
		assert.Equal(t, outbox.Skipped, d.entry("order-2").State)
		assert.Equal(t, 1, d.creates())
	})
}

// TestOtherKindsWithoutAnAnswer: WhatsApp messages, calls and verifications are looked for as texts
// are.
func TestOtherKindsWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		on      twiliotest.Match
		message func(d *desk) outbox.Message
		count   func(d *desk) int
	}{
		"WhatsApp": {twiliotest.OnCreateMessage(), func(d *desk) outbox.Message {
			d.sim.Phone(ada).OpenWhatsAppWindow()
			return outbox.Message{Key: "one", Params: outbox.WhatsApp(twilio.WhatsAppSendParams{To: ada, From: clinic, Body: "Hello"})}
		}, func(d *desk) int { return len(d.sim.Messages()) }},
		"a call": {twiliotest.OnCreateCall(), func(*desk) outbox.Message { return call("one") }, func(d *desk) int { return len(d.sim.Calls()) }},
		"a verification": {twiliotest.OnCreateVerification(), func(d *desk) outbox.Message {
			service := d.sim.VerifyService("clinic")
			return outbox.Message{Key: "one", Params: outbox.Verification(service, verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS})}
		}, func(d *desk) int { return len(d.sim.Messages()) }},
	} {
		for _, isSent := range []bool{true, false} {
			t.Run(fmt.Sprint(name, ", sent: ", isSent), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					d := newDesk(t)
					by := outbox.BySearch
					if isSent {
						d.sim.Fault(tt.on.Nth(1).CommitThenClose())
					} else {
						d.sim.Fault(tt.on.Nth(1).ReadThenClose())
						by = outbox.ByAnswer
					}
					d.put(tt.message(d))
					d.runUntilFinal("one", 6*time.Minute)
					e := d.entry("one")
					assert.Equal(t, outbox.Accepted, e.State, e.Reason)
					assert.Equal(t, by, e.SettledBy)
					assert.Equal(t, 1, tt.count(d))
				})
			})
		}
	}
}
