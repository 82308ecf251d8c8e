package numbers

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Portability says whether a number can be moved to Twilio.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/portability
type Portability struct {
	PhoneNumber                 string           `json:"phone_number"`
	AccountSID                  string           `json:"account_sid"` // of a number that is yours at Twilio, "" for others
	Portable                    bool             `json:"portable"`
	PINAndAccountNumberRequired bool             `json:"pin_and_account_number_required"` // by the port-in request
	NotPortableReason           string           `json:"not_portable_reason"`
	NotPortableReasonCode       twilio.ErrorCode `json:"not_portable_reason_code"` // such as 22131
	NumberType                  PortabilityType  `json:"number_type"`
	Country                     string           `json:"country"`
	URL                         string           `json:"url"`
}

// Err returns a *[RejectedError] for a number that cannot be moved, and nil for one that
// can.
func (p *Portability) Err() error {
	if p.Portable {
		return nil
	}
	return &RejectedError{
		Kind: "number", Status: "not portable", Reason: p.NotPortableReason, Code: p.NotPortableReasonCode,
		Remedy: "leave the number out of the port-in request",
	}
}

// PortabilityType is the kind of a number that may be moved.
type PortabilityType string

// The kinds of numbers.
const (
	PortabilityLocal    PortabilityType = "LOCAL"
	PortabilityMobile   PortabilityType = "MOBILE"
	PortabilityTollFree PortabilityType = "TOLL-FREE"
	PortabilityUnknown  PortabilityType = "UNKNOWN"
)

// Portabilities asks whether numbers can be moved.
type Portabilities struct{ c *twilio.Client }

var portabilityGet = twilio.Operation{
	Name: "numbers.Portabilities.Get", Method: http.MethodGet, Host: host, Path: "/v1/Porting/Portability/PhoneNumber/{PhoneNumber}",
}

// PortabilityGetParams says to which account a number would go.
type PortabilityGetParams struct {
	TargetAccountSID string `form:"TargetAccountSid" check:"sid=AC"` // "" is the account itself
	AddressSID       string `form:"AddressSid" check:"sid=AD"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get returns whether a number, in E.164, can be moved to Twilio, and why not. A number
// that cannot is no error of the call: see [Portability.Err].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in/portability
func (s *Portabilities) Get(ctx context.Context, phoneNumber string, params PortabilityGetParams, opts ...twilio.CallOption) (*Portability, error) {
	return twilio.Invoke[Portability](ctx, s.c, portabilityGet.On(phoneNumber).With(&params), opts...)
}
