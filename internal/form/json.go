package form

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// AppendJSON adds the parameters of a JSON body to dst, as one object. Fields that are
// zero are left out, in objects within it too, as they are left out of a form; a
// pointer is written unless it is nil. A type with a MarshalJSON of its own writes
// itself, and so does everything that is not a struct. The error joins all that cannot be written: *ValueError and *DuplicateError.
func AppendJSON(dst []byte, params any) ([]byte, error) {
	if t := reflect.TypeOf(params); t != nil && !isObject(t) && (t.Kind() != reflect.Pointer || !isObject(t.Elem())) {
		if holdsSecret(t) {
			return dst, errHidden(t)
		}
		text, err := json.Marshal(params)
		return append(dst, text...), err
	}
	p, v, err := open(params)
	if err != nil {
		return dst, err
	}
	if p == nil {
		return append(dst, "{}"...), nil
	}
	return p.appendJSON(dst, v)
}

func (p *plan) appendJSON(dst []byte, v reflect.Value) ([]byte, error) {
	start := len(dst)
	dst = append(dst, '{')
	for i := range p.fields {
		f := &p.fields[i]
		value := f.of(v)
		if f.place != InJSON || unset(value) {
			continue
		}
		var err error
		if dst, err = appendValue(appendName(dst, start, f.name), value, f.option); err != nil {
			return dst, &ValueError{Field: f.goName, Err: err}
		}
	}
	extra := p.membersOf(v)
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if p.sends(v, name) {
			return dst, &DuplicateError{Key: name}
		}
		if !json.Valid(extra[name]) {
			return dst, &ValueError{Field: "Extra", Err: fmt.Errorf("has a value that is not JSON: %q", name)}
		}
		dst = append(appendName(dst, start, name), extra[name]...)
	}
	return append(dst, '}'), nil
}

// appendName adds the name of a member to an object that begins at start.
func appendName(dst []byte, start int, name string) []byte {
	if len(dst) > start+1 {
		dst = append(dst, ',')
	}
	text, _ := json.Marshal(name) // text always has a form
	return append(append(dst, text...), ':')
}

func (p *plan) membersOf(v reflect.Value) map[string]json.RawMessage {
	if p.extra < 0 {
		return nil
	}
	extra, _ := v.Field(p.extra).Interface().(map[string]json.RawMessage)
	return extra
}

// sends reports that a field which is set sends a member.
func (p *plan) sends(v reflect.Value, name string) bool {
	for i := range p.fields {
		if f := &p.fields[i]; f.place == InJSON && f.name == name && !unset(f.of(v)) {
			return true
		}
	}
	return false
}

var marshalerType = reflect.TypeFor[json.Marshaler]()

// isObject reports a struct that is written field by field.
func isObject(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != timeType && !t.Implements(marshalerType) && !reflect.PointerTo(t).Implements(marshalerType)
}

// appendValue adds a value, whose objects are written as params are.
func appendValue(dst []byte, v reflect.Value, option string) ([]byte, error) {
	switch t := v.Type(); {
	case t.Kind() == reflect.Pointer && v.IsNil():
		return append(dst, "null"...), nil
	case t.Kind() == reflect.Pointer && (isObject(t.Elem()) || t.Elem() == durationType || isSecret(t.Elem())):
		return appendValue(dst, v.Elem(), option)
	case isSecret(t):
		text, err := json.Marshal(v.String())
		return append(dst, text...), err
	case isObject(t):
		p, err := planOf(t)
		if err != nil {
			return dst, err
		}
		return p.appendJSON(dst, v)
	case t.Kind() == reflect.Slice && (isObject(t.Elem()) || t.Elem().Kind() == reflect.Pointer && isObject(t.Elem().Elem())):
		return appendObjects(dst, v)
	case t == durationType:
		n, err := wholeUnits(v, option)
		return strconv.AppendInt(dst, n, 10), err
	case t == timeType && option == "date":
		day, err := timeText(v, `"`+time.DateOnly+`"`)
		return append(dst, day...), err
	}
	text, err := json.Marshal(v.Interface())
	return append(dst, text...), err
}

func appendObjects(dst []byte, v reflect.Value) ([]byte, error) {
	dst = append(dst, '[')
	for i := range v.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = appendValue(dst, v.Index(i), ""); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

// checkJSONOption refuses an option that a JSON body does not have.
func checkJSONOption(t reflect.Type, option string) error {
	isDuration := t == durationType || t.Kind() == reflect.Pointer && t.Elem() == durationType
	switch {
	case t.Kind() == reflect.Slice && t.Elem() == durationType:
		return fmt.Errorf("%s cannot be sent in JSON", t)
	case hidesSecret(t):
		return errHidden(t)
	case isDuration && unitOf(option) == 0:
		return errNoUnit
	case t == timeType && option == "date":
	case !isDuration && option != "":
		return fmt.Errorf("option %q does not fit %s", option, t)
	}
	return nil
}

// objects ranges over the objects that a value of a JSON body is or holds, and where in
// it they stand: "" for itself, "[2]" for an item, and ["name"] for a member of a map, in
// the order of the names.
func objects(v reflect.Value) iter.Seq2[string, reflect.Value] {
	return func(yield func(string, reflect.Value) bool) {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		switch {
		case !v.IsValid():
		case isObject(v.Type()):
			yield("", v)
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				item := reflect.Indirect(v.Index(i))
				if !item.IsValid() || !isObject(item.Type()) {
					continue
				}
				if !yield("["+strconv.Itoa(i)+"]", item) {
					return
				}
			}
		case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String && isObject(v.Type().Elem()):
			keys := v.MapKeys()
			slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
			for _, key := range keys {
				if !yield("["+strconv.Quote(key.String())+"]", v.MapIndex(key)) {
					return
				}
			}
		}
	}
}
