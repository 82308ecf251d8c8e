package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Address is where a person or a company is. Some numbers can only be bought with one, and
// emergency calls are routed by one.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address
type Address struct {
	SID              string      `json:"sid"` // AD…
	AccountSID       string      `json:"account_sid"`
	FriendlyName     string      `json:"friendly_name"`
	CustomerName     string      `json:"customer_name"` // of the person or the company
	Street           string      `json:"street"`
	StreetSecondary  string      `json:"street_secondary"`
	City             string      `json:"city"`
	Region           string      `json:"region"` // the state or province
	PostalCode       string      `json:"postal_code"`
	ISOCountry       string      `json:"iso_country"`       // ISO 3166-1: US
	EmergencyEnabled bool        `json:"emergency_enabled"` // emergency calls may be routed by it
	Validated        bool        `json:"validated"`         // it complies with the rules of some countries
	Verified         bool        `json:"verified"`          // a document has shown that it is true
	DateCreated      twilio.Time `json:"date_created"`
	DateUpdated      twilio.Time `json:"date_updated"`
	URI              string      `json:"uri"`
}

// Addresses manages the addresses of the account.
type Addresses struct{ c *twilio.Client }

const (
	addressesPath = accountPath + "/Addresses.json"
	addressPath   = accountPath + "/Addresses/{Sid:AD}.json"
	dependentPath = accountPath + "/Addresses/{AddressSid:AD}/DependentPhoneNumbers.json"
)

var (
	addressCreate = twilio.Operation{Name: "numbers.Addresses.Create", Method: http.MethodPost, Host: hostAPI, Path: addressesPath, Mints: "AD"}
	addressGet    = twilio.Operation{Name: "numbers.Addresses.Get", Method: http.MethodGet, Host: hostAPI, Path: addressPath}
	addressList   = twilio.Operation{Name: "numbers.Addresses.List", Method: http.MethodGet, Host: hostAPI, Path: addressesPath, Items: "addresses"}
	addressDelete = twilio.Operation{Name: "numbers.Addresses.Delete", Method: http.MethodDelete, Host: hostAPI, Path: addressPath}

	// An update converges: a value that is set twice is set.
	addressUpdate = twilio.Operation{Name: "numbers.Addresses.Update", Method: http.MethodPost, Host: hostAPI, Path: addressPath, Class: twilio.ClassIdempotent}

	dependentList = twilio.Operation{Name: "numbers.DependentNumbers.List", Method: http.MethodGet, Host: hostAPI, Path: dependentPath, Items: "dependent_phone_numbers"}
)

// AddressCreateParams is a new address.
type AddressCreateParams struct {
	CustomerName       string `form:"CustomerName" check:"required"` // of the person or the company
	FriendlyName       string `form:"FriendlyName" check:"max=64"`
	Street             string `form:"Street" check:"required"`
	StreetSecondary    string `form:"StreetSecondary"`
	City               string `form:"City" check:"required"`
	Region             string `form:"Region" check:"required"` // the state or province
	PostalCode         string `form:"PostalCode" check:"required"`
	ISOCountry         string `form:"IsoCountry" check:"required,country"` // ISO 3166-1: US
	EmergencyEnabled   *bool  `form:"EmergencyEnabled"`                    // emergency calls may be routed by it
	AutoCorrectAddress *bool  `form:"AutoCorrectAddress"`                  // nil leaves it to Twilio, which corrects it

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create adds an address. Twilio corrects small mistakes unless AutoCorrectAddress is
// false; an address that it cannot find is refused with code 21628, or with 21629 and a
// suggestion. When nobody can say whether it was added, the error is a
// *[twilio.OutcomeUnknownError]: look with [Addresses.All]. A second one of the same words
// does no harm.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address#create-an-address-resource
func (s *Addresses) Create(ctx context.Context, params AddressCreateParams, opts ...twilio.CallOption) (*Address, error) {
	return twilio.Invoke[Address](ctx, s.c, addressCreate.With(&params), opts...)
}

// Get returns an address. One that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address#fetch-an-address-resource
func (s *Addresses) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Address, error) {
	return twilio.Invoke[Address](ctx, s.c, addressGet.On(sid), opts...)
}

