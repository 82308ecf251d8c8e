package redact

import (
	"net/netip"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/ascii"
	"github.com/seed15d99369/twilio/internal/sid"
)

// How long a number is that is masked, and how many digits of it stay at its beginning and
// at its end.
const (
	shortestNumber   = 7  // digits
	shortestLettered = 10 // digits, with one letter among them: 1920x1080 is none
	shownHead        = 4
	shownTail        = 2
)

// Numbers shortens every text that may be a phone number: seven digits or more with
// anything but letters between them, in whatever script. "+1 (415) 555-1234"
// becomes "+1 (415…34". The letters of escapes and of tags are no letters of the
// text, and a letter that divides groups of digits as a dash would is none either.
//
// SIDs, dates with their times, and addresses of the form 192.0.2.1:443 stay as they are.
// Everything else that has as many digits is masked too: it is better to mask a number too
// many than to show one.
func Numbers(s string) string {
	for {
		masked := maskReadings(s)
		if masked == s {
			return s
		}
		s = masked
	}
}

// maxLayers of escapes around each other are read.
const maxLayers = 6

// maskReadings masks the numbers that the first reading of s shows in which there
// are any: as it is written, and with one layer of escapes after another removed.
func maskReadings(s string) string {
	text := newReading(s)
	for range maxLayers {
		for _, read := range [...]reading{text, text.withoutTags()} {
			if masked := read.mask(s); masked != s {
				return masked
			}
		}
		plain, changed := text.unescaped()
		if !changed {
			break
		}
		text = plain
	}
	return s
}

// mask returns s, of which t is a reading, without its numbers.
func (t reading) mask(s string) string {
	var b strings.Builder
	copied := 0
	for i := 0; i < len(t); {
		switch {
		case isDigit(t[i].char):
			end := t.numberEnd(i)
			if t.isPhoneNumber(i, end) {
				digits := t.digits(i, end)
				b.WriteString(s[copied:t[digits[shownHead-1]].end])
				b.WriteString("…")
				copied = t[digits[len(digits)-shownTail]].start
			}
			i = end
		case t.isSIDAt(i):
			i += sid.Size
		default:
			i++
		}
	}
	return b.String() + s[copied:]
}

// isPhoneNumber says whether the digits from start to end are to be masked.
func (t reading) isPhoneNumber(start, end int) bool {
	if t.count(start, end) < shortestNumber {
		return false
	}
	if start > 0 && t[start-1].char == '+' {
		return true
	}
	text := t.text(start, end)
	return !isMoment(text) && !areHostPorts(text)
}

// numberEnd returns where the number ends that begins at start.
func (t reading) numberEnd(start int) int {
	end := t.runEnd(start)
	if t.count(start, end) >= shortestNumber {
		return end
	}
	return t.letteredEnd(start, end)
}

// runEnd returns where the last digit ends that comes before a letter.
func (t reading) runEnd(start int) int {
	end := start
	for i := start; i < len(t) && !breaksNumber(t[i].char); i++ {
		if isDigit(t[i].char) {
			end = i + 1
		}
	}
	return end
}

// letteredEnd returns where a number ends whose groups one letter divides, always
// the same: 202x555x0123. It returns end when no such number follows.
func (t reading) letteredEnd(start, end int) int {
	separator := t.letter(end)
	groups, last := 0, end
	for separator != "" && strings.HasPrefix(t.text(last, min(last+maxSeparator, len(t))), separator) {
		next := last + utf8.RuneCountInString(separator)
		if next == len(t) || !isDigit(t[next].char) {
			break
		}
		groups, last = groups+1, t.runEnd(next)
	}
	digits := t.count(start, last)
	if groups > 1 && digits >= shortestNumber || groups == 1 && utf8.RuneCountInString(separator) == 1 && digits >= shortestLettered {
		return last
	}
	return end
}

const maxSeparator = 3 // characters: a letter with a blank before and behind it

// letter returns the one letter that stands before the next digit, with the characters
// around it, "" when there is another number of them. The letters of hexadecimal
// digits, and the T of ISO 8601, divide no number.
func (t reading) letter(start int) string {
	letters := 0
	for i := start; i < len(t) && i <= start+maxSeparator; i++ {
		switch r := t[i].char; {
		case isDigit(r) && letters == 1:
			return t.text(start, i)
		case isDigit(r), strings.ContainsRune("abcdefABCDEFT", r):
			return ""
		case breaksNumber(r):
			letters++
		}
	}
	return ""
}

// count returns how many digits stand between start and end.
func (t reading) count(start, end int) (digits int) {
	for _, g := range t[start:end] {
		if isDigit(g.char) {
			digits++
		}
	}
	return digits
}

// digits returns where the digits between start and end stand.
func (t reading) digits(start, end int) []int {
	var digits []int
	for i := start; i < end; i++ {
		if isDigit(t[i].char) {
			digits = append(digits, i)
		}
	}
	return digits
}

// hanDigits are letters to Unicode. Those of the second half stand on cheques.
const hanDigits = "〇零一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖"

func isDigit(r rune) bool { return unicode.IsNumber(r) || strings.ContainsRune(hanDigits, r) }

// dashes are letters that look like one, or like a bar.
const dashes = "ㅡᅳￚㄧ丨ꟷǀ"

// breaksNumber says whether a character cannot stand inside a number. Letters
// cannot, except for digits and dashes, for those that modify others, such as the
// long-vowel mark that divides Japanese numbers, and for those that are invisible.
func breaksNumber(r rune) bool {
	return unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) &&
		!strings.ContainsRune(dashes, r) && !isDigit(r)
}

// isSIDAt says whether an SID begins at i and stands alone there.
func (t reading) isSIDAt(i int) bool {
	end := i + sid.Size
	if end > len(t) || i > 0 && !ascii.NotAlphanumeric(t[i-1].char) || end < len(t) && !ascii.NotAlphanumeric(t[end].char) {
		return false
	}
	text := t.text(i, end)
	return sid.Is(text, "") && strings.IndexFunc(text[2:], ascii.NotHex) < 0
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
