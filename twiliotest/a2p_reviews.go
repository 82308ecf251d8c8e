package twiliotest

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
)

// reviewKind is how one kind of registration is reviewed.
type reviewKind struct {
	prefix    string   // of its SIDs
	sid       string   // the name of its SID, folded
	status    string   // the name of its status, folded
	waiting   []string // the statuses while it is reviewed, in their order
	approved  string
	rejected  string
	suspended string        // "" if it cannot be
	takes     time.Duration // without [A2PReview]
}

// How long reviews take.
// https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
const (
	brandReviewTakes    = 10 * time.Minute
	campaignReviewTakes = 3 * 24 * time.Hour
)

// The kinds. https://www.twilio.com/docs/messaging/api
var (
	brandReview = reviewKind{
		prefix: "BN", sid: "sid", status: "status", waiting: []string{"PENDING"}, approved: "APPROVED", rejected: "FAILED", suspended: "SUSPENDED", takes: brandReviewTakes,
	}
	vettingReview = reviewKind{
		prefix: "VT", sid: "brandvettingsid", status: "vettingstatus", waiting: []string{"PENDING", "IN_PROGRESS"}, approved: "SUCCESS", rejected: "FAILED", takes: brandReviewTakes,
	}
	campaignReview = reviewKind{
		prefix: "QE", sid: "sid", status: "campaignstatus", waiting: []string{"PENDING", "IN_PROGRESS"}, approved: "VERIFIED", rejected: "FAILED",
		suspended: "SUSPENDED", takes: campaignReviewTakes,
	}
	tollFreeReview = reviewKind{
		prefix: "HH", sid: "sid", status: "status", waiting: []string{"PENDING_REVIEW", "IN_REVIEW"}, approved: "TWILIO_APPROVED", rejected: "TWILIO_REJECTED",
		takes: campaignReviewTakes,
	}
)

// registration is a resource that is reviewed.
type registration struct {
	kind    *reviewKind
	sid     string
	res     *resource
	reviews int // submissions so far: what was decided about an earlier one is void
}

func (reg *registration) id() string { return reg.sid }

func (reg *registration) is(status string) bool {
	return status != "" && textOf(reg.res.values[reg.kind.status]) == status
}

// isUnderReview says that nobody has decided yet.
func (reg *registration) isUnderReview() bool { return slices.ContainsFunc(reg.kind.waiting, reg.is) }

// register makes a registration in a collection and submits it.
func (s *Sim) register(kind *reviewKind, collection string, values members) *registration {
	now := s.Clock.Now()
	reg := &registration{kind: kind, sid: s.newSID(kind.prefix)}
	values[kind.sid] = reg.sid
	reg.res = &resource{path: collection + "/" + url.PathEscape(reg.sid), shelf: collection, values: values, created: now, updated: now}
	s.resources.put(messagingHost, collection, reg.res)
	s.a2p.registrations = append(s.a2p.registrations, reg)
	s.submit(reg)
	return reg
}

// messagingHost is the host of the resources that are registered.
const messagingHost = "messaging"

// submit begins a review, which goes through its statuses in equal steps.
func (s *Sim) submit(reg *registration) {
	reg.reviews++
	takes, waiting, submission := reg.kind.takes, reg.kind.waiting, reg.reviews
	if s.config.a2p.reviewed {
		takes = s.config.a2p.after
	}
	s.mark(reg, waiting[0])
	if takes == 0 {
		s.decide(reg, reg.kind.approved, nil)
		return
	}
	step := takes / time.Duration(len(waiting))
	for i, status := range waiting[1:] {
		s.Clock.after(step*time.Duration(i+1), func() { s.proceed(reg, submission, func() { s.mark(reg, status) }) })
	}
	s.Clock.after(takes, func() { s.proceed(reg, submission, func() { s.decide(reg, reg.kind.approved, nil) }) })
}

// proceed goes on with a review unless it is over; the clock calls it.
func (s *Sim) proceed(reg *registration, submission int, act func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed && reg.reviews == submission && reg.isUnderReview() && s.isThere(reg) {
		act()
		s.notify()
	}
}

