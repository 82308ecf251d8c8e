package sip

import "github.com/seed15d99369/twilio"

// Client is SIP at Twilio for the account of one [twilio.Client]: a field for each
// resource. It is safe for concurrent use, as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/sip-interface
type Client struct {
	Domains              *Domains
	CredentialLists      *CredentialLists
	Credentials          *Credentials
	IPAccessControlLists *IPAccessControlLists
	IPAddresses          *IPAddresses

	BYOCTrunks              *BYOCTrunks
	ConnectionPolicies      *ConnectionPolicies
	ConnectionPolicyTargets *ConnectionPolicyTargets
	IPRecords               *IPRecords
	SourceIPMappings        *SourceIPMappings
}

// New returns SIP for the account, the credentials and the options of c. It sends
// nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/sip-interface
func New(c *twilio.Client) *Client {
	return &Client{
		Domains:              newDomains(c),
		CredentialLists:      &CredentialLists{c},
		Credentials:          &Credentials{c},
		IPAccessControlLists: &IPAccessControlLists{c},
		IPAddresses:          &IPAddresses{c},

		BYOCTrunks:              &BYOCTrunks{c},
		ConnectionPolicies:      &ConnectionPolicies{c},
		ConnectionPolicyTargets: &ConnectionPolicyTargets{c},
		IPRecords:               &IPRecords{c},
		SourceIPMappings:        &SourceIPMappings{c},
	}
}

// The hosts, and the beginnings of paths.
const (
	hostAPI          = "api"
	hostVoice        = "voice"
	accountPath      = "/2010-04-01/Accounts/{AccountSid}/SIP"
	mappedDomainPath = accountPath + "/Domains/{DomainSid:SD}"
)

// codeDomainRefused is the code with which Twilio refuses a change of a domain, such as a
// name that another domain has, or a list that is mapped to the domain already.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/21231
const codeDomainRefused = 21231
