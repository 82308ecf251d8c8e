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
)

// The structs of this package are filled from parameters by their tags:
// form:"CallSid" names one, form:"CallSid,required" one without which the request
// is another, and form:"MessageSid|SmsSid" one that has an older name, too;
// form:"From*" on a struct puts From before the names inside, and
// form:"MachineDetectionDuration,ms" is a duration in another unit than seconds. A
// []string takes all values of its parameter, and any other field the first one. A
// value that cannot be read leaves its field at zero: Raw has it still.

// field is one field of a payload.
type field struct {
	index    []int
	names    []string // the first that has a value counts
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
			plan = append(plan, field{index: at, names: namesOf(prefix, name), required: option == "required", unit: unitOf(option)})
		}
	}
	return plan
}

func namesOf(prefix, name string) []string {
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

// Params is embedded in every payload that comes as a form.
type Params struct {
	Raw url.Values // everything that Twilio sent, what this package has no field for included
}

func (p *Params) keep(params url.Values) { p.Raw = params }

// SIPHeader returns a header of a SIP call, "X-Account" for one: that of the
// dialled side in the request of a [Dial], that of the caller in any other. It is
// "" when Twilio did not send it; which headers it sends is on its page.
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
		text := f.text(params)
		if f.required && text == "" {
			return nil, &PayloadError{Payload: name, Parameter: f.names[0], Problem: "is missing"}
		}
		switch target := value.FieldByIndex(f.index); {
		case text == "":
		case target.Type() == textsType:
			target.Set(reflect.ValueOf(slices.Clone(params[f.names[0]])))
		default:
			set(target, text, f.unit)
		}
	}
	return p, nil
}

// readParams reads a form and puts the body back. A query is read as far as it can
// be: what Twilio added to it can be, even if the address before it cannot.
func readParams(r *http.Request, name string) (url.Values, error) {
	if r == nil || r.URL == nil {
		return nil, &PayloadError{Payload: name, Problem: "is not a request: it is nil, or has no address"}
	}
	if isRead(r) {
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

// dedupeKey names an event. Its parts are what Twilio sends, as it came: SIDs,
// names of events and numbers, none of which holds a slash.
func dedupeKey(kind string, parts ...string) string {
	return kind + "/" + strings.Join(parts, "/")
}

var timeType, durationType, textsType = reflect.TypeFor[time.Time](), reflect.TypeFor[time.Duration](), reflect.TypeFor[[]string]()

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
		if f, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
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
	for _, layout := range [...]string{time.RFC3339Nano, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 GMT", "Mon, 2 Jan 2006 15:04:05 UTC"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
