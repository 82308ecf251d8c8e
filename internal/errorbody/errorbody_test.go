package errorbody

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// TestRead reads every shape in which Twilio writes an error.
func TestRead(t *testing.T) {
	t.Parallel()
	const info = "https://www.twilio.com/docs/errors/21211"
	tests := []struct {
		name, body string
		want       Error
	}{
		{"classic", `{"code":21211,"message":"The 'To' number is not valid","more_info":"` + info + `","status":400}`,
			Error{Code: 21211, Message: "The 'To' number is not valid", MoreInfo: info}},
		{"code as text", `{"code":"21211","message":"m","status":400}`, Error{Code: 21211, Message: "m"}},
		{"with details", `{"code":60200,"message":"m","details":{"a":1}}`, Error{Code: 60200, Message: "m", Details: json.RawMessage(`{"a":1}`)}},
		{"null details", `{"code":60200,"message":"m","details":null}`, Error{Code: 60200, Message: "m"}},
		{"status and message alone", `{"status":404,"message":"not here"}`, Error{Message: "not here"}},
		{"code of the status", `{"code":400,"message":"m","more_info":"https://www.twilio.com/docs/errors/400","status":400}`,
			Error{Code: 400, Message: "m", MoreInfo: "https://www.twilio.com/docs/errors/400"}},
		{"v1.0", `{"code":20001,"message":"m","httpStatusCode":400,"params":{"p":"x"},"userError":true}`,
			Error{Code: 20001, Message: "m", Details: json.RawMessage(`{"p":"x"}`)}},
		{"service error", `{"message":"m","code":20404,"user_error":true,"http_status_code":404,"params":{},"more_info":"i","status":404}`,
			Error{Code: 20404, Message: "m", MoreInfo: "i", Details: json.RawMessage(`{}`)}},
		{"organizations", `{"code":20403,"message":"m","moreInfo":"i","status":403}`, Error{Code: 20403, Message: "m", MoreInfo: "i"}},
		{"SCIM", `{"schemas":["urn"],"detail":"d","scimType":"uniqueness","status":"409","code":20409,"moreInfo":"i"}`, Error{Code: 20409, Message: "d", MoreInfo: "i"}},
		{"OAuth", `{"error":"invalid_client","error_description":"the client is unknown"}`, Error{Message: "the client is unknown"}},
		{"OAuth without description", `{"error":"invalid_client"}`, Error{Message: "invalid_client"}},
		{"problem details", `{"type":"t","title":"Not valid","status":400,"code":20001,"detail":"To is missing","errors":[{"detail":"x","pointer":"#/to"}]}`,
			Error{Code: 20001, Message: "Not valid: To is missing", Details: json.RawMessage(`[{"detail":"x","pointer":"#/to"}]`)}},
		{"problem with a title alone", `{"title":"Not valid","status":400}`, Error{Message: "Not valid"}},
		{"bulk", `{"errors":[{"code":21211,"message":"first","infoUrl":"i"},{"code":1,"message":"second"}]}`,
			Error{Code: 21211, Message: "first", MoreInfo: "i", Details: json.RawMessage(`[{"code":21211,"message":"first","infoUrl":"i"},{"code":1,"message":"second"}]`)}},
		{"XML", `<?xml version='1.0'?><TwilioResponse><RestException><Code>21215</Code><Message>A &amp; B &lt;c&gt;</Message><MoreInfo>i</MoreInfo><Status>400</Status></RestException></TwilioResponse>`,
			Error{Code: 21215, Message: "A & B <c>", MoreInfo: "i"}},
		{"XML cut short", `<TwilioResponse><RestException><Code>21215</Code><Message>never clo`, Error{Code: 21215}},
		{"XML with blanks and attributes", "\uFEFF\n<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<TwilioResponse xmlns=\"urn:x\">\n <RestException a='b'>\n  <Code > 21211\n</Code>\n  <Message\nlang=\"en\"> not valid </Message>\n <MoreInfo/>\n</RestException>\n</TwilioResponse>",
			Error{Code: 21211, Message: "not valid"}},
		{"XML with prefixes, CDATA and comments", `<t:TwilioResponse xmlns:t="urn:x"><!-- <Code>1</Code> --><t:RestException><t:Code><![CDATA[21211]]></t:Code><t:Message>a<![CDATA[ < ]]>b<!-- c --></t:Message></t:RestException></t:TwilioResponse>`,
			Error{Code: 21211, Message: "a < b"}},
		{"XML in other letters", `<TWILIORESPONSE><RESTEXCEPTION><CODE>21211</CODE><message>m</message><moreInfo>i</moreInfo></RESTEXCEPTION></TWILIORESPONSE>`,
			Error{Code: 21211, Message: "m", MoreInfo: "i"}},
		{"XML, the exception alone", `<RestException><Code>21211</Code><Message>a &#8211; b &nbsp; &amp;c</Message></RestException>`, Error{Code: 21211, Message: "a – b &nbsp; &c"}},
		{"XML, the code twice", `<RestException><Code/><Code>21211</Code><Code>1</Code></RestException>`, Error{Code: 21211}},
		{"XML, a code that is none", `<RestException><Code>x</Code><Message>m</Message></RestException>`, Error{Message: "m"}},
		{"XML, a code outside", `<TwilioResponse><Code>1</Code><RestException><Message>m</Message></RestException></TwilioResponse>`, Error{Message: "m"}},
		{"XML of another kind", `<Error><Code>AccessDenied</Code></Error>`, Error{Body: `<Error><Code>AccessDenied</Code></Error>`}},
		{"HTML that speaks of one", `<html><p>&lt;RestException&gt;</p>`, Error{Body: `<html><p>&lt;RestException&gt;</p>`}},
		{"byte order mark", "\uFEFF{\"code\":21211,\"message\":\"m\"}", Error{Code: 21211, Message: "m"}},
		{"blanks and two byte order marks", " \r\n\uFEFF\u00a0\uFEFF {\"code\":21211,\"message\":\"m\"}\n\uFEFF", Error{Code: 21211, Message: "m"}},
		{"UTF-16", "\xff\xfe{\x00}\x00", Error{Body: "{}"}},
		{"a list of errors", ` [{"code":21211,"message":"first","more_info":"i"},{"code":1}]`,
			Error{Code: 21211, Message: "first", MoreInfo: "i", Details: json.RawMessage(`[{"code":21211,"message":"first","more_info":"i"},{"code":1}]`)}},
		{"a list of problems", `[{"title":"a","detail":"b"}]`, Error{Message: "a: b", Details: json.RawMessage(`[{"title":"a","detail":"b"}]`)}},
		{"a list of nothing", `[{}]`, Error{Body: `[{}]`}},
		{"a list cut short", `[{"code":21211}`, Error{Body: `[{"code":21211}`}},
		{"a list of lists", `[[{"code":21211}]]`, Error{Body: `[[{"code":21211}]]`}},
		{"HTML", "<html><body>Bad gateway</body></html>", Error{Body: "<html><body>Bad gateway</body></html>"}},
		{"nothing", "", Error{}},
		{"no object", `["x"]`, Error{Body: `["x"]`}},
		{"JSON cut short", `{"code":21211,"mess`, Error{Body: `{"code":21211,"mess`}},
		{"not UTF-8", "\xff\xfe", Error{Body: "\uFFFD"}},
		{"wrong types", `{"code":{"a":1},"message":7,"more_info":[],"errors":"x"}`, Error{Details: json.RawMessage(`"x"`)}},
		{"negative code", `{"code":-1,"message":"m"}`, Error{Message: "m"}},
		{"white space", "\r\n {\"code\":1,\"message\":\"m\"} \n", Error{Code: 1, Message: "m"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, Read([]byte(tt.body)))
		})
	}
	long := Read([]byte(strings.Repeat("ä", 2000)))
	assert.LessOrEqual(t, len(long.Body), MaxKept+2)
	assert.True(t, utf8.ValidString(long.Body))
}

