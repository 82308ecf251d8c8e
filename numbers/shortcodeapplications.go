package numbers

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// ShortCodeApplication asks carriers for a short code, a number of five or six digits
// for many messages in one country.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/short-codes
type ShortCodeApplication struct {
	SID                            string                       `json:"sid"` // WF…
	AccountSID                     string                       `json:"account_sid"`
	BundleSID                      string                       `json:"bundle_sid"`
	ApplicationRequirementsSID     string                       `json:"application_requirements_sid"`
	ApplicationRequirementsVersion twilio.Int                   `json:"application_requirements_version"`
	FriendlyName                   string                       `json:"friendly_name"`
	ISOCountry                     string                       `json:"iso_country"`
	State                          ShortCodeState               `json:"state"`
	NotificationEmails             []string                     `json:"notification_emails"`
	Setup                          ShortCodeSetup               `json:"setup"`
	BusinessInformation            ShortCodeBusinessInformation `json:"business_information"`
	UserSignUp                     ShortCodeUserSignUp          `json:"user_sign_up"`
	ComplianceKeywords             ShortCodeComplianceKeywords  `json:"compliance_keywords"`
	ContentExamples                ShortCodeContentExamples     `json:"content_examples"`
	SMSCampaignDetails             ShortCodeCampaign            `json:"sms_campaign_details"`
	Reviewer                       string                       `json:"reviewer"`
	ZendeskTicketID                string                       `json:"zendesk_ticket_id"`
	CreatedBy                      string                       `json:"created_by"`
	UpdatedBy                      string                       `json:"updated_by"`
	DateCreated                    twilio.Time                  `json:"date_created"`
	DateUpdated                    twilio.Time                  `json:"date_updated"`
}

// Err returns a *[RejectedError] for an application that needs corrections or a payment,
// or was canceled, and nil for all others.
func (a *ShortCodeApplication) Err() error {
	var remedy string
	switch a.State {
	case ShortCodeCorrectionsNeeded:
		remedy = "correct the application in Twilio's Console"
	case ShortCodePaymentFailed:
		remedy = "mend the payment of the account"
	case ShortCodeCanceled:
		remedy = "make a new application"
	default:
		return nil
	}
	return &RejectedError{Kind: "short code application", SID: a.SID, Status: string(a.State), Remedy: remedy}
}

// ShortCodeState is how far an application has come.
type ShortCodeState string

// The states of applications.
const (
	ShortCodeDraft             ShortCodeState = "DRAFT"
	ShortCodeTwilioReview      ShortCodeState = "TWILIO_REVIEW"
	ShortCodePendingPayment    ShortCodeState = "PENDING_PAYMENT"
	ShortCodePaymentFailed     ShortCodeState = "PAYMENT_FAILED"
	ShortCodeInProvisioning    ShortCodeState = "IN_PROVISIONING"
	ShortCodePendingCarrier    ShortCodeState = "PENDING_CARRIER"
	ShortCodeApproved          ShortCodeState = "APPROVED"
	ShortCodeCorrectionsNeeded ShortCodeState = "CORRECTIONS_NEEDED"
	ShortCodeCanceled          ShortCodeState = "CANCELED"
	ShortCodeArchived          ShortCodeState = "ARCHIVED"
)

// Final reports that nothing more happens to the application.
func (s ShortCodeState) Final() bool {
	return s == ShortCodeApproved || s == ShortCodeCanceled || s == ShortCodeArchived
}

// ShortCodeSetup is the kind of short code that is asked for.
type ShortCodeSetup struct {
	RequestType         ShortCodeRequest `json:"request_type"`
	LeaseType           ShortCodeLease   `json:"lease_type"`
	ShortCodePreference string           `json:"short_code_preference"` // the digits of a vanity code
	CurrentProvider     string           `json:"current_provider"`      // of a migration
	MigratedLiveTraffic bool             `json:"migrated_live_traffic"`
	MigratedMMSEnabled  bool             `json:"migrated_mms_enabled"`
	MMSEnabled          bool             `json:"mms_enabled"`
	TrafficType         ShortCodeTraffic `json:"traffic_type"`
	PaymentFrequency    ShortCodePayment `json:"payment_frequency"`
	ChargesApply        bool             `json:"charges_apply"`    // to subscribers
	FreeToEndUser       bool             `json:"free_to_end_user"` // subscribers pay nothing at all
}

