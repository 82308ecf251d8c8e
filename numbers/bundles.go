package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Bundle holds what a country's regulation asks of the people who use its phone numbers:
// an end user, documents and addresses, which are put in as an [ItemAssignment]. Twilio
// reviews it, and numbers are bought with the SID of an approved one.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles
type Bundle struct {
	SID            string            `json:"sid"` // BU…
	AccountSID     string            `json:"account_sid"`
	RegulationSID  string            `json:"regulation_sid"` // RN…
	FriendlyName   string            `json:"friendly_name"`
	Status         BundleStatus      `json:"status"`
	ValidUntil     twilio.Time       `json:"valid_until"`     // when the regulation has changed: the day from which the bundle is rejected
	Email          string            `json:"email"`           // is told of each status
	StatusCallback string            `json:"status_callback"` // is asked at each status but in-review
	DateCreated    twilio.Time       `json:"date_created"`
	DateUpdated    twilio.Time       `json:"date_updated"`
	URL            string            `json:"url"`
	Links          map[string]string `json:"links"` // addresses of what belongs to it, by name
}

// Err returns a *[RejectedError] for a bundle that Twilio has rejected, and nil for all
// others. The reason is not part of the resource: Twilio sends it to the email address
// and to the status callback.
func (b *Bundle) Err() error { return bundleErr(b.SID, b.Status) }

func bundleErr(sid string, status BundleStatus) error {
	if status != BundleRejected {
		return nil
	}
	return &RejectedError{
		Kind: "bundle", SID: sid, Status: string(status),
		Remedy: "read the reason in the email or in the status callback, mend the items and submit the bundle again",
	}
}

// BundleStatus is how far the review of a bundle has come.
type BundleStatus string

// The statuses of bundles.
const (
	BundleDraft                 BundleStatus = "draft"
	BundlePendingReview         BundleStatus = "pending-review"
	BundleInReview              BundleStatus = "in-review"
	BundleRejected              BundleStatus = "twilio-rejected"
	BundleApproved              BundleStatus = "twilio-approved"
	BundleProvisionallyApproved BundleStatus = "provisionally-approved" // can be used while the review goes on
)

// Final reports that the review is over.
func (s BundleStatus) Final() bool { return s == BundleApproved || s == BundleRejected }

// EndUserKind says who answers a number's calls and reads its messages.
type EndUserKind string

// The kinds of end users.
const (
	EndUserIndividual EndUserKind = "individual"
	EndUserBusiness   EndUserKind = "business"
)

// RegulatedNumberType is a kind of phone number that a country regulates.
type RegulatedNumberType string

// The kinds of phone numbers that countries regulate.
const (
	RegulatedLocal    RegulatedNumberType = "local"
	RegulatedMobile   RegulatedNumberType = "mobile"
	RegulatedNational RegulatedNumberType = "national"
	RegulatedTollFree RegulatedNumberType = "toll-free"
)

// BundleOrder is the time by which a list of bundles is sorted.
type BundleOrder string

// The orders of lists of bundles.
const (
	BundlesByValidUntil  BundleOrder = "valid-until"
	BundlesByDateUpdated BundleOrder = "date-updated"
)

// SortDirection is the direction of a sorted list.
type SortDirection string

// The directions.
const (
	Ascending  SortDirection = "ASC"
	Descending SortDirection = "DESC"
)

// Bundles manages the regulatory bundles of the account.
type Bundles struct{ c *twilio.Client }

const (
	bundlesPath    = regulatoryPath + "/Bundles"
	bundlePath     = bundlesPath + "/{Sid:BU}"
	bundleItemPath = bundlesPath + "/{BundleSid:BU}" // of what belongs to a bundle
)

var (
	bundleCreate = twilio.Operation{Name: "numbers.Bundles.Create", Method: http.MethodPost, Host: host, Path: bundlesPath, Mints: "BU"}
	bundleGet    = twilio.Operation{Name: "numbers.Bundles.Get", Method: http.MethodGet, Host: host, Path: bundlePath}
	bundleList   = twilio.Operation{Name: "numbers.Bundles.List", Method: http.MethodGet, Host: host, Path: bundlesPath, Items: "results"}
	bundleDelete = twilio.Operation{Name: "numbers.Bundles.Delete", Method: http.MethodDelete, Host: host, Path: bundlePath}

	// An update sets values, and back to draft is a value, too. To submit is a create: a
	// second one would start a second review.
	bundleUpdate = twilio.Operation{Name: "numbers.Bundles.Update", Method: http.MethodPost, Host: host, Path: bundlePath, Class: twilio.ClassIdempotent}
	bundleReopen = twilio.Operation{Name: "numbers.Bundles.Reopen", Method: http.MethodPost, Host: host, Path: bundlePath, Class: twilio.ClassIdempotent}
	bundleSubmit = twilio.Operation{Name: "numbers.Bundles.Submit", Method: http.MethodPost, Host: host, Path: bundlePath}

	bundleClone = twilio.Operation{
		Name: "numbers.Bundles.Clone", Method: http.MethodPost, Host: host, Path: bundleItemPath + "/Clones", Proof: twilio.ProofKey("bundle_sid"),
	}
	// The items of another bundle take the place of the present ones, which a second
	// request does not change.
	bundleReplaceItems = twilio.Operation{
		Name: "numbers.Bundles.ReplaceItems", Method: http.MethodPost, Host: host, Path: bundleItemPath + "/ReplaceItems", Class: twilio.ClassIdempotent,
	}
)

