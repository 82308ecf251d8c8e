package redact

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestLine(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                                   "",
		"two\r\nlines":                       "two lines",
		"  much \t room\u00a0and\u2003 ":     "much room and",
		"bell\a, escape\x1b[31m, delete\x7f": "bell , escape [31m, delete",
		"zero\u200bwidth":                    "zero width",
		"right\u202eto left":                 "right to left",
		"half \xff a letter":                 "half \uFFFD a letter",
		"call +14155551234":                  "call +1415…34",
		strings.Repeat("a", 300):             strings.Repeat("a", 300),
		strings.Repeat("a", 301):             strings.Repeat("a", 300) + "…",
		strings.Repeat("ä", 151):             strings.Repeat("ä", 150) + "…",
		"a" + strings.Repeat("ä", 150):       "a" + strings.Repeat("ä", 149) + "…",
		strings.Repeat("😀", 76):              strings.Repeat("😀", 75) + "…",
	}
	for text, want := range tests {
		assert.Equal(t, want, Line(text))
	}
	assert.Less(t, len(Line(strings.Repeat("long\n", 1e5))), 400)
}

// FuzzLine: whatever another party writes, it is fit for a log.
func FuzzLine(f *testing.F) {
	f.Add("two\nlines\x00 of +14155551234 \xff")
	f.Add("1\u20ac234567\u200b8")
	f.Fuzz(func(t *testing.T, text string) {
		line := Line(text)
		assert.True(t, utf8.ValidString(line))
		assert.LessOrEqual(t, len(line), MaxLine+len("…"))
		assert.Equal(t, line, Numbers(line), "no long number is left")
		assert.Equal(t, -1, strings.IndexFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", line)
	})
}
