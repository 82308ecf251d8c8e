package twiliotest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Lookup sets the answer of Lookup for a number, in E.164 or as it is written in the
// United States. Of its packages, an answer shows those that were asked for; a package
// with an ErrorCode says nothing else. The country and the national format of a valid
// number need not be given. Without it, a number in E.164 is valid, a mobile, and every
// other package has code 60600.
func (s *Sim) Lookup(number string, result twilio.LookupResult) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lookups[inCountry(number, "")] = result
}

// lookedUp returns the facts about a number; s.mu is held.
func (s *Sim) lookedUp(number string) twilio.LookupResult {
	result, known := s.lookups[number]
	if !known {
		return defaultLookup(number)
	}
	if c, ok := countryOf(number); ok && result.Valid {
		result.CountryCode = cmp.Or(result.CountryCode, c.iso)
		result.CallingCountryCode = cmp.Or(result.CallingCountryCode, c.calling)
		result.NationalFormat = cmp.Or(result.NationalFormat, c.national(number))
	}
	return result
}

// packages are the keys of an answer that have to be asked for.
var packages = []twilio.LookupField{
	twilio.LookupFieldCallerName, twilio.LookupFieldSIMSwap, twilio.LookupFieldCallForwarding, twilio.LookupFieldLineStatus,
	twilio.LookupFieldLineTypeIntelligence, twilio.LookupFieldIdentityMatch, twilio.LookupFieldReassignedNumber,
	twilio.LookupFieldSMSPumpingRisk, twilio.LookupFieldPhoneNumberQualityScore, twilio.LookupFieldPreFill,
}

func (s *Sim) lookup(r *request) (any, *apiError) {
	number := inCountry(r.ids["PhoneNumber"], r.query.Get("CountryCode"))
	return lookupJSON(s.lookedUp(number), number, r.query.Get("Fields"))
}

// testLookup knows the magic numbers of package sim_swap; with all others a
// package has code 60622.
// https://www.twilio.com/docs/lookup/magic-numbers-for-lookup
func (s *Sim) testLookup(r *request) (any, *apiError) {
	number := inCountry(r.ids["PhoneNumber"], r.query.Get("CountryCode"))
	result := defaultLookup(number)
	result.SIMSwap.ErrorCode = twilio.CodeLookupNotMagic
	result.LineTypeIntelligence = twilio.LookupLineTypeIntelligence{ErrorCode: twilio.CodeLookupNotMagic}
	result.CallerName.ErrorCode, result.CallForwarding.ErrorCode = twilio.CodeLookupNotMagic, twilio.CodeLookupNotMagic
	result.LineStatus.ErrorCode, result.IdentityMatch.ErrorCode = twilio.CodeLookupNotMagic, twilio.CodeLookupNotMagic
	result.ReassignedNumber.ErrorCode, result.SMSPumpingRisk.ErrorCode = twilio.CodeLookupNotMagic, twilio.CodeLookupNotMagic
	switch number {
	case "+12345678900", "+12345678904":
		result.SIMSwap = twilio.LookupSIMSwap{LastSIMSwap: twilio.LookupLastSIMSwap{SwappedPeriod: "PT48H"}}
	case "+12345678901", "+12345678907":
		result.SIMSwap = twilio.LookupSIMSwap{LastSIMSwap: twilio.LookupLastSIMSwap{SwappedPeriod: "PT24H"}}
	}
	return lookupJSON(result, number, r.query.Get("Fields"))
}

// inCountry writes a number in E.164: a national one as a number of its country, which
// is the United States if none is given. A text that is no number stays as it is.
func inCountry(number, iso string) string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ()-./", r) {
			return -1
		}
		return r
	}, number)
	rest, international := strings.CutPrefix(digits, "+")
	c, known := countryNamed(cmp.Or(iso, "US"))
	switch {
	case rest == "" || strings.Trim(rest, "0123456789") != "":
		return number
	case international || !known:
		return digits
	}
	return c.international(digits)
}

func defaultLookup(number string) twilio.LookupResult {
	c, known := countryOf(number)
	if problem := whyInvalid(number, c, known); problem != "" {
		return twilio.LookupResult{PhoneNumber: number, ValidationErrors: []twilio.LookupValidationError{problem}}
	}
	const none = twilio.CodeLookupNoCoverage
	return twilio.LookupResult{
		Valid: true, CountryCode: c.iso, CallingCountryCode: c.calling, NationalFormat: c.national(number),
		LineTypeIntelligence: twilio.LookupLineTypeIntelligence{Type: "mobile", CarrierName: "Simulated Mobile"},
		CallerName:           twilio.LookupCallerName{ErrorCode: none}, SIMSwap: twilio.LookupSIMSwap{ErrorCode: none},
		CallForwarding: twilio.LookupCallForwarding{ErrorCode: none}, LineStatus: twilio.LookupLineStatus{ErrorCode: none},
		IdentityMatch: twilio.LookupIdentityMatch{ErrorCode: none}, ReassignedNumber: twilio.LookupReassignedNumber{ErrorCode: none},
		SMSPumpingRisk: twilio.LookupSMSPumpingRisk{ErrorCode: none},
	}
}

