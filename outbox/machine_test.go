package outbox

import (
	"cmp"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// worlds are those that the walk goes through. The promise of the outbox rests on lists that show
// everything once the horizon is over; what holds even without that is walked with liars.
func worlds() []circumstances {
	return []circumstances{
		{name: "two messages, answers mixed up", rows: 2, attempts: 1, workers: 2, mixed: true},
		{name: "one message, lists fail, a person", rows: 1, attempts: 2, workers: 1, sweepers: 1, callbacks: true, unreadable: true, person: true},
		{name: "one message", rows: 1, attempts: 2, workers: 2, sweepers: 1, callbacks: true, stops: true, deaths: true},
		{name: "one message, two sweepers", rows: 1, attempts: 2, workers: 1, sweepers: 2, callbacks: true, deaths: true},
		{name: "one message, lists lie", rows: 1, attempts: 2, workers: 2, sweepers: 1, callbacks: true, stops: true, liars: true},
		{name: "two equal messages", rows: 2, alike: true, attempts: 1, workers: 2, sweepers: 1},
		{name: "two equal messages, lists lie, one worker", rows: 2, alike: true, attempts: 1, workers: 1, sweepers: 1, liars: true},
		{name: "two messages", rows: 2, attempts: 1, workers: 2, sweepers: 1},
		{name: "two equal messages, callbacks", rows: 2, alike: true, attempts: 1, workers: 2, sweepers: 1, callbacks: true, large: true},
		{name: "two equal messages, lists lie", rows: 2, alike: true, attempts: 1, workers: 2, sweepers: 1, liars: true, large: true},
	}
}

// walk is a search through everything that can happen, depth first.
type walk struct {
	circumstances

	been  map[world]struct{}
	steps int
	path  []label
}

var errBroken = errors.New("an invariant is broken")

// run walks until every moment was seen, or an invariant is broken.
func (k *walk) run() error {
	k.been, k.answers, k.ends = map[world]struct{}{}, map[modelQuestion]modelAnswer{}, map[world]string{}
	return k.from(&world{})
}

func (k *walk) from(w *world) (err error) {
	k.been[*w] = struct{}{}
	if problem := cmp.Or(k.problem(w), k.endProblem(w)); problem != "" {
		return k.broken(problem, w)
	}
	k.circumstances.steps(w, func(what label, then *world) {
		if err != nil {
			return
		}
		k.steps++
		k.path = append(k.path, what)
		if problem := k.stepProblem(w, then, &what); problem != "" {
			err = k.broken(problem, then)
			return
		}
		then.sort()
		if _, been := k.been[*then]; !been {
			err = k.from(then)
		}
		k.path = k.path[:len(k.path)-1]
	})
	return err
}

func (k *walk) broken(problem string, w *world) error {
	rows := ""
	for r := range k.rows {
		e := w.rows[r].entry()
		rows += fmt.Sprintf("\n  row %d: %s, sid %q by %q, other %q, attempt %q", r, e.State, e.SID, e.SettledBy, e.OtherSID, e.attempt)
	}
	path := ""
	for _, what := range k.path {
		path += "\n    " + what.String()
	}
	return fmt.Errorf("%w: %s: %s%s\n  after:%s", errBroken, k.name, problem, rows, path)
}

// TestMachineInEveryOrder walks through all orders in which two workers, sweepers, callbacks,
// deaths and the time can meet.
func TestMachineInEveryOrder(t *testing.T) {
	t.Parallel()
	for _, c := range worlds() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if underRace || c.large && testing.Short() {
				t.Skip("one goroutine walks through all moments here, and the race detector sees nothing in that")
			}
			c.rules = machine
			k := walk{circumstances: c}
			require.NoError(t, k.run())
			t.Logf("%d moments, %d steps between them", len(k.been), k.steps)
			assert.Greater(t, len(k.been), 1000)
		})
	}
}
