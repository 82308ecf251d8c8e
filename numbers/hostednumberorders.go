package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// HostedNumberOrder asks Twilio to carry the texts of a phone number whose calls stay
// with another carrier. Its owner proves the number by a call, and then signs an
// [AuthorizationDocument].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/hosted-number-order-resource
type HostedNumberOrder struct {
	DependentHostedNumberOrder

	VerificationType          VerificationType `json:"verification_type"`
	VerificationCode          string           `json:"verification_code"` // the owner enters it during the call
	VerificationAttempts      twilio.Int       `json:"verification_attempts"`
	VerificationCallSIDs      []string         `json:"verification_call_sids"`
	VerificationCallDelay     twilio.Int       `json:"verification_call_delay"` // seconds
	VerificationCallExtension string           `json:"verification_call_extension"`
	URL                       string           `json:"url"`
}

// HostedCapabilities are what Twilio carries of a hosted number.
type HostedCapabilities struct {
	Voice bool `json:"voice"`
	SMS   bool `json:"sms"`
	MMS   bool `json:"mms"`
	Fax   bool `json:"fax"`
}

// HostedNumberOrderStatus is how far the hosting of a number has come.
type HostedNumberOrderStatus string

// The statuses of hosted number orders, in the usual order.
const (
	HostedTwilioProcessing    HostedNumberOrderStatus = "twilio-processing"
	HostedReceived            HostedNumberOrderStatus = "received"
	HostedPendingVerification HostedNumberOrderStatus = "pending-verification" // the owner is called
	HostedVerified            HostedNumberOrderStatus = "verified"
	HostedPendingLOA          HostedNumberOrderStatus = "pending-loa" // the letter of authorization waits for its signature
	HostedCarrierProcessing   HostedNumberOrderStatus = "carrier-processing"
	HostedTesting             HostedNumberOrderStatus = "testing"
	HostedCompleted           HostedNumberOrderStatus = "completed"
	HostedFailed              HostedNumberOrderStatus = "failed"
	HostedActionRequired      HostedNumberOrderStatus = "action-required" // fails after seven days
)

// Final reports that nothing more happens to the order.
func (s HostedNumberOrderStatus) Final() bool { return s == HostedCompleted || s == HostedFailed }

// hostedErr is the error of an order in a status.
func hostedErr(sid string, status HostedNumberOrderStatus, reason, next string) error {
	if status != HostedFailed && status != HostedActionRequired {
		return nil
	}
	if next == "" {
		next = "read the reason, mend what it names and make a new order"
	}
	return &RejectedError{Kind: "hosted number order", SID: sid, Status: string(status), Reason: reason, Remedy: next}
}

// VerificationType is how the owner proves a number.
type VerificationType string

// The ways to prove a number.
const (
	VerificationPhoneCall VerificationType = "phone-call"
	VerificationPhoneBill VerificationType = "phone-bill"
)

// HostedNumberOrders manages the hosted number orders of the account.
type HostedNumberOrders struct{ c *twilio.Client }

const (
	hostedPath             = "/v2/HostedNumber"
	hostedNumberOrdersPath = hostedPath + "/Orders"
	hostedNumberOrderPath  = hostedNumberOrdersPath + "/{Sid:HR}"
)

var (
	hostedNumberOrderCreate = twilio.Operation{Name: "numbers.HostedNumberOrders.Create", Method: http.MethodPost, Host: host, Path: hostedNumberOrdersPath, Mints: "HR"}
	hostedNumberOrderGet    = twilio.Operation{Name: "numbers.HostedNumberOrders.Get", Method: http.MethodGet, Host: host, Path: hostedNumberOrderPath}
	hostedNumberOrderList   = twilio.Operation{Name: "numbers.HostedNumberOrders.List", Method: http.MethodGet, Host: host, Path: hostedNumberOrdersPath, Items: "items"}
	hostedNumberOrderCancel = twilio.Operation{Name: "numbers.HostedNumberOrders.Cancel", Method: http.MethodDelete, Host: host, Path: hostedNumberOrderPath}

	// A new status acts: the one that starts the verification calls the owner, and counts
	// as one of three attempts.
	hostedNumberOrderUpdate = twilio.Operation{Name: "numbers.HostedNumberOrders.Update", Method: http.MethodPost, Host: host, Path: hostedNumberOrderPath}
	hostedNumberOrderVerify = twilio.Operation{Name: "numbers.HostedNumberOrders.Verify", Method: http.MethodPost, Host: host, Path: hostedNumberOrderPath}
)

