package twilio

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/codes/catalogue"
	"github.com/seed15d99369/twilio/internal/errorbody"
	"github.com/seed15d99369/twilio/internal/redact"
)

// showings are the forms that a gateway may give to the request that it got. They show the
// Authorization header, or a secret by itself, in one of the ways to write it.
func showings(authorization, secret string) map[string]string {
	quoted, _ := json.Marshal(secret)
	basic := strings.TrimPrefix(authorization, "Basic ")
	return map[string]string{
		"header":            "Authorization: " + authorization,
		"header as JSON":    strings.ReplaceAll(authorization, "/", `\/`),
		"header, escaped":   url.QueryEscape(authorization),
		"lower-case":        strings.NewReplacer("%3D", "%3d", "%2B", "%2b", "%2F", "%2f").Replace(url.QueryEscape(basic)),
		"without padding":   strings.TrimRight(basic, "="),
		"secret":            "password=" + secret,
		"secret as JSON":    string(quoted),
		"secret, escaped":   "password=" + url.QueryEscape(secret),
		"secret in a path":  "/login/" + url.PathEscape(secret),
		"secret in base64":  base64.StdEncoding.EncodeToString([]byte(secret)),
		"behind many bytes": strings.Repeat("x", errorbody.MaxKept-40-len(secret)/2) + secret,
		"cut by an error":   strings.Repeat("x", redact.MaxLine-len(secret)/2) + secret,
	}
}

// lettersEscaped writes every letter as JSON may.
func lettersEscaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	return b.String()
}

// assertKeepsSecret looks for the secret, and for its beginning, in every form.
func assertKeepsSecret(t *testing.T, text, authorization, secret, name string) {
	t.Helper()
	const part = 12 // bytes
	basic := strings.TrimPrefix(authorization, "Basic ")
	for _, shown := range []string{secret, secret[:part], basic, basic[len(basic)-part-4 : len(basic)-4], url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))} {
		assert.NotContains(t, text, shown, name)
	}
}

// TestSecretsThatComeBack: whoever shows the request again puts none of the client's
// secrets into an error, a log or the response info.
func TestSecretsThatComeBack(t *testing.T) {
	t.Parallel()
	for _, credential := range []Credential{AuthToken(testToken), APIKey(testKey, `a+b/c=d&e%f?g#h!ij~k|l*m`)} {
		_, secret := credential.pair()
		authorization := credential.basicAuth(testAccount)
		for name, shown := range showings(authorization, secret) {
			inJSON, err := json.Marshal(shown)
			require.NoError(t, err)
			for shape, answer := range map[string]answer{
				"HTML":       reply(502, "<html>"+shown),
				"message":    reply(400, `{"code":20001,"message":`+string(inJSON)+`,"more_info":`+string(inJSON)+`}`),
				"details":    reply(400, `{"code":20001,"details":{"headers":[`+string(inJSON)+`]}}`),
				"escapes":    reply(400, `{"code":20001,"details":{"x":"`+lettersEscaped(shown)+`"},"message":"`+lettersEscaped(shown)+`"}`),
				"envelope":   reply(400, `{"error":{"code":20001,"message":`+string(inJSON)+`,"details":[`+string(inJSON)+`]}}`),
				"no shape":   reply(400, "\uFEFF\n"+`{"x":[`+string(inJSON)+`,"`+lettersEscaped(shown)+`"],"y":{}}`),
				"UTF-16":     reply(502, inUTF16("<html>"+shown, true)),
				"UTF-16 too": reply(400, inUTF16(`{"x":"`+lettersEscaped(shown)+`","y":1}`, false)),
				"latin-1":    reply(400, `<?xml version="1.0" encoding="latin1"?><RestException><Message>`+"\xe9 "+strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(shown)+"</Message></RestException>"),
				"XML":        reply(400, "<RestException><Code>20001</Code><Message>"+strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(shown)+"</Message></RestException>"),
				"request ID": reply(500, "", "Twilio-Request-Id", strings.ReplaceAll(shown, "\n", " ")),
				"transport":  broken(fmt.Errorf("cannot send: %s", shown)),
				"wrapped":    broken(&url.Error{Op: "Post", URL: "https://api.twilio.com/", Err: errors.New(shown)}),
				"cut body":   cut(201, "{", errors.New(shown)),
			} {
				assertComesBackClean(t, credential, answer, authorization, secret, name+", "+shape)
			}
		}
	}
}

