package form

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Field describes one parameter of a struct, for tests that compare structs
// with the published API.
type Field struct {
	Name   string // the parameter's name on the wire; of a nested struct with its parents: "Push.ApnCredentialSid"
	GoName string // "Push.APNCredentialSID"
	Place  Place
	Type   reflect.Type
	Option string // "", "json", "items", "numbered", "comma", "minutes", "seconds", "milliseconds" or "date"
	Check  string // the rules of its tag: "required,recipient"
	Index  []int  // as reflect's FieldByIndex takes it
}

// Fields lists the parameters of a struct type in their order. It fails on a
// field that cannot be encoded, and on a rule that does not fit its field.
func Fields(t reflect.Type) ([]Field, error) {
	p, err := planOf(t)
	if err != nil {
		return nil, err
	}
	fields := make([]Field, len(p.fields))
	for i, f := range p.fields {
		sf := t.FieldByIndex(f.index)
		fields[i] = Field{
			Name: f.name, GoName: f.goName, Place: f.place, Type: sf.Type, Option: f.option, Check: sf.Tag.Get("check"), Index: f.index,
		}
	}
	return fields, nil
}

// Place is where a parameter goes. It is the key of the tag that names the parameter.
type Place string

// The places of parameters.
const (
	InForm   Place = "form"   // the body, or the query of a request without a body
	InQuery  Place = "query"  // the query, whatever the method
	InHeader Place = "header" // the header
	InPath   Place = "path"   // a placeholder of the path
	InJSON   Place = "json"   // the top level of a JSON body
	InFile   Place = "file"   // a file in a multipart body, for [Unsent] alone: its tag is form
)

var places = [...]Place{InForm, InQuery, InHeader, InPath, InJSON}

// plan is the result of reflection on a struct type, which is cached.
type plan struct {
	fields []field
	extra  int            // index of the field Extra, or -1
	cursor int            // index of the field Cursor, or -1
	used   map[Place]bool // the places that have a field
}

type field struct {
	index  []int
	group  int // how much of the index leads to the group around it, 0 when it has none
	goName string
	name   string // as on the wire
	key    string // name, escaped
	place  Place
	option string
	encode encoder // of a form, a query, a header or a path; nil in JSON and for a file
	file   bool    // its type is a File
	items  []field // of each item of a numbered list

	required bool
	hint     string // what to give when it is missing
	rules    []rule // for a value that is set
}

// of returns the field's value in a struct.
func (f *field) of(v reflect.Value) reflect.Value {
	for _, i := range f.index {
		v = v.Field(i)
	}
	return v
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
	membersType  = reflect.TypeFor[map[string]json.RawMessage]()
	timeType     = reflect.TypeFor[time.Time]()
	durationType = reflect.TypeFor[time.Duration]()
	fileType     = reflect.TypeFor[File]()
)

func newPlan(t reflect.Type) (*plan, error) {
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("form: %s is not a struct", t)
	}
	p := &plan{extra: -1, cursor: -1, used: map[Place]bool{}}
	for i := range t.NumField() {
		switch sf := t.Field(i); {
		case sf.Name == "Extra" && (sf.Type == valuesType || sf.Type == membersType):
			p.extra = i
		case sf.Name == "Cursor" && sf.Type.Kind() == reflect.String:
			p.cursor = i
		case sf.IsExported() || sf.Anonymous:
			if err := p.add(sf, field{}); err != nil {
				return nil, fmt.Errorf("form: %s.%w", t, err)
			}
		}
	}
	return p, nil
}

// add plans a field of a struct, or the fields of a struct that it holds: a form
// writes them with a dot between the names. The parent is the zero field at the top.
func (p *plan) add(sf reflect.StructField, parent field) error {
	place, tag := placeOf(sf.Tag)
	name, option, _ := strings.Cut(tag, ",")
	if place == InJSON && (option == "omitempty" || option == "omitzero") {
		option = "" // a zero value is left out in any case
	}
	inline := tag == ",inline" && place == InForm && !sf.Anonymous && isGroup(sf.Type)
	switch {
	case name == "-":
		return nil
	case name == "" && !inline:
		return fmt.Errorf("%s has no tag that names its parameter", sf.Name)
	case parent.place != "" && parent.place != place:
		return fmt.Errorf("%s is in another place than the struct around it", sf.Name)
	}
	f := field{
		index: append(slices.Clip(parent.index), sf.Index...), goName: parent.goName + sf.Name, name: parent.name + name, group: parent.group,
		place: place, option: option,
	}
	if inline {
		f.goName += "."
		return p.addFields(sf.Type, f)
	}
	if place != InJSON && option != "json" && isGroup(sf.Type) {
		return p.addGroup(sf.Type, f)
	}
	return p.addField(sf, f)
}

// isGroup reports a struct whose fields are parameters of their own.
func isGroup(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != timeType && !t.Implements(fileType)
}

func (p *plan) addGroup(t reflect.Type, group field) error {
	group.name, group.goName, group.group = group.name+".", group.goName+".", len(group.index)
	return p.addFields(t, group)
}

