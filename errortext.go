package twilio

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// reason is the text of an error inside another one of ours, whose operation
// and advice would be said twice or would mislead.
func reason(err error) string {
	if err == nil {
		return "no reason given"
	}
	if d, ok := err.(interface{ describe() string }); ok {
		return d.describe()
	}
	return oneLine(err.Error())
}

// maxErrorText bounds what an error says of another party's text, in bytes.
const maxErrorText = 300

// oneLine makes another party's text fit for a log: printable, of bounded
// length, with phone numbers masked.
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
	return truncate(maskNumbers(s), maxErrorText)
}

func truncate(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit] + "…"
}

// maskNumbers shortens runs of seven digits and more: +1415…34.
func maskNumbers(s string) string {
	const shortest, head, tail = 7, 4, 2
	var b strings.Builder
	copied := 0
	for i := 0; i < len(s); i++ {
		end := i
		for end < len(s) && '0' <= s[end] && s[end] <= '9' {
			end++
		}
		if end-i >= shortest {
			b.WriteString(s[copied : i+head])
			b.WriteString("…")
			copied = end - tail
		}
		i = max(i, end-1)
	}
	return b.String() + s[copied:]
}
