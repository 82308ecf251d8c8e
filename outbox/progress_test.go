package outbox_test

import (
	"context"
	"database/sql"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
)

// spring is a campaign with messages in every state.
func (d *desk) spring() {
	d.t.Helper()
	d.fill("spring", 1500)
	d.fill("autumn", 7)
	d.fill("", 2)
	set := func(from, to int, set string) {
		d.t.Helper()
		d.exec("UPDATE twilio_outbox SET "+set+" WHERE campaign = 'spring' AND id > $1 AND id <= $2", from, to)
	}
	now := time.Now()
	set(0, 700, "state = 'accepted', delivery = 'delivered', settled_at = 0")
	d.exec("UPDATE twilio_outbox SET settled_at = $1 WHERE id <= 300", now.Add(-2*time.Minute).UnixMicro())
	set(700, 710, "state = 'accepted', delivery = 'undelivered', code = 30003, settled_at = 0")
	set(710, 715, "state = 'accepted', delivery = 'undelivered', code = 30005, settled_at = 0")
	set(715, 720, "state = 'accepted', settled_at = 0")
	set(720, 740, "state = 'refused', code = 21211, status = 400, settled_at = 0")
	set(740, 745, "state = 'refused', code = 21610, status = 400, settled_at = 0")
	set(745, 748, "state = 'given_up', reason = 'its time was over before it could be sent', settled_at = 0")
	set(748, 750, "state = 'cancelled', settled_at = 0")
	set(750, 754, "state = 'skipped', settled_at = 0")
	set(754, 755, "state = 'uncertain', settled_at = 0")
	set(755, 760, "state = 'sending'")
	set(760, 763, "state = 'unknown'")
	d.exec("UPDATE twilio_outbox SET send_after = $1 WHERE campaign = 'spring' AND id > 1400", now.Add(time.Minute).UnixMicro())
}

func TestProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) { c.Rate = 10 })
		d.spring()
		p, err := d.Progress(t.Context(), "spring")
		require.NoError(t, err)
		assert.Equal(t, 1500, p.Messages)
		assert.Equal(t, map[outbox.State]int{
			outbox.Accepted: 720, outbox.Refused: 25, outbox.GivenUp: 3, outbox.Cancelled: 2, outbox.Skipped: 4, outbox.Uncertain: 1,
			outbox.Sending: 5, outbox.Unknown: 3, outbox.Pending: 737,
		}, p.States)
		assert.Equal(t, map[string]int{"delivered": 700, "undelivered": 15, "": 5}, p.Deliveries)
		assert.Equal(t, 9, p.OptedOut)
		assert.Equal(t, 745, p.Left)
		assert.Equal(t, 100, p.Scheduled)
		assert.InDelta(t, 150, p.PerMinute, 0.1, "300 within the last two minutes")
		assert.Equal(t, 74*time.Second, p.ThroughAt.Sub(p.At), "737 at 10 a second")
		require.Len(t, p.Failures, 4)
		assert.Equal(t, []int{25, 10, 5, 3}, []int{p.Failures[0].Messages, p.Failures[1].Messages, p.Failures[2].Messages, p.Failures[3].Messages})
		assert.Equal(t, outbox.Failure{
			Category: twilio.CategoryInvalidNumber, Messages: 25, Code: 21211, Advice: twilio.ErrorCode(21211).Advice(),
			State: outbox.Refused, Key: "spring-720", Reason: twilio.ErrorCode(21211).Title(),
		}, p.Failures[0], "of 21211 and of 30005, with the frequent one")
		assert.Equal(t, outbox.Failure{
			Messages: 3, State: outbox.GivenUp, Key: "spring-745", Reason: "its time was over before it could be sent",
		}, p.Failures[3])
	})
}

