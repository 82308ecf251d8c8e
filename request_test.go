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

const (
	wireAPI     = "https://api.twilio.com/2010-04-01/Accounts/" + wireAccount
	formType    = "application/x-www-form-urlencoded"
	feedbackSID = `{"message_sid":"` + wireMessage + `"}`
	emptyList   = `{"messages":[],"media_list":[],"calls":[],"next_page_uri":null}`
	wireCall    = "CA00000000000000000000000000000001"
	callAnswer  = `{"sid":"` + wireCall + `"}`
)

var userAgent = regexp.MustCompile(`^go-twilio/\d+\.\d+\.\d+ \(\w+ \w+\) go/\S+$`)

func basic(user, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
}

// assertHeader knows every header that there is.
func assertHeader(t *testing.T, sent sentRequest, hasBody bool) {
	t.Helper()
	want := http.Header{"Accept": {"application/json"}, "Authorization": {basic(wireAccount, wireSecret)}}
	if hasBody {
		want["Content-Type"] = []string{formType}
	}
	assert.Regexp(t, userAgent, sent.header.Get("User-Agent"))
	sent.header.Del("User-Agent")
	assert.Equal(t, want, sent.header)
}

func TestRequestsGoToTheHostOfTheOptions(t *testing.T) {
	t.Parallel()
	const path = "/2010-04-01/Accounts/" + wireAccount + "/Messages/" + wireMessage + ".json"
	tests := []struct {
		name string
		opt  Option
		url  string
	}{
		{"region and edge", WithRegion("au1", "singapore"), "https://api.singapore.au1.twilio.com" + path},
		{"base URL", WithBaseURL("http://127.0.0.1:8855"), "http://127.0.0.1:8855/api" + path},
		{"base URL with a path", WithBaseURL("https://example.com/twilio/"), "https://example.com/twilio/api" + path},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, messageJSON))
			require.NoError(t, getMessage(t.Context(), wireClient(t, transport, tt.opt)))
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
		{"auth token", AuthToken(wireSecret), basic(wireAccount, wireSecret)},
		{"API key", APIKey(wireKey, "key-secret"), basic(wireKey, "key-secret")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, messageJSON))
			client, err := New(wireAccount, tt.credential, WithHTTPClient(&http.Client{Transport: transport}), WithUserAgent("billing/1.4"))
			require.NoError(t, err)
			require.NoError(t, createMessage(t.Context(), client, OnAccount(wireSubaccount)))
			sent := transport.sent()[0]
			assert.Equal(t, []string{tt.want}, sent.header["Authorization"], "the client's own, on a subaccount too")
			assert.Contains(t, sent.url, wireSubaccount)
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
	client, err := New(wireAccount, AuthToken(wireSecret), WithBaseURL(server.URL))
	require.NoError(t, err)
	require.NoError(t, createMessage(t.Context(), client))
	assert.Equal(t, strings.Join([]string{
		"POST /api/2010-04-01/Accounts/" + wireAccount + "/Messages.json HTTP/1.1",
		"Host: " + strings.TrimPrefix(server.URL, "http://"),
		"User-Agent: …",
		"Content-Length: 48",
		"Accept: application/json",
		"Accept-Encoding: gzip",
		"Authorization: " + basic(wireAccount, wireSecret),
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
	require.NoError(t, createMessage(t.Context(), wireClient(t, transport, WithClock(newFakeClock()))))
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
	require.NoError(t, createMessage(t.Context(), wireClient(t, transport, WithClock(newFakeClock()))))
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
	client := wireClient(t, transport, WithHTTPClient(&http.Client{Transport: transport, Jar: jar}))
	require.NoError(t, getMessage(t.Context(), client))
	require.NoError(t, getMessage(t.Context(), client))
	assert.Equal(t, []string{"a=1"}, transport.sent()[0].header["Cookie"])
	assert.Len(t, jar.Cookies(&url.URL{Scheme: "https", Host: "api.twilio.com", Path: "/2010-04-01/Accounts/" + wireAccount + "/Messages/x"}), 2)
	assert.Contains(t, transport.sent()[1].header.Get("Cookie"), "b=2")
	assert.Equal(t, []string{basic(wireAccount, wireSecret)}, transport.sent()[1].header["Authorization"])
}

// logLines are what a client with this logger logs, one object a line.
func logLines(t *testing.T, level slog.Level, answers []answer, call func(*Client)) (lines []map[string]any, text string) {
	t.Helper()
	var buffer bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&buffer, &slog.HandlerOptions{Level: level}))
	call(wireClient(t, play(answers...), WithClock(newFakeClock()), WithLogger(logger)))
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
		wireSecret, basic(wireAccount, wireSecret), wireAccount, wireMessage, wireMedia, "415555", "twilio.com", "2010-04-01", "Messages/", ".json",
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
		"mistyped": reply(200, `{"sid":"`+wireMessage+`","body":{"private":"+14155551234"}}`), "redirect": reply(307, "private", "Location", "https://private.example/"),
	}
	for name, next := range answers {
		for class, call := range wireCalls {
			t.Run(class+": "+name, func(t *testing.T) {
				t.Parallel()
				var err error
				_, text := logLines(t, slog.LevelDebug, []answer{next}, func(c *Client) { err = call(t.Context(), c) })
				assert.NotEmpty(t, text)
				assertDiscreet(t, text)
				if err != nil && name != "rejected" { // Twilio's words are part of it
					assertDiscreet(t, strings.ReplaceAll(err.Error(), "fetch "+wireMessage, ""))
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
		req         rawRequest
		opts        []CallOption
		url         string
		body        string
		contentType []string
	}{
		{"GET", rawRequest{Method: "GET", Host: "api", Path: queues}, nil, wireAPI + "/Queues.json", "", nil},
		{"GET with a query", rawRequest{Method: "GET", Host: "api", Path: queues, Query: url.Values{"A": {"1", ""}}}, nil, wireAPI + "/Queues.json?A=1&A=", "", nil},
		{"GET with blanks", rawRequest{Method: "GET", Host: "api", Path: queues, Query: url.Values{"A b": {"1 + 2", " "}}}, nil, wireAPI + "/Queues.json?A%20b=1%20%2B%202&A%20b=%20", "", nil},
		{"DELETE with a query", rawRequest{Method: "DELETE", Host: "api", Path: queues, Query: url.Values{"A": {"1"}}}, nil, wireAPI + "/Queues.json?A=1", "", nil},
		{"path without account", rawRequest{Method: "GET", Host: "verify", Path: "/v2/Services"}, nil, "https://verify.twilio.com/v2/Services", "", nil},
		{"escaped path", rawRequest{Method: "GET", Host: "lookups", Path: "/v2/PhoneNumbers/%2B14155551234"}, nil, "https://lookups.twilio.com/v2/PhoneNumbers/%2B14155551234", "", nil},
		{"escaped slash", rawRequest{Method: "GET", Host: "sync", Path: "/v1/Documents/a%2Fb"}, nil, "https://sync.twilio.com/v1/Documents/a%2Fb", "", nil},
		{"subaccount", rawRequest{Method: "GET", Host: "api", Path: queues}, []CallOption{OnAccount(wireSubaccount)}, "https://api.twilio.com/2010-04-01/Accounts/" + wireSubaccount + "/Queues.json", "", nil},
		{"DELETE", rawRequest{Method: "DELETE", Host: "verify", Path: "/v2/Services/VA1"}, nil, "https://verify.twilio.com/v2/Services/VA1", "", nil},
		{"form", rawRequest{Method: "POST", Host: "api", Path: queues, Form: url.Values{"FriendlyName": {"a b+c"}, "A": {""}}}, nil, wireAPI + "/Queues.json", "A=&FriendlyName=a+b%2Bc", []string{formType}},
		{"POST of nothing", rawRequest{Method: "POST", Host: "api", Path: queues}, nil, wireAPI + "/Queues.json", "", []string{formType}},
		{"form and query", rawRequest{Method: "POST", Host: "api", Path: queues, Params: placed{A: "1", B: []string{"2"}}}, nil, wireAPI + "/Queues.json?B=2", "A=1", []string{formType}},
		{"JSON", rawRequest{Method: "PUT", Host: "content", Path: "/v1/Content/HX1", JSON: map[string]any{"a": []int{1}}}, nil, "https://content.twilio.com/v1/Content/HX1", `{"a":[1]}`, []string{"application/json"}},
		{"JSON of any kind", rawRequest{Method: "PATCH", Host: "content", Path: "/v1/Content", JSON: "x"}, nil, "https://content.twilio.com/v1/Content", `"x"`, []string{"application/json"}},
		{"JSON and query", rawRequest{Method: "PATCH", Host: "content", Path: "/v1/Content", JSON: placed{B: []string{"2", "3"}, C: "x"}}, nil, "https://content.twilio.com/v1/Content?B=2&B=3", `{"c":"x"}`, []string{"application/json"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, messageJSON))
			require.NoError(t, wireClient(t, transport).invokeRaw(t.Context(), tt.req, nil, tt.opts...))
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
	req := rawRequest{Op: "Queues.Get", Method: "GET", Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Queues/QU1.json"}
	var out struct {
		SID string `json:"sid"`
	}
	client := wireClient(t, play(reply(200, messageJSON), reply(204, ""), reply(200, "[]"), reply(404, "")))
	require.NoError(t, client.invokeRaw(t.Context(), req, &out))
	assert.Equal(t, wireMessage, out.SID)
	require.NoError(t, client.invokeRaw(t.Context(), req, nil), "an answer without body, which nobody wants")

	var decode *DecodeError
	require.ErrorAs(t, client.invokeRaw(t.Context(), req, &out), &decode)
	assert.Equal(t, "Queues.Get", decode.Op)
	var apiErr *Error
	require.ErrorAs(t, client.invokeRaw(t.Context(), req, &out), &apiErr)
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
		{"GET", ClassByMethod, 4, false},
		{"PUT", ClassByMethod, 4, false},
		{"DELETE", ClassByMethod, 4, false},
		{"POST", ClassByMethod, 1, true},
		{"PATCH", ClassByMethod, 1, true},
		{"POST", ClassSafe, 4, false},
		{"POST", ClassIdempotent, 4, false},
		{"POST", ClassCreate, 1, true},
		{"GET", ClassCreate, 1, true},
		{"DELETE", ClassCreate, 1, true},
	}
	for _, tt := range tests {
		transport := play(reply(500, ""))
		client := wireClient(t, transport, WithClock(newFakeClock()))
		err := client.invokeRaw(t.Context(), rawRequest{Method: tt.method, Host: "api", Path: "/x", Class: tt.class}, nil)
		require.ErrorIs(t, err, ErrServer)
		assert.Len(t, transport.sent(), tt.requests, "%s, class %d", tt.method, tt.class)
		assert.Equal(t, tt.unknown, errors.Is(err, ErrOutcomeUnknown), "%s, class %d", tt.method, tt.class)
	}
}

func TestOperationsThatCannotBe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, field string
		req         rawRequest
		opts        []CallOption
	}{
		{"no method", "Operation.Method", rawRequest{Host: "api", Path: "/x"}, nil},
		{"another method", "Operation.Method", rawRequest{Method: "CONNECT", Host: "api", Path: "/x"}, nil},
		{"lower case", "Operation.Method", rawRequest{Method: "get", Host: "api", Path: "/x"}, nil},
		{"no host", "Operation.Host", rawRequest{Method: "GET", Path: "/x"}, nil},
		{"another host", "Operation.Host", rawRequest{Method: "GET", Host: "example.com", Path: "/x"}, nil},
		{"host with a user", "Operation.Host", rawRequest{Method: "GET", Host: "a@b", Path: "/x"}, nil},
		{"host with a port", "Operation.Host", rawRequest{Method: "GET", Host: "api:80", Path: "/x"}, nil},
		{"host with a slash", "Operation.Host", rawRequest{Method: "GET", Host: "evil/", Path: "/x"}, nil},
		{"no path", "Operation.Path", rawRequest{Method: "GET", Host: "api"}, nil},
		{"relative path", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "x"}, nil},
		{"path that is a host", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "//example.com/x"}, nil},
		{"only a slash", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/"}, nil},
		{"dot segments", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a/../b"}, nil},
		{"escaped dot segments", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a/%2e%2E/b"}, nil},
		{"dot segments behind escaped slashes", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a%2f..%2fb"}, nil},
		{"one dot", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a/./b"}, nil},
		{"empty segment", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a//b"}, nil},
		{"trailing slash", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a/"}, nil},
		{"query", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a?b=c"}, nil},
		{"fragment", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a#b"}, nil},
		{"backslash", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: `/a\b`}, nil},
		{"blank", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a b"}, nil},
		{"line break", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a\r\nX: y"}, nil},
		{"not ASCII", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/ä"}, nil},
		{"half an escape", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/a%2"}, nil},
		{"a placeholder without an ID", "Sid", rawRequest{Method: "GET", Host: "api", Path: "/Accounts/{AccountSid}/{Sid}"}, nil},
		{"half a placeholder", "Operation.Path", rawRequest{Method: "GET", Host: "api", Path: "/Accounts/{AccountSid"}, nil},
		{"JSON that is none", "params", rawRequest{Method: "POST", Host: "api", Path: "/x", JSON: make(chan int)}, nil},
		{"subaccount of a path without account", "OnAccount", rawRequest{Method: "GET", Host: "verify", Path: "/v2/Services"}, []CallOption{OnAccount(wireSubaccount)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			transport := play(reply(200, "{}"))
			assertProblem(t, wireClient(t, transport).invokeRaw(t.Context(), tt.req, nil, tt.opts...), tt.field)
			assert.Empty(t, transport.sent())
		})
	}

	err := wireClient(t, play(reply(200, "{}"))).invokeRaw(t.Context(), rawRequest{}, nil)
	var params *ParamError
	require.ErrorAs(t, err, &params)
	assert.Len(t, params.Problems, 3, "all at once: method, host and path")
}

func TestRequestsRefuseIDsThatLeadElsewhere(t *testing.T) {
	t.Parallel()
	for _, sid := range []string{"", ".", "..", "a/b", "../Keys", `a\b`, "a?b", "a#b", "a%2Fb", "a b", "a\x00", "a\r\nb", "a\x7f"} {
		transport := play(reply(200, messageJSON))
		client := wireClient(t, transport)
		_, err := client.Messages.Get(t.Context(), sid)
		assertProblem(t, err, "Sid")
		assertProblem(t, client.Messages.Delete(t.Context(), sid), "Sid")
		_, err = client.Media.Download(t.Context(), sid, wireMedia)
		assertProblem(t, err, "MessageSid")
		_, err = client.Media.List(t.Context(), sid, MediaListParams{})
		assertProblem(t, err, "MessageSid")
		assert.Empty(t, transport.sent())
	}
	// Where no kind is declared, a name may stand for the SID.
	byName := Operation{Name: "Test.Get", Method: http.MethodGet, Host: hostAPI, Path: accountPrefix + "/Messages/{Sid}.json"}
	transport := play(reply(200, messageJSON))
	_, err := Invoke[Message](t.Context(), wireClient(t, transport), byName.On("ä:+"))
	require.NoError(t, err)
	assert.Equal(t, wireAPI+"/Messages/%C3%A4%3A%2B.json", transport.sent()[0].url)
}

func TestRequestsRefuseWhatAFieldSendsAlready(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, messageJSON))
	_, err := wireClient(t, transport).Messages.Create(t.Context(), MessageCreateParams{
		To: "+14155551234", From: "+14155556789", Body: "Hello", Extra: url.Values{"Body": {"another"}},
	})
	assertProblem(t, err, "Extra")
	assert.Empty(t, transport.sent())
}

func TestOnAccount(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, messageJSON))
	client := wireClient(t, transport)
	for _, call := range wireCalls {
		require.NoError(t, call(t.Context(), client, OnAccount(wireSubaccount)))
	}
	for _, sent := range transport.sent() {
		assert.Contains(t, sent.url, "https://api.twilio.com/2010-04-01/Accounts/"+wireSubaccount+"/Messages")
		assert.NotContains(t, sent.url, wireAccount)
	}
	for _, sid := range []string{"AC1", wireKey, wireAccount + "/..", "AC0000000000000000000000000000000/"} {
		assertProblem(t, createMessage(t.Context(), client, OnAccount(sid)), "OnAccount")
	}
	assert.Len(t, transport.sent(), len(wireCalls))
	require.NoError(t, createMessage(t.Context(), client, OnAccount(""), nil))
	assert.Contains(t, transport.sent()[len(wireCalls)].url, wireAccount)
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
		{"exact", reply(200, messageJSON), size, false},
		{"one too many", reply(200, messageJSON), size - 1, true},
		{"one", reply(200, messageJSON), 1, true},
		{"any number", reply(200, messageJSON), 1<<63 - 1, false},
		{"announced", declared(200, 1001), 1000, true},
		{"an error is not bounded by it", reply(400, `{"code":21211}`), 1, false},
	}
	for _, tt := range tests {
		for _, name := range []string{"create", "get"} {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				transport := play(tt.answer)
				err := wireCalls[name](t.Context(), wireClient(t, transport), MaxBytes(tt.limit))
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
		assertProblem(t, getMessage(t.Context(), wireClient(t, transport), MaxBytes(limit)), "MaxBytes")
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
		err := getMessage(t.Context(), wireClient(t, play(replyReader(status, func() io.Reader { return source })), WithRetry(RetryPolicy{MaxAttempts: 1})))
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
		{"success", everyCall, []answer{reply(200, messageJSON, header[:4]...)}, info(200, 1, 0)},
		{"success in the end", everyCall, []answer{reply(429, "", "Retry-After", "9"), refuseDial, reply(200, messageJSON, header[:4]...)}, info(200, 3, 0)},
		{"rejected", everyCall, []answer{reply(400, "", header...)}, info(400, 1, 3*time.Second)},
		{"throttled", everyCall, []answer{reply(429, "", header...)}, info(429, 4, 3*time.Second)},
		{"failed", repeated, []answer{reply(503, "", header...)}, info(503, 4, 3*time.Second)},
		{"unknown: no hint to do it again", onlyCreate, []answer{reply(503, "", header...)}, info(503, 1, 0)},
		{"unusable", []string{"create", "get"}, []answer{reply(200, "", header[:4]...)}, info(200, 1, 0)},
		{"no answer", everyCall, []answer{refuseDial}, ResponseInfo{Attempts: 4}},
		{"no answer after one", repeated, []answer{reply(500, "", header...), broken(io.EOF)}, ResponseInfo{Attempts: 4}},
		{"mistyped", everyCall, []answer{reply(200, messageJSON, "Twilio-Concurrent-Requests", "many")}, ResponseInfo{Status: 200, Attempts: 1}},
	}
	for _, tt := range tests {
		for _, name := range tt.calls {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				got := ResponseInfo{Status: 1, RequestID: "an earlier call's"}
				_ = wireCalls[name](t.Context(), wireClient(t, play(tt.answers...), WithClock(newFakeClock())), WithResponseInfo(&got))
				assert.Equal(t, tt.want.Status != 0, got.Header != nil)
				assert.Equal(t, tt.want.RequestID, got.Header.Get("Twilio-Request-Id"))
				got.Header = nil // the rest of it: TestResponseInfoHasTheHeader
				assert.Equal(t, tt.want, got)
			})
		}
	}
	require.NoError(t, getMessage(t.Context(), wireClient(t, play(reply(200, messageJSON))), WithResponseInfo(nil)))
}
