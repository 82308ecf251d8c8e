package twilio

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestErrorBodies reads every shape in which Twilio writes an error.
func TestErrorBodies(t *testing.T) {
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
			var got Error
			got.readErrorBody([]byte(tt.body))
			assert.Equal(t, tt.want, got)
		})
	}
	var long Error
	long.readErrorBody([]byte(strings.Repeat("ä", 2000)))
	assert.LessOrEqual(t, len(long.Body), maxKeptBody+2)
	assert.True(t, utf8.ValidString(long.Body))
}

// TestErrorsInEnvelopes finds code and message where gateways, older and newer
// services put them, and keeps the body of what says neither.
func TestErrorsInEnvelopes(t *testing.T) {
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
		assertErrorBody(t, want, body)
	}
	withErrors := func(errors string) Error {
		e := want
		e.Details = json.RawMessage(errors)
		return e
	}
	for _, errors := range []string{inner, `[null,` + inner + `]`, `[null,{},{"code":0},"",7,[],` + inner + `,{"code":1}]`, `{"error":` + inner + `}`, `[{"error":` + inner + `}]`} {
		assertErrorBody(t, withErrors(errors), `{"errors":`+errors+`}`)
	}
	for _, list := range []string{`[null,` + inner + `]`, `[{"error":` + inner + `}]`, `[{},"x",` + inner + `]`} {
		assertErrorBody(t, withErrors(list), list)
	}
	assertErrorBody(t, Error{Message: "To is missing", Details: json.RawMessage(`[null,"To is missing"]`)}, `{"errors":[null,"To is missing"]}`)
	assertErrorBody(t, Error{Message: "denied"}, `{"fault":{"error":"access_denied","error_description":"denied"}}`)
	assertErrorBody(t, Error{Code: 20001, Message: "m", Details: json.RawMessage(`{"a":1}`)}, `{"error":{"code":20001,"message":"m","details":{"a":1}}}`)
	assertErrorBody(t, Error{Message: "m"}, `{"error":{"code":"invalid","message":"m"}}`)
	for _, body := range []string{
		`{}`, `{"status":400}`, `{"error":null}`, `{"error":{}}`, `{"error":{"reason":7}}`, `{"fault":[]}`, `{"fault":"x"}`, `[null]`, `[null,[` + inner + `]]`, `"x"`, `null`, `7`,
		`{"a":{"b":{"c":{"d":{"e":` + inner + `}}}}}`, strings.Repeat(`{"error":`, 5000) + inner + strings.Repeat(`}`, 5000), strings.Repeat("[", 50000) + strings.Repeat("]", 50000),
	} {
		assertErrorBody(t, Error{Body: body[:min(len(body), maxKeptBody)]}, body)
	}
}

func assertErrorBody(t *testing.T, want Error, body string) {
	t.Helper()
	var got Error
	got.readErrorBody([]byte(body))
	assert.Equal(t, want, got, body[:min(len(body), 200)])
}