func TestProgressInWords(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) { c.Rate = 10 })
		d.spring()
		p, err := d.Progress(t.Context(), "spring")
		require.NoError(t, err)
		assert.Equal(t, `Campaign "spring": 755 of 1,500 are over (50 %).
Twilio has accepted 720 (700 delivered, 15 undelivered, 5 without a status yet).
745 left (637 waiting, 100 scheduled for later, 5 being sent, 3 of unknown outcome, being looked for).
Twilio accepted 150 a minute lately.
The last one will be sent at 00:01:14 UTC on 1 January, in 1m14s, if nothing else is sent.
25 were refused by Twilio.
3 were given up.
2 were cancelled.
4 were skipped, because the recipient does not want it.
1 may have been sent, and a person has to look: Entries lists what is uncertain, and SettleByHand, ResendMaybeTwice or CloseByHand ends it.
25 failed: invalid number, such as error 21211, `+twilio.ErrorCode(21211).Title()+` (message "spring-720"). `+twilio.ErrorCode(21211).Advice()+`
10 failed: unreachable, such as error 30003, `+twilio.ErrorCode(30003).Title()+` (message "spring-700"). `+twilio.ErrorCode(30003).Advice()+`
5 failed: opt out, such as error 21610, `+twilio.ErrorCode(21610).Title()+` (message "spring-740"). `+twilio.ErrorCode(21610).Advice()+`
3 failed: its time was over before it could be sent (message "spring-745").`, p.String())
		for campaign, want := range map[string]string{
			"winter":            `Campaign "winter": there are none.`,
			"":                  "Messages without a campaign: 0 of 2 are over (0 %).",
			outbox.AllCampaigns: "All messages: 755 of 1,509 are over (50 %).",
		} {
			p, err := d.Progress(t.Context(), campaign)
			require.NoError(t, err)
			assert.Contains(t, p.String(), want)
		}
		_, err = d.Cancel(t.Context(), "autumn")
		require.NoError(t, err)
		p, err = d.Progress(t.Context(), "autumn")
		require.NoError(t, err)
		assert.Equal(t, "Campaign \"autumn\": all 7 are over.\n7 were cancelled.", p.String())
	})
}

func TestProgressOfAPause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.fill("spring", 10)
		for _, name := range []string{"spring", outbox.AllCampaigns} {
			require.NoError(t, d.Pause(t.Context(), name))
			p, err := d.Progress(t.Context(), "spring")
			require.NoError(t, err)
			assert.True(t, p.Paused)
			assert.Zero(t, p.ThroughAt)
			assert.Contains(t, p.String(), "paused")
			require.NoError(t, d.Resume(t.Context(), name))
		}
		p, err := d.Progress(t.Context(), "spring")
		require.NoError(t, err)
		assert.False(t, p.Paused)
		assert.NotZero(t, p.ThroughAt)
	})
}

// The estimate counts with the rate of each sender, and with what is scheduled.
func TestProgressEstimates(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
			c.SenderRates = map[string]outbox.SenderRate{"+14155550001": {PerSecond: 0.5}}
		})
		through := func() time.Duration {
			t.Helper()
			p, err := d.Progress(t.Context(), "spring")
			require.NoError(t, err)
			return p.ThroughAt.Sub(p.At)
		}
		d.fill("spring", 200)
		d.fill("autumn", 200, func(m *outbox.Message) { m.SendAfter = time.Now().Add(time.Hour) })
		assert.Equal(t, 2*time.Second, through())
		d.exec("UPDATE twilio_outbox SET sender = '+14155550001' WHERE campaign = 'spring' AND id <= 20")
		assert.Equal(t, 40*time.Second, through())
		d.exec("UPDATE twilio_outbox SET send_after = send_after + 60000000 WHERE key = 'spring-199'")
		assert.Equal(t, time.Minute, through())
	})
}

// Who has psql alone sees the same.
func TestViewAgreesWithProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { viewAgrees(t, newDesk(t)) })
}

