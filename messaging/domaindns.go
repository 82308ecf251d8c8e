package messaging

import (
	"context"
	"errors"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// DomainDNSValidation says whether the DNS of a domain leads to Twilio.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
type DomainDNSValidation struct {
	DomainSID string `json:"domain_sid"`
	IsValid   bool   `json:"is_valid"`
	Reason    string `json:"reason"` // why it is not, in words
	URL       string `json:"url"`
}

// Err returns the reason why the DNS is not right yet, nil when it is right.
func (v *DomainDNSValidation) Err() error {
	if v.IsValid {
		return nil
	}
	return errors.New("messaging: the DNS of the domain does not lead to Twilio: " + v.Reason)
}

// DomainDNS looks at the DNS of domains for short links.
type DomainDNS struct{ c *twilio.Client }

var domainDNSValidate = twilio.Operation{
	Name: "messaging.DomainDNS.Validate", Method: http.MethodGet, Host: host, Path: domainPath + "/ValidateDns",
}

// Validate looks whether the DNS of a domain leads to Twilio now. A record that was
// changed may need hours until everybody sees it. Ask Err of the answer.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainDNS) Validate(ctx context.Context, domainSID string, opts ...twilio.CallOption) (*DomainDNSValidation, error) {
	return twilio.Invoke[DomainDNSValidation](ctx, s.c, domainDNSValidate.On(domainSID), opts...)
}
