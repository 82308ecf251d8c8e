package content

import "github.com/seed15d99369/twilio"

// Client is Twilio's Content API for the account of one [twilio.Client]: a field for
// each resource. It is safe for concurrent use, as the twilio.Client is. Make it with
// [New].
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources
type Client struct {
	Templates       *Templates
	Approvals       *Approvals
	LegacyTemplates *LegacyTemplates

	TemplatesV1 *TemplatesV1
	ApprovalsV1 *ApprovalsV1
}

// New returns the Content API for the account, the credentials and the options of c. It
// sends nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources
func New(c *twilio.Client) *Client {
	return &Client{
		Templates:       &Templates{c},
		Approvals:       &Approvals{c},
		LegacyTemplates: &LegacyTemplates{c},
		TemplatesV1:     &TemplatesV1{c},
		ApprovalsV1:     &ApprovalsV1{c},
	}
}

// The addresses of the Content API.
const (
	host          = "content"
	templatesPath = "/v1/Content"
	templatePath  = templatesPath + "/{Sid:HX}"
	items         = "contents" // the key of every list
)
