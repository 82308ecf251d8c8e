package twilio

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/ascii"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// maxRetryAfter keeps a hint sane: nobody means more than a day.
const maxRetryAfter = 24 * time.Hour

// parseRetryAfter reads seconds, or a date. A date counts from the answer's own Date,
// because the two clocks may differ; without a Date the client's clock is the last
// resort. A date that is over, a negative number and a text that cannot be read are 0, and
// so is a list, which no rule of RFC 9110 gives a meaning.
// https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
func parseRetryAfter(header http.Header, clock Clock) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if wait, ok := parseSeconds(value); ok {
		return min(max(wait, 0), maxRetryAfter)
	}
	at, isDate := parseHTTPDate(value)
	if !isDate {
		return 0
	}
	now, isDated := parseHTTPDate(header.Get("Date"))
	if !isDated {
		now = clock.Now()
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}

// parseSeconds reads a number of seconds, which may have a fraction. A number that
// is too long for an int64 is the longest Duration.
func parseSeconds(s string) (d time.Duration, ok bool) {
	const longest = math.MaxInt64 / int64(time.Second)
	whole, fraction, _ := strings.Cut(s, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || !ascii.AreDigits(fraction) {
		return 0, false
	}
	if seconds < 0 || strings.HasPrefix(s, "-") {
		return 0, true
	}
	if seconds >= longest {
		return math.MaxInt64, true
	}
	part, err := strconv.ParseFloat("0."+fraction+"0", 64)
	return time.Duration(seconds)*time.Second + time.Duration(part*float64(time.Second)), err == nil
}

// parseHTTPDate reads the three forms of RFC 9110, and the forms of [Time].
func parseHTTPDate(s string) (t time.Time, ok bool) {
	s = strings.TrimSpace(s)
	if t, err := http.ParseTime(s); err == nil {
		return t, true
	}
	t = scalar.Time(s)
	return t, !t.IsZero()
}
