package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Campaign is what a Messaging Service sends to the United States, and to whom. Carriers
// take messages of US long codes for a campaign only. A service has at most one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/usapptoperson-resource
type Campaign struct {
	SID                    string          `json:"sid"` // QE…
	AccountSID             string          `json:"account_sid"`
	BrandRegistrationSID   string          `json:"brand_registration_sid"` // BN…
	MessagingServiceSID    string          `json:"messaging_service_sid"`  // MG…
	Status                 CampaignStatus  `json:"campaign_status"`
	Errors                 []ReviewReason  `json:"errors"`      // why it failed
	CampaignID             string          `json:"campaign_id"` // of The Campaign Registry
	UseCase                CampaignUseCase `json:"us_app_to_person_usecase"`
	Description            string          `json:"description"`
	MessageFlow            string          `json:"message_flow"` // how people consent
	MessageSamples         []string        `json:"message_samples"`
	HasEmbeddedLinks       bool            `json:"has_embedded_links"`
	HasEmbeddedPhone       bool            `json:"has_embedded_phone"`
	SubscriberOptIn        bool            `json:"subscriber_opt_in"`
	AgeGated               bool            `json:"age_gated"`
	DirectLending          bool            `json:"direct_lending"`
	OptInMessage           string          `json:"opt_in_message"`
	OptInKeywords          []string        `json:"opt_in_keywords"`
	OptOutMessage          string          `json:"opt_out_message"`
	OptOutKeywords         []string        `json:"opt_out_keywords"`
	HelpMessage            string          `json:"help_message"`
	HelpKeywords           []string        `json:"help_keywords"`
	PrivacyPolicyURL       string          `json:"privacy_policy_url"`       // shown with [CampaignAPIVersion]
	TermsAndConditionsURL  string          `json:"terms_and_conditions_url"` // shown with [CampaignAPIVersion]
	RateLimits             CampaignLimits  `json:"rate_limits"`
	IsExternallyRegistered bool            `json:"is_externally_registered"` // see [ExternalCampaigns]
	Mock                   bool            `json:"mock"`                     // of a brand for tests
	DateCreated            twilio.Time     `json:"date_created"`
	DateUpdated            twilio.Time     `json:"date_updated"`
	URL                    string          `json:"url"`
}

// Err returns a *[ReviewError] when the campaign failed its review or is suspended, and
// nil otherwise. The status alone decides: a campaign that is verified may have Errors
// of an earlier try.
func (c *Campaign) Err() error {
	if c.Status != CampaignFailed && c.Status != CampaignSuspended {
		return nil
	}
	return &ReviewError{Resource: "campaign", SID: c.SID, Status: string(c.Status), Reasons: c.Errors}
}

// CampaignLimits are how many messages the carriers take for a campaign.
type CampaignLimits struct {
	ATT     ATTLimits     `json:"att"`
	TMobile TMobileLimits `json:"tmobile"`
}

// ATTLimits are AT&T's limits, which hold for each campaign.
type ATTLimits struct {
	MPS      twilio.Decimal `json:"mps"` // segments a second; a decimal, such as 0.25
	MsgClass string         `json:"msg_class"`
}

// TMobileLimits are T-Mobile's limits, which hold for all campaigns of a brand in a day.
type TMobileLimits struct {
	BrandTier string `json:"brand_tier"` // "LOW" to "TOP"
}

// CampaignStatus is where the review of a campaign stands.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
type CampaignStatus string

// The statuses of campaigns.
const (
	CampaignPending    CampaignStatus = "PENDING"
	CampaignInProgress CampaignStatus = "IN_PROGRESS"
	CampaignVerified   CampaignStatus = "VERIFIED" // its numbers may send
	CampaignFailed     CampaignStatus = "FAILED"   // see [Campaigns.Resubmit]
	CampaignSuspended  CampaignStatus = "SUSPENDED"
)

// Final reports whether the status stays as it is until the account or Twilio acts.
func (s CampaignStatus) Final() bool {
	return s == CampaignVerified || s == CampaignFailed || s == CampaignSuspended
}

// CampaignAPIVersion is the version of the API that shows and takes the addresses of a
// campaign's privacy policy and of its terms.
const CampaignAPIVersion = "v1.2"

// Campaigns registers the campaigns of Messaging Services.
type Campaigns struct{ c *twilio.Client }

const (
	campaignsPath = "/v1/Services/{MessagingServiceSid:MG}/Compliance/Usa2p"
	campaignPath  = campaignsPath + "/{Sid:QE}"
)

