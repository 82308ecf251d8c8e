package twiliotest

import (
	"slices"
)

// evaluationResult is what became of one requirement.
// https://www.twilio.com/docs/phone-numbers/regulatory/api/evaluations
type evaluationResult struct {
	FriendlyName            string            `json:"friendly_name"`
	ObjectType              string            `json:"object_type"`
	Passed                  bool              `json:"passed"`
	FailureReason           string            `json:"failure_reason"`
	ErrorCode               int               `json:"error_code"`
	Valid                   []evaluationField `json:"valid"`
	Invalid                 []evaluationField `json:"invalid"`
	RequirementFriendlyName string            `json:"requirement_friendly_name"`
	RequirementName         string            `json:"requirement_name"`
}

type evaluationField struct {
	FriendlyName  string `json:"friendly_name"`
	ObjectField   string `json:"object_field"`
	FailureReason string `json:"failure_reason,omitempty"`
	ErrorCode     int    `json:"error_code,omitempty"`
}

func (s *Sim) createEvaluation(r *request) (any, *apiError) {
	bundle, problem := s.bundleOf(r)
	if problem != nil {
		return nil, problem
	}
	results, status := []any{}, "compliant"
	for _, result := range s.evaluate(bundle) {
		results = append(results, result)
		if !result.Passed {
			status = "noncompliant"
		}
	}
	body, _, problem := s.makeKept(r, members{"status": status, "results": results, "regulation_sid": bundle.text("regulation_sid")})
	return body, problem
}

// evaluate holds a bundle against its regulation. One whose regulation the simulator does
// not know has nothing to fulfil.
func (s *Sim) evaluate(bundle *resource) []evaluationResult {
	reg := regulationNamed(bundle.text("regulation_sid"))
	if reg == nil {
		return nil
	}
	results := []evaluationResult{s.evaluateEndUser(bundle, reg)}
	for _, wanted := range reg.documents {
		results = append(results, s.evaluateDocument(bundle, wanted))
	}
	return results
}

func (s *Sim) evaluateEndUser(bundle *resource, reg *regulation) evaluationResult {
	name := endUserNames[reg.endUser]
	result := evaluationResult{
		FriendlyName: name, ObjectType: reg.endUser, RequirementFriendlyName: name, RequirementName: reg.endUser + "_info",
		Valid: []evaluationField{}, Invalid: []evaluationField{},
	}
	endUsers := s.objectsOf(bundle, endUsersPath)
	at := slices.IndexFunc(endUsers, func(endUser *resource) bool { return endUser.text("type") == reg.endUser })
	var kept map[string]any
	if at >= 0 {
		kept, _ = endUsers[at].values["attributes"].(map[string]any)
	}
	result.hold(kept, reg.fields, func(string) int { return endUserFieldMissing })
	if at < 0 {
		result.miss(endUserMissing, "A "+name+" End-User is missing. Please add one to the regulatory bundle.")
	}
	return result
}

// hold compares attributes with the fields that are wanted.
func (e *evaluationResult) hold(kept map[string]any, fields []string, codeOf func(field string) int) {
	for _, field := range fields {
		f := evaluationField{FriendlyName: fieldNames[field], ObjectField: field}
		if value, found := kept[field]; found && textOf(value) != "" && textOf(value) != "[]" {
			e.Valid = append(e.Valid, f)
			continue
		}
		f.ErrorCode, f.FailureReason = codeOf(field), "The "+f.FriendlyName+" is missing. Please enter it on the "+e.FriendlyName+" information."
		e.Invalid = append(e.Invalid, f)
	}
	e.Passed = len(e.Invalid) == 0
	if !e.Passed {
		e.ErrorCode, e.FailureReason = e.Invalid[0].ErrorCode, e.Invalid[0].FailureReason
	}
}

// miss says that the whole item is missing.
func (e *evaluationResult) miss(code int, reason string) {
	e.Passed, e.ErrorCode, e.FailureReason = false, code, reason
}

// evaluateDocument takes the first document of an accepted type, and the first accepted
// type when there is none.
func (s *Sim) evaluateDocument(bundle *resource, wanted requiredDocument) evaluationResult {
	accepted, document := wanted.accepted[0], (*resource)(nil)
	for _, candidate := range s.documentsOf(bundle) {
		at := slices.IndexFunc(wanted.accepted, func(a acceptedDocument) bool { return a.kind == candidate.text("type") })
		if at >= 0 {
			accepted, document = wanted.accepted[at], candidate
			break
		}
	}
	result := evaluationResult{
		FriendlyName: accepted.name, ObjectType: accepted.kind, RequirementFriendlyName: wanted.name, RequirementName: wanted.requirement,
		Valid: []evaluationField{}, Invalid: []evaluationField{},
	}
	var kept map[string]any
	if document != nil {
		kept, _ = document.values["attributes"].(map[string]any)
	}
	result.hold(kept, accepted.fields, func(field string) int {
		if field == "address_sids" {
			return addressMissing
		}
		return documentFieldMissing
	})
	if document == nil {
		result.miss(documentMissing, "A "+accepted.name+" is missing. Please add one to the regulatory bundle.")
	}
	return result
}
