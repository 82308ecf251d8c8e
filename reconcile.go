// After a create of unknown outcome: Reconcile looks for the resource that the create
// may have made, again and again up to the horizon. One look reads the list
// (reconcile_list.go), places each resource in time (reconcile_window.go), compares it
// with the parameters of the create (reconcile_match.go), and asks whether it belongs
// to another create (claims.go). This engine knows nothing of messages and calls; they
// describe themselves in reconcile_messages.go and reconcile_calls.go.

package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"
)

// Reconciler describes one kind of resource to [Reconcile]: how to list it and to get
// it, and how well a resource that was found fits the parameters of a create. Every
// field except SIDs and Check is needed:
//
//	twilio.Reconciler[Queue]{
//		Create: queueCreate.With(params), // its operation has Mints and ReconciledBy
//		Get:    func(sid string) twilio.BoundOperation { return queueGet.On(sid) },
//		List:   func(url.Values) twilio.BoundOperation { return queueList.On() },
//		Compare: func(sent url.Values, found *Queue, c *twilio.Comparison) {
//			c.Text("friendly_name", found.FriendlyName, sent.Get("FriendlyName"))
//		},
//	}
//
// Twilio docs: https://www.twilio.com/docs/usage/api
type Reconciler[T any] struct {
	// Create is the create whose outcome is unknown, with its parameters, which are sent as
	// a form. Its operation names the reconciliation and the kinds of SIDs that it makes.
	Create BoundOperation
	// Get fetches one resource.
	Get func(sid string) BoundOperation
	// List reads the resources, the newest first. It gets the parameters of the create,
	// and may filter by those alone that Twilio never writes in another way.
	List func(sent url.Values) BoundOperation
	// Compare compares a resource with the parameters of the create that is looked for,
	// or of another one that is under way.
	Compare func(sent url.Values, found *T, c *Comparison)
	// SIDs are the kinds of SIDs of the resources that are listed, as "SM|MM". They are
	// those of the create when it is "".
	SIDs string
	// Check adds a problem for each parameter without which no resource can be told from
	// another. It may be nil.
	Check func(sent url.Values, problems *Problems)
}

// Reconcile finds out what became of a create that ended in an *[OutcomeUnknownError].
// It looks for the resource for two minutes, or as long as [Horizon] says.
//
// It returns the resource when it was made after all, [ErrNotSeen] when the lists were
// read whole and do not have it, and *[AmbiguousError] when it cannot tell. Every other
// error says nothing of the create, which stays unknown. A resource that another create
// of the client has returned, or that another reconciliation has found, is not returned.
// Each resource needs a field date_created that says the second.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func Reconcile[T any](ctx context.Context, c *Client, unknown *OutcomeUnknownError, of Reconciler[T], opts ...CallOption) (*T, error) {
	r := reconciliation{kind: of.kind(), client: c, unknown: unknown, opts: opts}
	found, err := r.find(ctx)
	value, _ := found.(*T)
	return value, err
}

// kind is a [Reconciler] without its type, so that the engine is compiled once and not
// for every type of resource.
type kind struct {
	create    BoundOperation
	get       func(sid string) BoundOperation
	list      func(sent url.Values) BoundOperation
	newItem   func() any // a pointer to an empty resource
	compareTo func(sent url.Values, found any, c *Comparison)
	sids      string
	check     func(sent url.Values, problems *Problems)
}

// kind returns the zero kind for a Reconciler that lacks something.
func (of *Reconciler[T]) kind() kind {
	if of.Get == nil || of.List == nil || of.Compare == nil {
		return kind{}
	}
	return kind{
		create: of.Create, get: of.Get, list: of.List, sids: of.SIDs, check: of.Check,
		newItem:   func() any { return new(T) },
		compareTo: func(sent url.Values, found any, c *Comparison) { of.Compare(sent, found.(*T), c) }, //nolint:forcetypeassert,errcheck // newItem has made it
	}
}

func (k *kind) isComplete() bool {
	return k.create.op.ReconciledBy != "" && k.create.op.Body == BodyForm && k.newItem != nil
}

