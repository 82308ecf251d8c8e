package voice

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Payment is the session in which an agent takes a payment on a call: the caller types
// card or bank data on the keys, and the agent does not hear it. What was typed so far,
// and how the payment ended, come to the StatusCallback: see package webhook.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/payment-resource
type Payment struct {
	SID         string      `json:"sid"` // PK…
	AccountSID  string      `json:"account_sid"`
	CallSID     string      `json:"call_sid"` // CA…
	DateCreated twilio.Time `json:"date_created"`
	DateUpdated twilio.Time `json:"date_updated"`
	URI         string      `json:"uri"`
}

// BankAccountType is the kind of a bank account that is debited.
type BankAccountType string

// The kinds of bank accounts.
const (
	BankAccountConsumerChecking   BankAccountType = "consumer-checking"
	BankAccountConsumerSavings    BankAccountType = "consumer-savings"
	BankAccountCommercialChecking BankAccountType = "commercial-checking"
)

// PaymentConfirmation says whether callers confirm their data by a key before the payment.
type PaymentConfirmation string

// The choices of confirmation.
const (
	PaymentConfirmationOn  PaymentConfirmation = "true"
	PaymentConfirmationOff PaymentConfirmation = "false"
)

// PaymentMethod is how the caller pays.
type PaymentMethod string

// The methods of payment.
const (
	PaymentMethodCreditCard PaymentMethod = "credit-card"
	PaymentMethodACHDebit   PaymentMethod = "ach-debit"
)

// PaymentTokenType is the kind of the token that the payment processor returns when
// nothing is charged.
type PaymentTokenType string

// The kinds of tokens.
const (
	PaymentTokenOneTime       PaymentTokenType = "one-time"
	PaymentTokenReusable      PaymentTokenType = "reusable"
	PaymentTokenPaymentMethod PaymentTokenType = "payment-method"
)

// PaymentField is a piece of payment data that the caller types. Those whose names end
// with matcher are typed a second time, to be compared.
type PaymentField string

// The pieces of payment data.
const (
	PaymentFieldCardNumber            PaymentField = "payment-card-number"
	PaymentFieldExpirationDate        PaymentField = "expiration-date"
	PaymentFieldSecurityCode          PaymentField = "security-code"
	PaymentFieldPostalCode            PaymentField = "postal-code"
	PaymentFieldBankRoutingNumber     PaymentField = "bank-routing-number"
	PaymentFieldBankAccountNumber     PaymentField = "bank-account-number"
	PaymentFieldCardNumberMatcher     PaymentField = "payment-card-number-matcher"
	PaymentFieldExpirationDateMatcher PaymentField = "expiration-date-matcher"
	PaymentFieldSecurityCodeMatcher   PaymentField = "security-code-matcher"
	PaymentFieldPostalCodeMatcher     PaymentField = "postal-code-matcher"
)

// Payments takes payments on live calls. Create begins a session, Capture asks for one
// piece of data after the other, and Complete or Cancel ends the session.
type Payments struct{ c *twilio.Client }

const (
	paymentsPath = callPrefix + "/Payments.json"
	paymentPath  = callPrefix + "/Payments/{Sid:PK}.json"
)

var (
	paymentCreate = twilio.Operation{Name: "voice.Payments.Create", Method: http.MethodPost, Host: hostAPI, Path: paymentsPath, Mints: "PK"}

	// Twilio does not say how it answers a key that comes a second time, so that the
	// client repeats neither a question to the caller nor a charge by itself.
	paymentCapture  = twilio.Operation{Name: "voice.Payments.Capture", Method: http.MethodPost, Host: hostAPI, Path: paymentPath}
	paymentComplete = twilio.Operation{Name: "voice.Payments.Complete", Method: http.MethodPost, Host: hostAPI, Path: paymentPath}

	// A session that is cancelled twice is cancelled.
	paymentCancel = twilio.Operation{Name: "voice.Payments.Cancel", Method: http.MethodPost, Host: hostAPI, Path: paymentPath, Class: twilio.ClassIdempotent}
)

