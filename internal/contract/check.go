package contract

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Rule is what a request breaks.
type Rule string

// The rules.
const (
	Unknown    Rule = "unknown"      // the operation has no such parameter
	Missing    Rule = "missing"      // a required parameter is absent or empty
	Repeated   Rule = "repeated"     // sent more than once, but not an array
	WrongType  Rule = "type"         // not an integer, a date, ...
	NotInEnum  Rule = "enum"         // none of the values there are
	Misshapen  Rule = "pattern"      // an SID of another kind, for instance
	OutOfRange Rule = "out of range" // beyond the least or greatest number
)

// Violation is one way in which a request is not what the operation takes.
type Violation struct {
	Param   string
	Rule    Rule
	Problem string // one line: what is wrong, and what is allowed
}

func (v Violation) String() string { return v.Param + " " + v.Problem }

// Check holds a request's query and form against the operation and returns
// what is wrong with it, sorted by parameter; nothing if all is well.
//
// Text without an enum may be empty, since that is how Twilio's resources are
// cleared; a required parameter may not. A JSON body is for [Operation.CheckJSON].
func (o *Operation) Check(query, form url.Values) []Violation {
	var found violations
	found.checkAll(o, Query, query)
	found.checkAll(o, Form, form)
	return found.sorted()
}

// CheckPath holds the values that [Find] returned against the operation.
func (o *Operation) CheckPath(values map[string]string) []Violation {
	var found violations
	for _, p := range o.Params {
		if p.In != Path {
			continue
		}
		// A path's value is never optional, whatever a file says.
		if value := values[p.Name]; value == "" {
			found.missing(p.Name)
		} else {
			found.checkValue(o, p, value)
		}
	}
	return found.sorted()
}

// CheckHeader holds the headers that the operation declares against it; others
// are nobody's business here.
func (o *Operation) CheckHeader(header http.Header) []Violation {
	var found violations
	for _, p := range o.Params {
		if p.In == Header {
			found.checkParam(o, p, header.Values(p.Name))
		}
	}
	return found.sorted()
}

type violations []Violation

func (vs *violations) add(param string, rule Rule, format string, args ...any) {
	*vs = append(*vs, Violation{Param: param, Rule: rule, Problem: fmt.Sprintf(format, args...)})
}

func (vs *violations) missing(param string) {
	vs.add(param, Missing, "is required but absent or empty")
}

func (vs violations) sorted() []Violation {
	slices.SortStableFunc(vs, func(a, b Violation) int { return strings.Compare(a.Param, b.Param) })
	return vs
}

// checkAll checks every parameter of one place, declared or sent.
func (vs *violations) checkAll(o *Operation, in In, values url.Values) {
	for _, p := range o.Params {
		if p.In == in {
			vs.checkParam(o, p, values[p.Name])
		}
	}
	for name := range values {
		if o.Param(in, name) == nil && !o.prefixed(in, name) && !isExcepted(ParamUndocumented, o, name) {
			vs.add(name, Unknown, "is not a %s parameter of %s%s", in, o.ID, o.hint(in, name))
		}
	}
}

// prefixed says whether a parameter of the operation is a whole family of
// names: with the format prefixed-collapsible-map-AddOns every AddOns.x is one.
func (o *Operation) prefixed(in In, name string) bool {
	prefix, _, dotted := strings.Cut(name, ".")
	return dotted && slices.ContainsFunc(o.Params, func(p Param) bool {
		return p.In == in && p.Format == "prefixed-collapsible-map-"+prefix
	})
}

// hint says where a name belongs that is sent in the wrong place, or how it is spelt.
func (o *Operation) hint(in In, name string) string {
	for _, p := range o.Params {
		if p.Name == name {
			return "; it belongs in the " + string(p.In)
		}
		if p.In == in && strings.EqualFold(p.Name, name) {
			return "; it is spelt " + p.Name
		}
	}
	return ""
}

func (vs *violations) checkParam(o *Operation, p Param, values []string) {
	if p.Required && !slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
		vs.missing(p.Name)
		return
	}
	if len(values) > 1 && !p.Array {
		vs.add(p.Name, Repeated, "is sent %d times, but takes one value", len(values))
	}
	for _, value := range values {
		vs.checkValue(o, p, value)
	}
}

func (vs *violations) checkValue(o *Operation, p Param, value string) {
	if value == "" && p.Type == "string" && len(p.Enum) == 0 || isExcepted(TypeDiffers, o, p.Name) {
		return
	}
	if strings.HasPrefix(o.ID, "ListUsageRecord") && p.Format == "date" && isDayOffset(value) {
		return
	}
	if want := p.mismatch(value); want != "" {
		vs.add(p.Name, WrongType, "is %s, not %s", quote(value), want)
		return
	}
	if len(p.Enum) > 0 && !slices.Contains(p.Enum, value) {
		vs.add(p.Name, NotInEnum, "is %s, not one of %s", quote(value), strings.Join(p.Enum, ", "))
	}
	if p.pattern != nil && !p.pattern.MatchString(value) {
		vs.add(p.Name, Misshapen, "is %s, which does not match %s", quote(value), p.Pattern)
	}
	if bounds := p.outside(value); bounds != "" {
		vs.add(p.Name, OutOfRange, "is %s, not %s", quote(value), bounds)
	}
}

// mismatch says what the value should have been, "" if that is what it is.
func (p Param) mismatch(value string) string {
	switch p.Type {
	case "integer":
		return unless(isInteger(value), "a whole number")
	case "number":
		return unless(isNumber(value), "a number")
	case "boolean":
		// Twilio's own libraries do not agree on capitals.
		return unless(strings.EqualFold(value, "true") || strings.EqualFold(value, "false"), "true or false")
	case "object":
		return unless(json.Valid([]byte(value)), "JSON")
	}
	switch p.Format {
	case "date-time":
		return unless(isDateTime(value), "a time in ISO 8601, such as 2026-04-14T09:30:00Z")
	case "date":
		return unless(isDate(value), "a date, such as 2026-04-14")
	case "uri":
		return unless(isURI(value), "an absolute URL")
	}
	return ""
}

func unless(ok bool, want string) string {
	if ok {
		return ""
	}
	return want
}

func isInteger(s string) bool {
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil
}

func isNumber(s string) bool {
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

// isDayOffset accepts a day before or after today, which the lists of usage take beside
// dates: -30days. https://www.twilio.com/docs/usage/api/usage-record
func isDayOffset(s string) bool {
	days, found := strings.CutSuffix(s, "days")
	return found && days != "" && (days[0] == '+' || days[0] == '-') && isInteger(days)
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// isDateTime accepts a date alone too: Twilio's filters do, although they are
// declared as times. See https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
func isDateTime(s string) bool {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return isDate(s)
}

func isURI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "")
}

// outside says which range the number is not in, "" if it is in it.
func (p Param) outside(value string) string {
	if p.Min == nil && p.Max == nil {
		return ""
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return ""
	}
	low, high := p.Min != nil && n < float64(*p.Min), p.Max != nil && n > float64(*p.Max)
	switch {
	case !low && !high:
		return ""
	case p.Max == nil:
		return "at least " + writeBound(p.Min)
	case p.Min == nil:
		return "at most " + writeBound(p.Max)
	default:
		return writeBound(p.Min) + " to " + writeBound(p.Max)
	}
}

// quote quotes a value, shortened so that a problem stays on one line of a terminal.
func quote(value string) string {
	const limit = 40
	if runes := []rune(value); len(runes) > limit {
		value = string(runes[:limit]) + "…"
	}
	return strconv.Quote(value)
}
