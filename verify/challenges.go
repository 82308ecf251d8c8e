package verify

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Challenge is a question to a verified [Factor]. It lives for five minutes unless it
// says otherwise.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/challenge
type Challenge struct {
	SID             string            `json:"sid"` // YC…
	AccountSID      string            `json:"account_sid"`
	ServiceSID      string            `json:"service_sid"`
	EntitySID       string            `json:"entity_sid"`
	Identity        string            `json:"identity"`
	FactorSID       string            `json:"factor_sid"`
	DateCreated     twilio.Time       `json:"date_created"`
	DateUpdated     twilio.Time       `json:"date_updated"`
	DateResponded   twilio.Time       `json:"date_responded"` // zero until then
	ExpirationDate  twilio.Time       `json:"expiration_date"`
	Status          ChallengeStatus   `json:"status"`
	RespondedReason ChallengeReason   `json:"responded_reason"`
	Details         ChallengeDetails  `json:"details"`
	HiddenDetails   map[string]string `json:"hidden_details"`
	Metadata        map[string]string `json:"metadata"` // of the device that answered
	FactorType      FactorType        `json:"factor_type"`
	URL             string            `json:"url"`
	Links           map[string]string `json:"links"` // addresses of what belongs to it, by name
}

// Approved reports that the challenge was answered rightly. A wrong code of an
// authenticator app is no error: the challenge is then still pending.
func (c *Challenge) Approved() bool { return c.Status == ChallengeApproved }

// ChallengeDetails is the question as the person sees it.
type ChallengeDetails struct {
	Message string           `json:"message"`
	Date    twilio.Time      `json:"date"` // zero unless the service has Push.IncludeDate
	Fields  []ChallengeField `json:"fields"`
}

// ChallengeField is a line of the question.
type ChallengeField struct {
	Label string `json:"label"` // at most 36 characters
	Value string `json:"value"` // at most 128 characters
}

// ChallengeStatus is where a challenge stands.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/challenge
type ChallengeStatus string

// The statuses of challenges.
const (
	ChallengePending  ChallengeStatus = "pending"
	ChallengeExpired  ChallengeStatus = "expired"
	ChallengeApproved ChallengeStatus = "approved"
	ChallengeDenied   ChallengeStatus = "denied"
)

// Final reports whether the challenge is over.
func (s ChallengeStatus) Final() bool {
	return s == ChallengeExpired || s == ChallengeApproved || s == ChallengeDenied
}

// ChallengeReason is why a challenge was denied.
type ChallengeReason string

// The reasons.
const (
	ChallengeReasonNone         ChallengeReason = "none"
	ChallengeReasonNotNeeded    ChallengeReason = "not_needed"
	ChallengeReasonNotRequested ChallengeReason = "not_requested"
)

// Order is the order of a list.
type Order string

// The orders.
const (
	OrderOldestFirst Order = "asc"
	OrderNewestFirst Order = "desc"
)

// Challenges manages the challenges of an entity.
type Challenges struct{ c *twilio.Client }

const (
	challengesPath = entityPath + "/Challenges"
	challengePath  = challengesPath + "/{Sid:YC}"
)

var (
	challengeCreate = twilio.Operation{Name: "verify.Challenges.Create", Method: http.MethodPost, Host: host, Path: challengesPath, Mints: "YC"}
	challengeGet    = twilio.Operation{Name: "verify.Challenges.Get", Method: http.MethodGet, Host: host, Path: challengePath}
	challengeList   = twilio.Operation{Name: "verify.Challenges.List", Method: http.MethodGet, Host: host, Path: challengesPath, Items: "challenges"}

	// An update answers the challenge, and is a create for that reason: a wrong answer
	// that is given twice counts as two of five tries.
	challengeUpdate = twilio.Operation{Name: "verify.Challenges.Update", Method: http.MethodPost, Host: host, Path: challengePath}
)

