package messaging

import "github.com/seed15d99369/twilio"

// Client is Twilio Messaging for the account of one [twilio.Client]: a field for each
// resource. It is safe for concurrent use, as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api
type Client struct {
	Services                *Services
	PhoneNumbers            *PhoneNumbers
	ShortCodes              *ShortCodes
	AlphaSenders            *AlphaSenders
	DestinationAlphaSenders *DestinationAlphaSenders
	ChannelSenders          *ChannelSenders

	DomainCertificates *DomainCertificates
	DomainConfigs      *DomainConfigs
	DomainDNS          *DomainDNS
	DomainAssociations *DomainAssociations

	AccountShortCodes *AccountShortCodes
	GeoPermissions    *GeoPermissions
	SafeList          *SafeList
	Consents          *Consents
	Contacts          *Contacts
	Deactivations     *Deactivations

	Senders          *Senders
	TypingIndicators *TypingIndicators
	CostEstimates    *CostEstimates

	Brands                *Brands
	Vettings              *Vettings
	Campaigns             *Campaigns
	ExternalCampaigns     *ExternalCampaigns
	TollFreeVerifications *TollFreeVerifications

	c *twilio.Client // of CheckUSSender, which reads several resources
}

// New returns Messaging for the account, the credentials and the options of c. It sends
// nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api
func New(c *twilio.Client) *Client {
	return &Client{
		Services:                &Services{c},
		PhoneNumbers:            &PhoneNumbers{c},
		ShortCodes:              &ShortCodes{c},
		AlphaSenders:            &AlphaSenders{c},
		DestinationAlphaSenders: &DestinationAlphaSenders{c},
		ChannelSenders:          &ChannelSenders{c},
		DomainCertificates:      &DomainCertificates{c},
		DomainConfigs:           &DomainConfigs{c},
		DomainDNS:               &DomainDNS{c},
		DomainAssociations:      &DomainAssociations{c},
		AccountShortCodes:       &AccountShortCodes{c},
		GeoPermissions:          &GeoPermissions{c},
		SafeList:                &SafeList{c},
		Consents:                &Consents{c},
		Contacts:                &Contacts{c},
		Deactivations:           &Deactivations{c},
		Senders:                 &Senders{c},
		TypingIndicators:        &TypingIndicators{c},
		CostEstimates:           &CostEstimates{c},
		Brands:                  &Brands{c},
		Vettings:                &Vettings{c},
		Campaigns:               &Campaigns{c},
		ExternalCampaigns:       &ExternalCampaigns{c},
		TollFreeVerifications:   &TollFreeVerifications{c},
		c:                       c,
	}
}

// The addresses of Messaging.
const (
	host         = "messaging"
	accountsHost = "accounts" // of permissions, consents and contacts
	apiHost      = "api"      // of short codes

	servicesPath = "/v1/Services"
	poolPath     = servicesPath + "/{ServiceSid:MG}" // of a service's senders
	domainPath   = "/v1/LinkShortening/Domains/{DomainSid:DN}"
)