func assertComesBackClean(t *testing.T, credential Credential, answer answer, authorization, secret, name string) {
	t.Helper()
	var log strings.Builder
	var info ResponseInfo
	client, err := New(testAccount, credential, WithHTTPClient(&http.Client{Transport: play(answer)}), WithClock(impatientClock{}),
		WithRetry(RetryPolicy{MaxAttempts: 1}), WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	require.NoError(t, err)
	err = createMessage(t.Context(), client, WithResponseInfo(&info))
	require.Error(t, err)
	text := err.Error() + log.String() + fmt.Sprintf("%+v", info)
	var apiErr *Error
	if errors.As(err, &apiErr) {
		fields, err := json.Marshal(apiErr)
		require.NoError(t, err)
		assertDecodedClean(t, json.RawMessage(apiErr.Body), secret)
		text += apiErr.Message + apiErr.Body + apiErr.MoreInfo + string(apiErr.Details) + apiErr.RequestID + string(fields)
		assertDecodedClean(t, apiErr.Details, secret)
	}
	var undecoded *DecodeError
	if errors.As(err, &undecoded) {
		text += undecoded.RequestID
	}
	assertKeepsSecret(t, text, authorization, secret, name)
}

// assertDecodedClean reads the details as a caller would.
func assertDecodedClean(t *testing.T, details json.RawMessage, secret string) {
	t.Helper()
	var value any
	if !json.Valid(details) { // nothing, or a body that is cut or no JSON
		return
	}
	require.NoError(t, json.Unmarshal(details, &value))
	assert.NotContains(t, fmt.Sprint(value), secret)
}

// TestDecodedAnswersAreNotRedacted: Twilio hands out secrets by right, and a text may
// quote whatever it likes.
func TestDecodedAnswersAreNotRedacted(t *testing.T) {
	t.Parallel()
	client := testClient(t, play(reply(200, `{"sid":"`+testMessage+`","body":"`+testToken+`"}`)))
	msg, err := client.Messages.Get(t.Context(), testMessage)
	require.NoError(t, err)
	assert.Equal(t, testToken, msg.Body)
}

// TestAShortSecretTearsNoWordsApart: a secret that is a word is left in the text.
func TestAShortSecretTearsNoWordsApart(t *testing.T) {
	t.Parallel()
	client, err := New(testAccount, AuthToken("number"), WithHTTPClient(&http.Client{Transport: play(reply(400, `{"code":21211,"message":"not a number"}`))}))
	require.NoError(t, err)
	require.ErrorContains(t, createMessage(t.Context(), client), "not a number")
}

// printed formats a value in every way in which a program may write it.
func printed(t *testing.T, v any) string {
	t.Helper()
	var b strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		fmt.Fprintf(&b, verb+"\n", v)
	}
	text, err := json.Marshal(v)
	require.NoError(t, err)
	b.Write(text)
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "value", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "value", v)
	return b.String()
}

