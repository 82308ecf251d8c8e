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
}

// New returns the phone numbers for the account, the credentials and the options of c.
// It sends nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api
func New(c *twilio.Client) *Client {
	return &Client{
		Available:        newAvailableNumbers(c),
		Incoming:         newIncomingNumbers(c),
		AddOns:           &AddOns{c},
		AddOnExtensions:  &AddOnExtensions{c},
		CallerIDs:        &CallerIDs{c},
		Addresses:        &Addresses{c},
		DependentNumbers: &DependentNumbers{c},
	}
}

// The addresses of the account's numbers.
const (
	hostAPI     = "api"
	accountPath = "/2010-04-01/Accounts/{AccountSid}"
)
