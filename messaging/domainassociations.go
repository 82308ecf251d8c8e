package messaging

import (
	"context"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// DomainAssociation says that the short links of a service have a domain.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
type DomainAssociation struct {
	DomainSID           string `json:"domain_sid"`
	MessagingServiceSID string `json:"messaging_service_sid"`
	URL                 string `json:"url"`
}

// DomainAssociations manages which service uses which domain for its short links.
type DomainAssociations struct{ c *twilio.Client }

const (
	domainAssociationPath        = domainPath + "/MessagingServices/{MessagingServiceSid:MG}"
	serviceDomainAssociationPath = "/v1/LinkShortening/MessagingServices/{MessagingServiceSid:MG}/Domain"
)

var (
	// A service has one domain: to give it the same one twice comes to the same.
	domainAssociationCreate = twilio.Operation{
		Name: "messaging.DomainAssociations.Create", Method: http.MethodPost, Host: host, Path: domainAssociationPath, Class: twilio.ClassIdempotent,
	}
	domainAssociationGet    = twilio.Operation{Name: "messaging.DomainAssociations.Get", Method: http.MethodGet, Host: host, Path: serviceDomainAssociationPath}
	domainAssociationDelete = twilio.Operation{Name: "messaging.DomainAssociations.Delete", Method: http.MethodDelete, Host: host, Path: domainAssociationPath}
)

// Create gives a service a domain for its short links: messages with ShortenURLs are
// sent with links of that domain. A create converges, because a service has one domain:
// it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainAssociations) Create(ctx context.Context, domainSID, serviceSID string, opts ...twilio.CallOption) (*DomainAssociation, error) {
	return twilio.InvokeConverging(ctx, s.c, domainAssociationCreate.On(domainSID, serviceSID),
		func() (*DomainAssociation, error) { return s.Get(ctx, serviceSID, opts...) },
		func(a *DomainAssociation) bool { return a.DomainSID == domainSID }, opts...)
}

// Get returns the domain of a service. A service without one matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainAssociations) Get(ctx context.Context, serviceSID string, opts ...twilio.CallOption) (*DomainAssociation, error) {
	return twilio.Invoke[DomainAssociation](ctx, s.c, domainAssociationGet.On(serviceSID), opts...)
}

// Delete takes the domain away from a service. Links that were sent keep working.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainAssociations) Delete(ctx context.Context, domainSID, serviceSID string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, domainAssociationDelete.On(domainSID, serviceSID), opts...)
}
