package main

import (
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// value is what the digest keeps of a schema; of one element if it is an array.
type value struct {
	contract.Param // its type, format, pattern, enum, bounds and Array
	nullable       bool
	schema         *schema // of the element
}

func (v value) param(name string, in contract.In, required bool) contract.Param {
	p := v.Param
	p.Name, p.In, p.Required = name, in, required
	return p
}

// field is a value with its place in an object.
type field struct {
	path     string
	required bool
	value
}

func (f field) property() contract.Property {
	return contract.Property{
		Path: f.path, Type: f.Type, Format: f.Format, Pattern: f.Pattern, Enum: f.Enum,
		Nullable: f.nullable, Array: f.Array, Deprecated: f.Deprecated,
	}
}

// value describes a schema without what is nested in it.
func (d *document) value(s *schema) (value, error) {
	resolved, _, err := d.resolve(s)
	if err != nil {
		return value{}, err
	}
	v := value{nullable: resolved.Nullable, schema: s}
	v.Deprecated = isDeprecated(resolved.Deprecated, resolved.Description)
	if resolved.Type == "array" {
		v.Array, v.schema = true, resolved.Items
		if resolved, _, err = d.resolve(resolved.Items); err != nil {
			return value{}, err
		}
	}
	v.Type, v.Format, v.Pattern = typeOf(resolved), resolved.Format, resolved.Pattern
	v.Enum, v.Min, v.Max = resolved.Enum, resolved.Minimum, resolved.Maximum
	return v, nil
}

func typeOf(s *schema) string {
	switch {
	case s.Type == "array": // of arrays
		return "any"
	case s.Type != "":
		return s.Type
	case len(s.Properties) > 0:
		return "object"
	default:
		return "any"
	}
}

// fields describes what an object has in it, sorted by path: with all that is
// nested deeper, or only the object's own properties.
func (d *document) fields(s *schema, nested bool) ([]field, error) {
	w := walk{doc: d, nested: nested}
	fields, err := w.object(s, "")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.path, b.path) })
	return fields, nil
}

// walk goes down into a schema and remembers by which names it came, so that
// it does not enter one that it is in already.
type walk struct {
	doc    *document
	nested bool
	inside []string
}

func (w *walk) object(s *schema, prefix string) ([]field, error) {
	resolved, name, err := w.doc.resolve(s)
	if err != nil {
		return nil, err
	}
	if name != "" {
		if slices.Contains(w.inside, name) {
			return nil, nil
		}
		w.inside = append(w.inside, name)
		defer func() { w.inside = w.inside[:len(w.inside)-1] }()
	}
	var fields []field
	for key, child := range resolved.Properties {
		required := slices.Contains(resolved.Required, key)
		if fields, err = w.property(fields, prefix+key, child, required); err != nil {
			return nil, err
		}
	}
	if child := resolved.AdditionalProperties.schema; child != nil && w.nested {
		if fields, err = w.property(fields, prefix+"*", child, false); err != nil {
			return nil, err
		}
	}
	for _, part := range slices.Concat(resolved.AllOf, resolved.OneOf, resolved.AnyOf) {
		found, err := w.object(part, prefix)
		if err != nil {
			return nil, err
		}
		fields = merge(fields, found)
	}
	return fields, nil
}

func (w *walk) property(fields []field, path string, s *schema, required bool) ([]field, error) {
	v, err := w.doc.value(s)
	if err != nil {
		return nil, err
	}
	fields = append(fields, field{path: path, required: required, value: v})
	if !w.nested {
		return fields, nil
	}
	deeper, err := w.object(v.schema, path+".")
	return append(fields, deeper...), err
}

// merge unites the fields of alternatives: what only one of them has is not
// required, and what they type differently may be anything. The parts of an
// allOf are merged likewise, which errs on the side of asking for less.
func merge(a, b []field) []field {
	if len(a) == 0 {
		return b
	}
	merged := slices.Clone(a)
	for i, f := range merged {
		merged[i].required = f.required && slices.ContainsFunc(b, func(g field) bool { return g.path == f.path && g.required })
	}
	for _, g := range b {
		i := slices.IndexFunc(merged, func(f field) bool { return f.path == g.path })
		if i < 0 {
			g.required = false
			merged = append(merged, g)
			continue
		}
		merged[i].value = unite(merged[i].value, g.value)
	}
	slices.SortFunc(merged, func(f, g field) int { return strings.Compare(f.path, g.path) })
	return merged
}

// unite describes a value that may be either of two.
func unite(a, b value) value {
	a.nullable = a.nullable || b.nullable
	a.Deprecated = a.Deprecated && b.Deprecated
	if a.Type != b.Type || a.Array != b.Array {
		a.Param = contract.Param{Type: "any", Deprecated: a.Deprecated}
		return a
	}
	if a.Format != b.Format {
		a.Format = ""
	}
	if a.Pattern != b.Pattern {
		a.Pattern = ""
	}
	a.Enum = uniteEnums(a.Enum, b.Enum)
	// Bounds that differ are left to Twilio.
	if !sameBound(a.Min, b.Min) || !sameBound(a.Max, b.Max) {
		a.Min, a.Max = nil, nil
	}
	return a
}

// uniteEnums keeps the order of the first; no enum at all allows everything.
func uniteEnums(a, b []string) []string {
	if a == nil || b == nil {
		return nil
	}
	united := slices.Clone(a)
	for _, v := range b {
		if !slices.Contains(united, v) {
			united = append(united, v)
		}
	}
	return united
}

func sameBound(a, b *int64) bool {
	return a == b || a != nil && b != nil && *a == *b
}
