// Beside the road: which resources are accounted for. Every create that has a
// reconciliation tells claims when it begins and how it ends; a reconciliation asks
// them to whom a resource belongs.

package twilio

import (
	"net/url"
	"sync"
	"time"
)

// maxClaims is how many resources are remembered at least, and half of how many at
// most: those of eleven minutes at a hundred creates a second. The memory for them
// grows as it is needed, to about 12 MB, or 35 MB when every create has a record.
const maxClaims = 1 << 16

// claims knows which resources are accounted for, so that no reconciliation returns the
// resource of another create:
//
//   - a resource that a create of this client has returned, or that a reconciliation has
//     found;
//   - a resource that the broken answer to a create still named, which is kept for the
//     reconciliation of that very create;
//   - a resource that a create may have made which is still under way.
//
// A create goes from the last kind to one of the others in one step. A claim knows
// its create, so that a reconciliation of that very create finds the resource again,
// however often it asks.
type claims struct {
	mu        sync.Mutex
	limit     int // of a generation
	recent    generation
	older     generation  // forgotten as a whole, when recent is full
	forgotten *time.Time  // when the newest of the forgotten resources was claimed, nil when none was
	underWay  *createLink // the first of the creates under way, which are linked with each other
}

// generation is a part of the claims.
type generation struct {
	claimed map[string]*claim // by SID; nil for a resource that a create without a record has returned
	made    map[string]string // the SID of the resource that a create made, by the name of the create
	newest  time.Time         // when the newest was claimed, on the client's clock
}

// claim tells to which create a resource belongs.
type claim struct {
	create         string // its name, see [OutcomeUnknownError]; "" when nobody knows it
	started, ended time.Time
	kept           bool // for the reconciliation of its create, which has not come yet
}

// owner is to whom a resource belongs, as one reconciliation sees it.
type owner uint8

const (
	ownerNone   owner = iota // nobody, or the very create
	ownerOther               // another create
	ownerBusy                // perhaps a create that is under way
	ownerUnsure              // perhaps another create
)

// sentCreate is a create as claims and reconciliations see it.
type sentCreate interface {
	// destination is the name of the create's reconciliation, and the account that its
	// path names, "" when it names none.
	destination() (reconciledBy, account string)
	// sentForm returns the parameters as they are sent, nil when they are no form.
	sentForm() url.Values
}

// createLink links the creates under way with each other. It is a part of each create,
// so that none needs an allocation.
type createLink struct {
	of             sentCreate // nil unless the create is under way
	earlier, later *createLink
}

func (l *createLink) isUnderWay() bool { return l.of != nil }

func newClaims(limit int) *claims {
	return &claims{limit: limit, recent: newGeneration()}
}

func newGeneration() generation {
	return generation{claimed: map[string]*claim{}, made: map[string]string{}}
}

// begin notes that a create is under way.
func (c *claims) begin(link *createLink, of sentCreate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	link.of, link.later = of, c.underWay
	if link.later != nil {
		link.later.earlier = link
	}
	c.underWay = link
}

// end notes that a create is over and to which create a resource belongs that it has
// returned or that its answer named. SID is "" when there is none. Only the first call
// counts.
func (c *claims) end(link *createLink, sid string, at time.Time, of *claim) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !link.isUnderWay() {
		return
	}
	c.unlink(link)
	if sid != "" {
		c.remember(sid, at, of)
	}
}

func (c *claims) unlink(link *createLink) {
	if link.earlier != nil {
		link.earlier.later = link.later
	} else {
		c.underWay = link.later
	}
	if link.later != nil {
		link.later.earlier = link.earlier
	}
	*link = createLink{}
}

// remember adds a claim, and forgets the oldest ones when there is no room. A resource
// that one create has is not kept for another one.
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

// mayHaveForgotten reports that a resource was forgotten which was claimed at that time
// or later.
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

// owner returns to whom a resource belongs when the create of an error is looked for,
// but for the creates under way.
func (c *claims) owner(sid string, unknown *OutcomeUnknownError) owner {
	c.mu.Lock()
	defer c.mu.Unlock()
	of, found := c.find(sid)
	if !found {
		return ownerNone
	}
	return of.owner(sid, unknown)
}

// owner returns to whom a claimed resource belongs when the create of an error is
// looked for.
func (of *claim) owner(sid string, unknown *OutcomeUnknownError) owner {
	switch {
	case of == nil:
		return ownerOther
	case of.kept && sid == unknown.SID, of.create != "" && of.create == unknown.create:
		return ownerNone
	case (of.create == "" || unknown.create == "") && of.overlaps(unknown):
		return ownerUnsure
	}
	return ownerOther
}

// overlaps reports that a claim and an error may be of the same create. The time of a
// record holds that of the attempts; an error that was stored may have lost its
// fractions of a second.
func (of *claim) overlaps(unknown *OutcomeUnknownError) bool {
	return !of.started.Add(-time.Second).After(unknown.Ended) && !of.ended.Add(time.Second).Before(unknown.Started)
}

// isBusy reports that a create under way may have made a resource.
func (c *claims) isBusy(mayMake func(sentCreate) bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.findBusy(mayMake)
}

func (c *claims) findBusy(mayMake func(sentCreate) bool) bool {
	for link := c.underWay; link != nil; link = link.later {
		if mayMake(link.of) {
			return true
		}
	}
	return false
}

// claimRequest is one attempt of a reconciliation to claim a resource.
type claimRequest struct {
	unknown *OutcomeUnknownError
	sid     string
	now     time.Time
	mayMake func(sentCreate) bool // whether a create under way may have made it
	shared  bool                  // the caller keeps the claims of reconciliations, see [SharedClaims]
}

// take claims a resource unless it belongs, or may belong, to another create.
func (c *claims) take(t claimRequest) owner {
	c.mu.Lock()
	defer c.mu.Unlock()
	of, found := c.find(t.sid)
	switch {
	case found && of.owner(t.sid, t.unknown) != ownerNone:
		return of.owner(t.sid, t.unknown)
	case found && !of.kept:
		return ownerNone // it was found before
	case c.findBusy(t.mayMake):
		return ownerBusy
	case !found && c.mayHaveForgotten(t.unknown.Started):
		return ownerUnsure
	case t.shared:
		return ownerNone
	}
	c.remember(t.sid, t.now, &claim{create: t.unknown.create, started: t.unknown.Started, ended: t.unknown.Ended})
	return ownerNone
}

// madeBy returns the SID of the resource that a create is known to have made, "" when
// nothing is known.
func (c *claims) madeBy(create string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if sid, found := c.recent.made[create]; found {
		return sid
	}
	return c.older.made[create]
}