// TestEnvelopes finds code and message where gateways, older and newer
// services put them, and keeps the body that says neither.
func TestEnvelopes(t *testing.T) {
	t.Parallel()
	const inner = `{"code":21211,"message":"not valid","more_info":"i"}`
	want := Error{Code: 21211, Message: "not valid", MoreInfo: "i"}
	for _, body := range []string{
		`{"error":` + inner + `}`, `{"Error":` + inner + `}`, `{"fault":` + inner + `}`, `{"exception":` + inner + `}`, `{"success":false,"error":` + inner + `}`,
		`{"error":{"error":` + inner + `}}`, `{"response":{"error":` + inner + `}}`, `{"TwilioResponse":{"RestException":` + inner + `}}`, `{"anything":` + inner + `}`,
		`{"error":[null,` + inner + `]}`, `{"error":null,"fault":` + inner + `}`, `{"code":null,"message":"","error":` + inner + `}`,
		`{"code":21211,"error":{"code":1,"message":"not valid","more_info":"i"}}`, `{"message":"not valid","error":{"code":"21211","message":"x","moreInfo":"i"}}`,
		`{"error":{"error_code":" 21211 ","error_message":"not valid","infoUrl":"i"}}`, `{"errorCode":21211.0,"errorMessage":"not valid","more_info":"i"}`,
		`{"fault":{"faultstring":"not valid","error_code":21211,"more_info":"i"}}`, `{"fault":{"code":2.1211e4,"description":"not valid","more_info":"i"}}`,
		`{"error":{"code":21211,"title":"not","detail":"valid","more_info":"i"},"message":"not valid"}`,
	} {
		assertRead(t, want, body)
	}
	withErrors := func(errors string) Error {
		e := want
		e.Details = json.RawMessage(errors)
		return e
	}
	for _, errors := range []string{inner, `[null,` + inner + `]`, `[null,{},{"code":0},"",7,[],` + inner + `,{"code":1}]`, `{"error":` + inner + `}`, `[{"error":` + inner + `}]`} {
		assertRead(t, withErrors(errors), `{"errors":`+errors+`}`)
	}
	for _, list := range []string{`[null,` + inner + `]`, `[{"error":` + inner + `}]`, `[{},"x",` + inner + `]`} {
		assertRead(t, withErrors(list), list)
	}
	assertRead(t, Error{Message: "To is missing", Details: json.RawMessage(`[null,"To is missing"]`)}, `{"errors":[null,"To is missing"]}`)
	assertRead(t, Error{Message: "denied"}, `{"fault":{"error":"access_denied","error_description":"denied"}}`)
	assertRead(t, Error{Code: 20001, Message: "m", Details: json.RawMessage(`{"a":1}`)}, `{"error":{"code":20001,"message":"m","details":{"a":1}}}`)
	assertRead(t, Error{Message: "m"}, `{"error":{"code":"invalid","message":"m"}}`)
	for _, body := range []string{
		`{}`, `{"status":400}`, `{"error":null}`, `{"error":{}}`, `{"error":{"reason":7}}`, `{"fault":[]}`, `{"fault":"x"}`, `[null]`, `[null,[` + inner + `]]`, `"x"`, `null`, `7`,
		`{"a":{"b":{"c":{"d":{"e":` + inner + `}}}}}`, strings.Repeat(`{"error":`, 5000) + inner + strings.Repeat(`}`, 5000), strings.Repeat("[", 50000) + strings.Repeat("]", 50000),
	} {
		assertRead(t, Error{Body: body[:min(len(body), MaxKept)]}, body)
	}
}

