package numbers

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// Eligibility says whether numbers can be hosted.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/eligibility-resource
type Eligibility struct {
	Results []EligibilityResult `json:"results"`
}

// EligibilityResult says whether one number can be hosted, and what to do next.
type EligibilityResult struct {
	PhoneNumber          string `json:"phone_number"`
	HostingAccountSID    string `json:"hosting_account_sid"` // of the account that would have the number
	EligibilityStatus    string `json:"eligibility_status"`  // "ELIGIBLE", "INELIGIBLE": see Eligible
	EligibilitySubStatus string `json:"eligibility_sub_status"`
	IneligibilityReason  string `json:"ineligibility_reason"`
	NextStep             string `json:"next_step"`         // "CREATE_HOSTED_NUMBER_ORDER"
	PhoneNumberType      string `json:"phone_number_type"` // "LOCAL", "MOBILE", "TOLLFREE", "UNKNOWN"
	ISOCountryCode       string `json:"iso_country_code"`
}

// Eligible reports that the number can be hosted.
func (r *EligibilityResult) Eligible() bool { return fold(r.EligibilityStatus) == "eligible" }

// Err returns a *[RejectedError] for a number that cannot be hosted, and nil for one that
// can.
func (r *EligibilityResult) Err() error {
	if r.Eligible() {
		return nil
	}
	return &RejectedError{
		Kind: "eligibility check", Status: r.EligibilityStatus, Reason: r.IneligibilityReason, Remedy: "Twilio's next step is " + r.NextStep,
	}
}

// Eligibilities checks single numbers.
type Eligibilities struct{ c *twilio.Client }

// BulkEligibilities checks many numbers at once.
type BulkEligibilities struct{ c *twilio.Client }

const (
	eligibilityPath     = "/v1/HostedNumber/Eligibility"
	bulkEligibilityPath = eligibilityPath + "/Bulk"
)

var (
	// A check reads: a second one changes nothing.
	eligibilityCreate = twilio.Operation{
		Name: "numbers.Eligibilities.Create", Method: http.MethodPost, Host: host, Path: eligibilityPath, Body: twilio.BodyJSON, Class: twilio.ClassIdempotent,
	}
	// The answer names the check by request_id.
	bulkEligibilityCreate = twilio.Operation{
		Name: "numbers.BulkEligibilities.Create", Method: http.MethodPost, Host: host, Path: bulkEligibilityPath, Body: twilio.BodyJSON,
		Proof: twilio.ProofKey("request_id"),
	}
	bulkEligibilityGet = twilio.Operation{
		Name: "numbers.BulkEligibilities.Get", Method: http.MethodGet, Host: host, Path: bulkEligibilityPath + "/{RequestId:EC}",
	}
)

// EligibilityCreateParams is the numbers of a check.
type EligibilityCreateParams struct {
	FriendlyName string              `json:"friendly_name" check:"max=128"`
	PhoneNumbers []EligibilityNumber `json:"phone_numbers" check:"max=1"`

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// EligibilityNumber is a number to check.
type EligibilityNumber struct {
	PhoneNumber       string `json:"phone_number" check:"required,e164"`
	HostingAccountSID string `json:"hosting_account_sid" check:"sid=AC"` // "" is the account itself
}

// Validate refuses a check of no number.
func (p *EligibilityCreateParams) Validate(problems *twilio.Problems) {
	if _, given := p.Extra["phone_numbers"]; len(p.PhoneNumbers) == 0 && !given {
		problems.Add("PhoneNumbers", "is empty", "give the number to check; BulkEligibilities.Create takes up to 1,000")
	}
}

// Create checks at once whether a number can be hosted. It changes nothing, so that it
// is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/eligibility-resource
func (s *Eligibilities) Create(ctx context.Context, params EligibilityCreateParams, opts ...twilio.CallOption) (*Eligibility, error) {
	return twilio.Invoke[Eligibility](ctx, s.c, eligibilityCreate.With(&params), opts...)
}

// BulkEligibility is a check of many numbers.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/eligibility-resource
type BulkEligibility struct {
	RequestID     string              `json:"request_id"` // EC…
	FriendlyName  string              `json:"friendly_name"`
	Status        EligibilityStatus   `json:"status"`
	Results       []EligibilityResult `json:"results"` // empty until the check is done
	DateCreated   twilio.Time         `json:"date_created"`
	DateCompleted twilio.Time         `json:"date_completed"`
	URL           string              `json:"url"`
}

// EligibilityStatus is how far a check of many numbers has come.
type EligibilityStatus string

// The statuses of checks of many numbers.
const (
	EligibilityQueued     EligibilityStatus = "QUEUED"
	EligibilityProcessing EligibilityStatus = "PROCESSING"
	EligibilitySuccessful EligibilityStatus = "SUCCESSFUL"
)

// Final reports that the check is done.
func (s EligibilityStatus) Final() bool { return s == EligibilitySuccessful }

// BulkEligibilityCreateParams is the numbers of a check.
type BulkEligibilityCreateParams struct {
	FriendlyName string              `json:"friendly_name" check:"max=128"`
	PhoneNumbers []EligibilityNumber `json:"phone_numbers" check:"max=1000"`

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Validate refuses a check without a name or without a number.
func (p *BulkEligibilityCreateParams) Validate(problems *twilio.Problems) {
	if _, given := p.Extra["friendly_name"]; p.FriendlyName == "" && !given {
		problems.Add("FriendlyName", "is empty", "give the check a name")
	}
	if _, given := p.Extra["phone_numbers"]; len(p.PhoneNumbers) == 0 && !given {
		problems.Add("PhoneNumbers", "is empty", "give 1 to 1,000 numbers")
	}
}

// Create begins a check of up to 1,000 numbers. [BulkEligibilities.Get] has its results.
//
// When nobody can say whether it was begun, the error is a *[twilio.OutcomeUnknownError].
// Checks cannot be listed. They cost nothing and change nothing: begin another one.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/eligibility-resource
func (s *BulkEligibilities) Create(ctx context.Context, params BulkEligibilityCreateParams, opts ...twilio.CallOption) (*BulkEligibility, error) {
	return twilio.Invoke[BulkEligibility](ctx, s.c, bulkEligibilityCreate.With(&params), opts...)
}

// Get returns a check with its results, which are empty until its status is final. One
// that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/eligibility-resource
func (s *BulkEligibilities) Get(ctx context.Context, requestID string, opts ...twilio.CallOption) (*BulkEligibility, error) {
	return twilio.Invoke[BulkEligibility](ctx, s.c, bulkEligibilityGet.On(requestID), opts...)
}
