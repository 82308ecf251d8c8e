package twiliotest

import (
	"encoding/json"
	"strconv"
	"strings"
)

// dialingJSON is the permission of a country as the API shows it.
type dialingJSON struct {
	ISOCode      string            `json:"iso_code"`
	Name         string            `json:"name"`
	Continent    string            `json:"continent"`
	CountryCodes []string          `json:"country_codes"`
	LowRisk      bool              `json:"low_risk_numbers_enabled"`
	Special      bool              `json:"high_risk_special_numbers_enabled"`
	Fraud        bool              `json:"high_risk_tollfraud_numbers_enabled"`
	URL          string            `json:"url"`
	Links        map[string]string `json:"links"`
}

func (s *Sim) dialingJSON(r *request, iso string) dialingJSON {
	c, _ := countryNamed(iso)
	groups := s.dialingOf(r.account, iso)
	address, name := r.origin()+"/v1/DialingPermissions/Countries/"+iso, iso
	if iso == "US" {
		name = "United States/Canada"
	}
	return dialingJSON{
		ISOCode: iso, Name: name, Continent: continentOf(iso), CountryCodes: []string{"+" + c.calling},
		LowRisk: groups.low, Special: groups.special, Fraud: groups.fraud,
		URL: address, Links: map[string]string{"highrisk_special_prefixes": address + "/HighRiskSpecialPrefixes"},
	}
}

// dialingNamed returns the country in the path of a request.
func dialingNamed(r *request) (iso string, problem *apiError) {
	iso = strings.ToUpper(r.ids["IsoCode"])
	if _, known := countryNamed(iso); !known || dialingCountry(iso) != iso {
		return "", r.absent()
	}
	return iso, nil
}

func (s *Sim) fetchDialing(r *request) (any, *apiError) {
	iso, problem := dialingNamed(r)
	if problem != nil {
		return nil, problem
	}
	return s.dialingJSON(r, iso), nil
}

func (s *Sim) listDialing(r *request) (any, *apiError) {
	var found []dialingJSON
	for _, iso := range dialingCountries() {
		if one := s.dialingJSON(r, iso); one.matches(r) {
			found = append(found, one)
		}
	}
	return pageOf(r, r.resource(), "content", found, func(d dialingJSON) string { return d.ISOCode }, func(d dialingJSON) any { return d })
}

// matches holds the permission of a country against the filters of a list.
func (d *dialingJSON) matches(r *request) bool {
	for name, value := range map[string]string{
		"IsoCode": d.ISOCode, "Continent": d.Continent, "CountryCode": strings.TrimPrefix(d.CountryCodes[0], "+"),
		"LowRiskNumbersEnabled": strconv.FormatBool(d.LowRisk), "HighRiskSpecialNumbersEnabled": strconv.FormatBool(d.Special),
		"HighRiskTollfraudNumbersEnabled": strconv.FormatBool(d.Fraud),
	} {
		if wanted := strings.TrimPrefix(r.query.Get(name), "+"); wanted != "" && !strings.EqualFold(wanted, value) {
			return false
		}
	}
	return true
}

// dialingChange is what a bulk update says of one country: texts or booleans, which are
// empty where nothing changes.
type dialingChange struct {
	ISOCode string          `json:"iso_code"`
	LowRisk json.RawMessage `json:"low_risk_numbers_enabled"`
	Special json.RawMessage `json:"high_risk_special_numbers_enabled"`
	Fraud   json.RawMessage `json:"high_risk_tollfraud_numbers_enabled"`
}

func (s *Sim) updateDialing(r *request) (any, *apiError) {
	text := r.form.Get("UpdateRequest")
	var changes []dialingChange
	if json.Unmarshal([]byte(text), &changes) != nil {
		return nil, badRequest(20001, "UpdateRequest is no JSON array of objects")
	}
	changed := map[string]dialingGroups{}
	for _, change := range changes {
		iso := dialingCountry(change.ISOCode)
		if _, known := countryNamed(iso); !known {
			return nil, badRequest(20001, "UpdateRequest has an iso_code that is no country: %q", change.ISOCode)
		}
		groups := s.keptDialing(r.account, iso)
		if !setFlag(&groups.low, change.LowRisk) || !setFlag(&groups.special, change.Special) || !setFlag(&groups.fraud, change.Fraud) {
			return nil, badRequest(20001, "UpdateRequest has a value that is neither true nor false for %s", iso)
		}
		changed[geoKey(r.account, iso)] = groups
	}
	if s.voice.dialing == nil {
		s.voice.dialing = map[string]dialingGroups{}
	}
	for key, groups := range changed {
		s.voice.dialing[key] = groups
	}
	return map[string]any{"update_count": len(changed), "update_request": text}, nil
}

// setFlag sets a flag to a value of JSON, unless there is none; it is not ok for one that
// is neither true nor false.
func setFlag(flag *bool, value json.RawMessage) (ok bool) {
	switch strings.Trim(string(value), `"`) {
	case "", "null":
	case "true":
		*flag = true
	case "false":
		*flag = false
	default:
		return false
	}
	return true
}

func (s *Sim) listHighRiskPrefixes(r *request) (any, *apiError) {
	iso, problem := dialingNamed(r)
	if problem != nil {
		return nil, problem
	}
	return pageOf(r, r.resource(), "content", specialPrefixes[iso], func(prefix string) string { return prefix },
		func(prefix string) any { return map[string]any{"prefix": prefix} })
}

func (s *Sim) fetchVoiceSettings(r *request) (any, *apiError) {
	return map[string]any{"dialing_permissions_inheritance": s.inheritsDialing(r.account), "url": r.address()}, nil
}

// updateVoiceSettings begins or ends the inheritance of a subaccount. The account itself
// has nobody to inherit from.
func (s *Sim) updateVoiceSettings(r *request) (any, *apiError) {
	if inherits := r.form.Get("DialingPermissionsInheritance"); inherits != "" {
		if s.voice.ownDialing == nil {
			s.voice.ownDialing = map[string]bool{}
		}
		s.voice.ownDialing[r.account] = !isTrue(inherits)
	}
	return s.fetchVoiceSettings(r)
}
