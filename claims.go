package twilio

import (
	"sync"
	"time"
)

// maxClaims is how many resources are remembered at least, and half of how many at
// most: those of eleven minutes at a hundred creates a second. The memory for them
// grows as it is needed, to about 12 MB, or 35 MB when every create has a record.
const maxClaims = 1 << 16

// claims knows which resources are accounted for, so that no reconciliation takes
// one for what another create made:
//
//   - what a create of this client has returned, or what a reconciliation has found;
//   - what the broken answer to a create still named, which is kept for the
//     reconciliation of that very create;
//   - what a create that is still under way may have made.
//
// A create goes from the last kind to one of the others in one step. A claim knows
// its create, so that a reconciliation of that very create finds what it made, however
// often it asks.
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
	claimed map[string]*claim // by SID; nil for what a create without a record has returned
	made    map[string]string // the SID of what a create made, by the name of the create
	newest  time.Time         // when the newest was claimed, on the client's clock
}

// claim tells which create a resource belongs to.
type claim struct {
	create         string // its name, see [OutcomeUnknownError]; "" when nobody knows it
	started, ended time.Time
	kept           bool // for the reconciliation of its create, which has not come yet
}

// standing is what claims know of a resource, as one reconciliation sees it.
type standing uint8

const (
	standingFree   standing = iota // it is nobody's, or belongs to the very create
	standingOthers                 // another create made it
	standingBusy                   // a create that is under way may have made it
	standingUnsure                 // another create may have made it
)

func newClaims(limit int) *claims {
	return &claims{limit: limit, recent: newGeneration()}
}

func newGeneration() generation {
	return generation{claimed: map[string]*claim{}, made: map[string]string{}}
}

// begin notes that a create is under way. It allocates nothing: the exchanges are
// linked with each other.
func (c *claims) begin(x *exchange) {
	if x.op.ReconciledBy == "" {
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
func (c *claims) end(x *exchange, sid string) {
	var of *claim
	if r := x.options.record; r != nil {
		of = &claim{create: r.Fingerprint, started: x.last.started, ended: x.last.ended}
	}
	c.finish(x, sid, of)
}

// fail notes that a create is over without a usable answer, of which the error tells.
// A resource that the answer named nevertheless is kept for the reconciliation of this
// create.
func (c *claims) fail(x *exchange, unknown *OutcomeUnknownError) {
	c.finish(x, unknown.SID, &claim{create: unknown.create, started: unknown.Started, ended: unknown.Ended, kept: true})
}

// drop notes that a create is over and has made nothing.
func (c *claims) drop(x *exchange) { c.finish(x, "", nil) }

func (c *claims) finish(x *exchange, sid string, of *claim) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !x.linked {
		return
	}
	c.unlink(x)
	if sid != "" {
		c.remember(sid, x.last.ended, of)
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

// remember adds a claim, and forgets the oldest ones when there is no room. What one
// create has is not kept for another one.
func (c *claims) remember(sid string, at time.Time, of *claim) {
	before, found := c.find(sid)
	if !found && len(c.recent.claimed) >= c.limit {
		c.forget()
	}
	if found && of != nil && of.kept && (before == nil || !before.kept) {
		of = before
	}
	c.recent.claimed[sid] = of
	if of != nil && of.create != "" && !of.kept {
		c.recent.made[of.create] = sid
	}
	if at.After(c.recent.newest) {
		c.recent.newest = at
	}
}

func (c *claims) forget() {
	if len(c.older.claimed) > 0 {
		newest := c.older.newest
		c.forgotten = &newest
	}
	c.older, c.recent = c.recent, newGeneration()
}

// find returns the claim of a resource, and whether there is one.
func (c *claims) find(sid string) (of *claim, found bool) {
	if of, found = c.recent.claimed[sid]; !found {
		of, found = c.older.claimed[sid]
	}
	return of, found
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

// standing returns what is known of a resource when the create of an error is looked
// for, but for the creates under way.
func (c *claims) standing(sid string, unknown *OutcomeUnknownError) standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	of, found := c.find(sid)
	if !found {
		return standingFree
	}
	return of.standing(sid, unknown)
}

// standing returns what a claim says to the reconciliation of an error.
func (of *claim) standing(sid string, unknown *OutcomeUnknownError) standing {
	switch {
	case of == nil:
		return standingOthers
	case of.kept && sid == unknown.SID, of.create != "" && of.create == unknown.create:
		return standingFree
	case (of.create == "" || unknown.create == "") && of.overlaps(unknown):
		return standingUnsure
	}
	return standingOthers
}

// overlaps reports that two accounts of a create may be of the same one. A record's
// time holds that of the attempts; what was stored may have lost its fractions of a
// second.
func (of *claim) overlaps(unknown *OutcomeUnknownError) bool {
	return !of.started.Add(-time.Second).After(unknown.Ended) && !of.ended.Add(time.Second).Before(unknown.Started)
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
	now     time.Time
	makes   func(*exchange) bool // whether a create under way may have made it
}

// take claims a resource unless it is, or may be, another create's.
func (c *claims) take(t taking) standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	of, found := c.find(t.sid)
	switch {
	case found && of.standing(t.sid, t.unknown) != standingFree:
		return of.standing(t.sid, t.unknown)
	case found && !of.kept:
		return standingFree // it was found before
	case c.findBusy(t.makes):
		return standingBusy
	case !found && c.mayHaveForgotten(t.unknown.Started):
		return standingUnsure
	}
	c.remember(t.sid, t.now, &claim{create: t.unknown.create, started: t.unknown.Started, ended: t.unknown.Ended})
	return standingFree
}

// madeBy returns the SID of what a create is known to have made, "" when nothing is
// known.
func (c *claims) madeBy(create string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if sid, found := c.recent.made[create]; found {
		return sid
	}
	return c.older.made[create]
}
