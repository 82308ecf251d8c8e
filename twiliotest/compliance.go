package twiliotest

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/contract"
)

// reviewRules say how long the reviews of people at Twilio and at carriers take.
type reviewRules struct {
	bundles, hosting, porting time.Duration // 0 for the usual time
}

// The usual times. https://www.twilio.com/docs/phone-numbers/regulatory/faq
const (
	bundleReviewLasts = 72 * time.Hour
	hostingLasts      = 5 * 24 * time.Hour
	portingLasts      = 14 * 24 * time.Hour
)

// BundleReview sets how long Twilio reviews a bundle, on the simulator's clock. A bundle
// that is submitted is approved after that time, and rejected when it is a test bundle.
// Without this option a review takes three days. [Sim.ReviewBundle] decides at once.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles
func BundleReview(after time.Duration) Option {
	return reviewOption("BundleReview", after, func(r *reviewRules) *time.Duration { return &r.bundles })
}

// HostedNumberReview sets how long it takes from the letter of authorization of hosted
// numbers to their completion, on the simulator's clock. Without this option it takes
// five days. [Sim.ReviewHostedNumber] decides at once.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers
func HostedNumberReview(after time.Duration) Option {
	return reviewOption("HostedNumberReview", after, func(r *reviewRules) *time.Duration { return &r.hosting })
}

// PortInReview sets how long a port takes from the request to its completion, on the
// simulator's clock. Without this option it takes 14 days. [Sim.ReviewPortIn] decides at
// once.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in
func PortInReview(after time.Duration) Option {
	return reviewOption("PortInReview", after, func(r *reviewRules) *time.Duration { return &r.porting })
}

func reviewOption(name string, after time.Duration, field func(*reviewRules) *time.Duration) Option {
	return func(c *config) error {
		if after <= 0 {
			return fmt.Errorf("%s(%v): give a time above 0", name, after)
		}
		*field(&c.reviews) = after
		return nil
	}
}

// complianceHandlerOf returns the handler of an operation on phone numbers that has
// behaviour of its own, nil for all others.
func complianceHandlerOf(op *contract.Operation) handler {
	if op == nil || !strings.HasPrefix(op.Spec, "numbers_") {
		return nil
	}
	for _, find := range [...]func(string) handler{bundleHandler, complianceItemHandler, regulationHandler, hostingHandler, portingHandler} {
		if handle := find(op.ID); handle != nil {
			return handle
		}
	}
	return nil
}

// The paths of kept resources, all on the host numbersHost.
const (
	numbersHost     = "numbers"
	compliancePath  = "/v2/RegulatoryCompliance"
	bundlesPath     = compliancePath + "/Bundles"
	endUsersPath    = compliancePath + "/EndUsers"
	documentsPath   = compliancePath + "/SupportingDocuments"
	hostedPath      = "/v2/HostedNumber"
	hostedOrderPath = hostedPath + "/Orders"
	portInPath      = "/v1/Porting/PortIn"
)

// kept returns the resource of a collection with an SID, nil if there is none.
func (s *Sim) kept(collection, sid string) *resource {
	if sid == "" {
		return nil
	}
	return s.resources.at(numbersHost, collection+"/"+sid)
}

// newest returns the resource that was last put into a collection.
func (s *Sim) newest(collection string) *resource {
	all := s.resources.in(numbersHost, collection)
	return all[len(all)-1]
}

// makeKept keeps what a request creates, with more values, and answers with it.
func (s *Sim) makeKept(r *request, more members) (any, *resource, *apiError) {
	at, problem := s.locate(r)
	if problem != nil {
		return nil, nil, problem
	}
	if _, problem = s.createResource(r, at); problem != nil {
		return nil, nil, problem
	}
	res := s.newest(at.path)
	for name, value := range more {
		res.values[fold(name)] = value
	}
	return s.shapeOf(r, at, res), res, nil
}

// onKept lets a handler act on the resource that the path names.
func onKept(act func(*Sim, *request, *resource) *apiError) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		at, problem := s.locate(r)
		if problem != nil {
			return nil, problem
		}
		res := s.resources.at(at.host, at.path)
		if res == nil {
			return nil, notFound(at.path)
		}
		if problem := act(s, r, res); problem != nil {
			return nil, problem
		}
		return s.keep(r)
	}
}

// shown answers with a resource in the shape of an operation.
func (s *Sim) show(r *request, res *resource) any {
	return s.shapeOf(r, place{host: numbersHost, path: res.path}, res)
}

// text is a value of a resource, "" for none.
func (res *resource) text(name string) string { return textOf(res.values[fold(name)]) }

// sid is the last part of a resource's path.
func (res *resource) sid() string { return res.path[strings.LastIndexByte(res.path, '/')+1:] }

// set changes a value of a resource at the time of the clock.
func (s *Sim) set(res *resource, name string, value any) {
	res.values[fold(name)], res.updated = value, s.Clock.Now()
}

// afresh lets nothing happen any more that was to happen to a resource.
func (s *Sim) afresh(res *resource) {
	s.serial++
	res.values["round"] = s.serial
}

// moved does something to a resource after a time on the clock, if it has a status then
// and has not begun afresh meanwhile; then is called with s.mu held.
func (s *Sim) moved(after time.Duration, res *resource, name, from string, then func()) {
	round := res.values["round"]
	s.Clock.after(after, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.resources.at(numbersHost, res.path) == res && res.text(name) == from && res.values["round"] == round {
			then()
		}
	})
}

// decideOn calls a function about the resource with an SID, and delivers what follows. It
// fails the test when there is no such resource.
func (s *Sim) decideOn(verb, collection, sid string, do func(*resource) error) {
	if s.t != nil {
		s.t.Helper()
	}
	s.mu.Lock()
	var err error
	if res := s.kept(collection, sid); res == nil {
		err = fmt.Errorf("there is no %s", sid)
	} else {
		err = do(res)
	}
	s.mu.Unlock()
	if err != nil {
		s.fatalf("twiliotest: %s(%q): %v", verb, sid, err)
		return
	}
	s.empty()
}

// elements are the elements of a list that is kept.
func elements(value any) []any {
	list, _ := value.([]any)
	return list
}