// AddressListParams narrows [Addresses.List] and [Addresses.All]; its zero value lists
// all addresses.
type AddressListParams struct {
	CustomerName     string `form:"CustomerName"`
	FriendlyName     string `form:"FriendlyName"`
	ISOCountry       string `form:"IsoCountry" check:"country"` // ISO 3166-1: US
	EmergencyEnabled *bool  `form:"EmergencyEnabled"`

	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page, instead of the filters
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// List returns the first page of the account's addresses, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address#read-multiple-address-resources
func (s *Addresses) List(ctx context.Context, params AddressListParams, opts ...twilio.CallOption) (*twilio.Page[Address], error) {
	return twilio.InvokePage[Address](ctx, s.c, addressList.With(&params), opts...)
}

// All ranges over the account's addresses, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address#read-multiple-address-resources
func (s *Addresses) All(ctx context.Context, params AddressListParams, opts ...twilio.CallOption) iter.Seq2[*Address, error] {
	return twilio.InvokeAll[Address](ctx, s.c, addressList.With(&params), opts...)
}

// AddressUpdateParams changes an address, but for its country. A field that is zero stays
// as it is.
type AddressUpdateParams struct {
	CustomerName       string `form:"CustomerName"`
	FriendlyName       string `form:"FriendlyName" check:"max=64"`
	Street             string `form:"Street"`
	StreetSecondary    string `form:"StreetSecondary"`
	City               string `form:"City"`
	Region             string `form:"Region"`
	PostalCode         string `form:"PostalCode"`
	EmergencyEnabled   *bool  `form:"EmergencyEnabled"`
	AutoCorrectAddress *bool  `form:"AutoCorrectAddress"` // nil leaves it to Twilio, which corrects it

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes an address, and returns it. One that a document has verified is refused
// with code 21630.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address#update-an-address-resource
func (s *Addresses) Update(ctx context.Context, sid string, params AddressUpdateParams, opts ...twilio.CallOption) (*Address, error) {
	return twilio.Invoke[Address](ctx, s.c, addressUpdate.On(sid).With(&params), opts...)
}

// Delete takes an address away. Twilio refuses it while a number needs the address:
// [DependentNumbers.All] lists those.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address#delete-an-address-resource
func (s *Addresses) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, addressDelete.On(sid), opts...)
}

// DependentNumber is a number that needs an address. It has most of the properties of an
// [IncomingNumber].
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address#retrieve-phone-numbers-associated-with-an-address-resource
type DependentNumber struct {
	SID                  string             `json:"sid"` // PN…
	AccountSID           string             `json:"account_sid"`
	PhoneNumber          string             `json:"phone_number"` // E.164
	FriendlyName         string             `json:"friendly_name"`
	Capabilities         Capabilities       `json:"capabilities"`
	AddressRequirements  AddressRequirement `json:"address_requirements"`
	EmergencyAddressSID  string             `json:"emergency_address_sid"` // AD…
	EmergencyStatus      EmergencyStatus    `json:"emergency_status"`
	SMSApplicationSID    string             `json:"sms_application_sid"` // AP…
	SMSURL               string             `json:"sms_url"`
	SMSMethod            twilio.Method      `json:"sms_method"`
	SMSFallbackURL       string             `json:"sms_fallback_url"`
	SMSFallbackMethod    twilio.Method      `json:"sms_fallback_method"`
	VoiceApplicationSID  string             `json:"voice_application_sid"` // AP…
	VoiceURL             string             `json:"voice_url"`
	VoiceMethod          twilio.Method      `json:"voice_method"`
	VoiceFallbackURL     string             `json:"voice_fallback_url"`
	VoiceFallbackMethod  twilio.Method      `json:"voice_fallback_method"`
	VoiceCallerIDLookup  bool               `json:"voice_caller_id_lookup"`
	StatusCallback       string             `json:"status_callback"`
	StatusCallbackMethod twilio.Method      `json:"status_callback_method"`
	TrunkSID             string             `json:"trunk_sid"` // TK…
	APIVersion           string             `json:"api_version"`
	DateCreated          twilio.Time        `json:"date_created"`
	DateUpdated          twilio.Time        `json:"date_updated"`
	URI                  string             `json:"uri"`
}

// DependentNumbers lists the numbers that need an address.
type DependentNumbers struct{ c *twilio.Client }

// DependentListParams narrows [DependentNumbers.List] and [DependentNumbers.All]; its
// zero value lists all numbers that need the address.
type DependentListParams struct {
	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// List returns the first page of the numbers that need an address, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address#retrieve-phone-numbers-associated-with-an-address-resource
func (s *DependentNumbers) List(ctx context.Context, addressSID string, params DependentListParams, opts ...twilio.CallOption) (*twilio.Page[DependentNumber], error) {
	return twilio.InvokePage[DependentNumber](ctx, s.c, dependentList.On(addressSID).With(&params), opts...)
}

// All ranges over the numbers that need an address, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/address#retrieve-phone-numbers-associated-with-an-address-resource
func (s *DependentNumbers) All(ctx context.Context, addressSID string, params DependentListParams, opts ...twilio.CallOption) iter.Seq2[*DependentNumber, error] {
	return twilio.InvokeAll[DependentNumber](ctx, s.c, dependentList.On(addressSID).With(&params), opts...)
}