var (
	campaignCreate = twilio.Operation{Name: "messaging.Campaigns.Create", Method: http.MethodPost, Host: host, Path: campaignsPath, Mints: "QE"}
	campaignGet    = twilio.Operation{Name: "messaging.Campaigns.Get", Method: http.MethodGet, Host: host, Path: campaignPath}
	campaignList   = twilio.Operation{Name: "messaging.Campaigns.List", Method: http.MethodGet, Host: host, Path: campaignsPath, Items: "compliance"}
	campaignDelete = twilio.Operation{Name: "messaging.Campaigns.Delete", Method: http.MethodDelete, Host: host, Path: campaignPath}

	// A resubmission stays a create: each one is a review.
	campaignResubmit = twilio.Operation{Name: "messaging.Campaigns.Resubmit", Method: http.MethodPost, Host: host, Path: campaignPath, Class: twilio.ClassCreate}
)

// CampaignCreateParams is a registration.
type CampaignCreateParams struct {
	BrandRegistrationSID  string          `form:"BrandRegistrationSid" check:"required,sid=BN"`
	UseCase               CampaignUseCase `form:"UsAppToPersonUsecase" check:"required"` // one of those of [Campaigns.UseCases]
	Description           string          `form:"Description" check:"required,max=4096"` // at least 40 characters
	MessageFlow           string          `form:"MessageFlow" check:"required,max=2048"` // how people consent, every way: at least 40 characters
	MessageSamples        []string        `form:"MessageSamples" check:"required,max=5"` // 2 to 5, of 20 to 1,024 characters each
	HasEmbeddedLinks      *bool           `form:"HasEmbeddedLinks" check:"required"`     // whether messages have links
	HasEmbeddedPhone      *bool           `form:"HasEmbeddedPhone" check:"required"`     // whether messages have phone numbers
	SubscriberOptIn       bool            `form:"SubscriberOptIn"`                       // people consent to the messages
	AgeGated              bool            `form:"AgeGated"`                              // the content is for adults
	DirectLending         bool            `form:"DirectLending"`                         // the content is about loans
	OptInMessage          string          `form:"OptInMessage" check:"max=320"`          // at least 20 characters; for people who opt in with a keyword
	OptInKeywords         []string        `form:"OptInKeywords"`                         // letters and digits
	OptOutMessage         string          `form:"OptOutMessage" check:"max=320"`         // at least 20 characters; "" is Twilio's
	OptOutKeywords        []string        `form:"OptOutKeywords"`                        // letters and digits; empty for Twilio's
	HelpMessage           string          `form:"HelpMessage" check:"max=320"`           // at least 20 characters; "" is Twilio's
	HelpKeywords          []string        `form:"HelpKeywords"`                          // letters and digits; empty for Twilio's
	PrivacyPolicyURL      string          `form:"PrivacyPolicyUrl" check:"url"`          // with CampaignAPIVersion
	TermsAndConditionsURL string          `form:"TermsAndConditionsUrl" check:"url"`     // with CampaignAPIVersion
	APIVersion            string          `header:"X-Twilio-Api-Version" check:"max=32"` // CampaignAPIVersion; "" is the older one

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses texts that are too short and keywords that nobody can send.
func (p *CampaignCreateParams) Validate(problems *twilio.Problems) {
	checkCampaignTexts(problems, p.Description, p.MessageFlow, p.MessageSamples)
	for _, message := range [...]struct{ field, text string }{
		{"OptInMessage", p.OptInMessage}, {"OptOutMessage", p.OptOutMessage}, {"HelpMessage", p.HelpMessage},
	} {
		checkLength(problems, message.field, message.text, leastMessage)
	}
	for _, keywords := range [...]struct {
		field string
		words []string
	}{{"OptInKeywords", p.OptInKeywords}, {"OptOutKeywords", p.OptOutKeywords}, {"HelpKeywords", p.HelpKeywords}} {
		checkKeywords(problems, keywords.field, keywords.words)
	}
	if len(p.OptInKeywords) > 0 && p.OptInMessage == "" && !p.Extra.Has("OptInMessage") {
		problems.Add("OptInMessage", "is empty, although there are OptInKeywords", "give the answer to somebody who opts in with a keyword")
	}
}

// Create registers the campaign of a Messaging Service, which costs a fee for the review
// and one for each month. The brand has to be approved: otherwise the request is refused
// with code 21717. The review takes days: ask [Campaigns.Get] until the status is final.
// When nobody can say whether the campaign was registered, the error is a
// *[twilio.OutcomeUnknownError]: [Campaigns.List] shows it, because a service has one
// campaign.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/usapptoperson-resource#create-an-a2p-campaign
func (s *Campaigns) Create(ctx context.Context, messagingServiceSID string, params CampaignCreateParams, opts ...twilio.CallOption) (*Campaign, error) {
	return twilio.Invoke[Campaign](ctx, s.c, campaignCreate.On(messagingServiceSID).With(&params), opts...)
}

// CampaignGetParams says how much [Campaigns.Get] shows.
type CampaignGetParams struct {
	APIVersion string `header:"X-Twilio-Api-Version" check:"max=32"` // CampaignAPIVersion; "" is the older one

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get returns a campaign with its status and the errors of its review. One that does not
// exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/usapptoperson-resource#fetch-an-a2p-campaign
func (s *Campaigns) Get(ctx context.Context, messagingServiceSID, sid string, params CampaignGetParams, opts ...twilio.CallOption) (*Campaign, error) {
	return twilio.Invoke[Campaign](ctx, s.c, campaignGet.On(messagingServiceSID, sid).With(&params), opts...)
}

// CampaignListParams are the pages of a list of campaigns.
type CampaignListParams struct {
	APIVersion string `header:"X-Twilio-Api-Version" check:"max=32"` // CampaignAPIVersion; "" is the older one
	PageSize   int    `form:"PageSize"`                              // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the campaigns of a Messaging Service, or the one that
// Cursor names. A service has one campaign at most.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/usapptoperson-resource#list-a2p-campaigns
func (s *Campaigns) List(ctx context.Context, messagingServiceSID string, params CampaignListParams, opts ...twilio.CallOption) (*twilio.Page[Campaign], error) {
	return twilio.InvokePage[Campaign](ctx, s.c, campaignList.On(messagingServiceSID).With(&params), opts...)
}

// All ranges over the campaigns of a Messaging Service, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/usapptoperson-resource#list-a2p-campaigns
func (s *Campaigns) All(ctx context.Context, messagingServiceSID string, params CampaignListParams, opts ...twilio.CallOption) iter.Seq2[*Campaign, error] {
	return twilio.InvokeAll[Campaign](ctx, s.c, campaignList.On(messagingServiceSID).With(&params), opts...)
}

// CampaignResubmitParams is a registration that was corrected. Twilio wants all of it
// again, except for the use case, which stays.
type CampaignResubmitParams struct {
	Description           string   `form:"Description" check:"required,max=4096"` // at least 40 characters
	MessageFlow           string   `form:"MessageFlow" check:"required,max=2048"` // how people consent, every way: at least 40 characters
	MessageSamples        []string `form:"MessageSamples" check:"required,max=5"` // 2 to 5, of 20 to 1,024 characters each
	HasEmbeddedLinks      *bool    `form:"HasEmbeddedLinks" check:"required"`
	HasEmbeddedPhone      *bool    `form:"HasEmbeddedPhone" check:"required"`
	AgeGated              *bool    `form:"AgeGated" check:"required"`
	DirectLending         *bool    `form:"DirectLending" check:"required"`
	PrivacyPolicyURL      string   `form:"PrivacyPolicyUrl" check:"url"`          // with CampaignAPIVersion
	TermsAndConditionsURL string   `form:"TermsAndConditionsUrl" check:"url"`     // with CampaignAPIVersion
	APIVersion            string   `header:"X-Twilio-Api-Version" check:"max=32"` // CampaignAPIVersion; "" is the older one

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses texts that are too short.
func (p *CampaignResubmitParams) Validate(problems *twilio.Problems) {
	checkCampaignTexts(problems, p.Description, p.MessageFlow, p.MessageSamples)
}

// Resubmit corrects a campaign that failed and has it reviewed anew. A campaign with the
// wrong use case has to be deleted and created again, and one that is suspended is
// refused with code 21729. When nobody can say whether it was resubmitted, the error is
// a *[twilio.OutcomeUnknownError]: [Campaigns.Get] then shows whether the review has
// begun.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/usapptoperson-resource
func (s *Campaigns) Resubmit(ctx context.Context, messagingServiceSID, sid string, params CampaignResubmitParams, opts ...twilio.CallOption) (*Campaign, error) {
	return twilio.Invoke[Campaign](ctx, s.c, campaignResubmit.On(messagingServiceSID, sid).With(&params), opts...)
}

// Delete ends a campaign. The long codes of its Messaging Service can no longer send to
// the United States.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/usapptoperson-resource#delete-an-a2p-campaign
func (s *Campaigns) Delete(ctx context.Context, messagingServiceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, campaignDelete.On(messagingServiceSID, sid), opts...)
}