func TestViewAgreesWithProgressOnPostgres(t *testing.T) {
	t.Parallel()
	d := newPostgresDesk(t)
	d.fill("spring", 40)
	d.fill("", 3)
	d.exec(`UPDATE twilio_outbox SET state = (ARRAY['accepted', 'refused', 'given_up', 'cancelled', 'skipped', 'uncertain', 'sending', 'unknown'])[1 + id % 8],
		settled_at = now() WHERE id <= 32`)
	d.exec("UPDATE twilio_outbox SET code = 30003, delivery = 'undelivered' WHERE state = 'accepted' AND id % 16 = 0")
	d.exec("UPDATE twilio_outbox SET code = 21211, status = 400 WHERE state = 'refused'")
	compareView(t, d, "", "spring")
}

func viewAgrees(t *testing.T, d *desk) {
	t.Helper()
	d.spring()
	d.exec("UPDATE twilio_outbox SET delivery = 'busy' WHERE key = 'spring-719'")
	require.NoError(t, d.Pause(t.Context(), "autumn"))
	compareView(t, d, "", "autumn", "spring")
	var first, last, next string
	require.NoError(t, d.pool.QueryRowContext(t.Context(), "SELECT first_created, last_accepted, next_send FROM twilio_outbox_progress WHERE campaign = 'spring'").Scan(&first, &last, &next))
	assert.Equal(t, []string{"2000-01-01 00:00:00", "1999-12-31 23:58:00", "2000-01-01 00:00:00"}, []string{first, last, next})
}

func compareView(t *testing.T, d *desk, campaigns ...string) {
	t.Helper()
	rows, err := d.pool.QueryContext(t.Context(), `SELECT campaign, paused, messages, remaining, pending, sending, unknown, accepted, delivered, undelivered,
		refused, given_up, cancelled, skipped, uncertain FROM twilio_outbox_progress ORDER BY campaign`)
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	type line struct {
		campaign                                                               string
		paused                                                                 bool
		messages, remaining, pending, sending, unknown, accepted, delivered    int
		undelivered, refused, givenUp, cancelled, skipped, uncertain, failures int
	}
	var view, method []line
	for rows.Next() {
		var l line
		require.NoError(t, rows.Scan(&l.campaign, &l.paused, &l.messages, &l.remaining, &l.pending, &l.sending, &l.unknown, &l.accepted, &l.delivered,
			&l.undelivered, &l.refused, &l.givenUp, &l.cancelled, &l.skipped, &l.uncertain))
		view = append(view, l)
	}
	require.NoError(t, rows.Close())
	for i := range view {
		view[i].failures = d.failuresOfView(t.Context(), view[i].campaign)
	}
	for _, name := range campaigns {
		p, err := d.Progress(t.Context(), name)
		require.NoError(t, err)
		l := line{
			campaign: name, paused: p.Paused, messages: p.Messages, remaining: p.Left, pending: p.States[outbox.Pending], sending: p.States[outbox.Sending],
			unknown: p.States[outbox.Unknown], accepted: p.States[outbox.Accepted], delivered: p.Deliveries["delivered"], undelivered: p.Deliveries["undelivered"] + p.Deliveries["busy"],
			refused: p.States[outbox.Refused], givenUp: p.States[outbox.GivenUp], cancelled: p.States[outbox.Cancelled], skipped: p.States[outbox.Skipped], uncertain: p.States[outbox.Uncertain],
		}
		for _, f := range p.Failures {
			l.failures += f.Messages
		}
		method = append(method, l)
	}
	assert.Equal(t, method, view)
}

func (d *desk) failuresOfView(ctx context.Context, campaign string) (n int) {
	d.t.Helper()
	statement := "SELECT CAST(COALESCE(sum(messages), 0) AS integer) FROM twilio_outbox_failures WHERE campaign = '" + campaign + "'"
	require.NoError(d.t, d.pool.QueryRowContext(ctx, statement).Scan(&n))
	return n
}
