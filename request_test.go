package twilio

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

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

// What a server sees of a create, through net/http's own transport.
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

// logLines are what a client with this logger logs, one object a line.
func logLines(t *testing.T, level slog.Level, answers []answer, call func(*Client)) (lines []map[string]any, text string) {
	t.Helper()
	var buffer bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&buffer, &slog.HandlerOptions{Level: level}))
	call(testClient(t, play(answers...), WithClock(newFakeClock()), WithLogger(logger)))
	text = buffer.String()
	for line := range strings.Lines(text) {
		var fields map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &fields))
		delete(fields, "time")
		lines = append(lines, fields)
	}
	return lines, text
}

func TestLogOfACall(t *testing.T) {
	t.Parallel()
	answers := []answer{refuseDial, reply(429, `{"code":20429,"message":"about +14155551234"}`, "Retry-After", "2", "Twilio-Request-Id", "RQ1"), reply(201, messageJSON, "Twilio-Request-Id", "RQ2")}
	send := func(c *Client) { assert.NoError(t, createMessage(t.Context(), c)) }
	lines, text := logLines(t, slog.LevelDebug, answers, send)
	require.Len(t, lines, 5)
	wait := lines[1]["wait"]
	assert.IsType(t, 0.0, wait)

	attempt := func(n int, more map[string]any) map[string]any {
		fields := map[string]any{"level": "DEBUG", "msg": "twilio: attempt", "op": "Messages.Create", "method": "POST", "attempt": float64(n), "duration": 0.0}
		for key, value := range more {
			fields[key] = value
		}
		return fields
	}
	throttled := map[string]any{"status": 429.0, "code": 20429.0, "request_id": "RQ1"}
	assert.Equal(t, attempt(1, map[string]any{"outcome": "not sent"}), lines[0])
	assert.Equal(t, map[string]any{"level": "WARN", "msg": "twilio: trying again", "op": "Messages.Create", "method": "POST", "attempt": 1.0, "reason": "not sent", "wait": wait}, lines[1])
	assert.Equal(t, attempt(2, map[string]any{"outcome": "throttled", "status": throttled["status"], "code": throttled["code"], "request_id": throttled["request_id"]}), lines[2])
	longer, _ := lines[3]["wait"].(float64)
	assertSpread(t, 2*time.Second, time.Duration(longer))
	assert.Equal(t, map[string]any{
		"level": "WARN", "msg": "twilio: trying again", "op": "Messages.Create", "method": "POST", "attempt": 2.0, "reason": "throttled",
		"status": 429.0, "code": 20429.0, "request_id": "RQ1", "wait": longer,
	}, lines[3])
	assert.Equal(t, attempt(3, map[string]any{"outcome": "done", "status": 201.0, "request_id": "RQ2"}), lines[4])
	assertDiscreet(t, text)

	lines, _ = logLines(t, slog.LevelInfo, answers, send)
	assert.Len(t, lines, 2, "attempts are for debugging")
}

// assertDiscreet checks that a log has nothing of path, query, body, number or
// secret.
func assertDiscreet(t *testing.T, text string) {
	t.Helper()
	for _, secret := range []string{
		testToken, basic(testAccount, testToken), testAccount, testMessage, testMedia, "415555", "twilio.com", "2010-04-01", "Messages/", ".json",
		"Hello", "PageToken", "To=", "about", "queued", "private",
	} {
		assert.NotContains(t, text, secret)
	}
}

// Whatever happens, no log and no error shows what is nobody's business.
func TestLogsAndErrorsAreDiscreet(t *testing.T) {
	t.Parallel()
	// What net/http's own client makes of a failure shows the address.
	showURL := broken(&url.Error{Op: "Post", URL: "https://api.twilio.com/2010-04-01/private", Err: syscall.ECONNRESET})
	answers := map[string]answer{
		"done": reply(200, messageJSON), "dial": refuseDial, "reset": broken(syscall.ECONNRESET), "URL": showURL,
		"rejected": reply(400, `{"code":21211,"message":"+14155551234 is private"}`), "HTML": reply(500, "<p>private +14155551234</p>"),
		"not JSON": reply(200, "private +14155551234"), "cut": cut(200, `{"body":"private","to":"+14155551234"`, io.ErrUnexpectedEOF),
		"mistyped": reply(200, `{"sid":"`+testMessage+`","body":{"private":"+14155551234"}}`), "redirect": reply(307, "private", "Location", "https://private.example/"),
	}
	for name, next := range answers {
		for class, call := range callsOfEachClass {
			t.Run(class+": "+name, func(t *testing.T) {
				t.Parallel()
				var err error
				_, text := logLines(t, slog.LevelDebug, []answer{next}, func(c *Client) { err = call(t.Context(), c) })
				assert.NotEmpty(t, text)
				assertDiscreet(t, text)
				if err != nil && name != "rejected" { // Twilio's words are part of it
					assertDiscreet(t, strings.ReplaceAll(err.Error(), "fetch "+testMessage, ""))
				}
			})
		}
	}
}

