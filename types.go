package twilio

import (
	"log/slog"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/scalar"
)

// Ptr returns a pointer to v, for the few parameters whose zero value has a
// meaning of its own, such as SmartEncoded: twilio.Ptr(false).
func Ptr[T any](v T) *T { return &v }

// Time is a point in time in an answer. It reads RFC 2822, as the 2010-04-01
// API writes it, and ISO 8601, as the newer ones do, also with blanks around; null,
// "" and texts that cannot be read are the zero Time, never an error.
//
// A time without a zone is in UTC, and a date without a time is midnight UTC.
type Time struct{ time.Time }

// UnmarshalJSON never fails.
func (t *Time) UnmarshalJSON(text []byte) error {
	t.Time = scalar.Time(string(scalar.Text(text)))
	return nil
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

// UnmarshalJSON reads "1.50", 1.50, 1e-5, "" and null; it never fails, and every
// other text reads as "".
func (d *Decimal) UnmarshalJSON(text []byte) error {
	*d = ""
	if s := strings.TrimSpace(string(scalar.TextOrNumber(text))); scalar.IsDecimal(s) {
		*d = Decimal(s)
	}
	return nil
}

// Rat returns the exact value; ok is false when there is no number.
func (d Decimal) Rat() (value *big.Rat, ok bool) {
	return scalar.Rat(string(d))
}

// Float64 returns the nearest float64; ok is false when there is no number.
// Use [Decimal.Rat] to add up money.
func (d Decimal) Float64() (value float64, ok bool) {
	if !scalar.IsDecimal(string(d)) {
		return 0, false
	}
	value, err := strconv.ParseFloat(string(d), 64)
	return value, err == nil
}

// Int is a whole number, which Twilio writes as 3, as "3", as "" or as null.
type Int int64

// UnmarshalJSON never fails. It reads whole numbers in every notation, such as 3.0
// and 3e2; every other text, and a number that does not fit, reads as 0.
func (i *Int) UnmarshalJSON(text []byte) error {
	n, _ := scalar.Whole(string(scalar.TextOrNumber(text)))
	*i = Int(n)
	return nil
}

// Duration is a length of time, which Twilio writes as whole seconds: 65 or "65".
type Duration struct{ time.Duration }

// UnmarshalJSON never fails; every text but a whole number of seconds that fits reads
// as 0.
func (d *Duration) UnmarshalJSON(text []byte) error {
	const longest = math.MaxInt64 / int64(time.Second)
	d.Duration = 0
	if n, ok := scalar.Whole(string(scalar.TextOrNumber(text))); ok && -longest <= n && n <= longest {
		d.Duration = time.Duration(n) * time.Second
	}
	return nil
}

// MarshalJSON writes whole seconds.
func (d Duration) MarshalJSON() ([]byte, error) {
	return strconv.AppendInt(nil, int64(d.Duration/time.Second), 10), nil
}

// LogValue logs the time in ISO 8601 and nothing for the zero Time.
func (t Time) LogValue() slog.Value {
	if t.IsZero() {
		return slog.StringValue("")
	}
	return slog.TimeValue(t.Time)
}
