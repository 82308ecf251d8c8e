package form

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
)

// Problem is what is wrong with one field, and how to mend it. It never shows the
// value.
type Problem struct {
	Field   string // the Go field's name
	Problem string // "is empty"
	Remedy  string // "give a phone number in E.164, such as +14155551234"
}

// Check returns what breaks the rules of params, at most one problem a field and
// in the order of the fields; it returns nothing if all is well. Extra is not
// looked at: a value in Extra is what the caller wants to send, and it stands in
// for a field that is required.
//
// Params is what [Append] takes. Check has nothing to say of a type that Append
// cannot encode.
func Check(params any) []Problem {
	p, v, err := open(params)
	if err != nil || p == nil {
		return nil
	}
	var found []Problem
	for i := range p.fields {
		f := &p.fields[i]
		value, inner := f.of(v), []Problem(nil)
		wrong := f.check(value, f.isOptional(v) || p.isExtra(v, f.name))
		if f.holdsObjects() && (!unset(value) || wrong.problem != "" && isObject(value.Type())) {
			inner = checkInner(f.goName, value) // an object that is missing lacks its required fields
		}
		if wrong.problem != "" && len(inner) == 0 {
			inner = append(inner, Problem{Field: f.goName, Problem: wrong.problem, Remedy: wrong.remedy})
		}
		found = append(found, inner...)
	}
	return found
}

// isOptional reports a field of a group that is left out as a whole.
func (f *field) isOptional(v reflect.Value) bool {
	return f.group > 0 && v.FieldByIndex(f.index[:f.group]).IsZero()
}

// isExtra reports that Extra has a parameter, whatever its value is.
func (p *plan) isExtra(v reflect.Value, name string) bool {
	if p.extra < 0 {
		return false
	}
	switch extra := v.Field(p.extra).Interface().(type) {
	case url.Values:
		return extra.Has(name)
	case map[string]json.RawMessage:
		_, found := extra[name]
		return found
	}
	return false
}

// holdsObjects reports a field whose structs have rules of their own: one that is written
// as JSON, in a body or in a form, and a numbered list.
func (f *field) holdsObjects() bool {
	return f.place == InJSON || f.option == "json" || f.option == "items" || f.option == numbered
}

// checkInner looks at the fields of the objects that a field holds.
func checkInner(name string, v reflect.Value) []Problem {
	var found []Problem
	for at, object := range objects(v) {
		if object.CanAddr() {
			object = object.Addr()
		}
		for _, p := range Check(object.Interface()) {
			p.Field = name + at + "." + p.Field
			found = append(found, p)
		}
	}
	return found
}

// flaw is what is wrong with a value; without a problem nothing is.
type flaw struct{ problem, remedy string }

// rule looks at a value that is set.
type rule func(v reflect.Value) flaw

func (f *field) check(v reflect.Value, optional bool) flaw {
	if unset(v) {
		if f.required && !optional {
			return flaw{"is empty", f.hint}
		}
		return flaw{}
	}
	for _, rule := range f.rules {
		if wrong := rule(v); wrong.problem != "" {
			return wrong
		}
	}
	return flaw{}
}

// readRules reads the tag check of a field. The rules that follow from the type
// alone come first.
func (f *field) readRules(t reflect.Type, tag string) error {
	f.hint, f.rules = "give a value", impliedRules(t)
	if tag == "" {
		return nil
	}
	for word := range strings.SplitSeq(tag, ",") {
		if err := f.readRule(t, word); err != nil {
			return err
		}
	}
	return nil
}

func (f *field) readRule(t reflect.Type, word string) error {
	name, arg, _ := strings.Cut(word, "=")
	text, hint := textRuleOf(name, arg)
	switch {
	case word == "required":
		f.required = true
	case word == "signed" && isNumber(t):
		f.rules = nil
	case name == "max":
		limit, err := maxRule(t, arg)
		if err != nil {
			return err
		}
		f.rules = append(f.rules, limit)
	case text != nil && isText(t):
		f.rules, f.hint = append(f.rules, ofText(t, text)), hint
	default:
		return fmt.Errorf("check %q does not fit %s", word, t)
	}
	return nil
}

// impliedRules are those that every field of a type has: text is valid UTF-8, a
// list has no empty text, and a number is not negative.
func impliedRules(t reflect.Type) []rule {
	switch {
	case isText(t):
		return []rule{ofText(t, utf8Flaw)}
	case isTextMap(t):
		return []rule{mapFlaw}
	case isNumber(t):
		return []rule{negativeFlaw}
	}
	return nil
}

func isTextMap(t reflect.Type) bool {
	return t.Kind() == reflect.Map && t.Key().Kind() == reflect.String && t.Elem().Kind() == reflect.String
}

func isNumber(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Int || t.Kind() == reflect.Int32 || t.Kind() == reflect.Int64 || t.Kind() == reflect.Float64
}

// isText accepts text, pointers to it and lists of it.
func isText(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t.Kind() == reflect.String
}

// ofText holds a rule against the text itself, what a pointer leads to, or each
// item of a list.
func ofText(t reflect.Type, text textRule) rule {
	switch t.Kind() {
	case reflect.Slice:
		return eachItem(text)
	case reflect.Pointer:
		return func(v reflect.Value) flaw { return text(v.Elem().String()) }
	default:
		return func(v reflect.Value) flaw { return text(v.String()) }
	}
}

func eachItem(text textRule) rule {
	return func(v reflect.Value) flaw {
		for i := range v.Len() {
			item := v.Index(i).String()
			if item == "" {
				return flaw{"item " + strconv.Itoa(i+1) + " is empty", "leave the item out"}
			}
			if wrong := text(item); wrong.problem != "" {
				return flaw{"item " + strconv.Itoa(i+1) + " " + wrong.problem, wrong.remedy}
			}
		}
		return flaw{}
	}
}

func mapFlaw(v reflect.Value) flaw {
	for entries := v.MapRange(); entries.Next(); {
		for _, text := range [...]string{entries.Key().String(), entries.Value().String()} {
			if wrong := utf8Flaw(text); wrong.problem != "" {
				return wrong
			}
		}
	}
	return flaw{}
}

func negativeFlaw(v reflect.Value) flaw {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() == reflect.Float64 && v.Float() < 0 || v.Kind() != reflect.Float64 && v.Int() < 0 {
		return flaw{"is negative", "give a positive value, or leave the field out"}
	}
	return flaw{}
}

// maxRule bounds the items of a list or the characters of a text.
func maxRule(t reflect.Type, arg string) (rule, error) {
	limit, err := strconv.Atoi(arg)
	if err != nil || limit < 1 {
		return nil, fmt.Errorf("check max=%s has no number above 0", arg)
	}
	switch t.Kind() {
	case reflect.Slice:
		tooMany := flaw{"has more than " + arg + " items", "give at most " + arg}
		return func(v reflect.Value) flaw {
			if v.Len() > limit {
				return tooMany
			}
			return flaw{}
		}, nil
	case reflect.String:
		return ofText(t, longerThan(limit)), nil
	}
	return nil, fmt.Errorf("check max does not fit %s", t)
}
