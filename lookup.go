package twilio

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// LookupResult holds the facts about a phone number. Packages that were not asked
// for are zero.
//
// Twilio docs: https://www.twilio.com/docs/lookup/v2-api
type LookupResult struct {
	PhoneNumber        string                  `json:"phone_number"` // E.164
	Valid              bool                    `json:"valid"`
	ValidationErrors   []LookupValidationError `json:"validation_errors"` // why it is not valid
	CallingCountryCode string                  `json:"calling_country_code"`
	CountryCode        string                  `json:"country_code"` // ISO 3166-1: "US"
	NationalFormat     string                  `json:"national_format"`
	URL                string                  `json:"url"`

	CallerName           LookupCallerName           `json:"caller_name"`
	SIMSwap              LookupSIMSwap              `json:"sim_swap"`
	CallForwarding       LookupCallForwarding       `json:"call_forwarding"`
	LineStatus           LookupLineStatus           `json:"line_status"`
	LineTypeIntelligence LookupLineTypeIntelligence `json:"line_type_intelligence"`
	IdentityMatch        LookupIdentityMatch        `json:"identity_match"`
	ReassignedNumber     LookupReassignedNumber     `json:"reassigned_number"`
	SMSPumpingRisk       LookupSMSPumpingRisk       `json:"sms_pumping_risk"`

	PhoneNumberQualityScore json.RawMessage `json:"phone_number_quality_score"` // null unless asked for; not described by Twilio
	PreFill                 json.RawMessage `json:"pre_fill"`                   // null unless asked for; not described by Twilio
}

// Err returns the errors of the packages, nil when there are none: a lookup can
// succeed although one of its packages failed. The error matches each code and its
// categories.
func (r *LookupResult) Err() error {
	packages := [...]struct {
		field LookupField
		code  ErrorCode
	}{
		{LookupFieldCallerName, r.CallerName.ErrorCode}, {LookupFieldSIMSwap, r.SIMSwap.ErrorCode},
		{LookupFieldCallForwarding, r.CallForwarding.ErrorCode}, {LookupFieldLineStatus, r.LineStatus.ErrorCode},
		{LookupFieldLineTypeIntelligence, r.LineTypeIntelligence.ErrorCode}, {LookupFieldIdentityMatch, r.IdentityMatch.ErrorCode},
		{LookupFieldReassignedNumber, r.ReassignedNumber.ErrorCode}, {LookupFieldSMSPumpingRisk, r.SMSPumpingRisk.ErrorCode},
	}
	var failed []error
	for _, p := range packages {
		if p.code != 0 {
			failed = append(failed, fmt.Errorf("twilio: lookup of %s: %w", p.field, p.code))
		}
	}
	return joinErrors(failed)
}

// LookupField is a package of facts about a number, each paid for by itself.
type LookupField string

// The packages.
const (
	LookupFieldCallerName              LookupField = "caller_name"
	LookupFieldSIMSwap                 LookupField = "sim_swap"
	LookupFieldCallForwarding          LookupField = "call_forwarding"
	LookupFieldLineStatus              LookupField = "line_status"
	LookupFieldLineTypeIntelligence    LookupField = "line_type_intelligence"
	LookupFieldIdentityMatch           LookupField = "identity_match"
	LookupFieldReassignedNumber        LookupField = "reassigned_number"
	LookupFieldSMSPumpingRisk          LookupField = "sms_pumping_risk"
	LookupFieldPhoneNumberQualityScore LookupField = "phone_number_quality_score"
	LookupFieldPreFill                 LookupField = "pre_fill"
)

// LookupValidationError is why a number is not valid.
type LookupValidationError string

// The reasons.
const (
	LookupTooShort           LookupValidationError = "TOO_SHORT"
	LookupTooLong            LookupValidationError = "TOO_LONG"
	LookupInvalidButPossible LookupValidationError = "INVALID_BUT_POSSIBLE"
	LookupInvalidCountryCode LookupValidationError = "INVALID_COUNTRY_CODE"
	LookupInvalidLength      LookupValidationError = "INVALID_LENGTH"
	LookupNotANumber         LookupValidationError = "NOT_A_NUMBER"
)

// LookupCallerName is who a number in the United States belongs to.
type LookupCallerName struct {
	CallerName string    `json:"caller_name"`
	CallerType string    `json:"caller_type"` // "BUSINESS", "CONSUMER", "UNDETERMINED"
	ErrorCode  ErrorCode `json:"error_code"`
}

