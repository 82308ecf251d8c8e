package twiliotest

import (
	"errors"
	"strings"
)

// ApproveTemplate has WhatsApp approve a template at once, whatever its status is and
// whether its approval was requested or not. It ends a pause as well.
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview#whatsapp-approval-statuses
func (s *Sim) ApproveTemplate(sid string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideOn(sid, approvalApproved, "")
}

// RejectTemplate has WhatsApp reject a template at once, for a reason such as
// "INVALID_FORMAT", whether its approval was requested or not. Messages with it outside
// the 24-hour window fail with 63040.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/63040
func (s *Sim) RejectTemplate(sid, reason string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideOn(sid, approvalRejected, reason)
}

// PauseTemplate has WhatsApp pause an approved template, as it does when many people
// complain. Messages with it fail with 63041 until [Sim.ApproveTemplate] ends the pause.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/63041
func (s *Sim) PauseTemplate(sid string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideOn(sid, approvalPaused, "")
}

// DisableTemplate has WhatsApp disable an approved or paused template for good. Messages
// with it fail with 63042.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/63042
func (s *Sim) DisableTemplate(sid string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideOn(sid, approvalDisabled, "")
}

// decideOn gives a template a status of WhatsApp's, or fails the test when it cannot.
func (s *Sim) decideOn(sid string, status approvalStatus, reason string) {
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
