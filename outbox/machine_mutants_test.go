package outbox

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// mutant is the machine with one thing wrong.
type mutant struct {
	name  string
	wrong rule // as the machine has it
	rules table
}

// mutants lose one rule each, or one guard, or have one rule that leads elsewhere.
func mutants() []mutant {
	var all []mutant
	for i, r := range machine {
		name := fmt.Sprintf("%s, %s: ", r.from, r.on)
		all = append(all, mutant{name + "rule removed", r, slices.Delete(slices.Clone(machine), i, i+1)})
		for _, to := range modelStates {
			if to != r.to {
				wrong := slices.Clone(machine)
				wrong[i].to = to
				all = append(all, mutant{name + "leads to " + string(to), r, wrong})
			}
		}
		if r.guard != nil {
			wrong := slices.Clone(machine)
			wrong[i].guard = nil
			all = append(all, mutant{name + "guard removed", r, wrong})
		}
	}
	return all
}

// uses reports that a walk has come to a rule.
func (k *walk) uses(r rule) bool {
	for question := range k.answers {
		if question.before.is() == r.from && question.news.event.event() == r.on {
			return true
		}
	}
	return false
}

// TestWalkCatchesMutants: the walk finds every single thing that can be wrong with the table.
func TestWalkCatchesMutants(t *testing.T) {
	t.Parallel()
	if underRace || testing.Short() {
		t.Skip("it takes half a minute, and one goroutine does it")
	}
	var sound []walk
	for _, c := range worlds() {
		if c.large {
			continue
		}
		c.rules = machine
		k := walk{circumstances: c}
		require.NoError(t, k.run())
		k.been = nil
		sound = append(sound, k)
	}
	all := mutants()
	for _, m := range all {
		if !isCaught(m, sound) {
			t.Error(m.name, "survives")
		}
	}
	t.Log(len(all), "mutants")
}

// isCaught walks a mutant through the worlds that use its rule.
func isCaught(m mutant, sound []walk) bool {
	for i := range sound {
		c := sound[i].circumstances
		c.rules = m.rules
		k := walk{circumstances: c}
		if sound[i].uses(m.wrong) && k.run() != nil {
			return true
		}
	}
	return false
}