// LookupSIMSwap is when the SIM of a number was last changed.
type LookupSIMSwap struct {
	LastSIMSwap       LookupLastSIMSwap `json:"last_sim_swap"`
	CarrierName       string            `json:"carrier_name"`
	MobileCountryCode string            `json:"mobile_country_code"`
	MobileNetworkCode string            `json:"mobile_network_code"`
	ErrorCode         ErrorCode         `json:"error_code"`
}

// LookupLastSIMSwap is the last change of a SIM.
type LookupLastSIMSwap struct {
	LastSIMSwapDate Time   `json:"last_sim_swap_date"`
	SwappedPeriod   string `json:"swapped_period"` // ISO 8601: "PT24H"
	SwappedInPeriod bool   `json:"swapped_in_period"`
}

// LookupCallForwarding is whether calls to a number go elsewhere.
type LookupCallForwarding struct {
	CallForwardingEnabled bool      `json:"call_forwarding_enabled"`
	ErrorCode             ErrorCode `json:"error_code"`
}

// LookupLineStatus is whether a number can be reached.
type LookupLineStatus struct {
	Status    string    `json:"status"` // "active", "inactive", "reachable", "unreachable", "unknown"
	ErrorCode ErrorCode `json:"error_code"`
}

// LookupLineTypeIntelligence is the kind of a number's line.
type LookupLineTypeIntelligence struct {
	Type              string    `json:"type"` // "mobile", "landline", "fixedVoip", "nonFixedVoip", "tollFree" and others
	CarrierName       string    `json:"carrier_name"`
	MobileCountryCode string    `json:"mobile_country_code"`
	MobileNetworkCode string    `json:"mobile_network_code"`
	ErrorCode         ErrorCode `json:"error_code"`
}

// LookupIdentityMatch is how well a person's data fit the owner of a number:
// each "exact_match", "high_partial_match", "partial_match", "no_match" or
// "no_data_available".
type LookupIdentityMatch struct {
	FirstNameMatch      string    `json:"first_name_match"`
	LastNameMatch       string    `json:"last_name_match"`
	AddressLinesMatch   string    `json:"address_lines_match"`
	CityMatch           string    `json:"city_match"`
	StateMatch          string    `json:"state_match"`
	PostalCodeMatch     string    `json:"postal_code_match"`
	AddressCountryMatch string    `json:"address_country_match"`
	NationalIDMatch     string    `json:"national_id_match"`
	DateOfBirthMatch    string    `json:"date_of_birth_match"`
	SummaryScore        Int       `json:"summary_score"` // 0 to 100
	ErrorCode           ErrorCode `json:"error_code"`
	ErrorMessage        string    `json:"error_message"`
}

// LookupReassignedNumber is whether a number has a new owner since a date.
type LookupReassignedNumber struct {
	LastVerifiedDate   string    `json:"last_verified_date"`   // "20240123"
	IsNumberReassigned string    `json:"is_number_reassigned"` // "yes", "no", "no data available"
	ErrorCode          ErrorCode `json:"error_code"`
}

// LookupSMSPumpingRisk is how likely texts to a number are to be fraud.
type LookupSMSPumpingRisk struct {
	CarrierRiskCategory      string    `json:"carrier_risk_category"` // "low", "mild", "moderate", "high"
	NumberBlocked            bool      `json:"number_blocked"`
	NumberBlockedDate        Time      `json:"number_blocked_date"`
	NumberBlockedLast3Months bool      `json:"number_blocked_last_3_months"`
	SMSPumpingRiskScore      Int       `json:"sms_pumping_risk_score"` // 0 to 100
	ErrorCode                ErrorCode `json:"error_code"`
}

// Lookups asks for facts about phone numbers.
type Lookups struct{ c *Client }

const hostLookups = "lookups"

var (
	lookupGet   = Operation{Name: "Lookup.Get", Method: http.MethodGet, Host: hostLookups, Path: "/v2/PhoneNumbers/{PhoneNumber}"}
	lookupGetV1 = Operation{Name: "Lookup.GetV1", Method: http.MethodGet, Host: hostLookups, Path: "/v1/PhoneNumbers/{PhoneNumber}"}
)