// op is the name of the reconciliation: "Messages.Reconcile".
func (k *kind) op() string { return cmp.Or(k.create.op.ReconciledBy, "Reconcile") }

// reconciliation is one search for the resource of a create of unknown outcome.
type reconciliation struct {
	kind

	client  *Client
	unknown *OutcomeUnknownError
	opts    []CallOption

	sent    url.Values // the parameters of the create
	account string     // of the create
	fresh   freshness
	looks   int // at the list, so far
}

// reconcileAt is when to look, counted from the beginning; the horizon is last.
var reconcileAt = [...]time.Duration{0, 2 * time.Second, 5 * time.Second, 15 * time.Second, 45 * time.Second}

const defaultHorizon = 2 * time.Minute

// Horizon is how long Reconcile looks for the resource of a create before it says
// [ErrNotSeen]: 32 s or more, without it two minutes. Other calls ignore it.
func Horizon(d time.Duration) CallOption { return func(o *callOptions) { o.horizon = d } }

// find returns the resource, a pointer to its type, or nil with an error.
func (r *reconciliation) find(ctx context.Context) (found any, err error) {
	if err := r.client.checkMade(r.op(), r.opts); err != nil {
		return nil, r.failed(err)
	}
	forgetInfo(r.opts)
	if r.client.config.hooks.used && !isNil(ctx) {
		t := r.beginTrace(ctx)
		ctx, err = t.within, errPanicked
		defer func() { t.end(found, err) }()
	}
	return r.findIn(ctx)
}

func (r *reconciliation) findIn(ctx context.Context) (any, error) {
	switch {
	case !r.isComplete():
		return nil, r.failed(paramError(r.op(), "of", "is incomplete", "fill in Get, List, Compare and Create, whose operation names its reconciliation and whose parameters are a form"))
	case r.unknown == nil:
		return nil, r.failed(paramError(r.op(), "unknown", "is nil", wholeEvidence))
	}
	horizon, err := r.prepare(ctx)
	if err != nil {
		return nil, r.failed(err)
	}
	if sid := sidOf(r.client.claims.madeBy(r.unknown.create), r.sidKinds()); sid != "" {
		return r.getOwn(ctx, sid)
	}
	if r.hasSID() {
		return r.getNamed(ctx)
	}
	if optionsOf(r.opts).lookOnce {
		return r.searchOnce(ctx, horizon)
	}
	return r.search(ctx, horizon)
}

// search looks until one look decides, and at the horizon for the last time.
func (r *reconciliation) search(ctx context.Context, horizon time.Duration) (any, error) {
	began := r.client.config.clock.Now()
	for _, at := range append(reconcileAt[:], horizon) {
		if at > horizon {
			continue
		}
		if err := r.sleepUntil(ctx, began.Add(at)); err != nil {
			return nil, r.failed(contextErrorOr(ctx, err))
		}
		asked := r.client.config.clock.Now()
		found, err := r.look(ctx)
		var undecided *undecidedError
		switch {
		case errors.As(err, &undecided) && at < horizon:
		case undecided != nil:
			return nil, undecided.err
		case found != nil || err != nil:
			return found, err
		case at == horizon:
			return nil, r.notSeen(asked, horizon)
		}
	}
	return nil, nil //nolint:nilnil // the last look is at the horizon
}

// undecidedError is the result of a look if no later look decides.
type undecidedError struct{ err error }

func (e *undecidedError) Error() string { return e.err.Error() }

func (r *reconciliation) sleepUntil(ctx context.Context, t time.Time) error {
	clock := r.client.config.clock
	if wait := t.Sub(clock.Now()); wait > 0 {
		return clock.Sleep(ctx, wait)
	}
	return ctx.Err()
}

// notSeen says that a create was not carried out, unless Twilio may still be at it, or
// may have done it for another account.
func (r *reconciliation) notSeen(asked time.Time, horizon time.Duration) error {
	if r.unknown.AccountSID == "" {
		return r.failed(paramError(r.op(), "AccountSID", "is empty, and it is not in the client's own account", wholeEvidence))
	}
	until := r.unknown.Ended.Add(serverTimeout + dateSlack)
	if asked.Before(until) {
		left := until.Sub(asked).Round(time.Second)
		return r.failed(fmt.Errorf("Twilio may still carry it out for %s: look again after that", left)) //nolint:staticcheck // a name
	}
	return fmt.Errorf("twilio: %s: within %s: %w", r.op(), horizon, ErrNotSeen)
}

