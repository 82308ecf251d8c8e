package webhook

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seed15d99369/twilio/internal/scalar"
)

// The structs of this package are filled from parameters by the tags of their fields:
//   - form:"CallSid" names the parameter;
//   - form:"CallSid,required" makes it an error if the parameter is missing;
//   - form:"MessageSid|SmsSid" also takes an older name of the parameter;
//   - form:"From*" on a struct puts From before the names inside the struct;
//   - form:"MachineDetectionDuration,ms" reads a duration in milliseconds, not in seconds.
//
// A []string takes all values of its parameter, and any other field the first one. A
// malformed value leaves its field at zero, and is still in Raw.

// field is one field of a payload.
type field struct {
	index    []int
	names    []string // of the parameter; the first name that has a value is used
	required bool
	unit     time.Duration // of a duration
}

// fieldsByType caches the fields of each payload.
var fieldsByType sync.Map // reflect.Type to []field

func fieldsOf(t reflect.Type) []field {
	if plan, ok := fieldsByType.Load(t); ok {
		fields, _ := plan.([]field)
		return fields
	}
	plan := appendFields(nil, t, nil, "")
	fieldsByType.Store(t, plan)
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
			plan = append(plan, field{index: at, names: paramNames(prefix, name), required: option == "required", unit: unitOf(option)})
		}
	}
	return plan
}

func paramNames(prefix, name string) []string {
	names := strings.Split(name, "|")
	for i := range names {
		names[i] = prefix + names[i]
	}
	return names
}

// text returns the value of a field's parameter.
func (f *field) text(params url.Values) string {
	for _, name := range f.names {
		if text := params.Get(name); text != "" {
			return text
		}
	}
	return ""
}

func unitOf(option string) time.Duration {
	if option == "ms" {
		return time.Millisecond
	}
	return time.Second
}

// Params is embedded in every payload that comes as a form. It holds all parameters of the
// request as Twilio sent them.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks
type Params struct {
	Raw url.Values // every parameter, also those without a field
}

func (p *Params) setRaw(params url.Values) { p.Raw = params }

// SIPHeader returns a header of a SIP call, such as "X-Account": in a [Dial] the header of
// the dialled side, and in any other payload that of the caller. It returns "" when Twilio
// did not send the header. Twilio's page lists the headers that it sends.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/sip-twiml
func (p *Params) SIPHeader(name string) string {
	if text := p.Raw.Get("DialSipHeader_" + name); text != "" {
		return text
	}
	return p.Raw.Get("SipHeader_" + name)
}

// payload is a pointer to a struct that embeds Params.
type payload[T any] interface {
	*T
	setRaw(url.Values)
}

// parse reads the parameters of a request into a payload. They are in the form, or in the
// query when the request is a GET.
func parse[T any, P payload[T]](r *http.Request, name string) (P, error) {
	params, err := readParams(r, name)
	if err != nil {
		return nil, err
	}
	return decode[T, P](params, name)
}

func decode[T any, P payload[T]](params url.Values, name string) (P, error) {
	p := P(new(T))
	p.setRaw(params)
	value := reflect.ValueOf(p).Elem()
	for _, f := range fieldsOf(value.Type()) {
		text := f.text(params)
		if f.required && text == "" {
			return nil, &PayloadError{Payload: name, Parameter: f.names[0], Problem: "is missing"}
		}
		switch target := value.FieldByIndex(f.index); {
		case text == "":
		case target.Type() == stringsType:
			target.Set(reflect.ValueOf(slices.Clone(params[f.names[0]])))
		default:
			setField(target, text, f.unit)
		}
	}
	return p, nil
}

// readParams reads the parameters of a request, and lets the body be read again. A query is
// read even if a part of it is malformed: Twilio's own parameters are well-formed, and the
// rest is from your address.
func readParams(r *http.Request, name string) (url.Values, error) {
	if r == nil || r.URL == nil {
		return nil, &PayloadError{Payload: name, Problem: "is not a request: it is nil, or has no address"}
	}
	if paramsInQuery(r) {
		return r.URL.Query(), nil
	}
	if params, ok := parsedForm(r); ok {
		return params, nil
	}
	if !isForm(r) {
		return nil, &PayloadError{Payload: name, Problem: "is not a form: its Content-Type is another"}
	}
	body, err := bodyToParse(r)
	if err != nil {
		return nil, &PayloadError{Payload: name, Problem: "cannot be read", Err: err}
	}
	params, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, &PayloadError{Payload: name, Problem: "is not a form", Err: errors.New("it has a broken %-escape, or a semicolon")}
	}
	return params, nil
}

// dedupeKey joins the parts that identify an event. The parts are SIDs, names of events and
// numbers as Twilio sends them, none of which holds a slash.
func dedupeKey(kind string, parts ...string) string {
	return kind + "/" + strings.Join(parts, "/")
}

var timeType, durationType, stringsType = reflect.TypeFor[time.Time](), reflect.TypeFor[time.Duration](), reflect.TypeFor[[]string]()

// setField parses text into a field. A malformed text leaves the field as it is.
func setField(v reflect.Value, text string, unit time.Duration) {
	if v.Type() == timeType {
		v.Set(reflect.ValueOf(scalar.Time(text)))
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
		if f, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
			v.SetFloat(f)
		}
	case reflect.Slice: // json.RawMessage
		if json.Valid([]byte(text)) {
			v.SetBytes([]byte(text))
		}
	}
}