func assertRead(t *testing.T, want Error, body string) {
	t.Helper()
	assert.Equal(t, want, Read([]byte(body)), body[:min(len(body), 200)])
}

// TestEncodings: the answer of a proxy of another age is read too.
func TestEncodings(t *testing.T) {
	t.Parallel()
	document := func(declared, message string) string {
		return `<?xml version="1.0"` + declared + `?><TwilioResponse><RestException><Code>21211</Code><Message>` + message + `</Message><MoreInfo>i</MoreInfo></RestException></TwilioResponse>`
	}
	want := func(message string) Error { return Error{Code: 21211, Message: message, MoreInfo: "i"} }
	for _, name := range []string{"ISO-8859-1", "iso-8859-1", "latin1", "Latin-1", "US-ASCII", "windows-1252", "CP1252"} {
		for _, declared := range []string{` encoding="` + name + `"`, ` encoding='` + name + `' standalone="yes"`, "\n encoding = \"" + name + "\" "} {
			assertRead(t, want("Zürich, ça ne va pas à 5 £"), document(declared, "Z\xfcrich, \xe7a ne va pas \xe0 5 \xa3"))
			assertRead(t, want("plain"), document(declared, "plain"))
			assertRead(t, want("Zürich"), document(declared, "Zürich"))
		}
	}
	assertRead(t, want("5 € – “x”"), document(` encoding="windows-1252"`, "5 \x80 \x96 \x93x\x94"))
	assertRead(t, want("a\uFFFDb"), document(` encoding="windows-1252"`, "a\x81b"))
	for _, declared := range []string{"", ` encoding="UTF-8"`, ` encoding="Shift_JIS"`, ` encoding`, ` encoding=`, ` encoding=""`} {
		assertRead(t, want("Z\uFFFDrich"), document(declared, "Z\xfcrich"))
	}
	assertRead(t, want("a\uFFFDb"), document("", "a\x00b"))
	for _, bigEndian := range []bool{false, true} {
		for _, text := range []string{document(` encoding="UTF-16"`, "Zürich 😀"), document("", "Zürich 😀"), "\r\n" + document("", "Zürich 😀")[21:]} {
			assertRead(t, want("Zürich 😀"), inUTF16(text, bigEndian))
			assertRead(t, want("Zürich 😀"), inUTF16(text, bigEndian)+"\x00")
		}
		assertRead(t, want("Zürich"), inUTF16(`{"code":21211,"message":"Zürich","more_info":"i"}`, bigEndian))
		assertRead(t, Error{Body: "<html>ü"}, inUTF16("<html>ü", bigEndian))
	}
}

