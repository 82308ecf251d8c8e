package twilio

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
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

// FuzzErrorBody: whatever an answer holds, its error is one printable line without
// a phone number.
func FuzzErrorBody(f *testing.F) {
	f.Add([]byte(`{"code":21211,"message":"The 'To' number +14155551234 is not valid"}`))
	f.Add([]byte(`<RestException><Code>1</Code><Message>&amp;</Message>`))
	f.Add([]byte(`{"errors":[{"code":1}]}`))
	f.Add([]byte("\xff{"))
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
