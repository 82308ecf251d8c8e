package outbox_test

import (
	"context"
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

// TestMessagesThatAListShowsAlike: of two messages one was sent, nobody knows which, and the list shows
// less than what tells them apart. What it does tell apart is settled.
func TestMessagesThatAListShowsAlike(t *testing.T) {
	t.Parallel()
	const pool, template = "MG" + "0123456789abcdef0123456789abcdef", "HX" + "0123456789abcdef0123456789abcdef"
	type params = twilio.MessageCreateParams
	to := func(p params) outbox.Params {
		p.To = ada
		if p.From == "" && p.MessagingServiceSID == "" {
			p.From = clinic
		}
		return outbox.Text(p)
	}
	whatsApp := func(to string) outbox.Params {
		return outbox.WhatsApp(twilio.WhatsAppSendParams{To: to, From: clinic, ContentSID: template})
	}
	for name, tt := range map[string]struct {
		sent, other outbox.Params
		alike       bool
	}{
		"the same":                   {to(params{Body: "one"}), to(params{Body: "one"}), true},
		"another text":               {to(params{Body: "one"}), to(params{Body: "two"}), false},
		"another sender":             {to(params{Body: "one"}), to(params{Body: "one", From: "+14155550100"}), false},
		"another file":               {to(params{Body: "one", MediaURL: []string{"https://example.com/1.png"}}), to(params{Body: "one", MediaURL: []string{"https://example.com/2.png"}}), true},
		"a file":                     {to(params{Body: "one"}), to(params{Body: "one", MediaURL: []string{"https://example.com/2.png"}}), true},
		"other variables":            {to(params{ContentSID: template, ContentVariables: map[string]string{"1": "a"}}), to(params{ContentSID: template, ContentVariables: map[string]string{"1": "b"}}), true},
		"a template and a text":      {to(params{Body: "one"}), to(params{ContentSID: template}), true},
		"a service and its number":   {to(params{Body: "one"}), to(params{Body: "one", MessagingServiceSID: pool}), true},
		"a service in From":          {to(params{Body: "one", MessagingServiceSID: pool}), to(params{Body: "one", From: pool}), true},
		"another service":            {to(params{Body: "one", MessagingServiceSID: pool}), to(params{Body: "one", MessagingServiceSID: "MG" + "f123456789abcdef0123456789abcdef"}), false},
		"two forms of a WhatsApp":    {whatsApp("+5215512345678"), whatsApp("+525512345678"), true},
		"letters of a sender's name": {to(params{Body: "one", From: "Acme"}), to(params{Body: "one", From: "ACME"}), true},
	} {
		assert.Equal(t, tt.alike, outbox.Alike(tt.sent, tt.other), name)
		assert.Equal(t, tt.alike, outbox.Alike(tt.other, tt.sent), name)
	}
	own := to(params{Body: "one"})
	assert.False(t, outbox.MayBeTwins(own, 1, "From=%2B14155556789&Body=two"))
	assert.True(t, outbox.MayBeTwins(own, 2, "From=%2B14155556789&Body=two"), "only a newer program can read it")
	assert.True(t, outbox.MayBeTwins(own, 1, "Body=%zz"), "nobody can read it")
}

// TestOfTwoLikeMessagesOneWasSent: neither key takes the message of the other one, and neither is sent
// again.
func TestOfTwoLikeMessagesOneWasSent(t *testing.T) {
	t.Parallel()
	const template = "HX" + "0123456789abcdef0123456789abcdef"
	for name, pair := range map[string][2]twilio.MessageCreateParams{
		"files":     {{Body: "Hello", MediaURL: []string{"https://example.com/1.png"}}, {Body: "Hello", MediaURL: []string{"https://example.com/2.png"}}},
		"templates": {{ContentSID: template, ContentVariables: map[string]string{"1": "Ada"}}, {ContentSID: template, ContentVariables: map[string]string{"1": "Grace"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t)
				d.sim.Template(template, "Hello {{1}}")
				d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenClose())
				d.sim.Fault(twiliotest.OnCreateMessage().Nth(2).ReadThenClose())
				for i, params := range pair {
					params.To, params.From = ada, clinic
					d.put(outbox.Message{Key: fmt.Sprint("twin-", i), Params: outbox.Text(params)})
				}
				d.run(5 * time.Minute)
				assert.Len(t, d.sim.Messages(), 1)
				for i := range pair {
					assert.Equal(t, outbox.Uncertain, d.entry(fmt.Sprint("twin-", i)).State)
				}
			})
		})
	}
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