// placed has parameters in several places.
type placed struct {
	A string   `form:"A"`
	B []string `query:"B"`
	C string   `json:"c"`
}

func TestOperationsOfAProgram(t *testing.T) {
	t.Parallel()
	const queues = "/2010-04-01/Accounts/{AccountSid}/Queues.json"
	tests := []struct {
		name        string
		req         ownOperation
		opts        []CallOption
		url         string
		body        string
		contentType []string
	}{
		{name: "GET", req: ownOperation{Method: "GET", Host: "api", Path: queues}, url: testAPI + "/Queues.json", body: ""},
		{name: "GET with a query", req: ownOperation{Method: "GET", Host: "api", Path: queues, Query: url.Values{"A": {"1", ""}}}, url: testAPI + "/Queues.json?A=1&A=", body: ""},
		{name: "GET with blanks", req: ownOperation{Method: "GET", Host: "api", Path: queues, Query: url.Values{"A b": {"1 + 2", " "}}}, url: testAPI + "/Queues.json?A%20b=1%20%2B%202&A%20b=%20", body: ""},
		{name: "DELETE with a query", req: ownOperation{Method: "DELETE", Host: "api", Path: queues, Query: url.Values{"A": {"1"}}}, url: testAPI + "/Queues.json?A=1", body: ""},
		{name: "path without account", req: ownOperation{Method: "GET", Host: "verify", Path: "/v2/Services"}, url: "https://verify.twilio.com/v2/Services", body: ""},
		{name: "escaped path", req: ownOperation{Method: "GET", Host: "lookups", Path: "/v2/PhoneNumbers/%2B14155551234"}, url: "https://lookups.twilio.com/v2/PhoneNumbers/%2B14155551234", body: ""},
		{name: "escaped slash", req: ownOperation{Method: "GET", Host: "sync", Path: "/v1/Documents/a%2Fb"}, url: "https://sync.twilio.com/v1/Documents/a%2Fb", body: ""},
		{name: "subaccount", req: ownOperation{Method: "GET", Host: "api", Path: queues}, opts: []CallOption{OnAccount(testSubaccount)}, url: "https://api.twilio.com/2010-04-01/Accounts/" + testSubaccount + "/Queues.json", body: ""},
		{name: "DELETE", req: ownOperation{Method: "DELETE", Host: "verify", Path: "/v2/Services/VA1"}, url: "https://verify.twilio.com/v2/Services/VA1", body: ""},
		{name: "form", req: ownOperation{Method: "POST", Host: "api", Path: queues, Form: url.Values{"FriendlyName": {"a b+c"}, "A": {""}}}, url: testAPI + "/Queues.json", body: "A=&FriendlyName=a+b%2Bc", contentType: []string{formType}},
		{name: "POST of nothing", req: ownOperation{Method: "POST", Host: "api", Path: queues}, url: testAPI + "/Queues.json", body: "", contentType: []string{formType}},
		{name: "form and query", req: ownOperation{Method: "POST", Host: "api", Path: queues, Params: placed{A: "1", B: []string{"2"}}}, url: testAPI + "/Queues.json?B=2", body: "A=1", contentType: []string{formType}},
		{name: "JSON", req: ownOperation{Method: "PUT", Host: "content", Path: "/v1/Content/HX1", JSON: map[string]any{"a": []int{1}}}, url: "https://content.twilio.com/v1/Content/HX1", body: `{"a":[1]}`, contentType: []string{"application/json"}},
		{name: "JSON of any kind", req: ownOperation{Method: "PATCH", Host: "content", Path: "/v1/Content", JSON: "x"}, url: "https://content.twilio.com/v1/Content", body: `"x"`, contentType: []string{"application/json"}},
		{name: "JSON and query", req: ownOperation{Method: "PATCH", Host: "content", Path: "/v1/Content", JSON: placed{B: []string{"2", "3"}, C: "x"}}, url: "https://content.twilio.com/v1/Content?B=2&B=3", body: `{"c":"x"}`, contentType: []string{"application/json"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, messageJSON))
			require.NoError(t, testClient(t, transport).invokeOwn(t.Context(), tt.req, nil, tt.opts...))
			require.Len(t, transport.sent(), 1)
			sent := transport.sent()[0]
			assert.Equal(t, tt.req.Method, sent.method)
			assert.Equal(t, tt.url, sent.url)
			assert.Equal(t, tt.body, sent.body)
			assert.Equal(t, tt.contentType, sent.header["Content-Type"])
			assert.False(t, sent.getBody)
		})
	}
}