// ChallengeCreateParams is a question to a factor.
type ChallengeCreateParams struct {
	FactorSID      string                 `form:"FactorSid" check:"required,sid=YF"`
	AuthPayload    string                 `form:"AuthPayload" check:"max=8"` // of TOTP: the code that the app shows, so that the challenge is answered at once
	ExpirationDate time.Time              `form:"ExpirationDate"`            // at most 60 minutes from now; zero leaves it to Twilio, which uses 5 minutes
	Details        ChallengeDetailsParams `form:"Details"`                   // of push
	HiddenDetails  map[string]string      `form:"HiddenDetails,json"`        // not shown; at most 1,024 characters of JSON

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// ChallengeDetailsParams is the question as the person sees it.
type ChallengeDetailsParams struct {
	Message string           `form:"Message" check:"max=256"` // a push factor requires it
	Fields  []ChallengeField `form:"Fields,items" check:"max=20"`
}

// Create asks a factor: a push notification goes to the device, and a code of an
// authenticator app is checked at once when AuthPayload holds it; see
// [Challenge.Approved].
//
// It is not repeated, because the person would be asked twice and each code counts. When
// its answer is lost the error is a *[twilio.OutcomeUnknownError]: [Challenges.List] with
// the FactorSID and OrderNewestFirst shows whether it was made.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/challenge#create-a-challenge-resource
func (s *Challenges) Create(ctx context.Context, serviceSID, identity string, params ChallengeCreateParams, opts ...twilio.CallOption) (*Challenge, error) {
	return twilio.Invoke[Challenge](ctx, s.c, challengeCreate.On(serviceSID, identity).With(&params), opts...)
}

// Get returns a challenge as it stands now.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/challenge#fetch-a-challenge-resource
func (s *Challenges) Get(ctx context.Context, serviceSID, identity, sid string, opts ...twilio.CallOption) (*Challenge, error) {
	return twilio.Invoke[Challenge](ctx, s.c, challengeGet.On(serviceSID, identity, sid), opts...)
}

// ChallengeListParams narrows [Challenges.List] and [Challenges.All]; its zero value
// lists everything.
type ChallengeListParams struct {
	FactorSID string          `form:"FactorSid" check:"sid=YF"`
	Status    ChallengeStatus `form:"Status"`
	Order     Order           `form:"Order"`    // "" is OrderOldestFirst
	PageSize  int             `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of an entity's challenges, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/challenge#read-multiple-challenge-resources
func (s *Challenges) List(ctx context.Context, serviceSID, identity string, params ChallengeListParams, opts ...twilio.CallOption) (*twilio.Page[Challenge], error) {
	return twilio.InvokePage[Challenge](ctx, s.c, challengeList.On(serviceSID, identity).With(&params), opts...)
}

// All ranges over all challenges of an entity, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/challenge#read-multiple-challenge-resources
func (s *Challenges) All(ctx context.Context, serviceSID, identity string, params ChallengeListParams, opts ...twilio.CallOption) iter.Seq2[*Challenge, error] {
	return twilio.InvokeAll[Challenge](ctx, s.c, challengeList.On(serviceSID, identity).With(&params), opts...)
}

// ChallengeUpdateParams answers a challenge.
type ChallengeUpdateParams struct {
	AuthPayload string            `form:"AuthPayload" check:"max=5456"` // of TOTP: the code that the app shows; of push: the device's answer
	Metadata    map[string]string `form:"Metadata,json"`                // of the device; at most 1,024 characters of JSON

	Extra url.Values `form:"-"`
}

// Update answers a challenge, and returns it as it is afterwards: see
// [Challenge.Approved]. After five wrong answers the error matches
// [twilio.CodeVerifyChallengeAttemptsUsed] and [twilio.ErrRateLimited].
//
// It is not repeated, because each answer counts. When its own answer is lost the error
// is a *[twilio.OutcomeUnknownError]: [Challenges.Get] says how the challenge stands.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/challenge#update-a-challenge-resource
func (s *Challenges) Update(ctx context.Context, serviceSID, identity, sid string, params ChallengeUpdateParams, opts ...twilio.CallOption) (*Challenge, error) {
	return twilio.Invoke[Challenge](ctx, s.c, challengeUpdate.On(serviceSID, identity, sid).With(&params), opts...)
}
