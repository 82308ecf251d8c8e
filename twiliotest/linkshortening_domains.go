package twiliotest

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"
)

// LinkDomainOption says in which state a domain for short links begins; see
// [Sim.LinkDomain].
type LinkDomainOption func(*linkDomain)

// WithoutDNS begins a domain whose DNS does not lead to Twilio: it is not verified, so that
// no Messaging Service can use it.
func WithoutDNS() LinkDomainOption { return func(d *linkDomain) { d.unverified = true } }

// WithoutCertificate begins a domain that has no certificate: links are not shortened until
// Twilio's API has given it one.
func WithoutCertificate() LinkDomainOption {
	return func(d *linkDomain) { d.expires, d.certificate = time.Time{}, "" }
}

// LinkDomain makes a domain of the account for short links, such as "go.example.com", which
// Twilio does in its Console, and returns its SID. The domain is verified and has a
// certificate for a year, unless an option says otherwise. It shortens the links of the
// Messaging Services with which Twilio's API associates it.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *Sim) LinkDomain(name string, opts ...LinkDomainOption) (sid string) {
	if s.t != nil {
		s.t.Helper()
	}
	if u, err := url.Parse("https://" + name); name == "" || err != nil || u.Host != name {
		s.fatalf("twiliotest: LinkDomain(%q): %v", name, errors.New("give the name of a host, such as go.example.com"))
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &linkDomain{itemRecord: s.newItemRecord(&request{account: s.main.sid}, "DN"), name: name}
	d.certify(d.created)
	d.configSID, d.reconfigured = "ZK"+s.digest("ZK"+d.sid, 0), d.created
	for _, opt := range opts {
		if opt != nil {
			opt(d)
		}
	}
	s.messaging.domains = append(s.messaging.domains, d)
	return d.sid
}

// linkDomain is a domain for short links.
type linkDomain struct {
	itemRecord

	name       string // "go.example.com"
	unverified bool   // its DNS does not lead to Twilio

	certificate string    // its SID, "" for none
	expires     time.Time // zero without a certificate
	validating  time.Time // until when a certificate is looked at, zero for none
	managed     bool      // by Twilio

	configSID         string
	reconfigured      time.Time
	fallbackURL       string
	callbackURL       string
	continueOnFailure bool
	disableHTTPS      bool
}

// linkHandler returns the handler of an operation on short links, nil for all others.
func linkHandler(operation string) handler {
	switch operation {
	case "FetchDomainDnsValidation":
		return inDomain((*Sim).fetchDNSValidation)
	case "FetchDomainConfig":
		return inDomain((*Sim).fetchDomainConfig)
	case "UpdateDomainConfig":
		return inDomain((*Sim).updateDomainConfig)
	case "FetchDomainConfigMessagingService":
		return inMessagingService((*Sim).fetchConfigOfService)
	case "CreateLinkshorteningMessagingService":
		return inDomain((*Sim).associate)
	case "DeleteLinkshorteningMessagingService":
		return inDomain((*Sim).dissociate)
	case "FetchLinkshorteningMessagingServiceDomainAssociation":
		return inMessagingService((*Sim).fetchAssociation)
	case "FetchDomainCertV4":
		return inDomain((*Sim).fetchCertificate)
	case "UpdateDomainCertV4":
		return inDomain((*Sim).uploadCertificate)
	case "DeleteDomainCertV4":
		return inDomain((*Sim).deleteCertificate)
	case "UpdateRequestManagedCert":
		return inDomain((*Sim).requestCertificate)
	}
	return nil
}

// inDomain lets a handler act on the domain that the path names.
func inDomain(act func(*Sim, *request, *linkDomain) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		d := recordOf(s.messaging.domains, r.ids["DomainSid"])
		if d == nil || !s.mayActFor(d.account, r.account) {
			return nil, r.absent()
		}
		return act(s, r, d)
	}
}

