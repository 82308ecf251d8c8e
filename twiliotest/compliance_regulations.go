package twiliotest

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// regulation is what a country asks of the users of its numbers. The simulator knows a few
// of them; they are simpler than those of the countries.
type regulation struct {
	country, numberType, endUser string
	fields                       []string // of the end user
	documents                    []requiredDocument
}

type requiredDocument struct {
	name, requirement, description string
	accepted                       []acceptedDocument // one of them is enough
}

type acceptedDocument struct {
	name, kind string
	fields     []string
}

// regulations are those that the simulator knows.
func regulations() []regulation {
	individual, business := []string{"first_name", "last_name"}, []string{"business_name", "business_registration_number", "first_name", "last_name"}
	address := requiredDocument{"Address", "proof_of_address", "The address of the end user.", []acceptedDocument{
		{"Address Validation", "address", []string{"address_sids"}}, {"Utility bill", "utility_bill", []string{"address_sids"}},
	}}
	identity := requiredDocument{"Identity", "proof_of_identity", "The name of the end user.", []acceptedDocument{
		{"Passport", "passport", []string{"first_name", "last_name"}}, {"Government-issued ID", "government_issued_document", []string{"first_name", "last_name"}},
	}}
	register := requiredDocument{"Business Name", "business_name_info", "The name of the business.", []acceptedDocument{
		{"Commercial registrar excerpt", "commercial_registrar_excerpt", []string{"business_name"}},
	}}
	return []regulation{
		{"AU", "local", "individual", individual, []requiredDocument{address}},
		{"AU", "mobile", "business", business, []requiredDocument{address}},
		{"DE", "local", "individual", individual, []requiredDocument{identity, address}},
		{"DE", "local", "business", business, []requiredDocument{register, address}},
		{"FR", "local", "business", business, []requiredDocument{register, address}},
		{"GB", "mobile", "individual", individual, []requiredDocument{identity}},
		{"GB", "mobile", "business", business, []requiredDocument{register}},
		{"GB", "local", "business", business, []requiredDocument{address}},
	}
}

// The names of the attributes and of the end users as people read them.
var (
	fieldNames = map[string]string{
		"first_name": "First Name", "last_name": "Last Name", "business_name": "Business Name", "address_sids": "Address sid(s)",
		"business_registration_number": "Business Registration Number",
	}
	endUserNames = map[string]string{"individual": "Individual", "business": "Business"}
)

func (g *regulation) sid() string { return "RN" + digest("RN"+g.country+g.numberType+g.endUser, 0) }

func regulationNamed(sid string) *regulation {
	all := regulations()
	if at := slices.IndexFunc(all, func(g regulation) bool { return g.sid() == sid }); at >= 0 {
		return &all[at]
	}
	return nil
}

// regulationFor finds the regulation that a form names, nil when there is none.
func regulationFor(form url.Values) *regulation {
	if sid := form.Get("RegulationSid"); sid != "" {
		return regulationNamed(sid)
	}
	all := regulations()
	at := slices.IndexFunc(all, func(g regulation) bool {
		return strings.EqualFold(g.country, form.Get("IsoCountry")) && g.numberType == form.Get("NumberType") && g.endUser == form.Get("EndUserType")
	})
	if at < 0 {
		return nil
	}
	return &all[at]
}

// regulationHandler returns the handler of an operation on what can be looked up, nil for
// all others. It puts the things into their collections before the first one is read.
func regulationHandler(operation string) handler {
	switch operation {
	case "ListRegulation", "ListEndUserType", "ListSupportingDocumentType":
		return func(s *Sim, r *request) (any, *apiError) {
			s.fillRegulations()
			return s.keep(r)
		}
	case "FetchRegulation", "FetchEndUserType", "FetchSupportingDocumentType":
		return func(s *Sim, r *request) (any, *apiError) {
			s.fillRegulations()
			if s.kept(r.op.Path[:strings.LastIndexByte(r.op.Path, '/')], r.ids["Sid"]) == nil {
				return nil, r.absent()
			}
			return s.keep(r)
		}
	}
	return nil
}

// fillRegulations keeps the regulations and the types that they name, once.
func (s *Sim) fillRegulations() {
	if len(s.resources.in(numbersHost, compliancePath+"/Regulations")) > 0 {
		return
	}
	documents := map[string]acceptedDocument{}
	for _, g := range regulations() {
		s.put("Regulations", g.sid(), members{
			"friendlyname": g.country + ": " + g.numberType + " - " + endUserNames[g.endUser], "isocountry": g.country, "numbertype": g.numberType,
			"endusertype": g.endUser, "requirements": g.requirements(),
		})
		for _, wanted := range g.documents {
			for _, accepted := range wanted.accepted {
				documents[accepted.kind] = accepted
			}
		}
	}
	s.put("EndUserTypes", "OY"+digest("individual", 0), members{"friendlyname": "Individual", "machinename": "individual", "fields": typeFields("first_name", "last_name")})
	s.put("EndUserTypes", "OY"+digest("business", 0), members{
		"friendlyname": "Business", "machinename": "business", "fields": typeFields("business_name", "business_registration_number", "first_name", "last_name"),
	})
	for _, kind := range slices.Sorted(maps.Keys(documents)) {
		s.put("SupportingDocumentTypes", "OY"+digest(kind, 0), members{
			"friendlyname": documents[kind].name, "machinename": kind, "fields": typeFields(documents[kind].fields...),
		})
	}
}

func (s *Sim) put(collection, sid string, values members) {
	path, now := compliancePath+"/"+collection, s.Clock.Now()
	values["sid"] = sid
	s.resources.put(numbersHost, path, &resource{path: path + "/" + sid, shelf: path, values: values, created: now, updated: now})
}

func typeFields(names ...string) []any {
	fields := make([]any, 0, len(names))
	for _, name := range names {
		fields = append(fields, map[string]any{"machine_name": name, "friendly_name": fieldNames[name], "constraint": "String"})
	}
	return fields
}

// requirements are those of a regulation as Twilio writes them.
// https://www.twilio.com/docs/phone-numbers/regulatory/api/regulations
func (g *regulation) requirements() map[string]any {
	documents := make([]any, 0, len(g.documents))
	for _, wanted := range g.documents {
		accepted := make([]any, 0, len(wanted.accepted))
		for _, a := range wanted.accepted {
			accepted = append(accepted, map[string]any{"name": a.name, "type": a.kind, "fields": a.fields, "detailed_fields": detailedFields(a.fields)})
		}
		documents = append(documents, map[string]any{
			"name": wanted.name, "type": "document", "requirement_name": wanted.requirement, "description": wanted.description, "accepted_documents": accepted,
		})
	}
	return map[string]any{
		"end_user": []any{map[string]any{
			"name": endUserNames[g.endUser], "type": g.endUser, "requirement_name": g.endUser + "_info", "fields": g.fields, "detailed_fields": detailedFields(g.fields),
		}},
		"supporting_document": []any{documents},
	}
}

func detailedFields(names []string) []any {
	fields := make([]any, 0, len(names))
	for _, name := range names {
		fields = append(fields, map[string]any{"machine_name": name, "friendly_name": fieldNames[name], "description": fieldNames[name]})
	}
	return fields
}
