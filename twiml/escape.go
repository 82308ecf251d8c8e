package twiml

import (
	"strings"
	"unicode/utf8"
)

// replacement stands for a character that XML cannot hold: U+FFFD in UTF-8.
const replacement = "\xef\xbf\xbd"

// writeEscaped writes text to out as XML. In an attribute the quotation mark and
// the blanks that a reader would turn into spaces are escaped too.
//
// Specification: https://www.w3.org/TR/xml/#charsets and #AVNormalize
func writeEscaped(out *strings.Builder, text string, attribute bool) {
	from := 0
	for i := 0; i < len(text); {
		if b := text[i]; b == ' ' || b > '>' && b < utf8.RuneSelf { // nearly all of a text, and never special
			i++
			continue
		}
		escape, size := escapeAt(text, i, attribute)
		if escape != "" {
			out.WriteString(text[from:i])
			out.WriteString(escape)
			from = i + size
		}
		i += size
	}
	out.WriteString(text[from:])
}

// escapeAt returns the text to be written for the character at i, "" for the character
// itself, and the length of the character in bytes.
func escapeAt(text string, i int, attribute bool) (escape string, size int) {
	b := text[i]
	if b >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF {
			return replacement, size
		}
		return "", size
	}
	switch {
	case b == '&':
		return "&amp;", 1
	case b == '<':
		return "&lt;", 1
	case b == '>':
		return "&gt;", 1
	case b == '\r':
		return "&#13;", 1
	case b == '"' && attribute:
		return "&quot;", 1
	case b == '\n' && attribute:
		return "&#10;", 1
	case b == '\t' && attribute:
		return "&#9;", 1
	case b < ' ' && b != '\n' && b != '\t':
		return replacement, 1
	default:
		return "", 1
	}
}
