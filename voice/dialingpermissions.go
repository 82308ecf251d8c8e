package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/seed15d99369/twilio"
)

// DialingPermission says which numbers of a country the account may call. Twilio divides
// the numbers of a country into three groups by their prefixes.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource
type DialingPermission struct {
	ISOCode                         string            `json:"iso_code"` // ISO 3166-1: "GB"
	Name                            string            `json:"name"`
	Continent                       string            `json:"continent"`
	CountryCodes                    []string          `json:"country_codes"`                       // of E.164: "+44"
	LowRiskNumbersEnabled           bool              `json:"low_risk_numbers_enabled"`            // the numbers that are in neither of the other groups
	HighRiskSpecialNumbersEnabled   bool              `json:"high_risk_special_numbers_enabled"`   // premium numbers, services: see HighRiskPrefixes
	HighRiskTollFraudNumbersEnabled bool              `json:"high_risk_tollfraud_numbers_enabled"` // numbers that fraud has used
	URL                             string            `json:"url"`
	Links                           map[string]string `json:"links"` // the address of its prefixes
}

// Permission is the new state of a group of numbers.
type Permission string

// The states of a group of numbers. "" leaves a group as it is.
const (
	PermissionEnabled  Permission = "true"
	PermissionDisabled Permission = "false"
)

// DialingPermissions manages which countries the account may call. Calls to the others are
// refused with [twilio.CodeCallGeoPermission], which matches [twilio.ErrGeoPermission]. A
// subaccount has the permissions of its parent until [Settings] end the inheritance.
type DialingPermissions struct{ c *twilio.Client }

const (
	dialingPath            = "/v1/DialingPermissions"
	dialingPermissionsPath = dialingPath + "/Countries"
	dialingPermissionPath  = dialingPermissionsPath + "/{IsoCode:country}"
	dialingBulkPath        = dialingPath + "/BulkCountryUpdates"
)

var (
	dialingPermissionGet  = twilio.Operation{Name: "voice.DialingPermissions.Get", Method: http.MethodGet, Host: hostVoice, Path: dialingPermissionPath}
	dialingPermissionList = twilio.Operation{Name: "voice.DialingPermissions.List", Method: http.MethodGet, Host: hostVoice, Path: dialingPermissionsPath, Items: "content"}

	// A permission that is given twice is given.
	dialingPermissionUpdate = twilio.Operation{
		Name: "voice.DialingPermissions.Update", Method: http.MethodPost, Host: hostVoice, Path: dialingBulkPath, Class: twilio.ClassIdempotent,
	}
)

// Get returns the permission of a country, named by ISO 3166-1 such as "GB". A country
// that Twilio does not call matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource#fetch-a-country-resource
func (s *DialingPermissions) Get(ctx context.Context, isoCode string, opts ...twilio.CallOption) (*DialingPermission, error) {
	return twilio.Invoke[DialingPermission](ctx, s.c, dialingPermissionGet.On(isoCode), opts...)
}

