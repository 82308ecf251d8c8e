package twiml

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxInput   = 64 << 10 // bytes; the largest document that Twilio takes (11750)
	maxChecked = 1 << 20  // bytes; the largest one that is looked into all the same
)

// node is an element, or a run of text between elements when its name is "".
type node struct {
	name   string
	text   string
	attrs  []attribute
	kids   []*node
	offset int // in bytes: of an element's "<", of the first character of a text that is not blank
}

type attribute struct {
	name, value string
	offset      int
	visited     bool
}

// isXMLs reports that an attribute is about the document, not about the element.
func (a *attribute) isXMLs() bool {
	return a.name == "xmlns" || strings.HasPrefix(a.name, "xmlns:") || strings.HasPrefix(a.name, "xsi:")
}

// spot is a place in a document: an element and an offset in bytes.
type spot struct {
	element string
	offset  int
}

func (n *node) spot() spot { return spot{n.name, n.offset} }

func (n *node) hasElements() bool {
	for _, kid := range n.kids {
		if kid.name != "" {
			return true
		}
	}
	return false
}

// find returns an attribute, nil when it is not there.
func (n *node) find(name string) *attribute {
	for i := range n.attrs {
		if n.attrs[i].name == name {
			return &n.attrs[i]
		}
	}
	return nil
}

// attr is the value of an attribute, "" when it is not there.
func (n *node) attr(name string) string {
	if attr := n.find(name); attr != nil {
		return attr.value
	}
	return ""
}

func (n *node) has(name string) bool { return n.find(name) != nil }

// count returns how many children have a name.
func (n *node) count(name string) int {
	total := 0
	for _, kid := range n.kids {
		if kid.name == name {
			total++
		}
	}
	return total
}

// length counts the characters of all the text inside.
func (n *node) length() int {
	total := utf8.RuneCountInString(n.text)
	for _, kid := range n.kids {
		total += kid.length()
	}
	return total
}

// tree reads the XML of a document into nodes. It stops at the first thing that
// no XML reader would go on after; root is nil then. encoding/xml lets some of that
// pass, which is looked for here.
type tree struct {
	doc   *document
	xml   *xml.Decoder
	root  *node
	stack []*node         // from the root to the element that is open
	run   strings.Builder // of text; a comment or a CDATA section does not end it
	runAt int             // where the run has its first character that is not blank, -1 for nowhere

	typed  bool // there is a document type
	broken bool // nothing after this can be understood
	at     int  // where the token that is being read begins, in bytes
}

func (d *document) readTree() *node {
	t := tree{doc: d, xml: xml.NewDecoder(strings.NewReader(d.text)), runAt: -1}
	switch {
	case len(d.text) > maxInput:
		t.malformed(codeTooLarge, "the document has "+counted(len(d.text))+" bytes", "Twilio takes 65536: shorten it, or redirect to a second document")
		t.broken = len(d.text) > maxChecked
	case strings.HasPrefix(d.text, "\xff\xfe"), strings.HasPrefix(d.text, "\xfe\xff"):
		t.malformed(codeMalformed, "the document is in UTF-16", "save it as UTF-8")
	case isDeclared(d.text):
		t.declared()
	}
	for !t.broken && t.step() {
	}
	if t.broken {
		return nil
	}
	return t.root
}

// counted writes a number of bytes or characters. Beyond what is looked into it is
// not exact: a reader may have stopped there.
func counted(n int) string {
	if n > maxChecked {
		return "more than " + strconv.Itoa(maxChecked)
	}
	return strconv.Itoa(n)
}

// step reads one token and reports whether there is more to read.
func (t *tree) step() bool {
	t.at = t.offset()
	token, err := t.xml.RawToken()
	if err != nil {
		return t.end(err)
	}
	switch token := token.(type) {
	case xml.StartElement:
		return t.start(token)
	case xml.EndElement:
		return t.finish(qualified(token.Name))
	case xml.CharData:
		return t.chars(token)
	case xml.ProcInst:
		return t.instruction(token)
	case xml.Directive:
		return t.directive(string(token))
	case xml.Comment:
		return t.sound()
	}
	return true
}

// offset is how far the reading has got, in bytes.
func (t *tree) offset() int { return min(int(t.xml.InputOffset()), len(t.doc.text)) }

