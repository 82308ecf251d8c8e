package form

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Field describes one parameter of a struct, for tests that compare structs
// with the published API.
type Field struct {
	Name   string // the parameter's name on the wire
	GoName string
	Type   reflect.Type
	Option string // "", "json", "comma", "seconds", "milliseconds" or "date"
	Check  string // the rules of its tag: "required,recipient"
}

// Fields lists the parameters of a struct type in their order. It fails on a
// field that Append could not encode, and on a rule that does not fit its field.
func Fields(t reflect.Type) ([]Field, error) {
	p, err := planOf(t)
	if err != nil {
		return nil, err
	}
	fields := make([]Field, len(p.fields))
	for i, f := range p.fields {
		fields[i] = Field{Name: f.name, GoName: f.goName, Type: t.Field(f.index).Type, Option: f.option, Check: t.Field(f.index).Tag.Get("check")}
	}
	return fields, nil
}

// plan is what reflection learns of a struct type, once.
type plan struct {
	fields []field
	extra  int // index of the field Extra, or -1
}

type field struct {
	index  int
	goName string
	name   string // as on the wire
	key    string // name, escaped
	option string
	encode encoder

	required bool
	hint     string // what to give when it is missing
	rules    []rule // for a value that is set
}

// encoder adds the pairs of a value that is not zero.
type encoder func(dst []byte, key string, v reflect.Value) ([]byte, error)

var plans sync.Map // reflect.Type to *plan

func planOf(t reflect.Type) (*plan, error) {
	if cached, ok := plans.Load(t); ok {
		if p, ok := cached.(*plan); ok {
			return p, nil
		}
	}
	p, err := newPlan(t)
	if err != nil {
		return nil, err
	}
	plans.Store(t, p)
	return p, nil
}

var (
	valuesType   = reflect.TypeFor[url.Values]()
	timeType     = reflect.TypeFor[time.Time]()
	durationType = reflect.TypeFor[time.Duration]()
)

func newPlan(t reflect.Type) (*plan, error) {
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("form: %s is not a struct", t)
	}
	p := &plan{extra: -1}
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Name == "Extra" && sf.Type == valuesType {
			p.extra = i
			continue
		}
		name, option, _ := strings.Cut(sf.Tag.Get("form"), ",")
		if name == "-" || !sf.IsExported() {
			continue
		}
		if name == "" {
			return nil, fmt.Errorf("form: %s.%s has no form tag", t, sf.Name)
		}
		encode, err := encoderOf(sf.Type, option)
		if err != nil {
			return nil, fmt.Errorf("form: %s.%s: %w", t, sf.Name, err)
		}
		f := field{
			index: i, goName: sf.Name, name: name, option: option,
			key: string(AppendEscaped(nil, name)), encode: encode,
		}
		if err := f.readRules(sf.Type, sf.Tag.Get("check")); err != nil {
			return nil, fmt.Errorf("form: %s.%s: %w", t, sf.Name, err)
		}
		p.fields = append(p.fields, f)
	}
	return p, nil
}

func encoderOf(t reflect.Type, option string) (encoder, error) {
	switch {
	case option == "json":
		return encodeJSON, nil
	case option == "comma" && t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return encodeComma, nil
	case option == "seconds" && t == durationType:
		return encodeDuration(time.Second, "seconds"), nil
	case option == "milliseconds" && t == durationType:
		return encodeDuration(time.Millisecond, "milliseconds"), nil
	case option == "date" && t == timeType:
		return encodeDate, nil
	case option != "":
		return nil, fmt.Errorf("option %q does not fit %s", option, t)
	case t == timeType:
		return encodeTime, nil
	case t == durationType:
		return nil, errors.New("a time.Duration needs the option seconds or milliseconds")
	}
	return encoderOfKind(t)
}

func encoderOfKind(t reflect.Type) (encoder, error) {
	switch t.Kind() {
	case reflect.String:
		return encodeString, nil
	case reflect.Bool:
		return encodeBool, nil
	case reflect.Int, reflect.Int32, reflect.Int64:
		return encodeInt, nil
	case reflect.Pointer, reflect.Slice:
		if t.Elem().Kind() == reflect.Pointer {
			return nil, fmt.Errorf("%s cannot be sent in a form", t)
		}
		elem, err := encoderOf(t.Elem(), "")
		if err != nil {
			return nil, err
		}
		if t.Kind() == reflect.Slice {
			return encodeEach(elem), nil
		}
		return func(dst []byte, key string, v reflect.Value) ([]byte, error) {
			return elem(dst, key, v.Elem())
		}, nil
	default:
		return nil, fmt.Errorf("%s cannot be sent in a form", t)
	}
}

func encodeString(dst []byte, key string, v reflect.Value) ([]byte, error) {
	return appendPair(dst, key, v.String()), nil
}

func encodeBool(dst []byte, key string, v reflect.Value) ([]byte, error) {
	return strconv.AppendBool(appendKey(dst, key), v.Bool()), nil
}

func encodeInt(dst []byte, key string, v reflect.Value) ([]byte, error) {
	return strconv.AppendInt(appendKey(dst, key), v.Int(), 10), nil
}

// encodeEach repeats the key, as Twilio takes lists.
func encodeEach(elem encoder) encoder {
	return func(dst []byte, key string, v reflect.Value) ([]byte, error) {
		var err error
		for i := range v.Len() {
			if dst, err = elem(dst, key, v.Index(i)); err != nil {
				return dst, err
			}
		}
		return dst, nil
	}
}

func encodeComma(dst []byte, key string, v reflect.Value) ([]byte, error) {
	items := make([]string, v.Len())
	for i := range items {
		items[i] = v.Index(i).String()
	}
	return appendPair(dst, key, strings.Join(items, ",")), nil
}

func encodeTime(dst []byte, key string, v reflect.Value) ([]byte, error) {
	return appendTime(dst, key, v, "2006-01-02T15:04:05Z")
}

func encodeDate(dst []byte, key string, v reflect.Value) ([]byte, error) {
	return appendTime(dst, key, v, time.DateOnly)
}

func appendTime(dst []byte, key string, v reflect.Value, layout string) ([]byte, error) {
	t, ok := v.Interface().(time.Time)
	if !ok {
		return dst, fmt.Errorf("%s is not a time", v.Type())
	}
	t = t.UTC()
	if t.Year() < 0 || t.Year() > 9999 {
		return dst, fmt.Errorf("year %d cannot be written in ISO 8601; use one from 0 to 9999", t.Year())
	}
	return appendPair(dst, key, t.Format(layout)), nil
}

// encodeDuration counts whole units.
func encodeDuration(unit time.Duration, name string) encoder {
	return func(dst []byte, key string, v reflect.Value) ([]byte, error) {
		d := time.Duration(v.Int())
		if d%unit != 0 {
			return dst, fmt.Errorf("%s is not a whole number of %s; round it", d, name)
		}
		return strconv.AppendInt(appendKey(dst, key), int64(d/unit), 10), nil
	}
}

func encodeJSON(dst []byte, key string, v reflect.Value) ([]byte, error) {
	text, err := json.Marshal(v.Interface())
	if err != nil {
		return dst, err
	}
	return appendPair(dst, key, string(text)), nil
}