func (s *Sim) fetchDNSValidation(r *request, d *linkDomain) (any, *apiError) {
	reason := ""
	if d.unverified {
		reason = "The A record of " + d.name + " does not lead to Twilio"
	}
	return map[string]any{"domain_sid": d.sid, "is_valid": !d.unverified, "reason": reason, "url": r.address()}, nil
}

// Codes of domains.
// https://www.twilio.com/docs/api/errors/30101, https://www.twilio.com/docs/api/errors/30130
const (
	domainUnverified    = 30101
	callbackURLInvalid  = 30109
	serviceHasAnother   = 30130
	serviceSIDIsInvalid = 30127
)

// associate lets a Messaging Service shorten its links with a domain.
func (s *Sim) associate(r *request, d *linkDomain) (any, *apiError) {
	v := recordOf(s.messaging.services, r.ids["MessagingServiceSid"])
	switch {
	case v == nil || v.account != r.account:
		return nil, badRequest(serviceSIDIsInvalid, "The Messaging Service %s does not exist", r.ids["MessagingServiceSid"])
	case d.unverified:
		return nil, badRequest(domainUnverified, "The domain %s is not verified", d.name)
	case v.domain != nil && v.domain != d:
		return nil, badRequest(serviceHasAnother, "The Messaging Service belongs to the domain %s already", v.domain.name)
	}
	v.domain = d
	return association(r, v), nil
}

func (s *Sim) dissociate(r *request, d *linkDomain) (any, *apiError) {
	v := recordOf(s.messaging.services, r.ids["MessagingServiceSid"])
	if v == nil || v.domain != d {
		return nil, r.absent()
	}
	v.domain = nil
	return nil, nil //nolint:nilnil // no body, no error
}

func (s *Sim) fetchAssociation(r *request, v *messagingService) (any, *apiError) {
	if v.domain == nil {
		return nil, r.absent()
	}
	return association(r, v), nil
}

func association(r *request, v *messagingService) map[string]any {
	return map[string]any{"domain_sid": v.domain.sid, "messaging_service_sid": v.sid, "url": r.address()}
}

func (s *Sim) fetchDomainConfig(r *request, d *linkDomain) (any, *apiError) {
	config := d.config(r)
	config["disable_https"] = d.disableHTTPS
	return config, nil
}

func (s *Sim) fetchConfigOfService(r *request, v *messagingService) (any, *apiError) {
	if v.domain == nil {
		return nil, r.absent()
	}
	config := v.domain.config(r)
	config["messaging_service_sid"] = v.sid
	return config, nil
}

func (s *Sim) updateDomainConfig(r *request, d *linkDomain) (any, *apiError) {
	for _, param := range [...]string{"FallbackUrl", "CallbackUrl"} {
		if address := r.form.Get(param); address != "" && !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
			return nil, badRequest(callbackURLInvalid, "%s is no URL: %s", param, address)
		}
	}
	d.reconfigured = s.Clock.Now()
	setText(r.form, "FallbackUrl", &d.fallbackURL)
	setText(r.form, "CallbackUrl", &d.callbackURL)
	for param, field := range map[string]*bool{"ContinueOnFailure": &d.continueOnFailure, "DisableHttps": &d.disableHTTPS} {
		if r.form.Has(param) {
			*field = isTrue(r.form.Get(param))
		}
	}
	return s.fetchDomainConfig(r, d)
}

func (d *linkDomain) config(r *request) map[string]any {
	return map[string]any{
		"domain_sid": d.sid, "config_sid": d.configSID, "fallback_url": orNull(d.fallbackURL), "callback_url": orNull(d.callbackURL),
		"continue_on_failure": d.continueOnFailure, "date_created": iso8601(d.created), "date_updated": iso8601(d.reconfigured), "url": r.address(),
	}
}

// domainOf finds the domain of a link's host, nil if there is none.
func (s *Sim) domainOf(host string) *linkDomain {
	i := slices.IndexFunc(s.messaging.domains, func(d *linkDomain) bool { return strings.EqualFold(d.name, host) })
	if i < 0 {
		return nil
	}
	return s.messaging.domains[i]
}
