package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// TollFreeVerification is the request to let a toll-free number send messages to the
// United States and Canada, and where its review stands.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource
type TollFreeVerification struct {
	SID                    string                     `json:"sid"` // HH…
	AccountSID             string                     `json:"account_sid"`
	TollFreePhoneNumberSID string                     `json:"tollfree_phone_number_sid"` // PN…
	TollFreePhoneNumber    string                     `json:"tollfree_phone_number"`
	Status                 TollFreeVerificationStatus `json:"status"`
	RejectionReasons       []TollFreeRejection        `json:"rejection_reasons"`
	RejectionReason        string                     `json:"rejection_reason"` // superseded by RejectionReasons
	ErrorCode              twilio.ErrorCode           `json:"error_code"`       // superseded by RejectionReasons
	EditAllowed            bool                       `json:"edit_allowed"`     // see Editable
	EditExpiration         twilio.Time                `json:"edit_expiration"`
	ExternalReferenceID    string                     `json:"external_reference_id"` // of the application's own

	CustomerProfileSID string            `json:"customer_profile_sid"` // BU…
	TrustProductSID    string            `json:"trust_product_sid"`    // BU…
	RegulatedItemSID   string            `json:"regulated_item_sid"`   // RA…
	ResourceLinks      map[string]string `json:"resource_links"`       // addresses of the three above, by name

	BusinessName                    string                `json:"business_name"`
	DoingBusinessAs                 string                `json:"doing_business_as"`
	BusinessWebsite                 string                `json:"business_website"`
	BusinessType                    BusinessType          `json:"business_type"`
	BusinessRegistrationNumber      string                `json:"business_registration_number"`
	BusinessRegistrationAuthority   RegistrationAuthority `json:"business_registration_authority"`
	BusinessRegistrationCountry     string                `json:"business_registration_country"` // ISO 3166-1: "US"
	BusinessRegistrationPhoneNumber string                `json:"business_registration_phone_number"`
	BusinessStreetAddress           string                `json:"business_street_address"`
	BusinessStreetAddress2          string                `json:"business_street_address2"`
	BusinessCity                    string                `json:"business_city"`
	BusinessStateProvinceRegion     string                `json:"business_state_province_region"`
	BusinessPostalCode              string                `json:"business_postal_code"`
	BusinessCountry                 string                `json:"business_country"` // ISO 3166-1: "US"
	BusinessContactFirstName        string                `json:"business_contact_first_name"`
	BusinessContactLastName         string                `json:"business_contact_last_name"`
	BusinessContactEmail            string                `json:"business_contact_email"`
	BusinessContactPhone            string                `json:"business_contact_phone"`
	NotificationEmail               string                `json:"notification_email"` // is told the result

	UseCaseCategories        []TollFreeUseCase       `json:"use_case_categories"`
	UseCaseSummary           string                  `json:"use_case_summary"`
	ProductionMessageSample  string                  `json:"production_message_sample"`
	MessageVolume            string                  `json:"message_volume"` // in a month: "1,000"
	AgeGatedContent          bool                    `json:"age_gated_content"`
	OptInType                OptInType               `json:"opt_in_type"`
	OptInImageURLs           []string                `json:"opt_in_image_urls"`
	OptInKeywords            []string                `json:"opt_in_keywords"`
	OptInConfirmationMessage string                  `json:"opt_in_confirmation_message"`
	HelpMessageSample        string                  `json:"help_message_sample"`
	PrivacyPolicyURL         string                  `json:"privacy_policy_url"`
	TermsAndConditionsURL    string                  `json:"terms_and_conditions_url"`
	AdditionalInformation    string                  `json:"additional_information"`
	VettingProvider          TollFreeVettingProvider `json:"vetting_provider"`
	VettingID                string                  `json:"vetting_id"`
	VettingIDExpiration      twilio.Time             `json:"vetting_id_expiration"`

	DateCreated twilio.Time `json:"date_created"`
	DateUpdated twilio.Time `json:"date_updated"`
	URL         string      `json:"url"`
}

// TollFreeRejection is one reason for which a verification was rejected.
type TollFreeRejection struct {
	Code   twilio.ErrorCode `json:"code"`
	Reason string           `json:"reason"` // the reviewer's words
}

// Err returns a *[ReviewError] when the verification was rejected, and nil otherwise.
func (v *TollFreeVerification) Err() error {
	if v.Status != TollFreeRejected {
		return nil
	}
	return &ReviewError{Resource: "toll-free verification", SID: v.SID, Status: string(v.Status), Reasons: v.reasons()}
}

// reasons are the rejection reasons, or the only one of Twilio's older fields.
func (v *TollFreeVerification) reasons() []ReviewReason {
	if len(v.RejectionReasons) == 0 && (v.ErrorCode != 0 || v.RejectionReason != "") {
		return []ReviewReason{{Code: v.ErrorCode, Description: v.RejectionReason}}
	}
	var reasons []ReviewReason
	for _, r := range v.RejectionReasons {
		reasons = append(reasons, ReviewReason{Code: r.Code, Description: r.Reason})
	}
	return reasons
}

