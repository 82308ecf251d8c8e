package outbox

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// documented is what each event means: to which state it leads, and from which ones. What stands
// behind a slash holds only for what a search has found.
var documented = map[event]string{
	claimed:     "pending > sending",
	optedOut:    "pending > skipped",
	tooLate:     "pending > given_up",
	cancelled:   "pending > cancelled",
	accepted:    "pending sending unknown uncertain refused given_up cancelled skipped /accepted > accepted",
	calledBack:  "pending sending unknown uncertain refused given_up cancelled skipped /accepted > accepted",
	refused:     "pending sending unknown uncertain /accepted > refused",
	notSent:     "sending unknown uncertain > pending, /accepted > uncertain",
	noAnswer:    "sending > unknown",
	leaseEnded:  "sending > unknown",
	found:       "unknown > accepted",
	notSeen:     "unknown > pending",
	undecided:   "unknown > uncertain",
	displaced:   "/accepted > uncertain",
	resent:      "uncertain > pending",
	foundByHand: "uncertain > accepted",
	closed:      "uncertain > given_up",
}

// TestEachStateAndEvent: each pair of a state and an event has exactly the documented result.
func TestEachStateAndEvent(t *testing.T) {
	t.Parallel()
	assert.Len(t, documented, len(modelEvents))
	for _, what := range modelEvents {
		for _, from := range modelStates {
			for _, by := range modelBy {
				e := &entry{Entry: Entry{State: from, SettledBy: by, SID: "SM1"}, attempt: "one"}
				to, changes := machine.next(e, &news{event: what, attempt: "one", sid: "SM2"})
				want := documentedEnd(what, from, by)
				assert.Equal(t, want, to, "%s, settled by %q: %s", from, by, what)
				assert.Equal(t, want != "", changes)
			}
		}
	}
}

// documentedEnd reads the table above; it returns "" when nothing changes.
func documentedEnd(what event, from State, by SettledBy) State {
	for rule := range strings.SplitSeq(documented[what], ", ") {
		sources, to, _ := strings.Cut(rule, " > ")
		for source := range strings.SplitSeq(sources, " ") {
			if source == string(from) || source == "/"+string(from) && by == BySearch {
				return State(to)
			}
		}
	}
	return ""
}

// TestEventsOfAnotherAttempt: what is about an attempt counts for the last one alone. A SID counts
// for whichever attempt.
func TestEventsOfAnotherAttempt(t *testing.T) {
	t.Parallel()
	anyAttempt := []event{claimed, optedOut, tooLate, cancelled, accepted, calledBack, displaced, resent, foundByHand, closed}
	for _, r := range machine {
		e := &entry{Entry: Entry{State: r.from, SettledBy: BySearch}, attempt: "two"}
		_, changes := machine.next(e, &news{event: r.on, attempt: "one", sid: "SM2"})
		assert.Equal(t, slices.Contains(anyAttempt, r.on), changes, "%s: %s", r.from, r.on)
	}
}

// TestEveryStateAndEventOccurs: no state and no event is there for nothing, and no two rules
// decide the same.
func TestEveryStateAndEventOccurs(t *testing.T) {
	t.Parallel()
	type pair struct {
		from State
		on   event
	}
	states, events, pairs := map[State]bool{Pending: true}, map[event]bool{}, map[pair]bool{}
	for _, r := range machine {
		states[r.to], events[r.on] = true, true
		assert.False(t, pairs[pair{r.from, r.on}], "two rules for %s: %s", r.from, r.on)
		pairs[pair{r.from, r.on}] = true
	}
	for _, s := range modelStates {
		assert.True(t, states[s], "nothing leads to %s", s)
		assert.Equal(t, s != Pending && s != Sending && s != Unknown, s.Final())
	}
	for _, e := range modelEvents {
		assert.True(t, events[e], "%s does nothing", e)
	}
}
