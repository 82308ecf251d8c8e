package twimlcheck

import (
	"strconv"
	"strings"
)

// MaxDepth is how deep elements may nest, the Response included. Twilio says nothing
// about it; no person writes such a document.
const MaxDepth = 64

// scanner reads the XML of a document into nodes. It stops at the first fault that no
// XML reader would go on after.
//
// Specification: https://www.w3.org/TR/xml/
type scanner struct {
	doc   *Document
	text  string
	at    int // how far the scanner has got, in bytes
	root  *Node
	open  []*Node         // from the root to the element that is not closed yet
	run   strings.Builder // of text; a comment or a CDATA section does not end it
	runAt int             // where the run has its first character that is not blank, -1 for nowhere

	typed  bool // there is a document type
	broken bool // nothing after this can be understood
}

// scan returns the root of the document, nil when the document is not XML.
func (d *Document) scan() *Node {
	s := scanner{doc: d, text: d.text, runAt: -1}
	s.begin()
	for !s.broken && s.at < len(s.text) {
		s.step()
	}
	s.end()
	if s.broken {
		return nil
	}
	return s.root
}

// begin looks at the size of the document and at its declaration.
func (s *scanner) begin() {
	switch {
	case len(s.text) > maxInput:
		s.malformed(0, codeTooLarge, "the document has "+counted(len(s.text))+" bytes", "Twilio takes 65536: shorten it, or redirect to a second document")
		s.broken = len(s.text) > maxChecked
	case strings.HasPrefix(s.text, "\xff\xfe"), strings.HasPrefix(s.text, "\xfe\xff"):
		s.malformed(0, codeMalformed, "the document is in UTF-16", "save it as UTF-8")
	case isDeclared(s.text):
		if fault := declarationFault(s.text); fault != "" {
			s.malformed(0, codeMalformed, "the document is not declared as XML 1.0 in UTF-8: "+fault, `begin it with <?xml version="1.0" encoding="UTF-8"?>`)
		}
	}
}

// step reads the next text, tag, comment, section or instruction.
func (s *scanner) step() {
	switch rest := s.text[s.at:]; {
	case rest[0] != '<':
		s.characters(rest)
	case strings.HasPrefix(rest, "<!--"):
		s.comment(rest)
	case strings.HasPrefix(rest, "<![CDATA["):
		s.section(rest)
	case strings.HasPrefix(rest, "<!"):
		s.docType(rest)
	case strings.HasPrefix(rest, "<?"):
		s.instruction(rest)
	case strings.HasPrefix(rest, "</"):
		s.endTag()
	default:
		s.startTag()
	}
}

// end looks at the end of the document.
func (s *scanner) end() {
	switch {
	case s.broken:
	case len(s.open) > 0:
		name := short(s.open[len(s.open)-1].Name)
		s.malformed(len(s.text), codeMalformed, "<"+name+"> is never closed", "add </"+name+">")
	case s.root == nil:
		s.malformed(len(s.text), codeMalformed, "there is no element", "send at least <Response/>")
	}
}

// characters reads the text before the next tag.
func (s *scanner) characters(rest string) {
	begin := s.at
	if end := strings.IndexByte(rest, '<'); end >= 0 {
		rest = rest[:end]
	}
	written := strings.TrimLeft(rest, Blanks)
	first := begin + len(rest) - len(written)
	switch {
	case len(s.open) > 0:
		if s.runAt < 0 && written != "" {
			s.runAt = first
		}
		s.decode(&s.run, begin+len(rest), inText)
	case strings.HasPrefix(rest, "\ufeff"):
		s.malformed(begin, codeMalformed, "the document begins with a byte order mark", "save it as UTF-8 without one")
	case written != "":
		s.malformed(first, codeMalformed, "there is text outside the <Response>", "move it inside, or remove it")
	default:
		s.at += len(rest)
	}
}

// section reads a CDATA section, in which nothing is marked up.
func (s *scanner) section(rest string) {
	begin := s.at
	end := strings.Index(rest, "]]>")
	switch {
	case len(s.open) == 0:
		s.malformed(begin, codeMalformed, "there is text outside the <Response>", "move it inside, or remove it")
	case end < 0:
		s.unfinished()
	default:
		if s.runAt < 0 {
			s.runAt = begin
		}
		s.at += len("<![CDATA[")
		if s.decode(&s.run, begin+end, inSection) {
			s.at += len("]]>")
		}
	}
}

// comment reads a comment.
func (s *scanner) comment(rest string) {
	inside := rest[len("<!--"):]
	end := strings.Index(inside, "--")
	switch {
	case end < 0:
		s.unfinished()
	case !strings.HasPrefix(inside[end:], "-->"):
		s.notXML(s.at+len("<!--")+end, "there is -- inside a comment", "write no -- inside a comment")
	default:
		s.pass(len("<!--") + end + len("-->"))
	}
}

