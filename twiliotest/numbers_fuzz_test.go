package twiliotest

import (
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// FuzzPattern: a pattern of a search is refused or can be compared with numbers, and one
// without wildcards finds itself.
func FuzzPattern(f *testing.F) {
	for _, text := range []string{"", "415", "+1415*", "%0100$", "KYLE", "*1*", "4+15", "41$5", "é1", "12345678901234567"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const longest = 64
		if len(text) > longest {
			return
		}
		expression, problem := pattern(text)
		if problem != nil {
			assert.EqualValues(t, 20001, problem.code)
			return
		}
		_ = expression.MatchString("+14155550123")
		if _, err := strconv.ParseUint(text, 10, 64); err == nil {
			assert.True(t, expression.MatchString("+1"+text))
		}
	})
}

// FuzzNumberPattern: a filter of a list never fails, and a number finds itself.
func FuzzNumberPattern(f *testing.F) {
	for _, text := range []string{"", "+14155550123", "+1415*", "***", "[", "\\", "(é)", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const longest = 64
		if len(text) > longest {
			return
		}
		expression, err := numberPattern(text)
		assert.Equal(t, utf8.ValidString(text), err == nil)
		if e164.MatchString(text) {
			assert.True(t, expression.MatchString(text))
		}
	})
}
