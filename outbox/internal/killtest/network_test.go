//go:build linux

package killtest

import (
	"context"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/pgserver"
)

// The size of the tests in which something other than a worker fails.
const (
	outageSingles = 600
	outagePairs   = 60
	outageRate    = 24 // messages a second, of all workers
	outages       = 3
)

// outageRun lets four workers send while something fails several times: fail begins an outage and
// returns what ends it.
func (w *world) outageRun(change func(*task), fail func(n int) (mend func())) *tally {
	w.t.Helper()
	w.lost = 50
	w.enqueue(outageSingles, outagePairs)
	for n := range fleetSize {
		do := w.task(fmt.Sprint("worker ", n))
		do.Rate, do.TotalRate = outageRate/fleetSize, outageRate
		if change != nil {
			change(do)
		}
		w.fleet = append(w.fleet, start(w.t, do))
	}
	for n := range outages {
		w.pause(4 * time.Second)
		mend := fail(n)
		length := 3 * time.Second
		if n == 1 {
			length = 12 * time.Second // longer than a worker insists on writing down an outcome
		}
		w.pause(length)
		mend()
	}
	assert.Positive(w.t, w.open(), "the outages came while messages were sent")
	w.awaitOutcomes()
	w.stopWorkers()
	n := w.compare()
	w.t.Logf("%d outages; %s", outages, n)
	n.assertPromise(w.t, outageSingles+2*outagePairs)
	return n
}

func (w *world) pause(d time.Duration) { w.await(d, func() bool { return false }) }

// testKilledServer: PostgreSQL is killed and started again.
func testKilledServer(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	server, err := pgserver.Start(ctx, t.TempDir(), "max_connections = 100")
	require.NoError(t, err)
	t.Cleanup(func() { _ = server.Kill() })
	w := newWorld(t, newDatabase(t, server.DSN))
	n := w.outageRun(nil, func(int) func() {
		require.NoError(t, server.Kill())
		return func() { require.NoError(t, server.Restart(t.Context())) }
	})
	assert.Positive(t, n.byAnswer)
}

// testCutOffDatabase: the workers do not reach PostgreSQL for some seconds.
func testCutOffDatabase(t *testing.T, p place) {
	t.Helper()
	w := newWorld(t, p)
	u, err := url.Parse(p.Postgres)
	require.NoError(t, err)
	network := newProxy(t, u.Host)
	u.Host = network.address()
	n := w.outageRun(func(do *task) { do.Place.Postgres = u.String() }, func(int) func() {
		network.cut()
		return network.mend
	})
	assert.Positive(t, n.byAnswer)
}

// testCutOffTwilio: the workers do not reach Twilio for some seconds, and connections break in the
// middle of requests and of answers.
func testCutOffTwilio(t *testing.T, p place) {
	t.Helper()
	w := newWorld(t, p)
	u, err := url.Parse(w.sim.URL())
	require.NoError(t, err)
	network := newProxy(t, u.Host)
	network.breakSome(1, 16_000) // a message takes about 2,000 bytes
	n := w.outageRun(func(do *task) { do.BaseURL = "http://" + network.address() }, func(n int) func() {
		network.cut()
		if n == outages-1 {
			network.breakSome(0, 1)
		}
		return network.mend
	})
	assert.Positive(t, n.byCallback)
	assert.Positive(t, n.bySearch)
	assert.Positive(t, network.broken)
	t.Logf("%d connections broke in the middle", network.broken)
}
