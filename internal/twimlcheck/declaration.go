package twimlcheck

import "strings"

// isDeclared reports whether a document begins with an XML declaration, however
// malformed; <?xml-stylesheet is none.
func isDeclared(text string) bool {
	rest, ok := strings.CutPrefix(text, "<?xml")
	return ok && (rest == "" || !isNameByte(rest[0]))
}

// isNameByte reports whether a byte can be a part of an XML name.
func isNameByte(b byte) bool {
	const beyondASCII = 0x80
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= beyondASCII || strings.IndexByte("-.:_", b) >= 0
}

// declarationFault returns the fault of the XML declaration with which a document
// begins, "" if there is none.
//
// Specification: https://www.w3.org/TR/xml/#NT-XMLDecl
func declarationFault(text string) string {
	inside, _, closed := strings.Cut(strings.TrimPrefix(text, "<?xml"), "?>")
	if !closed {
		return "it is not closed with ?>"
	}
	s := declaration{rest: inside}
	version := s.pseudo("version")
	encoding := s.pseudo("encoding")
	standalone := s.pseudo("standalone")
	s.blanks()
	switch {
	case s.fault != "":
		return s.fault
	case version == "":
		return "it does not begin with the version"
	case s.rest != "":
		return Quote(s.rest) + " must not stand there"
	case version != "1.0":
		return "the version is " + Quote(version) + ", not 1.0"
	case encoding != "" && !strings.EqualFold(encoding, "UTF-8"):
		return "the encoding is " + Quote(encoding) + ", not UTF-8"
	case standalone != "" && standalone != "yes" && standalone != "no":
		return "standalone is " + Quote(standalone) + ", neither yes nor no"
	}
	return ""
}

// docTypeFault returns the fault of a document type, "" if there is none. A document
// type has a name, perhaps the address of a definition, and perhaps a definition of its own
// in brackets, which is not looked into.
//
// Specification: https://www.w3.org/TR/xml/#NT-doctypedecl
func docTypeFault(directive string) string {
	s := declaration{rest: strings.TrimPrefix(directive, "DOCTYPE")}
	if !s.blanks() || s.name() == "" {
		return "it names no element"
	}
	if s.blanks() {
		addresses := 0
		switch {
		case s.skip("SYSTEM"):
			addresses = 1
		case s.skip("PUBLIC"):
			addresses = 2
		}
		for range addresses {
			if !s.blanks() {
				return "a blank is missing before an address"
			}
			if _, ok := s.literal(); !ok {
				return "an address is not in quotation marks"
			}
		}
		s.blanks()
	}
	if s.rest == "" || s.rest[0] == '[' && strings.HasSuffix(strings.TrimRight(s.rest, Blanks), "]") {
		return ""
	}
	return Quote(s.rest) + " must not stand there"
}

// declaration reads a declaration from its beginning to its end, or to the first fault.
type declaration struct {
	rest  string
	fault string
}

// blanks skips white space and reports whether there was any.
func (s *declaration) blanks() bool {
	before := len(s.rest)
	s.rest = strings.TrimLeft(s.rest, Blanks)
	return len(s.rest) < before
}

// skip skips a word and reports whether it was there.
func (s *declaration) skip(word string) bool {
	rest, ok := strings.CutPrefix(s.rest, word)
	s.rest = rest
	return ok
}

// name takes a name, "" when none comes next.
func (s *declaration) name() string {
	end := 0
	for end < len(s.rest) && isNameByte(s.rest[end]) {
		end++
	}
	name := s.rest[:end]
	s.rest = s.rest[end:]
	return name
}

// literal takes a text in quotation marks and reports whether there was one.
func (s *declaration) literal() (string, bool) {
	if s.rest == "" || s.rest[0] != '"' && s.rest[0] != '\'' {
		return "", false
	}
	text, rest, closed := strings.Cut(s.rest[1:], s.rest[:1])
	s.rest = rest
	return text, closed
}

// pseudo takes a pseudo-attribute and returns its value, "" when something else
// comes next. A malformed one is the fault.
func (s *declaration) pseudo(name string) string {
	before := s.rest
	apart := s.blanks()
	if s.fault != "" || !s.skip(name) {
		s.rest = before
		return ""
	}
	s.blanks()
	equals := s.skip("=")
	s.blanks()
	value, quoted := s.literal()
	switch {
	case !apart:
		s.fault = "a blank is missing before " + name
	case !equals:
		s.fault = "an equals sign is missing behind " + name
	case !quoted:
		s.fault = "the value of " + name + " is not in quotation marks"
	case value == "":
		s.fault = "the value of " + name + " is empty"
	}
	return value
}
