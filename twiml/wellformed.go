package twiml

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// surrogateIn returns where a text has a character reference to half a character,
// and the reference, as in &#xD800;; -1 for nowhere. XML forbids them in texts and
// attributes, and encoding/xml turns them into U+FFFD. All else that XML forbids
// there, encoding/xml refuses.
//
// Specification: https://www.w3.org/TR/xml/#wf-Legalchar
func surrogateIn(text string) (at int, reference string) {
	for rest := text; ; {
		begin := strings.Index(rest, "&#")
		if begin < 0 {
			return -1, ""
		}
		rest = rest[begin:]
		reference, after, closed := strings.Cut(rest, ";")
		if closed && isSurrogate(reference) {
			return len(text) - len(rest), reference + ";"
		}
		rest = after
	}
}

// isSurrogate reports whether a reference without its semicolon, as in &#xD800, is
// to half a character.
func isSurrogate(reference string) bool {
	const first, last = 0xD800, 0xDFFF
	digits, base := reference[len("&#"):], 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	code, err := strconv.ParseUint(digits, base, 64)
	return err == nil && code >= first && code <= last
}

// forbiddenIn returns where a text has its first character that XML cannot hold, or
// its first byte that is not UTF-8; -1 for nowhere. encoding/xml does not look into
// comments, instructions and document types.
//
// Specification: https://www.w3.org/TR/xml/#charsets
func forbiddenIn(text string) int {
	for i, r := range text {
		switch {
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0xFFFE, r == 0xFFFF:
			return i
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return i
			}
		}
	}
	return -1
}