func TestAnswersOfAProgram(t *testing.T) {
	t.Parallel()
	req := ownOperation{Op: "Queues.Get", Method: "GET", Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Queues/QU1.json"}
	var out struct {
		SID string `json:"sid"`
	}
	client := testClient(t, play(reply(200, messageJSON), reply(204, ""), reply(200, "[]"), reply(404, "")))
	require.NoError(t, client.invokeOwn(t.Context(), req, &out))
	assert.Equal(t, testMessage, out.SID)
	require.NoError(t, client.invokeOwn(t.Context(), req, nil), "an answer without body, which nobody wants")

	var decode *DecodeError
	require.ErrorAs(t, client.invokeOwn(t.Context(), req, &out), &decode)
	assert.Equal(t, "Queues.Get", decode.Op)
	var apiErr *Error
	require.ErrorAs(t, client.invokeOwn(t.Context(), req, &out), &apiErr)
	assert.Equal(t, "Queues.Get", apiErr.Op)
}

func TestRepeatsByClass(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method   string
		class    Class
		requests int
		unknown  bool
	}{
		{method: "GET", class: ClassByMethod, requests: 4, unknown: false},
		{method: "PUT", class: ClassByMethod, requests: 4, unknown: false},
		{method: "DELETE", class: ClassByMethod, requests: 4, unknown: false},
		{method: "POST", class: ClassByMethod, requests: 1, unknown: true},
		{method: "PATCH", class: ClassByMethod, requests: 1, unknown: true},
		{method: "POST", class: ClassSafe, requests: 4, unknown: false},
		{method: "POST", class: ClassIdempotent, requests: 4, unknown: false},
		{method: "POST", class: ClassCreate, requests: 1, unknown: true},
		{method: "GET", class: ClassCreate, requests: 1, unknown: true},
		{method: "DELETE", class: ClassCreate, requests: 1, unknown: true},
	}
	for _, tt := range tests {
		transport := play(reply(500, ""))
		client := testClient(t, transport, WithClock(newFakeClock()))
		err := client.invokeOwn(t.Context(), ownOperation{Method: tt.method, Host: "api", Path: "/x", Class: tt.class}, nil)
		require.ErrorIs(t, err, ErrServer)
		assert.Len(t, transport.sent(), tt.requests, "%s, class %d", tt.method, tt.class)
		assert.Equal(t, tt.unknown, errors.Is(err, ErrOutcomeUnknown), "%s, class %d", tt.method, tt.class)
	}
}

