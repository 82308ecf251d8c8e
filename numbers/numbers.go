package numbers

import "github.com/seed15d99369/twilio"

// Client is Twilio's phone numbers for the account of one [twilio.Client]: a field for
// each resource. It is safe for concurrent use, as the twilio.Client is. Make it with
// [New].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api
type Client struct {
	Available        *AvailableNumbers
	Incoming         *IncomingNumbers
	AddOns           *AddOns
	AddOnExtensions  *AddOnExtensions
	CallerIDs        *CallerIDs
	Addresses        *Addresses
	DependentNumbers *DependentNumbers

	Bundles                 *Bundles
	BundleCopies            *BundleCopies
	Evaluations             *Evaluations
	ItemAssignments         *ItemAssignments
	EndUsers                *EndUsers
	EndUserTypes            *EndUserTypes
	Regulations             *Regulations
	SupportingDocuments     *SupportingDocuments
	SupportingDocumentTypes *SupportingDocumentTypes

	HostedNumberOrders          *HostedNumberOrders
	BulkHostedNumberOrders      *BulkHostedNumberOrders
	AuthorizationDocuments      *AuthorizationDocuments
	DependentHostedNumberOrders *DependentHostedNumberOrders
	Eligibilities               *Eligibilities
	BulkEligibilities           *BulkEligibilities

	PortIns                      *PortIns
	PortInPhoneNumbers           *PortInPhoneNumbers
	Portabilities                *Portabilities
	PortingWebhooks              *PortingWebhooks
	PortingDocuments             *PortingDocuments
	SigningRequestConfigurations *SigningRequestConfigurations

	SenderIDRegistrations *SenderIDRegistrations
	ShortCodeApplications *ShortCodeApplications

	NumberRegions    *NumberRegions
	SIPDomainRegions *SIPDomainRegions
	TrunkRegions     *TrunkRegions
}

// New returns the phone numbers for the account, the credentials and the options of c.
// It sends nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api
func New(c *twilio.Client) *Client {
	return &Client{
		Available:               newAvailableNumbers(c),
		Incoming:                newIncomingNumbers(c),
		AddOns:                  &AddOns{c},
		AddOnExtensions:         &AddOnExtensions{c},
		CallerIDs:               &CallerIDs{c},
		Addresses:               &Addresses{c},
		DependentNumbers:        &DependentNumbers{c},
		Bundles:                 &Bundles{c},
		BundleCopies:            &BundleCopies{c},
		Evaluations:             &Evaluations{c},
		ItemAssignments:         &ItemAssignments{c},
		EndUsers:                &EndUsers{c},
		EndUserTypes:            &EndUserTypes{c},
		Regulations:             &Regulations{c},
		SupportingDocuments:     &SupportingDocuments{c},
		SupportingDocumentTypes: &SupportingDocumentTypes{c},

		HostedNumberOrders:          &HostedNumberOrders{c},
		BulkHostedNumberOrders:      &BulkHostedNumberOrders{c},
		AuthorizationDocuments:      &AuthorizationDocuments{c},
		DependentHostedNumberOrders: &DependentHostedNumberOrders{c},
		Eligibilities:               &Eligibilities{c},
		BulkEligibilities:           &BulkEligibilities{c},

		PortIns:                      &PortIns{c},
		PortInPhoneNumbers:           &PortInPhoneNumbers{c},
		Portabilities:                &Portabilities{c},
		PortingWebhooks:              &PortingWebhooks{c},
		PortingDocuments:             &PortingDocuments{c},
		SigningRequestConfigurations: &SigningRequestConfigurations{c},

		SenderIDRegistrations: &SenderIDRegistrations{c},
		ShortCodeApplications: &ShortCodeApplications{c},

		NumberRegions:    &NumberRegions{c},
		SIPDomainRegions: &SIPDomainRegions{c},
		TrunkRegions:     &TrunkRegions{c},
	}
}

// The hosts of the phone numbers, and the beginnings of their paths.
const (
	hostAPI     = "api"
	accountPath = "/2010-04-01/Accounts/{AccountSid}"

	host       = "numbers"
	uploadHost = "numbers-upload" // which takes files alone
	routesHost = "routes"

	regulatoryPath = "/v2/RegulatoryCompliance"
)
