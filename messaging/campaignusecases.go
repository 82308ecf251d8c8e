package messaging

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// CampaignUseCase is the purpose of a campaign's messages.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc/us-a2p-campaign-use-cases
type CampaignUseCase string

// The use cases that brands may have. [Campaigns.UseCases] tells those of one brand.
const (
	UseCase2FA                  CampaignUseCase = "2FA"
	UseCaseAccountNotification  CampaignUseCase = "ACCOUNT_NOTIFICATION"
	UseCaseAgentsFranchises     CampaignUseCase = "AGENTS_FRANCHISES"
	UseCaseCharity              CampaignUseCase = "CHARITY"
	UseCaseProxy                CampaignUseCase = "PROXY"
	UseCaseCustomerCare         CampaignUseCase = "CUSTOMER_CARE"
	UseCaseDeliveryNotification CampaignUseCase = "DELIVERY_NOTIFICATION"
	UseCaseEmergency            CampaignUseCase = "EMERGENCY"
	UseCaseFraudAlert           CampaignUseCase = "FRAUD_ALERT"
	UseCaseHigherEducation      CampaignUseCase = "HIGHER_EDUCATION"
	UseCaseK12Education         CampaignUseCase = "K12_EDUCATION"
	UseCaseLowVolume            CampaignUseCase = "LOW_VOLUME" // several purposes, of few messages
	UseCaseMarketing            CampaignUseCase = "MARKETING"
	UseCaseMixed                CampaignUseCase = "MIXED" // several purposes
	UseCasePolitical            CampaignUseCase = "POLITICAL"
	UseCasePollingVoting        CampaignUseCase = "POLLING_VOTING"
	UseCasePublicService        CampaignUseCase = "PUBLIC_SERVICE_ANNOUNCEMENT"
	UseCaseSecurityAlert        CampaignUseCase = "SECURITY_ALERT"
	UseCaseSocial               CampaignUseCase = "SOCIAL"
	UseCaseSoleProprietor       CampaignUseCase = "SOLE_PROPRIETOR" // the only one of BrandSoleProprietor
	UseCaseSweepstake           CampaignUseCase = "SWEEPSTAKE"
)

// CampaignUseCases are the use cases among which a brand may choose.
type CampaignUseCases struct {
	UseCases []CampaignUseCaseInfo `json:"us_app_to_person_usecases"`
}

// CampaignUseCaseInfo says what a use case is for.
type CampaignUseCaseInfo struct {
	Code                 CampaignUseCase `json:"code"`
	Name                 string          `json:"name"`
	Description          string          `json:"description"`
	PostApprovalRequired bool            `json:"post_approval_required"` // carriers look at a campaign of it as well
}

var campaignUseCases = twilio.Operation{Name: "messaging.Campaigns.UseCases", Method: http.MethodGet, Host: host, Path: campaignsPath + "/Usecases"}

// CampaignUseCasesParams narrows [Campaigns.UseCases].
type CampaignUseCasesParams struct {
	BrandRegistrationSID string `form:"BrandRegistrationSid" check:"sid=BN"` // "" for the use cases of all brands

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// UseCases returns the use cases that a campaign of a Messaging Service may have, or
// those of one brand.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/usapptoperson-resource
func (s *Campaigns) UseCases(ctx context.Context, messagingServiceSID string, params CampaignUseCasesParams, opts ...twilio.CallOption) (*CampaignUseCases, error) {
	return twilio.Invoke[CampaignUseCases](ctx, s.c, campaignUseCases.On(messagingServiceSID).With(&params), opts...)
}