// getOwn gets the resource that the create is known to have made: it has returned the
// resource after all, or an earlier reconciliation has found it. The parameters may be
// another create's, unless they were held against its record: then Twilio has changed
// the fields that differ.
func (r *reconciliation) getOwn(ctx context.Context, sid string) (any, error) {
	item, _, err := r.fetch(ctx, sid)
	if err != nil {
		return nil, r.failed(fmt.Errorf("the create made %s, which cannot be fetched: %w", sid, err))
	}
	switch c := r.compare(item); {
	case c.sid != sid:
		return nil, r.failed(errors.New("the create made " + sid + ", and the answer is about another one"))
	case r.unknown.record != nil:
		return item.value, nil
	case c.match() == MatchNone:
		return nil, r.failed(errors.New("the create made " + sid + ", which does not fit the parameters"))
	case c.match() == MatchOtherContent:
		return nil, r.ambiguous(sid)
	}
	return item.value, nil
}

// getNamed gets the resource that the broken answer named. The create need not have
// made it: answers can be mixed up on their way.
func (r *reconciliation) getNamed(ctx context.Context) (any, error) {
	sid := r.unknown.SID
	accountedFor := r.failed(errors.New(sid + ", which the answer named, is accounted for already"))
	if r.owner(sid) != ownerNone {
		return nil, accountedFor
	}
	if shared, err := r.isShared(ctx, sid); shared || err != nil {
		return nil, cmp.Or(err, accountedFor)
	}
	item, at, err := r.fetch(ctx, sid)
	if err != nil {
		return nil, r.failed(err)
	}
	c := r.compare(item)
	w := windowOf(r.evidence(at.asked), at, r.fresh.before)
	switch {
	case c.sid != sid || c.match() == MatchNone:
		return nil, r.failed(errors.New(sid + ", which the answer named, is not what was to be created"))
	case c.unreadable != "":
		return nil, r.failed(fmt.Errorf("%s of %s cannot be read", c.unreadable, sid))
	case c.match() == MatchOtherContent, !r.unknown.Started.IsZero() && w.place(c.created) != placeInside:
		return nil, r.ambiguous(sid)
	}
	switch r.take(&c) {
	case ownerNone:
		return item.value, nil
	case ownerOther:
		return nil, accountedFor
	default:
		return nil, r.ambiguous(sid)
	}
}

// take claims a resource for the create.
func (r *reconciliation) take(c *candidate) owner {
	return r.client.claims.take(claimRequest{
		unknown: r.unknown, sid: c.sid, now: r.client.config.clock.Now(),
		mayMake: func(other sentCreate) bool { return r.mayMake(other, c.value) },
		shared:  optionsOf(r.opts).shared != nil,
	})
}

// mayMake reports that a create under way may have made a resource. A create whose
// parameters cannot be read may have made every one.
func (r *reconciliation) mayMake(other sentCreate, value any) bool {
	reconciledBy, account := other.destination()
	if reconciledBy != r.op() || account != "" && account != r.account {
		return false
	}
	sent := other.sentForm()
	if sent == nil {
		return true
	}
	c := r.compareForm(sent, value)
	return c.match() > MatchOtherContent
}

// owner returns to whom a resource belongs, but for the creates under way.
func (r *reconciliation) owner(sid string) owner { return r.client.claims.owner(sid, r.unknown) }

// hasSID reports that the answer named the resource. A text that is no SID of its kind
// counts as none.
func (r *reconciliation) hasSID() bool { return sidOf(r.unknown.SID, r.sidKinds()) != "" }

func (r *reconciliation) sidKinds() string { return cmp.Or(r.sids, r.create.op.Mints) }

func (r *reconciliation) failed(err error) error { return &reconcileError{r.op(), err} }

func (r *reconciliation) ambiguous(sids ...string) error {
	return &AmbiguousError{Op: r.op(), Candidates: sids}
}

