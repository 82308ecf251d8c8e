//go:build linux

package killtest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// testKilledWhileBlocked: a worker that waits for the rate has written nothing down, so
// that its death leaves nothing uncertain.
func testKilledWhileBlocked(t *testing.T, p place) {
	t.Helper()
	const keys, rounds = 80, 5
	w := newWorld(t, p)
	w.lost = 100
	w.enqueue(keys, 0)
	for round := range rounds {
		for n := range fleetSize {
			do := w.task(fmt.Sprintf("blocked %d.%d", round, n))
			do.Blocked = true
			w.fleet = append(w.fleet, start(t, do))
		}
		for _, p := range w.fleet {
			p.awaitLine(t, "waits")
		}
		for _, p := range w.fleet {
			p.kill()
		}
		w.fleet = nil
		assert.Zero(t, w.count("twilio_outbox WHERE state <> 'pending' OR attempts > 0"))
	}
	assert.Zero(t, w.creates())
	assert.Positive(t, w.count("river_job WHERE state = 'running'"), "the workers had jobs when they died")
	for n := range fleetSize {
		w.fleet = append(w.fleet, start(t, w.task(fmt.Sprint("free ", n))))
	}
	w.awaitOutcomes()
	w.stopWorkers()
	n := w.compare()
	n.assertPromise(t, keys)
	assert.Equal(t, keys, n.sent, "all of them were sent")
	assert.Zero(t, n.uncertain)
	t.Logf("%d workers killed while they waited; %s", rounds*fleetSize, n)
}
