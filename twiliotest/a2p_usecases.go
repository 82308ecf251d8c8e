package twiliotest

// soleProprietor is the type of a brand that is one person, and the use case of its
// campaign.
const soleProprietor = "SOLE_PROPRIETOR"

// campaignUseCase is a use case as the API shows it.
type campaignUseCase struct {
	Code                 string `json:"code"`
	Name                 string `json:"name"`
	Description          string `json:"description"`
	PostApprovalRequired bool   `json:"post_approval_required"`
}

// useCases are the use cases that Twilio's file has, and the one of sole proprietors.
// https://www.twilio.com/docs/messaging/compliance/a2p-10dlc/us-a2p-campaign-use-cases
func useCases() []campaignUseCase {
	return []campaignUseCase{
		{"2FA", "Two-Factor authentication (2FA)", "Codes and new passwords", false},
		{"ACCOUNT_NOTIFICATION", "Account Notification", "Reminders and alerts about an account", false},
		{"AGENTS_FRANCHISES", "Agents and Franchises", "Agents and offices of one brand with numbers of their own", true},
		{"CHARITY", "Charity", "Charities with 501(c)(3) status", false},
		{"PROXY", "Proxy", "People who write to one another without their numbers", true},
		{"CUSTOMER_CARE", "Customer Care", "Support and account management", false},
		{"DELIVERY_NOTIFICATION", "Delivery Notification", "The state of a delivery", false},
		{"EMERGENCY", "Emergency", "Public safety and health", true},
		{"FRAUD_ALERT", "Fraud Alert Messaging", "Suspected fraud", false},
		{"HIGHER_EDUCATION", "Higher Education", "Colleges and universities", false},
		{"K12_EDUCATION", "K-12 Education", "Schools", true},
		{"LOW_VOLUME", "Low Volume Mixed", "Several use cases of few messages", false},
		{"MARKETING", "Marketing", "Promotions", false},
		{"MIXED", "Mixed", "Several use cases", false},
		{"POLITICAL", "Political", "Elections", false},
		{"POLLING_VOTING", "Polling and voting", "Surveys outside of politics", false},
		{"PUBLIC_SERVICE_ANNOUNCEMENT", "Public Service Announcement", "What a community should know", false},
		{"SECURITY_ALERT", "Security Alert", "A system that is in danger", false},
		{"SOCIAL", "Social", "Influencers and communities", true},
		{"SWEEPSTAKE", "Sweepstake", "Prize draws", true},
		{soleProprietor, "Sole Proprietor", "One person without a tax ID", false},
	}
}

// useCaseOf finds a use case by its code, nil when there is none.
func useCaseOf(code string) *campaignUseCase {
	for _, useCase := range useCases() {
		if useCase.Code == code {
			return &useCase
		}
	}
	return nil
}

// fetchCampaignUseCases lists the use cases, or those of one brand.
func (s *Sim) fetchCampaignUseCases(r *request) (any, *apiError) {
	if _, problem := s.locate(r); problem != nil {
		return nil, problem
	}
	shown := []campaignUseCase{}
	brand := recordOf(s.registrationsOf(&brandReview), r.query.Get("BrandRegistrationSid"))
	for _, useCase := range useCases() {
		isForPersons := useCase.Code == soleProprietor
		if brand == nil || isForPersons == (brand.res.values["brandtype"] == soleProprietor) {
			shown = append(shown, useCase)
		}
	}
	return map[string]any{"us_app_to_person_usecases": shown}, nil
}