// ShortCodeBusinessInformation is who asks for the short code.
type ShortCodeBusinessInformation struct {
	CustomerFacingProfile     string `json:"customer_facing_profile"` // BU…
	EINCustomerFacingProfile  string `json:"ein_customer_facing_profile"`
	ManagingCompanyProfile    string `json:"managing_company_profile"`
	EINManagingCompanyProfile string `json:"ein_managing_company_profile"`
	BusinessWebsite           string `json:"business_website"`
}

// ShortCodeUserSignUp is how people subscribe, and the texts that they see.
type ShortCodeUserSignUp struct {
	SignUpOptions              []ShortCodeSignUp `json:"sign_up_options"`
	OnlineWebFormMessage       string            `json:"online_web_form_message"`
	IVRMessage                 string            `json:"ivr_message"`
	KeywordMessage             string            `json:"keyword_message"`
	OtherFormMessage           string            `json:"other_form_message"`
	SignUpConfirmationMessage  string            `json:"sign_up_confirmation_message"`
	DoubleOptInProcess         bool              `json:"double_opt_in_process"`
	DoubleOptInMessage         string            `json:"double_opt_in_message"`
	DoubleOptInResponseMessage string            `json:"double_opt_in_response_message"`
}

// ShortCodeComplianceKeywords are the answers to the keywords that carriers ask for.
type ShortCodeComplianceKeywords struct {
	Help            string `json:"help"`
	Stop            string `json:"stop"`
	Info            string `json:"info"`
	Aide            string `json:"aide"`  // in Canada
	Arret           string `json:"arret"` // in Canada
	OptOutFiltering bool   `json:"opt_out_filtering"`
}

// ShortCodeContentExamples are texts as subscribers receive them.
type ShortCodeContentExamples struct {
	Examples []string `json:"examples"`
}

// ShortCodeCampaign is the messages that a short code sends.
type ShortCodeCampaign struct {
	CampaignName                              string               `json:"campaign_name"`
	CampaignBrandWebsite                      string               `json:"campaign_brand_website"`
	ScUseCaseCategories                       []ShortCodeUseCase   `json:"sc_use_case_categories"`
	CampaignFrequency                         []ShortCodeFrequency `json:"campaign_frequency"`
	DurationOfTheCampaign                     string               `json:"duration_of_the_campaign"`
	ExpectedTrafficStartDate                  string               `json:"expected_traffic_start_date"`
	EstimatedTotalSubscribers                 string               `json:"estimated_total_subscribers"`
	AvgMonthlyMessagesSentToEachSubscriber    string               `json:"avg_monthly_messages_sent_to_each_subscriber"`
	AvgMonthlyMessagesReceivedFromSubscribers string               `json:"avg_monthly_messages_received_from_subscribers"`
	MonthlyOutboundVolumeExpected             string               `json:"monthly_outbound_volume_expected"`
	MonthlyInboundVolumeExpected              string               `json:"monthly_inbound_volume_expected"`
	PlannedTrafficSpikes                      string               `json:"planned_traffic_spikes"`
	SpikeDetails                              string               `json:"spike_details"`
	CustomerCareChannel                       ShortCodeCare        `json:"customer_care_channel"`
	CustomerCareValue                         string               `json:"customer_care_value"`
	SMSPrivacyPolicyURL                       string               `json:"sms_privacy_policy_url"`
	SMSTermsOfServiceURL                      string               `json:"sms_terms_of_service_url"`
}

// ShortCodeApplications manages the applications of the account.
type ShortCodeApplications struct{ c *twilio.Client }

const (
	shortCodeApplicationsPath = "/v2/ShortCodes/Applications"
	shortCodeApplicationPath  = shortCodeApplicationsPath + "/{sid:WF}"
)

