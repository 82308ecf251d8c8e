//go:build linux

package killtest

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
)

// clockReadings is how many readings of the client's clock a create has until its request is
// written, on the client's own transport. One more is after that.
const clockReadings = 6

// creates is how many creates with a body have reached Twilio.
func (w *world) creates() int {
	n := 0
	for _, r := range w.sim.Requests() {
		if r.Method == http.MethodPost && len(r.Form) > 0 {
			n++
		}
	}
	return n
}

// testStoppedWorkers: workers stand still after the commit that makes a message sending, until
// another worker has looked for it and sent it. Then they go on, and send nothing. So does one that
// stands still before the commit, whose job is given to another one.
func testStoppedWorkers(t *testing.T, p place) {
	t.Helper()
	w := newWorld(t, p)
	w.lost = 100
	type point struct {
		at      stopPlace
		reading int
		sent    bool // before it was stopped
		proc    *proc
	}
	points := []*point{{at: stopAtRate}, {at: stopBeforeOwn}, {at: stopWithOwn}}
	for n := range clockReadings {
		points = append(points, &point{at: stopAtClock, reading: n + 1})
	}
	before := 0
	for n, point := range points {
		require.NoError(t, w.shop.enqueue(t.Context(), []outbox.Message{single(n)}))
		do := w.task(fmt.Sprintf("stopped at %s %d", point.at, point.reading))
		do.StopAt, do.StopReading, do.Senders = point.at, point.reading, 1
		had := w.creates()
		point.proc = start(t, do)
		point.proc.awaitStopped(t)
		point.sent = w.creates() > had
		if !point.sent {
			before++
		}
		t.Logf("%s: sent %v", do.Worker, point.sent)
	}
	assert.Equal(t, len(points)-1, w.count("twilio_outbox WHERE state = 'sending'"), "all but the one that waits for the rate")
	second := start(t, w.task("second"))
	w.awaitOutcomes()
	creates, looked := w.creates(), w.compare()
	assert.Equal(t, len(points), looked.sent, "the other worker has sent what the stopped ones had not sent")
	assert.GreaterOrEqual(t, looked.bySearch, len(points)-before, "and has found the rest")
	for _, point := range points {
		point.proc.goOn(t)
		point.proc.stop(t) // it ends when its attempt has ended
	}
	second.stop(t)
	assert.Equal(t, creates, w.creates(), "whoever goes on sends nothing")
	n := w.compare()
	n.assertPromise(t, len(points))
	assert.Equal(t, len(points), n.byAnswer+n.bySearch, "what they still tell changes no outcome")
	assert.GreaterOrEqual(t, before, 4)
	t.Logf("%d workers stopped, %d of them before the request; %s", len(points), before, n)
}

// testLateRefusal: a worker stands still with a refusal that it has not written down. Another one
// has looked, has found nothing, and is sending the message again when the first one goes on. What
// that one tells is about its own attempt, and not about the one under way.
func testLateRefusal(t *testing.T, p place) {
	t.Helper()
	w := newWorld(t, p)
	w.lost = 100
	w.sim.Fault(twiliotest.OnCreateMessage().Nth(1).Status(http.StatusBadRequest, 21211))
	w.enqueue(1, 0)
	late := w.task("late")
	late.StopAt, late.Senders = stopWithOwn, 1
	first := start(t, late)
	first.awaitStopped(t)
	again := w.task("again")
	again.StopAt, again.Senders = stopBeforeOwn, 1
	second := start(t, again)
	second.awaitStopped(t)
	first.goOn(t)
	first.stop(t)
	assert.Equal(t, 1, w.count("twilio_outbox WHERE state = 'sending' AND attempts = 2"), "the second attempt is under way")
	second.goOn(t)
	w.awaitOutcomes()
	second.stop(t)
	n := w.compare()
	n.assertPromise(t, 1)
	assert.Equal(t, 1, n.sent)
	t.Logf("a late refusal: %s", n)
}