func (t *tree) start(token xml.StartElement) bool {
	t.endRun()
	n := &node{name: qualified(token.Name), offset: t.at}
	switch {
	case len(t.stack) > 0:
		parent := t.stack[len(t.stack)-1]
		parent.kids = append(parent.kids, n)
	case t.root != nil:
		return t.malformed(codeMalformed, "<"+short(n.name)+"> is a second root", "put everything into one <Response>")
	default:
		t.root = n
	}
	if len(t.stack) >= maxDepth {
		return t.malformed(codeSchema, "the elements nest deeper than "+strconv.Itoa(maxDepth)+" levels", "nest less")
	}
	t.stack = append(t.stack, n)
	return t.attributes(n, token.Attr)
}

func (t *tree) attributes(n *node, attrs []xml.Attr) bool {
	if len(attrs) == 0 {
		return true
	}
	tag := startTag{text: t.doc.text[t.at:t.offset()], at: len("<") + len(n.name)}
	seen := make(map[string]bool, len(attrs))
	n.attrs = make([]attribute, len(attrs))
	for i, attr := range attrs {
		name := qualified(attr.Name)
		at, raw, apart := tag.next()
		_, reference := surrogateIn(raw)
		switch {
		case seen[name]:
			return t.malformed(codeMalformed, "<"+short(n.name)+"> has two attributes "+short(name), "keep one of them")
		case reference != "":
			t.at += at
			return t.halfCharacter(reference)
		case !apart:
			return t.malformed(codeMalformed, "nothing stands between the attribute "+short(name)+" and the one before it", "put a space there")
		}
		seen[name] = true
		n.attrs[i] = attribute{name: name, value: normalized(raw, attr.Value), offset: t.at + at}
	}
	return true
}

// startTag is the text of a start tag that encoding/xml has read, from which come
// the places of its attributes.
type startTag struct {
	text string
	at   int // behind the name of the element, or behind an attribute
}

// next returns where the next attribute stands, its value as it is written, and
// whether there is a blank before it.
func (s *startTag) next() (at int, raw string, apart bool) {
	rest := strings.TrimLeft(s.text[s.at:], xmlBlanks)
	at = len(s.text) - len(rest)
	apart = at > s.at
	open := strings.IndexAny(rest, `"'`)
	if open < 0 {
		return at, "", apart // encoding/xml takes no such tag
	}
	raw, _, _ = strings.Cut(rest[open+1:], rest[open:open+1])
	s.at = min(at+open+len(raw)+2, len(s.text))
	return at, raw, apart
}

// normalized is the value of an attribute as an XML reader sees it: line breaks and
// tabs in raw, its text, are spaces, unless they are written as references.
//
// Specification: https://www.w3.org/TR/xml/#AVNormalize
func normalized(raw, value string) string {
	if !strings.ContainsAny(raw, "\t\n\r") {
		return value
	}
	spaced := strings.NewReplacer("\r\n", " ", "\t", " ", "\n", " ", "\r", " ").Replace(raw)
	reader := xml.NewDecoder(strings.NewReader(`<a b="` + strings.ReplaceAll(spaced, `"`, "&#34;") + `"/>`))
	if token, err := reader.RawToken(); err == nil {
		if start, ok := token.(xml.StartElement); ok && len(start.Attr) == 1 {
			return start.Attr[0].Value
		}
	}
	return value
}

func (t *tree) finish(name string) bool {
	last := len(t.stack) - 1
	if last < 0 {
		return t.malformed(codeMalformed, "</"+short(name)+"> closes nothing", "remove it")
	}
	if open := t.stack[last].name; open != name {
		open = short(open)
		return t.malformed(codeMalformed, "</"+short(name)+"> stands where </"+open+"> should", "close <"+open+"> first; names are case-sensitive")
	}
	t.endRun()
	t.stack = t.stack[:last]
	return true
}

// endRun puts the text since the last tag into the element that is open.
func (t *tree) endRun() {
	if t.run.Len() == 0 {
		return
	}
	parent := t.stack[len(t.stack)-1]
	parent.kids = append(parent.kids, &node{text: t.run.String(), offset: max(t.runAt, 0)})
	t.run.Reset()
	t.runAt = -1
}

func (t *tree) chars(text []byte) bool {
	raw := t.doc.text[t.at:t.offset()]
	written := strings.TrimLeft(raw, xmlBlanks)
	first := t.at + len(raw) - len(written)
	if at, reference := surrogateIn(raw); at >= 0 && !strings.HasPrefix(raw, "<![CDATA[") {
		t.at += at
		return t.halfCharacter(reference)
	}
	switch {
	case len(t.stack) > 0:
		t.run.Write(text)
		if t.runAt < 0 && written != "" {
			t.runAt = first
		}
	case strings.HasPrefix(raw, "\ufeff"):
		return t.malformed(codeMalformed, "the document begins with a byte order mark", "save it as UTF-8 without one")
	case written != "":
		t.at = first
		return t.malformed(codeMalformed, "there is text outside the <Response>", "move it inside, or remove it")
	}
	return true
}

