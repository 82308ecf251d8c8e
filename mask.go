package twilio

import (
	"net/netip"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What is left of a long number: digits at its beginning and at its end.
const (
	shortestNumber = 7
	shownHead      = 4
	shownTail      = 2
)

// maskNumbers shortens what may be a phone number: seven digits or more with
// anything but letters between them, in whatever script. "+1 (415) 555-1234"
// becomes "+1 (415…34".
//
// SIDs, dates with their times, and addresses of the form 192.0.2.1:443 stay as
// they are. What else has as many digits is masked too: a number too many is
// better than one that is shown.
func maskNumbers(s string) string {
	var b strings.Builder
	copied := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsNumber(r):
			run := digitRun(s[i:])
			if masked := maskRun(run); masked != run && (strings.HasSuffix(s[:i], "+") || !isMoment(run) && !areHostPorts(run)) {
				b.WriteString(s[copied:i])
				b.WriteString(masked)
				copied = i + len(run)
			}
			i += len(run)
		case sidLength(s, i) > 0:
			i += sidLength(s, i)
		default:
			i += size
		}
	}
	return b.String() + s[copied:]
}

// digitRun returns the text from the first digit of s to the last one that comes
// before a letter.
func digitRun(s string) string {
	end := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		escaped := escapeLength(s[i:])
		switch {
		case escaped > 0:
			size = escaped
			if strings.IndexFunc(s[i:i+size], unicode.IsNumber) >= 0 {
				end = i + strings.LastIndexFunc(s[i:i+size], unicode.IsNumber) + 1
			}
		case unicode.IsNumber(r):
			end = i + size
		case breaksNumber(r):
			return s[:end]
		}
		i += size
	}
	return s[:end]
}

// breaksNumber says whether a character cannot stand inside a number. Letters
// cannot, except for those that modify others, such as the long-vowel mark that
// divides Japanese numbers, and for those that are invisible.
func breaksNumber(r rune) bool {
	return unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// escapeLength returns the length of the escaped character with which s begins,
// in the notation of URLs, JSON, Go or HTML, and 0 when there is none. Its letters
// are no letters of the text.
func escapeLength(s string) int {
	switch s[0] {
	case '%':
		return escapeOf(s, 1, 2)
	case '\\':
		return backslashLength(s)
	case '&':
		name, _, closed := strings.Cut(s[1:min(len(s), 10)], ";")
		if closed && strings.IndexFunc(strings.TrimPrefix(name, "#"), notAlphanumeric) < 0 {
			return len(name) + 2
		}
	}
	return 0
}

func backslashLength(s string) int {
	switch {
	case strings.HasPrefix(s, `\x`):
		return escapeOf(s, 2, 2)
	case strings.HasPrefix(s, `\u`):
		return escapeOf(s, 2, 4)
	case strings.HasPrefix(s, `\U`):
		return escapeOf(s, 2, 8)
	case len(s) > 1 && 'a' <= s[1] && s[1] <= 'z':
		return 2
	}
	return 0
}

// escapeOf returns the length of a mark with so many hexadecimal digits behind it.
func escapeOf(s string, mark, digits int) int {
	if len(s) < mark+digits || strings.IndexFunc(s[mark:mark+digits], notHex) >= 0 {
		return 0
	}
	return mark + digits
}

// sidLength returns the length of an SID that begins at s[i] and stands alone
// there, 0 when there is none.
func sidLength(s string, i int) int {
	if i > 0 && !notAlphanumeric(rune(s[i-1])) || len(s) < i+sidSize || !isSID(s[i:i+sidSize], "") || strings.IndexFunc(s[i+2:i+sidSize], notHex) >= 0 {
		return 0
	}
	if i+sidSize < len(s) && !notAlphanumeric(rune(s[i+sidSize])) {
		return 0
	}
	return sidSize
}

// maskRun leaves a few digits at both ends of a run that has many.
func maskRun(run string) string {
	var ends []int // of each digit
	for i, r := range run {
		if unicode.IsNumber(r) {
			ends = append(ends, i+utf8.RuneLen(r))
		}
	}
	if len(ends) < shortestNumber {
		return run
	}
	tail := run[ends[len(ends)-shownTail-1]:]
	return run[:ends[shownHead-1]] + "…" + tail[strings.IndexFunc(tail, unicode.IsNumber):]
}

// momentLayouts are dates and times as they look between letters: "2026-04-14",
// and "2026 09:30:00 +0000" in a date of RFC 1123.
var momentLayouts = [...]string{
	time.DateOnly, time.DateTime, "2006/01/02", "2006/01/02 15:04:05", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05-07:00",
	time.TimeOnly, "15:04:05-07:00", "15:04:05-0700", "15:04:05 -0700",
	"2006 15:04:05", "2006 15:04:05 -0700", "06 15:04:05", "2 15:04:05 2006",
}

// isMoment knows dates of our time. A fraction of a second may be as long as it
// likes.
func isMoment(run string) bool {
	const first, last = 1970, 2199
	for _, layout := range momentLayouts {
		if t, err := time.Parse(layout, run); err == nil {
			return t.Year() == 0 || first <= t.Year() && t.Year() <= last
		}
	}
	return false
}

// areHostPorts knows how the errors of package net name the ends of a connection:
// "192.0.2.1:50312->198.51.100.7:443".
func areHostPorts(run string) bool {
	for part := range strings.SplitSeq(run, "->") {
		if _, err := netip.ParseAddrPort(part); err != nil {
			return false
		}
	}
	return true
}
