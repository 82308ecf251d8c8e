package twimlcheck

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wellFormed reads a document with encoding/xml to its end.
func wellFormed(doc string) error {
	decoder := xml.NewDecoder(strings.NewReader(doc))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// declared is the XML declaration of the specification, for version 1.0 in UTF-8.
var declared = regexp.MustCompile(`^[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*("1\.0"|'1\.0')` +
	`([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*("(?i:utf-8)"|'(?i:utf-8)'))?` +
	`([ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*("(yes|no)"|'(yes|no)'))?[ \t\r\n]*$`)

// FuzzDeclaration: the reader of declarations agrees with the specification, and what
// it passes encoding/xml passes too.
func FuzzDeclaration(f *testing.F) {
	for _, inside := range []string{
		"", ` version="1.0"`, ` version='1.0' encoding="utf-8" standalone='yes' `, ` version=\"1.0\"`, ` version=1.0`, ` version="1.0"encoding="UTF-8"`,
		` version="1.0" standalone="maybe"`, ` encoding="UTF-8" version="1.0"`, "\tversion\n=\r'1.0'", ` version="1.0" version="1.0"`, `-stylesheet`,
	} {
		f.Add(inside)
	}
	f.Fuzz(func(t *testing.T, inside string) {
		if strings.Contains(inside, "?>") {
			t.Skip()
		}
		doc := "<?xml" + inside + "?><Response/>"
		if !isDeclared(doc) {
			t.Skip()
		}
		fault := declarationFault(doc)
		assert.Equal(t, declared.MatchString(inside), fault == "", "%q: %s", inside, fault)
		if fault == "" {
			assert.NoError(t, wellFormed(doc), "%q", doc)
		}
	})
}

// docType is the document type of the specification, of what is in brackets and of
// the name no more than this package looks at.
var docType = regexp.MustCompile(`^[ \t\r\n]+[-.:\w\x{80}-\x{10ffff}]+([ \t\r\n]+(SYSTEM|PUBLIC[ \t\r\n]+("[^"]*"|'[^']*'))[ \t\r\n]+("[^"]*"|'[^']*'))?` +
	`[ \t\r\n]*(\[(?s:.*)\][ \t\r\n]*)?$`)

// FuzzDocType: the reader of document types agrees with the specification.
func FuzzDocType(f *testing.F) {
	for _, inside := range []string{"", " a", " a SYSTEM 'b'", ` a PUBLIC "b" 'c' [<!ELEMENT a ANY>] `, " a[]", "a", " a SYSTEM", " a b", " a [", " a SYSTEM'b'"} {
		f.Add(inside)
	}
	f.Fuzz(func(t *testing.T, inside string) {
		if forbiddenIn(inside) >= 0 {
			t.Skip()
		}
		assert.Equal(t, docType.MatchString(inside), docTypeFault("DOCTYPE"+inside) == "", "%q", inside)
	})
}

// scanned returns the root of a document that is XML, nil for another one.
func scanned(doc string) *Node {
	d := Document{text: doc}
	return d.scan()
}

// FuzzScan: the scanner and encoding/xml read the same elements with the same
// attributes and texts, and the scanner takes nothing that encoding/xml refuses.
func FuzzScan(f *testing.F) {
	for _, doc := range []string{
		"", "<a/>", "<a><b c='d' e=\"f\">g &amp; h</b></a>", "<a>\r\n\t<![CDATA[<&>]]]]>&#xD;&#10;</a>", "<a b='\r\n\t &#9;&#xA;&quot;'/>",
		"<!DOCTYPE a [<!ENTITY b '>'>]><a><!-- - --><?c d?></a>", "<a>]]></a>", "<a:b c:d='e'/>", "<a:b:c/>", "<é ü='ß'/>", "<a b='<'/>", "<a>&#xD800;</a>",
		"<a>\xff</a>", "<a></ a>", "<a ></a >", "<a/ >", "<a b/>", "<a b=c/>", "<1/>", "<a><!----></a>", "<!--->--><a/>", "<?a?><a/>", "<a>&b</a>", "<a>&lt</a>",
	} {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		root := scanned(doc)
		if root == nil {
			return
		}
		if err := wellFormed(doc); err != nil {
			require.ErrorContains(t, err, "invalid XML name", "%q: encoding/xml knows the letters of an older XML", doc)
			return
		}
		var want, got []string
		decoder := xml.NewDecoder(strings.NewReader(doc))
		for token, err := decoder.RawToken(); err == nil; token, err = decoder.RawToken() {
			if start, ok := token.(xml.StartElement); ok {
				want = append(want, qualified(start.Name))
				for _, attr := range start.Attr {
					want = append(want, qualified(attr.Name)+"="+blanksAlike(attr.Value))
				}
			}
		}
		walk(root, func(n *Node) {
			got = append(got, n.Name)
			for _, attr := range n.Attributes {
				assert.True(t, strings.HasPrefix(doc[attr.Offset:], attr.Name), "%q: the offset of %s", doc, attr.Name)
				got = append(got, attr.Name+"="+blanksAlike(attr.Value))
			}
			assert.True(t, strings.HasPrefix(doc[n.Offset:], "<"+n.Name), "%q: the offset of <%s>", doc, n.Name)
		})
		assert.Equal(t, want, got, "%q", doc)
		assert.Equal(t, textOf(t, doc), allText(root), "%q", doc)
	})
}

func qualified(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

// blanksAlike makes blanks alike, which encoding/xml leaves as they are in attributes.
func blanksAlike(value string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(Blanks, r) {
			return ' '
		}
		return r
	}, value)
}

// walk visits an element and those inside, in the order of the text.
func walk(n *Node, visit func(*Node)) {
	visit(n)
	for _, child := range n.Children {
		if child.Name != "" {
			walk(child, visit)
		}
	}
}

// textOf returns the text inside the root, as encoding/xml reads it.
func textOf(t *testing.T, doc string) string {
	t.Helper()
	var text strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(doc))
	depth := 0
	for token, err := decoder.RawToken(); err == nil; token, err = decoder.RawToken() {
		switch token := token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth > 0 {
				text.Write(token)
			}
		}
	}
	return text.String()
}

func allText(n *Node) string {
	var text strings.Builder
	var add func(*Node)
	add = func(n *Node) {
		text.WriteString(n.Text)
		for _, child := range n.Children {
			add(child)
		}
	}
	add(n)
	return text.String()
}

// TestWellFormedDocumentsAreRead: the scanner refuses only documents that XML refuses.
func TestWellFormedDocumentsAreRead(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{
		"<a/>", "<a />", "<a\n/>", "<a></a\t>", "<a b = 'c'/>", "<a b='\"' c=\"'\"/>", "<a>]] ]></a>", "<a><![CDATA[]]></a>", "<a><![CDATA[&]]]]></a>",
		"<a>&#x10FFFF;&#0065;&apos;&quot;&gt;</a>", "<_a.-:b/>", "<é·ü/>", "<a\u0300/>", "<a><!-- - --></a>",
		"<!DOCTYPE a PUBLIC 'b' \"c\" [<!-- > --><!ENTITY d '<'>]>\n<a/>", "<?a b?><a/><?c?>\n<!-- d -->", "<a>é😀\u0085</a>",
	} {
		d := Document{text: doc}
		assert.NotNil(t, d.scan(), "%q: %v", doc, d.Problems())
	}
}
