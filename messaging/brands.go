package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Brand is a business as The Campaign Registry knows it, on whose behalf campaigns send
// messages to the United States.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-registration-resource
type Brand struct {
	SID                      string              `json:"sid"` // BN…
	AccountSID               string              `json:"account_sid"`
	CustomerProfileBundleSID string              `json:"customer_profile_bundle_sid"` // BU…
	A2PProfileBundleSID      string              `json:"a2p_profile_bundle_sid"`      // BU…
	BrandType                BrandType           `json:"brand_type"`
	Status                   BrandStatus         `json:"status"`
	IdentityStatus           BrandIdentityStatus `json:"identity_status"`
	Errors                   []ReviewReason      `json:"errors"`         // why it failed
	FailureReason            string              `json:"failure_reason"` // superseded by Errors
	BrandScore               twilio.Int          `json:"brand_score"`    // 1 to 100; 0 while there is none
	BrandFeedback            []BrandFeedback     `json:"brand_feedback"` // superseded by Errors
	TCRID                    string              `json:"tcr_id"`         // of The Campaign Registry, once it is registered
	Russell3000              bool                `json:"russell_3000"`   // is a company of that index
	GovernmentEntity         bool                `json:"government_entity"`
	TaxExemptStatus          string              `json:"tax_exempt_status"` // of a nonprofit: "501c3"
	SkipAutomaticSecVet      bool                `json:"skip_automatic_sec_vet"`
	Mock                     bool                `json:"mock"` // for tests: no carrier knows it
	DateCreated              twilio.Time         `json:"date_created"`
	DateUpdated              twilio.Time         `json:"date_updated"`
	URL                      string              `json:"url"`
	Links                    map[string]string   `json:"links"` // addresses of what belongs to it, by name
}

// Err returns a *[ReviewError] when the registration failed or is suspended, and nil
// otherwise. The status alone decides: a brand that is approved may have Errors of an
// earlier try.
func (b *Brand) Err() error {
	switch b.Status {
	case BrandFailed, BrandSuspended, BrandDeletionFailed:
		return &ReviewError{Resource: "brand", SID: b.SID, Status: string(b.Status), Reasons: b.reasons()}
	}
	return nil
}

// reasons are the errors, or what Twilio gave in their place before it had them.
func (b *Brand) reasons() []ReviewReason {
	if len(b.Errors) == 0 && b.FailureReason != "" {
		return []ReviewReason{{Description: b.FailureReason}}
	}
	return b.Errors
}

// BrandType is the kind of a brand, which decides the use cases and the volume of its
// campaigns.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
type BrandType string

// The kinds of brands.
const (
	BrandStandard       BrandType = "STANDARD"        // a business with a tax ID, also of low volume
	BrandSoleProprietor BrandType = "SOLE_PROPRIETOR" // a person without a tax ID: one campaign of low volume
)

// BrandStatus is where the registration of a brand stands.
type BrandStatus string

// The statuses of brands.
const (
	BrandPending         BrandStatus = "PENDING"
	BrandInReview        BrandStatus = "IN_REVIEW"
	BrandApproved        BrandStatus = "APPROVED"
	BrandFailed          BrandStatus = "FAILED" // see [Brands.Resubmit]
	BrandSuspended       BrandStatus = "SUSPENDED"
	BrandDeletionPending BrandStatus = "DELETION_PENDING"
	BrandDeletionFailed  BrandStatus = "DELETION_FAILED"
)

// Final reports whether the status stays as it is until the account or Twilio acts.
func (s BrandStatus) Final() bool {
	switch s {
	case BrandApproved, BrandFailed, BrandSuspended, BrandDeletionFailed:
		return true
	}
	return false
}

// BrandIdentityStatus says how far The Campaign Registry has verified who a brand is.
type BrandIdentityStatus string

// The statuses of a brand's identity.
const (
	BrandSelfDeclared   BrandIdentityStatus = "SELF_DECLARED"
	BrandUnverified     BrandIdentityStatus = "UNVERIFIED" // a sole proprietor has yet to answer the text of [Brands.SendOTP]
	BrandVerified       BrandIdentityStatus = "VERIFIED"
	BrandVettedVerified BrandIdentityStatus = "VETTED_VERIFIED" // by a third party as well
)

// BrandFeedback is a part of a registration that keeps the score of a brand low.
type BrandFeedback string

// The parts of a registration.
const (
	BrandFeedbackTaxID            BrandFeedback = "TAX_ID"
	BrandFeedbackStockSymbol      BrandFeedback = "STOCK_SYMBOL"
	BrandFeedbackNonprofit        BrandFeedback = "NONPROFIT"
	BrandFeedbackGovernmentEntity BrandFeedback = "GOVERNMENT_ENTITY"
	BrandFeedbackOthers           BrandFeedback = "OTHERS"
)

// Brands registers the brands of the account.
type Brands struct{ c *twilio.Client }

const (
	brandsPath = "/v1/a2p/BrandRegistrations"
	brandPath  = brandsPath + "/{Sid:BN}"
)

