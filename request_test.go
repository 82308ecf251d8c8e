package twilio

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var userAgent = regexp.MustCompile(`^go-twilio/\d+\.\d+\.\d+ \(\w+ \w+\) go/\S+$`)

func basic(user, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
}

// assertHeader knows every header that there is.
func assertHeader(t *testing.T, sent sentRequest, hasBody bool) {
	t.Helper()
	want := http.Header{"Accept": {"application/json"}, "Authorization": {basic(testAccount, testToken)}}
	if hasBody {
		want["Content-Type"] = []string{formType}
	}
	assert.Regexp(t, userAgent, sent.header.Get("User-Agent"))
	sent.header.Del("User-Agent")
	assert.Equal(t, want, sent.header)
}

func TestRequestsGoToTheHostOfTheOptions(t *testing.T) {
	t.Parallel()
	const path = "/2010-04-01/Accounts/" + testAccount + "/Messages/" + testMessage + ".json"
	tests := []struct {
		name string
		opt  Option
		url  string
	}{
		{name: "region and edge", opt: WithRegion("au1", "singapore"), url: "https://api.singapore.au1.twilio.com" + path},
		{name: "base URL", opt: WithBaseURL("http://127.0.0.1:8855"), url: "http://127.0.0.1:8855/api" + path},
		{name: "base URL with a path", opt: WithBaseURL("https://example.com/twilio/"), url: "https://example.com/twilio/api" + path},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, messageJSON))
			require.NoError(t, getMessage(t.Context(), testClient(t, transport, tt.opt)))
			assert.Equal(t, tt.url, transport.sent()[0].url)
			assertHeader(t, transport.sent()[0], false)
		})
	}
}

func TestRequestsCarryTheCredential(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		credential Credential
		want       string
	}{
		{name: "auth token", credential: AuthToken(testToken), want: basic(testAccount, testToken)},
		{name: "API key", credential: APIKey(testKey, "key-secret"), want: basic(testKey, "key-secret")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, messageJSON))
			client, err := New(testAccount, tt.credential, WithHTTPClient(&http.Client{Transport: transport}), WithUserAgent("billing/1.4"))
			require.NoError(t, err)
			require.NoError(t, createMessage(t.Context(), client, OnAccount(testSubaccount)))
			sent := transport.sent()[0]
			assert.Equal(t, []string{tt.want}, sent.header["Authorization"], "the client's own, on a subaccount too")
			assert.Contains(t, sent.url, testSubaccount)
			assert.Regexp(t, `^go-twilio/\S+ \(\w+ \w+\) go/\S+ billing/1\.4$`, sent.header.Get("User-Agent"))
		})
	}
}

// The request that a server sees of a create, through net/http's own transport.
func TestRequestsOnTheWire(t *testing.T) {
	t.Parallel()
	requests := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("User-Agent", "…")
		var request bytes.Buffer
		_ = r.Write(&request)
		requests <- request.String()
		_, _ = io.WriteString(w, messageJSON)
	}))
	t.Cleanup(server.Close)
	client, err := New(testAccount, AuthToken(testToken), WithBaseURL(server.URL))
	require.NoError(t, err)
	require.NoError(t, createMessage(t.Context(), client))
	assert.Equal(t, strings.Join([]string{
		"POST /api/2010-04-01/Accounts/" + testAccount + "/Messages.json HTTP/1.1",
		"Host: " + strings.TrimPrefix(server.URL, "http://"),
		"User-Agent: …",
		"Content-Length: 48",
		"Accept: application/json",
		"Accept-Encoding: gzip",
		"Authorization: " + basic(testAccount, testToken),
		"Content-Type: " + formType,
		"",
		"To=%2B14155551234&From=%2B14155556789&Body=Hello",
	}, "\r\n"), <-requests)
	client.CloseIdleConnections()
}

// Each attempt sends the same.
func TestRequestsAreRepeatedWhole(t *testing.T) {
	t.Parallel()
	transport := play(reply(429, ""), reply(429, ""), reply(201, messageJSON))
	require.NoError(t, createMessage(t.Context(), testClient(t, transport, WithClock(newFakeClock()))))
	require.Len(t, transport.sent(), 3)
	for _, sent := range transport.sent() {
		assert.Equal(t, transport.sent()[0], sent)
		assert.Equal(t, "To=%2B14155551234&From=%2B14155556789&Body=Hello", sent.body)
	}
}

// One request's headers are not the next one's, whatever a transport does to them.
func TestRequestsShareNoHeader(t *testing.T) {
	t.Parallel()
	meddle := func(req *http.Request) (*http.Response, error) {
		req.Header.Add("Accept", "text/plain")
		req.Header.Add("Content-Type", "text/plain")
		req.Header.Set("Authorization", "none")
		return reply(429, "")(req)
	}
	transport := play(meddle, meddle, reply(201, messageJSON))
	require.NoError(t, createMessage(t.Context(), testClient(t, transport, WithClock(newFakeClock()))))
	for _, sent := range transport.sent() {
		assertHeader(t, sent, true)
	}
}

func TestRequestsCarryTheCallersCookies(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	jar.SetCookies(&url.URL{Scheme: "https", Host: "api.twilio.com"}, []*http.Cookie{{Name: "a", Value: "1"}})
	transport := play(reply(200, messageJSON, "Set-Cookie", "b=2"))
	client := testClient(t, transport, WithHTTPClient(&http.Client{Transport: transport, Jar: jar}))
	require.NoError(t, getMessage(t.Context(), client))
	require.NoError(t, getMessage(t.Context(), client))
	assert.Equal(t, []string{"a=1"}, transport.sent()[0].header["Cookie"])
	assert.Len(t, jar.Cookies(&url.URL{Scheme: "https", Host: "api.twilio.com", Path: "/2010-04-01/Accounts/" + testAccount + "/Messages/x"}), 2)
	assert.Contains(t, transport.sent()[1].header.Get("Cookie"), "b=2")
	assert.Equal(t, []string{basic(testAccount, testToken)}, transport.sent()[1].header["Authorization"])
}
