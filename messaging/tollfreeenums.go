package messaging

// TollFreeVerificationStatus is where the verification of a toll-free number stands.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/tollfree-verification-resource
type TollFreeVerificationStatus string

// The statuses of verifications.
const (
	TollFreePendingReview TollFreeVerificationStatus = "PENDING_REVIEW"
	TollFreeInReview      TollFreeVerificationStatus = "IN_REVIEW"
	TollFreeApproved      TollFreeVerificationStatus = "TWILIO_APPROVED" // the number may send
	TollFreeRejected      TollFreeVerificationStatus = "TWILIO_REJECTED" // see [TollFreeVerifications.Resubmit]
)

// Final reports whether the status stays as it is until the account acts.
func (s TollFreeVerificationStatus) Final() bool {
	return s == TollFreeApproved || s == TollFreeRejected
}

// BusinessType is the legal form of a business.
type BusinessType string

// The legal forms.
const (
	BusinessPrivateProfit  BusinessType = "PRIVATE_PROFIT"
	BusinessPublicProfit   BusinessType = "PUBLIC_PROFIT"
	BusinessSoleProprietor BusinessType = "SOLE_PROPRIETOR" // the only one without a registration
	BusinessNonProfit      BusinessType = "NON_PROFIT"
	BusinessGovernment     BusinessType = "GOVERNMENT"
)

// RegistrationAuthority is who has registered a business, or the kind of its number.
type RegistrationAuthority string

// The authorities.
const (
	AuthorityEIN              RegistrationAuthority = "EIN" // of the United States
	AuthorityCBN              RegistrationAuthority = "CBN" // of Canada
	AuthorityCRN              RegistrationAuthority = "CRN" // of the United Kingdom
	AuthorityProvincialNumber RegistrationAuthority = "PROVINCIAL_NUMBER"
	AuthorityVAT              RegistrationAuthority = "VAT"
	AuthorityACN              RegistrationAuthority = "ACN" // of Australia
	AuthorityABN              RegistrationAuthority = "ABN" // of Australia
	AuthorityBRN              RegistrationAuthority = "BRN"
	AuthoritySIREN            RegistrationAuthority = "SIREN"    // of France
	AuthoritySIRET            RegistrationAuthority = "SIRET"    // of France
	AuthorityNZBN             RegistrationAuthority = "NZBN"     // of New Zealand
	AuthorityUStIDNr          RegistrationAuthority = "USt-IdNr" // of Germany
	AuthorityCIF              RegistrationAuthority = "CIF"      // of Spain
	AuthorityNIF              RegistrationAuthority = "NIF"
	AuthorityCNPJ             RegistrationAuthority = "CNPJ" // of Brazil
	AuthorityUID              RegistrationAuthority = "UID"
	AuthorityNEQ              RegistrationAuthority = "NEQ" // of Quebec
	AuthorityOther            RegistrationAuthority = "OTHER"
)

// OptInType is how people consent to the messages of a toll-free number.
type OptInType string

// The ways to consent.
const (
	OptInVerbal              OptInType = "VERBAL"
	OptInWebForm             OptInType = "WEB_FORM"
	OptInPaperForm           OptInType = "PAPER_FORM"
	OptInViaText             OptInType = "VIA_TEXT"
	OptInMobileQRCode        OptInType = "MOBILE_QR_CODE"
	OptInImport              OptInType = "IMPORT"
	OptInImportPleaseReplace OptInType = "IMPORT_PLEASE_REPLACE"
)

// TollFreeUseCase is the purpose of a toll-free number's messages.
type TollFreeUseCase string

// The purposes.
const (
	TollFree2FA                  TollFreeUseCase = "TWO_FACTOR_AUTHENTICATION"
	TollFreeAccountNotifications TollFreeUseCase = "ACCOUNT_NOTIFICATIONS"
	TollFreeCustomerCare         TollFreeUseCase = "CUSTOMER_CARE"
	TollFreeCharity              TollFreeUseCase = "CHARITY_NONPROFIT"
	TollFreeDelivery             TollFreeUseCase = "DELIVERY_NOTIFICATIONS"
	TollFreeFraudAlert           TollFreeUseCase = "FRAUD_ALERT_MESSAGING"
	TollFreeEvents               TollFreeUseCase = "EVENTS"
	TollFreeHigherEducation      TollFreeUseCase = "HIGHER_EDUCATION"
	TollFreeK12                  TollFreeUseCase = "K12"
	TollFreeMarketing            TollFreeUseCase = "MARKETING"
	TollFreePolling              TollFreeUseCase = "POLLING_AND_VOTING_NON_POLITICAL"
	TollFreePolitical            TollFreeUseCase = "POLITICAL_ELECTION_CAMPAIGNS"
	TollFreePublicService        TollFreeUseCase = "PUBLIC_SERVICE_ANNOUNCEMENT"
	TollFreeSecurityAlert        TollFreeUseCase = "SECURITY_ALERT"
)

// TollFreeVettingProvider is who has vetted a political sender.
type TollFreeVettingProvider string

// TollFreeCampaignVerify vets political committees. It is the only provider.
const TollFreeCampaignVerify TollFreeVettingProvider = "CAMPAIGN_VERIFY"
