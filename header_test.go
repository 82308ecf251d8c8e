package twilio

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/redact"
)

func TestWithHeaderIsSent(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, value, sentAs string }{
		{name: "X-Twilio-Webhook-Enabled", value: "true", sentAs: "X-Twilio-Webhook-Enabled"},
		{name: "x-twilio-webhook-enabled", value: "true", sentAs: "X-Twilio-Webhook-Enabled"},
		{name: "X-TWILIO-APIVERSION", value: "v1.0", sentAs: "X-Twilio-Apiversion"},
		{name: "I-Twilio-Idempotency-Token", value: "7d3c", sentAs: "I-Twilio-Idempotency-Token"},
		{name: "i-twilio-2", value: "x", sentAs: "I-Twilio-2"},
		{name: "If-Match", value: `"5"`, sentAs: "If-Match"},
		{name: "if-none-match", value: `W/"a", "b"`, sentAs: "If-None-Match"},
		{name: "ACCEPT-LANGUAGE", value: "de-CH, de;q=0.9, *;q=0.1", sentAs: "Accept-Language"},
	}
	for _, tt := range tests {
		for name, call := range callsOfEachClass {
			transport := play(refuseDial, reply(429, "", "Retry-After", "1"), reply(200, messageJSON))
			client := testClient(t, transport, WithClock(newFakeClock()))
			require.NoError(t, call(t.Context(), client, WithHeader(tt.name, tt.value)), name)
			require.Len(t, transport.sent(), 3)
			for _, sent := range transport.sent() {
				assert.Equal(t, []string{tt.value}, sent.header[tt.sentAs], "%s: every attempt has it", name)
				sent.header.Del(tt.sentAs)
				assertHeader(t, sent, sent.method == http.MethodPost)
			}
		}
	}
}

func TestWithHeaderSeveralTimes(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, messageJSON))
	client := testClient(t, transport)
	require.NoError(t, getMessage(t.Context(), client, WithHeader("X-Twilio-A", "1"), WithHeader("x-twilio-a", "2"), WithHeader("X-Twilio-B", "3")))
	require.NoError(t, getMessage(t.Context(), client))
	assert.Equal(t, []string{"2"}, transport.sent()[0].header["X-Twilio-A"], "the last one counts")
	assert.Equal(t, []string{"3"}, transport.sent()[0].header["X-Twilio-B"])
	assertHeader(t, transport.sent()[1], false) // it belongs to one call
}

// refusedHeaders are names that change how a request is sent, by whom or how often,
// and names that are none.
var refusedHeaders = []string{
	"Idempotency-Key", "X-Idempotency-Key", "idempotency-key", "x-idempotency-key", "IDEMPOTENCY-KEY", "idempotency-key ", " Idempotency-Key",
	"Idempotency-Key\r\n", "Idempotency-Key:", "Authorization", "authorization", "Proxy-Authorization", "Proxy-Authenticate", "Proxy-Connection",
	"Cookie", "Set-Cookie", "Host", "Connection", "Keep-Alive", "Upgrade", "HTTP2-Settings", "TE", "Te", "Trailer", "Expect", "Content-Length", "Content-Type",
	"Content-Encoding", "Content-Md5", "Content-Range", "Transfer-Encoding", "Accept-Encoding", "Accept", "Accept-Charset", "User-Agent", "Range", "If-Range",
	"If-Modified-Since", "If-Unmodified-Since", "Cache-Control", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Http-Method-Override",
	"X-Original-URL", "X-Request-Id", "Twilio-Client-Validation", "twilio-client-validation", "Twilio-Request-Id", "X-TwilioFoo", "XX-Twilio-Foo",
	"X-Twilio", "X-Twilio-", "I-Twilio-", "I-Twilio", "", " ", ":authority", ":path", "X_Twilio_Foo", "X-Twilio_Foo", "X-Twilio-A_B", "X-Twilio-A B",
	" X-Twilio-A", "X-Twilio-A ", "X-Twilio-A\n", "X-Twilio-A\r\nIdempotency-Key", "X-Twilio-A:", "X-Twilio-A: b", "X-Twilio-é", "I-Twilio-\u212a", "X-Twilio-A\x00",
	"I-Twilio-\xff", "If-Match ", "If-Match\n", "If-Matches", "If", "Accept-Language,", "\u0130f-Match", "X-Twilio-A/../B", "X-Twilio-\"A\"",
}

