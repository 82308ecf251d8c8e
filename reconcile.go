package twilio

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"time"
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
	return "twilio: " + e.Op + ": outcome unknown: any of " + discreet(strings.Join(e.Candidates, ", ")) + " may be it; decide before any second try"
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

const (
	defaultHorizon = 2 * time.Minute
	// serverTimeout is how long Twilio may still work on a request that the client
	// has given up.
	serverTimeout = 30 * time.Second
	// dateSlack covers times that are written in whole seconds, on both sides.
	dateSlack = 2 * time.Second
)

// Horizon is how long Reconcile looks for what a create may have made before it
// says [ErrNotSeen]: 32 s or more, without it two minutes. Other calls ignore it.
func Horizon(d time.Duration) CallOption { return func(o *callOptions) { o.horizon = d } }

// likeness is how well a resource fits what was to be created.
type likeness uint8

const (
	unlike  likeness = iota
	similar          // all but its content
	alike
)

// reconciler looks for what a create of unknown outcome made.
type reconciler[T any] struct {
	op      string
	client  *Client
	unknown *OutcomeUnknownError
	create  call // that it looks for
	opts    []CallOption
	fetch   func(ctx context.Context, sid string, opts ...CallOption) (*T, error)
	newest  func(ctx context.Context, opts []CallOption) iter.Seq2[*T, error]
	facts   func(*T) (sid string, created time.Time, how likeness)
}

// errStillOpen keeps a reconciliation from saying that nothing was made while it may
// still be made.
var errStillOpen = errors.New("the create may still be under way: look again once its time is over, and 30 seconds more")

func (r *reconciler[T]) run(ctx context.Context) (*T, error) {
	if r.unknown == nil || r.unknown.SID == "" && r.unknown.Started.IsZero() {
		return nil, &reconcileError{r.op, paramError(r.op, "unknown", "is empty", "pass the *OutcomeUnknownError of the create, as it is")}
	}
	horizon, err := r.prepare()
	if err != nil {
		return nil, &reconcileError{r.op, err}
	}
	if r.unknown.SID != "" {
		return r.fetchKnown(ctx)
	}
	began := r.client.config.clock.Now()
	for _, at := range append(reconcileAt[:], horizon) {
		if at > horizon {
			continue
		}
		if err := r.sleepUntil(ctx, began.Add(at)); err != nil {
			return nil, &reconcileError{r.op, contextErrorOr(ctx, err)}
		}
		found, err := r.look(ctx, at == horizon)
		if found != nil || err != nil {
			return found, err
		}
	}
	if r.client.config.clock.Now().Before(r.unknown.Ended.Add(serverTimeout)) {
		return nil, &reconcileError{r.op, errStillOpen}
	}
	return nil, fmt.Errorf("twilio: %s: within %s: %w", r.op, horizon, ErrNotSeen)
}

// prepare adds the account of the create to the options and returns the horizon.
func (r *reconciler[T]) prepare() (time.Duration, error) {
	var options callOptions
	for _, opt := range r.opts {
		if opt != nil {
			opt(&options)
		}
	}
	if err := r.unknown.checkRecord(r.op, r.create); err != nil {
		return 0, err
	}
	if options.account != "" && options.account != r.unknown.AccountSID {
		return 0, paramError(r.op, "OnAccount", "is not the account of the create", "leave it out: the error carries the account")
	}
	if r.unknown.AccountSID != "" && r.unknown.AccountSID != r.client.accountSID {
		r.opts = append(r.opts[:len(r.opts):len(r.opts)], OnAccount(r.unknown.AccountSID))
	}
	switch {
	case options.horizon == 0:
		return defaultHorizon, nil
	case options.horizon < serverTimeout+dateSlack:
		return 0, paramError(r.op, "Horizon", "is shorter than Twilio may still work on the request", "give 32 s or more, or leave the option out for two minutes")
	}
	return options.horizon, nil
}

func (r *reconciler[T]) fetchKnown(ctx context.Context) (*T, error) {
	found, err := r.fetch(ctx, r.unknown.SID, r.opts...)
	if err != nil {
		return nil, &reconcileError{r.op, err}
	}
	r.client.claims.take(r.unknown.SID)
	return found, nil
}

func (r *reconciler[T]) sleepUntil(ctx context.Context, t time.Time) error {
	clock := r.client.config.clock
	if wait := t.Sub(clock.Now()); wait > 0 {
		return clock.Sleep(ctx, wait)
	}
	return ctx.Err()
}

// look reads the newest pages once. It returns nothing when there is nothing that
// fits yet; what fits but for its content counts only at the horizon.
func (r *reconciler[T]) look(ctx context.Context, last bool) (*T, error) {
	var fitting []*T
	var sids, others []string
	for item, err := range r.newest(ctx, r.opts) {
		if err != nil {
			return nil, &reconcileError{r.op, err}
		}
		sid, created, how := r.facts(item)
		from, to := r.window()
		if created.Before(from) {
			break // the list begins with the newest
		}
		if created.After(to) || how == unlike || sid == "" || r.client.claims.has(sid) {
			continue
		}
		if how == similar {
			others = append(others, sid)
			continue
		}
		fitting, sids = append(fitting, item), append(sids, sid)
	}
	switch {
	case len(fitting) == 1 && r.client.claims.take(sids[0]):
		return fitting[0], nil
	case len(fitting) > 1:
		return nil, &AmbiguousError{Op: r.op, Candidates: sids}
	case last && len(others) > 0:
		return nil, &AmbiguousError{Op: r.op, Candidates: others}
	}
	return nil, nil //nolint:nilnil // nothing yet
}

