package twilio

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	const date = "Tue, 14 Apr 2026 09:30:00 GMT"
	tests := []struct {
		value, date string
		want        time.Duration
	}{
		{"", date, 0}, {"7", "", 7 * time.Second}, {"0", date, 0}, {"-7", date, 0}, {"7.5", date, 0}, {"soon", date, 0}, {" 7", date, 0},
		{"99999999999999999999", date, 0}, {"86401", date, 24 * time.Hour}, {"9223372036854775807", date, 24 * time.Hour},
		{"Tue, 14 Apr 2026 09:31:00 GMT", date, time.Minute}, {"Tuesday, 14-Apr-26 09:31:00 GMT", date, time.Minute},
		{"Tue, 14 Apr 2026 09:29:00 GMT", date, 0}, {"Tue, 14 Apr 2027 09:30:00 GMT", date, 24 * time.Hour},
		{"Tue, 14 Apr 2026 09:31:00 GMT", "", 0}, {"Tue, 14 Apr 2026 09:31:00 GMT", "yesterday", 0},
	}
	for _, tt := range tests {
		header := http.Header{"Retry-After": {tt.value}, "Date": {tt.date}}
		assert.Equal(t, tt.want, parseRetryAfter(header), "%q at %q", tt.value, tt.date)
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("7", "Tue, 14 Apr 2026 09:30:00 GMT")
	f.Add("Tue, 14 Apr 2026 09:31:00 GMT", "Tue, 14 Apr 2026 09:30:00 GMT")
	f.Fuzz(func(t *testing.T, value, date string) {
		wait := parseRetryAfter(http.Header{"Retry-After": {value}, "Date": {date}})
		assert.GreaterOrEqual(t, wait, time.Duration(0))
		assert.LessOrEqual(t, wait, maxRetryAfter)
	})
}
