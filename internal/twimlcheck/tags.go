package twimlcheck

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// startTag reads the start tag of an element, or the whole of an empty one.
func (s *scanner) startTag() {
	begin := s.at
	s.at++
	name := s.name()
	if name == "" {
		s.unquoted(s.at, "a name is missing behind <")
		return
	}
	if !s.add(&Node{Name: name, Offset: begin}) {
		return
	}
	n := s.open[len(s.open)-1]
	for seen := map[string]bool{}; ; {
		apart := s.blanks()
		switch {
		case s.skip("/>"):
			s.open = s.open[:len(s.open)-1]
			return
		case s.skip(">"):
			return
		case s.at == len(s.text):
			s.unfinished()
			return
		case !s.attribute(n, seen, apart):
			return
		}
	}
}

// add puts an element into the one that is open, and reports whether it may stand there.
func (s *scanner) add(n *Node) bool {
	s.endRun()
	switch {
	case len(s.open) > 0:
		parent := s.open[len(s.open)-1]
		parent.Children = append(parent.Children, n)
	case s.root != nil:
		s.malformed(n.Offset, codeMalformed, "<"+short(n.Name)+"> is a second root", "put everything into one <Response>")
		return false
	default:
		s.root = n
	}
	if len(s.open) >= MaxDepth {
		s.malformed(n.Offset, codeSchema, "the elements nest deeper than "+strconv.Itoa(MaxDepth)+" levels", "nest less")
		return false
	}
	s.open = append(s.open, n)
	return true
}

// attribute reads an attribute, before which there should be a blank.
func (s *scanner) attribute(n *Node, seen map[string]bool, apart bool) bool {
	begin := s.at
	name := s.name()
	s.blanks()
	equals := s.skip("=")
	s.blanks()
	switch {
	case name == "":
		s.unquoted(begin, "the name of an attribute is missing in <"+short(n.Name)+">")
	case s.at == len(s.text):
		s.unfinished()
	case !equals:
		s.unquoted(begin, "the attribute "+short(name)+" has no =")
	case seen[name]:
		s.malformed(begin, codeMalformed, "<"+short(n.Name)+"> has two attributes "+short(name), "keep one of them")
	case !apart:
		s.malformed(begin, codeMalformed, "nothing stands between the attribute "+short(name)+" and the one before it", "put a space there")
	default:
		seen[name] = true
		value, ok := s.value()
		n.Attributes = append(n.Attributes, NodeAttribute{Name: name, Value: value, Offset: begin})
		return ok
	}
	return false
}

// value reads the value of an attribute.
func (s *scanner) value() (string, bool) {
	quotation := s.text[s.at]
	if quotation != '"' && quotation != '\'' {
		s.unquoted(s.at, "the value of an attribute is not in quotation marks")
		return "", false
	}
	s.at++
	end := strings.IndexByte(s.text[s.at:], quotation)
	if end < 0 {
		s.unfinished()
		return "", false
	}
	if less := strings.IndexByte(s.text[s.at:s.at+end], '<'); less >= 0 {
		s.unquoted(s.at+less, "there is a < in the value of an attribute")
		return "", false
	}
	var value strings.Builder
	ok := s.decode(&value, s.at+end, inValue)
	s.at++
	return value.String(), ok
}

// endTag reads an end tag.
func (s *scanner) endTag() {
	begin := s.at
	s.at += len("</")
	name := s.name()
	s.blanks()
	last := len(s.open) - 1
	switch {
	case name == "":
		s.unquoted(s.at, "a name is missing behind </")
	case s.at == len(s.text):
		s.unfinished()
	case !s.skip(">"):
		s.unquoted(s.at, "</"+short(name)+" is not closed with >")
	case last < 0:
		s.malformed(begin, codeMalformed, "</"+short(name)+"> closes nothing", "remove it")
	case s.open[last].Name != name:
		open := short(s.open[last].Name)
		s.malformed(begin, codeMalformed, "</"+short(name)+"> stands where </"+open+"> should", "close <"+open+"> first; names are case-sensitive")
	default:
		s.endRun()
		s.open = s.open[:last]
	}
}

// endRun puts the text since the last tag into the element that is open.
func (s *scanner) endRun() {
	if s.run.Len() > 0 {
		parent := s.open[len(s.open)-1]
		parent.Children = append(parent.Children, &Node{Text: s.run.String(), Offset: max(s.runAt, 0)})
	}
	s.run.Reset()
	s.runAt = -1
}

// where is the part of a document that a text stands in.
type where int8

const (
	inText    where = iota
	inValue         // of an attribute: blanks are spaces, unless they are references
	inSection       // of CDATA: & is itself
)

// decode writes the text up to an offset to out as an XML reader sees it, and reports
// whether it is well-formed.
//
// Specification: https://www.w3.org/TR/xml/#sec-line-ends and #AVNormalize
func (s *scanner) decode(out *strings.Builder, end int, part where) bool {
	for s.at < end && !s.broken {
		rest := s.text[s.at:end]
		if plain := plainLength(rest); plain > 0 {
			out.WriteString(rest[:plain])
			s.at += plain
			continue
		}
		switch c := rest[0]; {
		case c == '&' && part != inSection:
			s.reference(out, rest)
		case c == ']' && part == inText && strings.HasPrefix(rest, "]]>"):
			s.unquoted(s.at, "there is a ]]> outside of a CDATA section")
		case c == '\r' && strings.HasPrefix(rest, "\r\n"):
			s.at++ // the two are one
		case c == '\r', c == '\n', c == '\t':
			out.WriteByte(normalized(c, part))
			s.at++
		default:
			s.character(out, rest)
		}
	}
	return !s.broken
}

// plainLength is how many bytes at the beginning of a text stand for themselves
// wherever they are.
func plainLength(text string) int {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '&' || c == ']' || c >= utf8.RuneSelf {
			return i
		}
	}
	return len(text)
}

// normalized is a blank as an XML reader sees it.
func normalized(blank byte, part where) byte {
	switch {
	case part == inValue:
		return ' '
	case blank == '\r':
		return '\n'
	}
	return blank
}

// character takes one character.
func (s *scanner) character(out *strings.Builder, rest string) {
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case r == utf8.RuneError && size == 1:
		s.notXML(s.at, "invalid UTF-8", "save it as UTF-8")
	case !isCharacter(r):
		s.forbidden(s.at, r)
	default:
		out.WriteString(rest[:size])
		s.at += size
	}
}

// reference takes a reference to a character.
func (s *scanner) reference(out *strings.Builder, rest string) {
	r, size, ok := reference(rest)
	switch {
	case size == 0 || !ok && !isName(strings.TrimPrefix(rest[1:size-1], "#")):
		s.unquoted(s.at, "there is an & that begins no reference")
	case !ok:
		s.notXML(s.at, short(rest[:size])+" is no reference that XML knows",
			"write & as &amp;, and other characters as they are: XML knows &amp; &lt; &gt; &quot; and &apos; only")
	case r >= 0xD800 && r <= 0xDFFF:
		s.halfCharacter(s.at, rest[:size])
	case !isCharacter(r):
		s.forbidden(s.at, r)
	default:
		out.WriteRune(r)
		s.at += size
	}
}
