package twiml_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiml"
)

// TestParseLenient: what the types cannot hold is kept and reported, and comes out
// again.
func TestParseLenient(t *testing.T) {
	t.Parallel()
	tests := []struct {
		doc   string
		verbs []twiml.Verb
		found []int // columns of the problems
	}{
		{"<Hangup/>", []twiml.Verb{twiml.Hangup{}}, nil},
		{`<Shout loud="very">Hello &amp; <b>bye</b></Shout><Hangup/>`, []twiml.Verb{twiml.Raw{XML: `<Shout loud="very">Hello &amp; <b>bye</b></Shout>`}, twiml.Hangup{}}, []int{11}},
		{`<Pause length="1" mood="calm"/>`, []twiml.Verb{twiml.Raw{XML: `<Pause length="1" mood="calm"/>`}}, []int{29}},
		{`<Pause length="long"/>`, []twiml.Verb{twiml.Raw{XML: `<Pause length="long"/>`}}, []int{18}},
		{`<Gather numDigits="1"><Shout/><Say>a</Say></Gather>`, []twiml.Verb{twiml.Gather{NumDigits: 1, Children: []twiml.GatherChild{twiml.Raw{XML: "<Shout/>"}, twiml.Say{Text: "a"}}}}, []int{33}},
		{`<Say>a <shout>b</shout> c</Say>`, []twiml.Verb{twiml.Say{Text: "a ", Children: []twiml.SayChild{twiml.Raw{XML: "<shout>b</shout>"}, twiml.Text(" c")}}}, []int{18}},
		{`<Enqueue>q<Shout/></Enqueue>`, []twiml.Verb{twiml.Raw{XML: "<Enqueue>q<Shout/></Enqueue>"}}, []int{21}},
		{`<Stop><Stream name="a"><Shout/></Stream></Stop>`, []twiml.Verb{twiml.Stop{Children: []twiml.StopChild{twiml.Raw{XML: `<Stream name="a"><Shout/></Stream>`}}}}, []int{34}},
		// a type without a place for children
		{`<Pause><Foo/></Pause>`, []twiml.Verb{twiml.Raw{XML: `<Pause><Foo/></Pause>`}}, []int{18}},
		{`<Play>/a<Foo x="1"/></Play>`, []twiml.Verb{twiml.Raw{XML: `<Play>/a<Foo x="1"/></Play>`}}, []int{19}},
		{`<Dial><Number>+1<Foo/></Number></Dial>`, []twiml.Verb{twiml.Dial{Children: []twiml.DialChild{twiml.Raw{XML: `<Number>+1<Foo/></Number>`}}}}, []int{27}},
		{`<Say>a<sub alias="a">b<foo/></sub></Say>`, []twiml.Verb{twiml.Say{Text: "a", Children: []twiml.SayChild{twiml.Raw{XML: `<sub alias="a">b<foo/></sub>`}}}}, []int{33}},
		{`<Refer><Foo/><Sip>sip:a@example.com</Sip></Refer>`, []twiml.Verb{twiml.Raw{XML: `<Refer><Foo/><Sip>sip:a@example.com</Sip></Refer>`}}, []int{18}},
		{`<Refer><Sip>sip:a@example.com<Foo/></Sip></Refer>`, []twiml.Verb{twiml.Raw{XML: `<Refer><Sip>sip:a@example.com<Foo/></Sip></Refer>`}}, []int{40}},
		{`<Refer><Sip>sip:a@example.com<Uri>sip:b@example.com</Uri></Sip></Refer>`, []twiml.Verb{twiml.Raw{XML: `<Refer><Sip>sip:a@example.com<Uri>sip:b@example.com</Uri></Sip></Refer>`}}, []int{40}},
		{`<Refer><Sip/></Refer>`, []twiml.Verb{twiml.Raw{XML: `<Refer><Sip/></Refer>`}}, []int{11}},
		{`<Refer method="POST"><Sip> </Sip></Refer>`, []twiml.Verb{twiml.Raw{XML: `<Refer method="POST"><Sip> </Sip></Refer>`}}, []int{11}},
		{`<x:Foo xmlns:x="u" xsi:a="b"><x:Bar/></x:Foo>`, []twiml.Verb{twiml.Raw{XML: `<x:Foo xmlns:x="u" xsi:a="b"><x:Bar/></x:Foo>`}}, []int{11}},
	}
	for _, tt := range tests {
		doc := r(tt.doc)
		got, problems, err := twiml.ParseLenient(doc)
		require.NoError(t, err, doc)
		assert.Equal(t, tt.verbs, got.Verbs, doc)
		var columns []int
		for _, p := range problems {
			columns = append(columns, p.Column)
		}
		assert.Equal(t, tt.found, columns, doc)
		assert.Equal(t, doc, got.String()[len(prolog):], "it comes out as it went in")
	}
	long, problems, err := twiml.ParseLenient(r(strings.Repeat("x<Pause/>", 150)))
	require.NoError(t, err)
	assert.Len(t, long.Verbs, 150, "what is reported no more is kept all the same")
	assert.Len(t, problems, 100)
	for _, doc := range []string{"", "<Say/>", "<Response>", "<Response>&nope;</Response>"} {
		_, _, err := twiml.ParseLenient(doc)
		var parseErr *twiml.ParseError
		require.ErrorAs(t, err, &parseErr, doc)
		assert.NotEmpty(t, parseErr.Problems)
	}
}

// elements counts the elements of a document by their names.
func elements(doc string) map[string]int {
	count := map[string]int{}
	decoder := xml.NewDecoder(strings.NewReader(doc))
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return count
		}
		if start, ok := token.(xml.StartElement); ok {
			count[start.Name.Space+":"+start.Name.Local]++
		}
	}
}

// FuzzParseLenient: no element is lost, and whatever was kept can be read again, and
// stays the same.
func FuzzParseLenient(f *testing.F) {
	f.Add(`<Response><Shout a="&lt;&#10;">x</Shout><Say b="c">d<e/></Say></Response>`)
	f.Add("<Response><Pause><Foo/></Pause><Refer><Sip><Uri/></Sip></Refer><Dial>a<Number>1<x/></Number></Dial>x</Response>")
	f.Add("<Response><Pause>000000</Pause><Refer><Sip></Sip></Refer>0</Response>")
	f.Add("<Response><Refer><Sip/><Sip a='b'/>x</Refer><Enqueue><x/></Enqueue></Response>")
	f.Fuzz(func(t *testing.T, doc string) {
		got, _, err := twiml.ParseLenient(doc)
		if err != nil {
			return
		}
		text := got.String()
		if len(text) > 64<<10 {
			t.Skip()
		}
		kept := elements(text)
		for name, count := range elements(doc) {
			assert.GreaterOrEqual(t, kept[name], count, "%s: %q became %q", name, doc, text)
		}
		again, _, err := twiml.ParseLenient(text)
		require.NoError(t, err, "%q became %q", doc, text)
		assert.Equal(t, text, again.String())
	})
}
