package messaging

import (
	"strings"

	"github.com/seed15d99369/twilio"
)

// SenderConfiguration is how a sender is registered and verified.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders
type SenderConfiguration struct {
	WABAID              string                   `json:"waba_id"`             // of the WhatsApp Business Account; the first sender has none yet
	VerificationMethod  SenderVerificationMethod `json:"verification_method"` // "" is SenderVerificationSMS
	VerificationCode    string                   `json:"verification_code"`   // a code that was received before
	VoiceApplicationSID string                   `json:"voice_application_sid" check:"sid=AP"`
	AccountType         SenderAccountType        `json:"account_type"` // of software vendors
}

// SenderConfigurationUpdate changes how a sender is registered.
type SenderConfigurationUpdate struct {
	WABAID              string                   `json:"waba_id"`
	VerificationMethod  SenderVerificationMethod `json:"verification_method"`
	VoiceApplicationSID string                   `json:"voice_application_sid" check:"sid=AP"` // hears of calls to the sender
	AccountType         *SenderAccountType       `json:"account_type"`                         // a pointer to "" removes it
}

// SenderVerificationMethod is how the owner of a number gets the code.
type SenderVerificationMethod string

// The verification methods.
const (
	SenderVerificationSMS   SenderVerificationMethod = "sms"
	SenderVerificationVoice SenderVerificationMethod = "voice"
)

// SenderAccountType is the part of a software vendor's account.
type SenderAccountType string

// The account types.
const (
	SenderAccountISV           SenderAccountType = "ISV"
	SenderAccountISVSubAccount SenderAccountType = "ISVSubAccount"
)

// SenderProfile is how people see a sender.
type SenderProfile struct {
	Name              string              `json:"name"`  // Meta reviews it
	About             string              `json:"about"` // WhatsApp: one line
	Address           string              `json:"address"`
	Description       string              `json:"description"`
	LogoURL           string              `json:"logo_url" check:"url"`
	BannerURL         string              `json:"banner_url" check:"url"`           // RCS
	PrivacyURL        string              `json:"privacy_url" check:"url"`          // RCS
	TermsOfServiceURL string              `json:"terms_of_service_url" check:"url"` // RCS
	AccentColor       string              `json:"accent_color"`                     // RCS: "#0a5c36", readable on white
	UseCase           SenderUseCase       `json:"use_case"`                         // RCS; "" is SenderUseCaseMultiUse
	Vertical          string              `json:"vertical"`                         // WhatsApp, as Meta writes it: "Food and Grocery"
	Websites          []SenderWebsite     `json:"websites"`
	Emails            []SenderEmail       `json:"emails"`
	PhoneNumbers      []SenderPhoneNumber `json:"phone_numbers"` // RCS
}

// SenderWebsite is a website of a profile.
type SenderWebsite struct {
	Website string `json:"website" check:"required,url"`
	Label   string `json:"label"` // "Shop"
}

// SenderEmail is a mailbox of a profile.
type SenderEmail struct {
	Email string `json:"email" check:"required"`
	Label string `json:"label"` // "Support"
}

// SenderPhoneNumber is a number of a profile that people can call.
type SenderPhoneNumber struct {
	PhoneNumber string `json:"phone_number" check:"required,e164"`
	Label       string `json:"label"` // "Support"
}

// SenderUseCase is what an agent of RCS sends. It cannot be changed after the launch.
type SenderUseCase string

// The use cases of agents.
const (
	SenderUseCasePromotional   SenderUseCase = "PROMOTIONAL"
	SenderUseCaseTransactional SenderUseCase = "TRANSACTIONAL"
	SenderUseCaseOTP           SenderUseCase = "OTP"
	SenderUseCaseMultiUse      SenderUseCase = "MULTI_USE"
)

// SenderWebhook is where Twilio sends the messages to a sender and the delivery of its
// messages.
type SenderWebhook struct {
	CallbackURL          string              `json:"callback_url" check:"callback"` // hears of messages to the sender
	CallbackMethod       SenderWebhookMethod `json:"callback_method"`               // "" is POST
	FallbackURL          string              `json:"fallback_url" check:"callback"` // is asked when CallbackURL fails
	FallbackMethod       SenderWebhookMethod `json:"fallback_method"`
	StatusCallbackURL    string              `json:"status_callback_url" check:"callback"` // hears of the delivery of messages
	StatusCallbackMethod SenderWebhookMethod `json:"status_callback_method"`
}

// SenderWebhookMethod is how Twilio asks a webhook of a sender.
type SenderWebhookMethod string

// The methods of senders' webhooks.
const (
	SenderWebhookPOST SenderWebhookMethod = "POST"
	SenderWebhookPUT  SenderWebhookMethod = "PUT"
)

// SenderChannel is a channel that has senders.
type SenderChannel string

// The channels of senders.
const (
	SenderChannelWhatsApp SenderChannel = "whatsapp"
	SenderChannelRCS      SenderChannel = "rcs"
)

// checkProfile refuses a color that is none, and a mailbox that is none.
func checkProfile(problems *twilio.Problems, p *SenderProfile) {
	if p.AccentColor != "" && !isColor(p.AccentColor) {
		problems.Add("Profile.AccentColor", "is no color", "give # and six hexadecimal digits, such as #0a5c36")
	}
	for _, mailbox := range p.Emails {
		if mailbox.Email != "" && !strings.Contains(mailbox.Email, "@") && !problems.Has("Profile.Emails") {
			problems.Add("Profile.Emails", "has an item that is no email address", "give addresses such as support@example.com")
		}
	}
}

func isColor(text string) bool {
	const length = 7 // # and six digits
	return len(text) == length && text[0] == '#' && !strings.ContainsFunc(text[1:], func(r rune) bool { return !isHex(r) })
}

func isHex(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F'
}
