package messaging

import (
	"net/url"

	"github.com/seed15d99369/twilio"
)

// TollFreeVerificationCreateParams is all that the reviewers have to know of a sender.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/toll-free/api-onboarding
type TollFreeVerificationCreateParams struct {
	TollFreePhoneNumberSID string `form:"TollfreePhoneNumberSid" check:"required,sid=PN"`
	CustomerProfileSID     string `form:"CustomerProfileSid" check:"sid=BU"` // of the end business, for resellers
	ExternalReferenceID    string `form:"ExternalReferenceId"`               // of the application's own, to find it again

	BusinessName                    string                `form:"BusinessName" check:"required"`
	DoingBusinessAs                 string                `form:"DoingBusinessAs"`
	BusinessWebsite                 string                `form:"BusinessWebsite" check:"required"`
	BusinessType                    BusinessType          `form:"BusinessType"`
	BusinessRegistrationNumber      string                `form:"BusinessRegistrationNumber"` // required unless BusinessSoleProprietor
	BusinessRegistrationAuthority   RegistrationAuthority `form:"BusinessRegistrationAuthority"`
	BusinessRegistrationCountry     string                `form:"BusinessRegistrationCountry" check:"country"` // ISO 3166-1: "US"; required unless BusinessSoleProprietor
	BusinessRegistrationPhoneNumber string                `form:"BusinessRegistrationPhoneNumber" check:"e164"`
	BusinessStreetAddress           string                `form:"BusinessStreetAddress"`
	BusinessStreetAddress2          string                `form:"BusinessStreetAddress2"`
	BusinessCity                    string                `form:"BusinessCity"`
	BusinessStateProvinceRegion     string                `form:"BusinessStateProvinceRegion"`
	BusinessPostalCode              string                `form:"BusinessPostalCode"`
	BusinessCountry                 string                `form:"BusinessCountry" check:"country"` // ISO 3166-1: "US"
	BusinessContactFirstName        string                `form:"BusinessContactFirstName"`
	BusinessContactLastName         string                `form:"BusinessContactLastName"`
	BusinessContactEmail            string                `form:"BusinessContactEmail" check:"email"`
	BusinessContactPhone            string                `form:"BusinessContactPhone" check:"e164"`
	NotificationEmail               string                `form:"NotificationEmail" check:"required,email"` // is told the result

	UseCaseCategories        []TollFreeUseCase       `form:"UseCaseCategories" check:"required"`
	UseCaseSummary           string                  `form:"UseCaseSummary" check:"required"`
	ProductionMessageSample  string                  `form:"ProductionMessageSample" check:"required"`
	MessageVolume            string                  `form:"MessageVolume" check:"required"` // in a month, from "10" to "10,000,000+"
	AgeGatedContent          bool                    `form:"AgeGatedContent"`
	OptInType                OptInType               `form:"OptInType" check:"required"`
	OptInImageURLs           []string                `form:"OptInImageUrls" check:"required,url"` // pictures of how people consent, for everybody to see
	OptInKeywords            []string                `form:"OptInKeywords"`
	OptInConfirmationMessage string                  `form:"OptInConfirmationMessage"`
	HelpMessageSample        string                  `form:"HelpMessageSample"`
	PrivacyPolicyURL         string                  `form:"PrivacyPolicyUrl"`
	TermsAndConditionsURL    string                  `form:"TermsAndConditionsUrl"`
	AdditionalInformation    string                  `form:"AdditionalInformation"`
	VettingProvider          TollFreeVettingProvider `form:"VettingProvider"` // of political senders
	VettingID                string                  `form:"VettingId"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a business without its registration, and a vetting without its
// provider.
func (p *TollFreeVerificationCreateParams) Validate(problems *twilio.Problems) {
	checkVetting(problems, p.VettingProvider, p.VettingID)
	if p.BusinessType == "" || p.BusinessType == BusinessSoleProprietor {
		return
	}
	for _, needed := range [...]struct{ field, value string }{
		{"BusinessRegistrationNumber", p.BusinessRegistrationNumber},
		{"BusinessRegistrationCountry", p.BusinessRegistrationCountry},
	} {
		if needed.value == "" && !p.Extra.Has(needed.field) {
			problems.Add(needed.field, "is empty, although BusinessType is not SOLE_PROPRIETOR", "give the registration of the business: only a sole proprietor has none")
		}
	}
}

// TollFreeVerificationResubmitParams are the corrections of a verification that was
// rejected. A field that is zero stays as it is; [twilio.Ptr] gives a pointer to false.
type TollFreeVerificationResubmitParams struct {
	EditReason string `form:"EditReason"` // why it is edited, for the reviewers

	BusinessName                    string                `form:"BusinessName"`
	DoingBusinessAs                 string                `form:"DoingBusinessAs"`
	BusinessWebsite                 string                `form:"BusinessWebsite"`
	BusinessType                    BusinessType          `form:"BusinessType"`
	BusinessRegistrationNumber      string                `form:"BusinessRegistrationNumber"`
	BusinessRegistrationAuthority   RegistrationAuthority `form:"BusinessRegistrationAuthority"`
	BusinessRegistrationCountry     string                `form:"BusinessRegistrationCountry" check:"country"` // ISO 3166-1: "US"
	BusinessRegistrationPhoneNumber string                `form:"BusinessRegistrationPhoneNumber" check:"e164"`
	BusinessStreetAddress           string                `form:"BusinessStreetAddress"`
	BusinessStreetAddress2          string                `form:"BusinessStreetAddress2"`
	BusinessCity                    string                `form:"BusinessCity"`
	BusinessStateProvinceRegion     string                `form:"BusinessStateProvinceRegion"`
	BusinessPostalCode              string                `form:"BusinessPostalCode"`
	BusinessCountry                 string                `form:"BusinessCountry" check:"country"` // ISO 3166-1: "US"
	BusinessContactFirstName        string                `form:"BusinessContactFirstName"`
	BusinessContactLastName         string                `form:"BusinessContactLastName"`
	BusinessContactEmail            string                `form:"BusinessContactEmail" check:"email"`
	BusinessContactPhone            string                `form:"BusinessContactPhone" check:"e164"`
	NotificationEmail               string                `form:"NotificationEmail" check:"email"`

	UseCaseCategories        []TollFreeUseCase       `form:"UseCaseCategories"`
	UseCaseSummary           string                  `form:"UseCaseSummary"`
	ProductionMessageSample  string                  `form:"ProductionMessageSample"`
	MessageVolume            string                  `form:"MessageVolume"`
	AgeGatedContent          *bool                   `form:"AgeGatedContent"`
	OptInType                OptInType               `form:"OptInType"`
	OptInImageURLs           []string                `form:"OptInImageUrls" check:"url"`
	OptInKeywords            []string                `form:"OptInKeywords"`
	OptInConfirmationMessage string                  `form:"OptInConfirmationMessage"`
	HelpMessageSample        string                  `form:"HelpMessageSample"`
	PrivacyPolicyURL         string                  `form:"PrivacyPolicyUrl"`
	TermsAndConditionsURL    string                  `form:"TermsAndConditionsUrl"`
	AdditionalInformation    string                  `form:"AdditionalInformation"`
	VettingProvider          TollFreeVettingProvider `form:"VettingProvider"`
	VettingID                string                  `form:"VettingId"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a vetting without its provider.
func (p *TollFreeVerificationResubmitParams) Validate(problems *twilio.Problems) {
	checkVetting(problems, p.VettingProvider, p.VettingID)
}

// checkVetting refuses a vetting of which a half is missing.
func checkVetting(problems *twilio.Problems, provider TollFreeVettingProvider, id string) {
	switch {
	case provider != "" && id == "":
		problems.Add("VettingID", "is empty, although there is a VettingProvider", "give the ID that the provider has issued")
	case provider == "" && id != "":
		problems.Add("VettingProvider", "is empty, although there is a VettingID", "give TollFreeCampaignVerify")
	}
}
