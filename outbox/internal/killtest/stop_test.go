//go:build linux

package killtest

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox"
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

// TestStoppedWorkers: workers stand still after the commit that makes a message sending, until
// another worker has looked for it and sent it. Then they go on, and send nothing.
func TestStoppedWorkers(t *testing.T) {
	t.Parallel()
	eachDatabase(t, func(t *testing.T, p place) {
		w := newWorld(t, p)
		w.lost = 100
		type point struct {
			at      stopPlace
			reading int
			sent    bool // before it was stopped
			proc    *proc
		}
		points := []*point{{at: stopBeforeOwn}, {at: stopWithOwn}}
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
		assert.Equal(t, len(points), w.count("twilio_outbox WHERE state = 'sending'"))
		second := start(t, w.task("second"))
		w.awaitOutcomes(2 * time.Minute)
		assert.Equal(t, len(points), w.creates(), "the other worker has sent what the stopped ones had not sent")
		bySearch := w.compare().bySearch
		assert.Equal(t, len(points)-before, bySearch, "and has found the rest")
		for _, point := range points {
			point.proc.goOn(t)
			point.proc.stop(t) // it ends when its attempt has ended
		}
		second.stop(t)
		assert.Equal(t, len(points), w.creates(), "whoever goes on sends nothing")
		n := w.compare()
		n.assertPromise(t, len(points))
		assert.Equal(t, len(points), n.byAnswer, "the answers of those who had sent count more than the search")
		assert.GreaterOrEqual(t, before, 4)
		t.Logf("%d workers stopped, %d of them before the request; %s", len(points), before, n)
	})
}
