package redact

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// reading is a text as somebody may read it: as it is written, or with its escapes
// or tags taken off.
type reading []glyph

// glyph is a character of a reading, and where in the text it is written.
type glyph struct {
	char       rune
	start, end int // bytes
}

func newReading(s string) reading {
	t := make(reading, 0, len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		t = append(t, glyph{r, i, i + size})
		i += size
	}
	return t
}

func (t reading) text(start, end int) string {
	var b strings.Builder
	for _, g := range t[start:end] {
		b.WriteRune(g.char)
	}
	return b.String()
}

// withoutTags reads each tag of HTML and XML as a blank. Between two elements with
// different names it leaves a letter: they are two fields. It returns nil when there
// are no tags.
func (t reading) withoutTags() reading {
	if !t.hasAny("<") {
		return nil
	}
	plain := make(reading, 0, len(t))
	closed := "" // the name of the element that has just ended
	for i := 0; i < len(t); {
		length := max(t[i:].tagLength(), 1)
		char := t[i].char
		if length > 1 {
			name := t[i+1 : i+length].tagName()
			char = ' '
			if closed != "" && t[i+1].char != '/' && name != closed {
				char = 'a'
			}
			closed = ""
			if t[i+1].char == '/' {
				closed = name
			}
		} else if isDigit(char) || breaksNumber(char) {
			closed = ""
		}
		plain = append(plain, glyph{char, t[i].start, t[i+length-1].end})
		i += length
	}
	return plain
}

func (t reading) hasAny(chars string) bool {
	return slices.ContainsFunc(t, func(g glyph) bool { return strings.ContainsRune(chars, g.char) })
}

// tagName returns the name in a tag, which may begin with a slash.
func (t reading) tagName() string {
	start := 0
	if t[0].char == '/' {
		start = 1
	}
	end := start
	for end < len(t) && !ascii.NotAlphanumeric(t[end].char) {
		end++
	}
	return t.text(start, end)
}

// tagLength returns the length of the tag with which t begins, 0 when there is none.
func (t reading) tagLength() int {
	const longest = 200
	if len(t) < 2 || t[0].char != '<' || ascii.NotAlphanumeric(t[1].char) && !strings.ContainsRune("/!?", t[1].char) {
		return 0
	}
	for i, g := range t[1:min(len(t), longest)] {
		switch g.char {
		case '>':
			return i + 2
		case '<':
			return 0
		}
	}
	return 0
}

// unescaped takes off one layer of escapes, in the notations of URLs, JSON, Go, HTML
// and quoted-printable, and reports whether there was any.
func (t reading) unescaped() (plain reading, changed bool) {
	if !t.hasAny(`%=\&`) {
		return t, false
	}
	plain = make(reading, 0, len(t))
	for i := 0; i < len(t); {
		char, length := t[i:].escape()
		if length == 0 {
			char, length = t[i].char, 1
		} else {
			changed = true
		}
		plain = append(plain, glyph{char, t[i].start, t[i+length-1].end})
		i += length
	}
	return plain, changed
}

// escape returns the character that is escaped where t begins, and the length of
// the escape, 0 when there is none.
func (t reading) escape() (char rune, length int) {
	if char, length := t.byteEscapes(); length > 0 {
		return char, length
	}
	switch t[0].char {
	case '%', '\\':
		return t.unicodeEscape()
	case '&':
		return t.entity()
	}
	return 0, 0
}

// byteEscapes reads the bytes of one character in UTF-8.
func (t reading) byteEscapes() (char rune, length int) {
	var bytes [utf8.UTFMax]byte
	var ends [utf8.UTFMax]int
	count, end := 0, 0
	for count < len(bytes) {
		b, size := t[end:].byteEscape()
		if size == 0 || count > 0 && utf8.RuneStart(b) {
			break
		}
		end += size
		bytes[count], ends[count] = b, end
		count++
	}
	if count == 0 {
		return 0, 0
	}
	char, size := utf8.DecodeRune(bytes[:count])
	return char, ends[size-1]
}

