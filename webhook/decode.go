package webhook

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The structs of this package are filled from parameters by their tags:
// form:"CallSid" names one, form:"CallSid,required" one without which the request
// is another; form:"From*" on a struct puts From before the names inside, and
// form:"MachineDetectionDuration,ms" a duration in another unit than seconds. A
// value that cannot be read leaves its field at zero: Raw has it still.

// field is one field of a payload.
type field struct {
	index    []int
	name     string
	required bool
	unit     time.Duration // of a duration
}

// plans keeps the fields of a type.
var plans sync.Map // reflect.Type to []field

func planOf(t reflect.Type) []field {
	if plan, ok := plans.Load(t); ok {
		fields, _ := plan.([]field)
		return fields
	}
	plan := appendFields(nil, t, nil, "")
	plans.Store(t, plan)
	return plan
}

func appendFields(plan []field, t reflect.Type, index []int, prefix string) []field {
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(append([]int(nil), index...), i)
		tag := f.Tag.Get("form")
		name, option, _ := strings.Cut(tag, ",")
		switch {
		case f.Anonymous:
			plan = appendFields(plan, f.Type, at, prefix)
		case strings.HasSuffix(name, "*"):
			plan = appendFields(plan, f.Type, at, strings.TrimSuffix(name, "*"))
		case name != "":
			plan = append(plan, field{index: at, name: prefix + name, required: option == "required", unit: unitOf(option)})
		}
	}
	return plan
}

func unitOf(option string) time.Duration {
	if option == "ms" {
		return time.Millisecond
	}
	return time.Second
}

// Params is embedded in every payload.
type Params struct {
	Raw url.Values // everything that Twilio sent, what this package has no field for included
}

func (p *Params) keep(params url.Values) { p.Raw = params }

// payload is a pointer to a struct that embeds Params.
type payload[T any] interface {
	*T
	keep(url.Values)
}

// parse reads the parameters of a request into a payload: those of its form, or of
// its query when it is a GET.
func parse[T any, P payload[T]](r *http.Request, name string) (P, error) {
	params, err := readParams(r, name)
	if err != nil {
		return nil, err
	}
	return decode[T, P](params, name)
}

func decode[T any, P payload[T]](params url.Values, name string) (P, error) {
	p := P(new(T))
	p.keep(params)
	value := reflect.ValueOf(p).Elem()
	for _, f := range planOf(value.Type()) {
		text := params.Get(f.name)
		if f.required && text == "" {
			return nil, &PayloadError{Payload: name, Parameter: f.name, Problem: "is missing"}
		}
		if text != "" {
			set(value.FieldByIndex(f.index), text, f.unit)
		}
	}
	return p, nil
}

// readParams reads a form and puts the body back.
func readParams(r *http.Request, name string) (url.Values, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		params, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return nil, &PayloadError{Payload: name, Problem: "has a query that cannot be read"}
		}
		return params, nil
	}
	if r.PostForm != nil {
		return r.PostForm, nil // somebody has read the form before
	}
	if mediaType(r) != formType {
		return nil, &PayloadError{Payload: name, Problem: "is not a form: its Content-Type is another"}
	}
	body, err := readBody(r, defaultMaxBody)
	if err != nil {
		return nil, &PayloadError{Payload: name, Problem: "has a body that cannot be read", Err: err}
	}
	params, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, &PayloadError{Payload: name, Problem: "is not a form", Err: errors.New("it has a broken %-escape")}
	}
	return params, nil
}

var timeType, durationType = reflect.TypeFor[time.Time](), reflect.TypeFor[time.Duration]()

// set reads text into a field; what cannot be read is left out.
func set(v reflect.Value, text string, unit time.Duration) {
	if v.Type() == timeType {
		v.Set(reflect.ValueOf(parseTime(text)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(strings.EqualFold(text, "true") || text == "1")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		if err != nil || v.OverflowInt(n) {
			return
		}
		if v.Type() == durationType {
			if n > int64(math.MaxInt64/unit) || n < 0 {
				return
			}
			n *= int64(unit)
		}
		v.SetInt(n)
	case reflect.Float64:
		if f, err := strconv.ParseFloat(text, 64); err == nil && f == f { // not NaN
			v.SetFloat(f)
		}
	case reflect.Slice: // json.RawMessage
		if json.Valid([]byte(text)) {
			v.SetBytes([]byte(text))
		}
	}
}

// parseTime reads the forms in which Twilio writes times; zero for any other.
func parseTime(text string) time.Time {
	for _, layout := range [...]string{time.RFC3339Nano, time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