// TestADecodersErrorShowsNoSecret: a decoder may quote the text that it could not read.
func TestADecodersErrorShowsNoSecret(t *testing.T) {
	t.Parallel()
	transport := answer(func(req *http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"date":"`+req.Header.Get("Authorization")+`"}`)(req)
	})
	var out struct {
		Date time.Time `json:"date"`
	}
	err := testClient(t, transport).invokeOwn(t.Context(), ownOperation{Method: http.MethodGet, Host: "api", Path: "/x"}, &out)
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "QUMw")
	assert.Contains(t, err.Error(), redact.Mark)
}

// TestEveryErrorIsDiscreet puts the same text of another party into each of our errors.
func TestEveryErrorIsDiscreet(t *testing.T) {
	t.Parallel()
	const text = "the proxy\nhttps://user:" + testToken + "@example.com/+14155551234 lost +1-415-555-1234 (415) 555 1234"
	other := errors.New(text)
	for _, err := range []error{
		&Error{Op: "Op", Status: 400, Code: 21211, Message: text}, &Error{Op: "Op", Status: 500, Message: text, Body: text, MoreInfo: text, RequestID: text},
		&TransportError{Op: "Op", Err: other}, &TransportError{Op: "Op", Err: &url.Error{Op: "Post", URL: "https://example.com/?a=b", Err: other}, notSent: true},
		&TransportError{Op: "Op", Err: &net.OpError{Op: "dial", Net: "tcp", Err: other}},
		&DecodeError{Op: "Op", Status: 200, Err: fmt.Errorf("reading: %w", other)},
		&OutcomeUnknownError{Op: "Op", Err: other}, &OutcomeUnknownError{Op: "Op", SID: text, Err: &TransportError{Err: other}},
		&OutcomeUnknownError{Op: "Op", Err: &stoppedError{err: &DecodeError{Err: other}, stopped: other}},
		&stoppedError{err: &Error{Op: "Op", Message: text}, stopped: other}, &reconcileError{op: "Op", err: other}, &reconcileError{op: "Op", err: &Error{Op: "Op", Message: text}},
		&AmbiguousError{Op: "Op", Candidates: []string{testMessage, text}},
		&MessageError{SID: text, Status: MessageStatus(text), Code: 30003, Message: text}, &MessageError{SID: testMessage, Status: "failed", Message: text},
		&CallError{SID: text, Status: CallStatus(text)}, &TransportError{Op: "Op", Err: &contextCauseError{err: errors.New("ended"), cause: other}},
		paramError("Op", "JSON", "cannot be encoded: "+text, "pass another value"),
	} {
		requirePrintable(t, err)
	}
}

// TestNoErrorShowsAForeignCredential: errors of transports and of answers pass the filters
// of package redact, which has the long list of credentials.
func TestNoErrorShowsAForeignCredential(t *testing.T) {
	t.Parallel()
	for _, shown := range []string{
		"Authorization: Bearer hush", `"Authorization": ["Bearer hush"]`, "Proxy-Authorization: Basic aHVzaDpodXNo+hush==", "Cookie: a=hush; b=hush; c=hush", "X-Api-Key: hush",
		`{"password":"hu\"hush"}`, "Bearer%20hush1234", "https://user:hush@example.com/", "u%3Ahush%40h",
	} {
		for _, text := range []string{shown, "boom: " + shown + ": bang", "boom (" + shown + ")", "boom\r\n" + shown + "\r\nHost: x"} {
			for _, err := range transportAndGateway(t, text) {
				assert.NotContains(t, strings.ToLower(err.Error()), "hush", text)
				for inner := err; inner != nil && !errors.Is(errCable, inner) && inner.Error() != text+errCable.Error(); inner = errors.Unwrap(inner) {
					assert.NotContains(t, strings.ToLower(inner.Error()), "hush", text)
				}
			}
		}
	}
}

// transportAndGateway are errors that quote a text: of a caller's transport, and of an
// answer.
func transportAndGateway(t *testing.T, text string) []error {
	t.Helper()
	message, err := json.Marshal(text)
	require.NoError(t, err)
	transport := answer(func(*http.Request) (*http.Response, error) { return nil, fmt.Errorf("%s%w", text, errCable) })
	return []error{
		getMessage(t.Context(), testClient(t, transport, WithRetry(RetryPolicy{MaxAttempts: 1}))),
		getMessage(t.Context(), testClient(t, play(reply(400, `{"code":20001,"message":`+string(message)+`}`)))),
	}
}

// TestTheCatalogueReadsWhole: no filter takes a part of a title or of advice for a secret.
func TestTheCatalogueReadsWhole(t *testing.T) {
	t.Parallel()
	for row := range catalogue.All() {
		for _, text := range []string{row.Title, row.Advice, ErrorCode(row.Code).Error()} {
			assert.Equal(t, text, redact.Credentials(text))
		}
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