// inUTF16 writes a text with a byte order mark.
func inUTF16(text string, bigEndian bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune("\uFEFF" + text)) {
		bytes := [2]byte{byte(unit), byte(unit >> 8)}
		if bigEndian {
			bytes[0], bytes[1] = bytes[1], bytes[0]
		}
		b.Write(bytes[:])
	}
	return b.String()
}

// TestXML: elements within a text, names in any letters, prefixes.
func TestXML(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]Error{
		`<RestException><Message>The <b>To</b> number <i>is <u>not</u></i> valid<br/></Message><Code><b>21211</b></Code></RestException>`:                          {Code: 21211, Message: "The To number is not valid"},
		`<RestException><Message><Code>1</Code> in a text</Message><Code>21211</Code></RestException>`:                                                             {Code: 21211, Message: "1 in a text"},
		`<restexception><code>21211</code><message><![CDATA[<b>a & b</b>]]></message><moreinfo>i</moreinfo></restexception>`:                                       {Code: 21211, Message: "<b>a & b</b>", MoreInfo: "i"},
		`<a:r xmlns:a="urn:a" xmlns="urn:b"><RestException xmlns="urn:c"><a:Code>21211</a:Code><Message xml:lang="en">m</Message></RestException></a:r>`:           {Code: 21211, Message: "m"},
		`<RestException><Error><Code>21211</Code><Message>m</Message></Error></RestException>`:                                                                     {Code: 21211, Message: "m"},
		`<TwilioResponse><RestException><Code>21211</Code></RestException><Message>outside</Message></TwilioResponse>`:                                             {Code: 21211},
		`<TwilioResponse><RestException><Code>21211</Code></RestException><RestException><Code>1</Code><Message>second</Message></RestException></TwilioResponse>`: {Code: 21211},
		`<RestException><Code> 21211.0 </Code><Message>m</RestException>`:                                                                                          {Code: 21211, Message: "m"},
		`<RestException><Code>21211abc</Code><Message>m</Message></RestException>`:                                                                                 {Message: "m"},
		`<RestException/>`: {Body: `<RestException/>`}, `<RestException><Code>0</Code><MoreInfo>i</MoreInfo></RestException>`: {MoreInfo: "i", Body: `<RestException><Code>0</Code><MoreInfo>i</MoreInfo></RestException>`},
	} {
		assertRead(t, want, body)
	}
	deep := strings.Repeat("<a>", 1e5)
	assertRead(t, Error{Code: 21211}, "<RestException><Code>21211</Code><Message>"+deep)
}

