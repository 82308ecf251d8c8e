package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/goname"
)

// addParams declares the params struct of an operation, and those within it after it.
// The name is "" when the operation has nothing but IDs.
func (s *source) addParams(o *operation) (name string) {
	root := paramTree(o.Operation)
	if len(root.children) == 0 && !o.isPaged() {
		return ""
	}
	name = s.claim(s.resource + o.method + "Params")
	s.addParamStruct(o, name, root, s.paramsDoc(o, name, len(root.children)))
	s.params[o.method][0].fields = append(s.params[o.method][0].fields, ending(o)...)
	return name
}

// ending has the fields with which every params struct ends.
func ending(o *operation) []field {
	fields := []field{{}}
	if o.isPaged() {
		fields = append(fields, field{name: "Cursor", typ: "string", tag: `form:"-"`, comment: "of an earlier page, instead of the filters"})
	}
	if o.BodyType == contract.JSONBody {
		return append(fields, field{name: "Extra", typ: "map[string]json.RawMessage", tag: `json:"-"`, comment: "parameters that this package does not model"})
	}
	return append(fields, field{name: "Extra", typ: "url.Values", tag: `form:"-"`, comment: "parameters that this package does not model"})
}

func (s *source) paramsDoc(o *operation, name string, fields int) string {
	thing, things := withArticle(phrase(s.resource)), plural(phrase(s.resource))
	switch {
	case o.isPaged() && fields <= 1:
		return fmt.Sprintf("%s are the pages of a list of %s.", name, things)
	case o.isPaged():
		return fmt.Sprintf("%s narrows [%s.List] and [%s.All]; its zero value lists everything.", name, s.service, s.service)
	case o.method == "Create" && !strings.HasPrefix(s.resource, "New"):
		return fmt.Sprintf("%s is a new %s.", name, phrase(s.resource))
	case o.method == "Update":
		return fmt.Sprintf("%s changes %s. A field that is zero stays as it is.", name, thing)
	}
	return fmt.Sprintf("%s are the parameters of [%s.%s].", name, s.service, o.method)
}

func (s *source) addParamStruct(o *operation, name string, root *node, doc ...string) {
	at := len(s.params[o.method])
	s.params[o.method] = append(s.params[o.method], structType{name: name, doc: doc})
	fields := make([]field, 0, len(root.children))
	for _, n := range root.children {
		fields = append(fields, s.paramFields(o, name, n, fields)...)
	}
	s.params[o.method][at].fields = fields
}

// paramFields are the fields of a parameter. In a form a parameter that has others below
// its name is a field beside theirs.
func (s *source) paramFields(o *operation, owner string, n *node, before []field) []field {
	if n.in == "" || n.in == contract.JSON || len(n.children) == 0 {
		return []field{s.paramField(o, owner, n, before)}
	}
	own := *n
	own.children = nil
	fields := []field{s.paramField(o, owner, &own, before)}
	for _, c := range n.children {
		below := *c
		below.name = n.name + "." + c.name
		fields = append(fields, s.paramFields(o, owner, &below, append(before, fields...))...)
	}
	return fields
}

func (s *source) paramField(o *operation, owner string, n *node, before []field) field {
	typ, option := s.paramType(o, owner, n)
	tag := fmt.Sprintf("%s:%q", tagOf(o, n), n.name+option)
	if rules := rulesOf(o, n, typ, option); rules != "" {
		tag += fmt.Sprintf(" check:%q", rules)
	}
	return field{name: unique(before, goname.Of(n.name)), typ: typ, tag: tag, comment: paramComment(n)}
}

// tagOf is the key of the tag by which a parameter gets to its place.
func tagOf(o *operation, n *node) string {
	if place := n.place(); place != contract.Query || o.hasBody() {
		return string(place)
	}
	return "form"
}

