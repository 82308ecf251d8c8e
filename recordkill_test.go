//go:build unix

package twilio_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestKilledProcess kills a process at random points of the recipe of
// docs/reliability.md, or stops it until its time is over, lets another process take
// the job up, and compares its outcome with the messages that the simulator has sent.
func TestKilledProcess(t *testing.T) {
	t.Parallel()
	const points, workers = 200 / raceFactor, 4
	var sum deaths
	t.Run("points", func(t *testing.T) {
		for worker := range workers {
			t.Run(fmt.Sprint(worker), func(t *testing.T) {
				t.Parallel()
				for i := worker; i < points; i += workers {
					newPoint(t, i).run(t, &sum)
				}
			})
		}
	})
	t.Logf("%d points, of which %d stopped: never begun %d, ended before %d, %d of them settled within the create; the next process found the message %d times and did not see one %d times; duplicates %d, lost %d",
		points, sum.stopped, sum.neverBegun, sum.ended, sum.settled, sum.found, sum.notSeen, sum.duplicates, sum.lost)
	assert.Zero(t, sum.duplicates)
	assert.Zero(t, sum.lost)
	assert.Equal(t, points, sum.neverBegun+sum.ended+sum.found+sum.notSeen)
	if raceFactor == 1 {
		for name, n := range map[string]int{"never begun": sum.neverBegun, "found": sum.found, "not seen": sum.notSeen} {
			assert.Positive(t, n, name)
		}
	}
}

// deaths counts how the points ended.
type deaths struct {
	mu                                sync.Mutex
	stopped                           int
	neverBegun, ended, found, notSeen int // how often the next process met each outcome
	settled                           int // of those that ended: within the create
	duplicates, lost                  int
}

// point is one death.
type point struct {
	random *rand.Rand
	sim    *twiliotest.Sim
	relay  *relay
	task   delivery
	stop   bool // it is stopped instead, and goes on after the next process has looked
	child  *child
	faulty bool // the create meets a fault besides
	open   bool // the next process meets a record without an end

	mu    sync.Mutex
	ahead time.Duration // of the system's clock, by the waits of the process
}

func newPoint(t *testing.T, i int) *point {
	t.Helper()
	sim, err := twiliotest.Start()
	require.NoError(t, err)
	sim.Number(reconcileFrom)
	p := &point{random: rand.New(rand.NewPCG(14, uint64(i))), sim: sim, stop: i%4 == 3}
	p.relay = newRelay(t, sim, p.tick)
	if fault := p.fault(); fault != nil {
		sim.Fault(*fault)
		p.faulty = true
	}
	p.task = delivery{
		BaseURL: p.relay.url(), AccountSID: sim.AccountSID(), Token: sim.AuthToken(),
		Job: filepath.Join(t.TempDir(), "reminder"), Body: fmt.Sprintf("Reminder %d", i),
	}
	if p.stop {
		p.task.Deadline = 200 * time.Millisecond
	}
	return p
}

// fault is the failure that the create meets besides, nil for nothing.
func (p *point) fault() *twiliotest.Fault {
	first := twiliotest.OnCreateMessage().Nth(1)
	faults := []twiliotest.Fault{
		first.CommitThenReset(), first.CommitThenClose(), first.ReadThenClose(), first.CommitHidden(time.Minute), first.LateCommit(20 * time.Second),
		first.TooManyRequests("1"), first.HTML(502), first.HTML(502).AfterCommit(), first.TruncatedJSON(),
	}
	if i := p.random.IntN(2 * len(faults)); i < len(faults) {
		return &faults[i]
	}
	return nil
}

func (p *point) run(t *testing.T, sum *deaths) {
	t.Helper()
	defer p.sim.Close() //nolint:errcheck // nothing runs in it any more
	defer p.relay.close()
	p.interrupt(t)
	p.relay.settle()
	sum.count(p)
	got := p.takeUp(t)
	if p.stop {
		p.child.resume()
		p.relay.settle()
		assert.Equal(t, got, p.takeUp(t), "%s: what the process did when it went on changes nothing", p.task.Body)
	}
	sum.compare(t, p, got)
}