// TestXMLErrorsInOtherEncodings: what a proxy of another age answers with is read too.
func TestXMLErrorsInOtherEncodings(t *testing.T) {
	t.Parallel()
	document := func(declared, message string) string {
		return `<?xml version="1.0"` + declared + `?><TwilioResponse><RestException><Code>21211</Code><Message>` + message + `</Message><MoreInfo>i</MoreInfo></RestException></TwilioResponse>`
	}
	want := func(message string) Error { return Error{Code: 21211, Message: message, MoreInfo: "i"} }
	for _, name := range []string{"ISO-8859-1", "iso-8859-1", "latin1", "Latin-1", "US-ASCII", "windows-1252", "CP1252"} {
		for _, declared := range []string{` encoding="` + name + `"`, ` encoding='` + name + `' standalone="yes"`, "\n encoding = \"" + name + "\" "} {
			assertErrorBody(t, want("Zürich, ça ne va pas à 5 £"), document(declared, "Z\xfcrich, \xe7a ne va pas \xe0 5 \xa3"))
			assertErrorBody(t, want("plain"), document(declared, "plain"))
			assertErrorBody(t, want("Zürich"), document(declared, "Zürich"))
		}
	}
	assertErrorBody(t, want("5 € – “x”"), document(` encoding="windows-1252"`, "5 \x80 \x96 \x93x\x94"))
	assertErrorBody(t, want("a\uFFFDb"), document(` encoding="windows-1252"`, "a\x81b"))
	for _, declared := range []string{"", ` encoding="UTF-8"`, ` encoding="Shift_JIS"`, ` encoding`, ` encoding=`, ` encoding=""`} {
		assertErrorBody(t, want("Z\uFFFDrich"), document(declared, "Z\xfcrich"))
	}
	assertErrorBody(t, want("a\uFFFDb"), document("", "a\x00b"))
	for _, bigEndian := range []bool{false, true} {
		for _, text := range []string{document(` encoding="UTF-16"`, "Zürich 😀"), document("", "Zürich 😀"), "\r\n" + document("", "Zürich 😀")[21:]} {
			assertErrorBody(t, want("Zürich 😀"), inUTF16(text, bigEndian))
			assertErrorBody(t, want("Zürich 😀"), inUTF16(text, bigEndian)+"\x00")
		}
		assertErrorBody(t, want("Zürich"), inUTF16(`{"code":21211,"message":"Zürich","more_info":"i"}`, bigEndian))
		assertErrorBody(t, Error{Body: "<html>ü"}, inUTF16("<html>ü", bigEndian))
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

// TestXMLErrorsOfEveryShape: elements within a text, names in any letters, prefixes.
func TestXMLErrorsOfEveryShape(t *testing.T) {
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
		assertErrorBody(t, want, body)
	}
	deep := strings.Repeat("<a>", 1e5)
	assertErrorBody(t, Error{Code: 21211}, "<RestException><Code>21211</Code><Message>"+deep)
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  error
		want string
	}{
		{&Error{Op: "Messages.Create", Status: 400, Code: 21211, Message: "The 'To' number +14155551234 is not valid", Body: "x", MoreInfo: "https://x"},
			"twilio: Messages.Create: HTTP 400, code 21211: The 'To' number +1415…34 is not valid (Write the number in E.164: a plus sign, the country code, then the number. If it is right already, the number does not exist: remove it from your list.)"},
		{&Error{Op: "Messages.Get", Status: 404}, "twilio: Messages.Get: HTTP 404: Not Found"},
		{&Error{Op: "Messages.Get", Status: 499}, "twilio: Messages.Get: HTTP 499"},
		{&Error{Op: "Messages.Get", Status: 400, Code: 99999, Message: "two\nlines\tand \x00 more"}, "twilio: Messages.Get: HTTP 400, code 99999: two lines and more"},
		{&TransportError{Op: "Messages.Get", Err: errors.New("call +14155551234")}, "twilio: Messages.Get: no answer: call +1415…34"},
		{&TransportError{Op: "Messages.Get", Err: errors.New("x"), notSent: true}, "twilio: Messages.Get: not sent: x"},
		{&TransportError{Op: "Messages.Get", Err: &tokenError{&TransportError{Op: "OAuth.CreateToken", Err: errors.New("x"), notSent: true}}, notSent: true}, "twilio: Messages.Get: not sent: no access token: x"},
		{&TransportError{Op: "Messages.Get", Err: &tokenError{&stoppedError{&TransportError{Err: errors.New("x"), notSent: true}, errors.New("y")}}, notSent: true}, "twilio: Messages.Get: not sent: no access token: x; no further attempt: y"},
		{&TransportError{Op: "Messages.Get", Err: &tokenError{&TransportError{Err: errors.New("x")}}, notSent: true}, "twilio: Messages.Get: not sent: no access token: no answer: x"},
		{&OutcomeUnknownError{Op: "Messages.Create", Err: errors.New("EOF")}, "twilio: Messages.Create: outcome unknown: it may have been carried out: EOF; reconcile before any second try"},
		{&OutcomeUnknownError{Op: "Messages.Create", SID: cannedMessage, Err: errors.New("EOF")},
			"twilio: Messages.Create: outcome unknown: it may have been carried out: EOF; fetch " + cannedMessage + " before any second try"},
		{&DecodeError{Op: "Messages.Get", Status: 200, Err: errors.New("x")}, "twilio: Messages.Get: HTTP 200, unusable answer: x"},
		{&TooLargeError{Limit: 10}, "the answer is larger than 10 bytes, see MaxBytes"},
		{&TooLargeError{Limit: 16 << 20}, "the answer is larger than 16 MiB, see MaxBytes"},
		{paramError("New", "To", "is empty", "give it"), "twilio: New: To is empty: give it"},
		{(&Message{SID: cannedMessage, Status: "failed", ErrorCode: 99999}).Err(), "twilio: message " + cannedMessage + " failed: twilio error 99999"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, tt.err.Error())
	}
}

