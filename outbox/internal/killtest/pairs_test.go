//go:build linux

package killtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
)

// testEqualMessages: pairs of keys whose messages are equal, so that the list of messages does not
// tell which key one of them is of. Many are sent and not answered, many are not sent and not
// answered, and no callback tells.
func testEqualMessages(t *testing.T, p place) {
	t.Helper()
	const pairs = 200
	w := newWorld(t, p)
	w.lost = 100
	w.enqueue(0, pairs)
	creates := twiliotest.OnCreateMessage()
	w.sim.Fault(creates.Rate(0.2, 1).CommitThenClose())
	w.sim.Fault(creates.Rate(0.2, 2).ReadThenClose())
	w.sim.Fault(creates.Rate(0.1, 3).CommitHidden(8 * time.Second))
	for n := range fleetSize {
		w.fleet = append(w.fleet, start(t, w.task(fmt.Sprint("worker ", n))))
	}
	w.await(longestWait, func() bool { return w.count("twilio_outbox WHERE state IN ('pending', 'sending')") == 0 })
	w.sim.ClearFaults()
	w.awaitOutcomes()
	w.stopWorkers()
	n := w.compare()
	t.Logf("pairs: %s", n)
	n.assertPromise(t, 2*pairs)
	assert.Positive(t, n.bySearch)
	assert.Positive(t, n.uncertain)
	uncertain := map[string]int{}
	for _, o := range w.outcomes() {
		if o.state == outbox.Uncertain {
			uncertain[strings.TrimRight(o.key, "ab")]++
		}
	}
	for pair, of := range uncertain {
		assert.Equal(t, 2, of, "%s: who of the two is known tells who the other one is", pair)
	}
}
