package twilio

import (
	"context"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// fixedClock stands still.
type fixedClock struct{ now time.Time }

func (c fixedClock) Now() time.Time                                 { return c.now }
func (fixedClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	const date = "Tue, 14 Apr 2026 09:30:00 GMT"
	tests := []struct {
		value, date string
		want        time.Duration
	}{
		{value: "", date: date, want: 0}, {value: "7", date: "", want: 7 * time.Second}, {value: "0", date: date, want: 0}, {value: "-7", date: date, want: 0}, {value: "7.5", date: date, want: 7500 * time.Millisecond}, {value: "soon", date: date, want: 0}, {value: " 7\t", date: date, want: 7 * time.Second},
		{value: "99999999999999999999", date: date, want: 24 * time.Hour}, {value: "86401", date: date, want: 24 * time.Hour}, {value: "9223372036854775807", date: date, want: 24 * time.Hour},
		{value: strings.Repeat("9", 1000), date: date, want: 24 * time.Hour}, {value: strings.Repeat("9", 1000) + ".5", date: date, want: 24 * time.Hour}, {value: "-" + strings.Repeat("9", 1000), date: date, want: 0},
		{value: "9223372036", date: date, want: 24 * time.Hour}, {value: "86399.999", date: date, want: 24*time.Hour - time.Millisecond}, {value: "86400.5", date: date, want: 24 * time.Hour},
		{value: "0.25", date: date, want: 250 * time.Millisecond}, {value: "7.", date: date, want: 7 * time.Second}, {value: "-0.5", date: date, want: 0}, {value: ".5", date: date, want: 0}, {value: "1.-5", date: date, want: 0}, {value: "1.5.5", date: date, want: 0}, {value: "+7", date: date, want: 7 * time.Second},
		{value: "7s", date: date, want: 0}, {value: "7, 9", date: date, want: 0}, {value: "inf", date: date, want: 0}, {value: "NaN", date: date, want: 0}, {value: "0.inf", date: date, want: 0}, {value: "1.e3", date: date, want: 0}, {value: "\u0667", date: date, want: 0}, {value: "0." + strings.Repeat("1", 500), date: date, want: 111111111},
		{value: "Tue Apr 14 09:31:00 2026", date: date, want: time.Minute}, {value: " Tue, 14 Apr 2026 09:31:00 GMT ", date: date, want: time.Minute}, {value: "Tue, 14 Apr 2026 09:31:00 +0000", date: date, want: time.Minute},
		{value: "2026-04-14T09:31:00Z", date: date, want: time.Minute}, {value: "Tue, 14 Apr 2026 09:31:00 GMT", date: "Tue Apr 14 09:30:00 2026", want: time.Minute}, {value: "Tue, 14 Apr 2026 09:31:00 PST", date: date, want: 0},
		{value: "Tue, 14 Apr 2026 09:31:00 GMT", date: date, want: time.Minute}, {value: "Tuesday, 14-Apr-26 09:31:00 GMT", date: date, want: time.Minute},
		{value: "Tue, 14 Apr 2026 09:29:00 GMT", date: date, want: 0}, {value: "Tue, 14 Apr 2027 09:30:00 GMT", date: date, want: 24 * time.Hour},
		{value: "Sunday, 06-Nov-94 08:49:37 GMT", date: date, want: 0}, {value: "Tue Apr 14 09:29:00 2026", date: date, want: 0}, {value: "Tue, 14 Apr 2026 09:30:00 GMT", date: date, want: 0}, // it is over
		{value: " ", date: date, want: 0}, {value: "\t \u00a0", date: date, want: 0}, {value: "+5", date: date, want: 5 * time.Second}, {value: "5.5", date: date, want: 5500 * time.Millisecond}, {value: "-1", date: date, want: 0}, {value: "--1", date: date, want: 0}, {value: "+-1", date: date, want: 0}, {value: "+", date: date, want: 0},
		{value: "5, 10", date: date, want: 0}, {value: "5,10", date: date, want: 0}, {value: "5;10", date: date, want: 0}, {value: "5 10", date: date, want: 0}, {value: "5, 10", date: "", want: 0}, {value: "Tue, 14 Apr 2026 09:31:00 GMT, 5", date: date, want: 0}, // a list is no value
	}
	// A date without a Date beside it, or with one that cannot be read, counts from the client's clock.
	for _, unread := range []string{"", " ", "yesterday", "7", "Tue, 14 Apr 2026 09:30:00 PST"} {
		for value, want := range map[string]time.Duration{
			"Tue, 14 Apr 2026 09:32:00 GMT": time.Minute, "Tuesday, 14-Apr-26 09:32:00 GMT": time.Minute, "Tue Apr 14 09:32:00 2026": time.Minute, "2026-04-14T09:32:00Z": time.Minute,
			"Tue, 14 Apr 2026 09:31:00 GMT": 0, "Tue, 14 Apr 2026 09:30:59 GMT": 0, "Tue, 14 Apr 2025 09:32:00 GMT": 0, "Tue, 14 Apr 2027 09:32:00 GMT": 24 * time.Hour, "soon": 0, "7": 7 * time.Second,
		} {
			tests = append(tests, struct {
				value, date string
				want        time.Duration
			}{value: value, date: unread, want: want})
		}
	}
	clock := fixedClock{now: time.Date(2026, 4, 14, 9, 31, 0, 0, time.UTC)} // a minute fast
	for _, tt := range tests {
		header := http.Header{"Retry-After": {tt.value}, "Date": {tt.date}}
		assert.Equal(t, tt.want, parseRetryAfter(header, clock), "%q at %q", tt.value, tt.date)
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("7", "Tue, 14 Apr 2026 09:30:00 GMT")
	f.Add("Tue, 14 Apr 2026 09:31:00 GMT", "Tue, 14 Apr 2026 09:30:00 GMT")
	f.Add("99999999999999999999", "")
	f.Add("1.5", "Tuesday, 14-Apr-26 09:30:00 GMT")
	f.Add("Tue Apr 14 09:31:00 2026", "2026-04-14 09:30:00")
	f.Fuzz(func(t *testing.T, value, date string) {
		wait := parseRetryAfter(http.Header{"Retry-After": {value}, "Date": {date}}, fixedClock{now: time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)})
		assert.GreaterOrEqual(t, wait, time.Duration(0))
		assert.LessOrEqual(t, wait, maxRetryAfter)
		if value != "" && ascii.AreDigits(value) {
			seconds, ok := new(big.Int).SetString(value, 10)
			assert.True(t, ok)
			day := big.NewInt(int64(maxRetryAfter / time.Second))
			if seconds.Cmp(day) > 0 {
				seconds = day
			}
			assert.Equal(t, seconds.Int64(), int64(wait/time.Second), value)
		}
	})
}
