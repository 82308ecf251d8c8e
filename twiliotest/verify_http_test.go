package twiliotest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/twiliotest"
)

const verifyHost = "https://verify.twilio.com"

// verifyAPI sends requests to Verify as any HTTP client does, and holds every answer
// against the published API.
type verifyAPI struct {
	t       *testing.T
	sim     *twiliotest.Sim
	service string // its SID
}

// newVerify returns a simulator with one service, Owl Bank.
func newVerify(t *testing.T, opts ...twiliotest.Option) verifyAPI {
	t.Helper()
	sim := twiliotest.New(t, opts...)
	return verifyAPI{t: t, sim: sim, service: sim.VerifyService("Owl Bank")}
}

// reply is an answer to a request.
type reply struct {
	status int
	header http.Header
	body   map[string]any
}

// text returns a member of the answer, "" when it is no text.
func (r reply) text(name string) string {
	text, _ := r.body[name].(string)
	return text
}

// code returns the code of an answer that is an error, 0 for none.
func (r reply) code() int {
	code, _ := r.body["code"].(float64)
	return int(code)
}

// items returns the items of a list.
func (r reply) items(key string) []map[string]any {
	list, _ := r.body[key].([]any)
	var items []map[string]any
	for _, item := range list {
		object, _ := item.(map[string]any)
		items = append(items, object)
	}
	return items
}

// form makes parameters of names and values.
func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}

// in is a path in the service.
func (a verifyAPI) in(path string, parts ...any) string {
	return "/v2/Services/" + a.service + fmt.Sprintf(path, parts...)
}

func (a verifyAPI) post(path string, pairs ...string) reply {
	a.t.Helper()
	return a.send(http.MethodPost, path, "application/x-www-form-urlencoded", form(pairs...).Encode())
}

func (a verifyAPI) postJSON(path string, body any) reply {
	a.t.Helper()
	text, err := json.Marshal(body)
	require.NoError(a.t, err)
	return a.send(http.MethodPost, path, "application/json", string(text))
}

func (a verifyAPI) get(path string, pairs ...string) reply {
	a.t.Helper()
	if len(pairs) > 0 {
		path += "?" + form(pairs...).Encode()
	}
	return a.send(http.MethodGet, path, "", "")
}

func (a verifyAPI) delete(path string) reply {
	a.t.Helper()
	return a.send(http.MethodDelete, path, "", "")
}

func (a verifyAPI) send(method, path, contentType, body string) reply {
	a.t.Helper()
	address := path // whole, or on Verify's own host
	if strings.HasPrefix(path, "/") {
		address = verifyHost + path
	}
	req, err := http.NewRequestWithContext(a.t.Context(), method, address, strings.NewReader(body))
	require.NoError(a.t, err)
	req.SetBasicAuth(a.sim.AccountSID(), a.sim.AuthToken())
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := (&http.Client{Transport: a.sim.Transport()}).Do(req)
	require.NoError(a.t, err)
	defer func() { assert.NoError(a.t, resp.Body.Close()) }()
	text, err := io.ReadAll(resp.Body)
	require.NoError(a.t, err)
	got := reply{status: resp.StatusCode, header: resp.Header}
	if len(text) > 0 {
		require.NoError(a.t, json.Unmarshal(text, &got.body), "%s", text)
	}
	a.hold(method, strings.TrimPrefix(req.URL.EscapedPath(), "/verify"), got)
	return got
}

// hold compares an answer with the published operation: its status, and the names of
// all members that stand at the top of it or of its items.
func (a verifyAPI) hold(method, path string, got reply) {
	a.t.Helper()
	if got.status >= http.StatusBadRequest {
		assert.EqualValues(a.t, got.status, got.body["status"])
		assert.Equal(a.t, fmt.Sprintf("https://www.twilio.com/docs/errors/%d", got.code()), got.text("more_info"))
		return
	}
	op, _, found := contract.Find(method, "verify", path)
	require.True(a.t, found, path)
	assert.NotNil(a.t, op.AnswerOf(got.status), op.ID)
	objects := []map[string]any{got.body}
	if op.IsList() {
		objects = got.items(op.ListKey)
		assert.Contains(a.t, got.body, "meta", op.ID)
	}
	var published []string
	for _, p := range op.Properties {
		name, _, _ := strings.Cut(p.Path, ".")
		if !slices.Contains(published, name) {
			published = append(published, name)
		}
	}
	for _, object := range objects {
		var shown []string
		for name := range object {
			shown = append(shown, name)
		}
		assert.ElementsMatch(a.t, published, shown, op.ID)
	}
}

// refused asserts that an answer is an error.
func (a verifyAPI) refused(got reply, status, code int, msg ...any) {
	a.t.Helper()
	assert.Equal(a.t, []int{status, code}, []int{got.status, got.code()}, append([]any{got.text("message")}, msg...)...)
}

// start starts a verification of ada that the simulator must accept.
func (a verifyAPI) start(channel string, pairs ...string) reply {
	a.t.Helper()
	got := a.post(a.in("/Verifications"), append([]string{"To", ada, "Channel", channel}, pairs...)...)
	require.Equal(a.t, http.StatusCreated, got.status, got.body)
	return got
}

// check checks a code of ada.
func (a verifyAPI) check(code string, pairs ...string) reply {
	a.t.Helper()
	return a.post(a.in("/VerificationCheck"), append([]string{"To", ada, "Code", code}, pairs...)...)
}

// wrong is a code of the same length that is not right.
func wrong(code string) string {
	if code[0] == '0' {
		return "1" + code[1:]
	}
	return "0" + code[1:]
}
