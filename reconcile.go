package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/redact"
)

// AmbiguousError says that a reconciliation found what may be, but need not be,
// what the create made: several that look alike, or one of other content. It
// matches [ErrOutcomeUnknown].
type AmbiguousError struct {
	Op         string   // "Messages.Reconcile"
	Candidates []string // SIDs
}

// Error names the candidates.
func (e *AmbiguousError) Error() string {
	return "twilio: " + e.Op + ": outcome unknown: any of " + redact.Text(strings.Join(e.Candidates, ", ")) + " may be it; decide before any second try"
}

// Is matches [ErrOutcomeUnknown].
func (e *AmbiguousError) Is(target error) bool { return target == ErrOutcomeUnknown }

// reconcileError is a reconciliation that could not be carried out. Whatever the
// reason says of itself, such as that it was not sent, it says nothing of the
// create: that stays unknown.
type reconcileError struct {
	op  string
	err error
}

func (e *reconcileError) Error() string {
	return "twilio: " + e.op + ": outcome still unknown, for the search failed: " + reason(e.err)
}

// Is matches [ErrOutcomeUnknown] and what the reason does, except that nothing
// was sent or seen.
func (e *reconcileError) Is(target error) bool {
	switch target {
	case ErrOutcomeUnknown:
		return true
	case ErrNotSent, ErrNotSeen:
		return false
	}
	return errors.Is(e.err, target)
}

// As finds the reason.
func (e *reconcileError) As(target any) bool { return errors.As(e.err, target) }

// reconcileAt is when to look, counted from the beginning; the horizon is last.
var reconcileAt = [...]time.Duration{0, 2 * time.Second, 5 * time.Second, 15 * time.Second, 45 * time.Second}

const defaultHorizon = 2 * time.Minute

// Horizon is how long Reconcile looks for what a create may have made before it
// says [ErrNotSeen]: 32 s or more, without it two minutes. Other calls ignore it.
func Horizon(d time.Duration) CallOption { return func(o *callOptions) { o.horizon = d } }

// reconciler looks for what a create of unknown outcome made.
type reconciler[T any] struct {
	op      string // "Messages.Reconcile"
	client  *Client
	unknown *OutcomeUnknownError
	opts    []CallOption
	fetch   func(ctx context.Context, sid string, opts ...CallOption) (*T, error)
	create  BoundOperation // that it looks for
	list    BoundOperation
	traits  func(*T) traits
	makes   func(params any, item *T) likeness // by the parameters of another create of the same kind

	account string // of the create
	info    *ResponseInfo
	fresh   freshness
}

