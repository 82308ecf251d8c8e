package xmltext

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTexts(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{ // the text of <b> in the first <a>
		"<a><b>c</b></a>": "c", "<x:A><y:B> c </y:B></x:A>": "c", "<a><b/><b>c</b><b>d</b></a>": "c", "<a><c><b>d</b></c></a>": "d",
		"<a><b>c": "", "<a><b>c<d>": "", "<a/><b>c</b>": "", "<b>c</b><a/>": "", "<a></a><a><b>c</b></a>": "", "<a>\r\n<b\n>c\r\nd</b></a>": "c\nd",
		"<a><b>&amp;&lt;&gt;&quot;&apos;&#65;&#x42;</b></a>": `&<>"'AB`, "<a><b>& &nope; &#x110000; &#; &amp</b></a>": "& &nope; &#x110000; &#; &amp",
		"<a><b>1 < 2 <3</b></a>": "1 < 2 <3", "<a><b><![CDATA[<&amp;]]></b></a>": "<&amp;", "<a><!-- <b>c</b> --><b>d<!-- e -->f</b></a>": "df",
		"<?a <b>?><!DOCTYPE a><a><b>c</b></a>": "c", `<a c="<b>" d='>'><b e=">">f</b></a>`: "f", "<a><b>c</a>": "c", "<a><b>\x00&#1;</b></a>": "\ufffd\ufffd",
		"<a><b>c</b><!-- ": "c", "<a><b>c</b><![CDATA[": "c", "<a><b>c</b><": "c", "<a><b>c</b></": "c", "<a><b>c</b><d": "c", "<a><b": "",
	} {
		texts, _ := Texts(body, "A", "b")
		assert.Equal(t, want, texts["b"], "%q", body)
	}
	_, found := Texts("<b/>", "a", "b")
	assert.False(t, found)
	_, found = Texts("<c><a", "a", "b")
	assert.False(t, found, "a tag that does not end")
	_, found = Texts("<c><a>", "a", "b")
	assert.True(t, found)
}

// FuzzTexts: in a document that is XML, encoding/xml finds the same texts.
func FuzzTexts(f *testing.F) {
	for _, body := range []string{
		"<a><b>c</b></a>", "<x:A y='>'><y:B> c&amp;<d>e</d> </y:B></x:A>", "<a><!-- - --><b><![CDATA[<]]></b><?c?></a>", "<!DOCTYPE a><a><b/><b>&#x41;\r\n</b></a>", "<a><c><b>d</b></c><b>e</b></a>",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		texts, found := Texts(body, "a", "b")
		want, wantFound, isXML := oracle(body)
		if isXML && !strings.Contains(body, "<!") { // a declaration can hold anything
			assert.Equal(t, wantFound, found, "%q", body)
			assert.Equal(t, want, texts["b"], "%q", body)
		}
	})
}

// oracle returns the text of the first <b> with a text in the first <a>.
func oracle(body string) (want string, found, isXML bool) {
	decoder := xml.NewDecoder(strings.NewReader(body))
	var b strings.Builder
	inA, inB := 0, 0 // how many elements are open from <a> and <b> on
	for {
		token, err := decoder.Token()
		if err != nil {
			return want, found, errors.Is(err, io.EOF)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := strings.ToLower(token.Name.Local)
			switch {
			case inB > 0:
				inB++
			case inA > 0 && name == "b":
				inB = 1
			case inA > 0:
				inA++
			case !found && name == "a":
				inA, found = 1, true
			}
		case xml.CharData:
			if inB > 0 {
				b.Write(token)
			}
		case xml.EndElement:
			switch {
			case inB > 0:
				if inB--; inB == 0 {
					if want == "" {
						want = strings.TrimSpace(b.String())
					}
					b.Reset()
				}
			case inA > 0:
				inA--
			}
		}
	}
}
