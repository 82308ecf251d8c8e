package messaging

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// DomainCertificate is the TLS certificate of a domain for short links.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
type DomainCertificate struct {
	CertificateSID   string                  `json:"certificate_sid"` // CW…
	DomainSID        string                  `json:"domain_sid"`
	DomainName       string                  `json:"domain_name"`        // "https://short.example.com"
	Managed          bool                    `json:"managed"`            // Twilio obtains and renews it
	Requesting       bool                    `json:"requesting"`         // Twilio is obtaining it
	CertInValidation CertificateInValidation `json:"cert_in_validation"` // that is to replace it
	DateExpires      twilio.Time             `json:"date_expires"`       // upload another one before; zero while none is valid
	DateCreated      twilio.Time             `json:"date_created"`
	DateUpdated      twilio.Time             `json:"date_updated"`
	URL              string                  `json:"url"`
}

// DomainCertificateV1 is a certificate as version 1 of the API describes it.
type DomainCertificateV1 struct {
	CertificateSID   string                  `json:"certificate_sid"` // CW…
	DomainSID        string                  `json:"domain_sid"`
	DomainName       string                  `json:"domain_name"`
	CertInValidation CertificateInValidation `json:"cert_in_validation"`
	DateExpires      twilio.Time             `json:"date_expires"`
	DateCreated      twilio.Time             `json:"date_created"`
	DateUpdated      twilio.Time             `json:"date_updated"`
	URL              string                  `json:"url"`
}

// CertificateInValidation is a certificate that Twilio is still checking.
type CertificateInValidation struct {
	DateExpires twilio.Time `json:"date_expires"`
	Status      string      `json:"status"` // "pending"
}

// ManagedCertificate is a certificate that Twilio obtains and renews.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
type ManagedCertificate struct {
	CertificateSID string      `json:"certificate_sid"` // CW…
	DomainSID      string      `json:"domain_sid"`
	DomainName     string      `json:"domain_name"`
	Managed        bool        `json:"managed"`
	Requesting     bool        `json:"requesting"`   // it is under way
	DateExpires    twilio.Time `json:"date_expires"` // zero while there is none
	DateCreated    twilio.Time `json:"date_created"`
	DateUpdated    twilio.Time `json:"date_updated"`
	URL            string      `json:"url"`
}

// DomainCertificates manages the certificates of domains for short links. The domains
// themselves are made in the Console.
type DomainCertificates struct{ c *twilio.Client }

const (
	domainCertificatePath = domainPath + "/Certificate"
	domainCertificateV2   = "/v2/LinkShortening/Domains/{DomainSid:DN}/Certificate"
)

var (
	domainCertificateGet    = twilio.Operation{Name: "messaging.DomainCertificates.Get", Method: http.MethodGet, Host: host, Path: domainCertificateV2}
	domainCertificateGetV1  = twilio.Operation{Name: "messaging.DomainCertificates.GetV1", Method: http.MethodGet, Host: host, Path: domainCertificatePath}
	domainCertificateDelete = twilio.Operation{Name: "messaging.DomainCertificates.Delete", Method: http.MethodDelete, Host: host, Path: domainCertificatePath}

	// A domain has one certificate: the same one that is uploaded twice is the same one.
	domainCertificateUpdate = twilio.Operation{
		Name: "messaging.DomainCertificates.Update", Method: http.MethodPost, Host: host, Path: domainCertificatePath, Class: twilio.ClassIdempotent,
	}
	// A domain has one certificate: a request for one that is under way changes nothing.
	domainCertificateRequest = twilio.Operation{
		Name: "messaging.DomainCertificates.Request", Method: http.MethodPost, Host: host, Path: domainPath + "/RequestManagedCert", Class: twilio.ClassIdempotent,
	}
)

// Get returns the certificate of a domain. A domain without one matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainCertificates) Get(ctx context.Context, domainSID string, opts ...twilio.CallOption) (*DomainCertificate, error) {
	return twilio.Invoke[DomainCertificate](ctx, s.c, domainCertificateGet.On(domainSID), opts...)
}

// GetV1 is [DomainCertificates.Get] in version 1 of the API, which does not say whether
// Twilio manages the certificate.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainCertificates) GetV1(ctx context.Context, domainSID string, opts ...twilio.CallOption) (*DomainCertificateV1, error) {
	return twilio.Invoke[DomainCertificateV1](ctx, s.c, domainCertificateGetV1.On(domainSID), opts...)
}

// DomainCertificateUpdateParams is a certificate of your own.
type DomainCertificateUpdateParams struct {
	TLSCert string `form:"TlsCert" check:"required"` // PEM: the chain of certificates and the private key

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses what is not PEM, or has no private key.
func (p *DomainCertificateUpdateParams) Validate(problems *twilio.Problems) {
	if p.TLSCert != "" && !problems.Has("TLSCert") {
		checkPEM(problems, "TLSCert", p.TLSCert)
	}
}

// Update uploads a certificate of your own for a domain, where it takes the place of an
// earlier one once Twilio has validated it. An update converges, so that it is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainCertificates) Update(ctx context.Context, domainSID string, params DomainCertificateUpdateParams, opts ...twilio.CallOption) (*DomainCertificateV1, error) {
	return twilio.Invoke[DomainCertificateV1](ctx, s.c, domainCertificateUpdate.On(domainSID).With(&params), opts...)
}

// Request asks Twilio to obtain a certificate for a domain and to renew it. It is under
// way until Requesting of [DomainCertificates.Get] is false. The DNS of the domain has
// to lead to Twilio before: see [DomainDNS.Validate].
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainCertificates) Request(ctx context.Context, domainSID string, opts ...twilio.CallOption) (*ManagedCertificate, error) {
	return twilio.Invoke[ManagedCertificate](ctx, s.c, domainCertificateRequest.On(domainSID), opts...)
}

// Delete removes the certificate of a domain. Its short links stop working.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainCertificates) Delete(ctx context.Context, domainSID string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, domainCertificateDelete.On(domainSID), opts...)
}
