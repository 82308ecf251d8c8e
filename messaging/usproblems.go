package messaging

import "github.com/seed15d99369/twilio"

// USProblem is what keeps messages of a sender from the United States.
type USProblem string

// The problems that [Client.CheckUSSender] finds.
const (
	USNotOwned             USProblem = "the account has no such sender"
	USNoService            USProblem = "the number is a sender of no Messaging Service"
	USNotInService         USProblem = "the number is not a sender of this Messaging Service"
	USNoSenders            USProblem = "the Messaging Service has no senders"
	USNoBrand              USProblem = "the account has no brand"
	USBrandPending         USProblem = "the brand is under review"
	USBrandFailed          USProblem = "the registration of the brand has failed"
	USBrandSuspended       USProblem = "the brand is suspended"
	USNoCampaign           USProblem = "the Messaging Service has no campaign"
	USCampaignPending      USProblem = "the campaign is under review"
	USCampaignFailed       USProblem = "the campaign was rejected"
	USCampaignSuspended    USProblem = "the campaign is suspended"
	USMock                 USProblem = "the campaign is a mock"
	USTollFreeUnverified   USProblem = "the toll-free number was never submitted for verification"
	USTollFreePending      USProblem = "the verification of the toll-free number is under review"
	USTollFreeRejected     USProblem = "the verification of the toll-free number was rejected"
	USShortCodeAbroad      USProblem = "the short code is another country's"
	USNumberRegistration   USProblem = "the registration of the number with the campaign may not be complete"
	USShortCodeCountry     USProblem = "the country and the carriers of the short code are not known"
	USForeignNumber        USProblem = "the number is another country's"
	USServicesNotSearched  USProblem = "the account has more Messaging Services than were searched"
	USStatusNotKnown       USProblem = "the status is one that this package does not know"
	USBrandOfOtherAccount  USProblem = "the brand of the campaign belongs to another account"
	USContentAndReputation USProblem = "carriers filter by content and reputation as well"
)

// code is the code with which Twilio refuses messages for the problem, 0 if it is not
// known. https://www.twilio.com/docs/api/errors/30034
func (p USProblem) code() twilio.ErrorCode {
	switch p {
	case USNotOwned:
		return twilio.CodeFromNotOwned
	case USNoSenders:
		return twilio.CodeMessagingServiceEmpty
	case USCampaignSuspended, USBrandSuspended:
		return twilio.CodeA2PCampaignSuspended
	case USTollFreeUnverified, USTollFreePending, USTollFreeRejected:
		return twilio.CodeTollFreeNotVerified
	case USShortCodeAbroad:
		return twilio.CodeFromNotTwilio
	case USNumberRegistration:
		return twilio.CodeA2PNumberPending
	case USContentAndReputation:
		return twilio.CodeMessageFiltered
	case USNoService, USNotInService, USNoBrand, USBrandPending, USBrandFailed, USNoCampaign, USCampaignPending, USCampaignFailed, USMock:
		return twilio.CodeUnregisteredSender
	}
	return 0
}

// advice tells an engineer what to do.
func (p USProblem) advice() string {
	switch p {
	case USNotOwned:
		return "Buy the number, or use the credentials of the account that owns it. Check its digits first."
	case USNoService, USNotInService:
		return "Add the number to the senders of a Messaging Service that has a verified campaign."
	case USNoSenders:
		return "Add a number to the senders of the Messaging Service."
	case USNoBrand:
		return "Register the business with Brands.Create, then its campaign with Campaigns.Create."
	case USBrandPending:
		return "Wait until Brands.Get shows APPROVED. A campaign can be created only then."
	case USBrandFailed:
		return "Correct the bundles as the errors of the brand say, then call Brands.Resubmit."
	case USBrandSuspended, USCampaignSuspended:
		return "Ask Twilio's support why it was suspended. Nobody can resubmit it before that is settled."
	}
	return p.adviceOnReviews()
}

func (p USProblem) adviceOnReviews() string {
	switch p {
	case USNoCampaign:
		return "Create the campaign of the Messaging Service with Campaigns.Create, or move the number to a service that has one."
	case USCampaignPending:
		return "Wait until Campaigns.Get shows VERIFIED. The review takes days."
	case USCampaignFailed:
		return "Correct the fields that the errors of the campaign name, then call Campaigns.Resubmit."
	case USMock:
		return "Register a brand and a campaign without Mock. Carriers do not know a mock."
	case USTollFreeUnverified:
		return "Submit the number with TollFreeVerifications.Create. Its messages to the United States and Canada are blocked until it is approved."
	case USTollFreePending:
		return "Wait until TollFreeVerifications.Get shows TWILIO_APPROVED. Do not delete the verification meanwhile."
	case USTollFreeRejected:
		return "Correct the verification as its rejection reasons say. Call TollFreeVerifications.Resubmit while it is editable, and Create afterwards."
	}
	return p.adviceOnUntold()
}

func (p USProblem) adviceOnUntold() string {
	switch p {
	case USShortCodeAbroad:
		return "Send from a short code of the recipient's country, or from a long code or a toll-free number."
	case USNumberRegistration:
		return "Look at the number in the Console if messages end with 30035. Twilio registers a number after it was added to the service."
	case USShortCodeCountry:
		return "Look at the short code in the Console. It reaches the carriers of its own country that have approved it."
	case USForeignNumber:
		return "Send from a US number. Carriers of the United States block many messages of other countries' numbers."
	case USServicesNotSearched:
		return "Name the number's Messaging Service in MessagingServiceSID, or raise MaxServices."
	case USStatusNotKnown:
		return "Look at the registration in the Console, and update this module."
	case USBrandOfOtherAccount:
		return "Read the brand with the credentials of the account that registered it."
	case USContentAndReputation:
		return "Send only what the campaign describes, to people who have consented. Nobody can foretell what carriers filter."
	}
	return ""
}
