package twiliotest

import (
	"time"
)

// Codes of toll-free verifications. https://www.twilio.com/docs/api/errors/30436,
// https://www.twilio.com/docs/api/errors/30437
const (
	tollFreeNumberInvalid = 30436
	tollFreeEditOver      = 30437
)

// tollFreePath is the collection of verifications.
const tollFreePath = "/v1/Tollfree/Verifications"

// editableFor is how long a verification that was rejected can be edited.
// https://www.twilio.com/docs/api/errors/30437
const editableFor = 7 * 24 * time.Hour

// createTollFree submits a toll-free number of the account.
func (s *Sim) createTollFree(r *request) (any, *apiError) {
	at, problem := s.locate(r)
	if problem != nil {
		return nil, problem
	}
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	number := s.tollFreeNumber(r.account, r.form.Get("TollfreePhoneNumberSid"))
	if number == nil {
		return nil, badRequest(tollFreeNumberInvalid, "Invalid Phone Number SID")
	}
	values["tollfreephonenumber"] = number.number
	reg := s.register(&tollFreeReview, tollFreePath, values)
	return s.shapeOf(r, at, reg.res), nil
}

// tollFreeNumber finds a toll-free number of an account by its SID, nil for none.
func (s *Sim) tollFreeNumber(account, sid string) *Number {
	if n := s.numberBySID(account, sid); n != nil && isTollFree(n.number) {
		return n
	}
	return nil
}

// resubmitTollFree corrects a verification and reviews it anew.
func (s *Sim) resubmitTollFree(r *request) (any, *apiError) {
	reg, at, problem := s.registered(r, &tollFreeReview)
	switch {
	case problem != nil:
		return nil, problem
	case reg.is(tollFreeReview.approved):
		return nil, badRequest(20001, "A verification that is approved cannot be edited")
	case reg.is(tollFreeReview.rejected) && !s.isEditable(reg):
		return nil, badRequest(tollFreeEditOver, "The verification can no longer be edited")
	}
	for _, name := range [...]string{"rejectionreason", "rejectionreasons", "errorcode", "editallowed", "editexpiration"} {
		delete(reg.res.values, name)
	}
	return s.resubmit(r, at, reg)
}

// isEditable says that a verification that was rejected can be edited.
func (s *Sim) isEditable(reg *registration) bool {
	return reg.res.values["editallowed"] == true && s.Clock.Now().Sub(reg.res.updated) < editableFor
}

// tollFreeDecided tells why a verification was rejected, and how long it can be edited.
func (s *Sim) tollFreeDecided(reg *registration, reasons []RejectionReason) {
	if !reg.is(tollFreeReview.rejected) {
		return
	}
	shown, editable := []any{}, true
	for _, r := range reasons {
		shown = append(shown, map[string]any{"code": int(r.Code), "reason": r.text()})
		editable = editable && !r.NoEdit
	}
	values := reg.res.values
	values["rejectionreasons"], values["editallowed"] = shown, editable
	if len(reasons) > 0 {
		values["rejectionreason"], values["errorcode"] = reasons[0].text(), int(reasons[0].Code)
	}
	if editable {
		values["editexpiration"] = s.Clock.Now().Add(editableFor).UTC().Format(time.RFC3339)
	}
}

// TollFreeVerified marks a toll-free number as verified, without a review.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/toll-free/api-onboarding
func TollFreeVerified() NumberOption {
	return func(s *Sim, n *Number) {
		if s.t != nil {
			s.t.Helper()
		}
		s.mu.Lock()
		fits := isTollFree(n.number)
		if fits {
			reg := s.register(&tollFreeReview, tollFreePath, members{"tollfreephonenumbersid": n.SID(), "tollfreephonenumber": n.number})
			s.decide(reg, tollFreeReview.approved, nil)
		}
		s.mu.Unlock()
		if !fits {
			s.fatalf("twiliotest: TollFreeVerified: %s is not a toll-free number, such as +18885550123", n.number)
		}
	}
}