var (
	brandCreate = twilio.Operation{Name: "messaging.Brands.Create", Method: http.MethodPost, Host: host, Path: brandsPath, Mints: "BN"}
	brandGet    = twilio.Operation{Name: "messaging.Brands.Get", Method: http.MethodGet, Host: host, Path: brandPath}
	brandList   = twilio.Operation{Name: "messaging.Brands.List", Method: http.MethodGet, Host: host, Path: brandsPath, Items: "data"}

	// A resubmission stays a create: each one is a review, and Twilio allows a few only.
	brandResubmit = twilio.Operation{Name: "messaging.Brands.Resubmit", Method: http.MethodPost, Host: host, Path: brandPath, Class: twilio.ClassCreate}

	// The answer names the brand, and nothing that was made: the text is on its way.
	brandSendOTP = twilio.Operation{
		Name: "messaging.Brands.SendOTP", Method: http.MethodPost, Host: host, Path: brandsPath + "/{BrandRegistrationSid:BN}/SmsOtp",
		Proof: twilio.ProofKey("brand_registration_sid"),
	}
)

// BrandCreateParams is a registration. The two bundles are made with Twilio's Trust Hub.
type BrandCreateParams struct {
	CustomerProfileBundleSID string    `form:"CustomerProfileBundleSid" check:"required,sid=BU"` // who the business is
	A2PProfileBundleSID      string    `form:"A2PProfileBundleSid" check:"required,sid=BU"`      // the trust product of A2P messaging
	BrandType                BrandType `form:"BrandType"`                                        // "" is BrandStandard
	SkipAutomaticSecVet      bool      `form:"SkipAutomaticSecVet"`                              // for low volume: the secondary vetting costs money
	Mock                     bool      `form:"Mock"`                                             // for tests: it costs nothing, and no carrier knows it

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses one bundle that stands for both.
func (p *BrandCreateParams) Validate(problems *twilio.Problems) {
	if p.A2PProfileBundleSID != "" && p.A2PProfileBundleSID == p.CustomerProfileBundleSID && !problems.Has("A2PProfileBundleSID") {
		problems.Add("A2PProfileBundleSID", "is the same bundle as CustomerProfileBundleSID", "give the trust product of A2P messaging, which is a bundle of its own")
	}
}

// Create registers a brand, which costs a fee unless Mock is set. The review takes from
// minutes to days: ask [Brands.Get] until the status is final. When nobody can say
// whether the brand was registered, the error is a *[twilio.OutcomeUnknownError]: look
// for its CustomerProfileBundleSID with [Brands.All] before you register another one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-registration-resource#create-a-brandregistrations-resource
func (s *Brands) Create(ctx context.Context, params BrandCreateParams, opts ...twilio.CallOption) (*Brand, error) {
	return twilio.Invoke[Brand](ctx, s.c, brandCreate.With(&params), opts...)
}

// Get returns a brand with its status and the errors of its review. One that does not
// exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-registration-resource#fetch-a-brandregistration-resource
func (s *Brands) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Brand, error) {
	return twilio.Invoke[Brand](ctx, s.c, brandGet.On(sid), opts...)
}

// BrandListParams are the pages of a list of brands.
type BrandListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's brands, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-registration-resource#read-multiple-brandregistration-resources
func (s *Brands) List(ctx context.Context, params BrandListParams, opts ...twilio.CallOption) (*twilio.Page[Brand], error) {
	return twilio.InvokePage[Brand](ctx, s.c, brandList.With(&params), opts...)
}

// All ranges over all brands of the account, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-registration-resource#read-multiple-brandregistration-resources
func (s *Brands) All(ctx context.Context, params BrandListParams, opts ...twilio.CallOption) iter.Seq2[*Brand, error] {
	return twilio.InvokeAll[Brand](ctx, s.c, brandList.With(&params), opts...)
}

// Resubmit has a brand that failed reviewed anew, after its bundles were corrected. It
// takes no parameters. Any other brand is refused with code 21725, and one that was
// resubmitted too often with 21724. When nobody can say whether it was resubmitted, the
// error is a *[twilio.OutcomeUnknownError]: [Brands.Get] then shows BrandPending or
// BrandFailed.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/brand-registration-resource#update-a-brandregistration-resource
func (s *Brands) Resubmit(ctx context.Context, sid string, opts ...twilio.CallOption) (*Brand, error) {
	return twilio.Invoke[Brand](ctx, s.c, brandResubmit.On(sid), opts...)
}

// BrandOTP says that a sole proprietor was sent a text to answer.
type BrandOTP struct {
	AccountSID           string `json:"account_sid"`
	BrandRegistrationSID string `json:"brand_registration_sid"` // BN…
}

// SendOTP sends the one-time text to the mobile number of a sole proprietor once more.
// The person has 24 hours to answer it, and the brand's identity is unverified until
// then. When nobody can say whether the text was sent, the error is a
// *[twilio.OutcomeUnknownError].
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc/onboarding-isv-api-sole-prop-new
func (s *Brands) SendOTP(ctx context.Context, brandSID string, opts ...twilio.CallOption) (*BrandOTP, error) {
	return twilio.Invoke[BrandOTP](ctx, s.c, brandSendOTP.On(brandSID), opts...)
}
