package content

import (
	"fmt"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Category is the purpose of a template at WhatsApp. It decides the price of a message.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/tutorial/send-whatsapp-notification-messages-templates
type Category string

// The categories that can be submitted. Reviews of earlier years have others.
const (
	CategoryUtility        Category = "UTILITY"        // about an order, an account or an appointment that the person knows of
	CategoryMarketing      Category = "MARKETING"      // everything that is neither of the others
	CategoryAuthentication Category = "AUTHENTICATION" // one-time passcodes; the template has the type Authentication
)

// ApprovalStatus is where a review stands.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses
type ApprovalStatus string

// The statuses of reviews.
const (
	ApprovalUnsubmitted ApprovalStatus = "unsubmitted" // nobody asked for a review
	ApprovalReceived    ApprovalStatus = "received"    // by Twilio, which hands it on
	ApprovalPending     ApprovalStatus = "pending"     // at WhatsApp: minutes, at most 48 hours
	ApprovalApproved    ApprovalStatus = "approved"
	ApprovalRejected    ApprovalStatus = "rejected"
	ApprovalPaused      ApprovalStatus = "paused"   // for some hours, after complaints of recipients
	ApprovalDisabled    ApprovalStatus = "disabled" // for good, after complaints or a violation of WhatsApp's policy
)

// Final reports that the review is over: the template was approved, rejected or
// disabled. WhatsApp may still pause or disable an approved template later.
func (s ApprovalStatus) Final() bool {
	switch s {
	case ApprovalApproved, ApprovalRejected, ApprovalDisabled:
		return true
	default:
		return false
	}
}

// code is Twilio's code for messages with a template that cannot be sent, 0 for others.
func (s ApprovalStatus) code() twilio.ErrorCode {
	switch s {
	case ApprovalRejected:
		return twilio.CodeTemplateRejected
	case ApprovalPaused:
		return twilio.CodeTemplatePaused
	case ApprovalDisabled:
		return twilio.CodeTemplateDisabled
	default:
		return 0
	}
}

// RejectionReason is why a review rejected a template: a code of WhatsApp's, and
// sometimes a sentence behind it. It is "" for a template that was not rejected.
type RejectionReason string

// Code returns the code at the beginning of the reason, "" when there is none.
func (r RejectionReason) Code() RejectionCode {
	code, _, _ := strings.Cut(strings.TrimSpace(string(r)), ".")
	if code = strings.TrimSpace(code); strings.Trim(code, upperLetters+"_") != "" {
		return ""
	}
	return RejectionCode(code)
}

// RejectionCode is WhatsApp's reason for a rejection.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses
type RejectionCode string

// The codes of rejections that are known; WhatsApp may add others.
const (
	RejectionAbusiveContent     RejectionCode = "ABUSIVE_CONTENT"      // it violates a policy of WhatsApp's
	RejectionIncorrectCategory  RejectionCode = "INCORRECT_CATEGORY"   // submit it with the category that it belongs to
	RejectionInvalidFormat      RejectionCode = "INVALID_FORMAT"       // of placeholders, samples or other parts
	RejectionNone               RejectionCode = "NONE"                 // WhatsApp gives no reason
	RejectionPromotional        RejectionCode = "PROMOTIONAL"          // it advertises in a category that must not
	RejectionScam               RejectionCode = "SCAM"                 // it looks like a fraud
	RejectionTagContentMismatch RejectionCode = "TAG_CONTENT_MISMATCH" // the text is in another language or category
)

// Err returns an *[ApprovalError] when the template was rejected, paused or disabled, and
// nil otherwise. The error matches Twilio's code for messages with such a template, such
// as [twilio.CodeTemplateRejected], and the categories of the code.
func (a *Approval) Err() error {
	if a.Status.code() == 0 {
		return nil
	}
	return &ApprovalError{Name: a.Name, Status: a.Status, Reason: a.RejectionReason}
}

// ApprovalError says that a template cannot be sent on a channel because of its review.
type ApprovalError struct {
	Name   string          // of the template at the channel
	Status ApprovalStatus  // rejected, paused or disabled
	Reason RejectionReason // "" when the channel gave none
}

// Error is one line that names the template, the status and the code of the reason.
func (e *ApprovalError) Error() string {
	text := fmt.Sprintf("twilio: template %q %s", e.Name, e.Status)
	if code := e.Reason.Code(); code != "" {
		text += ": " + string(code)
	}
	return text
}

// Unwrap returns Twilio's code for messages with a template of this status.
func (e *ApprovalError) Unwrap() error {
	if code := e.Status.code(); code != 0 {
		return code
	}
	return nil
}
