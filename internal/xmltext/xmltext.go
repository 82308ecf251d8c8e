// Package xmltext finds the texts of a few elements in XML that may be malformed, such
// as the answer of a gateway. It takes the place of encoding/xml, which adds 50 kB to
// every program that sends.
package xmltext

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Texts returns the texts of the named elements within the first element that is called
// outer, by their names in small letters, and whether there is such an outer element.
// The names are asked for in small letters. Prefixes and the case of the letters do not
// count. Of several elements with one name the first counts that has a text; the text of
// elements within it is a part of the text. An element that is not closed has none.
func Texts(body, outer string, names ...string) (texts map[string]string, found bool) {
	r := reader{rest: strings.Map(printable, body)}
	texts = map[string]string{}
	for depth := 0; ; {
		t, ok := r.next()
		if !ok {
			return texts, found
		}
		switch {
		case t.kind == start && !found:
			found = strings.EqualFold(t.name, outer)
		case t.kind == start && slices.Contains(names, t.name):
			texts[t.name] = cmp.Or(texts[t.name], r.text())
		case t.kind == start:
			depth++
		case t.kind == end && found:
			if depth--; depth < 0 {
				return texts, true
			}
		}
	}
}

// kind is the kind of a token.
type kind int8

const (
	text  kind = iota
	start      // of an element
	end        // of an element
	other      // a comment, an instruction or a document type
)

// token is a piece of a document.
type token struct {
	kind kind
	name string // of an element, in small letters and without a prefix
	text string
}

// reader cuts a document into tokens.
type reader struct {
	rest  string
	empty bool // the last token was the start of an element that is empty
}

// text returns the text of the element that has just begun, "" when it is not closed.
func (r *reader) text() string {
	var b strings.Builder
	for depth := 1; depth > 0; {
		t, ok := r.next()
		if !ok {
			return ""
		}
		switch t.kind {
		case start:
			depth++
		case end:
			depth--
		case text:
			b.WriteString(t.text)
		}
	}
	return strings.TrimSpace(b.String())
}

// next returns the next token; ok is false after the last, and before one that does not
// end.
func (r *reader) next() (t token, ok bool) {
	switch {
	case r.empty:
		r.empty = false
		return token{kind: end}, true
	case r.rest == "":
		return token{}, false
	case strings.HasPrefix(r.rest, "<!--"):
		_, ok = r.until("<!--", "-->")
		return token{kind: other}, ok
	case strings.HasPrefix(r.rest, "<![CDATA["):
		section, ok := r.until("<![CDATA[", "]]>")
		return token{text: newlines(section)}, ok
	case strings.HasPrefix(r.rest, "<?"):
		_, ok = r.until("<?", "?>")
		return token{kind: other}, ok
	case strings.HasPrefix(r.rest, "<!"):
		_, ok = r.until("<!", ">")
		return token{kind: other}, ok
	case isTag(r.rest):
		return r.tag()
	}
	length := 1 + strings.IndexByte(r.rest[1:], '<') // a text may begin with a < that is no tag
	if length == 0 {
		length = len(r.rest)
	}
	written := r.rest[:length]
	r.rest = r.rest[length:]
	return token{text: decoded(newlines(written))}, true
}

// until takes what stands between two marks.
func (r *reader) until(first, last string) (inside string, ok bool) {
	inside, r.rest, ok = strings.Cut(r.rest[len(first):], last)
	return inside, ok
}

// isTag reports whether text begins with a tag.
func isTag(text string) bool {
	text, ok := strings.CutPrefix(text, "<")
	text = strings.TrimPrefix(text, "/")
	return ok && text != "" && (text[0] == '_' || text[0] >= utf8.RuneSelf || text[0]|0x20 >= 'a' && text[0]|0x20 <= 'z')
}

// tag takes a tag. A > in quotation marks does not end it.
func (r *reader) tag() (t token, ok bool) {
	quotation := byte(0)
	for i := range len(r.rest) {
		switch c := r.rest[i]; {
		case quotation != 0:
			if c == quotation {
				quotation = 0
			}
		case c == '"', c == '\'':
			quotation = c
		case c == '>':
			inside := r.rest[len("<"):i]
			r.rest = r.rest[i+1:]
			return r.named(inside), true
		}
	}
	return token{}, false
}

// named returns the token of a tag.
func (r *reader) named(inside string) token {
	t := token{kind: start}
	if name, closing := strings.CutPrefix(inside, "/"); closing {
		t.kind, inside = end, name
	} else {
		r.empty = strings.HasSuffix(inside, "/")
	}
	if length := strings.IndexAny(inside, " \t\r\n/"); length >= 0 {
		inside = inside[:length]
	}
	if prefix, local, _ := strings.Cut(inside, ":"); prefix != "" && local != "" {
		inside = local
	}
	t.name = strings.ToLower(inside)
	return t
}

// decoded replaces the references in a text. One that XML does not know stays.
func decoded(text string) string {
	if !strings.Contains(text, "&") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "&")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, _, closed := strings.Cut(rest[:min(len(rest), maxReference)], ";")
		value := character(name)
		if !closed || value == "" {
			b.WriteByte('&')
			text = rest
			continue
		}
		b.WriteString(value)
		text = rest[len(name)+len(";"):]
	}
}

// maxReference is the length of the longest reference that is looked at, in bytes.
const maxReference = 32

// character returns the character that a reference stands for, "" when there is none.
func character(name string) string {
	switch name {
	case "amp":
		return "&"
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	number, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(number, "x"); isHex {
		number, base = hex, 16
	}
	code, err := strconv.ParseUint(number, base, 32)
	if !ok || err != nil || code > utf8.MaxRune {
		return ""
	}
	return string(printable(rune(code)))
}

// newlines are the ends of lines as an XML reader sees them.
func newlines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// printable replaces a character that XML cannot hold.
func printable(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
		return utf8.RuneError
	}
	return r
}
