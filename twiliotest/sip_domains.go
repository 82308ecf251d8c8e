package twiliotest

import (
	"regexp"
	"slices"
	"strings"
)

// sipDomainHandler returns the handler of an operation on domains, nil for all others.
func sipDomainHandler(operation string) handler {
	switch operation {
	case "CreateSipDomain":
		return (*Sim).createSIPDomain
	case "UpdateSipDomain":
		return (*Sim).updateSIPDomain
	case "DeleteSipDomain":
		return (*Sim).deleteSIPDomain
	}
	return nil
}

// sipDomainEnd ends the names of all domains.
const sipDomainEnd = ".sip.twilio.com"

// sipDomainName is a name of a domain.
// https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
var sipDomainName = regexp.MustCompile(`(?i)^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+sip\.twilio\.com$`)

// sipDomainDefaults are the settings of a domain that a request leaves out.
var sipDomainDefaults = map[string]string{"VoiceMethod": "POST", "VoiceFallbackMethod": "POST", "VoiceStatusCallbackMethod": "POST"}

func (s *Sim) createSIPDomain(r *request) (any, *apiError) {
	if problem := s.refuseSIPDomain(r, nil); problem != nil {
		return nil, problem
	}
	return s.keep(r.withDefaults(sipDomainDefaults))
}

func (s *Sim) updateSIPDomain(r *request) (any, *apiError) {
	domain := s.sipResource(r.account, "/Domains/"+r.ids["Sid"])
	if domain == nil {
		return nil, r.absent()
	}
	if problem := s.refuseSIPDomain(r, domain); problem != nil {
		return nil, problem
	}
	return s.keep(r)
}

// refuseSIPDomain holds the parameters of a domain against the rules. The domain is nil
// for a new one.
func (s *Sim) refuseSIPDomain(r *request, domain *resource) *apiError {
	if trunk := r.form.Get("ByocTrunkSid"); trunk != "" && s.resources.at("voice", byocTrunksPath+"/"+trunk) == nil {
		return badRequest(sipTrunkMissing, "Invalid BYOC trunk SID: %s", trunk)
	}
	name := r.form.Get("DomainName")
	switch {
	case !r.form.Has("DomainName") || domain != nil && strings.EqualFold(name, nameOfSIPDomain(domain)):
		return nil
	case !sipDomainName.MatchString(name):
		return badRequest(sipDomainRefused, "Invalid Domain Name")
	case domain != nil && s.hasSubdomains(domain):
		return badRequest(sipHasSubdomains, "The domain has subdomains, so that its name cannot change")
	case slices.ContainsFunc(s.allSIPDomains(), isSIPDomain(name)):
		return badRequest(sipDomainRefused, "The domain name %s is taken", name)
	}
	return s.refuseSubdomain(r, name)
}

// refuseSubdomain refuses a name below another one unless the account, or its parent, has
// that. https://www.twilio.com/docs/api/twilio-sip/sip-domains
func (s *Sim) refuseSubdomain(r *request, name string) *apiError {
	_, parent, _ := strings.Cut(name, ".")
	if "."+parent == sipDomainEnd || slices.ContainsFunc(slices.Concat(s.sipDomainsOf(s.main.sid), s.sipDomainsOf(r.account)), isSIPDomain(parent)) {
		return nil
	}
	return badRequest(sipParentMissing, "The parent domain %s does not exist", parent)
}

// allSIPDomains returns the domains of all accounts.
func (s *Sim) allSIPDomains() []*resource {
	domains := make([]*resource, 0, len(s.access.accounts))
	for _, account := range s.access.accounts {
		domains = append(domains, s.sipDomainsOf(account.sid)...)
	}
	return domains
}

func (s *Sim) sipDomainsOf(account string) []*resource {
	return s.resources.in("api", accountPath(account, "/SIP/Domains"))
}

func isSIPDomain(name string) func(*resource) bool {
	return func(domain *resource) bool { return strings.EqualFold(name, nameOfSIPDomain(domain)) }
}

func nameOfSIPDomain(domain *resource) string { return textOf(domain.values["domainname"]) }

// hasSubdomains reports that names below that of a domain are in use.
func (s *Sim) hasSubdomains(domain *resource) bool {
	below := "." + strings.ToLower(nameOfSIPDomain(domain))
	return slices.ContainsFunc(s.allSIPDomains(), func(other *resource) bool {
		return strings.HasSuffix(strings.ToLower(nameOfSIPDomain(other)), below)
	})
}

// deleteSIPDomain deletes a domain and its mappings.
func (s *Sim) deleteSIPDomain(r *request) (any, *apiError) {
	domain := s.sipResource(r.account, "/Domains/"+r.ids["Sid"])
	switch {
	case domain == nil:
		return nil, r.absent()
	case s.hasSubdomains(domain):
		return nil, badRequest(sipHasSubdomains, "The domain has subdomains")
	}
	s.sip.mappings = slices.DeleteFunc(s.sip.mappings, func(m *sipMapping) bool { return m.domain == r.ids["Sid"] })
	return s.keep(r)
}