func TestWithHeaderRefusesOtherNames(t *testing.T) {
	t.Parallel()
	for _, name := range refusedHeaders {
		transport := play(reply(201, messageJSON))
		err := createMessage(t.Context(), testClient(t, transport), WithHeader(name, "secret-value"))
		assertProblem(t, err, "WithHeader")
		assert.ErrorIs(t, err, ErrNotSent, "%q", name)
		assert.NotContains(t, err.Error(), "secret-value")
		assert.Empty(t, transport.sent(), "%q", name)
	}
}

func TestWithHeaderRefusesValues(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][]string{
		"X-Twilio-A": {"", " ", "a b", " a", "a ", "a\n", "a\r\nIdempotency-Key: 1", "\ta", "a\tb", "é", "a\x00", "a\x7f", "\xff", "a\u00a0b"},
		"I-Twilio-A": {"", "a b", "a\r\nb", "\u2028"},
		"If-Match":   {"", " ", ` "5"`, `"5" `, "\"5\"\r\nX: y", "\"é\"", "\"5\"\t"},
	} {
		for _, value := range values {
			transport := play(reply(200, messageJSON))
			err := getMessage(t.Context(), testClient(t, transport), WithHeader(name, value))
			assertProblem(t, err, "WithHeader")
			assert.Empty(t, transport.sent(), "%s: %q", name, value)
		}
	}
	_, err := testClient(t, play(reply(200, messageJSON))).Messages.Get(t.Context(), "", WithHeader("Host", "x"), WithHeader("Cookie", "x"))
	assert.Len(t, problemFields(t, err), 3, "all problems at once")
}

// TestWithHeaderOnEveryKindOfCall: lists, their next pages, and downloads have it,
// and the storage of a file has not.
func TestWithHeaderOnEveryKindOfCall(t *testing.T) {
	t.Parallel()
	pages := play(threePages)
	for _, err := range testClient(t, pages).Messages.All(t.Context(), MessageListParams{}, WithHeader("X-Twilio-A", "1")) {
		require.NoError(t, err)
	}
	for _, sent := range pages.sent() {
		assert.Equal(t, "1", sent.header.Get("X-Twilio-A"))
	}

	files := play(redirect(307, storageURL), reply(200, "a file"))
	file, err := download(t.Context(), testClient(t, files), WithHeader("X-Twilio-A", "1"))
	require.NoError(t, err)
	require.NoError(t, file.Close())
	assert.Equal(t, "1", files.sent()[0].header.Get("X-Twilio-A"))
	assert.Equal(t, http.Header{"Accept": {"*/*"}}, files.sent()[1].header)

	raw := play(reply(200, "{}"))
	require.NoError(t, testClient(t, raw).invokeOwn(t.Context(), ownOperation{Method: "GET", Host: "sync", Path: "/v1/Services"}, nil, WithHeader("X-Twilio-A", "1")))
	assert.Equal(t, "1", raw.sent()[0].header.Get("X-Twilio-A"))
}

// headerSigner keeps the header that it signs.
type headerSigner struct{ header http.Header }

func (s *headerSigner) SignRequest(_ context.Context, _ string, _ *url.URL, header http.Header, _ []byte) (string, error) {
	s.header = header.Clone()
	return "signed", nil
}

// TestWithHeaderIsSigned: the signer of a request sees the request that is sent.
func TestWithHeaderIsSigned(t *testing.T) {
	t.Parallel()
	seen := new(headerSigner)
	transport := play(reply(200, messageJSON))
	client := validatedClient(t, seen, WithHTTPClient(&http.Client{Transport: transport}))
	require.NoError(t, getMessage(t.Context(), client, WithHeader("X-Twilio-A", "1")))
	sent := transport.sent()[0].header
	assert.Equal(t, "signed", sent.Get(validationHeader))
	sent.Del(validationHeader)
	assert.Equal(t, sent, seen.header)
}

