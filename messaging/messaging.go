package messaging

import "github.com/seed15d99369/twilio"

// Client is Twilio Messaging for the account of one [twilio.Client]: a field for each
// resource. It is safe for concurrent use, as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api
type Client struct {
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
		Brands:                &Brands{c},
		Vettings:              &Vettings{c},
		Campaigns:             &Campaigns{c},
		ExternalCampaigns:     &ExternalCampaigns{c},
		TollFreeVerifications: &TollFreeVerifications{c},
		c:                     c,
	}
}

// host is the host of Messaging.
const host = "messaging"