// interrupt starts the process and kills or stops it at a random point. It returns
// once the process is dead or stopped, or has ended by itself.
func (p *point) interrupt(t *testing.T) {
	t.Helper()
	signal := syscall.SIGKILL
	if p.stop {
		signal = syscall.SIGSTOP
	}
	p.child = newChild(signal, p.jump)
	switch p.random.IntN(4) {
	case 0: // at one of the bytes that it exchanges with the server
		bytes := p.random.IntN(1800) // of about 700 for the request, 1,200 for the answer
		if p.faulty {
			bytes *= 3 // it settles
		}
		p.relay.strikeAfter(bytes, func() bool { p.child.strike(); return !p.stop })
	case 1: // a while after it began
		p.child.spins["ready"] = p.spin(6 * time.Millisecond)
	case 2: // a while after one of its readings of the clock
		p.child.spins[fmt.Sprintf("reading %d", 1+p.random.IntN(6))] = p.spin(200 * time.Microsecond)
	default: // at one of its readings of the clock, just before
		p.task.PauseAt = 1 + p.random.IntN(6)
	}
	p.child.start(t, p.task)
	p.child.awaitStrike()
	if p.stop {
		p.awaitNotAfter(t)
	}
}

// tick brings the simulator's clock to where the process's is.
func (p *point) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if late := time.Since(p.sim.Clock.Now()) + p.ahead; late > 0 {
		p.sim.Clock.Advance(late)
	}
}

// jump is a wait of the process. The simulator has done its part by then.
func (p *point) jump(d time.Duration) {
	p.relay.settle()
	p.mu.Lock()
	p.ahead += d
	p.mu.Unlock()
	p.tick()
}

func (p *point) spin(longest time.Duration) time.Duration {
	return time.Duration(p.random.Int64N(int64(longest)))
}

// awaitNotAfter lets the time of the record go by, if there is one. The clock that
// counts is the system's.
func (p *point) awaitNotAfter(t *testing.T) {
	t.Helper()
	var record twilio.CreateRecord
	err := load(p.task.Job+".1.record", &record)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	require.NoError(t, err)
	for time.Now().Before(record.NotAfter) {
		<-time.After(time.Until(record.NotAfter))
	}
}

// takeUp is the next process: it calls deliver until the job has come to its end.
func (p *point) takeUp(t *testing.T) end {
	t.Helper()
	p.tick()
	client := p.sim.Client()
	for range 10 {
		got, err := deliver(t.Context(), client, p.task.Job, p.task.params())
		if err == nil && got.NotSent == "" {
			return got
		}
	}
	t.Errorf("%s: it has no end", p.task.Body)
	return end{}
}

// count looks at the files that the process left.
func (s *deaths) count(p *point) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.stop {
		s.stopped++
	}
	if _, err := os.Stat(p.task.Job + ".1.record"); err != nil {
		s.neverBegun++
	} else if _, err := os.Stat(p.task.Job + ".1.end"); err == nil {
		s.ended++
		if p.hasLooked() {
			s.settled++
		}
	} else {
		p.open = true
	}
}

// hasLooked says that the process has read lists to find its message.
func (p *point) hasLooked() bool {
	for _, request := range p.sim.Requests() {
		if request.Method == http.MethodGet {
			return true
		}
	}
	return false
}

// compare holds the end of the job against the simulator's ledger.
func (s *deaths) compare(t *testing.T, p *point, got end) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	sent := p.sim.Messages()
	if len(sent) > 1 {
		s.duplicates++
	}
	if len(sent) == 0 || got.SID != sent[0].SID {
		s.lost++
	}
	if assert.Len(t, sent, 1, "%s: told %+v", p.task.Body, got) {
		assert.Equal(t, sent[0].SID, got.SID, "%s", p.task.Body)
	}
	if !p.open {
		return
	}
	var first end
	if err := load(p.task.Job+".1.end", &first); assert.NoError(t, err) {
		if first.SID != "" {
			s.found++
		} else {
			s.notSeen++
		}
	}
}
