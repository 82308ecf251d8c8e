//go:build linux

package killtest

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	fleetSize = 4
	killEvery = 300 * time.Millisecond
	maxTime   = 5 * time.Minute // of all kills
)

// size is how large a kill test is.
type size struct{ kills, singles, pairs int }

// sizeOf grows with the number of kills, which the variable OUTBOX_KILLS gives: 300 in full.
func sizeOf(t *testing.T) size {
	t.Helper()
	kills := 20
	if text := os.Getenv("OUTBOX_KILLS"); text != "" {
		var err error
		kills, err = strconv.Atoi(text)
		require.NoError(t, err, "OUTBOX_KILLS is a number")
	}
	return size{kills: kills, singles: 8 * kills, pairs: max(kills, 20) * 7 / 10}
}

func (s size) keys() int { return s.singles + 2*s.pairs }

// testKilledWorkers: four workers, of which one is killed every 300 ms and replaced, with a
// Twilio that fails in every way that it has.
func testKilledWorkers(t *testing.T, p place) {
	t.Helper()
	size := sizeOf(t)
	w := newWorld(t, p)
	w.lost = 30
	w.enqueue(size.singles, size.pairs)
	w.setFaults()
	kills := w.killWorkers(size, nil)
	open := w.open()
	w.sim.ClearFaults()
	began := time.Now()
	w.awaitOutcomes()
	w.stopWorkers()
	n := w.compare()
	t.Logf("%s; %d messages were open when the kills were over, and the last one had its outcome %s later; %s", kills, open, time.Since(began).Round(time.Second), n)
	n.assertPromise(t, size.keys())
	assert.Positive(t, kills.hits, "kills that hit a message in sending")
	assert.Positive(t, n.byAnswer)
	assert.Positive(t, n.byCallback)
	assert.Positive(t, n.bySearch)
}

// setFaults lets Twilio and the network fail at some requests in a hundred each.
func (w *world) setFaults() {
	creates := func(percent float64) twiliotest.Match {
		return twiliotest.OnCreateMessage().Rate(percent/100, uint64(percent*1000))
	}
	lists := twiliotest.On(http.MethodGet, "/2010-04-01/Accounts/*/Messages.json")
	for _, f := range []twiliotest.Fault{
		creates(3.01).CommitThenReset(), creates(3.02).CommitThenClose(), creates(2.03).ReadThenClose(), creates(2.04).DropBeforeRead(),
		creates(2.05).HTML(http.StatusInternalServerError).AfterCommit(), creates(2.06).Status(http.StatusInternalServerError, 20500),
		creates(2.07).Status(http.StatusServiceUnavailable, 0).AfterCommit(), creates(2.08).HTML(http.StatusBadGateway).AfterCommit(),
		creates(3.09).TooManyRequests("1"), creates(2.10).TooManyRequests("30"), creates(3.11).TruncatedJSON(),
		creates(2.12).CommitHidden(12 * time.Second), creates(1.13).LateCommit(12 * time.Second),
		creates(2.14).Latency(2 * createTimeout), creates(2.15).SlowDrip(time.Second), creates(1.16).Status(http.StatusBadRequest, 21211),
		creates(60).Latency(500 * time.Millisecond),
		lists.Rate(0.03, 1).HTML(http.StatusServiceUnavailable), lists.Rate(0.03, 2).TruncatedJSON(), lists.Rate(0.05, 3).Latency(time.Second),
	} {
		w.sim.Fault(f)
	}
}

// deaths is what a series of kills has met.
type deaths struct {
	kills, hits, rows int // hits: kills that left messages in sending; rows: how many messages
	took              time.Duration
}

func (d *deaths) String() string {
	return fmt.Sprintf("%d kills in %s, of which %d left messages in sending, %d of them", d.kills, d.took.Round(time.Second), d.hits, d.rows)
}

// killWorkers lets four workers work, and kills and replaces one of them again and again. The
// workers of the end go on, see stopWorkers.
func (w *world) killWorkers(s size, change func(*task)) *deaths {
	w.t.Helper()
	// The messages last a little longer than the kills.
	total := 0.9 * float64(s.keys()) / (float64(s.kills) * killEvery.Seconds())
	begin := func(n int) *proc {
		do := w.task(fmt.Sprint("worker ", n))
		do.Rate, do.TotalRate = total/fleetSize, total
		if n >= s.kills { // the workers of the end have no rate
			do.Rate, do.TotalRate = 0, 0
		}
		if change != nil {
			change(do)
		}
		return start(w.t, do)
	}
	for n := range fleetSize {
		w.fleet = append(w.fleet, begin(n))
	}
	random := rand.New(rand.NewPCG(21, uint64(s.kills)))
	d := &deaths{}
	began := time.Now()
	ticker := time.NewTicker(killEvery)
	defer ticker.Stop()
	for d.kills < s.kills && time.Since(began) < maxTime {
		<-ticker.C
		place := random.IntN(fleetSize)
		if left := s.kills - d.kills; left <= fleetSize {
			place = left - 1
		}
		victim := w.fleet[place]
		victim.kill()
		d.kills++
		w.fleet[place] = begin(fleetSize + d.kills)
		if rows := w.count("twilio_outbox o JOIN killtest_claims c ON c.key = o.key WHERE o.state = 'sending' AND c.worker = $1", victim.task.Worker); rows > 0 {
			d.hits++
			d.rows += rows
		}
	}
	d.took = time.Since(began)
	assert.Equal(w.t, s.kills, d.kills, "all kills within five minutes")
	return d
}

// stopWorkers ends the workers in good order.
func (w *world) stopWorkers() {
	w.t.Helper()
	for _, p := range w.fleet {
		p.stop(w.t)
	}
	w.fleet = nil
}