// HostedNumberOrderCreateParams is a new order.
type HostedNumberOrderCreateParams struct {
	PhoneNumber          string        `form:"PhoneNumber" check:"required,e164"`        // to host
	ContactPhoneNumber   string        `form:"ContactPhoneNumber" check:"required,e164"` // of whoever may sign for it
	ContactTitle         string        `form:"ContactTitle"`                             // "Director"
	AddressSID           string        `form:"AddressSid" check:"required,sid=AD"`       // of the owner
	Email                string        `form:"Email" check:"required,email"`             // of the owner
	CCEmails             []string      `form:"CcEmails" check:"email"`                   // receive copies of the letter
	AccountSID           string        `form:"AccountSid" check:"sid=AC"`                // of a subaccount; "" is the account itself
	FriendlyName         string        `form:"FriendlyName" check:"max=128"`
	SMSCapability        *bool         `form:"SmsCapability"`
	SMSURL               string        `form:"SmsUrl" check:"url"`
	SMSMethod            twilio.Method `form:"SmsMethod" check:"method"`
	SMSFallbackURL       string        `form:"SmsFallbackUrl" check:"url"`
	SMSFallbackMethod    twilio.Method `form:"SmsFallbackMethod" check:"method"`
	SMSApplicationSID    string        `form:"SmsApplicationSid" check:"sid=AP"` // is used instead of the addresses
	StatusCallbackURL    string        `form:"StatusCallbackUrl" check:"url"`
	StatusCallbackMethod twilio.Method `form:"StatusCallbackMethod" check:"method"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create orders the hosting of a number. [Eligibilities.Create] says before whether the
// number can be hosted. [HostedNumberOrders.Verify] is the next step.
//
// When nobody can say whether it was ordered, the error is a
// *[twilio.OutcomeUnknownError]: look for the PhoneNumber with [HostedNumberOrders.All]
// before you order again.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/hosted-number-order-resource
func (s *HostedNumberOrders) Create(ctx context.Context, params HostedNumberOrderCreateParams, opts ...twilio.CallOption) (*HostedNumberOrder, error) {
	return twilio.Invoke[HostedNumberOrder](ctx, s.c, hostedNumberOrderCreate.With(&params), opts...)
}

// Get returns an order as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/hosted-number-order-resource
func (s *HostedNumberOrders) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*HostedNumberOrder, error) {
	return twilio.Invoke[HostedNumberOrder](ctx, s.c, hostedNumberOrderGet.On(sid), opts...)
}

// HostedNumberOrderListParams narrows [HostedNumberOrders.List] and
// [HostedNumberOrders.All]; its zero value lists everything.
type HostedNumberOrderListParams struct {
	Status                 HostedNumberOrderStatus `form:"Status"`
	PhoneNumber            string                  `form:"PhoneNumber"`
	IncomingPhoneNumberSID string                  `form:"IncomingPhoneNumberSid" check:"sid=PN"`
	FriendlyName           string                  `form:"FriendlyName"`
	SMSCapability          *bool                   `form:"SmsCapability"`
	PageSize               int                     `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's orders, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/hosted-number-order-resource
func (s *HostedNumberOrders) List(ctx context.Context, params HostedNumberOrderListParams, opts ...twilio.CallOption) (*twilio.Page[HostedNumberOrder], error) {
	return twilio.InvokePage[HostedNumberOrder](ctx, s.c, hostedNumberOrderList.With(&params), opts...)
}

// All ranges over the account's orders, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/hosted-number-order-resource
func (s *HostedNumberOrders) All(ctx context.Context, params HostedNumberOrderListParams, opts ...twilio.CallOption) iter.Seq2[*HostedNumberOrder, error] {
	return twilio.InvokeAll[HostedNumberOrder](ctx, s.c, hostedNumberOrderList.With(&params), opts...)
}

// HostedNumberOrderUpdateParams moves an order on.
type HostedNumberOrderUpdateParams struct {
	Status                    HostedNumberOrderStatus `form:"Status" check:"required"`
	VerificationCallDelay     *int                    `form:"VerificationCallDelay"` // seconds before the call: 0 to 60
	VerificationCallExtension string                  `form:"VerificationCallExtension"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a delay that Twilio does not take.
func (p *HostedNumberOrderUpdateParams) Validate(problems *twilio.Problems) {
	const longest = 60 // seconds
	if p.VerificationCallDelay != nil && *p.VerificationCallDelay > longest {
		problems.Add("VerificationCallDelay", "is longer than 60 seconds", "give 0 to 60")
	}
}

// Update gives an order a new status. [HostedNumberOrders.Verify] is the usual one.
//
// It is not repeated when nobody can say whether it was carried out, because a status
// may start a call. The status that [HostedNumberOrders.Get] shows tells.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/hosted-number-order-resource
func (s *HostedNumberOrders) Update(ctx context.Context, sid string, params HostedNumberOrderUpdateParams, opts ...twilio.CallOption) (*HostedNumberOrder, error) {
	return twilio.Invoke[HostedNumberOrder](ctx, s.c, hostedNumberOrderUpdate.On(sid).With(&params), opts...)
}

// HostedNumberOrderVerifyParams says how the owner of a number is called.
type HostedNumberOrderVerifyParams struct {
	VerificationCallDelay     *int   `form:"VerificationCallDelay"`     // seconds before the call: 0 to 60
	VerificationCallExtension string `form:"VerificationCallExtension"` // is dialled when the call is answered

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Verify lets Twilio call the number. Whoever answers enters the VerificationCode that
// the order shows. An order has three attempts, and needs action when they are used up.
//
// It is not repeated, because each call counts. When its answer was lost, the number of
// attempts that [HostedNumberOrders.Get] shows tells.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/hosted-number-order-resource
func (s *HostedNumberOrders) Verify(ctx context.Context, sid string, params HostedNumberOrderVerifyParams, opts ...twilio.CallOption) (*HostedNumberOrder, error) {
	return twilio.Invoke[HostedNumberOrder](ctx, s.c, hostedNumberOrderVerify.On(sid).With(&HostedNumberOrderUpdateParams{
		Status: HostedPendingVerification, VerificationCallDelay: params.VerificationCallDelay,
		VerificationCallExtension: params.VerificationCallExtension, Extra: params.Extra,
	}), opts...)
}

// Cancel removes an order that has the status received. Any other one is refused as a
// conflict.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/hosted-number-order-resource
func (s *HostedNumberOrders) Cancel(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, hostedNumberOrderCancel.On(sid), opts...)
}