// DialingPermissionListParams narrows [DialingPermissions.List] and
// [DialingPermissions.All]; its zero value lists all countries.
type DialingPermissionListParams struct {
	Continent                       string `form:"Continent"`
	CountryCode                     string `form:"CountryCode"`             // of E.164: "44"
	ISOCode                         string `form:"IsoCode" check:"country"` // ISO 3166-1: "GB"
	LowRiskNumbersEnabled           *bool  `form:"LowRiskNumbersEnabled"`
	HighRiskSpecialNumbersEnabled   *bool  `form:"HighRiskSpecialNumbersEnabled"`
	HighRiskTollFraudNumbersEnabled *bool  `form:"HighRiskTollfraudNumbersEnabled"`
	PageSize                        int    `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the permissions of countries, or the page that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource#read-multiple-country-resources
func (s *DialingPermissions) List(ctx context.Context, params DialingPermissionListParams, opts ...twilio.CallOption) (*twilio.Page[DialingPermission], error) {
	return twilio.InvokePage[DialingPermission](ctx, s.c, dialingPermissionList.With(&params), opts...)
}

// All ranges over the permissions of all countries, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource#read-multiple-country-resources
func (s *DialingPermissions) All(ctx context.Context, params DialingPermissionListParams, opts ...twilio.CallOption) iter.Seq2[*DialingPermission, error] {
	return twilio.InvokeAll[DialingPermission](ctx, s.c, dialingPermissionList.With(&params), opts...)
}

// DialingPermissionUpdate is what Twilio made of an update.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-bulkcountryupdate-resource
type DialingPermissionUpdate struct {
	UpdateCount   twilio.Int `json:"update_count"`   // how many countries were changed
	UpdateRequest string     `json:"update_request"` // the changes as JSON
}

// DialingPermissionUpdateParams are the countries whose permissions change. The others
// keep theirs.
type DialingPermissionUpdateParams struct {
	Changes []DialingPermissionChange `form:"UpdateRequest,json" check:"required"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// DialingPermissionChange is what changes for one country. A group of numbers whose field
// is "" stays as it is.
type DialingPermissionChange struct {
	ISOCode                  string     `json:"iso_code" check:"required,country"` // ISO 3166-1: "GB"
	LowRiskNumbers           Permission `json:"low_risk_numbers_enabled,omitempty"`
	HighRiskSpecialNumbers   Permission `json:"high_risk_special_numbers_enabled,omitempty"`
	HighRiskTollFraudNumbers Permission `json:"high_risk_tollfraud_numbers_enabled,omitempty"`
}

// changesNothing reports a change without a permission.
func (c *DialingPermissionChange) changesNothing() bool {
	return c.LowRiskNumbers == "" && c.HighRiskSpecialNumbers == "" && c.HighRiskTollFraudNumbers == ""
}

// Validate refuses a country that stands there twice, and one for which nothing changes.
func (p *DialingPermissionUpdateParams) Validate(problems *twilio.Problems) {
	seen := map[string]bool{}
	for i := range p.Changes {
		change := &p.Changes[i]
		item := "Changes[" + strconv.Itoa(i) + "]"
		switch {
		case problems.Has(item + ".ISOCode"):
		case seen[change.ISOCode]:
			problems.Add(item+".ISOCode", "is that of an earlier change", "give each country once")
		case change.changesNothing():
			problems.Add(item, "changes nothing", "enable or disable a group of numbers, or leave the country out")
		}
		seen[change.ISOCode] = true
	}
}

// Update allows calls to groups of numbers, or forbids them, for several countries at
// once. The new permissions hold from the next call on. An update converges, so that it is
// repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-bulkcountryupdate-resource
func (s *DialingPermissions) Update(ctx context.Context, params DialingPermissionUpdateParams, opts ...twilio.CallOption) (*DialingPermissionUpdate, error) {
	return twilio.Invoke[DialingPermissionUpdate](ctx, s.c, dialingPermissionUpdate.With(&params), opts...)
}

// HighRiskPrefix is a beginning of numbers that belong to the special services of a
// country, such as premium numbers.
type HighRiskPrefix struct {
	Prefix string `json:"prefix"` // of E.164: "+44843"
}

// HighRiskPrefixes reads which numbers of a country are special.
type HighRiskPrefixes struct{ c *twilio.Client }

var highRiskPrefixList = twilio.Operation{
	Name: "voice.HighRiskPrefixes.List", Method: http.MethodGet, Host: hostVoice, Path: dialingPermissionPath + "/HighRiskSpecialPrefixes", Items: "content",
}

// HighRiskPrefixListParams are the pages of a list of prefixes.
type HighRiskPrefixListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the special prefixes of a country, named by ISO 3166-1
// such as "GB", or the page that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-highriskspecialprefix-resource
func (s *HighRiskPrefixes) List(ctx context.Context, isoCode string, params HighRiskPrefixListParams, opts ...twilio.CallOption) (*twilio.Page[HighRiskPrefix], error) {
	return twilio.InvokePage[HighRiskPrefix](ctx, s.c, highRiskPrefixList.On(isoCode).With(&params), opts...)
}

// All ranges over all special prefixes of a country, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-highriskspecialprefix-resource
func (s *HighRiskPrefixes) All(ctx context.Context, isoCode string, params HighRiskPrefixListParams, opts ...twilio.CallOption) iter.Seq2[*HighRiskPrefix, error] {
	return twilio.InvokeAll[HighRiskPrefix](ctx, s.c, highRiskPrefixList.On(isoCode).With(&params), opts...)
}
