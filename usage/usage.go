package usage

import "github.com/seed15d99369/twilio"

// Client is the usage of the account of one [twilio.Client]. It is safe for concurrent use,
// as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/usage/api
type Client struct {
	Records  *Records
	Triggers *Triggers
}

// New returns the usage of the account, with the credentials and the options of c. It
// sends nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func New(c *twilio.Client) *Client {
	return &Client{Records: newRecords(c), Triggers: &Triggers{c}}
}

// The addresses of the usage of an account.
const (
	host      = "api"
	usagePath = "/2010-04-01/Accounts/{AccountSid}/Usage"
)
