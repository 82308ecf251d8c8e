package twilio

import (
	"sync"
	"time"
)

// maxClaims is how many resources are remembered at least, and half of how many at
// most: those of eleven minutes at a hundred creates a second. The memory for them
// grows as it is needed, to about ten megabytes.
const maxClaims = 1 << 16

// claims knows which resources are accounted for, so that no reconciliation takes
// one for what a lost create made:
//
//   - what a create of this client has returned, or what a reconciliation has found;
//   - what the broken answer to a create still named, which is kept for the
//     reconciliation of that very create;
//   - what a create that is still under way may have made.
//
// A create goes from the last kind to one of the others in one step.
type claims struct {
	mu        sync.Mutex
	limit     int // of a generation
	recent    generation
	older     generation // forgotten as a whole, when recent is full
	forgotten *time.Time // when the newest of what was forgotten was claimed, nil when nothing was
	underWay  *exchange  // the first of the creates under way, which are linked with each other
}

// generation is a part of what is remembered.
type generation struct {
	taken  map[string]bool                 // by SID; false while it is kept for its own reconciliation
	newest time.Time                       // when the newest was claimed, on the client's clock
	found  map[*OutcomeUnknownError]string // by reconciliations
}

// standing is what claims know of a resource.
type standing uint8

const (
	standingFree   standing = iota
	standingOthers          // it is accounted for
	standingBusy            // a create that is under way may have made it
	standingUnsure          // it may have been accounted for, and forgotten since
)

func newClaims(limit int) *claims {
	return &claims{limit: limit, recent: newGeneration()}
}

func newGeneration() generation {
	return generation{taken: map[string]bool{}, found: map[*OutcomeUnknownError]string{}}
}

// begin notes that a create is under way. It allocates nothing: the exchanges are
// linked with each other.
func (c *claims) begin(x *exchange) {
	if x.op.settledBy == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	x.linked, x.later = true, c.underWay
	if x.later != nil {
		x.later.earlier = x
	}
	c.underWay = x
}

// end notes that a create is over and has returned a resource. Only the first call
// counts.
func (c *claims) end(x *exchange, sid string) { c.finish(x, sid, true) }

// fail notes that a create is over without a usable answer. A resource that the
// answer named nevertheless is kept for the reconciliation of this create.
func (c *claims) fail(x *exchange, sid string) { c.finish(x, sid, false) }

func (c *claims) finish(x *exchange, sid string, returned bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !x.linked {
		return
	}
	c.unlink(x)
	if sid != "" {
		c.remember(sid, x.last.ended, returned)
	}
}

func (c *claims) unlink(x *exchange) {
	if x.earlier != nil {
		x.earlier.later = x.later
	} else {
		c.underWay = x.later
	}
	if x.later != nil {
		x.later.earlier = x.earlier
	}
	x.linked, x.earlier, x.later = false, nil, nil
}

// remember adds a resource, and forgets the oldest ones when there is no room.
func (c *claims) remember(sid string, at time.Time, taken bool) {
	already, found := c.find(sid)
	if !found && len(c.recent.taken) >= c.limit {
		c.forget()
	}
	c.recent.taken[sid] = already || taken
	if at.After(c.recent.newest) {
		c.recent.newest = at
	}
}

func (c *claims) forget() {
	if len(c.older.taken) > 0 {
		newest := c.older.newest
		c.forgotten = &newest
	}
	c.older, c.recent = c.recent, newGeneration()
}

// find returns whether a resource is taken, and whether it is known at all.
func (c *claims) find(sid string) (taken, found bool) {
	if taken, found = c.recent.taken[sid]; !found {
		taken, found = c.older.taken[sid]
	}
	return taken, found
}

// mayHaveForgotten reports that something was forgotten which was claimed at that
// time or later.
func (c *claims) mayHaveForgotten(since time.Time) bool {
	return c.forgotten != nil && !c.forgotten.Add(dateSlack).Before(since)
}

// has reports that a resource is accounted for.
func (c *claims) has(sid string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, found := c.find(sid)
	return found
}

// isTaken reports that a resource is accounted for, and not kept for the
// reconciliation of a create whose answer named it.
func (c *claims) isTaken(sid string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken, _ := c.find(sid)
	return taken
}

// isBusy reports that a create under way may have made a resource.
func (c *claims) isBusy(makes func(*exchange) bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.findBusy(makes)
}

func (c *claims) findBusy(makes func(*exchange) bool) bool {
	for x := c.underWay; x != nil; x = x.later {
		if makes(x) {
			return true
		}
	}
	return false
}

// taking is one attempt of a reconciliation to claim a resource.
type taking struct {
	unknown *OutcomeUnknownError
	sid     string
	named   bool      // by the broken answer to the create itself
	since   time.Time // when the create began, on the client's clock
	now     time.Time
	makes   func(*exchange) bool // whether a create under way may have made it
}

// take claims a resource unless it is, or may be, somebody else's.
func (c *claims) take(t taking) standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken, found := c.find(t.sid)
	switch {
	case taken, found && !t.named:
		return standingOthers
	case c.findBusy(t.makes):
		return standingBusy
	case !found && c.mayHaveForgotten(t.since):
		return standingUnsure
	}
	c.remember(t.sid, t.now, true)
	c.recent.found[t.unknown] = t.sid
	return standingFree
}

// foundFor returns what an earlier reconciliation of the same error has found, ""
// for nothing.
func (c *claims) foundFor(unknown *OutcomeUnknownError) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if sid, found := c.recent.found[unknown]; found {
		return sid
	}
	return c.older.found[unknown]
}
