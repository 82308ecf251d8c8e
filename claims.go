package twilio

import (
	"sync"
	"time"
)

// maxClaims is how many resources are remembered: those of eleven minutes at a
// hundred creates a second, in about eight megabytes. The memory grows as it is
// needed.
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
	limit     int
	known     map[string]bool // by SID; false while it is kept for its own reconciliation
	ring      []claim         // in the order in which they came; the oldest one is overwritten
	next      int             // of the ring, once it is full
	forgotten bool            // something was overwritten
	until     time.Time       // when the newest of what was overwritten was claimed, on the client's clock
	underWay  *exchange       // the first of the creates under way, which are linked with each other
}

// claim is one entry of the ring.
type claim struct {
	sid string
	at  time.Time
}

// standing is what claims know of a resource.
type standing uint8

const (
	standingFree   standing = iota
	standingOthers          // it is accounted for
	standingBusy            // a create that is under way may have made it
	standingUnsure          // it may have been accounted for, and forgotten since
)

func newClaims(limit int) *claims { return &claims{limit: limit, known: map[string]bool{}} }

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

// remember adds a resource, and forgets the oldest one when there is no room.
func (c *claims) remember(sid string, at time.Time, taken bool) {
	if already, found := c.known[sid]; found {
		c.known[sid] = already || taken
		return
	}
	c.known[sid] = taken
	if len(c.ring) < c.limit {
		c.ring = append(c.ring, claim{sid, at})
		return
	}
	oldest := c.ring[c.next]
	delete(c.known, oldest.sid)
	if !c.forgotten || oldest.at.After(c.until) {
		c.forgotten, c.until = true, oldest.at
	}
	c.ring[c.next] = claim{sid, at}
	c.next = (c.next + 1) % c.limit
}

// has reports that a resource is accounted for.
func (c *claims) has(sid string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, found := c.known[sid]
	return found
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
	sid   string
	named bool      // by the broken answer to the create itself
	since time.Time // when the create began, on the client's clock
	now   time.Time
	makes func(*exchange) bool // whether a create under way may have made it
}

// take claims a resource unless it is, or may be, somebody else's.
func (c *claims) take(t taking) standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken, found := c.known[t.sid]
	switch {
	case taken, found && !t.named:
		return standingOthers
	case c.findBusy(t.makes):
		return standingBusy
	case c.forgotten && !found && !c.until.Add(dateSlack).Before(t.since):
		return standingUnsure
	}
	c.remember(t.sid, t.now, true)
	return standingFree
}