// instruction reads a processing instruction, or the XML declaration, which begin has
// looked at if it stands where it should.
func (s *scanner) instruction(rest string) {
	end := strings.Index(rest, "?>")
	if end < 0 {
		s.unfinished()
		return
	}
	inside := rest[len("<?"):max(end, len("<?"))]
	target := inside[:nameLength(inside)]
	content := inside[len(target):]
	switch {
	case !isName(target):
		s.notXML(s.at, "an instruction has no name", "remove it: TwiML needs none")
	case content != "" && strings.TrimLeft(content, Blanks) == content:
		s.malformed(s.at, codeMalformed, "a blank is missing behind <?"+short(target), "put one there")
	case target == "xml" && s.at > 0:
		s.malformed(s.at, codeMalformed, "something stands before the XML declaration", "begin the document with <?xml, without a blank before it")
	case target != "xml" && strings.EqualFold(target, "xml"):
		s.malformed(s.at, codeMalformed, "the XML declaration is misspelt", "begin it with <?xml, in lower case")
	default:
		s.pass(end + len("?>"))
	}
}

// docType reads a document type, of which one may stand before the root.
func (s *scanner) docType(rest string) {
	inside, length := directive(rest[len("<!"):])
	switch {
	case length < 0:
		s.unfinished()
		return
	case !strings.HasPrefix(inside, "DOCTYPE") || s.root != nil || s.typed:
		s.malformed(s.at, codeMalformed, "<!"+short(inside)+"> must not stand here", "remove it")
		return
	}
	s.typed = true
	if fault := docTypeFault(inside); fault != "" {
		s.malformed(s.at, codeMalformed, "the document type is malformed: "+fault, "remove it: TwiML needs none")
		return
	}
	s.pass(len("<!") + length)
}

// directive returns the text of a directive, in which a comment is a blank, and its
// length with the > behind it; -1 when it does not end.
func directive(text string) (inside string, length int) {
	var b strings.Builder
	depth, quotation := 0, byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quotation != 0:
			if c == quotation {
				quotation = 0
			}
		case c == '"' || c == '\'':
			quotation = c
		case c == '>' && depth == 0:
			return b.String(), i + 1
		case c == '>':
			depth--
		case strings.HasPrefix(text[i:], "<!--"):
			end := strings.Index(text[i+len("<!--"):], "-->")
			if end < 0 {
				return "", -1
			}
			i += len("<!--") + end + len("-->") - 1
			c = ' '
		case c == '<':
			depth++
		}
		b.WriteByte(c)
	}
	return "", -1
}

// pass goes over bytes that mean nothing here, and looks for characters that XML
// cannot hold.
func (s *scanner) pass(length int) {
	if at := forbiddenIn(s.text[s.at : s.at+length]); at >= 0 {
		s.malformed(s.at+at, codeMalformed, "there is a character that XML cannot hold", "remove the character, or save the document as UTF-8")
		return
	}
	s.at += length
}

// blanks goes over white space and reports whether there was any.
//
//go:noinline
func (s *scanner) blanks() bool {
	before := s.at
	for s.at < len(s.text) && strings.IndexByte(Blanks, s.text[s.at]) >= 0 {
		s.at++
	}
	return s.at > before
}

// skip goes over a text and reports whether it was there.
func (s *scanner) skip(text string) bool {
	if strings.HasPrefix(s.text[s.at:], text) {
		s.at += len(text)
		return true
	}
	return false
}

// name reads the name of an element or an attribute, with one prefix at most; "" when
// none comes next.
func (s *scanner) name() string {
	name := s.text[s.at:][:nameLength(s.text[s.at:])]
	if !isName(name) || strings.Count(name, ":") > 1 {
		return ""
	}
	s.at += len(name)
	return name
}

// nameLength is how many bytes at the beginning of a text can be those of a name.
func nameLength(text string) int {
	for i := range len(text) {
		if !isNameByte(text[i]) {
			return i
		}
	}
	return len(text)
}

// malformed reports a fault that ends the reading.
//
//go:noinline
func (s *scanner) malformed(offset, code int, message, remedy string) {
	at := place{offset: offset}
	if len(s.open) > 0 {
		at.element = s.open[len(s.open)-1].Name
	}
	s.doc.reject(at, code, message, remedy)
	s.broken = true
}

// notXML reports a fault of the markup.
func (s *scanner) notXML(offset int, why, remedy string) {
	s.malformed(offset, codeMalformed, "this is not XML: "+why, remedy)
}

// unfinished reports that the document ends inside of a tag, a comment or a section.
func (s *scanner) unfinished() {
	s.notXML(max(0, len(s.text)-1), "unexpected EOF", "the document ends in the middle of something: complete it")
}

// unquoted reports a character that should have been written as a reference, or a value
// without its quotation marks.
func (s *scanner) unquoted(offset int, why string) {
	s.notXML(offset, why, "write & as &amp; and < as &lt;, and put attribute values in quotation marks")
}

// halfCharacter reports a reference to half a character.
func (s *scanner) halfCharacter(offset int, reference string) {
	s.malformed(offset, codeMalformed, short(reference)+" is half a character, which XML cannot hold",
		"write the whole character, or one reference to it, as in &#x1F600;")
}

// forbidden reports a character that XML cannot hold.
func (s *scanner) forbidden(offset int, r rune) {
	number := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	number = strings.Repeat("0", max(0, len("0000")-len(number))) + number
	s.notXML(offset, "illegal character code U+"+number, "remove the character: XML cannot hold it")
}