// BundleCreateParams is a new bundle. The regulation is given by its SID, or by the
// country, the kind of number and the kind of end user.
type BundleCreateParams struct {
	FriendlyName   string              `form:"FriendlyName" check:"required"`
	Email          string              `form:"Email" check:"required,email"` // is told of each status
	StatusCallback string              `form:"StatusCallback" check:"url"`
	RegulationSID  string              `form:"RegulationSid" check:"sid=RN"`
	ISOCountry     string              `form:"IsoCountry" check:"country"` // of the numbers: "DE"
	NumberType     RegulatedNumberType `form:"NumberType"`
	EndUserType    EndUserKind         `form:"EndUserType"`
	IsTest         *bool               `form:"IsTest"` // such a bundle is rejected by itself

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a bundle whose regulation is named by halves.
func (p *BundleCreateParams) Validate(problems *twilio.Problems) {
	if p.RegulationSID != "" {
		return
	}
	for _, field := range [...]struct{ name, wire, value, remedy string }{
		{"ISOCountry", "IsoCountry", p.ISOCountry, "give the country of the numbers, or RegulationSID"},
		{"NumberType", "NumberType", string(p.NumberType), "give the kind of number, such as RegulatedLocal, or RegulationSID"},
		{"EndUserType", "EndUserType", string(p.EndUserType), "give EndUserIndividual or EndUserBusiness, or RegulationSID"},
	} {
		if field.value == "" && !p.Extra.Has(field.wire) && !p.Extra.Has("RegulationSid") {
			problems.Add(field.name, "is empty, and so is RegulationSID", field.remedy)
		}
	}
}

// Create makes an empty bundle, a draft. Put an end user and documents into it with
// [ItemAssignments.Create], look whether something is missing with
// [Evaluations.Create], and hand it in with [Bundles.Submit].
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]:
// look for its FriendlyName with [Bundles.All] before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles#create-a-bundle
func (s *Bundles) Create(ctx context.Context, params BundleCreateParams, opts ...twilio.CallOption) (*Bundle, error) {
	return twilio.Invoke[Bundle](ctx, s.c, bundleCreate.With(&params), opts...)
}

// Get returns a bundle as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles#fetch-a-bundle
func (s *Bundles) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Bundle, error) {
	return twilio.Invoke[Bundle](ctx, s.c, bundleGet.On(sid), opts...)
}

// BundleListParams narrows [Bundles.List] and [Bundles.All]; its zero value lists
// everything.
type BundleListParams struct {
	Status            BundleStatus        `form:"Status"`
	FriendlyName      string              `form:"FriendlyName"`
	BundleSIDs        []string            `form:"BundleSids,comma" check:"max=20"`
	RegulationSID     string              `form:"RegulationSid" check:"sid=RN"`
	ISOCountry        string              `form:"IsoCountry" check:"country"`
	NumberType        RegulatedNumberType `form:"NumberType"`
	EndUserType       EndUserKind         `form:"EndUserType"`
	HasValidUntilDate *bool               `form:"HasValidUntilDate"`
	ValidUntil        time.Time           `form:"ValidUntilDate,date"`
	ValidUntilBefore  time.Time           `form:"ValidUntilDate<"`
	ValidUntilAfter   time.Time           `form:"ValidUntilDate>"`
	SortBy            BundleOrder         `form:"SortBy"`
	SortDirection     SortDirection       `form:"SortDirection"`
	PageSize          int                 `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's bundles, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles#read-multiple-bundles
func (s *Bundles) List(ctx context.Context, params BundleListParams, opts ...twilio.CallOption) (*twilio.Page[Bundle], error) {
	return twilio.InvokePage[Bundle](ctx, s.c, bundleList.With(&params), opts...)
}

// All ranges over the account's bundles, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles#read-multiple-bundles
func (s *Bundles) All(ctx context.Context, params BundleListParams, opts ...twilio.CallOption) iter.Seq2[*Bundle, error] {
	return twilio.InvokeAll[Bundle](ctx, s.c, bundleList.With(&params), opts...)
}

// BundleUpdateParams changes a bundle. A field that is zero stays as it is.
type BundleUpdateParams struct {
	FriendlyName   string `form:"FriendlyName"`
	Email          string `form:"Email" check:"email"`
	StatusCallback string `form:"StatusCallback" check:"url"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes the names and addresses of a bundle and returns it as it is afterwards.
// An update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles#update-a-bundle
func (s *Bundles) Update(ctx context.Context, sid string, params BundleUpdateParams, opts ...twilio.CallOption) (*Bundle, error) {
	return twilio.Invoke[Bundle](ctx, s.c, bundleUpdate.On(sid).With(&params), opts...)
}

// Submit hands a bundle to Twilio for review, which takes about three days. Its status
// is pending-review then, and nothing in it can be changed. Twilio evaluates it first: a
// bundle that lacks something is refused, and [Evaluations.Create] says what it lacks.
//
// It is not repeated when nobody can say whether it was carried out. The error is a
// *[twilio.OutcomeUnknownError] then, and the status that [Bundles.Get] shows tells.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles#update-a-bundle
func (s *Bundles) Submit(ctx context.Context, sid string, opts ...twilio.CallOption) (*Bundle, error) {
	return twilio.Invoke[Bundle](ctx, s.c, bundleSubmit.On(sid).With(url.Values{"Status": {string(BundlePendingReview)}}), opts...)
}

// Reopen makes a draft of a bundle that Twilio has rejected, so that its items can be
// changed. It converges, as an update does.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles#update-a-bundle
func (s *Bundles) Reopen(ctx context.Context, sid string, opts ...twilio.CallOption) (*Bundle, error) {
	return twilio.Invoke[Bundle](ctx, s.c, bundleReopen.On(sid).With(url.Values{"Status": {string(BundleDraft)}}), opts...)
}

// Delete removes a bundle. One that is under review or approved is refused with 21647,
// and one that a phone number uses with 21648.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles#delete-a-bundle
func (s *Bundles) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, bundleDelete.On(sid), opts...)
}
