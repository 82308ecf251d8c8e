package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/goname"
)

// addAnswer declares the struct of an answer, and those within it after it.
func (s *source) addAnswer(name string, properties *node, doc ...string) {
	at := len(s.answers)
	s.answers = append(s.answers, structType{name: name, doc: doc})
	fields := make([]field, 0, len(properties.children))
	for _, n := range properties.children {
		fields = append(fields, field{name: unique(fields, goname.Of(n.name)), typ: s.answerType(name, n), tag: fmt.Sprintf("json:%q", n.name), comment: answerComment(n)})
	}
	s.answers[at].fields = fields
}

// unique returns a name that no field has yet.
func unique(fields []field, name string) string {
	for slices.ContainsFunc(fields, func(f field) bool { return f.name == name }) {
		name += "Value"
	}
	return name
}

// answerType is the Go type of a property of a struct.
func (s *source) answerType(owner string, n *node) string {
	if n.array {
		one := *n
		one.array, one.name = false, singular(n.name)
		return "[]" + s.answerType(owner, &one)
	}
	switch {
	case n.items() != nil:
		one := *n.items()
		one.name = singular(n.name)
		return "map[string]" + s.answerType(owner, &one)
	case len(n.children) > 0:
		name := s.claim(owner + goname.Of(n.name))
		s.addAnswer(name, n, fmt.Sprintf("%s is the %s of %s.", name, phrase(n.name), withArticle(phrase(owner))), "TODO: Say what it holds.")
		return name
	case len(n.enum) > 0:
		return s.enum(owner+goname.Of(n.name), n.enum)
	}
	return scalarType(n)
}

// scalarType is the type of a property that nothing is within.
func scalarType(n *node) string {
	switch {
	case n.name == "error_code" && n.typ == "integer":
		return "twilio.ErrorCode"
	case strings.HasPrefix(n.format, "date"):
		return "twilio.Time"
	case n.format == "http-method":
		return "twilio.Method"
	case n.format == "uri-map":
		return "map[string]string"
	case n.typ == "integer":
		return "twilio.Int"
	case n.typ == "number", n.typ == "string" && (n.name == "price" || strings.HasSuffix(n.name, "_price")):
		return "twilio.Decimal"
	case n.typ == "boolean":
		return "bool"
	case n.typ == "string":
		return "string"
	}
	return "json.RawMessage" // Twilio's files do not say what is inside
}

func answerComment(n *node) string {
	var parts []string
	switch {
	case len(n.kinds) > 0 && n.kinds[0] != "AC":
		parts = append(parts, strings.Join(n.kinds, "…, ")+"…")
	case n.format == "uri-map":
		parts = append(parts, "addresses of what belongs to it, by name")
	}
	return strings.Join(append(parts, formatComment(n)...), "; ")
}

// formatComment says what Twilio's file has beyond the type.
func formatComment(n *node) []string {
	var parts []string
	switch n.format {
	case "iso-country-code":
		parts = append(parts, "two letters, such as US")
	case "currency":
		parts = append(parts, "three letters, such as USD")
	}
	if n.deprecated {
		parts = append(parts, "Twilio advises against it")
	}
	return parts
}