// PaymentCreateParams begins the session of a payment. Without a ChargeAmount nothing is
// charged: the processor returns a token.
type PaymentCreateParams struct {
	IdempotencyKey        string              `form:"IdempotencyKey" check:"required"`          // your own; the same key never pays twice
	StatusCallback        string              `form:"StatusCallback" check:"required,callback"` // hears of the progress
	BankAccountType       BankAccountType     `form:"BankAccountType"`                          // of ACH; "" is consumer-checking
	ChargeAmount          twilio.Decimal      `form:"ChargeAmount" check:"decimal"`             // "19.99", less than 1,000,000
	Confirmation          PaymentConfirmation `form:"Confirmation"`                             // "" is off
	Currency              string              `form:"Currency"`                                 // ISO 4217, lower or upper case; "" is USD
	Description           string              `form:"Description"`                              // for the processor
	Input                 string              `form:"Input"`                                    // "dtmf", which is all there is
	MinPostalCodeLength   int                 `form:"MinPostalCodeLength"`                      // characters
	Parameters            map[string]string   `form:"Parameter,json"`                           // for the processor; required for ACH
	PaymentConnector      string              `form:"PaymentConnector"`                         // the name of the Pay Connector; "" is Default
	PaymentMethod         PaymentMethod       `form:"PaymentMethod"`                            // "" is credit-card
	PostalCode            *bool               `form:"PostalCode"`                               // is asked for; nil is true
	RequireMatchingInputs []PaymentField      `form:"RequireMatchingInputs,comma"`              // typed twice: the card number, the expiration date, the two codes
	SecurityCode          *bool               `form:"SecurityCode"`                             // is asked for; nil is true
	Timeout               time.Duration       `form:"Timeout,seconds"`                          // between two keys, up to 10 minutes; 0 is 5 s
	TokenType             PaymentTokenType    `form:"TokenType"`                                // "" is reusable
	ValidCardTypes        string              `form:"ValidCardTypes"`                           // separated by blanks; "" is visa mastercard amex

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// maxPaymentTimeout is the longest that Twilio waits for the next key.
const maxPaymentTimeout = 10 * time.Minute

// Validate refuses a wait that Twilio does not have, and a debit without its account.
func (p *PaymentCreateParams) Validate(problems *twilio.Problems) {
	if p.Timeout > maxPaymentTimeout {
		problems.Add("Timeout", "is longer than 10 minutes", "give at most 10 minutes")
	}
	if p.PaymentMethod == PaymentMethodACHDebit && len(p.Parameters) == 0 && !p.Extra.Has("Parameter") {
		problems.Add("Parameters", "is empty, and an ACH debit needs it", "give the parameters of your Pay Connector, such as NAME_ON_ACCOUNT")
	}
	if p.BankAccountType != "" && p.PaymentMethod != PaymentMethodACHDebit {
		problems.Add("BankAccountType", "is of an ACH debit", "set PaymentMethod to PaymentMethodACHDebit, or leave BankAccountType out")
	}
}

// Create begins the session of a payment on a call in progress. A call that is not in
// progress is refused with [twilio.CodeCallNotInProgress]. When nobody can say whether
// the session has begun, the error is a *[twilio.OutcomeUnknownError]: Twilio keeps a
// second request with the same IdempotencyKey from paying twice.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/payment-resource
func (s *Payments) Create(ctx context.Context, callSID string, params PaymentCreateParams, opts ...twilio.CallOption) (*Payment, error) {
	return twilio.Invoke[Payment](ctx, s.c, paymentCreate.On(callSID).With(&params), opts...)
}

// PaymentCaptureParams asks the caller for one piece of data.
type PaymentCaptureParams struct {
	Capture        PaymentField `form:"Capture"`
	IdempotencyKey string       `form:"IdempotencyKey" check:"required"`          // another one for each request
	StatusCallback string       `form:"StatusCallback" check:"required,callback"` // hears of the keys

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate wants a piece of data, without which nothing is asked.
func (p *PaymentCaptureParams) Validate(problems *twilio.Problems) {
	if p.Capture == "" && !p.Extra.Has("Capture") {
		problems.Add("Capture", "is empty", "give the piece of data to ask for, such as PaymentFieldCardNumber")
	}
}

// Capture lets the caller type a piece of payment data, such as the number of the card,
// and returns the session. Ask for a piece again when the caller has mistyped it. A session
// that has ended matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/payment-resource#update-a-payments-resource
func (s *Payments) Capture(ctx context.Context, callSID, sid string, params PaymentCaptureParams, opts ...twilio.CallOption) (*Payment, error) {
	return twilio.Invoke[Payment](ctx, s.c, paymentCapture.On(callSID, sid).With(&params), opts...)
}

// PaymentEndParams ends the session of a payment, by [Payments.Complete] or
// [Payments.Cancel].
type PaymentEndParams struct {
	IdempotencyKey string `form:"IdempotencyKey" check:"required"`          // another one for each request
	StatusCallback string `form:"StatusCallback" check:"required,callback"` // hears of the result

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// paymentEnd is PaymentEndParams with the status that a verb sets.
type paymentEnd struct {
	IdempotencyKey string `form:"IdempotencyKey" check:"required"`
	StatusCallback string `form:"StatusCallback" check:"required,callback"`
	Status         string `form:"Status"`

	Extra url.Values `form:"-"`
}

func (p *PaymentEndParams) with(status string) *paymentEnd {
	return &paymentEnd{IdempotencyKey: p.IdempotencyKey, StatusCallback: p.StatusCallback, Status: status, Extra: p.Extra}
}

// Complete submits the data that the caller has typed to the payment processor, and
// returns the session. The result comes to the StatusCallback. When nobody can say
// whether the data was submitted, the error is a *[twilio.OutcomeUnknownError]: Twilio
// keeps a second request with the same IdempotencyKey from paying twice.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/payment-resource#update-a-payments-resource
func (s *Payments) Complete(ctx context.Context, callSID, sid string, params PaymentEndParams, opts ...twilio.CallOption) (*Payment, error) {
	return twilio.Invoke[Payment](ctx, s.c, paymentComplete.On(callSID, sid).With(params.with("complete")), opts...)
}

// Cancel ends the session without a payment, and returns it. A cancellation converges, so
// that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/payment-resource#update-a-payments-resource
func (s *Payments) Cancel(ctx context.Context, callSID, sid string, params PaymentEndParams, opts ...twilio.CallOption) (*Payment, error) {
	return twilio.Invoke[Payment](ctx, s.c, paymentCancel.On(callSID, sid).With(params.with("cancel")), opts...)
}
