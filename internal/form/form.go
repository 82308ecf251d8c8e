// Package form turns parameter structs into application/x-www-form-urlencoded
// text, the form in which Twilio takes both queries and bodies:
// https://www.twilio.com/docs/usage/requests-to-twilio
//
// A field says its parameter's name in a tag, with options after a comma:
//
//	To        string            `form:"To"`
//	SentAfter time.Time         `form:"DateSent>"`             // UTC, ISO 8601
//	On        time.Time         `form:"MessageDate,date"`      // 2006-01-02
//	Validity  time.Duration     `form:"ValidityPeriod,seconds"` // whole seconds
//	Variables map[string]string `form:"ContentVariables,json"` // JSON text
//	Silence   time.Duration     `form:"Silence,milliseconds"`  // whole milliseconds
//	Timeout   time.Duration     `form:"Timeout,minutes"`       // whole minutes
//	Fields    []string          `form:"Fields,comma"`          // a,b; without it the key is repeated
//	Details   []Field           `form:"Details.Fields,items"`  // the key is repeated with each item as JSON text
//	Params    []Param           `form:"Parameter,numbered"`    // Parameter1.Name=a&Parameter1.Value=b&Parameter2.Name=…
//
// A zero value is not sent, a pointer is sent whenever it is not nil. A field
// named Extra of type url.Values is added as it stands, empty values included. A
// field named Cursor of type string is not sent. The fields of a struct are written
// with a dot between the names: Push.ApnCredentialSid. Those of a struct whose tag is
// ",inline" have no name before them, so that several structs can share parameters.
//
// Other tags than form put a parameter elsewhere: query, header and path, and json
// into a JSON body, in which a field named Extra of type map[string]json.RawMessage
// holds further members.
//
// A second tag says what Twilio refuses in any case, so that [Check] can refuse it
// before anything is sent. Its rules stand behind one another, with commas:
//
//	To         string   `form:"To" check:"required,recipient"`
//	ServiceSID string   `form:"MessagingServiceSid" check:"sid=MG"`
//	MediaURL   []string `form:"MediaUrl" check:"url,max=10"`
//
// The rules are these. Those of text look at each item of a list.
//
//	required    the field is set, or the group around it is left out
//	sid=SM|MM   an SID that begins with SM or MM; sid alone takes any two letters
//	url         an absolute URL of http, https or wss, with a host that a client can reach
//	callback    the same, without an underscore in the host
//	e164        a phone number in E.164 and nothing else
//	contact     whom a verification reaches: E.164, an email address, or an address of a channel
//	recipient   whom a message reaches: E.164, or an address such as whatsapp:+14155551234
//	sender      what a message comes from: also a short code, a name, a Messaging Service, a SIM
//	callee      whom a call reaches: E.164, 3 to 6 digits, client:, sip: or whatsapp:
//	caller      what a call comes from: also the name that a SIP call shows
//	method      GET or POST, by which Twilio asks an address
//	decimal     a positive number, in text
//	keys        the keys of a phone, and w or W for a pause
//	filter      text without a blank at an end and without invisible characters
//	max=10      at most 10 items of a list, or 10 characters (code points) of a text
//	signed      a number that may be negative
//
// Every field has some rules without a tag: text must be valid UTF-8, a list must
// not have an empty text, and a number or a duration must not be negative unless
// it is signed. Whatever a rule refuses in error can still be sent by Extra.
package form

import (
	"errors"
	"fmt"
	"iter"
	"net/url"
	"reflect"
	"slices"
	"time"
)

// DuplicateError reports a key of Extra that a field of the struct sends too.
type DuplicateError struct{ Key string }

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("key %q is sent by a field already", e.Key)
}

// ValueError reports a field whose value has no form on the wire.
type ValueError struct {
	Field string // the Go field's name
	Err   error
}

func (e *ValueError) Error() string { return e.Field + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *ValueError) Unwrap() error { return e.Err }

// Append adds the parameters of one place, [InForm] or [InQuery], to dst and returns
// the extended slice. Params is a struct with tags, a pointer to one, a url.Values, or
// nil; url.Values and Extra are in the form. The error joins all that cannot be
// written: *ValueError and *DuplicateError.
func Append(dst []byte, place Place, params any) ([]byte, error) {
	if place != InForm && !uses(place, params) {
		return dst, nil
	}
	if values, ok := params.(url.Values); ok {
		return appendValues(dst, values), nil
	}
	p, v, err := open(params)
	if err != nil || p == nil {
		return dst, err
	}
	return p.append(dst, place, v)
}

// uses reports a struct with parameters in a place.
func uses(place Place, params any) bool {
	p, _, err := open(params)
	return err == nil && p != nil && p.used[place]
}

// open finds the struct in params and its plan, which is nil when there is none.
func open(params any) (*plan, reflect.Value, error) {
	v := reflect.ValueOf(params)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() || v.Type() == valuesType {
		return nil, v, nil
	}
	p, err := planOf(v.Type())
	return p, v, err
}

