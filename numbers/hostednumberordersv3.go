package numbers

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// HostedNumberOrderV3 is an order as version 3 of the API answers. That version makes
// orders and does nothing else, so that the version before it has the plain names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers
type HostedNumberOrderV3 struct {
	SID                     string                  `json:"sid"` // HR…
	AccountSID              string                  `json:"accountSid"`
	PhoneNumber             string                  `json:"phoneNumber"`
	IncomingPhoneNumberSID  string                  `json:"incomingPhoneNumberSid"`
	AddressSID              string                  `json:"addressSid"`
	SigningDocumentSID      string                  `json:"signingDocumentSid"` // PX…
	FriendlyName            string                  `json:"friendlyName"`
	UniqueName              string                  `json:"uniqueName"`
	Capabilities            HostedCapabilitiesV3    `json:"capabilities"`
	Status                  HostedNumberOrderStatus `json:"status"`
	FailureReason           string                  `json:"failureReason"`
	Email                   string                  `json:"email"`
	CCEmails                []string                `json:"ccEmails"`
	VerificationType        VerificationType        `json:"verificationType"`
	VerificationDocumentSID string                  `json:"verificationDocumentSid"` // RI…
	VerificationCode        string                  `json:"verificationCode"`
	VerificationAttempts    twilio.Int              `json:"verificationAttempts"`
	VerificationCallSIDs    []string                `json:"verificationCallSids"`
	Extension               string                  `json:"extension"`
	CallDelay               twilio.Int              `json:"callDelay"` // seconds
	DateCreated             twilio.Time             `json:"dateCreated"`
	DateUpdated             twilio.Time             `json:"dateUpdated"`
	URL                     string                  `json:"url"`
}

// HostedCapabilitiesV3 are what Twilio carries of a hosted number.
type HostedCapabilitiesV3 struct {
	Voice bool `json:"voice"`
	SMS   bool `json:"sms"`
	MMS   bool `json:"mms"`
}

// Err returns a *[RejectedError] for an order that has failed or needs action, and nil
// for all others.
func (o *HostedNumberOrderV3) Err() error {
	return hostedErr(o.SID, o.Status, o.FailureReason, "")
}

var hostedNumberOrderCreateV3 = twilio.Operation{
	Name: "numbers.HostedNumberOrders.CreateV3", Method: http.MethodPost, Host: host, Path: "/v3/HostedNumbers/HostedNumberOrders", Mints: "HR",
}

// HostedNumberOrderCreateV3Params is a new order.
type HostedNumberOrderCreateV3Params struct {
	PhoneNumber             string           `form:"phoneNumber" check:"required,e164"` // to host
	SMSCapability           *bool            `form:"smsCapability" check:"required"`
	AccountSID              string           `form:"accountSid" check:"sid=AC"`
	AddressSID              string           `form:"addressSid" check:"sid=AD"`
	Email                   string           `form:"email" check:"email"`
	CCEmails                []string         `form:"ccEmails" check:"email"`
	FriendlyName            string           `form:"friendlyName"`
	UniqueName              string           `form:"uniqueName"`
	VerificationType        VerificationType `form:"verificationType"`
	VerificationDocumentSID string           `form:"verificationDocumentSid" check:"sid=RI"` // of a bill, for VerificationPhoneBill
	SMSURL                  string           `form:"smsUrl" check:"url"`
	SMSMethod               twilio.Method    `form:"smsMethod" check:"method"`
	SMSFallbackURL          string           `form:"smsFallbackUrl" check:"url"`
	SMSFallbackMethod       twilio.Method    `form:"smsFallbackMethod" check:"method"`
	SMSApplicationSID       string           `form:"smsApplicationSid" check:"sid=AP"`
	StatusCallbackURL       string           `form:"statusCallbackUrl" check:"url"`
	StatusCallbackMethod    twilio.Method    `form:"statusCallbackMethod" check:"method"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a proof by a bill without the bill.
func (p *HostedNumberOrderCreateV3Params) Validate(problems *twilio.Problems) {
	if p.VerificationType == VerificationPhoneBill && p.VerificationDocumentSID == "" && !p.Extra.Has("verificationDocumentSid") {
		problems.Add("VerificationDocumentSID", "is empty, although VerificationType is phone-bill", "give the SID of the bill, RI…")
	}
}

// CreateV3 orders the hosting of a number by version 3 of the API, which takes a
// telephone bill as a proof.
//
// When nobody can say whether it was ordered, the error is a
// *[twilio.OutcomeUnknownError]: look for the PhoneNumber with [HostedNumberOrders.All]
// before you order again.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers
func (s *HostedNumberOrders) CreateV3(ctx context.Context, params HostedNumberOrderCreateV3Params, opts ...twilio.CallOption) (*HostedNumberOrderV3, error) {
	return twilio.Invoke[HostedNumberOrderV3](ctx, s.c, hostedNumberOrderCreateV3.With(&params), opts...)
}
