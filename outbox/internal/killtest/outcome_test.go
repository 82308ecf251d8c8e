//go:build linux

package killtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// phone is a number of which there are a million.
func phone(n int) string { return fmt.Sprintf("+1415%07d", 2000000+n) }

// single is a message like no other.
func single(n int) outbox.Message {
	return message(fmt.Sprint("single-", n), phone(n), fmt.Sprint("Your order ", n, " is on its way."))
}

// pair is two messages that differ in their keys alone.
func pair(n int) []outbox.Message {
	to, body := phone(500000+n), "Your table is ready."
	return []outbox.Message{message(fmt.Sprint("pair-", n, "-a"), to, body), message(fmt.Sprint("pair-", n, "-b"), to, body)}
}

func message(key, to, body string) outbox.Message {
	return outbox.Message{Key: key, Params: outbox.Text(twilio.MessageCreateParams{To: to, From: sender, Body: body})}
}

// enqueue puts messages into the outbox: pairs among singles.
func (w *world) enqueue(singles, pairs int) {
	w.t.Helper()
	var all []outbox.Message
	for n := range max(singles, pairs) {
		if n < singles {
			all = append(all, single(n))
		}
		if n < pairs {
			all = append(all, pair(n)...)
		}
	}
	require.NoError(w.t, w.shop.enqueue(w.t.Context(), all))
}

// outcome is what the outbox says of a message.
type outcome struct {
	key, token, sid, otherSID, reason string

	state outbox.State
	by    outbox.SettledBy
}

func (w *world) outcomes() []outcome {
	w.t.Helper()
	all, err := db.All(w.t.Context(), w.eyes.conn(), func(scan func(dest ...any) error) (outcome, error) {
		var o outcome
		err := scan(&o.key, &o.token, &o.sid, &o.otherSID, &o.reason, (*string)(&o.state), (*string)(&o.by))
		return o, err
	}, "SELECT key, token, sid, other_sid, reason, state, settled_by FROM twilio_outbox ORDER BY id")
	require.NoError(w.t, err)
	return all
}

// count returns how many rows there are for which a condition holds, -1 when the database is away.
func (w *world) count(from string, args ...any) int {
	var n int
	if _, err := db.One(w.t.Context(), w.eyes.conn(), []any{&n}, "SELECT count(*) FROM "+from, args...); err != nil {
		return -1
	}
	return n
}

// open is how many messages have no outcome yet.
func (w *world) open() int {
	return w.count("twilio_outbox WHERE state IN ('pending', 'sending', 'unknown')")
}

// awaitOutcomes waits until every message has an outcome. It goes on when that takes too long: then
// the tally says which have none.
func (w *world) awaitOutcomes() {
	w.t.Helper()
	w.await(longestWait, func() bool { return w.open() == 0 })
}

func (w *world) await(limit time.Duration, done func() bool) bool {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	late := time.After(limit)
	for !done() {
		select {
		case <-ticker.C:
		case <-late:
			return false
		}
	}
	return true
}

// awaitLedger waits until the callbacks of every message have come, so that the ledger knows for
// which row each of them was sent.
func (w *world) awaitLedger() {
	w.t.Helper()
	known := func() int {
		w.mu.Lock()
		defer w.mu.Unlock()
		n := 0
		for _, sids := range w.ledger {
			n += len(sids)
		}
		return n
	}
	w.await(longestWait, func() bool { return known() == len(w.sim.Messages()) })
	require.Equal(w.t, len(w.sim.Messages()), known(), "the ledger knows of each message for which row it was sent")
}

// tally counts outcomes.
type tally struct {
	keys, sent, duplicates, lost, wrong int // of messages

	byAnswer, byCallback, bySearch                int
	refused, uncertain, givenUp, skipped, arrived int // arrived: of the uncertain ones
}

func (n *tally) String() string {
	share := func(of int) string { return fmt.Sprintf("%d (%.1f %%)", of, 100*float64(of)/float64(max(n.keys, 1))) }
	return fmt.Sprintf("%d keys, %d messages: duplicates %d, keys without an outcome %d, wrong outcomes %d; accepted by answer %s, by callback %s, by reconciliation %s; refused %s, given up %s, left uncertain %s, of which %d were sent",
		n.keys, n.sent, n.duplicates, n.lost, n.wrong, share(n.byAnswer), share(n.byCallback), share(n.bySearch),
		share(n.refused), share(n.givenUp), share(n.uncertain), n.arrived)
}

// compare holds what the outbox says of each message against the ledger.
func (w *world) compare() *tally {
	w.t.Helper()
	w.awaitLedger()
	n := &tally{sent: len(w.sim.Messages())}
	for _, o := range w.outcomes() {
		n.keys++
		w.mu.Lock()
		sids := w.ledger[o.token]
		w.mu.Unlock()
		if len(sids) > 1 {
			n.duplicates++
			w.t.Logf("%s was sent %d times: %+v, %v", o.key, len(sids), o, sids)
		}
		if wrong := n.add(o, sids); wrong != "" {
			n.wrong++
			w.t.Logf("%s: %s: %+v, %v", o.key, wrong, o, sids)
		}
	}
	return n
}

// add counts one message. It returns what is wrong with its outcome, "" when nothing is.
func (n *tally) add(o outcome, sids []string) string {
	if !o.state.Final() {
		n.lost++
		return ""
	}
	switch o.state {
	case outbox.Accepted:
		switch o.by {
		case outbox.ByAnswer:
			n.byAnswer++
		case outbox.ByCallback:
			n.byCallback++
		default:
			n.bySearch++
		}
		if len(sids) != 1 || sids[0] != o.sid {
			return "it is accepted with the SID of another message"
		}
		return ""
	case outbox.Uncertain:
		n.uncertain++
		n.arrived += len(sids)
		if !strings.HasPrefix(o.key, "pair-") {
			return "it is like no other, and uncertain"
		}
		return ""
	case outbox.Refused:
		n.refused++
	case outbox.GivenUp:
		n.givenUp++
	default:
		n.skipped++
	}
	if len(sids) > 0 {
		return "it was sent all the same"
	}
	return ""
}

// assertPromise: each key was sent at most once, and every key has an outcome, which is true.
func (n *tally) assertPromise(t *testing.T, keys int) {
	t.Helper()
	assert.Equal(t, keys, n.keys)
	assert.Zero(t, n.duplicates, "duplicates")
	assert.Zero(t, n.lost, "keys without an outcome")
	assert.Zero(t, n.wrong, "outcomes that the ledger contradicts")
}
