package twiliotest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Lookup sets what Lookup knows of a number. Of its packages, an answer shows
// those that were asked for. Without it, a number in E.164 is valid, a mobile, and
// every other package has code 60600.
func (s *Sim) Lookup(number string, result twilio.LookupResult) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lookups[number] = result
}

// packages are the keys of an answer that have to be asked for.
var packages = []twilio.LookupField{
	twilio.LookupFieldCallerName, twilio.LookupFieldSIMSwap, twilio.LookupFieldCallForwarding, twilio.LookupFieldLineStatus,
	twilio.LookupFieldLineTypeIntelligence, twilio.LookupFieldIdentityMatch, twilio.LookupFieldReassignedNumber,
	twilio.LookupFieldSMSPumpingRisk, twilio.LookupFieldPhoneNumberQualityScore, twilio.LookupFieldPreFill,
}

func (s *Sim) lookup(r *request) (any, *apiError) {
	number := inCountry(r.ids["PhoneNumber"], r.query.Get("CountryCode"))
	result, known := s.lookups[number]
	if !known {
		result = defaultLookup(number)
	}
	return lookupJSON(result, number, r.query.Get("Fields"))
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

// inCountry makes a national number of the United States or Canada international;
// it knows no other country.
func inCountry(number, country string) string {
	const nationalDigits = 10
	if len(number) == nationalDigits && (country == "US" || country == "CA" || country == "") && number[0] != '+' {
		return "+1" + number
	}
	return number
}

func defaultLookup(number string) twilio.LookupResult {
	if !e164.MatchString(number) {
		return twilio.LookupResult{PhoneNumber: number, ValidationErrors: []twilio.LookupValidationError{whyInvalid(number)}}
	}
	const none = twilio.CodeLookupNoCoverage
	result := twilio.LookupResult{
		Valid: true, NationalFormat: nationalFormat(number),
		LineTypeIntelligence: twilio.LookupLineTypeIntelligence{Type: "mobile", CarrierName: "Simulated Mobile"},
		CallerName:           twilio.LookupCallerName{ErrorCode: none}, SIMSwap: twilio.LookupSIMSwap{ErrorCode: none},
		CallForwarding: twilio.LookupCallForwarding{ErrorCode: none}, LineStatus: twilio.LookupLineStatus{ErrorCode: none},
		IdentityMatch: twilio.LookupIdentityMatch{ErrorCode: none}, ReassignedNumber: twilio.LookupReassignedNumber{ErrorCode: none},
		SMSPumpingRisk: twilio.LookupSMSPumpingRisk{ErrorCode: none},
	}
	if strings.HasPrefix(number, "+1") {
		result.CountryCode, result.CallingCountryCode = "US", "1"
	}
	return result
}

func whyInvalid(number string) twilio.LookupValidationError {
	const shortest = 7
	digits := strings.TrimPrefix(number, "+")
	switch {
	case digits == "" || strings.Trim(digits, "0123456789") != "":
		return twilio.LookupNotANumber
	case digits[0] == '0':
		return twilio.LookupInvalidCountryCode
	case len(digits) < shortest:
		return twilio.LookupTooShort
	}
	return twilio.LookupTooLong
}

// nationalFormat writes a number of the North American plan as its people do.
func nationalFormat(number string) string {
	digits, ok := strings.CutPrefix(number, "+1")
	const nationalDigits = 10
	if !ok || len(digits) != nationalDigits {
		return number
	}
	return "(" + digits[:3] + ") " + digits[3:6] + "-" + digits[6:]
}

// lookupJSON shows what was asked for, with null for all else, and for no error.
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
		return nil, &apiError{http.StatusInternalServerError, twilio.CodeInternalServerError, err.Error()}
	}
	var answer map[string]any
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, &apiError{http.StatusInternalServerError, twilio.CodeInternalServerError, err.Error()}
	}
	for _, name := range packages {
		fields, ok := answer[string(name)].(map[string]any)
		switch {
		case !slices.Contains(asked, string(name)):
			answer[string(name)] = nil
		case ok && fields["error_code"] == 0.0:
			fields["error_code"] = nil
		}
	}
	return answer, nil
}

type lookupV1JSON struct {
	PhoneNumber    string         `json:"phone_number"`
	CountryCode    *string        `json:"country_code"`
	NationalFormat string         `json:"national_format"`
	Carrier        map[string]any `json:"carrier"`
	CallerName     map[string]any `json:"caller_name"`
	AddOns         any            `json:"add_ons"`
	URL            string         `json:"url"`
}

// lookupV1 shows the same facts as the older API does.
func (s *Sim) lookupV1(r *request) (any, *apiError) {
	number := inCountry(r.ids["PhoneNumber"], r.query.Get("CountryCode"))
	result, known := s.lookups[number]
	if !known {
		result = defaultLookup(number)
	}
	if !result.Valid {
		return nil, notFound("/PhoneNumbers/" + number)
	}
	answer := lookupV1JSON{
		PhoneNumber: number, CountryCode: orNull(result.CountryCode), NationalFormat: nationalFormat(number),
		URL: "https://lookups.twilio.com/v1/PhoneNumbers/" + number,
	}
	if slices.Contains(r.query["Type"], "carrier") {
		line := result.LineTypeIntelligence
		answer.Carrier = map[string]any{
			"name": orNull(line.CarrierName), "type": orNull(line.Type), "mobile_country_code": orNull(line.MobileCountryCode),
			"mobile_network_code": orNull(line.MobileNetworkCode), "error_code": codeOrNull(line.ErrorCode),
		}
	}
	if slices.Contains(r.query["Type"], "caller-name") {
		name := result.CallerName
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
