package messaging

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/seed15d99369/twilio"
)

// GeoPermissionList is which countries the account may text.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/sms-geo-permissions
type GeoPermissionList struct {
	Permissions []GeoPermission `json:"permissions"`
}

// Err joins what Twilio did not change. It is nil when everything was changed.
func (l *GeoPermissionList) Err() error {
	failed := make([]error, len(l.Permissions))
	for i := range l.Permissions {
		failed[i] = l.Permissions[i].Err()
	}
	return errors.Join(failed...)
}

// GeoPermission says whether the account may text a country.
type GeoPermission struct {
	CountryCode   string            `json:"country_code"` // ISO 3166-1: "US"
	Type          GeoPermissionType `json:"type"`
	Enabled       bool              `json:"enabled"`
	Prefix        string            `json:"prefix"`         // "+1"; of Get
	Message       string            `json:"message"`        // "High Risk Country"; of Get
	ErrorCode     twilio.ErrorCode  `json:"error_code"`     // why Update did not change it; 0 when it did
	ErrorMessages []string          `json:"error_messages"` // in words; of Update
}

// Err returns why Twilio did not change the permission, nil when it did. It matches the
// code: errors.Is(err, twilio.ErrorCode(30649)).
func (g *GeoPermission) Err() error {
	return itemError("the permission of "+g.CountryCode, g.ErrorCode, g.ErrorMessages)
}

// GeoPermissionType is a kind of permission.
type GeoPermissionType string

// GeoPermissionCountry is the permission to text a country. There is no other kind.
const GeoPermissionCountry GeoPermissionType = "country"

// GeoPermissions manages which countries the account may text. Messages to the others
// are refused with code 21408, which matches [twilio.ErrGeoPermission].
type GeoPermissions struct{ c *twilio.Client }

const geoPermissionsPath = "/v1/Messaging/GeoPermissions"

var (
	geoPermissionGet = twilio.Operation{Name: "messaging.GeoPermissions.Get", Method: http.MethodGet, Host: accountsHost, Path: geoPermissionsPath}

	// An update converges: a permission that is given twice is given.
	geoPermissionUpdate = twilio.Operation{
		Name: "messaging.GeoPermissions.Update", Method: http.MethodPatch, Host: accountsHost, Path: geoPermissionsPath, Class: twilio.ClassIdempotent,
	}
)

// GeoPermissionGetParams narrows [GeoPermissions.Get]; its zero value asks for all
// countries.
type GeoPermissionGetParams struct {
	CountryCodes []string `form:"CountryCode,comma" check:"country"` // ISO 3166-1: "US"

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get returns which countries the account may text, all of them at once.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/sms-geo-permissions
func (s *GeoPermissions) Get(ctx context.Context, params GeoPermissionGetParams, opts ...twilio.CallOption) (*GeoPermissionList, error) {
	return twilio.Invoke[GeoPermissionList](ctx, s.c, geoPermissionGet.With(&params), opts...)
}

// GeoPermissionUpdateParams are the countries whose permission changes. The others keep
// theirs.
type GeoPermissionUpdateParams struct {
	Permissions []GeoPermissionChange `form:"Permissions,items" check:"required"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// GeoPermissionChange allows texts to a country, or forbids them.
type GeoPermissionChange struct {
	CountryCode string            `json:"country_code" check:"required,country"` // ISO 3166-1: "US"
	Type        GeoPermissionType `json:"type"`                                  // "" is GeoPermissionCountry
	Enabled     bool              `json:"enabled"`
}

// Validate refuses a country that stands there twice.
func (p *GeoPermissionUpdateParams) Validate(problems *twilio.Problems) {
	seen := map[string]bool{}
	for i, change := range p.Permissions {
		field, code := itemField("Permissions", i, "CountryCode"), change.CountryCode
		if seen[code] && !problems.Has(field) {
			problems.Add(field, "is that of an earlier item", "give each country once")
		}
		seen[code] = true
	}
}

// Update allows texts to countries, or forbids them, and returns the permissions that
// were asked for. Ask Err of the answer: countries of high risk can only be allowed in
// the Console, and Twilio answers for them with code 30649 and status 200. An update
// converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/sms-geo-permissions
func (s *GeoPermissions) Update(ctx context.Context, params GeoPermissionUpdateParams, opts ...twilio.CallOption) (*GeoPermissionList, error) {
	params.Permissions = slices.Clone(params.Permissions)
	for i := range params.Permissions {
		change := &params.Permissions[i]
		change.Type = cmp.Or(change.Type, GeoPermissionCountry)
	}
	return twilio.Invoke[GeoPermissionList](ctx, s.c, geoPermissionUpdate.With(&params), opts...)
}