// isThere says that a registration was not deleted.
func (s *Sim) isThere(reg *registration) bool {
	return s.resources.at(messagingHost, reg.res.path) == reg.res
}

func (s *Sim) mark(reg *registration, status string) {
	reg.res.values[reg.kind.status], reg.res.updated = status, s.Clock.Now()
}

// decide ends a review, or takes back its result.
func (s *Sim) decide(reg *registration, status string, reasons []RejectionReason) {
	s.mark(reg, status)
	switch reg.kind {
	case &brandReview:
		s.brandDecided(reg, reasons)
	case &vettingReview:
		s.vettingDecided(reg)
	case &campaignReview:
		s.campaignDecided(reg, reasons)
	case &tollFreeReview:
		s.tollFreeDecided(reg, reasons)
	}
}

// RejectionReason is why a registration is rejected or suspended.
type RejectionReason struct {
	Code   twilio.ErrorCode // such as 30909
	Text   string           // the reviewer's words, "" for the title of the code
	Fields []string         // of a brand and a campaign, that are wrong: "MESSAGE_FLOW"
	NoEdit bool             // a toll-free verification cannot be edited afterwards
}

func (r *RejectionReason) text() string { return cmp.Or(r.Text, r.Code.Title()) }

// errorsOf are reasons as brands and campaigns show them.
func errorsOf(reasons []RejectionReason) []any {
	shown := make([]any, 0, len(reasons))
	for _, r := range reasons {
		fields := make([]any, 0, len(r.Fields))
		for _, field := range r.Fields {
			fields = append(fields, field)
		}
		shown = append(shown, map[string]any{"error_code": int(r.Code), "description": r.text(), "fields": fields, "url": r.Code.DocsURL()})
	}
	return shown
}

// ReviewRegistration ends a review by hand: of a brand (BN…), a vetting (VT…), a campaign
// (QE…) or the verification of a toll-free number (HH…). Without a reason it is approved,
// and with reasons it is rejected, for the reasons that the API then shows. A decision can
// be taken back in the same way, and a suspension be lifted. A registration that does not
// exist fails the test.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc/troubleshooting-a2p-brands
func (s *Sim) ReviewRegistration(sid string, reasons ...RejectionReason) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideByHand("ReviewRegistration", sid, reasons, func(kind *reviewKind) string {
		if len(reasons) == 0 {
			return kind.approved
		}
		return kind.rejected
	})
}

// SuspendRegistration suspends a brand or a campaign. The numbers of the campaign cannot
// send to the United States until [Sim.ReviewRegistration]. Anything else fails the test.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/30033
func (s *Sim) SuspendRegistration(sid string, reasons ...RejectionReason) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideByHand("SuspendRegistration", sid, reasons, func(kind *reviewKind) string { return kind.suspended })
}

func (s *Sim) decideByHand(method, sid string, reasons []RejectionReason, statusOf func(*reviewKind) string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.mu.Lock()
	reg := recordOf(s.a2p.registrations, sid)
	found := reg != nil && s.isThere(reg) && statusOf(reg.kind) != ""
	if found {
		s.decide(reg, statusOf(reg.kind), reasons)
		s.notify()
	}
	s.mu.Unlock()
	if !found {
		s.fatalf("twiliotest: %s(%q): there is no registration of that SID that can be decided so", method, sid)
	}
}

// registrationsOf are those of a kind that were not deleted.
func (s *Sim) registrationsOf(kind *reviewKind) []*registration {
	var found []*registration
	for _, reg := range s.a2p.registrations {
		if reg.kind == kind && s.isThere(reg) {
			found = append(found, reg)
		}
	}
	return found
}

// registered finds the registration that the path of a request names.
func (s *Sim) registered(r *request, kind *reviewKind) (*registration, place, *apiError) {
	at, problem := s.locate(r)
	if problem != nil {
		return nil, at, problem
	}
	reg := recordOf(s.registrationsOf(kind), at.id)
	if reg == nil || reg.res.path != at.path {
		return nil, at, r.absent()
	}
	return reg, at, nil
}
