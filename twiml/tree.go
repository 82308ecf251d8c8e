package twiml

import (
	"bytes"
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
	name         string
	text         string
	attrs        []attribute
	kids         []*node
	line, column int
}

type attribute struct {
	name, value string
	visited     bool
}

func (n *node) hasElements() bool {
	for _, kid := range n.kids {
		if kid.name != "" {
			return true
		}
	}
	return false
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
// no XML reader would go on after; root is nil then.
type tree struct {
	doc   *document
	xml   *xml.Decoder
	root  *node
	stack []*node         // from the root to the element that is open
	run   strings.Builder // of text; a comment or a CDATA section does not end it

	broken       bool // nothing after this can be understood
	text         string
	offset       int // how far line and column have got, in bytes
	line, column int
}

func (d *document) readTree(text string) *node {
	t := tree{doc: d, xml: xml.NewDecoder(strings.NewReader(text)), text: text, line: 1, column: 1}
	if len(text) > maxInput {
		t.malformed(codeTooLarge, "the document has "+counted(len(text))+" bytes", "Twilio takes 65536: shorten it, or redirect to a second document")
		t.broken = len(text) > maxChecked
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
	t.moveTo(t.xml.InputOffset())
	at := t.offset
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
		if token.Target == "xml" && at > 0 {
			return t.malformed(codeMalformed, "something stands before the XML declaration", "begin the document with <?xml, without a blank before it")
		}
	}
	return true
}

// moveTo brings line and column, which counts characters, to an offset in bytes.
func (t *tree) moveTo(offset int64) {
	to := max(t.offset, min(int(offset), len(t.text)))
	for _, r := range t.text[t.offset:to] {
		if t.column++; r == '\n' {
			t.line, t.column = t.line+1, 1
		}
	}
	t.offset = to
}

func (t *tree) start(token xml.StartElement) bool {
	t.endRun()
	n := &node{name: qualified(token.Name), line: t.line, column: t.column}
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
	seen := make(map[string]bool, len(attrs))
	for _, attr := range attrs {
		name := qualified(attr.Name)
		if seen[name] {
			return t.malformed(codeMalformed, "<"+short(n.name)+"> has two attributes "+short(name), "keep one of them")
		}
		seen[name] = true
		if name == "xmlns" || attr.Name.Space == "xmlns" || attr.Name.Space == "xsi" {
			continue // about the document, not about the element
		}
		n.attrs = append(n.attrs, attribute{name: name, value: attr.Value})
	}
	return true
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
	parent.kids = append(parent.kids, &node{text: t.run.String()})
	t.run.Reset()
}

func (t *tree) chars(text []byte) bool {
	switch {
	case len(t.stack) > 0:
		t.run.Write(text)
	case bytes.HasPrefix(text, []byte("\ufeff")):
		return t.malformed(codeMalformed, "the document begins with a byte order mark", "save it as UTF-8 without one")
	case !isBlank(string(text)):
		return t.malformed(codeMalformed, "there is text outside the <Response>", "move it inside, or remove it")
	}
	return true
}

// end deals with the end of the document and with what ends it early.
func (t *tree) end(err error) bool {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		t.moveTo(t.xml.InputOffset() - 1) // the last character that was read
		remedy := "write & as &amp; and < as &lt;, and put attribute values in quotation marks"
		if syntax.Msg == "invalid UTF-8" {
			remedy = "save it as UTF-8"
		}
		return t.malformed(codeMalformed, "this is not XML: "+syntax.Msg, remedy)
	case len(t.stack) > 0:
		open := short(t.stack[len(t.stack)-1].name)
		return t.malformed(codeMalformed, "<"+open+"> is never closed", "add </"+open+">")
	case !errors.Is(err, io.EOF): // what else the decoder refuses is an encoding
		return t.malformed(codeMalformed, "the document is not declared as XML 1.0 in UTF-8", `begin it with <?xml version="1.0" encoding="UTF-8"?>`)
	case t.root == nil:
		return t.malformed(codeMalformed, "there is no element", "send at least <Response/>")
	}
	return false
}

// malformed reports what ends the reading, where it stands, and returns false.
func (t *tree) malformed(code int, what, remedy string) bool {
	n := node{line: t.line, column: t.column}
	if len(t.stack) > 0 {
		n.name = t.stack[len(t.stack)-1].name
	}
	t.doc.reject(&n, code, what, remedy)
	t.broken = true
	return false
}

func qualified(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}