// declared looks at the XML declaration with which the document begins.
func (t *tree) declared() bool {
	fault := declarationFault(t.doc.text)
	return fault == "" || t.malformed(codeMalformed, "the document is not declared as XML 1.0 in UTF-8: "+fault, `begin it with <?xml version="1.0" encoding="UTF-8"?>`)
}

// halfCharacter reports a reference to half a character.
func (t *tree) halfCharacter(reference string) bool {
	return t.malformed(codeMalformed, short(reference)+" is half a character, which XML cannot hold",
		"write the whole character, or one reference to it, as in &#x1F600;")
}

func (t *tree) instruction(token xml.ProcInst) bool {
	content := strings.TrimPrefix(t.doc.text[t.at:t.offset()], "<?"+token.Target)
	switch {
	case content != "?>" && strings.TrimLeft(content, xmlBlanks) == content:
		return t.malformed(codeMalformed, "a blank is missing behind <?"+short(token.Target), "put one there")
	case !strings.EqualFold(token.Target, "xml"):
		return t.sound()
	case token.Target != "xml":
		return t.malformed(codeMalformed, "the XML declaration is misspelt", "begin it with <?xml, in lower case")
	case t.at > 0:
		return t.malformed(codeMalformed, "something stands before the XML declaration", "begin the document with <?xml, without a blank before it")
	}
	return true
}

// sound looks into what encoding/xml passes over: comments, instructions and
// document types.
func (t *tree) sound() bool {
	at := forbiddenIn(t.doc.text[t.at:t.offset()])
	if at < 0 {
		return true
	}
	t.at += at
	return t.malformed(codeMalformed, "there is a character that XML cannot hold", "remove the character, or save the document as UTF-8")
}

// directive is a document type, of which one may stand before the root.
func (t *tree) directive(text string) bool {
	if !strings.HasPrefix(text, "DOCTYPE") || t.root != nil || t.typed {
		return t.malformed(codeMalformed, "<!"+short(text)+"> must not stand here", "remove it")
	}
	t.typed = true
	if fault := docTypeFault(text); fault != "" {
		return t.malformed(codeMalformed, "the document type is malformed: "+fault, "remove it: TwiML needs none")
	}
	return t.sound()
}

// end deals with the end of the document and with what ends it early.
func (t *tree) end(err error) bool {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		t.at = max(t.at, t.offset()-1) // the last character that was read
		return t.malformed(codeMalformed, "this is not XML: "+cut(syntax.Msg, 100), syntaxRemedy(syntax.Msg))
	case len(t.stack) > 0:
		open := short(t.stack[len(t.stack)-1].name)
		return t.malformed(codeMalformed, "<"+open+"> is never closed", "add </"+open+">")
	case !errors.Is(err, io.EOF): // what else the decoder refuses is a declaration, which the document does not begin with
		return t.malformed(codeMalformed, "something stands before the XML declaration", "begin the document with <?xml, without a blank before it")
	case t.root == nil:
		return t.malformed(codeMalformed, "there is no element", "send at least <Response/>")
	}
	return false
}

// syntaxRemedy says how to mend what encoding/xml complains about.
func syntaxRemedy(message string) string {
	switch {
	case message == "invalid UTF-8":
		return "save it as UTF-8"
	case message == "unexpected EOF":
		return "the document ends in the middle of something: complete it"
	case strings.HasPrefix(message, "illegal character code"):
		return "remove the character: XML cannot hold it"
	case strings.HasPrefix(message, "invalid character entity") && !strings.Contains(message, "no semicolon"):
		return "write & as &amp;, and other characters as they are: XML knows &amp; &lt; &gt; &quot; and &apos; only"
	case strings.Contains(message, "comments"):
		return "write no -- inside a comment"
	}
	return "write & as &amp; and < as &lt;, and put attribute values in quotation marks"
}

// malformed reports what ends the reading, where it stands, and returns false.
func (t *tree) malformed(code int, what, remedy string) bool {
	at := spot{offset: t.at}
	if len(t.stack) > 0 {
		at.element = t.stack[len(t.stack)-1].name
	}
	t.doc.reject(at, code, what, remedy)
	t.broken = true
	return false
}

func qualified(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}
