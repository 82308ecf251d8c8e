package verify

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Attempt is one sending of a code, and what became of it.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/list-verification-attempts
type Attempt struct {
	SID              string           `json:"sid"` // VL…
	AccountSID       string           `json:"account_sid"`
	ServiceSID       string           `json:"service_sid"`
	VerificationSID  string           `json:"verification_sid"`
	DateCreated      twilio.Time      `json:"date_created"`
	DateUpdated      twilio.Time      `json:"date_updated"`
	ConversionStatus ConversionStatus `json:"conversion_status"`
	Channel          Channel          `json:"channel"` // RCS is ChannelRBM here
	Price            AttemptPrice     `json:"price"`   // of the channel alone; it may come later
	ChannelData      AttemptData      `json:"channel_data"`
	URL              string           `json:"url"`
}

// AttemptPrice is the cost of a message or a call.
type AttemptPrice struct {
	Value    twilio.Decimal `json:"value"`
	Currency string         `json:"currency"` // ISO 4217, in small letters: "usd"
}

// AttemptData is how a code went out. Each channel has some of the fields.
type AttemptData struct {
	VerificationSID string               `json:"verification_sid"`
	To              string               `json:"to"`
	Status          AttemptStatus        `json:"status"`
	MessageStatus   twilio.MessageStatus `json:"message_status"` // of SMS, WhatsApp and RCS
	CallStatus      twilio.CallStatus    `json:"call_status"`    // of calls
	ErrorCode       twilio.ErrorCode     `json:"error_code"`     // 0 unless it was not delivered
	Country         string               `json:"country"`        // ISO 3166-1: "US"
	CodeLength      twilio.Int           `json:"code_length"`
	Locale          string               `json:"locale"`
	MCC             string               `json:"mcc"` // mobile country code
	MNC             string               `json:"mnc"` // mobile network code
	Carrier         string               `json:"carrier"`
}

// Err returns the code with which a message or a call failed, and nil otherwise. It
// matches the code's categories: errors.Is(err, twilio.ErrUnreachable).
func (a *Attempt) Err() error {
	if a.ChannelData.ErrorCode == 0 {
		return nil
	}
	return a.ChannelData.ErrorCode
}

// ConversionStatus says whether the person gave the code back.
type ConversionStatus string

// The conversion statuses.
const (
	Converted   ConversionStatus = "converted"
	Unconverted ConversionStatus = "unconverted"
)

// AttemptStatus is where an attempt stands.
type AttemptStatus string

// The statuses of attempts.
const (
	AttemptConfirmed   AttemptStatus = "confirmed"
	AttemptUnconfirmed AttemptStatus = "unconfirmed"
	AttemptExpired     AttemptStatus = "expired"
)

// Final reports whether the attempt is over.
func (s AttemptStatus) Final() bool { return s == AttemptConfirmed || s == AttemptExpired }

// Attempts lists how the account's codes were sent.
type Attempts struct{ c *twilio.Client }

var (
	attemptGet  = twilio.Operation{Name: "verify.Attempts.Get", Method: http.MethodGet, Host: host, Path: "/v2/Attempts/{Sid:VL}"}
	attemptList = twilio.Operation{Name: "verify.Attempts.List", Method: http.MethodGet, Host: host, Path: "/v2/Attempts", Items: "attempts"}
)

// Get returns an attempt as it stands now.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/list-verification-attempts
func (s *Attempts) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Attempt, error) {
	return twilio.Invoke[Attempt](ctx, s.c, attemptGet.On(sid), opts...)
}

// AttemptListParams narrows [Attempts.List] and [Attempts.All]; its zero value lists
// everything.
type AttemptListParams struct {
	To              string           `form:"ChannelData.To" check:"filter"` // whom the code was sent to
	ServiceSID      string           `form:"VerifyServiceSid" check:"sid=VA"`
	VerificationSID string           `form:"VerificationSid" check:"sid=VE"`
	Channel         Channel          `form:"Channel"`                 // RCS is ChannelRBM here
	Country         string           `form:"Country" check:"country"` // ISO 3166-1: "US"
	Status          ConversionStatus `form:"Status"`
	CreatedAfter    time.Time        `form:"DateCreatedAfter"`
	CreatedBefore   time.Time        `form:"DateCreatedBefore"`
	PageSize        int              `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of attempts, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/list-verification-attempts
func (s *Attempts) List(ctx context.Context, params AttemptListParams, opts ...twilio.CallOption) (*twilio.Page[Attempt], error) {
	return twilio.InvokePage[Attempt](ctx, s.c, attemptList.With(&params), opts...)
}

// All ranges over all attempts, page by page as the loop gets to them. It stops after
// yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/list-verification-attempts
func (s *Attempts) All(ctx context.Context, params AttemptListParams, opts ...twilio.CallOption) iter.Seq2[*Attempt, error] {
	return twilio.InvokeAll[Attempt](ctx, s.c, attemptList.With(&params), opts...)
}
