package twimlcheck

import (
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Blanks are the characters that XML calls white space.
const Blanks = " \t\n\r"

// IsBlank reports whether text holds nothing but white space.
func IsBlank(text string) bool { return only(text, Blanks) }

func trim(text string) string { return strings.Trim(text, Blanks) }

// only reports whether text holds nothing but characters of set.
//
//go:noinline
func only(text, set string) bool { return strings.Trim(text, set) == "" }

// Words are the parts of a list.
func Words(list string) iter.Seq[string] {
	return strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(Blanks, r) })
}

// isCharacter reports whether XML can hold a character.
//
// Specification: https://www.w3.org/TR/xml/#charsets
func isCharacter(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	case r >= 0xD800 && r <= 0xDFFF, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return r <= utf8.MaxRune
}

// forbiddenIn returns where a text has its first character that XML cannot hold, or
// its first byte that is not UTF-8; -1 for nowhere.
func forbiddenIn(text string) int {
	for i, r := range text {
		if !isCharacter(r) {
			return i
		}
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return i
			}
		}
	}
	return -1
}

// reference returns the character that a reference stands for, as &#x1F600; does, and
// the length of the reference in bytes. The length is 0 when text does not begin with
// a reference, and ok is false when XML does not know it or cannot hold the character.
//
// Specification: https://www.w3.org/TR/xml/#sec-references
func reference(text string) (r rune, size int, ok bool) {
	end := strings.IndexByte(text, ';')
	if end < 0 {
		return 0, 0, false
	}
	size = end + 1
	switch name := text[1:end]; name {
	case "amp":
		return '&', size, true
	case "lt":
		return '<', size, true
	case "gt":
		return '>', size, true
	case "quot":
		return '"', size, true
	case "apos":
		return '\'', size, true
	default:
		r, ok = numbered(name)
		return r, size, ok
	}
}

// numbered returns the character of a reference by its number, as in #65 or #x41.
func numbered(name string) (rune, bool) {
	number, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(number, "x"); isHex {
		number, base = hex, 16
	}
	code, err := strconv.ParseUint(number, base, 64)
	if !ok || err != nil || code > utf8.MaxRune {
		return 0, false
	}
	return rune(code), true
}

// isName reports whether text is an XML name.
//
// Specification: https://www.w3.org/TR/xml/#NT-Name
func isName(text string) bool {
	for i, r := range text {
		switch {
		case isNameStart(r):
		case i > 0 && (r >= '0' && r <= '9' || r == '-' || r == '.' || r == 0xB7 || inRanges(r, nameMarks)):
		default:
			return false
		}
	}
	return text != "" && utf8.ValidString(text)
}

func isNameStart(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == ':' || r == '_' || r > utf8.RuneSelf && inRanges(r, nameStarts)
}

// The characters beyond ASCII with which a name begins, and those that only follow.
const (
	nameStarts = "\u00C0\u00D6\u00D8\u00F6\u00F8\u02FF\u0370\u037D\u037F\u1FFF\u200C\u200D\u2070\u218F" +
		"\u2C00\u2FEF\u3001\uD7FF\uF900\uFDCF\uFDF0\uFFFD\U00010000\U000EFFFF"
	nameMarks = "\u0300\u036F\u203F\u2040"
)

// inRanges reports whether r is in one of the ranges, each of which is the first and
// the last of its characters.
func inRanges(r rune, ranges string) bool {
	first, isFirst := rune(0), true
	for _, bound := range ranges {
		if !isFirst && r >= first && r <= bound {
			return true
		}
		first, isFirst = bound, !isFirst
	}
	return false
}
