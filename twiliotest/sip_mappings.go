package twiliotest

import (
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/contract"
)

// sipMappingHandler returns the handler of an operation on the lists of a domain, nil for
// all others. Twilio has five addresses for them, which differ in the kind of list and in
// the use of it.
func sipMappingHandler(op *contract.Operation) handler {
	kind, found := mappingKindOf(op)
	if !found {
		return nil
	}
	act := func(do func(*Sim, *request, mappingKind) (any, *apiError)) handler {
		return func(s *Sim, r *request) (any, *apiError) {
			if s.sipResource(r.account, "/Domains/"+r.ids["DomainSid"]) == nil {
				return nil, notFound("/Accounts/" + r.account + "/SIP/Domains/" + r.ids["DomainSid"] + ".json")
			}
			return do(s, r, kind)
		}
	}
	switch {
	case op.IsList():
		return act((*Sim).listMappings)
	case strings.HasPrefix(op.ID, "Create"):
		return act((*Sim).createMapping)
	case strings.HasPrefix(op.ID, "Delete"):
		return act((*Sim).deleteMapping)
	}
	return act((*Sim).fetchMapping)
}

// mappingKind is what the address of a mapping says about it.
type mappingKind struct {
	lists    string // the name of the collection of the lists: "CredentialLists"
	param    string // that names the list
	register bool   // for registrations, and not for calls
	older    bool   // the address has no Auth
}

func mappingKindOf(op *contract.Operation) (kind mappingKind, found bool) {
	kind.register = strings.Contains(op.Path, "/Auth/Registrations/")
	kind.older = !strings.Contains(op.Path, "/Auth/")
	for _, lists := range [...]string{"CredentialLists", "IpAccessControlLists"} {
		list := strings.TrimSuffix(lists, "s")
		if strings.Contains(op.Path, "/"+list+"Mappings") {
			kind.lists, kind.param = lists, list+"Sid"
			return kind, true
		}
	}
	return kind, false
}

// sipMapping is a list that a domain has, for calls or for registrations. The older
// addresses show the mappings for calls.
type sipMapping struct {
	account, domain, list string // SIDs
	lists                 string // the name of the collection of the list
	register              bool
	created               time.Time
}

func (m *sipMapping) id() string { return m.list }

// mappingsOf returns the mappings of the domain that the path names.
func (s *Sim) mappingsOf(r *request, kind mappingKind) []*sipMapping {
	var found []*sipMapping
	for _, m := range s.sip.mappings {
		if m.account == r.account && m.domain == r.ids["DomainSid"] && m.lists == kind.lists && m.register == kind.register {
			found = append(found, m)
		}
	}
	return found
}

func (s *Sim) createMapping(r *request, kind mappingKind) (any, *apiError) {
	list := r.form.Get(kind.param)
	switch {
	case s.sipResource(r.account, "/"+kind.lists+"/"+list) == nil:
		return nil, notFound("/Accounts/" + r.account + "/SIP/" + kind.lists + "/" + list + ".json")
	case recordOf(s.mappingsOf(r, kind), list) != nil:
		return nil, badRequest(sipDomainRefused, "%s is already associated with the domain", kind.param)
	}
	m := &sipMapping{account: r.account, domain: r.ids["DomainSid"], list: list, lists: kind.lists, register: kind.register, created: s.Clock.Now()}
	s.sip.mappings = append(s.sip.mappings, m)
	s.updateAuthType(m)
	return s.shapeOfMapping(m, kind), nil
}

func (s *Sim) fetchMapping(r *request, kind mappingKind) (any, *apiError) {
	m := recordOf(s.mappingsOf(r, kind), r.ids["Sid"])
	if m == nil {
		return nil, r.absent()
	}
	return s.shapeOfMapping(m, kind), nil
}

func (s *Sim) listMappings(r *request, kind mappingKind) (any, *apiError) {
	return listItems(r, r.op.ListKey, s.mappingsOf(r, kind), func(m *sipMapping) any { return s.shapeOfMapping(m, kind) })
}

func (s *Sim) deleteMapping(r *request, kind mappingKind) (any, *apiError) {
	m := recordOf(s.mappingsOf(r, kind), r.ids["Sid"])
	if m == nil {
		return nil, r.absent()
	}
	s.sip.mappings = without(s.sip.mappings, m)
	s.updateAuthType(m)
	return nil, nil //nolint:nilnil // no body, no error
}

// updateAuthType writes into a domain how it recognises callers.
// https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
func (s *Sim) updateAuthType(changed *sipMapping) {
	var types []string
	for _, way := range [...][2]string{{"IpAccessControlLists", "IP_ACL"}, {"CredentialLists", "CREDENTIAL_LIST"}} {
		if slices.ContainsFunc(s.sip.mappings, func(m *sipMapping) bool {
			return m.domain == changed.domain && m.account == changed.account && m.lists == way[0] && !m.register
		}) {
			types = append(types, way[1])
		}
	}
	s.sipResource(changed.account, "/Domains/"+changed.domain).values["authtype"] = strings.Join(types, ",")
}

// shapeOfMapping writes a mapping with the present name of its list.
func (s *Sim) shapeOfMapping(m *sipMapping, kind mappingKind) map[string]any {
	shape := map[string]any{
		"sid": m.list, "account_sid": m.account, "friendly_name": s.sipResource(m.account, "/"+m.lists+"/"+m.list).values["friendlyname"],
		"date_created": rfc2822(m.created), "date_updated": rfc2822(m.created),
	}
	if kind.older {
		mappings := "/" + strings.TrimSuffix(m.lists, "s") + "Mappings/"
		shape["domain_sid"], shape["uri"] = m.domain, accountPath(m.account, "/SIP/Domains/"+m.domain+mappings+m.list+".json")
	}
	return shape
}