func TestErrorIs(t *testing.T) {
	t.Parallel()
	assert.NoError(t, (&Error{}).Unwrap(), "no code is no error")
	assert.NoError(t, (&Message{}).Err())
	for status, want := range map[int]error{
		401: ErrAuthentication, 403: ErrPermission, 404: ErrNotFound, 429: ErrRateLimited, 500: ErrServer, 503: ErrServer, 599: ErrServer,
	} {
		assert.ErrorIs(t, &Error{Status: status}, want)
		assert.ErrorIs(t, &Error{Status: status}, ErrorCode(status))
		assert.ErrorIs(t, &Error{Status: status, Code: 99999}, want, "an unknown code says nothing")
		if status != 403 { // whose own category is a permission
			assert.NotErrorIs(t, &Error{Status: status, Code: CodeUnsubscribed}, want, "the code knows better")
		}
	}
	assert.NotErrorIs(t, &Error{Status: 400}, ErrServer)
	assert.ErrorIs(t, &Error{Status: 401, Code: CodeNotAuthenticated}, CodeUnauthorized)
	assert.ErrorIs(t, &Error{Status: 429, Code: CodeVerifySendsUsed}, CodeTooManyRequests)
	assert.NotErrorIs(t, &Error{Status: 400, Code: CodeUnsubscribed}, CodeUnauthorized)
	assert.ErrorIs(t, &Error{Status: 400, Code: CodeUnsubscribed}, CodeUnsubscribed)
	assert.ErrorIs(t, &Error{Status: 400, Code: CodeUnsubscribed}, ErrOptedOut)
	assert.NotErrorIs(t, &Error{Status: 404}, ErrNotSeen)
	assert.NotErrorIs(t, &Error{Status: 400}, ErrNotSent)
}

// TestUnknownOutcomeInvitesNoSecondTry: neither text nor hint of an outcome that
// is unknown says that doing it again is a good idea.
func TestUnknownOutcomeInvitesNoSecondTry(t *testing.T) {
	t.Parallel()
	for _, code := range []ErrorCode{CodeServiceUnavailable, CodeUnknownError, CodeInternalServerError, 0} {
		transport := &canned{
			status: http.StatusServiceUnavailable, body: fmt.Sprintf(`{"code":%d,"message":"busy"}`, int(code)),
			header: http.Header{"Retry-After": {"7"}},
		}
		var info ResponseInfo
		_, err := transport.client(t).Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "x"}, WithResponseInfo(&info))
		require.ErrorIs(t, err, ErrOutcomeUnknown)
		assert.Zero(t, RetryAfter(err))
		assert.Zero(t, info.RetryAfter)
		var apiErr *Error
		require.ErrorAs(t, err, &apiErr)
		assert.Zero(t, apiErr.RetryAfter)
		for _, text := range []string{err.Error(), apiErr.Error()} {
			assert.NotRegexp(t, `(?i)back-?off|retry|again`, text)
			if advice := code.Advice(); advice != "" {
				assert.NotContains(t, text, advice)
			}
		}
		assert.Contains(t, err.Error(), "before any second try")
	}
	assert.Zero(t, RetryAfter(&OutcomeUnknownError{Err: &Error{RetryAfter: time.Second}}))
	assert.Equal(t, time.Second, RetryAfter(&Error{RetryAfter: time.Second}))
	assert.Zero(t, RetryAfter(nil))
	assert.Zero(t, RetryAfter(errCable))
}