func TestBodiesAreKeptInPart(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]string{
		"long":             "<html>" + strings.Repeat("x", 1<<20),
		"cut in a letter":  "<html>" + strings.Repeat("x", MaxKept-7) + "ä",
		"cut in an emoji":  "<html>" + strings.Repeat("x", MaxKept-9) + "😀",
		"short":            "<html>\n+14155551234",
		"not UTF-8 at all": "<html>" + strings.Repeat("\xff", 2000),
	} {
		err := Read([]byte(page))
		assert.True(t, strings.HasPrefix(err.Body, "<html>"), name)
		assert.True(t, utf8.ValidString(err.Body), name)
		assert.LessOrEqual(t, len(err.Body), MaxKept+len("\uFFFD"), name)
	}
}

// TestListsAreReadLoosely: an error of a list is read from its first item of an error.
func TestListsAreReadLoosely(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"errors":[{"code":"21211"}]}`:              21211,
		`{"errors":[{"code":21211},{"code":20404}]}`: 21211,
		`{"code":20404,"errors":[{"code":21211}]}`:   20404,
		`{"errors":[]}`:                 0,
		`{"errors":["21211"]}`:          0,
		`{"errors":[null]}`:             0,
		`{"errors":{"code":21211}}`:     21211,
		`{"errors":[[{"code":21211}]]}`: 0,
	} {
		err := Read([]byte(body))
		assert.Equal(t, want, err.Code, body)
		assert.NotEmpty(t, err.Details, body)
		assert.Empty(t, err.Body, body)
	}
}

// FuzzRead: whatever a body holds, the result is bounded, and a body of an unknown shape
// has no other content.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"code":21211,"message":"The 'To' number +14155551234 is not valid"}`))
	f.Add([]byte(`<RestException><Code>1</Code><Message>&amp;</Message>`))
	f.Add([]byte(`{"errors":[{"code":1}]}`))
	f.Add([]byte("\xff{"))
	f.Add([]byte("<?xml version=\"1.0\" encoding='latin1'?><RestException><Message>\xe9 <b>+14155551234</b></Message></RestException>"))
	f.Add([]byte("\xff\xfe{\x00\"\x00c\x00o\x00d\x00e\x00\"\x00:\x001\x00}\x00"))
	f.Add([]byte(`{"fault":{"errors":[null,{"code":"2.1211e4","message":"+14155551234"}]}}`))
	f.Add([]byte("\uFEFF[{\"code\":21211,\"message\":\"+1 (415) 555-1234\"}]"))
	f.Add([]byte("<t:RestException a='b'><Code> 1 </Code><Message><![CDATA[+1-415-555-1234]]></Message></t:RestException>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		e := Read(body)
		assert.GreaterOrEqual(t, e.Code, 0)
		assert.LessOrEqual(t, len(e.Body), 3*MaxKept)
		assert.True(t, utf8.ValidString(e.Body))
		assert.True(t, e.Details == nil || json.Valid(e.Details))
		if e.Body != "" {
			assert.False(t, e.says() || len(e.Details) > 0)
		}
	})
}
