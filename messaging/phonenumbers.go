package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// PhoneNumber is a phone number in the pool of a [Service]. Its SID is that of the
// number itself.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/phonenumber-resource
type PhoneNumber struct {
	SID          string      `json:"sid"` // PN…
	AccountSID   string      `json:"account_sid"`
	ServiceSID   string      `json:"service_sid"`
	PhoneNumber  string      `json:"phone_number"` // E.164
	CountryCode  string      `json:"country_code"`
	Capabilities []string    `json:"capabilities"` // "SMS", "MMS", "Voice"
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`
}

// PhoneNumbers manages the phone numbers of services.
type PhoneNumbers struct{ c *twilio.Client }

const (
	phoneNumbersPath = poolPath + "/PhoneNumbers"
	phoneNumberPath  = phoneNumbersPath + "/{Sid:PN}"
)

var (
	// A sender is in a pool once: to add it again comes to the same.
	phoneNumberCreate = twilio.Operation{
		Name: "messaging.PhoneNumbers.Create", Method: http.MethodPost, Host: host, Path: phoneNumbersPath, Class: twilio.ClassIdempotent,
	}
	phoneNumberGet    = twilio.Operation{Name: "messaging.PhoneNumbers.Get", Method: http.MethodGet, Host: host, Path: phoneNumberPath}
	phoneNumberList   = twilio.Operation{Name: "messaging.PhoneNumbers.List", Method: http.MethodGet, Host: host, Path: phoneNumbersPath, Items: "phone_numbers"}
	phoneNumberDelete = twilio.Operation{Name: "messaging.PhoneNumbers.Delete", Method: http.MethodDelete, Host: host, Path: phoneNumberPath}
)

// PhoneNumberCreateParams is a number that joins a pool.
type PhoneNumberCreateParams struct {
	PhoneNumberSID string `form:"PhoneNumberSid" check:"required,sid=PN"` // of a number that the account owns

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create puts a number into the pool of a service, and returns it as well when it is
// there already. A number that is in another service is refused with code 21712, and the
// 401st number of a pool with 21714. A create converges, because a number is in a pool
// once: it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/phonenumber-resource#create-phonenumber-resource
func (s *PhoneNumbers) Create(ctx context.Context, serviceSID string, params PhoneNumberCreateParams, opts ...twilio.CallOption) (*PhoneNumber, error) {
	return join(ctx, s.c, phoneNumberCreate.On(serviceSID).With(&params),
		func() (*PhoneNumber, error) { return s.Get(ctx, serviceSID, params.PhoneNumberSID, opts...) },
		func(*PhoneNumber) bool { return true }, opts)
}

// Get returns a number of a pool. One that is not in the pool matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/phonenumber-resource#fetch-phonenumber-resource
func (s *PhoneNumbers) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*PhoneNumber, error) {
	return twilio.Invoke[PhoneNumber](ctx, s.c, phoneNumberGet.On(serviceSID, sid), opts...)
}

// PhoneNumberListParams are the pages of a list of phone numbers.
type PhoneNumberListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a service's phone numbers, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/phonenumber-resource#read-multiple-phonenumber-resources
func (s *PhoneNumbers) List(ctx context.Context, serviceSID string, params PhoneNumberListParams, opts ...twilio.CallOption) (*twilio.Page[PhoneNumber], error) {
	return twilio.InvokePage[PhoneNumber](ctx, s.c, phoneNumberList.On(serviceSID).With(&params), opts...)
}

// All ranges over all phone numbers of a service, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/phonenumber-resource#read-multiple-phonenumber-resources
func (s *PhoneNumbers) All(ctx context.Context, serviceSID string, params PhoneNumberListParams, opts ...twilio.CallOption) iter.Seq2[*PhoneNumber, error] {
	return twilio.InvokeAll[PhoneNumber](ctx, s.c, phoneNumberList.On(serviceSID).With(&params), opts...)
}

// Delete takes a number out of the pool. The number stays with the account.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/phonenumber-resource#delete-phonenumber-resource
func (s *PhoneNumbers) Delete(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, phoneNumberDelete.On(serviceSID, sid), opts...)
}
