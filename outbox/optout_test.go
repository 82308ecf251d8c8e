package outbox_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
)

var service = sid("MG", 1)

// incoming is the form of a message from a person, as Twilio sends it.
func (d *hookDesk) incoming(body string, more ...string) url.Values {
	form := url.Values{"MessageSid": {sid("SM", 5)}, "AccountSid": {d.sim.AccountSID()}, "From": {ada}, "To": {clinic}, "Body": {body}, "NumMedia": {"0"}}
	return with(form, more...)
}

func (d *hookDesk) receive(body string, more ...string) {
	d.t.Helper()
	assert.Equal(d.t, http.StatusNoContent, post(d.inbound, d.sim.AuthToken(), inboundURL, d.incoming(body, more...)))
}

func (d *desk) optedOut(sender, recipient string) bool {
	d.t.Helper()
	out, err := d.OptedOut(d.t.Context(), sender, recipient)
	require.NoError(d.t, err)
	return out
}

// The phone of the simulator writes STOP after the message was enqueued, and START later.
func TestStopBetweenEnqueueAndSend(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.put(text("order-1"))
		phone := d.sim.Phone(ada)
		phone.SendSMS(clinic, "Stop")
		d.run(10 * time.Second)
		e := d.entry("order-1")
		assert.Equal(t, outbox.Skipped, e.State)
		assert.Equal(t, "its recipient has opted out: stop", e.Reason)
		assert.Zero(t, e.Attempts)
		phone.SendSMS(clinic, "START")
		d.put(text("order-2"))
		d.run(10 * time.Second)
		assert.Equal(t, outbox.Accepted, d.entry("order-2").State)
		assert.Equal(t, []string{"Stop", "START"}, d.received)
	})
}

// An opt-out is compared with a row's addresses whatever the spelling of either is.
func TestStopForAnAddressThatIsWrittenInAnotherWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		to := "whatsapp:+5215512345678"
		d.put(outbox.Message{Key: "order-1", Params: outbox.WhatsApp(twilio.WhatsAppSendParams{To: to, From: "whatsapp:" + clinic, Body: "Hello"})})
		d.receive("STOP", "From", "whatsapp:+525512345678", "To", "whatsapp:"+clinic)
		d.run(10 * time.Second)
		assert.Equal(t, outbox.Skipped, d.entry("order-1").State)
	})
}

// The message waits for its rate when the STOP comes. The token is used up, and nothing is sent.
func TestStopWhileAMessageWaitsForItsRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := limiterFunc(func(context.Context) error {
			pass(3 * time.Second)
			return nil
		})
		d := newHookDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.SenderRates = map[string]outbox.SenderRate{clinic: {PerSecond: 1, Limiter: slow}}
		})
		d.put(text("order-1"))
		stop := time.AfterFunc(2*time.Second, func() { d.receive("STOP") })
		defer stop.Stop()
		d.run(10 * time.Second)
		assert.Equal(t, outbox.Skipped, d.entry("order-1").State)
		assert.Empty(t, outbound(d.sim))
	})
}

func outbound(sim *twiliotest.Sim) (all []twiliotest.Message) {
	for _, m := range sim.Messages() {
		if m.Direction == twilio.MessageDirectionOutboundAPI {
			all = append(all, m)
		}
	}
	return all
}

func TestWordsOfOptOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		for _, tt := range []struct {
			body, kind   string
			before, want bool
		}{
			{body: "STOP", want: true},
			{body: " stop\n", want: true},
			{body: "Stop.", want: true},
			{body: "“STOP!”", want: true},
			{body: "stop all", want: true},
			{body: "opt-out", want: true},
			{body: "Unsubscribe", want: true},
			{body: "CANCEL", want: true},
			{body: "end", want: true},
			{body: "quit", want: true},
			{body: "revoke", want: true},
			{body: "please stop"},
			{body: "stop it"},
			{body: "stops"},
			{body: ""},
			{body: "STOP and a text that is much longer than a word is"},
			{body: "S                                            TOP"},
			{body: "START", before: true},
			{body: " start ", before: true},
			{body: "yes", before: true},
			{body: "UNSTOP", before: true},
			{body: "yes!", before: true, want: true},
			{body: "yes please", before: true, want: true},
			{body: "Hello", before: true, want: true},
			{body: "Leave me alone", kind: "STOP", want: true},
			{body: "Leave me alone", kind: "stop", want: true},
			{body: "START", kind: "STOP", want: true},
			{body: "STOP", kind: "HELP"},
			{body: "STOP", kind: "START", before: true},
			{body: "INFO", kind: "HELP", before: true, want: true},
			{body: "STOP", kind: "NEWER", before: false, want: false},
		} {
			d.exec("DELETE FROM twilio_outbox_optouts")
			if tt.before {
				require.NoError(t, d.OptOut(t.Context(), clinic, ada))
			}
			d.receive(tt.body, "OptOutType", tt.kind)
			assert.Equal(t, tt.want, d.optedOut(clinic, ada), "%q %s", tt.body, tt.kind)
		}
	})
}

func TestWhatAnOptOutIsAbout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		ctx := t.Context()

		// Of a service it counts for the number and for the service.
		d.receive("STOP", "MessagingServiceSid", service)
		assert.True(t, d.optedOut(clinic, ada))
		assert.True(t, d.optedOut(service, ada))
		assert.True(t, d.optedOut(" "+service, ada))
		assert.False(t, d.optedOut(sid("MG", 2), ada))
		assert.False(t, d.optedOut(clinic, "+14155550000"))
		d.receive("START", "MessagingServiceSid", service)
		assert.False(t, d.optedOut(clinic, ada))
		assert.False(t, d.optedOut(service, ada))

		// Of another account it is none of ours.
		assert.Equal(t, http.StatusNoContent, post(d.inbound, d.sim.AuthToken(), inboundURL, d.incoming("STOP", "AccountSid", sid("AC", 2))))
		assert.False(t, d.optedOut(clinic, ada))

		// All senders are lifted by that name alone.
		require.NoError(t, d.OptOut(ctx, "*", ada))
		d.receive("START")
		assert.True(t, d.optedOut(clinic, ada))
		require.NoError(t, d.OptIn(ctx, clinic, ada))
		assert.True(t, d.optedOut(clinic, ada))
		require.NoError(t, d.OptIn(ctx, "*", ada))
		assert.False(t, d.optedOut(clinic, ada))

		// What came first stays.
		d.receive("STOP")
		require.NoError(t, d.OptOut(ctx, clinic, ada))
		var source string
		require.NoError(t, d.pool.QueryRowContext(ctx, "SELECT source FROM twilio_outbox_optouts").Scan(&source))
		assert.Equal(t, "stop", source)
	})
}

// One address is written in several ways.
func TestAddressesOfOptOuts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		for _, tt := range []struct {
			noted, asked string
			same         bool
		}{
			{"+14155551234", "+1 (415) 555-1234", true},
			{"+14155551234", " +1.415.555.1234 ", true},
			{"+14155551234", "whatsapp:+14155551234", false},
			{"whatsapp:+14155551234", "WhatsApp: +1 415 555 1234", true},
			{"whatsapp:+5215512345678", "whatsapp:+525512345678", true},
			{"whatsapp:+5491123456789", "whatsapp:+541123456789", true},
			{"whatsapp:+5511912345678", "whatsapp:+551112345678", true},
			{"whatsapp:+5511812345678", "whatsapp:+551112345678", false},
			{"+5215512345678", "+525512345678", false},
			{"whatsapp:US.1302015550123", "whatsapp:us.1302015550123", true},
			{"72345", "72345", true},
			{"+", "+", true},
			{"+1-A", "+1A", false},
		} {
			d.exec("DELETE FROM twilio_outbox_optouts")
			require.NoError(t, d.OptOut(t.Context(), clinic, tt.noted))
			assert.Equal(t, tt.same, d.optedOut("+1 415 555 6789", tt.asked), "%s and %s", tt.noted, tt.asked)
			require.NoError(t, d.OptIn(t.Context(), clinic, tt.asked))
			assert.Equal(t, !tt.same, d.optedOut(clinic, tt.noted), "%s and %s", tt.noted, tt.asked)
		}
	})
}

