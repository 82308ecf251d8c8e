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
// API writes it, and ISO 8601, as the newer ones do; null, "" and what cannot
// be read are the zero Time, never an error.
type Time struct{ time.Time }

// timeLayouts are tried in this order; a plain date is midnight UTC.
var timeLayouts = [...]string{time.RFC1123Z, time.RFC3339, "Mon, _2 Jan 2006 15:04:05 -0700", time.RFC1123, time.DateOnly}

// UnmarshalJSON never fails.
func (t *Time) UnmarshalJSON(text []byte) error {
	t.Time = parseTime(jsonText(text))
	return nil
}

func parseTime(text []byte) time.Time {
	if len(text) == 0 {
		return time.Time{}
	}
	for _, layout := range timeLayouts {
		if parsed, err := time.Parse(layout, string(text)); err == nil {
			return parsed.UTC()
		}
	}
	return time.Time{}
}

// MarshalJSON writes ISO 8601, and null for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return t.Time.MarshalJSON()
}

// Decimal is an exact decimal number, kept as Twilio wrote it: "-0.00750".
// The zero value "" means that there is no number yet.
type Decimal string

// UnmarshalJSON reads "1.50", 1.50, "" and null; it never fails, and what is
// not a decimal number reads as "".
func (d *Decimal) UnmarshalJSON(text []byte) error {
	*d = ""
	if s := string(jsonScalar(text)); isDecimal(s) {
		*d = Decimal(s)
	}
	return nil
}

// maxDecimal bounds the digits and so the work of Rat.
const maxDecimal = 64

// isDecimal accepts an optional sign, digits and one point.
func isDecimal(s string) bool {
	digits := strings.TrimLeft(s, "+-")
	if len(s) > maxDecimal || len(s)-len(digits) > 1 {
		return false
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	return whole+fraction != "" && strings.Trim(whole+fraction, "0123456789") == ""
}

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

// UnmarshalJSON never fails; what is not a whole number reads as 0.
func (i *Int) UnmarshalJSON(text []byte) error {
	n, err := strconv.ParseInt(string(jsonScalar(text)), 10, 64)
	if err != nil {
		n = 0
	}
	*i = Int(n)
	return nil
}

// Duration is a length of time, which Twilio writes as whole seconds: 65 or "65".
type Duration struct{ time.Duration }

// UnmarshalJSON never fails; what is not a whole number of seconds that fits
// reads as 0.
func (d *Duration) UnmarshalJSON(text []byte) error {
	const longest = math.MaxInt64 / int64(time.Second)
	d.Duration = 0
	if n, err := strconv.ParseInt(string(jsonScalar(text)), 10, 64); err == nil && -longest <= n && n <= longest {
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