func TestWithHeaderIsNotLogged(t *testing.T) {
	t.Parallel()
	_, text := logLines(t, slog.LevelDebug, []answer{reply(500, ""), reply(400, `{"code":20001}`)}, func(c *Client) {
		require.Error(t, getMessage(t.Context(), c, WithHeader("X-Twilio-Pin", "secret-value")))
	})
	assert.NotContains(t, text, "secret-value")
	assert.NotContains(t, strings.ToLower(text), "x-twilio-pin")
}

// TestNotModified: it is the answer to If-None-Match, and ends the call.
func TestNotModified(t *testing.T) {
	t.Parallel()
	for _, header := range []CallOption{WithHeader("If-None-Match", `"5"`), nil} {
		transport := play(reply(http.StatusNotModified, "", "Etag", `"5"`))
		var info ResponseInfo
		err := getMessage(t.Context(), testClient(t, transport), header, WithResponseInfo(&info))
		assertMatches(t, err, []error{ErrorCode(304)}, []error{ErrNotSent, ErrOutcomeUnknown, ErrNotFound, ErrServer})
		var apiErr *Error
		require.ErrorAs(t, err, &apiErr)
		assert.Equal(t, http.StatusNotModified, apiErr.Status)
		assert.EqualError(t, err, "twilio: Messages.Get: HTTP 304: Not Modified")
		assert.Len(t, transport.sent(), 1, "the same answer would come again")
		assert.Equal(t, `"5"`, info.Header.Get("Etag"))
	}
	files := play(reply(http.StatusNotModified, ""))
	_, err := download(t.Context(), testClient(t, files), WithHeader("If-None-Match", `"5"`))
	assert.ErrorIs(t, err, ErrorCode(304))
	assert.Len(t, files.sent(), 1)

	create := play(reply(http.StatusNotModified, ""))
	err = createMessage(t.Context(), testClient(t, create))
	assert.ErrorIs(t, err, ErrOutcomeUnknown, "no answer to a create")
	assert.Len(t, create.sent(), 1)
}

// TestPreconditionFailed is an answer like other refusals.
func TestPreconditionFailed(t *testing.T) {
	t.Parallel()
	transport := play(reply(http.StatusPreconditionFailed, `{"code":54103,"message":"revision"}`))
	err := createMessage(t.Context(), testClient(t, transport), WithHeader("If-Match", `"5"`))
	assertMatches(t, err, []error{ErrorCode(412)}, []error{ErrNotSent, ErrOutcomeUnknown})
	assert.Len(t, transport.sent(), 1)
}

// TestResponseInfoHasTheHeader: of the last answer, whatever it was, as a copy.
func TestResponseInfoHasTheHeader(t *testing.T) {
	t.Parallel()
	tests := map[string][]answer{
		"success":   {reply(200, messageJSON, "Etag", "a")},
		"second":    {reply(500, "", "Etag", "b"), reply(200, messageJSON, "Etag", "a")},
		"rejected":  {reply(404, "", "Etag", "a")},
		"failed":    {reply(503, "", "Etag", "a")},
		"throttled": {reply(429, "", "Etag", "a")},
		"broken":    {cut(200, "{", io.ErrUnexpectedEOF), cut(200, "{", io.ErrUnexpectedEOF), cut(200, "{", io.ErrUnexpectedEOF), reply(200, "[]", "Etag", "a")},
	}
	for name, answers := range tests {
		var info ResponseInfo
		transport := play(answers...)
		_ = getMessage(t.Context(), testClient(t, transport, WithClock(newFakeClock())), WithResponseInfo(&info))
		assert.Equal(t, http.Header{"Etag": {"a"}}, info.Header, name)
	}

	shared := http.Header{"Etag": {"a"}}
	transport := play(func(req *http.Request) (*http.Response, error) {
		resp, err := reply(200, messageJSON)(req)
		resp.Header = shared // as a caching transport does
		return resp, err
	})
	var info ResponseInfo
	require.NoError(t, getMessage(t.Context(), testClient(t, transport), WithResponseInfo(&info)))
	info.Header.Set("Etag", "mine")
	assert.Equal(t, "a", shared.Get("Etag"))

	files := play(redirect(307, storageURL), reply(200, "a file", "Etag", "a"))
	file, err := download(t.Context(), testClient(t, files), WithResponseInfo(&info))
	require.NoError(t, err)
	require.NoError(t, file.Close())
	assert.Equal(t, http.Header{"Etag": {"a"}}, info.Header)
}