// isReconciledAs reports that the outcomes of another create, by its name, are settled
// by the same reconciliation.
func (o *Operation) isReconciledAs(name string) bool {
	return name == o.Name || reconciliationOf(name) == o.ReconciledBy
}

// reconciliationOf returns the reconciliation that settles the outcome of a create of
// this package, and "" when there is none.
func reconciliationOf(op string) string {
	for _, create := range [...]*Operation{&messageCreate, &whatsAppSend, &callCreate} {
		if create.Name == op {
			return create.ReconciledBy
		}
	}
	return ""
}

// prepare checks the parameters and the evidence, adds the account of the create to the
// options and returns the horizon.
func (r *reconciliation) prepare(ctx context.Context) (time.Duration, error) {
	var problems Problems
	if isNil(ctx) {
		problems.Add("ctx", "is nil", "pass a context, such as context.Background()")
	}
	r.sent = sentValues(formOf(r.create))
	if r.check != nil {
		r.check(r.sent, &problems)
	}
	r.checkEvidence(&problems)
	if len(problems.list) == 0 {
		r.prepareOptions(&problems)
	}
	r.fresh.before = r.client.throttle.serverTime()
	return cmp.Or(optionsOf(r.opts).horizon, defaultHorizon), problems.Err(r.op())
}

// prepareOptions turns the options of the caller into those of each request.
func (r *reconciliation) prepareOptions(problems *Problems) {
	options := optionsOf(r.opts)
	r.account = cmp.Or(r.unknown.AccountSID, r.client.accountSID)
	if options.account != "" && options.account != r.unknown.AccountSID {
		problems.Add("OnAccount", "is not the account of the create", "leave it out: the error carries the account in AccountSID")
	}
	if options.horizon != 0 && options.horizon < serverTimeout+dateSlack {
		problems.Add("Horizon", "is shorter than Twilio may still work on the request", "give 32 s or more, or leave the option out for two minutes")
	}
	r.opts = append(slices.Clip(r.opts), func(o *callOptions) { o.noCache = true })
	if r.account != r.client.accountSID {
		r.opts = append(r.opts, OnAccount(r.account))
	}
}

const wholeEvidence = "pass the *OutcomeUnknownError of the create with all of its fields"

// checkEvidence refuses an error that cannot be of a create that this reconciliation is
// for. Nothing is guessed: a wrong window finds somebody else's resource, or none.
func (r *reconciliation) checkEvidence(problems *Problems) {
	u := r.unknown
	if u.Op != "" && u.reconciledBy != r.op() && !r.create.op.isReconciledAs(u.Op) {
		problems.Add("Op", "is of another kind of create", "pass the error to the Reconcile of its own kind; where there is none, look with Get or List")
	}
	if problem := u.recordProblem(r.create); problem != "" {
		problems.Add("unknown", "comes from a record that "+problem, "give the record's Unknown and the parameters of that very create")
	}
	switch {
	case u.AccountSID != "" && !isSID(u.AccountSID, "AC"):
		problems.Add("AccountSID", "is not an account SID", wholeEvidence)
	case u.AccountSID != "" && u.AccountSID != r.client.accountSID && !r.create.op.hasAccount():
		problems.Add("AccountSID", "is not the account of the client", "reconcile with a client of that account: this product's addresses name no account")
	}
	if !r.hasSID() {
		r.checkTimes(problems)
	}
}

// checkTimes refuses times that cannot be those of one attempt.
func (r *reconciliation) checkTimes(problems *Problems) {
	switch u := r.unknown; {
	case u.Started.Year() < firstYear:
		problems.Add("Started", "is empty, or no time at which anything was created", wholeEvidence)
	case u.Ended.IsZero():
		problems.Add("Ended", "is empty", wholeEvidence)
	case u.Ended.Before(u.Started):
		problems.Add("Ended", "is before Started", wholeEvidence)
	case u.Ended.Sub(u.Started) > max(longestAttempt, r.client.config.timeout):
		problems.Add("Ended", "is later than any attempt ends", "give the time at which the attempt ended, not the present")
	}
}
