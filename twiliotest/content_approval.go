package twiliotest

import (
	"encoding/json"
	"regexp"
	"slices"
	"time"
)

// approvalStatus is how far WhatsApp's review of a template is.
// https://www.twilio.com/docs/content/content-types-overview#whatsapp-approval-statuses
type approvalStatus string

// The statuses of a template at WhatsApp.
const (
	approvalUnsubmitted approvalStatus = "unsubmitted"
	approvalReceived    approvalStatus = "received" // by Twilio
	approvalPending     approvalStatus = "pending"  // at WhatsApp
	approvalApproved    approvalStatus = "approved"
	approvalRejected    approvalStatus = "rejected"
	approvalPaused      approvalStatus = "paused"
	approvalDisabled    approvalStatus = "disabled"
)

// The categories of WhatsApp's templates.
// https://www.twilio.com/docs/whatsapp/tutorial/send-whatsapp-notification-messages-templates
const (
	categoryUtility        = "UTILITY"
	categoryMarketing      = "MARKETING"
	categoryAuthentication = "AUTHENTICATION"
)

// approval is a request for WhatsApp's approval, and what came of it.
type approval struct {
	name                string
	category            string
	contentType         string
	status              approvalStatus
	reason              string // of the rejection, "" for none
	allowCategoryChange bool
}

// isOpen says that the review goes on.
func (a *approval) isOpen() bool { return a.status == approvalReceived || a.status == approvalPending }

// status is that of a template at WhatsApp.
func (t *contentTemplate) status() approvalStatus {
	if t.approval == nil {
		return approvalUnsubmitted
	}
	return t.approval.status
}

// approvalBody is the body of a request for approval.
type approvalBody struct {
	Name                string `json:"name"`
	Category            string `json:"category"`
	AllowCategoryChange *bool  `json:"allow_category_change"`
}

// aTemplateName is the form of the names of WhatsApp's templates.
// https://www.twilio.com/docs/whatsapp/tutorial/send-whatsapp-notification-messages-templates
var aTemplateName = regexp.MustCompile(`^[a-z0-9_]{1,512}$`)

// requestApproval hands a template to WhatsApp. The rules of Twilio are checked at once,
// those of WhatsApp when its review is over.
func (s *Sim) requestApproval(r *request, t *contentTemplate) (any, *apiError) {
	var sent approvalBody
	kind := t.approvable()
	switch err := json.Unmarshal(r.body, &sent); {
	case err != nil:
		return nil, badRequest(contentRefused, "The body of the request cannot be read as a request for approval.")
	case t.approval != nil:
		return nil, alreadySubmitted()
	case kind == nil:
		return nil, badRequest(contentRefused, "The content has no type that WhatsApp approves.")
	case !aTemplateName.MatchString(sent.Name):
		return nil, badRequest(contentRefused, "The name of the template takes 1 to 512 lowercase letters, digits and underscores.")
	case !slices.Contains([]string{categoryUtility, categoryMarketing, categoryAuthentication}, sent.Category):
		return nil, badRequest(contentRefused, "The category of the template is UTILITY, MARKETING or AUTHENTICATION.")
	}
	t.approval = &approval{
		name: sent.Name, category: sent.Category, contentType: kind.name, status: approvalReceived,
		allowCategoryChange: sent.AllowCategoryChange == nil || *sent.AllowCategoryChange,
	}
	t.updated = s.Clock.Now()
	s.beginReview(t)
	return t.approvalJSON(), nil
}

// approvable returns the type of a template that WhatsApp reviews, nil for none.
func (t *contentTemplate) approvable() *contentType {
	for i := len(contentTypes) - 1; i >= 0; i-- {
		if kind := &contentTypes[i]; kind.initiates && t.values.types[kind.name] != nil {
			return kind
		}
	}
	return nil
}

// beginReview plans what becomes of a template: after a tenth of the review's time it is
// at WhatsApp, which decides at the end.
func (s *Sim) beginReview(t *contentTemplate) {
	const atTwilio = 10 // the part of the time, as a divisor
	takes, reviewed := s.config.content.review, t.approval
	s.Clock.after(takes/atTwilio, func() {
		s.review(t, reviewed, func() { reviewed.status = approvalPending })
	})
	s.Clock.after(takes, func() {
		s.review(t, reviewed, func() { s.reviewTemplate(t) })
	})
}

// review takes a step of a review, unless somebody has decided meanwhile.
func (s *Sim) review(t *contentTemplate, reviewed *approval, step func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	if s.closed || !reviewed.isOpen() {
		return
	}
	step()
	t.updated = s.Clock.Now()
}

// approvalJSON is a request for approval as the API shows it. A template that nobody has
// submitted has a status and no more.
type approvalJSON struct {
	Name                string         `json:"name"`
	Category            string         `json:"category"`
	ContentType         string         `json:"content_type"`
	Status              approvalStatus `json:"status"`
	RejectionReason     string         `json:"rejection_reason"`
	AllowCategoryChange bool           `json:"allow_category_change"`
}

// channelApprovalJSON is an approval that names its channel.
// https://www.twilio.com/en-us/changelog/content-api-flows-approval
type channelApprovalJSON struct {
	approvalJSON

	Type  string          `json:"type"`
	Flows json.RawMessage `json:"flows"` // null: the simulator gives flows no id
}

func (t *contentTemplate) channelApprovalJSON() channelApprovalJSON {
	return channelApprovalJSON{approvalJSON: t.approvalJSON(), Type: channelWhatsApp}
}

func (t *contentTemplate) approvalJSON() approvalJSON {
	j := approvalJSON{Status: t.status(), AllowCategoryChange: true}
	if a := t.approval; a != nil {
		j.Name, j.Category, j.ContentType, j.RejectionReason, j.AllowCategoryChange = a.name, a.category, a.contentType, a.reason, a.allowCategoryChange
	}
	return j
}

type approvalFetchJSON struct {
	SID        string              `json:"sid"`
	AccountSID string              `json:"account_sid"`
	WhatsApp   channelApprovalJSON `json:"whatsapp"`
	URL        string              `json:"url"`
}

func (s *Sim) fetchApproval(r *request, t *contentTemplate) (any, *apiError) {
	return approvalFetchJSON{SID: t.sid, AccountSID: t.account, WhatsApp: t.channelApprovalJSON(), URL: r.address()}, nil
}

// reviewTakes is how long WhatsApp's review takes, on the simulator's clock: Twilio
// speaks of minutes.
// https://www.twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses
const reviewTakes = 10 * time.Minute
