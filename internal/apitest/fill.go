package apitest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/form"
)

// wanted is one parameter as it has to arrive: its texts, or texts that are JSON.
type wanted struct {
	texts []string
	trees []any // instead of texts
}

// filling is a params struct with values, and how they have to arrive.
type filling struct {
	*operation

	keep   func(name string) bool // the parameters that are set, by Twilio's names
	params reflect.Value
	want   map[contract.In]map[string]wanted
	body   map[string]any // of a JSON body
}

// placeOf returns where Twilio takes a parameter that is in a place of ours.
func (o *operation) placeOf(f *form.Field) contract.In {
	switch f.Place {
	case form.InQuery:
		return contract.Query
	case form.InHeader:
		return contract.Header
	case form.InPath:
		return contract.Path
	case form.InJSON:
		return contract.JSON
	}
	if o.official.Method == http.MethodGet || o.official.Method == http.MethodDelete {
		return contract.Query
	}
	return contract.Form
}

// param returns Twilio's parameter for a field of ours, nil when there is none.
func (o *operation) param(f *form.Field) *contract.Param {
	if p := o.official.Param(o.placeOf(f), f.Name); p != nil {
		return p
	}
	if prefix, _, dotted := strings.Cut(f.Name, "."); dotted && f.Place == form.InJSON {
		return o.official.Param(contract.JSON, prefix+".*")
	}
	return nil
}

// fill sets the parameters that keep accepts. It returns an error for a field that
// cannot have a value of Twilio's type.
func (o *operation) fill(keep func(name string) bool) (*filling, error) {
	fl := &filling{operation: o, keep: keep, want: map[contract.In]map[string]wanted{}, body: map[string]any{}}
	if o.params == nil {
		return fl, nil
	}
	fl.params = reflect.New(o.params).Elem()
	for i := range o.fields {
		f := &o.fields[i]
		if !keep(f.Name) {
			continue
		}
		if err := fl.fillField(f, i+1); err != nil {
			return nil, fmt.Errorf("%s.%s: %w", o.params.Name(), f.GoName, err)
		}
	}
	return fl, nil
}

func (fl *filling) fillField(f *form.Field, n int) error {
	v := fl.params.FieldByIndex(f.Index)
	if f.Place == form.InJSON {
		tree, err := fl.fillTree(v, f, f.Name, n)
		fl.body[f.Name] = tree
		return err
	}
	if f.Option == "numbered" {
		return fl.fillNumbered(v, f, n)
	}
	w, err := fl.fillText(v, f, n)
	fl.expect(f, w)
	return err
}

// expect notes how a parameter has to arrive.
func (fl *filling) expect(f *form.Field, w wanted) {
	place := fl.placeOf(f)
	if fl.want[place] == nil {
		fl.want[place] = map[string]wanted{}
	}
	fl.want[place][f.Name] = w
}

// fillText sets a field that is written as texts.
func (fl *filling) fillText(v reflect.Value, f *form.Field, n int) (wanted, error) {
	p := fl.param(f)
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch {
	case f.Option == "json":
		tree, err := fl.fillTree(v, f, "", n)
		return wanted{trees: []any{tree}}, err
	case f.Option == "items":
		tree, err := fl.fillTree(v, f, "", n)
		items, _ := tree.([]any)
		return wanted{trees: items}, err
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		return fl.fillList(v, f, p, n)
	case v.Kind() == reflect.Struct && v.Type() != timeType:
		return wanted{texts: []string{fillFile(v)}}, nil
	}
	text := fl.valueOf(p, f, v.Type(), n)
	return wanted{texts: []string{text}}, setText(v, f.Option, text)
}

func (fl *filling) fillList(v reflect.Value, f *form.Field, p *contract.Param, n int) (wanted, error) {
	var texts []string
	for i := range 2 {
		item := reflect.New(v.Type().Elem()).Elem()
		if f.Option == "items" {
			tree, err := fl.fillTree(item, f, "", n+i)
			if err != nil {
				return wanted{}, err
			}
			v.Set(reflect.Append(v, item))
			texts = append(texts, render(tree))
			continue
		}
		text := fl.valueOf(p, f, item.Type(), n+i)
		if err := setText(item, "", text); err != nil {
			return wanted{}, err
		}
		v.Set(reflect.Append(v, item))
		texts = append(texts, text)
	}
	if f.Option == "comma" {
		texts = []string{strings.Join(texts, ",")}
	}
	return wanted{texts: texts}, nil
}

// valueOf is the text of a parameter: the row's, or a sample.
func (o *operation) valueOf(p *contract.Param, f *form.Field, t reflect.Type, n int) string {
	if text, given := o.row.Values[f.Name]; given {
		return text
	}
	return paramSample(p, f, t, n)
}

// unitOf is the unit that an option of a duration names.
func unitOf(option string) time.Duration {
	switch option {
	case "minutes":
		return time.Minute
	case "milliseconds":
		return time.Millisecond
	default:
		return time.Second
	}
}

