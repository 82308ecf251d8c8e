package apitest

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/form"
)

// Samples are values by Twilio's types. The number n makes each another one, so that
// two that change places are noticed.

// idSample is the value of a placeholder. One of free text has characters that must
// be escaped in a path.
func idSample(name string, p *contract.Param, n int) string {
	switch {
	case p == nil:
		return ""
	case len(p.Enum) > 0:
		return p.Enum[0]
	case strings.Contains(p.Pattern, "{32}"):
		return sidSample(p.Pattern, n)
	case p.Type == "integer":
		return strconv.Itoa(1 + n)
	case p.Format == "date":
		return fmt.Sprintf("2026-04-%02d", 1+n%28)
	case isCountry(p.Format):
		return "GB"
	case name == "PhoneNumber", p.Format == "phone-number":
		return fmt.Sprintf("+447700900%03d", n%1000)
	}
	return fmt.Sprintf("name+%d:of=one&of@all~é", n)
}

// isCountry reports the format of the code of a country in Twilio's files.
func isCountry(format string) bool { return format == "iso-country-code" }

// sidSample is an SID of the first kind that a pattern has.
func sidSample(pattern string, n int) string {
	kind := strings.TrimLeft(pattern, "^(")
	if len(kind) < 2 || !isCapital(kind[0]) || !isCapital(kind[1]) {
		kind = "AB"
	}
	return fmt.Sprintf("%s%032x", kind[:2], n)
}

// otherSID is an SID of a kind that the pattern does not have.
func otherSID(kinds []string) string {
	for _, kind := range []string{"ZZ", "YZ", "XZ"} {
		if !slices.Contains(kinds, kind) {
			return fmt.Sprintf("%s%032x", kind, 1)
		}
	}
	return ""
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

// isSIDPattern reports a pattern of an SID, of whatever kind.
func isSIDPattern(pattern string) bool { return strings.Contains(pattern, "{32}") }

// paramSample is the text of a parameter on the wire. The Go type decides only where
// Twilio's file leaves open which texts there are.
func paramSample(p *contract.Param, f *form.Field, t reflect.Type, n int) string {
	switch {
	case t == timeType:
		return timeSample(p, f, n)
	case t == durationType, isWhole(t.Kind()):
		return strconv.Itoa(wholeSample(p, n))
	case t.Kind() == reflect.Bool:
		return "true"
	case t.Kind() == reflect.Float64, t == decimalType:
		return strconv.Itoa(wholeSample(p, n)) + ".5"
	case p != nil && len(p.Enum) > 0:
		return p.Enum[n%len(p.Enum)]
	}
	if text := ruleSample(f.Check, n); text != "" {
		return text
	}
	return textSample(p, n)
}

func timeSample(p *contract.Param, f *form.Field, n int) string {
	moment := time.Date(2026, 4, 1+n%28, 9, 30, n%60, 0, time.UTC)
	if f.Option == "date" || p != nil && p.Format == "date" {
		return moment.Format(time.DateOnly)
	}
	return moment.Format(time.RFC3339)
}

// wholeSample is within the bounds of a parameter.
func wholeSample(p *contract.Param, n int) int {
	low, high := int64(1), int64(math.MaxInt32)
	if p != nil && p.Min != nil {
		low = max(low, *p.Min)
	}
	if p != nil && p.Max != nil {
		high = *p.Max
	}
	return int(min(low+int64(n), high))
}

// ruleSample is a text that a rule of the tag check accepts, "" where the rule says
// nothing.
func ruleSample(rules string, n int) string {
	for rule := range strings.SplitSeq(rules, ",") {
		name, arg, _ := strings.Cut(rule, "=")
		switch name {
		case "sid":
			return sidSample(arg, n)
		case "recipient", "sender", "callee", "caller", "contact", "e164":
			return fmt.Sprintf("+447700900%03d", n%1000)
		case "country":
			const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			return string([]byte{letters[n/len(letters)%len(letters)], letters[n%len(letters)]})
		case "email":
			return fmt.Sprintf("ada%d@example.com", n)
		case "keys":
			return "1w2#"
		case "decimal":
			return fmt.Sprintf("0.%d", 1+n)
		case "method":
			return "GET"
		case "url", "callback":
			return "https://example.com/" + strconv.Itoa(n)
		}
	}
	return ""
}

func textSample(p *contract.Param, n int) string {
	switch {
	case p == nil:
		return "text" + strconv.Itoa(n)
	case isSIDPattern(p.Pattern):
		return sidSample(p.Pattern, n)
	case p.Type == "integer":
		return strconv.Itoa(wholeSample(p, n))
	case p.Type == "number":
		return strconv.Itoa(wholeSample(p, n)) + ".5"
	case p.Type == "boolean":
		return "true"
	case p.Type == "object":
		return fmt.Sprintf(`{"key":"value%d"}`, n)
	}
	switch p.Format {
	case "date-time":
		return "2026-04-14T09:30:00Z"
	case "date":
		return "2026-04-14"
	case "uri":
		return "https://example.com/" + strconv.Itoa(n)
	case "phone-number", "endpoint":
		return fmt.Sprintf("+447700900%03d", n%1000)
	case "http-method":
		return "GET"
	case "iso-country-code":
		return "GB"
	case "email":
		return fmt.Sprintf("ada%d@example.com", n)
	}
	return "text" + strconv.Itoa(n)
}

var (
	timeType      = reflect.TypeFor[time.Time]()
	durationType  = reflect.TypeFor[time.Duration]()
	decimalType   = reflect.TypeFor[twilio.Decimal]()
	intType       = reflect.TypeFor[twilio.Int]()
	codeType      = reflect.TypeFor[twilio.ErrorCode]()
	answerTime    = reflect.TypeFor[twilio.Time]()
	answerSeconds = reflect.TypeFor[twilio.Duration]()
)

func isWhole(k reflect.Kind) bool { return reflect.Int <= k && k <= reflect.Uint64 }