// TestAnswersMayBeginWithAMark: a byte order mark and blanks before an answer are no
// part of it, whatever the answer is.
func TestAnswersMayBeginWithAMark(t *testing.T) {
	t.Parallel()
	for _, before := range []string{"\uFEFF", "\uFEFF\r\n ", "\n"} {
		msg, err := (&canned{status: 201, body: before + goldenMessage}).client(t).Messages.Create(t.Context(), anyMessage)
		require.NoError(t, err)
		assert.Equal(t, wantedMessage(), msg)
		page, err := (&canned{status: 200, body: before + `{"messages":[` + goldenMessage + `],"next_page_uri":null}`}).client(t).Messages.List(t.Context(), MessageListParams{})
		require.NoError(t, err)
		assert.Equal(t, []*Message{wantedMessage()}, page.Items)
		_, err = (&canned{status: 404, body: before + `{"code":20404,"message":"not here"}`}).client(t).Messages.Get(t.Context(), cannedMessage)
		require.ErrorIs(t, err, CodeNotFound)
		_, err = (&canned{status: 201, body: before + `{"sid":"` + cannedMessage + `","cut`}).client(t).Messages.Create(t.Context(), anyMessage)
		var unknown *OutcomeUnknownError
		require.ErrorAs(t, err, &unknown)
		assert.Equal(t, cannedMessage, unknown.SID)
	}
	for _, utf16 := range []string{"\xff\xfe{\x00}\x00", "\xfe\xff\x00{\x00}"} {
		_, err := (&canned{status: 201, body: utf16}).client(t).Messages.Create(t.Context(), anyMessage)
		require.ErrorIs(t, err, ErrOutcomeUnknown, "it is not read as something else")
		requirePrintable(t, err)
	}
}

// TestLogsAreDiscreet: what a server says of a request is text of another party.
func TestLogsAreDiscreet(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	answer := &canned{status: 429, body: "{}", header: http.Header{"Twilio-Request-Id": {"RQ1 (415) 555-1234 https://user:pw@example.com"}}}
	client := answer.client(t, WithLogger(slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	_, err := client.Messages.Get(t.Context(), cannedMessage)
	require.ErrorIs(t, err, ErrRateLimited)
	assert.Contains(t, logged.String(), "RQ1 (415…34 [address]")
	assert.NotContains(t, logged.String(), "example.com")
	assert.NotContains(t, logged.String(), "1234")
}

// FuzzErrorBody: whatever an answer holds, its error is one printable line without
// a phone number.
func FuzzErrorBody(f *testing.F) {
	f.Add([]byte(`{"code":21211,"message":"The 'To' number +14155551234 is not valid"}`))
	f.Add([]byte(`<RestException><Code>1</Code><Message>&amp;</Message>`))
	f.Add([]byte(`{"errors":[{"code":1}]}`))
	f.Add([]byte("\xff{"))
	f.Add([]byte("<?xml version=\"1.0\" encoding='latin1'?><RestException><Message>\xe9 <b>+14155551234</b></Message></RestException>"))
	f.Add([]byte("\xff\xfe{\x00\"\x00c\x00o\x00d\x00e\x00\"\x00:\x001\x00}\x00"))
	f.Add([]byte(`{"fault":{"errors":[null,{"code":"2.1211e4","message":"+14155551234"}]}}`))
	f.Add([]byte("\uFEFF[{\"code\":21211,\"message\":\"+1 (415) 555-1234\"}]"))
	f.Add([]byte("<t:RestException a='b'><Code> 1 </Code><Message><![CDATA[+1-415-555-1234]]></Message></t:RestException>"))
	digits := regexp.MustCompile(`\d{7}`)
	f.Fuzz(func(t *testing.T, body []byte) {
		err := &Error{Op: "Fuzz.Error", Status: 400}
		err.readErrorBody(body)
		text := strings.TrimPrefix(err.Error(), "twilio: Fuzz.Error: HTTP 400")
		if err.Code != 0 {
			_, text, _ = strings.Cut(text, ":") // the code itself may be long
		}
		assert.NotRegexp(t, digits, text)
		assert.True(t, utf8.ValidString(text))
		assert.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), text)
		assert.GreaterOrEqual(t, int(err.Code), 0)
		assert.LessOrEqual(t, len(err.Body), 3*maxKeptBody)
	})
}