// window is when, on Twilio's clock, the create can have been carried out.
func (r *reconciler[T]) window() (from, to time.Time) {
	skew := r.client.throttle.clockSkew()
	return r.unknown.Started.Add(skew - dateSlack), r.unknown.Ended.Add(skew + serverTimeout + dateSlack)
}

// claims knows which resources are accounted for: those that a create of this
// client returned lately, and those that a reconciliation has found.
type claims struct {
	mu     sync.Mutex
	found  map[string]bool
	recent [512]string // a ring, of as many sends as fit into a window
	next   int
}

// remember adds what a create has returned.
func (c *claims) remember(sid string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.recent[c.next%len(c.recent)] = sid
	c.next++
}

// take claims a resource; it fails when somebody else has.
func (c *claims) take(sid string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isKnown(sid) {
		return false
	}
	c.found[sid] = true
	return true
}

func (c *claims) has(sid string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.isKnown(sid)
}

func (c *claims) isKnown(sid string) bool {
	if c.found[sid] {
		return true
	}
	for _, known := range &c.recent {
		if known == sid {
			return true
		}
	}
	return false
}

// Reconcile finds out what became of a message whose create ended in an
// *[OutcomeUnknownError]: params and unknown are those of that create. It looks
// for it in the account's list for two minutes, or as long as [Horizon] says.
//
// It returns the message when it was sent after all, [ErrNotSeen] when the lists
// were read whole and do not have it, and *[AmbiguousError] when it cannot tell.
// Every other error says nothing of the message, which stays unknown. Give it a
// context of its own: most often the create's has ended.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (s *MessagesService) Reconcile(ctx context.Context, params MessageCreateParams, unknown *OutcomeUnknownError, opts ...CallOption) (*Message, error) {
	r := reconciler[Message]{
		op: "Messages.Reconcile", client: s.c, unknown: unknown, create: messageCreate.with(&params), opts: opts, fetch: s.Get,
		newest: func(ctx context.Context, opts []CallOption) iter.Seq2[*Message, error] {
			return s.All(ctx, MessageListParams{To: listedAs(params.To)}, opts...)
		},
		facts: func(m *Message) (string, time.Time, likeness) {
			return m.SID, m.DateCreated.Time, params.likenessTo(m)
		},
	}
	return r.run(ctx)
}

// listedAs returns the filter by which Twilio finds a recipient, "" when Twilio may
// have written the address in another way than the caller.
func listedAs(to string) string {
	number := strings.TrimPrefix(to, whatsAppPrefix)
	if digits, ok := strings.CutPrefix(number, "+"); ok && strings.Trim(digits, "0123456789") == "" {
		return to
	}
	return ""
}

// sameAddress compares what Twilio shows with what was sent. It may have added the
// country code, or taken out what divides a number.
func sameAddress(shown, sent string) bool {
	const fewest = 7 // digits that a number has without its country code
	if shown == sent {
		return true
	}
	a, b := digitsOf(shown), digitsOf(strings.TrimPrefix(sent, "0"))
	return len(b) >= fewest && strings.HasSuffix(a, b)
}

func digitsOf(address string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, address)
}

// likenessTo compares what a message echoes. No answer echoes a template or the
// address of a file; Twilio renders templates, and may change any body.
func (p *MessageCreateParams) likenessTo(m *Message) likeness {
	switch {
	case m.Direction != MessageDirectionOutboundAPI, !sameAddress(m.To, p.To),
		p.From != "" && m.From != "" && !sameAddress(m.From, p.From), m.MessagingServiceSID != p.MessagingServiceSID:
		return unlike
	case int(m.NumMedia) != len(p.MediaURL) && p.ContentSID == "", p.Body != "" && m.Body != p.Body:
		return similar
	}
	return alike
}

// Reconcile is [MessagesService.Reconcile] for WhatsApp.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func (s *WhatsAppService) Reconcile(ctx context.Context, params WhatsAppSendParams, unknown *OutcomeUnknownError, opts ...CallOption) (*Message, error) {
	return s.c.Messages.Reconcile(ctx, *params.message(), unknown, opts...)
}

// Reconcile is [MessagesService.Reconcile] for calls. A call echoes neither URL
// nor TwiML, so that two to the same party in the time in question are ambiguous,
// and one that another process made at that moment cannot be told apart.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (s *CallsService) Reconcile(ctx context.Context, params CallCreateParams, unknown *OutcomeUnknownError, opts ...CallOption) (*Call, error) {
	r := reconciler[Call]{
		op: "Calls.Reconcile", client: s.c, unknown: unknown, create: callCreate.with(&params), opts: opts, fetch: s.Get,
		newest: func(ctx context.Context, opts []CallOption) iter.Seq2[*Call, error] {
			return s.All(ctx, CallListParams{To: listedAs(params.To)}, opts...)
		},
		facts: func(c *Call) (string, time.Time, likeness) {
			if c.Direction != CallDirectionOutboundAPI || !sameAddress(c.To, params.To) || !sameAddress(c.From, params.From) {
				return c.SID, c.DateCreated.Time, unlike
			}
			return c.SID, c.DateCreated.Time, alike
		},
	}
	return r.run(ctx)
}
