package twiliotest

import (
	"errors"
	"strings"
)

// ReviewTemplate has WhatsApp decide about a template by hand, without waiting for the
// clock and whether its approval was requested or not: the template is approved, or
// rejected when there is a reason, such as "INVALID_FORMAT". Messages with a rejected
// template outside the 24-hour window fail with 63040.
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview#whatsapp-approval-statuses
func (s *Sim) ReviewTemplate(sid string, reasons ...string) {
	if s.t != nil {
		s.t.Helper()
	}
	status := approvalApproved
	if len(reasons) > 0 {
		status = approvalRejected
	}
	s.decideOnTemplate(sid, status, strings.Join(reasons, "; "))
}

// PauseTemplate has WhatsApp pause an approved template, as it does when many people
// complain. Messages with it fail with 63041 until [Sim.ReviewTemplate] ends the pause.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/63041
func (s *Sim) PauseTemplate(sid string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideOnTemplate(sid, approvalPaused, "")
}

// DisableTemplate has WhatsApp disable an approved or paused template for good. Messages
// with it fail with 63042.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/63042
func (s *Sim) DisableTemplate(sid string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideOnTemplate(sid, approvalDisabled, "")
}

// decideOnTemplate gives a template a status of WhatsApp's, or fails the test when it cannot.
func (s *Sim) decideOnTemplate(sid string, status approvalStatus, reason string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.mu.Lock()
	err := s.setApproval(sid, status, reason)
	s.mu.Unlock()
	if err != nil {
		s.fatalf("twiliotest: the template %s cannot be %s: %v", sid, status, err)
	}
}

func (s *Sim) setApproval(sid string, status approvalStatus, reason string) error {
	t := s.anyTemplate(sid)
	switch {
	case t == nil:
		return errNoSuchTemplate
	case t.approvable() == nil:
		return errNeverApprovable
	case status == approvalPaused && t.status() != approvalApproved,
		status == approvalDisabled && t.status() != approvalApproved && t.status() != approvalPaused:
		return errors.New("its status is " + string(t.status()))
	}
	if t.approval == nil {
		t.approval = &approval{name: strings.ToLower(sid), category: categoryUtility, contentType: t.approvable().name, allowCategoryChange: true}
	}
	t.approval.status, t.approval.reason, t.updated = status, reason, s.Clock.Now()
	s.notify()
	return nil
}

// anyTemplate finds a template of any account, nil when there is none.
func (s *Sim) anyTemplate(sid string) *contentTemplate {
	for _, t := range s.content.templates {
		if t.sid == sid {
			return t
		}
	}
	return nil
}