func TestStopOnWhatsApp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		d.receive("STOP", "From", "whatsapp:"+ada, "To", "whatsapp:"+clinic)
		d.put(text("order-1"), outbox.Message{Key: "order-2", Params: outbox.WhatsApp(twilio.WhatsAppSendParams{To: ada, From: clinic, Body: "Hello"})})
		d.run(10 * time.Second)
		assert.Equal(t, outbox.Accepted, d.entry("order-1").State, "a text is something else")
		assert.Equal(t, outbox.Skipped, d.entry("order-2").State)

		// A user has a number, an ID, or both.
		d.receive("STOP", "From", "whatsapp:+525512345678", "To", "whatsapp:"+clinic, "ExternalUserIdentifier", "MX.1302015550123")
		assert.True(t, d.optedOut("whatsapp:"+clinic, "whatsapp:+5215512345678"))
		assert.True(t, d.optedOut("whatsapp:"+clinic, "whatsapp:MX.1302015550123"))
		d.receive("STOP", "From", "", "To", "whatsapp:"+clinic, "ExternalUserIdentifier", "US.1302015550123")
		assert.True(t, d.optedOut("whatsapp:"+clinic, "whatsapp:US.1302015550123"))
	})
}

// The next handler reads the body as if nobody had, and its answer is Twilio's.
func TestInboundPassesTheRequestOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		var body []byte
		next := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var err error
			body, err = io.ReadAll(r.Body)
			assert.NoError(t, err)
			w.Header().Set("Content-Type", "text/xml")
			_, _ = io.WriteString(w, "<Response/>")
		})
		h := d.Inbound(newVerifier(t, d.sim), next)
		for _, form := range []url.Values{d.incoming("STOP"), d.incoming("Hello"), {"What": {"ever"}}} {
			got := answer(h, d.sim.AuthToken(), inboundURL, form)
			assert.Equal(t, http.StatusOK, got.Code)
			assert.Equal(t, "<Response/>", got.Body.String())
			assert.Equal(t, form.Encode(), string(body))
		}
		assert.True(t, d.optedOut(clinic, ada))
		body = nil
		forged := answer(h, "0123456789abcdef0123456789abcdef", inboundURL, d.incoming("START"))
		assert.Equal(t, http.StatusForbidden, forged.Code)
		assert.Nil(t, body)
		assert.True(t, d.optedOut(clinic, ada))
		assert.Equal(t, http.StatusNoContent, post(d.Inbound(newVerifier(t, d.sim), nil), d.sim.AuthToken(), inboundURL, d.incoming("START")))
		assert.False(t, d.optedOut(clinic, ada))
	})
}

// Twilio refuses a message at once, or fails one that a service had accepted.
func TestOptOutsThatTwilioTells(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		const bob = "+14155551235"
		d.sim.Phone(ada).OptOut()
		d.sim.Fault(twiliotest.OnCreateMessage().To(bob).MessageFails(twiliotest.WhileSending, twilio.CodeUnsubscribed))
		late := text("order-2")
		late.Params = outbox.Text(twilio.MessageCreateParams{To: bob, From: clinic, Body: "Hello"})
		d.put(text("order-1"), late)
		d.run(30 * time.Second)
		assert.Equal(t, outbox.Refused, d.entry("order-1").State)
		assert.True(t, d.optedOut(clinic, ada))
		assert.Equal(t, "failed", d.entry("order-2").Delivery)
		assert.True(t, d.optedOut(clinic, bob))
	})
}