func TestOperationsThatCannotBe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, field string
		req         ownOperation
		opts        []CallOption
	}{
		{name: "no method", field: "Operation.Method", req: ownOperation{Host: "api", Path: "/x"}},
		{name: "another method", field: "Operation.Method", req: ownOperation{Method: "CONNECT", Host: "api", Path: "/x"}},
		{name: "lower case", field: "Operation.Method", req: ownOperation{Method: "get", Host: "api", Path: "/x"}},
		{name: "no host", field: "Operation.Host", req: ownOperation{Method: "GET", Path: "/x"}},
		{name: "another host", field: "Operation.Host", req: ownOperation{Method: "GET", Host: "example.com", Path: "/x"}},
		{name: "host with a user", field: "Operation.Host", req: ownOperation{Method: "GET", Host: "a@b", Path: "/x"}},
		{name: "host with a port", field: "Operation.Host", req: ownOperation{Method: "GET", Host: "api:80", Path: "/x"}},
		{name: "host with a slash", field: "Operation.Host", req: ownOperation{Method: "GET", Host: "evil/", Path: "/x"}},
		{name: "no path", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api"}},
		{name: "relative path", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "x"}},
		{name: "path that is a host", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "//example.com/x"}},
		{name: "only a slash", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/"}},
		{name: "dot segments", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a/../b"}},
		{name: "escaped dot segments", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a/%2e%2E/b"}},
		{name: "dot segments behind escaped slashes", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a%2f..%2fb"}},
		{name: "one dot", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a/./b"}},
		{name: "empty segment", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a//b"}},
		{name: "trailing slash", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a/"}},
		{name: "query", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a?b=c"}},
		{name: "fragment", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a#b"}},
		{name: "backslash", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: `/a\b`}},
		{name: "blank", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a b"}},
		{name: "line break", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a\r\nX: y"}},
		{name: "not ASCII", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/ä"}},
		{name: "half an escape", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/a%2"}},
		{name: "a placeholder without an ID", field: "Sid", req: ownOperation{Method: "GET", Host: "api", Path: "/Accounts/{AccountSid}/{Sid}"}},
		{name: "half a placeholder", field: "Operation.Path", req: ownOperation{Method: "GET", Host: "api", Path: "/Accounts/{AccountSid"}},
		{name: "JSON that is none", field: "params", req: ownOperation{Method: "POST", Host: "api", Path: "/x", JSON: make(chan int)}},
		{name: "subaccount of a path without account", field: "OnAccount", req: ownOperation{Method: "GET", Host: "verify", Path: "/v2/Services"}, opts: []CallOption{OnAccount(testSubaccount)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, "{}"))
			assertProblem(t, testClient(t, transport).invokeOwn(t.Context(), tt.req, nil, tt.opts...), tt.field)
			assert.Empty(t, transport.sent())
		})
	}

	err := testClient(t, play(reply(200, "{}"))).invokeOwn(t.Context(), ownOperation{}, nil)
	var params *ParamError
	require.ErrorAs(t, err, &params)
	assert.Len(t, params.Problems, 3, "all at once: method, host and path")
}

func TestRequestsRefuseIDsThatLeadElsewhere(t *testing.T) {
	t.Parallel()
	for _, sid := range []string{"", ".", "..", "a/b", "../Keys", `a\b`, "a?b", "a#b", "a%2Fb", "a b", "a\x00", "a\r\nb", "a\x7f"} {
		transport := play(reply(200, messageJSON))
		client := testClient(t, transport)
		_, err := client.Messages.Get(t.Context(), sid)
		assertProblem(t, err, "Sid")
		assertProblem(t, client.Messages.Delete(t.Context(), sid), "Sid")
		_, err = client.Media.Download(t.Context(), sid, testMedia)
		assertProblem(t, err, "MessageSid")
		_, err = client.Media.List(t.Context(), sid, MediaListParams{})
		assertProblem(t, err, "MessageSid")
		assert.Empty(t, transport.sent())
	}
	// Where no kind is declared, a name may stand for the SID.
	byName := Operation{Name: "Test.Get", Method: http.MethodGet, Host: hostAPI, Path: accountPrefix + "/Messages/{Sid}.json"}
	transport := play(reply(200, messageJSON))
	_, err := Invoke[Message](t.Context(), testClient(t, transport), byName.On("ä:+"))
	require.NoError(t, err)
	assert.Equal(t, testAPI+"/Messages/%C3%A4%3A%2B.json", transport.sent()[0].url)
}

func TestRequestsRefuseWhatAFieldSendsAlready(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, messageJSON))
	_, err := testClient(t, transport).Messages.Create(t.Context(), MessageCreateParams{
		To: "+14155551234", From: "+14155556789", Body: "Hello", Extra: url.Values{"Body": {"another"}},
	})
	assertProblem(t, err, "Extra")
	assert.Empty(t, transport.sent())
}

func TestOnAccount(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, messageJSON))
	client := testClient(t, transport)
	for _, call := range callsOfEachClass {
		require.NoError(t, call(t.Context(), client, OnAccount(testSubaccount)))
	}
	for _, sent := range transport.sent() {
		assert.Contains(t, sent.url, "https://api.twilio.com/2010-04-01/Accounts/"+testSubaccount+"/Messages")
		assert.NotContains(t, sent.url, testAccount)
	}
	for _, sid := range []string{"AC1", testKey, testAccount + "/..", "AC0000000000000000000000000000000/"} {
		assertProblem(t, createMessage(t.Context(), client, OnAccount(sid)), "OnAccount")
	}
	assert.Len(t, transport.sent(), len(callsOfEachClass))
	require.NoError(t, createMessage(t.Context(), client, OnAccount(""), nil))
	assert.Contains(t, transport.sent()[len(callsOfEachClass)].url, testAccount)
}

func TestMaxBytes(t *testing.T) {
	t.Parallel()
	const size = int64(len(messageJSON))
	tests := []struct {
		name    string
		answer  answer
		limit   int64
		tooMuch bool
	}{
		{name: "exact", answer: reply(200, messageJSON), limit: size, tooMuch: false},
		{name: "one too many", answer: reply(200, messageJSON), limit: size - 1, tooMuch: true},
		{name: "one", answer: reply(200, messageJSON), limit: 1, tooMuch: true},
		{name: "any number", answer: reply(200, messageJSON), limit: 1<<63 - 1, tooMuch: false},
		{name: "announced", answer: declared(200, 1001), limit: 1000, tooMuch: true},
		{name: "an error is not bounded by it", answer: reply(400, `{"code":21211}`), limit: 1, tooMuch: false},
	}
	for _, tt := range tests {
		for _, name := range []string{"create", "get"} {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				transport := play(tt.answer)
				err := callsOfEachClass[name](t.Context(), testClient(t, transport), MaxBytes(tt.limit))
				assert.Len(t, transport.sent(), 1)
				var tooLarge *TooLargeError
				require.Equal(t, tt.tooMuch, errors.As(err, &tooLarge), "%v", err)
				if tt.tooMuch {
					assert.Equal(t, tt.limit, tooLarge.Limit)
					assert.Equal(t, name == "create", errors.Is(err, ErrOutcomeUnknown))
				}
			})
		}
	}
	for _, limit := range []int64{0, -1} {
		transport := play(reply(200, messageJSON))
		assertProblem(t, getMessage(t.Context(), testClient(t, transport), MaxBytes(limit)), "MaxBytes")
		assert.Empty(t, transport.sent())
	}
}

// endless never ends, and counts what is read of it.
type endless struct{ read int }

func (r *endless) Read(p []byte) (int, error) {
	r.read += len(p)
	return len(p), nil
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	for status, limit := range map[int]int{200: maxJSONBody, 500: maxErrorBody, 429: maxErrorBody} {
		source := &endless{}
		err := getMessage(t.Context(), testClient(t, play(replyReader(status, func() io.Reader { return source })), WithRetry(RetryPolicy{MaxAttempts: 1})))
		require.Error(t, err)
		assert.LessOrEqual(t, source.read, limit+1, "%d", status)
	}
}

func TestWithResponseInfo(t *testing.T) {
	t.Parallel()
	header := []string{"Twilio-Request-Id", "RQ1", "Twilio-Concurrent-Requests", "7", "Retry-After", "3"}
	last := ResponseInfo{RequestID: "RQ1", ConcurrentRequests: 7}
	info := func(status, attempts int, retryAfter time.Duration) ResponseInfo {
		m := last
		m.Status, m.Attempts, m.RetryAfter = status, attempts, retryAfter
		return m
	}
	tests := []struct {
		name    string
		calls   []string
		answers []answer
		want    ResponseInfo
	}{
		{name: "success", calls: everyCall, answers: []answer{reply(200, messageJSON, header[:4]...)}, want: info(200, 1, 0)},
		{name: "success in the end", calls: everyCall, answers: []answer{reply(429, "", "Retry-After", "9"), refuseDial, reply(200, messageJSON, header[:4]...)}, want: info(200, 3, 0)},
		{name: "rejected", calls: everyCall, answers: []answer{reply(400, "", header...)}, want: info(400, 1, 3*time.Second)},
		{name: "throttled", calls: everyCall, answers: []answer{reply(429, "", header...)}, want: info(429, 4, 3*time.Second)},
		{name: "failed", calls: repeated, answers: []answer{reply(503, "", header...)}, want: info(503, 4, 3*time.Second)},
		{name: "unknown: no hint to do it again", calls: onlyCreate, answers: []answer{reply(503, "", header...)}, want: info(503, 1, 0)},
		{name: "unusable", calls: []string{"create", "get"}, answers: []answer{reply(200, "", header[:4]...)}, want: info(200, 1, 0)},
		{name: "no answer", calls: everyCall, answers: []answer{refuseDial}, want: ResponseInfo{Attempts: 4}},
		{name: "no answer after one", calls: repeated, answers: []answer{reply(500, "", header...), broken(io.EOF)}, want: ResponseInfo{Attempts: 4}},
		{name: "mistyped", calls: everyCall, answers: []answer{reply(200, messageJSON, "Twilio-Concurrent-Requests", "many")}, want: ResponseInfo{Status: 200, Attempts: 1}},
	}
	for _, tt := range tests {
		for _, name := range tt.calls {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				got := ResponseInfo{Status: 1, RequestID: "an earlier call's"}
				_ = callsOfEachClass[name](t.Context(), testClient(t, play(tt.answers...), WithClock(newFakeClock())), WithResponseInfo(&got))
				assert.Equal(t, tt.want.Status != 0, got.Header != nil)
				assert.Equal(t, tt.want.RequestID, got.Header.Get("Twilio-Request-Id"))
				got.Header = nil // the rest of it: TestResponseInfoHasTheHeader
				assert.Equal(t, tt.want, got)
			})
		}
	}
	require.NoError(t, getMessage(t.Context(), testClient(t, play(reply(200, messageJSON))), WithResponseInfo(nil)))
}