// setText sets a value so that it is written as a text.
func setText(v reflect.Value, option, text string) error {
	var err error
	switch t := v.Type(); {
	case t == timeType:
		var moment time.Time
		if moment, err = time.Parse(time.RFC3339, text); err != nil {
			moment, err = time.Parse(time.DateOnly, text)
		}
		v.Set(reflect.ValueOf(moment))
	case t == durationType:
		var n int64
		n, err = strconv.ParseInt(text, 10, 64)
		v.SetInt(n * int64(unitOf(option)))
	case t.Kind() == reflect.String:
		v.SetString(text)
	case t.Kind() == reflect.Bool:
		var b bool
		b, err = strconv.ParseBool(text)
		v.SetBool(b)
	case v.CanInt():
		var n int64
		n, err = strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
	case v.CanFloat():
		var n float64
		n, err = strconv.ParseFloat(text, 64)
		v.SetFloat(n)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		v.SetBytes([]byte(text))
	default:
		err = fmt.Errorf("the harness has no value for a %s: use a text, a number, a bool, time.Time, time.Duration, a list of them, or the option json", t)
	}
	return err
}

// fillFile fills the texts and the bytes of a file, and returns its content.
func fillFile(v reflect.Value) string {
	const content = "the content of the file"
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case !f.CanSet():
		case f.Kind() == reflect.String && strings.Contains(v.Type().Field(i).Name, "Type"):
			f.SetString("text/plain")
		case f.Kind() == reflect.String:
			f.SetString("file.txt")
		case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Uint8:
			f.SetBytes([]byte(content))
		}
	}
	return content
}

// fillTree sets a value that is written as JSON, and returns the JSON: text, a
// json.Number, a bool, []any or map[string]any. The path is that of Twilio's parameter
// in a JSON body, and "" where Twilio does not say what the JSON holds.
func (fl *filling) fillTree(v reflect.Value, f *form.Field, path string, n int) (any, error) {
	var p *contract.Param
	if path != "" {
		p = fl.official.Param(contract.JSON, path)
	}
	switch t := v.Type(); {
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		return fl.fillTree(v.Elem(), f, path, n)
	case t == reflect.TypeFor[json.RawMessage]():
		v.SetBytes(fmt.Appendf(nil, `{"key":"value%d"}`, n))
		return map[string]any{"key": "value" + strconv.Itoa(n)}, nil
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Interface:
		return fl.fillVariants(v, path, n)
	case t.Kind() == reflect.Slice:
		item := reflect.New(t.Elem()).Elem()
		tree, err := fl.fillTree(item, f, path, n)
		v.Set(reflect.Append(v, item))
		return []any{tree}, err
	case t.Kind() == reflect.Map:
		item := reflect.New(t.Elem()).Elem()
		tree, err := fl.fillTree(item, f, below(path, "*"), n)
		v.Set(reflect.MakeMap(t))
		v.SetMapIndex(reflect.ValueOf("key").Convert(t.Key()), item)
		return map[string]any{"key": tree}, err
	case t.Kind() == reflect.Struct && t != timeType:
		return fl.fillObject(v, path, n)
	}
	text := fl.valueOf(p, f, v.Type(), n)
	if p != nil && fl.row.Values[path] != "" {
		text = fl.row.Values[path]
	}
	if err := setText(v, f.Option, text); err != nil {
		return nil, err
	}
	return jsonOf(v, text), nil
}

func (fl *filling) fillObject(v reflect.Value, path string, n int) (any, error) {
	object := map[string]any{}
	for name, text := range fl.fixedOf(v.Type()) {
		object[name] = text
	}
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		name, option, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if !sf.IsExported() || name == "-" || sf.Name == "Extra" || !fl.keep(below(path, name)) {
			continue
		}
		if name == "" {
			return nil, fmt.Errorf("%s has no json tag", sf.Name)
		}
		inner := form.Field{Name: name, GoName: sf.Name, Place: form.InJSON, Type: sf.Type, Option: option, Check: sf.Tag.Get("check")}
		tree, err := fl.fillTree(v.Field(i), &inner, below(path, name), n+i+1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sf.Name, err)
		}
		object[name] = tree
	}
	return object, nil
}

// jsonOf is the JSON of a value that was set from a text.
func jsonOf(v reflect.Value, text string) any {
	switch {
	case v.Kind() == reflect.Bool:
		return text == "true"
	case v.Type() == durationType, isWhole(v.Kind()), v.CanFloat():
		return json.Number(text)
	}
	return text
}

// below is the path of a member of an object; nothing is known of members of what is
// not known.
func below(path, name string) string {
	if path == "" {
		return ""
	}
	return path + "." + name
}

// variations are the sets of parameters for which there is one request each: all of
// them, and one for each of those that must not be set together.
func (o *operation) variations() []func(name string) bool {
	if len(o.row.Apart) == 0 {
		return []func(string) bool{func(string) bool { return true }}
	}
	var keeps []func(string) bool
	for _, alone := range o.row.Apart {
		keeps = append(keeps, func(name string) bool { return name == alone || !slices.Contains(o.row.Apart, name) })
	}
	return keeps
}
