package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Evaluation says whether a bundle had everything that its regulation asks for, and what
// was missing.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/evaluations
type Evaluation struct {
	SID           string             `json:"sid"` // EL…
	AccountSID    string             `json:"account_sid"`
	BundleSID     string             `json:"bundle_sid"`
	RegulationSID string             `json:"regulation_sid"`
	Status        EvaluationStatus   `json:"status"`
	Results       []EvaluationResult `json:"results"` // one for each requirement
	DateCreated   twilio.Time        `json:"date_created"`
	URL           string             `json:"url"`
}

// Compliant reports that nothing was missing.
func (e *Evaluation) Compliant() bool { return e.Status == EvaluationCompliant }

// Missing returns the requirements that were not met.
func (e *Evaluation) Missing() []EvaluationResult {
	var missing []EvaluationResult
	for i := range e.Results {
		if !e.Results[i].Passed {
			missing = append(missing, e.Results[i])
		}
	}
	return missing
}

// Err returns a *[RejectedError] with the first requirement that was not met, and nil for
// a bundle that had everything.
func (e *Evaluation) Err() error {
	if e.Status != EvaluationNoncompliant {
		return nil
	}
	rejected := &RejectedError{
		Kind: "bundle", SID: e.BundleSID, Status: string(e.Status),
		Remedy: "put what is missing into the bundle: Missing lists all of it",
	}
	if missing := e.Missing(); len(missing) > 0 {
		rejected.Reason, rejected.Code = missing[0].FailureReason, missing[0].ErrorCode
	}
	return rejected
}

// EvaluationResult is what became of one requirement.
type EvaluationResult struct {
	RequirementName         string            `json:"requirement_name"` // "business_info"
	RequirementFriendlyName string            `json:"requirement_friendly_name"`
	FriendlyName            string            `json:"friendly_name"` // of the item: "Business"
	ObjectType              string            `json:"object_type"`   // of an end user or a document: "business", "passport"
	Passed                  bool              `json:"passed"`
	FailureReason           string            `json:"failure_reason"`
	ErrorCode               twilio.ErrorCode  `json:"error_code"` // 22214 for an end user, 22216 for a document
	Valid                   []EvaluationField `json:"valid"`
	Invalid                 []EvaluationField `json:"invalid"`
}

// EvaluationField is what became of one attribute of an item.
type EvaluationField struct {
	ObjectField   string           `json:"object_field"` // the name of the attribute: "business_name"
	FriendlyName  string           `json:"friendly_name"`
	FailureReason string           `json:"failure_reason"`
	ErrorCode     twilio.ErrorCode `json:"error_code"` // 22215 of an end user, 22217 of a document, 22219 of an address
}

// EvaluationStatus is the result of an evaluation.
type EvaluationStatus string

// The results of evaluations.
const (
	EvaluationCompliant    EvaluationStatus = "compliant"
	EvaluationNoncompliant EvaluationStatus = "noncompliant"
)

// Final reports that the evaluation is over, which each one is when it is made.
func (s EvaluationStatus) Final() bool { return s != "" }

// Evaluations manages the evaluations of a bundle.
type Evaluations struct{ c *twilio.Client }

const (
	evaluationsPath = bundleItemPath + "/Evaluations"
	evaluationPath  = evaluationsPath + "/{Sid:EL}"
)

var (
	evaluationCreate = twilio.Operation{Name: "numbers.Evaluations.Create", Method: http.MethodPost, Host: host, Path: evaluationsPath, Mints: "EL"}
	evaluationGet    = twilio.Operation{Name: "numbers.Evaluations.Get", Method: http.MethodGet, Host: host, Path: evaluationPath}
	evaluationList   = twilio.Operation{Name: "numbers.Evaluations.List", Method: http.MethodGet, Host: host, Path: evaluationsPath, Items: "results"}
)

// Create looks at once whether a bundle has everything that its regulation asks for. It
// changes nothing about the bundle. When its answer was lost, evaluate again.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/evaluations
func (s *Evaluations) Create(ctx context.Context, bundleSID string, opts ...twilio.CallOption) (*Evaluation, error) {
	return twilio.Invoke[Evaluation](ctx, s.c, evaluationCreate.On(bundleSID), opts...)
}

// Get returns an earlier evaluation. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/evaluations
func (s *Evaluations) Get(ctx context.Context, bundleSID, sid string, opts ...twilio.CallOption) (*Evaluation, error) {
	return twilio.Invoke[Evaluation](ctx, s.c, evaluationGet.On(bundleSID, sid), opts...)
}

// EvaluationListParams are the pages of a list of evaluations.
type EvaluationListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of a bundle's evaluations, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/evaluations
func (s *Evaluations) List(ctx context.Context, bundleSID string, params EvaluationListParams, opts ...twilio.CallOption) (*twilio.Page[Evaluation], error) {
	return twilio.InvokePage[Evaluation](ctx, s.c, evaluationList.On(bundleSID).With(&params), opts...)
}

// All ranges over a bundle's evaluations, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/evaluations
func (s *Evaluations) All(ctx context.Context, bundleSID string, params EvaluationListParams, opts ...twilio.CallOption) iter.Seq2[*Evaluation, error] {
	return twilio.InvokeAll[Evaluation](ctx, s.c, evaluationList.On(bundleSID).With(&params), opts...)
}