// Editable reports whether a verification that was rejected can still be corrected and
// resubmitted at a time: see [TollFreeVerifications.Resubmit]. Twilio gives seven days
// for most reasons. Afterwards the number needs a new verification.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/30437
func (v *TollFreeVerification) Editable(at time.Time) bool {
	return v.Status == TollFreeRejected && v.EditAllowed && (v.EditExpiration.IsZero() || at.Before(v.EditExpiration.Time))
}

// TollFreeVerifications submits toll-free numbers for verification.
type TollFreeVerifications struct{ c *twilio.Client }

const (
	tollFreePath  = "/v1/Tollfree/Verifications"
	tollFreeEntry = tollFreePath + "/{Sid:HH}"
)

var (
	tollFreeCreate = twilio.Operation{Name: "messaging.TollFreeVerifications.Create", Method: http.MethodPost, Host: host, Path: tollFreePath, Mints: "HH"}
	tollFreeGet    = twilio.Operation{Name: "messaging.TollFreeVerifications.Get", Method: http.MethodGet, Host: host, Path: tollFreeEntry}
	tollFreeList   = twilio.Operation{Name: "messaging.TollFreeVerifications.List", Method: http.MethodGet, Host: host, Path: tollFreePath, Items: "verifications"}
	tollFreeDelete = twilio.Operation{Name: "messaging.TollFreeVerifications.Delete", Method: http.MethodDelete, Host: host, Path: tollFreeEntry}

	// A resubmission stays a create: each one is a review.
	tollFreeResubmit = twilio.Operation{Name: "messaging.TollFreeVerifications.Resubmit", Method: http.MethodPost, Host: host, Path: tollFreeEntry, Class: twilio.ClassCreate}
)

// Create submits a toll-free number for verification. The review takes days: ask
// [TollFreeVerifications.Get] until the status is final. The number cannot send to the
// United States and Canada before that. An SID of a number that the account does not own
// is refused with code 30436. When nobody can say whether the number was submitted, the
// error is a *[twilio.OutcomeUnknownError]: look for its TollFreePhoneNumberSID with
// [TollFreeVerifications.List].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource#create-a-toll-free-verification
func (s *TollFreeVerifications) Create(ctx context.Context, params TollFreeVerificationCreateParams, opts ...twilio.CallOption) (*TollFreeVerification, error) {
	return twilio.Invoke[TollFreeVerification](ctx, s.c, tollFreeCreate.With(&params), opts...)
}

// Get returns a verification with its status and the reasons of a rejection. One that
// does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource#retrieve-a-toll-free-verification
func (s *TollFreeVerifications) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*TollFreeVerification, error) {
	return twilio.Invoke[TollFreeVerification](ctx, s.c, tollFreeGet.On(sid), opts...)
}

// TollFreeVerificationListParams narrows [TollFreeVerifications.List] and
// [TollFreeVerifications.All]; its zero value lists everything.
type TollFreeVerificationListParams struct {
	TollFreePhoneNumberSID string                     `form:"TollfreePhoneNumberSid" check:"sid=PN"`
	Status                 TollFreeVerificationStatus `form:"Status"`
	ExternalReferenceID    string                     `form:"ExternalReferenceId" check:"filter"`
	TrustProductSID        []string                   `form:"TrustProductSid"` // BU…
	IncludeSubAccounts     bool                       `form:"IncludeSubAccounts"`
	PageSize               int                        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's verifications, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource#list-all-toll-free-verifications
func (s *TollFreeVerifications) List(ctx context.Context, params TollFreeVerificationListParams, opts ...twilio.CallOption) (*twilio.Page[TollFreeVerification], error) {
	return twilio.InvokePage[TollFreeVerification](ctx, s.c, tollFreeList.With(&params), opts...)
}

// All ranges over all verifications of the account, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource#list-all-toll-free-verifications
func (s *TollFreeVerifications) All(ctx context.Context, params TollFreeVerificationListParams, opts ...twilio.CallOption) iter.Seq2[*TollFreeVerification, error] {
	return twilio.InvokeAll[TollFreeVerification](ctx, s.c, tollFreeList.With(&params), opts...)
}

// Resubmit corrects a verification that was rejected and has it reviewed anew. Fields
// that are zero stay as they are. It works while [TollFreeVerification.Editable] says
// so; afterwards submit the number with [TollFreeVerifications.Create] again. When
// nobody can say whether it was resubmitted, the error is a
// *[twilio.OutcomeUnknownError]: [TollFreeVerifications.Get] then shows the status.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource#update-a-toll-free-verification
func (s *TollFreeVerifications) Resubmit(ctx context.Context, sid string, params TollFreeVerificationResubmitParams, opts ...twilio.CallOption) (*TollFreeVerification, error) {
	return twilio.Invoke[TollFreeVerification](ctx, s.c, tollFreeResubmit.On(sid).With(&params), opts...)
}

// Delete withdraws a verification. The number can no longer send to the United States
// and Canada until it is verified anew.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource#delete-a-toll-free-verification
func (s *TollFreeVerifications) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, tollFreeDelete.On(sid), opts...)
}
