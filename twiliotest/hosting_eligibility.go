package twiliotest

import (
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

const eligible = "ELIGIBLE"

// eligibility says whether a number can be hosted.
// https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/eligibility-resource
type eligibility struct {
	status, subStatus, reason, next, kind string
	country                               any // nil when it is not known
}

// eligibilityOf answers for numbers of the United States and Canada that are neither
// mobile nor at Twilio.
func (s *Sim) eligibilityOf(number string) eligibility {
	known, _ := countryOf(number)
	country := known.iso
	kind := s.kindOfNumber(number)
	switch {
	case !twilioNumber(number):
		return eligibility{"INELIGIBLE", "NUMBER_FORMAT_INELIGIBLE", "NUMBER_FORMAT_INELIGIBLE", "EDIT_INELIGIBLE_NUMBER_AND_RUN_ELIGIBILITY_CHECK_AGAIN", "UNKNOWN", nil}
	case country != "US" && country != "CA":
		return eligibility{"INELIGIBLE", "COUNTRY_INELIGIBLE", "COUNTRY_NOT_SUPPORTED", "NONE", kind, orNil(country)}
	case s.numbers[number] != nil:
		return eligibility{"INELIGIBLE", "ALREADY_IN_TWILIO", "ALREADY_IN_TWILIO_FOR_BOTH_CAPABILITIES", "NONE", kind, country}
	case kind == "MOBILE":
		return eligibility{"INELIGIBLE", "NUMBER_TYPE_INELIGIBLE", "NUMBER_TYPE_INELIGIBLE", "NUMBER_TYPE_CANNOT_BE_HOSTED", kind, country}
	}
	return eligibility{eligible, eligible, "NONE", "CREATE_HOSTED_NUMBER_ORDER", kind, country}
}

// kindOfNumber is toll-free by the area code, mobile when the test says so with
// [Sim.Lookup], and local otherwise.
func (s *Sim) kindOfNumber(number string) string {
	const tollFree = " 800 833 844 855 866 877 888 "
	if digits, isNANP := strings.CutPrefix(number, "+1"); isNANP && len(digits) == 10 && strings.Contains(tollFree, " "+digits[:3]+" ") {
		return "TOLLFREE"
	}
	if known, found := s.lookups[number]; found && known.LineTypeIntelligence.Type == "mobile" {
		return "MOBILE"
	}
	return "LOCAL"
}

func twilioNumber(number string) bool { return whyNoPhone(number) == nil }

func (e eligibility) json(r *request, number string, account any) map[string]any {
	if textOf(account) == "" {
		account = r.account
	}
	return map[string]any{
		"phone_number": number, "hosting_account_sid": account, "eligibility_status": e.status, "eligibility_sub_status": e.subStatus,
		"ineligibility_reason": e.reason, "next_step": e.next, "phone_number_type": e.kind, "iso_country_code": e.country,
	}
}

// checkNumbers answers for the numbers of a request, of which there may be so many.
func (s *Sim) checkNumbers(r *request, most int) (values members, results []any, problem *apiError) {
	values, problem = valuesOf(r)
	if problem != nil {
		return nil, nil, problem
	}
	numbers := elements(values["phonenumbers"])
	switch {
	case len(numbers) == 0:
		return nil, nil, badRequest(hostedNumbersMissing, "Phone number(s) are required")
	case len(numbers) > most:
		return nil, nil, badRequest(hostedNumbersTooMany, "Phone number(s) cannot exceed the maximum limit allowed")
	}
	for _, n := range numbers {
		number, _ := n.(map[string]any)
		text := textOf(number["phone_number"])
		if text == "" {
			return nil, nil, badRequest(hostedNumberInvalid, "Phone Number is required")
		}
		results = append(results, s.eligibilityOf(text).json(r, text, number["hosting_account_sid"]))
	}
	return values, results, nil
}

func (s *Sim) createEligibility(r *request) (any, *apiError) {
	_, results, problem := s.checkNumbers(r, 1)
	if problem != nil {
		return nil, problem
	}
	return map[string]any{"results": results}, nil
}

const (
	bulkEligibilityPath   = hostedEligibilityPath + "/Bulk"
	hostedEligibilityPath = "/v1/HostedNumber/Eligibility"
	eligibilityTakes      = time.Minute
	mostNumbers           = 1000
)

// createBulkEligibility begins a check, whose results are there after a minute.
func (s *Sim) createBulkEligibility(r *request) (any, *apiError) {
	values, results, problem := s.checkNumbers(r, mostNumbers)
	if problem != nil {
		return nil, problem
	}
	if textOf(values["friendlyname"]) == "" {
		return nil, badRequest(twilio.ErrorCode(22127), "Friendly Name is required")
	}
	sid, now := s.newSID("EC"), s.Clock.Now()
	check := &resource{path: bulkEligibilityPath + "/" + sid, created: now, updated: now, values: members{
		"requestid": sid, "friendlyname": values["friendlyname"], "status": "QUEUED", "results": []any{}, "found": results,
	}}
	s.resources.put(numbersHost, "", check)
	s.moved(eligibilityTakes, check, "status", "QUEUED", func() {
		s.set(check, "status", "SUCCESSFUL")
		s.set(check, "results", check.values["found"])
		s.set(check, "date_completed", *iso8601(s.Clock.Now()))
	})
	return s.show(r, check), nil
}

func (s *Sim) fetchBulkEligibility(r *request) (any, *apiError) {
	check := s.kept(bulkEligibilityPath, r.ids["RequestId"])
	if check == nil {
		return nil, r.absent()
	}
	return s.show(r, check), nil
}
