package numbers

// ShortCodeLease says how the digits of a short code are chosen.
type ShortCodeLease string

// The values of ShortCodeLease.
const (
	ShortCodeLeaseRandom     ShortCodeLease = "RANDOM"
	ShortCodeLeaseVanity     ShortCodeLease = "VANITY"
	ShortCodeLeaseSelfLeased ShortCodeLease = "SELF_LEASED"
)

// ShortCodePayment says how often a short code is paid.
type ShortCodePayment string

// The values of ShortCodePayment.
const (
	ShortCodePaymentQuarterly ShortCodePayment = "QUARTERLY"
	ShortCodePaymentYearly    ShortCodePayment = "YEARLY"
)

// ShortCodeRequest says where a short code comes from.
type ShortCodeRequest string

// The values of ShortCodeRequest.
const (
	ShortCodeRequestNew       ShortCodeRequest = "NEW"
	ShortCodeRequestMigration ShortCodeRequest = "MIGRATION"
	ShortCodeRequestLease     ShortCodeRequest = "LEASE"
)

// ShortCodeTraffic says what kind of messages a short code sends.
type ShortCodeTraffic string

// The values of ShortCodeTraffic.
const (
	ShortCodeTrafficTransactional ShortCodeTraffic = "TRANSACTIONAL"
	ShortCodeTrafficPromotional   ShortCodeTraffic = "PROMOTIONAL"
	ShortCodeTrafficBoth          ShortCodeTraffic = "BOTH"
)

// ShortCodeFrequency says how often subscribers receive messages.
type ShortCodeFrequency string

// The values of ShortCodeFrequency.
const (
	ShortCodeFrequencyOneMessagePerSignup                              ShortCodeFrequency = "ONE_MESSAGE_PER_SIGNUP"
	ShortCodeFrequencyLimitedNumberOfMessagesPerSignup                 ShortCodeFrequency = "LIMITED_NUMBER_OF_MESSAGES_PER_SIGNUP"
	ShortCodeFrequencyLimitedNumberOfMessagesAtRecurringIntervals      ShortCodeFrequency = "LIMITED_NUMBER_OF_MESSAGES_AT_RECURRING_INTERVALS"
	ShortCodeFrequencyVariableNumberOfMessagesAtUnpredictableIntervals ShortCodeFrequency = "VARIABLE_NUMBER_OF_MESSAGES_AT_UNPREDICTABLE_INTERVALS"
	ShortCodeFrequencyLimitedNumberOfMessagesInResponseToKeywords      ShortCodeFrequency = "LIMITED_NUMBER_OF_MESSAGES_IN_RESPONSE_TO_KEYWORDS"
)

// ShortCodeCare says how subscribers reach customer care.
type ShortCodeCare string

// The values of ShortCodeCare.
const (
	ShortCodeCareTollFreeNumber ShortCodeCare = "TOLL_FREE_NUMBER"
	ShortCodeCareEmail          ShortCodeCare = "EMAIL"
)

// ShortCodeUseCase says what a short code is for.
type ShortCodeUseCase string

// The values of ShortCodeUseCase.
const (
	ShortCodeUseCaseTwoFactorAuthentication      ShortCodeUseCase = "TWO_FACTOR_AUTHENTICATION"
	ShortCodeUseCaseAccountNotifications         ShortCodeUseCase = "ACCOUNT_NOTIFICATIONS"
	ShortCodeUseCaseCustomerCare                 ShortCodeUseCase = "CUSTOMER_CARE"
	ShortCodeUseCaseCharityNonprofit             ShortCodeUseCase = "CHARITY_NONPROFIT"
	ShortCodeUseCaseDeliveryNotifications        ShortCodeUseCase = "DELIVERY_NOTIFICATIONS"
	ShortCodeUseCaseFraudAlertMessaging          ShortCodeUseCase = "FRAUD_ALERT_MESSAGING"
	ShortCodeUseCaseEvents                       ShortCodeUseCase = "EVENTS"
	ShortCodeUseCaseHigherEducation              ShortCodeUseCase = "HIGHER_EDUCATION"
	ShortCodeUseCaseK12                          ShortCodeUseCase = "K12"
	ShortCodeUseCaseMarketing                    ShortCodeUseCase = "MARKETING"
	ShortCodeUseCasePollingAndVotingNonPolitical ShortCodeUseCase = "POLLING_AND_VOTING_NON_POLITICAL"
	ShortCodeUseCasePoliticalElectionCampaigns   ShortCodeUseCase = "POLITICAL_ELECTION_CAMPAIGNS"
	ShortCodeUseCasePublicServiceAnnouncement    ShortCodeUseCase = "PUBLIC_SERVICE_ANNOUNCEMENT"
	ShortCodeUseCaseSecurityAlert                ShortCodeUseCase = "SECURITY_ALERT"
)

// ShortCodeSignUp says how people subscribe.
type ShortCodeSignUp string

// The values of ShortCodeSignUp.
const (
	ShortCodeSignUpOnlineWebForm           ShortCodeSignUp = "ONLINE_WEB_FORM"
	ShortCodeSignUpIVR                     ShortCodeSignUp = "IVR"
	ShortCodeSignUpVerbally                ShortCodeSignUp = "VERBALLY"
	ShortCodeSignUpMobileAppOrDigitalKiosk ShortCodeSignUp = "MOBILE_APP_OR_DIGITAL_KIOSK"
	ShortCodeSignUpPaperForm               ShortCodeSignUp = "PAPER_FORM"
	ShortCodeSignUpShortcodeKeyword        ShortCodeSignUp = "SHORTCODE_KEYWORD"
	ShortCodeSignUpOtherForm               ShortCodeSignUp = "OTHER_FORM"
)
