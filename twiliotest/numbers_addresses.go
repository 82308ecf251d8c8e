package twiliotest

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// addressHandler returns the handler of an operation on addresses, nil for all others.
func addressHandler(operation string) handler {
	switch operation {
	case "CreateAddress":
		return (*Sim).createAddress
	case "FetchAddress":
		return (*Sim).fetchAddress
	case "ListAddress":
		return (*Sim).listAddresses
	case "UpdateAddress":
		return (*Sim).updateAddress
	case "DeleteAddress":
		return (*Sim).deleteAddress
	case "ListDependentPhoneNumber":
		return (*Sim).listDependents
	}
	return nil
}

// postalAddress is an address of an account.
// https://www.twilio.com/docs/usage/api/address
type postalAddress struct {
	sid, account string
	country      string            // ISO 3166-1
	lines        map[string]string // the other parameters, by Twilio's names
	created      time.Time
	updated      time.Time
}

func (a *postalAddress) id() string { return a.sid }

// addressNamed finds an address of an account, nil when there is none; s.mu is held.
func (s *Sim) addressNamed(account, sid string) *postalAddress {
	if found := recordOf(s.addresses, sid); found != nil && found.account == account {
		return found
	}
	return nil
}

func (s *Sim) createAddress(r *request) (any, *apiError) {
	now := s.Clock.Now()
	a := &postalAddress{account: r.account, country: strings.ToUpper(r.form.Get("IsoCountry")), lines: map[string]string{}, created: now, updated: now}
	a.set(r.form)
	if problem := a.refuse(r.form); problem != nil {
		return nil, problem
	}
	a.sid = s.newSID("AD")
	s.addresses = append(s.addresses, a)
	return a.json(), nil
}

// addressLines are the parameters of an address that can be changed.
var addressLines = [...]string{"CustomerName", "FriendlyName", "Street", "StreetSecondary", "City", "Region", "PostalCode", "EmergencyEnabled"}

func (a *postalAddress) set(form url.Values) {
	for _, name := range addressLines {
		if form.Has(name) {
			a.lines[name] = form.Get(name)
		}
	}
}

// The forms of North American addresses.
var (
	zip          = regexp.MustCompile(`^\d{5}(-\d{4})?$`)
	canadianCode = regexp.MustCompile(`^[A-Z]\d[A-Z] ?\d[A-Z]\d$`)
	regionCode   = regexp.MustCompile(`^[A-Z]{2}$`)
)

// refuse says why an address cannot be true, as far as its form tells. Twilio corrects
// letters unless it is told not to.
func (a *postalAddress) refuse(form url.Values) *apiError {
	if _, known := countryNamed(a.country); !known {
		return badRequest(20001, "IsoCountry %s is not an ISO 3166-1 code", a.country)
	}
	if !a.isNorthAmerican() {
		return nil
	}
	region, code, postal := strings.ToUpper(a.lines["Region"]), strings.ToUpper(a.lines["PostalCode"]), zip
	if a.country == "CA" {
		postal = canadianCode
	}
	isCorrect := region == a.lines["Region"] && code == a.lines["PostalCode"]
	switch {
	case !regionCode.MatchString(region) || !postal.MatchString(code):
		return badRequest(21628, "The address could not be validated")
	case !isCorrect && strings.EqualFold(form.Get("AutoCorrectAddress"), "false"):
		return badRequest(21629, "The address could not be validated. Did you mean %s %s?", region, code)
	}
	a.lines["Region"], a.lines["PostalCode"] = region, code
	return nil
}

func (a *postalAddress) isNorthAmerican() bool { return a.country == "US" || a.country == "CA" }

func (s *Sim) fetchAddress(r *request) (any, *apiError) {
	a := s.addressNamed(r.account, r.ids["Sid"])
	if a == nil {
		return nil, r.absent()
	}
	return a.json(), nil
}

func (s *Sim) listAddresses(r *request) (any, *apiError) {
	var found []*postalAddress
	for _, a := range slices.Backward(s.addresses) {
		enabled := r.query.Get("EmergencyEnabled")
		if a.account == r.account && isWanted(r, "CustomerName", a.lines["CustomerName"]) && isWanted(r, "FriendlyName", a.lines["FriendlyName"]) &&
			isWanted(r, "IsoCountry", a.country) && (enabled == "" || isTrue(enabled) == isTrue(a.lines["EmergencyEnabled"])) {
			found = append(found, a)
		}
	}
	return pageOf(r, r.resource(), "addresses", found, (*postalAddress).id, func(a *postalAddress) any { return a.json() })
}

// isWanted holds a value against a filter of a list, which is "" for all.
func isWanted(r *request, filter, value string) bool {
	wanted := r.query.Get(filter)
	return wanted == "" || wanted == value
}

func (s *Sim) updateAddress(r *request) (any, *apiError) {
	a := s.addressNamed(r.account, r.ids["Sid"])
	if a == nil {
		return nil, r.absent()
	}
	changed := *a
	changed.lines = cloneOf(a.lines)
	changed.set(r.form)
	if problem := changed.refuse(r.form); problem != nil {
		return nil, problem
	}
	changed.updated = s.Clock.Now()
	*a = changed
	return a.json(), nil
}

// deleteAddress refuses to delete an address that a number needs.
func (s *Sim) deleteAddress(r *request) (any, *apiError) {
	a := s.addressNamed(r.account, r.ids["Sid"])
	switch {
	case a == nil:
		return nil, r.absent()
	case len(s.dependents(a.sid)) > 0:
		return nil, &apiError{status: http.StatusConflict, code: 20409, message: "The address is associated with phone numbers"}
	}
	s.addresses = without(s.addresses, a)
	return nil, nil //nolint:nilnil // no body, no error
}

// dependents are the numbers that need an address.
func (s *Sim) dependents(sid string) (found []*Number) {
	for _, n := range s.owned {
		if n.record.setting("AddressSid") == sid || n.record.setting("EmergencyAddressSid") == sid {
			found = append(found, n)
		}
	}
	return found
}

func (s *Sim) listDependents(r *request) (any, *apiError) {
	if s.addressNamed(r.account, r.ids["AddressSid"]) == nil {
		return nil, notFound(accountPath(r.account, "/Addresses/"+r.ids["AddressSid"]+".json"))
	}
	return pageOf(r, r.resource(), "dependent_phone_numbers", s.dependents(r.ids["AddressSid"]),
		func(n *Number) string { return n.record.sid }, func(n *Number) any { return s.numberJSON(r, n) })
}

func (a *postalAddress) json() map[string]any {
	return map[string]any{
		"sid": a.sid, "account_sid": a.account, "iso_country": a.country,
		"customer_name": a.lines["CustomerName"], "friendly_name": orNull(a.lines["FriendlyName"]), "street": a.lines["Street"],
		"street_secondary": orNull(a.lines["StreetSecondary"]), "city": a.lines["City"], "region": a.lines["Region"], "postal_code": a.lines["PostalCode"],
		"emergency_enabled": isTrue(cmp.Or(a.lines["EmergencyEnabled"], "false")), "validated": a.isNorthAmerican(), "verified": false,
		"date_created": a.created.UTC().Format(time.RFC1123Z), "date_updated": a.updated.UTC().Format(time.RFC1123Z),
		"uri": accountPath(a.account, "/Addresses/"+a.sid+".json"),
	}
}
