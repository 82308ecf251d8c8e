package twilio

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// Ptr returns a pointer to v, for the few parameters whose zero value has a
// meaning of its own, such as SmartEncoded: twilio.Ptr(false).
func Ptr[T any](v T) *T { return &v }

// Time is a point in time in an answer. It reads RFC 2822, as the 2010-04-01
// API writes it, and ISO 8601, as the newer ones do, also with blanks around; null,
// "" and what cannot be read are the zero Time, never an error.
//
// A time without a zone is in UTC, and a date without a time is midnight UTC.
type Time struct{ time.Time }

// wholeLayouts are the forms in which Twilio writes times, and the variants that
// other servers make of them: tried in this order, the commonest first.
var wholeLayouts = [...]string{
	time.RFC1123Z, time.RFC3339, "Mon, _2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700", "Mon, _2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05",
	"2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04:05",
}

// roughLayouts are the forms that leave out the seconds, or the time of the day.
var roughLayouts = [...]string{
	time.DateOnly, "2006-01-02Z07:00", "2006-01-02Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02T15:04",
}

// UnmarshalJSON never fails.
func (t *Time) UnmarshalJSON(text []byte) error {
	t.Time = parseTime(jsonText(text))
	return nil
}

// parseTime returns the zero time for what it cannot read, and for a year that
// cannot be written in ISO 8601.
func parseTime(text []byte) time.Time {
	if len(text) == 0 {
		return time.Time{}
	}
	s := plainTime(string(text))
	if t := parseLayouts(s, wholeLayouts[:]); !t.IsZero() {
		return t
	}
	return parseLayouts(s, roughLayouts[:])
}

// parseMoment is parseTime for what must be known to the second.
func parseMoment(text []byte) time.Time {
	return parseLayouts(plainTime(string(text)), wholeLayouts[:])
}

func parseLayouts(s string, layouts []string) time.Time {
	for _, layout := range layouts {
		if parsed, err := time.Parse(layout, s); err == nil {
			if parsed = parsed.UTC(); 0 <= parsed.Year() && parsed.Year() <= 9999 {
				return parsed
			}
			return time.Time{}
		}
	}
	return time.Time{}
}

// plainTime takes out what makes one form differ from another: blanks around it, a
// zone that is named UTC or GMT, also behind its offset, and in ISO 8601 blanks and
// small letters. Names of other zones stay and cannot be read: they do not say how
// far they are from UTC.
func plainTime(s string) string {
	const offset = " +0000"
	s = strings.TrimSpace(s)
	for _, zone := range [...]string{" GMT", " UTC", " UT", " Z", " (GMT)", " (UTC)"} {
		if before, found := strings.CutSuffix(s, zone); found {
			s = strings.TrimSuffix(before, offset) + offset
		}
	}
	const day = len(time.DateOnly)
	if len(s) <= day || s[4] != '-' {
		return s
	}
	if rest := strings.TrimLeft(s[day:], " "); rest != s[day:] && '0' <= rest[0] && rest[0] <= '9' {
		s = s[:day] + "T" + rest
	}
	return strings.ToUpper(strings.ReplaceAll(s, " ", ""))
}

// MarshalJSON writes ISO 8601, and null for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return t.Time.MarshalJSON()
}

// Decimal is an exact decimal number, kept as Twilio wrote it: "-0.00750", "0E-8".
// Blanks around it are left out.
// The zero value "" means that there is no number yet.
type Decimal string

// UnmarshalJSON reads "1.50", 1.50, 1e-5, "" and null; it never fails, and what is
// not a decimal number reads as "".
func (d *Decimal) UnmarshalJSON(text []byte) error {
	*d = ""
	if s := strings.TrimSpace(string(jsonScalar(text))); isDecimal(s) {
		*d = Decimal(s)
	}
	return nil
}

// The bounds of a Decimal bound the work of Rat, and keep it within a float64.
const (
	maxDecimal  = 64  // bytes
	maxExponent = 200 // of ten, in both directions
)

// isDecimal accepts an optional sign, digits with at most one point, and an
// optional exponent.
func isDecimal(s string) bool {
	mantissa, exponent, hasExponent := cutExponent(s)
	digits := strings.TrimLeft(mantissa, "+-")
	if len(s) > maxDecimal || len(mantissa)-len(digits) > 1 || hasExponent && !isExponent(exponent) {
		return false
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	return whole+fraction != "" && areDigits(whole+fraction)
}

func cutExponent(s string) (mantissa, exponent string, found bool) {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

func isExponent(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && -maxExponent <= n && n <= maxExponent
}

func areDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// Rat returns the exact value; ok is false when there is no number.
func (d Decimal) Rat() (value *big.Rat, ok bool) {
	if !isDecimal(string(d)) {
		return new(big.Rat), false
	}
	return new(big.Rat).SetString(string(d))
}

// Float64 returns the nearest float64; ok is false when there is no number.
// Use [Decimal.Rat] to add up money.
func (d Decimal) Float64() (value float64, ok bool) {
	if !isDecimal(string(d)) {
		return 0, false
	}
	value, err := strconv.ParseFloat(string(d), 64)
	return value, err == nil
}

// Int is a whole number, which Twilio writes as 3, as "3", as "" or as null.
type Int int64

// UnmarshalJSON never fails. It reads whole numbers in every notation, such as 3.0
// and 3e2; what is not a whole number, and what does not fit, reads as 0.
func (i *Int) UnmarshalJSON(text []byte) error {
	n, _ := parseWhole(string(jsonScalar(text)))
	*i = Int(n)
	return nil
}

// parseWhole reads a whole number, also with a point or an exponent.
func parseWhole(s string) (n int64, ok bool) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	value, ok := Decimal(s).Rat()
	if !ok || !value.IsInt() || !value.Num().IsInt64() {
		return 0, false
	}
	return value.Num().Int64(), true
}

// Duration is a length of time, which Twilio writes as whole seconds: 65 or "65".
type Duration struct{ time.Duration }

// UnmarshalJSON never fails; what is not a whole number of seconds that fits
// reads as 0.
func (d *Duration) UnmarshalJSON(text []byte) error {
	const longest = math.MaxInt64 / int64(time.Second)
	d.Duration = 0
	if n, ok := parseWhole(string(jsonScalar(text))); ok && -longest <= n && n <= longest {
		d.Duration = time.Duration(n) * time.Second
	}
	return nil
}

// MarshalJSON writes whole seconds.
func (d Duration) MarshalJSON() ([]byte, error) {
	return strconv.AppendInt(nil, int64(d.Duration/time.Second), 10), nil
}

// jsonText returns the text of a JSON string and nothing for anything else.
func jsonText(text []byte) []byte {
	if len(text) < 2 || text[0] != '"' {
		return nil
	}
	inner := text[1 : len(text)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	var s string
	if json.Unmarshal(text, &s) != nil {
		return nil
	}
	return []byte(s)
}

// jsonString is jsonText without invalid UTF-8, as encoding/json reads text.
func jsonString(text []byte) string { return strings.ToValidUTF8(string(jsonText(text)), "\uFFFD") }

// jsonScalar returns the text of a JSON string or number, nothing for anything
// else.
func jsonScalar(text []byte) []byte {
	if len(text) > 0 && (text[0] == '-' || '0' <= text[0] && text[0] <= '9') {
		return text
	}
	return jsonText(text)
}

// LogValue logs the time in ISO 8601 and nothing for the zero Time.
func (t Time) LogValue() slog.Value {
	if t.IsZero() {
		return slog.StringValue("")
	}
	return slog.TimeValue(t.Time)
}