func (p *plan) append(dst []byte, place Place, v reflect.Value) ([]byte, error) {
	var wrong []error
	for i := range p.fields {
		f := &p.fields[i]
		value := f.of(v)
		if f.place != place || f.encode == nil || unset(value) {
			continue
		}
		var err error
		if dst, err = f.encode(dst, f.key, value); err != nil {
			wrong = append(wrong, &ValueError{Field: f.goName, Err: err})
		}
	}
	if place != InForm {
		return dst, errors.Join(wrong...)
	}
	extra := p.extraOf(v)
	if key, found := p.collision(extra, v); found {
		wrong = append(wrong, &DuplicateError{Key: key})
	}
	return appendValues(dst, extra), errors.Join(wrong...)
}

// Values ranges over the parameters of a place that takes plain texts, [InHeader] or
// [InPath]: the name of each that is set, and its value as it stands on the wire. One in
// the path that is not set is there with the value "", because its placeholder is taken.
func Values(place Place, params any) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if !uses(place, params) {
			return
		}
		p, v, _ := open(params)
		for i := range p.fields {
			f := &p.fields[i]
			value := f.of(v)
			if f.place != place || unset(value) && place != InPath {
				continue
			}
			text := ""
			if !unset(value) {
				pair, err := f.encode(nil, "", value)
				if err != nil { // Append reports it
					continue
				}
				text, _ = url.QueryUnescape(string(pair[1:]))
			}
			if !yield(f.name, text) {
				return
			}
		}
	}
}

// Unsent returns the Go names of the fields that are set and stand in a place which a
// request does not have.
func Unsent(params any, sends func(place Place, name string) bool) (fields []string) {
	p, v, err := open(params)
	if err != nil || p == nil {
		return nil
	}
	for i := range p.fields {
		f := &p.fields[i]
		place := f.place
		if f.file && place == InForm {
			place = InFile
		}
		if !sends(place, f.name) && !unset(f.of(v)) {
			fields = append(fields, f.goName)
		}
	}
	if len(p.extraOf(v)) > 0 && !sends(InForm, "") || len(p.membersOf(v)) > 0 && !sends(InJSON, "") {
		fields = append(fields, "Extra")
	}
	return fields
}

// Beside returns the parameters in the header and in the path alone, as a pointer to a
// copy, and nil when there are none. The link to the next page of a list has the others.
func Beside(params any) any {
	p, v, err := open(params)
	if err != nil || p == nil || !p.used[InHeader] && !p.used[InPath] {
		return nil
	}
	kept := reflect.New(v.Type())
	for i := range p.fields {
		if f := &p.fields[i]; f.place == InHeader || f.place == InPath {
			f.of(kept.Elem()).Set(f.of(v))
		}
	}
	return kept.Interface()
}

// Cursor returns the field Cursor of params, "" when it is empty or is not there.
func Cursor(params any) string {
	p, v, err := open(params)
	if err != nil || p == nil || p.cursor < 0 {
		return ""
	}
	return v.Field(p.cursor).String()
}

func (p *plan) extraOf(v reflect.Value) url.Values {
	if p.extra < 0 {
		return nil
	}
	extra, _ := v.Field(p.extra).Interface().(url.Values)
	return extra
}

// unset says that a value is left to the server; an empty list has no form.
func unset(v reflect.Value) bool {
	switch {
	case v.IsZero():
		return true
	case v.Kind() == reflect.Slice, v.Kind() == reflect.Map:
		return v.Len() == 0
	case v.Type() == timeType: // the zero time may have a location
		t, ok := v.Interface().(time.Time)
		return ok && t.IsZero()
	}
	return false
}

// collision finds a key of extra that a field which is set sends as well. Extra is in the
// query of a request without a body, as the fields with the tag query are.
func (p *plan) collision(extra url.Values, v reflect.Value) (string, bool) {
	if len(extra) == 0 {
		return "", false
	}
	for i := range p.fields {
		f := &p.fields[i]
		if value := f.of(v); (f.place == InForm || f.place == InQuery) && !unset(value) {
			if key, both := f.collides(extra.Has, value); both {
				return key, true
			}
		}
	}
	return "", false
}

func appendValues(dst []byte, values url.Values) []byte {
	if len(values) == 0 {
		return dst
	}
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		escaped := string(AppendEscaped(nil, key))
		for _, value := range values[key] {
			dst = appendPair(dst, escaped, value)
		}
	}
	return dst
}

// appendPair adds key=value; the key is escaped already.
func appendPair(dst []byte, key, value string) []byte {
	return AppendEscaped(appendKey(dst, key), value)
}

func appendKey(dst []byte, key string) []byte {
	if len(dst) > 0 {
		dst = append(dst, '&')
	}
	return append(append(dst, key...), '=')
}

// AppendEscaped adds s in the escaping of queries and forms: a space becomes +,
// and a + becomes %2B, without which a phone number would begin with a space.
func AppendEscaped(dst []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		switch c := s[i]; {
		case unreserved(c):
			dst = append(dst, c)
		case c == ' ':
			dst = append(dst, '+')
		default:
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		}
	}
	return dst
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '_' || c == '.' || c == '~'
}