// byteEscape reads %2D, \x2d and =2D. An equals sign before two decimal digits may as
// well be one.
func (t reading) byteEscape() (b byte, length int) {
	mark := 1
	switch {
	case len(t) == 0:
		return 0, 0
	case t[0].char == '\\' && t.is(1, 'x'):
		mark = 2
	case t[0].char == '=' && len(t) > 2 && ascii.AreDigits(t.text(1, 3)), !strings.ContainsRune("%=", t[0].char):
		return 0, 0
	}
	value, ok := t.hex(mark, 2)
	if !ok {
		return 0, 0
	}
	return byte(value), mark + 2 //nolint:gosec // two hexadecimal digits
}

// hex reads a number of so many hexadecimal digits.
func (t reading) hex(start, digits int) (value rune, ok bool) {
	if len(t) < start+digits {
		return 0, false
	}
	for _, g := range t[start : start+digits] {
		digit := strings.IndexRune("0123456789abcdef", unicode.ToLower(g.char))
		if digit < 0 {
			return 0, false
		}
		value = value<<4 | rune(digit) //nolint:gosec // a hexadecimal digit
	}
	return value, true
}

// unicodeEscape reads %u002d, \u002d, \U0000002d, \u{2d}, pairs of surrogates, and a
// backslash before a sign or before a letter, which stands for a control character.
func (t reading) unicodeEscape() (char rune, length int) {
	if len(t) < 2 {
		return 0, 0
	}
	mark := t[1].char
	if mark == 'u' {
		if char, length := t.codeUnits(); length > 0 {
			return char, length
		}
	}
	if t[0].char != '\\' {
		return 0, 0
	}
	if char, ok := t.hex(2, 8); ok && mark == 'U' {
		return char, 10
	}
	switch {
	case strings.ContainsRune("\\/\"'", mark):
		return mark, 2
	case 'a' <= mark && mark <= 'z':
		return ' ', 2
	}
	return 0, 0
}

// codeUnits reads \u002d, \u{2d}, and two of the first kind that are a pair.
func (t reading) codeUnits() (char rune, length int) {
	const size = 6
	if char, ok := t.hex(2, 4); ok {
		if t.is(size, t[0].char) && t.is(size+1, 'u') {
			second, _ := t.hex(size+2, 4)
			if pair := utf16.DecodeRune(char, second); pair != utf8.RuneError {
				return pair, 2 * size
			}
		}
		return char, size
	}
	for digits := 1; digits <= 6 && t.is(2, '{'); digits++ {
		if char, ok := t.hex(3, digits); ok && t.is(3+digits, '}') {
			return char, digits + 4
		}
	}
	return 0, 0
}

func (t reading) is(i int, char rune) bool { return i < len(t) && t[i].char == char }

// entity reads &#45;, &#x2d; and names. A name that writes no other escape is a blank
// here, whatever it means.
func (t reading) entity() (char rune, length int) {
	const longest = 32
	end := 1
	for end < min(len(t), longest) && (t.is(1, '#') && end == 1 || !ascii.NotAlphanumeric(t[end].char)) {
		end++
	}
	if end == 1 || !t.is(end, ';') {
		return 0, 0
	}
	name := t.text(1, end)
	length = end + 1
	if number, isNumeric := strings.CutPrefix(name, "#"); isNumeric {
		return numericEntity(number), length
	}
	switch name {
	case "amp":
		return '&', length
	case "lt":
		return '<', length
	case "gt":
		return '>', length
	case "quot":
		return '"', length
	case "apos":
		return '\'', length
	case "percnt":
		return '%', length
	case "bsol":
		return '\\', length
	}
	return ' ', length
}

// numericEntity returns a blank for a text that is no number.
func numericEntity(number string) rune {
	base := 10
	if digits := strings.TrimLeft(number, "xX"); digits != number {
		number, base = digits, 16
	}
	n, err := strconv.ParseInt(number, base, 32)
	if err != nil {
		return ' '
	}
	return rune(n)
}