// LookupGetParams says what to find out. Its zero value only validates the
// number, which costs nothing.
type LookupGetParams struct {
	Fields      []LookupField `form:"Fields,comma"`
	CountryCode string        `form:"CountryCode" check:"country"` // ISO 3166-1, for a number in national format

	// For identity_match.
	FirstName          string `form:"FirstName"`
	LastName           string `form:"LastName"`
	AddressLine1       string `form:"AddressLine1"`
	AddressLine2       string `form:"AddressLine2"`
	City               string `form:"City"`
	State              string `form:"State"`
	PostalCode         string `form:"PostalCode"`
	AddressCountryCode string `form:"AddressCountryCode" check:"country"` // ISO 3166-1
	NationalID         string `form:"NationalId"`
	DateOfBirth        string `form:"DateOfBirth"` // "19850123"

	LastVerifiedDate string `form:"LastVerifiedDate"` // for reassigned_number: "20240123"
	VerificationSID  string `form:"VerificationSid"`  // for pre_fill
	PartnerSubID     string `form:"PartnerSubId"`     // for sms_pumping_risk

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get returns the facts about a phone number, given in E.164 or, with
// CountryCode, in digits. A number that does not exist is no error: see Valid.
// A package that failed is in Err.
//
// Twilio docs: https://www.twilio.com/docs/lookup/v2-api
func (s *Lookups) Get(ctx context.Context, phoneNumber string, params LookupGetParams, opts ...CallOption) (*LookupResult, error) {
	return Invoke[LookupResult](ctx, s.c, lookupGet.On(phoneNumber).With(&params), opts...)
}

// LookupV1Result holds the facts that the older API knows about a phone number. Facts that were
// not asked for are zero.
//
// Twilio docs: https://www.twilio.com/docs/lookup/v1-api
type LookupV1Result struct {
	PhoneNumber    string             `json:"phone_number"` // E.164
	CountryCode    string             `json:"country_code"` // ISO 3166-1: "US"
	NationalFormat string             `json:"national_format"`
	Carrier        LookupV1Carrier    `json:"carrier"`
	CallerName     LookupV1CallerName `json:"caller_name"`
	AddOns         json.RawMessage    `json:"add_ons"` // null unless asked for; of each add-on's own shape
	URL            string             `json:"url"`
}

// Err returns the errors of the facts that were asked for, nil when there are
// none.
func (r *LookupV1Result) Err() error {
	var failed []error
	if code := r.Carrier.ErrorCode; code != 0 {
		failed = append(failed, fmt.Errorf("twilio: lookup of carrier: %w", code))
	}
	if code := r.CallerName.ErrorCode; code != 0 {
		failed = append(failed, fmt.Errorf("twilio: lookup of caller-name: %w", code))
	}
	return joinErrors(failed)
}

// LookupV1Carrier is the network of a number.
type LookupV1Carrier struct {
	Name              string    `json:"name"`
	Type              string    `json:"type"` // "landline", "mobile", "voip"
	MobileCountryCode string    `json:"mobile_country_code"`
	MobileNetworkCode string    `json:"mobile_network_code"`
	ErrorCode         ErrorCode `json:"error_code"`
}

// LookupV1CallerName is who a number in the United States belongs to.
type LookupV1CallerName struct {
	CallerName string    `json:"caller_name"`
	CallerType string    `json:"caller_type"` // "BUSINESS", "CONSUMER"
	ErrorCode  ErrorCode `json:"error_code"`
}

// LookupGetV1Params says what the older API is to find out.
type LookupGetV1Params struct {
	Types       []string `form:"Type"`                        // "carrier", "caller-name"
	CountryCode string   `form:"CountryCode" check:"country"` // ISO 3166-1, for a number in national format
	AddOns      []string `form:"AddOns"`                      // unique names; their parameters go through Extra: "AddOns.name.parameter"

	Extra url.Values `form:"-"`
}

// GetV1 asks the older API, which knows add-ons.
//
// Twilio docs: https://www.twilio.com/docs/lookup/v1-api
func (s *Lookups) GetV1(ctx context.Context, phoneNumber string, params LookupGetV1Params, opts ...CallOption) (*LookupV1Result, error) {
	return Invoke[LookupV1Result](ctx, s.c, lookupGetV1.On(phoneNumber).With(&params), opts...)
}
