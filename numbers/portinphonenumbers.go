package numbers

import (
	"context"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// PortInPhoneNumber is a phone number of a port-in request with all that is known of it.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/port-in-phone-numbers
type PortInPhoneNumber struct {
	PhoneNumberSID           string             `json:"phone_number_sid"` // PU…
	PortInRequestSID         string             `json:"port_in_request_sid"`
	AccountSID               string             `json:"account_sid"`
	PhoneNumber              string             `json:"phone_number"`
	PhoneNumberType          string             `json:"phone_number_type"` // "LOCAL"
	Country                  string             `json:"country"`
	PortInPhoneNumberStatus  PortInNumberStatus `json:"port_in_phone_number_status"`
	PortDate                 twilio.Time        `json:"port_date"`
	Portable                 bool               `json:"portable"`
	MissingRequiredFields    bool               `json:"missing_required_fields"` // a PIN or an account number
	NotPortabilityReason     string             `json:"not_portability_reason"`
	NotPortabilityReasonCode twilio.ErrorCode   `json:"not_portability_reason_code"`
	RejectionReason          string             `json:"rejection_reason"`
	RejectionReasonCode      twilio.ErrorCode   `json:"rejection_reason_code"`
	PortOutPIN               twilio.Int         `json:"port_out_pin"`
	DateCreated              twilio.Time        `json:"date_created"`
	LastUpdated              twilio.Time        `json:"last_updated"`
	URL                      string             `json:"url"`
}

// Err returns a *[RejectedError] for a number that the carrier has rejected, that was
// canceled or has expired, and nil for all others.
func (n *PortInPhoneNumber) Err() error {
	reason, code := n.RejectionReason, n.RejectionReasonCode
	if reason == "" && code == 0 {
		reason, code = n.NotPortabilityReason, n.NotPortabilityReasonCode
	}
	return portInNumberErr(n.PhoneNumberSID, n.PortInPhoneNumberStatus, reason, code)
}

// PortInPhoneNumbers manages the numbers of a port-in request.
type PortInPhoneNumbers struct{ c *twilio.Client }

const portInPhoneNumberPath = portInPath + "/PhoneNumber/{PhoneNumberSid:PU}"

var (
	portInPhoneNumberGet    = twilio.Operation{Name: "numbers.PortInPhoneNumbers.Get", Method: http.MethodGet, Host: host, Path: portInPhoneNumberPath}
	portInPhoneNumberCancel = twilio.Operation{Name: "numbers.PortInPhoneNumbers.Cancel", Method: http.MethodDelete, Host: host, Path: portInPhoneNumberPath}
)

// Get returns a number as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/port-in-phone-numbers
func (s *PortInPhoneNumbers) Get(ctx context.Context, portInRequestSID, sid string, opts ...twilio.CallOption) (*PortInPhoneNumber, error) {
	return twilio.Invoke[PortInPhoneNumber](ctx, s.c, portInPhoneNumberGet.On(portInRequestSID, sid), opts...)
}

// Cancel takes a number out of a port-in request. The other numbers go on.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/port-in-phone-numbers
func (s *PortInPhoneNumbers) Cancel(ctx context.Context, portInRequestSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, portInPhoneNumberCancel.On(portInRequestSID, sid), opts...)
}
