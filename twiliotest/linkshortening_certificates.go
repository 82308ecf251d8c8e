package twiliotest

import (
	"crypto/tls"
	"time"

	"github.com/seed15d99369/twilio"
)

// How long certificates take and last, on the simulator's clock.
// https://www.twilio.com/docs/messaging/features/link-shortening/onboarding-guide
const (
	validationTakes  = 10 * time.Minute
	certificateLasts = 365 * 24 * time.Hour
)

// certify gives a domain a certificate.
func (d *linkDomain) certify(now time.Time) {
	d.certificate, d.expires, d.validating = "CW"+digest("CW"+d.sid, 0), now.Add(certificateLasts), time.Time{}
}

// hasCertificate says that a domain's links can be opened.
func (d *linkDomain) hasCertificate(now time.Time) bool { return now.Before(d.expires) }

// validate has a certificate looked at for a while; then the domain has it. A later
// certificate takes the place of one that is still looked at.
func (s *Sim) validate(d *linkDomain) {
	ends := s.Clock.Now().Add(validationTakes)
	d.validating, d.updated = ends, s.Clock.Now()
	s.Clock.after(validationTakes, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if d.validating.Equal(ends) {
			d.certify(ends)
		}
	})
}

// uploadCertificate takes a certificate with its key, in PEM.
func (s *Sim) uploadCertificate(r *request, d *linkDomain) (any, *apiError) {
	pem := []byte(r.form.Get("TlsCert"))
	if _, err := tls.X509KeyPair(pem, pem); err != nil {
		return nil, badRequest(twilio.CodeBadRequest, "TlsCert is no certificate with its private key in PEM")
	}
	d.managed = false
	s.validate(d)
	return d.certificateJSON(r), nil
}

func (s *Sim) fetchCertificate(r *request, d *linkDomain) (any, *apiError) {
	if d.certificate == "" && d.validating.IsZero() {
		return nil, r.absent()
	}
	return d.certificateJSON(r), nil
}

func (s *Sim) deleteCertificate(r *request, d *linkDomain) (any, *apiError) {
	if d.certificate == "" && d.validating.IsZero() {
		return nil, r.absent()
	}
	d.certificate, d.expires, d.validating, d.managed = "", time.Time{}, time.Time{}, false
	return nil, nil //nolint:nilnil // no body, no error
}

// requestCertificate has Twilio get a certificate and keep it valid.
func (s *Sim) requestCertificate(r *request, d *linkDomain) (any, *apiError) {
	d.managed = true
	s.validate(d)
	return d.managedJSON(r), nil
}

// managedJSON tells who looks after the certificate.
func (d *linkDomain) managedJSON(r *request) map[string]any {
	shown := d.shown(r)
	shown["managed"], shown["requesting"] = d.managed, d.managed && !d.validating.IsZero()
	return shown
}

// certificateJSON is the certificate of a domain as version 1 and version 2 of the API
// show it.
func (d *linkDomain) certificateJSON(r *request) map[string]any {
	shown := d.shown(r)
	if r.op.Spec == "messaging_v2" {
		shown = d.managedJSON(r)
	}
	shown["cert_in_validation"] = nil
	if !d.validating.IsZero() {
		shown["cert_in_validation"] = map[string]any{"status": "pending", "date_expires": iso8601(d.validating.Add(certificateLasts))}
	}
	return shown
}

// shown has the properties that both answers about certificates have.
func (d *linkDomain) shown(r *request) map[string]any {
	return map[string]any{
		"domain_sid": d.sid, "domain_name": "https://" + d.name, "certificate_sid": orNull(d.certificate), "date_expires": iso8601(d.expires),
		"date_created": iso8601(d.created), "date_updated": iso8601(d.updated), "url": r.address(),
	}
}
