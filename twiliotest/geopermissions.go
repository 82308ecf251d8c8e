package twiliotest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
)

// OnlyCountries lets messages go to some countries alone, named by their codes of ISO 3166-1
// such as "US". Messages to others are refused with code 21408, until Twilio's API of
// geographic permissions enables their country. Without it all countries are enabled.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/sms-geo-permissions
func OnlyCountries(countries ...string) Option {
	return func(c *config) error {
		var err error
		c.countries, err = countrySet("OnlyCountries", c.countries, countries)
		return err
	}
}

// The countries whose permission the API cannot change.
// https://www.twilio.com/docs/api/errors/30649
const (
	highRisk     = "AZ BD DZ IL LK NG OM PK PS TJ TN"
	notSupported = "CU IR SY"
	geoNotSet    = 30649
)

// geoKey is the name of a country's permission in an account.
func geoKey(account, iso string) string { return account + iso }

// countryEnabled says that messages of an account may go to a country.
func (s *Sim) countryEnabled(account, iso string) bool {
	if off, set := s.messaging.countryOff[geoKey(account, iso)]; set {
		return !off
	}
	return s.config.countries == nil || s.config.countries[iso]
}

// refuseCountry refuses a message to a country that is not enabled. The address of a channel
// has no country, as channels have no geographic permissions.
// https://www.twilio.com/docs/api/errors/21408
func (s *Sim) refuseCountry(r *request) *apiError {
	to := r.form.Get("To")
	c, known := countryOf(to)
	if known && !s.countryEnabled(r.account, c.iso) {
		return badRequest(twilio.CodeMessagingGeoPermission, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: %s", to)
	}
	return nil
}

// geoPermissionHandler returns the handler of an operation on the geographic permissions
// of messages, nil for all others.
func geoPermissionHandler(operation string) handler {
	switch operation {
	case "FetchMessagingGeopermissions":
		return (*Sim).fetchGeoPermissions
	case "UpdateMessagingGeopermissions":
		return (*Sim).updateGeoPermissions
	}
	return nil
}

// geoPermission is the permission of a country as the API shows it.
type geoPermission struct {
	CountryCode string `json:"country_code"`
	Type        string `json:"type"`
	Enabled     bool   `json:"enabled"`
	Prefix      string `json:"prefix"`
	Message     string `json:"message"`
}

func (s *Sim) fetchGeoPermissions(r *request) (any, *apiError) {
	wanted := countryCodes()
	if iso := r.query.Get("CountryCode"); iso != "" {
		if _, known := countryNamed(iso); !known {
			return nil, badRequest(20001, "Invalid CountryCode: %s", iso)
		}
		wanted = []string{strings.ToUpper(iso)}
	}
	permissions := make([]geoPermission, 0, len(wanted))
	for _, iso := range wanted {
		c, _ := countryNamed(iso)
		message := ""
		if strings.Contains(highRisk, iso) {
			message = "High Risk Country"
		}
		permissions = append(permissions, geoPermission{iso, "country", s.countryEnabled(r.account, iso), "+" + c.calling, message})
	}
	return map[string]any{"permissions": permissions}, nil
}

// countryCodes lists the countries that the simulator knows by their codes, in their
// order.
func countryCodes() []string {
	codes := map[string]bool{"US": true}
	for field := range strings.FieldsSeq(northAmerica) {
		if field[0] >= 'A' {
			codes[field] = true
		}
	}
	for entry := range strings.FieldsSeq(callingCodes) {
		codes[newCountry(entry).iso] = true
	}
	return slices.Sorted(maps.Keys(codes))
}

// geoChange is one permission that a request wants to set.
type geoChange struct {
	CountryCode string `json:"country_code"`
	Type        string `json:"type"`
	Enabled     *bool  `json:"enabled"`
}

// geoResult is what has become of it.
type geoResult struct {
	CountryCode   string   `json:"country_code"`
	Type          string   `json:"type"`
	Enabled       bool     `json:"enabled"`
	ErrorCode     int      `json:"error_code"`
	ErrorMessages []string `json:"error_messages"`
}

func (s *Sim) updateGeoPermissions(r *request) (any, *apiError) {
	results := make([]geoResult, 0, len(r.form["Permissions"]))
	for _, text := range r.form["Permissions"] {
		var change geoChange
		if json.Unmarshal([]byte(text), &change) != nil {
			return nil, badRequest(20001, "Permissions is no list of JSON objects")
		}
		results = append(results, s.setCountry(r.account, change))
	}
	return map[string]any{"permissions": results}, nil
}

// setCountry sets a permission unless only Twilio's Console can.
func (s *Sim) setCountry(account string, change geoChange) geoResult {
	iso := strings.ToUpper(change.CountryCode)
	_, known := countryNamed(iso)
	result := geoResult{CountryCode: change.CountryCode, Type: change.Type, ErrorMessages: []string{}}
	result.Enabled = known && s.countryEnabled(account, iso)
	problem := ""
	switch {
	case !known:
		problem = "Invalid country code"
	case change.Type != "country":
		problem = "Invalid type"
	case change.Enabled == nil:
		problem = "Enabled is missing"
	case strings.Contains(highRisk, iso):
		problem = "High risk country permission cannot be updated"
	case strings.Contains(notSupported, iso):
		problem = "Non-supported country permission cannot be updated"
	}
	if problem != "" {
		result.ErrorCode, result.ErrorMessages = geoNotSet, []string{problem}
		return result
	}
	if s.messaging.countryOff == nil {
		s.messaging.countryOff = map[string]bool{}
	}
	s.messaging.countryOff[geoKey(account, iso)] = !*change.Enabled
	result.Enabled = *change.Enabled
	return result
}

// globalSafeListHandler returns the handler of an operation on the global safe list, nil
// for all others. Verify knows the same numbers.
// https://www.twilio.com/docs/usage/global-safe-list
func globalSafeListHandler(operation string) handler {
	switch operation {
	case "CreateSafelist":
		return (*Sim).createSafe
	case "FetchSafelist":
		return (*Sim).fetchSafe
	case "DeleteSafelist":
		return (*Sim).deleteSafe
	}
	return nil
}

func (s *Sim) createSafe(r *request) (any, *apiError) {
	number := r.form.Get("PhoneNumber")
	switch {
	case !e164.MatchString(number):
		return nil, badRequest(20001, "Invalid parameter: PhoneNumber: it is no number in E.164 and no prefix of one")
	case s.safeNumber(r.account, number) != nil:
		return nil, badRequest(verifySafeAlready, "The phone number is already in the SafeList")
	}
	safe := &safeNumber{sid: s.newSID("GN"), account: r.account, number: number}
	s.verify.safeList = append(s.verify.safeList, safe)
	return safe.global(), nil
}

func (n *safeNumber) global() map[string]any {
	return map[string]any{"sid": n.sid, "phone_number": n.number}
}

func (s *Sim) fetchSafe(r *request) (any, *apiError) {
	safe := s.safeNumber(r.account, r.query.Get("PhoneNumber"))
	if safe == nil {
		return nil, r.absent()
	}
	return safe.global(), nil
}

func (s *Sim) deleteSafe(r *request) (any, *apiError) {
	safe := s.safeNumber(r.account, r.query.Get("PhoneNumber"))
	if safe == nil {
		return nil, r.absent()
	}
	s.verify.safeList = without(s.verify.safeList, safe)
	return nil, nil //nolint:nilnil // no body, no error
}