// addFields plans the fields of a struct that another struct holds.
func (p *plan) addFields(t reflect.Type, around field) error {
	for i := range t.NumField() {
		if sf := t.Field(i); sf.IsExported() || sf.Anonymous {
			if err := p.add(sf, around); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *plan) addField(sf reflect.StructField, f field) error {
	var err error
	f.key, f.file = string(AppendEscaped(nil, f.name)), sf.Type.Implements(fileType)
	switch {
	case f.place == InJSON:
		err = checkJSONOption(sf.Type, f.option)
	case f.file && f.place == InForm:
	case (f.place == InHeader || f.place == InPath) && sf.Type.Kind() == reflect.Slice && f.option != "comma" && f.option != "json":
		err = errors.New("a list needs the option comma in a header and in a path")
	case f.option == numbered && sf.Type.Kind() == reflect.Slice && isGroup(sf.Type.Elem()):
		f.items, err = itemFields(sf.Type.Elem())
		f.encode = encodeNumbered(f.items)
	default:
		f.encode, err = encoderOf(sf.Type, f.option)
	}
	if err == nil {
		err = f.readRules(sf.Type, sf.Tag.Get("check"))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.goName, err)
	}
	p.fields, p.used[f.place] = append(p.fields, f), true
	return nil
}

// placeOf returns the tag that names a parameter.
func placeOf(tag reflect.StructTag) (Place, string) {
	for _, place := range places {
		if name := tag.Get(string(place)); name != "" {
			return place, name
		}
	}
	return "", ""
}

func encoderOf(t reflect.Type, option string) (encoder, error) {
	switch {
	case (option == "json" || option == "items") && holdsSecret(t):
		return nil, errHidden(t)
	case option == "json":
		return encodeJSON, nil
	case t.Kind() == reflect.Pointer:
		return encoderOfPointer(t, option)
	case option == "items" && t.Kind() == reflect.Slice:
		return encodeEach(encodeJSON), nil
	case option == "comma" && t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return encodeComma, nil
	case unitOf(option) != 0 && t == durationType:
		return encodeDuration(option), nil
	case option == "date" && t == timeType:
		return encodeDate, nil
	case option != "":
		return nil, fmt.Errorf("option %q does not fit %s", option, t)
	case t == timeType:
		return encodeTime, nil
	case t == durationType:
		return nil, errNoUnit
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
	case reflect.Float64:
		return encodeFloat, nil
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Pointer {
			return nil, fmt.Errorf("%s cannot be sent in a form", t)
		}
		elem, err := encoderOf(t.Elem(), "")
		if err != nil {
			return nil, err
		}
		return encodeEach(elem), nil
	default:
		return nil, fmt.Errorf("%s cannot be sent in a form", t)
	}
}

// encoderOfPointer writes the value that a pointer leads to.
func encoderOfPointer(t reflect.Type, option string) (encoder, error) {
	if t.Elem().Kind() == reflect.Pointer {
		return nil, fmt.Errorf("%s cannot be sent in a form", t)
	}
	elem, err := encoderOf(t.Elem(), option)
	if err != nil {
		return nil, err
	}
	return func(dst []byte, key string, v reflect.Value) ([]byte, error) { return elem(dst, key, v.Elem()) }, nil
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

// encodeFloat writes as few digits as read the same number again.
func encodeFloat(dst []byte, key string, v reflect.Value) ([]byte, error) {
	if n := v.Float(); math.IsNaN(n) || math.IsInf(n, 0) {
		return dst, errors.New("is not a number that can be written; give a finite one")
	}
	return strconv.AppendFloat(appendKey(dst, key), v.Float(), 'f', -1, 64), nil
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
	text, err := timeText(v, layout)
	if err != nil {
		return dst, err
	}
	return appendPair(dst, key, text), nil
}

// timeText writes a time in UTC.
func timeText(v reflect.Value, layout string) (string, error) {
	t, ok := v.Interface().(time.Time)
	if !ok {
		return "", fmt.Errorf("%s is not a time", v.Type())
	}
	t = t.UTC()
	if t.Year() < 0 || t.Year() > 9999 {
		return "", fmt.Errorf("year %d cannot be written in ISO 8601; use one from 0 to 9999", t.Year())
	}
	return t.Format(layout), nil
}

// encodeDuration counts the units that an option names.
func encodeDuration(option string) encoder {
	return func(dst []byte, key string, v reflect.Value) ([]byte, error) {
		n, err := wholeUnits(v, option)
		if err != nil {
			return dst, err
		}
		return strconv.AppendInt(appendKey(dst, key), n, 10), nil
	}
}

// unitOf returns the unit in which an option writes a duration, 0 for another option.
func unitOf(option string) time.Duration {
	switch option {
	case "minutes":
		return time.Minute
	case "seconds":
		return time.Second
	case "milliseconds":
		return time.Millisecond
	}
	return 0
}

var errNoUnit = errors.New("a time.Duration needs the option minutes, seconds or milliseconds")

// wholeUnits counts the units of a duration.
func wholeUnits(v reflect.Value, option string) (int64, error) {
	d, unit := time.Duration(v.Int()), unitOf(option)
	if d%unit != 0 {
		return 0, fmt.Errorf("%s is not a whole number of %s; round it", d, option)
	}
	return int64(d / unit), nil
}

func encodeJSON(dst []byte, key string, v reflect.Value) ([]byte, error) {
	text, err := json.Marshal(v.Interface())
	if err != nil {
		return dst, err
	}
	return appendPair(dst, key, string(text)), nil
}
