package verify

import "github.com/seed15d99369/twilio"

// Client is Twilio Verify for the account of one [twilio.Client]: a field for each
// resource. It is safe for concurrent use, as the twilio.Client is. Make it with [New].
//
// Twilio docs: https://www.twilio.com/docs/verify/api
type Client struct {
	Services                *Services
	Verifications           *Verifications
	Checks                  *Checks
	Templates               *Templates
	RateLimits              *RateLimits
	Buckets                 *Buckets
	MessagingConfigurations *MessagingConfigurations
	Webhooks                *Webhooks
	Attempts                *Attempts
	AttemptsSummary         *AttemptsSummaries
	SafeList                *SafeList

	Entities      *Entities
	Factors       *Factors
	Passkeys      *Passkeys
	Challenges    *Challenges
	Notifications *Notifications
	AccessTokens  *AccessTokens
	Forms         *Forms
}

// New returns Verify for the account, the credentials and the options of c. It sends
// nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/verify/api
func New(c *twilio.Client) *Client {
	return &Client{
		Services:                &Services{c},
		Verifications:           &Verifications{c},
		Checks:                  &Checks{c},
		Templates:               &Templates{c},
		RateLimits:              &RateLimits{c},
		Buckets:                 &Buckets{c},
		MessagingConfigurations: &MessagingConfigurations{c},
		Webhooks:                &Webhooks{c},
		Attempts:                &Attempts{c},
		AttemptsSummary:         &AttemptsSummaries{c},
		SafeList:                &SafeList{c},
		Entities:                &Entities{c},
		Factors:                 &Factors{c},
		Passkeys:                &Passkeys{c},
		Challenges:              &Challenges{c},
		Notifications:           &Notifications{c},
		AccessTokens:            &AccessTokens{c},
		Forms:                   &Forms{c},
	}
}

// The addresses of Verify.
const (
	host         = "verify"
	servicePath  = "/v2/Services/{ServiceSid:VA}"
	entityPath   = servicePath + "/Entities/{Identity}"
	passkeysPath = servicePath + "/Passkeys"
)
