package twilio

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/errorbody"
)

func TestErrorText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  error
		want string
	}{
		{err: &Error{Op: "Messages.Create", Status: 400, Code: 21211, Message: "The 'To' number +14155551234 is not valid", Body: "x", MoreInfo: "https://x"},
			want: "twilio: Messages.Create: HTTP 400, code 21211: The 'To' number +1415…34 is not valid (Write the number in E.164: a plus sign, the country code, then the number. If it is right already, the number does not exist: remove it from your list.)"},
		{err: &Error{Op: "Messages.Get", Status: 404}, want: "twilio: Messages.Get: HTTP 404: Not Found"},
		{err: &Error{Op: "Messages.Get", Status: 499}, want: "twilio: Messages.Get: HTTP 499"},
		{err: &Error{Op: "Messages.Get", Status: 502, Body: "<html>x"}, want: "twilio: Messages.Get: HTTP 502: Bad Gateway"},
		{err: &Error{Op: "Messages.Get", Status: 400, Code: 99999, Message: "two\nlines\tand \x00 more"}, want: "twilio: Messages.Get: HTTP 400, code 99999: two lines and more"},
		{err: &TransportError{Op: "Messages.Get", Err: errors.New("call +14155551234")}, want: "twilio: Messages.Get: no answer: call +1415…34"},
		{err: &TransportError{Op: "Messages.Get", Err: errors.New("x"), notSent: true}, want: "twilio: Messages.Get: not sent: x"},
		{err: &TransportError{Op: "Messages.Get", Err: &tokenError{err: &TransportError{Op: "OAuth.CreateToken", Err: errors.New("x"), notSent: true}}, notSent: true}, want: "twilio: Messages.Get: not sent: no access token: x"},
		{err: &TransportError{Op: "Messages.Get", Err: &tokenError{err: &stoppedError{err: &TransportError{Err: errors.New("x"), notSent: true}, stopped: errors.New("y")}}, notSent: true}, want: "twilio: Messages.Get: not sent: no access token: x; no further attempt: y"},
		{err: &TransportError{Op: "Messages.Get", Err: &tokenError{err: &TransportError{Err: errors.New("x")}}, notSent: true}, want: "twilio: Messages.Get: not sent: no access token: no answer: x"},
		{err: &OutcomeUnknownError{Op: "Messages.Create", Err: errors.New("EOF")}, want: "twilio: Messages.Create: outcome unknown: it may have been carried out: EOF; reconcile before any second try"},
		{err: &OutcomeUnknownError{Op: "Messages.Create", SID: testMessage, Err: errors.New("EOF")},
			want: "twilio: Messages.Create: outcome unknown: it may have been carried out: EOF; fetch " + testMessage + " before any second try"},
		{err: &DecodeError{Op: "Messages.Get", Status: 200, Err: errors.New("x")}, want: "twilio: Messages.Get: HTTP 200, unusable answer: x"},
		{err: &TooLargeError{Limit: 10}, want: "the answer is larger than 10 bytes, see MaxBytes"},
		{err: &TooLargeError{Limit: 16 << 20}, want: "the answer is larger than 16 MiB, see MaxBytes"},
		{err: paramError("New", "To", "is empty", "give it"), want: "twilio: New: To is empty: give it"},
		{err: (&Message{SID: testMessage, Status: "failed", ErrorCode: 99999}).Err(), want: "twilio: message " + testMessage + " failed: twilio error 99999"},
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
		transport := play(reply(http.StatusServiceUnavailable, fmt.Sprintf(`{"code":%d,"message":"busy"}`, int(code)), "Retry-After", "7"))
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
		msg, err := play(reply(201, before+goldenMessage)).client(t).Messages.Create(t.Context(), anyMessage)
		require.NoError(t, err)
		assert.Equal(t, wantedMessage(), msg)
		page, err := play(reply(200, before+`{"messages":[`+goldenMessage+`],"next_page_uri":null}`)).client(t).Messages.List(t.Context(), MessageListParams{})
		require.NoError(t, err)
		assert.Equal(t, []*Message{wantedMessage()}, page.Items)
		_, err = play(reply(404, before+`{"code":20404,"message":"not here"}`)).client(t).Messages.Get(t.Context(), testMessage)
		require.ErrorIs(t, err, CodeNotFound)
		_, err = play(reply(201, before+`{"sid":"`+testMessage+`","cut`)).client(t).Messages.Create(t.Context(), anyMessage)
		var unknown *OutcomeUnknownError
		require.ErrorAs(t, err, &unknown)
		assert.Equal(t, testMessage, unknown.SID)
	}
	for _, utf16 := range []string{"\xff\xfe{\x00}\x00", "\xfe\xff\x00{\x00}"} {
		_, err := play(reply(201, utf16)).client(t).Messages.Create(t.Context(), anyMessage)
		require.ErrorIs(t, err, ErrOutcomeUnknown, "it is not read as something else")
		requirePrintable(t, err)
	}
}

// TestLogsAreDiscreet: a server's words about a request are text of another party.
func TestLogsAreDiscreet(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	answer := play(reply(429, "{}", "Twilio-Request-Id", "RQ1 (415) 555-1234 https://user:pw@example.com"))
	client := answer.client(t, WithLogger(slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	_, err := client.Messages.Get(t.Context(), testMessage)
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
		err.read(body, nil)
		text := strings.TrimPrefix(err.Error(), "twilio: Fuzz.Error: HTTP 400")
		if err.Code != 0 {
			_, text, _ = strings.Cut(text, ":") // the code itself may be long
		}
		assert.NotRegexp(t, digits, text)
		assert.True(t, utf8.ValidString(text))
		assert.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), text)
		assert.GreaterOrEqual(t, int(err.Code), 0)
		assert.LessOrEqual(t, len(err.Body), 3*errorbody.MaxKept)
	})
}
