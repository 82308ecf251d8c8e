package verify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Check is the result of a check: whether the code was the right one.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification-check
type Check struct {
	SID                   string             `json:"sid"` // VE…, of the verification
	ServiceSID            string             `json:"service_sid"`
	AccountSID            string             `json:"account_sid"`
	To                    string             `json:"to"`
	Channel               Channel            `json:"channel"`
	Status                VerificationStatus `json:"status"` // of the verification
	Valid                 bool               `json:"valid"`  // Approved looks at Status, as Twilio advises
	Amount                string             `json:"amount"` // of a transaction under PSD2
	Payee                 string             `json:"payee"`
	DateCreated           twilio.Time        `json:"date_created"`
	DateUpdated           twilio.Time        `json:"date_updated"`
	SNAAttemptsErrorCodes []SNAError         `json:"sna_attempts_error_codes"` // the oldest first
}

// SNAError is why an attempt by silent network authentication failed.
type SNAError struct {
	AttemptSID string           `json:"attempt_sid"` // VL…
	Code       twilio.ErrorCode `json:"code"`
}

// Approved reports that the code was the right one. A wrong code is no error: the
// verification is then still pending, until five checks have failed.
func (c *Check) Approved() bool { return c.Status == VerificationApproved }

// Err returns why silent network authentication did not verify the number, and nil
// when the check is approved or names no reason. The error matches each code and its
// categories.
func (c *Check) Err() error {
	if c.Approved() {
		return nil
	}
	var failed []error
	for _, attempt := range c.SNAAttemptsErrorCodes {
		if attempt.Code != 0 {
			failed = append(failed, fmt.Errorf("verify: silent network authentication: %w", attempt.Code))
		}
	}
	return errors.Join(failed...)
}

// Checks checks the codes that people give back.
type Checks struct{ c *twilio.Client }

// A check is a create although it makes nothing: a wrong code that is checked twice
// counts as two of five tries, and of the right one the second check says that there is
// no such verification any more. Its SID is that of the verification, for every check
// of it.
var checkCreate = twilio.Operation{Name: "verify.Checks.Create", Method: http.MethodPost, Host: host, Path: servicePath + "/VerificationCheck"}

// CheckCreateParams is a code and the verification that it belongs to, which To or
// VerificationSID names.
type CheckCreateParams struct {
	To              string `form:"To" check:"contact"`             // whom the code was sent to
	VerificationSID string `form:"VerificationSid" check:"sid=VE"` // instead of To
	Code            string `form:"Code" check:"max=10"`            // 4 to 10 characters; "" for silent network authentication
	Amount          string `form:"Amount"`                         // of a transaction under PSD2, as the verification has it
	Payee           string `form:"Payee"`
	SNAClientToken  string `form:"SnaClientToken"` // that the device was given when it opened the URL

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a check that names no verification.
func (p *CheckCreateParams) Validate(problems *twilio.Problems) {
	if p.To == "" && p.VerificationSID == "" && !p.Extra.Has("To") && !p.Extra.Has("VerificationSid") {
		problems.Add("To", "is empty, and so is VerificationSID", "give the one to whom the code was sent, or the SID of the verification")
	}
}

// Create checks a code. A wrong one is no error: see [Check.Approved]. The errors that
// an application meets:
//
//	errors.Is(err, twilio.CodeVerifyChecksUsed)  five checks have failed; start anew once the verification has expired
//	errors.Is(err, twilio.ErrNotFound)           it was approved, canceled or has expired: start anew
//	errors.Is(err, twilio.ErrRateLimited)        one of Twilio's limits, the first of these errors included
//
// A check is not repeated, because each one counts. When its answer is lost the error is
// a *[twilio.OutcomeUnknownError]. A verification whose code was right is gone
// afterwards, and one of its attempts is converted: [Attempts.List] with the
// VerificationSID shows it. If none is, let the person enter the code again.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification-check#check-a-verification
func (s *Checks) Create(ctx context.Context, serviceSID string, params CheckCreateParams, opts ...twilio.CallOption) (*Check, error) {
	return twilio.Invoke[Check](ctx, s.c, checkCreate.On(serviceSID).With(&params), opts...)
}
