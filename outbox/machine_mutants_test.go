package outbox

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// mutant is the machine with one thing wrong.
type mutant struct {
	name  string
	rules table
}

// mutants lose one rule each, or one guard, or have one rule that leads elsewhere.
func mutants() []mutant {
	var all []mutant
	for i, r := range machine {
		name := fmt.Sprintf("%s, %s: ", r.from, r.on)
		all = append(all, mutant{name + "rule removed", slices.Delete(slices.Clone(machine), i, i+1)})
		for _, to := range modelStates {
			if to != r.to {
				wrong := slices.Clone(machine)
				wrong[i].to = to
				all = append(all, mutant{name + "leads to " + string(to), wrong})
			}
		}
		if r.guard != nil {
			wrong := slices.Clone(machine)
			wrong[i].guard = nil
			all = append(all, mutant{name + "guard removed", wrong})
		}
	}
	return all
}

// TestWalkCatchesMutants: the walk finds every single thing that can be wrong with the table.
func TestWalkCatchesMutants(t *testing.T) {
	t.Parallel()
	all := mutants()
	t.Log(len(all), "mutants")
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			for _, c := range worlds() {
				if c.rows == 2 && c.callbacks {
					continue
				}
				c.rules = m.rules
				k := walk{circumstances: c}
				if err := k.run(); err != nil {
					t.Log(c.name, len(k.been), time.Since(began))
					return
				}
			}
			t.Error("survives")
		})
	}
}
