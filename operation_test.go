package twilio

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