// paramType is the Go type of a parameter, and the option of its tag.
func (s *source) paramType(o *operation, owner string, n *node) (typ, option string) {
	if n.array {
		one := *n
		one.array, one.name = false, singular(n.name)
		typ, option = s.paramType(o, owner, &one)
		typ = strings.TrimPrefix(typ, "*")
		if option == ",json" {
			option = ",items"
		}
		return "[]" + typ, option
	}
	switch {
	case n.items() != nil:
		one := *n.items()
		one.name = singular(n.name)
		typ, option = s.paramType(o, owner, &one)
		return "map[string]" + typ, option
	case len(n.children) > 0:
		name := s.claim(strings.TrimSuffix(owner, "Params") + goname.Of(n.name) + "Params")
		s.addParamStruct(o, name, n, fmt.Sprintf("%s is the %s of %s.", name, phrase(n.name), withArticle(phrase(s.resource))), "TODO: Say what it holds.")
		return name, ""
	case len(n.enum) > 0:
		return s.enum(s.resource+goname.Of(n.name), n.enum), ""
	}
	return scalarParam(o, n)
}

// scalarParam is the type of a parameter that nothing is within. A pointer tells a zero
// that is sent from one that is not.
func scalarParam(o *operation, n *node) (typ, option string) {
	switch isSentAsZero := (n.required || o.changes()) && (n.min == nil || *n.min <= 0); {
	case n.format == "date" && n.in != contract.JSON, isDayFilter(o, n.name):
		return "time.Time", ",date"
	case strings.HasPrefix(n.format, "date"):
		return "time.Time", ""
	case n.format == "http-method":
		return "twilio.Method", ""
	case n.typ == "boolean" && isSentAsZero:
		return "*bool", ""
	case n.typ == "boolean":
		return "bool", ""
	case n.typ == "integer" && isSentAsZero:
		return "*int", ""
	case n.typ == "integer":
		return "int", ""
	case n.typ == "number" && isSentAsZero:
		return "*float64", ""
	case n.typ == "number":
		return "float64", ""
	case n.typ == "string":
		return "string", ""
	case n.in == contract.JSON:
		return "json.RawMessage", ""
	}
	return "json.RawMessage", ",json"
}

// isDayFilter reports a parameter that narrows a list to one day: its file calls it a
// date-time, as the parameters with < and > are.
func isDayFilter(o *operation, name string) bool {
	return o.Param(contract.Query, name+"<") != nil && o.Param(contract.Query, name+">") != nil
}

// rulesOf are the rules of a tag check.
func rulesOf(o *operation, n *node, typ, option string) string {
	var rules []string
	if n.required {
		rules = append(rules, "required")
	}
	isText := n.typ == "string" && !strings.Contains(typ, "time.Time") && option == ""
	switch {
	case !isText || len(n.children) > 0:
	case len(n.kinds) > 0:
		rules = append(rules, "sid="+strings.Join(n.kinds, "|"))
	case n.format == "uri":
		rules = append(rules, "url")
	case n.format == countryFormat:
		rules = append(rules, "country")
	case n.format == "http-method":
		rules = append(rules, "method")
	case (n.format == "phone-number" || n.format == "endpoint") && o.hasBody():
		rules = append(rules, "recipient")
	}
	return strings.Join(rules, ",")
}

func paramComment(n *node) string {
	if n.name == "PageSize" {
		return "1 to 1,000; 0 leaves it to Twilio, which uses 50"
	}
	if n.format == "uri" && strings.Contains(n.name, "Sip") {
		return "TODO: Say which schemes it takes: the rule url refuses sip:, and RuleDiffers is the exception without it."
	}
	var parts []string
	switch {
	case n.min != nil && n.max != nil:
		parts = append(parts, grouped(*n.min)+" to "+grouped(*n.max))
	case n.min != nil && *n.min != 0:
		parts = append(parts, "at least "+grouped(*n.min))
	case n.max != nil:
		parts = append(parts, "at most "+grouped(*n.max))
	}
	return strings.Join(append(parts, formatComment(n)...), "; ")
}

// grouped writes a number with commas: 1,000.
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	for at := len(text) - 3; at > 0 && text[at-1] != '-'; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