var (
	// The answer names the application by sid. Twilio's file does not say of which kind it
	// is, so that a repeated SID is no reason to doubt an answer.
	shortCodeApplicationCreate = twilio.Operation{
		Name: "numbers.ShortCodeApplications.Create", Method: http.MethodPost, Host: host, Path: shortCodeApplicationsPath, Body: twilio.BodyJSON,
	}
	shortCodeApplicationGet  = twilio.Operation{Name: "numbers.ShortCodeApplications.Get", Method: http.MethodGet, Host: host, Path: shortCodeApplicationPath}
	shortCodeApplicationList = twilio.Operation{Name: "numbers.ShortCodeApplications.List", Method: http.MethodGet, Host: host, Path: shortCodeApplicationsPath}
)

// ShortCodeApplicationCreateParams is a new application. The rest of it is filled in
// later, in Twilio's Console.
type ShortCodeApplicationCreateParams struct {
	FriendlyName        string                             `json:"friendly_name" check:"required"`
	ISOCountry          string                             `json:"iso_country" check:"required,country"` // "US"
	BusinessInformation ShortCodeBusinessInformationParams `json:"business_information" check:"required"`
	Setup               ShortCodeSetupParams               `json:"setup" check:"required"`

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// ShortCodeBusinessInformationParams is who asks for a short code.
type ShortCodeBusinessInformationParams struct {
	CustomerFacingProfile string `json:"customer_facing_profile" check:"required"` // the SID of a customer profile, BU…
}

// ShortCodeSetupParams is the kind of short code that is asked for.
type ShortCodeSetupParams struct {
	ChargesApply *bool `json:"charges_apply" check:"required"` // to subscribers
}

// Validate refuses a profile that is none.
func (p *ShortCodeApplicationCreateParams) Validate(problems *twilio.Problems) {
	checkKind(problems, "BusinessInformation.CustomerFacingProfile", "BU", p.BusinessInformation.CustomerFacingProfile)
}

// Create makes an application, a draft.
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]:
// look for its FriendlyName with [ShortCodeApplications.List] before you make another
// one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/short-codes
func (s *ShortCodeApplications) Create(ctx context.Context, params ShortCodeApplicationCreateParams, opts ...twilio.CallOption) (*ShortCodeApplication, error) {
	return twilio.Invoke[ShortCodeApplication](ctx, s.c, shortCodeApplicationCreate.With(&params), opts...)
}

// Get returns an application as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/short-codes
func (s *ShortCodeApplications) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*ShortCodeApplication, error) {
	return twilio.Invoke[ShortCodeApplication](ctx, s.c, shortCodeApplicationGet.On(sid), opts...)
}

// ShortCodeApplicationList is one page of applications.
type ShortCodeApplicationList struct {
	Results       []ShortCodeApplication `json:"results"`
	TotalElements twilio.Int             `json:"total_elements"`
	TotalPages    twilio.Int             `json:"total_pages"`
	CurrentPage   twilio.Int             `json:"current_page"`
	PerPage       twilio.Int             `json:"per_page"`
	HasNext       bool                   `json:"has_next"` // there is a page with the number CurrentPage + 1
	HasPrev       bool                   `json:"has_prev"`
}

// ShortCodeApplicationListParams narrows [ShortCodeApplications.List]; its zero value
// lists everything.
type ShortCodeApplicationListParams struct {
	SID          string         `form:"Sid"`
	AccountSID   string         `form:"AccountSid"`
	FriendlyName string         `form:"FriendlyName"`
	ISOCountry   string         `form:"IsoCountry" check:"country"`
	Status       ShortCodeState `form:"Status"`
	Page         int            `form:"Page"`     // a number, as CurrentPage has it
	PageSize     int            `form:"PageSize"` // 1 to 50; 0 leaves it to Twilio

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// List returns one page of the account's applications, in the shape that Twilio gives
// this list alone: pages are asked for by number.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/short-codes
func (s *ShortCodeApplications) List(ctx context.Context, params ShortCodeApplicationListParams, opts ...twilio.CallOption) (*ShortCodeApplicationList, error) {
	return twilio.Invoke[ShortCodeApplicationList](ctx, s.c, shortCodeApplicationList.With(&params), opts...)
}