// whyInvalid returns the problem of a number, "" for none.
func whyInvalid(number string, c country, known bool) twilio.LookupValidationError {
	shortest, longest := 7, 15 // digits, as E.164 has it
	if c.calling == "1" {
		shortest, longest = 1+nationalDigits, 1+nationalDigits
	}
	digits, international := strings.CutPrefix(number, "+")
	switch {
	case digits == "" || strings.Trim(digits, "0123456789") != "":
		return twilio.LookupNotANumber
	case !international || !known:
		return twilio.LookupInvalidCountryCode
	case len(digits) < shortest:
		return twilio.LookupTooShort
	case len(digits) > longest:
		return twilio.LookupTooLong
	}
	return ""
}

// lookupJSON shows the requested packages, with null for the others, and null for no error.
func lookupJSON(result twilio.LookupResult, number, fields string) (any, *apiError) {
	asked := strings.Split(fields, ",")
	for _, field := range asked {
		if field != "" && field != "validation" && !slices.Contains(packages, twilio.LookupField(field)) {
			return nil, badRequest(twilio.CodeBadRequest, "Fields has %q, which is no package", field)
		}
	}
	result.PhoneNumber, result.URL = number, "https://lookups.twilio.com/v2/PhoneNumbers/"+number
	text, err := json.Marshal(result)
	if err != nil {
		return nil, &apiError{status: http.StatusInternalServerError, code: twilio.CodeInternalServerError, message: err.Error()}
	}
	var answer map[string]any
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, &apiError{status: http.StatusInternalServerError, code: twilio.CodeInternalServerError, message: err.Error()}
	}
	for _, name := range packages {
		if !slices.Contains(asked, string(name)) {
			answer[string(name)] = nil
		} else if fields, ok := answer[string(name)].(map[string]any); ok {
			showPackage(fields)
		}
	}
	return unsaid(answer), nil
}

// showPackage removes the data of a package with an error code, except for three codes with
// which Twilio still shows data: data of a fallback, incomplete data, partial data.
// https://www.twilio.com/docs/api/errors/60621
func showPackage(fields map[string]any) {
	code, _ := fields["error_code"].(float64)
	switch twilio.ErrorCode(code) {
	case 0:
		fields["error_code"] = nil
	case 60613, 60620, 60621:
	default:
		for name := range fields {
			if name != "error_code" && name != "error_message" {
				fields[name] = nil
			}
		}
	}
}

// unsaid writes null for a text that is empty, as Twilio does.
func unsaid(object map[string]any) map[string]any {
	for name, value := range object {
		switch v := value.(type) {
		case string:
			if v == "" {
				object[name] = nil
			}
		case map[string]any:
			unsaid(v)
		}
	}
	return object
}

type lookupV1JSON struct {
	PhoneNumber    string         `json:"phone_number"`
	CountryCode    *string        `json:"country_code"`
	NationalFormat *string        `json:"national_format"`
	Carrier        map[string]any `json:"carrier"`
	CallerName     map[string]any `json:"caller_name"`
	AddOns         any            `json:"add_ons"`
	URL            string         `json:"url"`
}

// lookupV1 shows the same facts as the older API does.
func (s *Sim) lookupV1(r *request) (any, *apiError) {
	number := inCountry(r.ids["PhoneNumber"], r.query.Get("CountryCode"))
	result := s.lookedUp(number)
	if !result.Valid {
		return nil, notFound("/PhoneNumbers/" + number)
	}
	answer := lookupV1JSON{
		PhoneNumber: number, CountryCode: orNull(result.CountryCode), NationalFormat: orNull(result.NationalFormat),
		URL: "https://lookups.twilio.com/v1/PhoneNumbers/" + number,
	}
	if slices.Contains(r.query["Type"], "carrier") {
		line := result.LineTypeIntelligence
		if line.ErrorCode != 0 {
			line = twilio.LookupLineTypeIntelligence{ErrorCode: line.ErrorCode}
		}
		answer.Carrier = map[string]any{
			"name": orNull(line.CarrierName), "type": orNull(line.Type), "mobile_country_code": orNull(line.MobileCountryCode),
			"mobile_network_code": orNull(line.MobileNetworkCode), "error_code": codeOrNull(line.ErrorCode),
		}
	}
	if slices.Contains(r.query["Type"], "caller-name") {
		name := result.CallerName
		if name.ErrorCode != 0 {
			name = twilio.LookupCallerName{ErrorCode: name.ErrorCode}
		}
		answer.CallerName = map[string]any{
			"caller_name": orNull(name.CallerName), "caller_type": orNull(name.CallerType), "error_code": codeOrNull(name.ErrorCode),
		}
	}
	return answer, nil
}

func codeOrNull(code twilio.ErrorCode) *int {
	if code == 0 {
		return nil
	}
	n := int(code)
	return &n
}