// TestResponseInfoHasNoSecretInANameOfAHeader: a gateway that shows the request again
// may put a part of it before the colon, where net/http changes the letters' case.
func TestResponseInfoHasNoSecretInANameOfAHeader(t *testing.T) {
	t.Parallel()
	for _, credential := range []Credential{AuthToken(testToken), APIKey(testKey, "a+b/c=d&e%f?g#h!ij~k|l*m"), APIKey(testKey, "AbCdEf-GhIjKl-0123456789")} {
		_, secret := credential.pair()
		for name, shown := range showings(credential.basicAuth(testAccount), secret) {
			for _, written := range []string{shown, "X-Echo-" + shown, http.CanonicalHeaderKey(shown), strings.ToLower(shown), strings.ToUpper(shown)} {
				var info ResponseInfo
				transport := play(func(req *http.Request) (*http.Response, error) {
					resp, err := reply(200, messageJSON, "Etag", "a")(req)
					resp.Header[written] = []string{"1", "of " + secret}
					return resp, err
				})
				client, err := New(testAccount, credential, WithHTTPClient(&http.Client{Transport: transport}))
				require.NoError(t, err)
				require.NoError(t, getMessage(t.Context(), client, WithResponseInfo(&info)))
				assert.Equal(t, http.Header{"Etag": {"a"}, redact.Mark: {"1", "of " + redact.Mark}}, info.Header, "%s: %q", name, written)
			}
		}
	}
}

// TestResponseInfoKeepsOtherNamesOfHeaders: a secret that is a word is no reason to
// hide a name.
func TestResponseInfoKeepsOtherNamesOfHeaders(t *testing.T) {
	t.Parallel()
	var info ResponseInfo
	client, err := New(testAccount, AuthToken("etag"), WithHTTPClient(&http.Client{Transport: play(reply(200, messageJSON, "Etag", "a", "X-Shenanigans", "none"))}))
	require.NoError(t, err)
	require.NoError(t, getMessage(t.Context(), client, WithResponseInfo(&info)))
	assert.Equal(t, http.Header{"Etag": {"a"}, "X-Shenanigans": {"none"}}, info.Header)
}

// FuzzWithHeader holds that a header is refused or is one of the list.
func FuzzWithHeader(f *testing.F) {
	for _, name := range refusedHeaders {
		f.Add(name, "1")
	}
	f.Add("X-Twilio-A", "a\r\nb")
	f.Add("if-match", `"5"`)
	f.Fuzz(func(t *testing.T, name, value string) {
		transport := play(reply(200, messageJSON))
		err := getMessage(t.Context(), testClient(t, transport), WithHeader(name, value))
		if err != nil {
			require.ErrorIs(t, err, ErrInvalidParams)
			require.Empty(t, transport.sent())
			return
		}
		require.Regexp(t, `^((?i)[xi]-twilio-[a-z0-9-]+|if-match|if-none-match|accept-language)$`, name)
		require.Regexp(t, `^[!-~]([ -~]*[!-~])?$`, value)
		sent := transport.sent()[0].header
		require.Equal(t, value, sent.Get(name))
		sent.Del(name)
		assertHeader(t, transport.sent()[0], false)
	})
}