func (r *reconciler[T]) run(ctx context.Context, problems Problems) (*T, error) {
	forgetInfo(r.opts)
	if r.unknown == nil {
		return nil, r.failed(paramError(r.op, "unknown", "is nil", wholeEvidence))
	}
	if ctx == nil {
		problems.Add("ctx", "is nil", "pass a context, such as context.Background()")
	}
	horizon := r.prepare(&problems)
	if err := problems.err(r.op); err != nil {
		return nil, r.failed(err)
	}
	r.fresh.before = r.client.throttle.serverTime()
	if sid := r.client.claims.madeBy(r.unknown.create); sid != "" {
		return r.fetchOwn(ctx, sid)
	}
	if r.hasSID() {
		return r.fetchKnown(ctx)
	}
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

// undecidedError is what a look says if none after it says more.
type undecidedError struct{ err error }

func (e *undecidedError) Error() string { return e.err.Error() }

func (r *reconciler[T]) failed(err error) error { return &reconcileError{r.op, err} }

// notSeen says that a create was not carried out, unless Twilio may still be at it, or
// may have done it for another account.
func (r *reconciler[T]) notSeen(asked time.Time, horizon time.Duration) error {
	if r.unknown.AccountSID == "" {
		return r.failed(paramError(r.op, "AccountSID", "is empty, and it is not in the client's own account", wholeEvidence))
	}
	until := r.unknown.Ended.Add(serverTimeout + dateSlack)
	if asked.Before(until) {
		left := until.Sub(asked).Round(time.Second)
		return r.failed(fmt.Errorf("Twilio may still carry it out for %s: look again after that", left)) //nolint:staticcheck // a name
	}
	return fmt.Errorf("twilio: %s: within %s: %w", r.op, horizon, ErrNotSeen)
}

// prepare checks the evidence, adds the account of the create to the options and
// returns the horizon.
func (r *reconciler[T]) prepare(problems *Problems) time.Duration {
	options := optionsOf(r.opts)
	r.checkEvidence(problems)
	if len(problems.list) > 0 {
		return 0
	}
	r.account = cmp.Or(r.unknown.AccountSID, r.client.accountSID)
	if options.account != "" && options.account != r.unknown.AccountSID {
		problems.Add("OnAccount", "is not the account of the create", "leave it out: the error carries the account in AccountSID")
	}
	r.info = options.info
	if r.info == nil {
		r.info = new(ResponseInfo)
	}
	r.opts = append(slices.Clip(r.opts), func(o *callOptions) { o.noCache = true })
	if r.account != r.client.accountSID {
		r.opts = append(r.opts, OnAccount(r.account))
	}
	if options.horizon != 0 && options.horizon < serverTimeout+dateSlack {
		problems.Add("Horizon", "is shorter than Twilio may still work on the request", "give 32 s or more, or leave the option out for two minutes")
	}
	return cmp.Or(options.horizon, defaultHorizon)
}

const wholeEvidence = "pass the *OutcomeUnknownError of the create with all of its fields"

// checkEvidence refuses what cannot be of a create that this reconciliation is for.
// Nothing is guessed: a wrong window finds somebody else's message, or none.
func (r *reconciler[T]) checkEvidence(problems *Problems) {
	u := r.unknown
	if u.Op != "" && reconciliationOf(u.Op) != r.op {
		problems.Add("Op", "is of another kind of create", "pass the error to the Reconcile of its own kind; where there is none, look with Get or List")
	}
	if problem := u.recordProblem(r.create); problem != "" {
		problems.Add("unknown", "comes from a record that "+problem, "give the record's Unknown and the parameters of that very create")
	}
	if u.AccountSID != "" && !isSID(u.AccountSID, "AC") {
		problems.Add("AccountSID", "is not an account SID", wholeEvidence)
	}
	if r.hasSID() {
		return
	}
	switch {
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

// hasSID reports that the answer named what was made. What is no SID counts as none.
func (r *reconciler[T]) hasSID() bool {
	return sidOf(r.unknown.SID, r.create.op.Mints) != ""
}

// fetchOwn gets what the create is known to have made: it has returned it after all,
// or an earlier reconciliation has found it. The parameters may be another create's,
// unless they were held against its record: then Twilio has changed what differs.
func (r *reconciler[T]) fetchOwn(ctx context.Context, sid string) (*T, error) {
	found, err := r.fetch(ctx, sid, r.opts...)
	if err != nil {
		return nil, r.failed(fmt.Errorf("the create made %s, which cannot be fetched: %w", sid, err))
	}
	switch t := r.traits(found); {
	case t.sid != sid:
		return nil, r.failed(errors.New("the create made " + sid + ", and the answer is about another one"))
	case r.unknown.record != nil:
		return found, nil
	case t.how == unlike:
		return nil, r.failed(errors.New("the create made " + sid + ", which does not fit the parameters"))
	case t.how == similar:
		return nil, r.ambiguous(sid)
	}
	return found, nil
}

// fetchKnown gets what the broken answer named. It need not be what the create made:
// answers can be mixed up on their way.
func (r *reconciler[T]) fetchKnown(ctx context.Context) (*T, error) {
	sid := r.unknown.SID
	accountedFor := r.failed(errors.New(sid + ", which the answer named, is accounted for already"))
	if r.standing(sid) != standingFree {
		return nil, accountedFor
	}
	asked := r.client.config.clock.Now()
	found, err := r.fetch(ctx, sid, append(r.opts, WithResponseInfo(r.info))...)
	if err != nil {
		return nil, r.failed(err)
	}
	t := r.traits(found)
	w := windowOf(r.unknown, newServerTime(r.info.Header.Get("Date"), asked, r.client.config.clock.Now()), r.fresh.before)
	switch {
	case t.sid != sid || t.how == unlike:
		return nil, r.failed(errors.New(sid + ", which the answer named, is not what was to be created"))
	case t.odd != "":
		return nil, r.failed(fmt.Errorf("%s of %s cannot be read", t.odd, sid))
	case t.how == similar, !r.unknown.Started.IsZero() && w.place(t.created) != placeInside:
		return nil, r.ambiguous(sid)
	}
	switch r.take(candidate[T]{found, t}) {
	case standingFree:
		return found, nil
	case standingOthers:
		return nil, accountedFor
	default:
		return nil, r.ambiguous(sid)
	}
}

func (r *reconciler[T]) ambiguous(sids ...string) error {
	return &AmbiguousError{Op: r.op, Candidates: sids}
}

// take claims what was found.
func (r *reconciler[T]) take(c candidate[T]) standing {
	return r.client.claims.take(taking{
		unknown: r.unknown, sid: c.sid, now: r.client.config.clock.Now(),
		makes: func(x *exchange) bool { return r.mayMake(x, c.item) },
	})
}

// mayMake reports that a create under way may have made an item.
func (r *reconciler[T]) mayMake(x *exchange, item *T) bool {
	return x.op.ReconciledBy == r.op && (x.account == r.account || !x.op.hasAccount()) && r.makes(x.params, item) > similar
}

func (r *reconciler[T]) sleepUntil(ctx context.Context, t time.Time) error {
	clock := r.client.config.clock
	if wait := t.Sub(clock.Now()); wait > 0 {
		return clock.Sleep(ctx, wait)
	}
	return ctx.Err()
}

// reconciliationOf returns what settles the outcome of a create, "" when nothing
// does.
func reconciliationOf(op string) string {
	for _, create := range [...]*Operation{&messageCreate, &whatsAppSend, &callCreate} {
		if create.Name == op {
			return create.ReconciledBy
		}
	}
	return ""
}

// Reconcile finds out what became of a message whose create ended in an
// *[OutcomeUnknownError]: params and unknown are those of that create. It looks
// for it in the account's list for two minutes, or as long as [Horizon] says.
//
// It returns the message when it was sent after all, [ErrNotSeen] when the lists
// were read whole and do not have it, and *[AmbiguousError] when it cannot tell.
// Every other error says nothing of the message, which stays unknown; an error
// without Started and Ended is refused with a *[ParamError] in it. Give Reconcile a
// context of its own: most often the create's has ended.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (s *Messages) Reconcile(ctx context.Context, params MessageCreateParams, unknown *OutcomeUnknownError, opts ...CallOption) (*Message, error) {
	sent := params.withExtra()
	r := reconciler[Message]{
		op: messageCreate.ReconciledBy, client: s.c, unknown: unknown, create: messageCreate.With(&params), opts: opts,
		fetch: s.Get, list: listFor(&messageList, sent.listedTo()), traits: sent.traitsOf,
		makes: func(other any, m *Message) likeness {
			switch p := other.(type) {
			case *MessageCreateParams:
				return p.withExtra().traitsOf(m).how
			case *WhatsAppSendParams:
				return (*MessageCreateParams)(p).withExtra().traitsOf(m).how
			}
			return madeByDo(other, m.To)
		},
	}
	return r.run(ctx, needParties(sent.To, sent.From+sent.MessagingServiceSID))
}

// Reconcile is [Messages.Reconcile] for WhatsApp.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (s *WhatsApp) Reconcile(ctx context.Context, params WhatsAppSendParams, unknown *OutcomeUnknownError, opts ...CallOption) (*Message, error) {
	return s.c.Messages.Reconcile(ctx, *params.message(), unknown, opts...)
}

// Reconcile is [Messages.Reconcile] for calls. A call echoes neither URL
// nor TwiML, so that two to the same party in the time in question are ambiguous,
// and one that another process made at that moment cannot be told apart.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (s *Calls) Reconcile(ctx context.Context, params CallCreateParams, unknown *OutcomeUnknownError, opts ...CallOption) (*Call, error) {
	sent := params.withExtra()
	r := reconciler[Call]{
		op: callCreate.ReconciledBy, client: s.c, unknown: unknown, create: callCreate.With(&params), opts: opts,
		fetch: s.Get, list: listFor(&callList, listedAs(sent.To)), traits: sent.traitsOf,
		makes: func(other any, c *Call) likeness {
			if p, ok := other.(*CallCreateParams); ok {
				return p.withExtra().traitsOf(c).how
			}
			return madeByDo(other, c.To)
		},
	}
	return r.run(ctx, needParties(sent.To, sent.From))
}

// madeByDo says whether a create of [Client.Do] may have made what goes to a recipient.
// A JSON body is not looked at.
func madeByDo(params any, to string) likeness {
	if sent, ok := params.(url.Values); ok && addressLikeness(to, sent.Get("To")) == unlike {
		return unlike
	}
	return akin
}

// needParties refuses parameters by which everything and nothing would be alike.
func needParties(to, from string) Problems {
	const remedy = "pass the parameters of the create"
	var problems Problems
	if strings.TrimSpace(to) == "" {
		problems.Add("To", "is empty", remedy)
	}
	if strings.TrimSpace(from) == "" {
		problems.Add("From", "is empty", remedy)
	}
	return problems
}