func TestAllowIsAskedInTheTransaction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := map[string]int{}
		d := newHookDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.Allow = func(ctx context.Context, tx *sql.Tx, e *outbox.Entry) (string, error) {
				asked[e.Key]++
				if e.Key == "later" && asked[e.Key] == 1 {
					return "", errors.New("the list cannot be read")
				}
				var reason string
				err := tx.QueryRowContext(ctx, "SELECT COALESCE(max(reason), '') FROM refusals WHERE number = $1", e.To).Scan(&reason)
				return reason, err
			}
		})
		d.exec("CREATE TABLE refusals (number text, reason text)")
		const bob = "+14155551235"
		refused := text("refused")
		refused.Params = outbox.Text(twilio.MessageCreateParams{To: bob, From: clinic, Body: "Hello"})
		d.put(text("sent"), text("later"), refused)
		d.exec("INSERT INTO refusals VALUES ($1, 'wants letters')", bob)
		d.run(time.Minute)
		assert.Equal(t, outbox.Accepted, d.entry("sent").State)
		assert.Equal(t, outbox.Accepted, d.entry("later").State)
		assert.Equal(t, outbox.Skipped, d.entry("refused").State)
		assert.Equal(t, "wants letters", d.entry("refused").Reason)
		assert.Equal(t, map[string]int{"sent": 1, "later": 2, "refused": 1}, asked)
		assert.Len(t, outbound(d.sim), 2)
	})
}

func TestOptOutsWithMistakes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newHookDesk(t)
		ctx := t.Context()
		for _, bad := range [][2]string{{"", ada}, {clinic, " "}, {clinic, "+1\x00"}, {"\xff", ada}} {
			_, err := d.OptedOut(ctx, bad[0], bad[1])
			for _, err := range []error{err, d.OptOut(ctx, bad[0], bad[1]), d.OptIn(ctx, bad[0], bad[1])} {
				assert.ErrorIs(t, err, twilio.ErrInvalidParams)
			}
		}
		require.NoError(t, d.pool.Close())
		_, err := d.OptedOut(ctx, clinic, ada)
		for _, err := range []error{err, d.OptOut(ctx, clinic, ada), d.OptIn(ctx, clinic, ada)} {
			require.Error(t, err)
			assert.NotContains(t, err.Error(), ada)
		}
	})
}

// Two targets and two accounts do not know each other's opt-outs.
func TestOptOutsBelongToTheirAccount(t *testing.T) {
	t.Parallel()
	eachDriver(t, func(b *base) {
		t := b.t
		ctx := t.Context()
		settled := make(chan string, 1)
		ours, theirs, other := b.open(settings{OnChange: func(_ context.Context, e *outbox.Entry) { settled <- string(e.State) }}), b.open(settings{Account: sid("AC", 1)}), b.open(settings{Target: "https://twilio.example"})
		require.NoError(t, ours.hooks.OptOut(ctx, clinic, ada))
		require.NoError(t, ours.hooks.OptOut(ctx, clinic, ada), "again")
		for o, want := range map[*box]bool{ours: true, theirs: false, other: false} {
			out, err := o.hooks.OptedOut(ctx, clinic, ada)
			require.NoError(t, err)
			assert.Equal(t, want, out)
			require.NoError(t, theirs.hooks.OptIn(ctx, clinic, ada))
		}
		ours.fill(t, text("order-1"))
		running, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- ours.run(running) }()
		assert.Equal(t, string(outbox.Skipped), <-settled)
		stop()
		require.NoError(t, <-ended)
		require.NoError(t, ours.hooks.OptIn(ctx, clinic, ada))
		out, err := ours.hooks.OptedOut(ctx, clinic, ada)
		require.NoError(t, err)
		assert.False(t, out)
	})
}
