package twiliotest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	flowSID    = "FW0123456789abcdef0123456789abcdef"
	executions = "https://studio.twilio.com/v2/Flows/{FlowSid}/Executions"
)

// execution starts an execution of a flow, an operation without behaviour of its own.
func execution(t *testing.T, client *twilio.Client, form url.Values) (map[string]any, error) {
	t.Helper()
	var answer map[string]any
	err := testcall.Do(t.Context(), client, testcall.Request{Method: http.MethodPost, Host: "studio", Path: "/v2/Flows/" + flowSID + "/Executions", Form: form}, &answer)
	return answer, err
}

func executionForm() url.Values { return url.Values{"To": {ada}, "From": {clinic}} }

// unpublished asks for an operation of which Twilio has published no description.
func unpublished(t *testing.T, client *twilio.Client) error {
	t.Helper()
	return testcall.Do(t.Context(), client, testcall.Request{Method: http.MethodPost, Host: "knowledge", Path: "/v1/Services", Form: url.Values{"FriendlyName": {"x"}}}, nil)
}

// TestWhatIsNotPublishedIsRefused before anything is sent, and the test is told what to
// do, once.
func TestWhatIsNotPublishedIsRefused(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec)
	for range 2 {
		err := unpublished(t, sim.Client())
		require.ErrorIs(t, err, twilio.ErrNotSent)
		require.NotErrorIs(t, err, twilio.ErrOutcomeUnknown)
		require.ErrorContains(t, err, "the operation is not simulated")
	}
	assert.Empty(t, sim.Requests())
	said := rec.finish()
	assert.Contains(t, said, `sim.Stub("POST", "https://knowledge.twilio.com/v1/Services", handler)`)
	assert.Equal(t, 1, strings.Count(said, "sim.Stub"), said)
}

// TestOtherAPIsAreRefused: products and versions that Twilio has published no
// description of; addresses that it does not have are 404, as they are with Twilio.
func TestOtherAPIsAreRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		host, path string
		refused    bool
	}{
		"a product":                   {"knowledge", "/v1/Services", true},
		"a version":                   {"conversations", "/v2/Conversations", true},
		"one that Twilio has not":     {"api", "/2010-04-01/Accounts/{AccountSid}/Nothing.json", false},
		"one that Twilio has not, v2": {"verify", "/v2/Nothing", false},
	} {
		rec := record(t)
		sim := twiliotest.New(rec)
		err := testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: http.MethodPost, Host: tt.host, Path: tt.path, Form: url.Values{"FriendlyName": {"x"}}}, nil)
		require.Error(t, err, name)
		require.NotErrorIs(t, err, twilio.ErrOutcomeUnknown, name)
		if tt.refused {
			require.ErrorIs(t, err, twilio.ErrNotSent, name)
			assert.Contains(t, rec.finish(), "sim.Stub", name)
			continue
		}
		require.ErrorIs(t, err, twilio.ErrNotFound, name)
		assert.Empty(t, rec.finish(), name)
	}
}

// TestNotPublishedInAProgram is 404, which says that nothing was carried out.
func TestNotPublishedInAProgram(t *testing.T) {
	t.Parallel()
	sim, err := twiliotest.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sim.Close()) })
	err = unpublished(t, sim.Client())
	require.ErrorIs(t, err, twilio.ErrNotFound)
	require.ErrorIs(t, err, twilio.CodeNotFound)
	require.NotErrorIs(t, err, twilio.ErrOutcomeUnknown)
}

func TestStub(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Stub(http.MethodPost, executions, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Home-Region", "us1")
		w.WriteHeader(http.StatusCreated)
		_, _ = fmt.Fprintf(w, `{"sid":"FN0123456789abcdef0123456789abcdef","flow_sid":%q,"contact_channel_address":%q}`, r.PathValue("FlowSid"), r.FormValue("To"))
	})
	answer, err := execution(t, sim.Client(), executionForm())
	require.NoError(t, err)
	assert.Equal(t, []any{flowSID, ada}, []any{answer["flow_sid"], answer["contact_channel_address"]})
	require.Len(t, sim.Requests(), 1)
	assert.Equal(t, 201, sim.Requests()[0].Status)

	sim.Stub(http.MethodPost, executions, func(w http.ResponseWriter, _ *http.Request) { // takes its place
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"code":60203,"message":"Max send attempts reached","status":429}`)
	})
	_, err = execution(t, sim.Client(), executionForm())
	require.ErrorIs(t, err, twilio.ErrorCode(60203))
	last := sim.Requests()[len(sim.Requests())-1]
	assert.Equal(t, []any{429, twilio.ErrorCode(60203)}, []any{last.Status, last.Code})
}

// TestStubOnTheWire: the headers of an answer are the handler's and Twilio's.
func TestStubOnTheWire(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Stub(http.MethodGet, "https://api.twilio.com/2010-04-01/Accounts/{AccountSid}/Queues/{Sid}.json", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Home-Region", "us1")
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, r.PathValue("AccountSid")+" "+r.PathValue("Sid"))
	})
	resp, body := get(t, sim, http.MethodGet, "/api/2010-04-01/Accounts/"+sim.AccountSID()+"/Queues/QU0123456789abcdef0123456789abcdef.json", sim.AccountSID(), sim.AuthToken())
	assert.Equal(t, sim.AccountSID()+" QU0123456789abcdef0123456789abcdef", body)
	assert.Equal(t, []string{"us1", "application/json"}, []string{resp.Header.Get("X-Home-Region"), resp.Header.Get("Content-Type")})
	assert.Equal(t, "Bearer", resp.Header.Get("WWW-Authenticate"))
	assert.Regexp(t, `^RQ[0-9a-f]{32}$`, resp.Header.Get("Twilio-Request-Id"))
}

// TestStubsAreChecked: what Twilio would refuse does not reach the handler.
func TestStubsAreChecked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(url.Values)
		want   string
	}{
		{"a required parameter is missing", func(f url.Values) { f.Del("From") }, "From is required"},
		{"the recipient is missing", func(f url.Values) { f.Del("To") }, "To is required"},
		{"an unknown parameter", func(f url.Values) { f.Set("Colour", "red") }, "Colour is not a form parameter"},
		{"sent twice", func(f url.Values) { f.Add("From", clinic) }, "is sent 2 times"},
	}
	sim := twiliotest.New(t)
	sim.Stub(http.MethodPost, executions, func(http.ResponseWriter, *http.Request) { t.Error("the handler was asked") })
	for _, tt := range tests {
		form := executionForm()
		tt.change(form)
		_, err := execution(t, sim.Client(), form)
		require.ErrorIs(t, err, twilio.CodeBadRequest, tt.name)
		require.ErrorContains(t, err, tt.want, tt.name)
	}
	participants := "/2010-04-01/Accounts/{AccountSid}/Conferences/CF0123456789abcdef0123456789abcdef/Participants.json"
	sim.Stub(http.MethodPost, "https://api.twilio.com/2010-04-01/Accounts/{AccountSid}/Conferences/{ConferenceSid}/Participants.json", func(http.ResponseWriter, *http.Request) { t.Error("the handler was asked") })
	for name, tt := range map[string]struct{ value, want string }{
		"Muted":          {"perhaps", "not true or false"},
		"WaitMethod":     {"PUT", "not one of GET, POST"},
		"CallSidToCoach": {"HX0123456789abcdef0123456789abcdef", "does not match"},
		"Timeout":        {"soon", "not a whole number"},
		"WaitUrl":        {"nowhere", "not an absolute URL"},
	} {
		form := url.Values{"To": {ada}, "From": {clinic}, name: {tt.value}}
		err := testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: http.MethodPost, Host: "api", Path: participants, Form: form}, nil)
		require.ErrorIs(t, err, twilio.CodeBadRequest, name)
		require.ErrorContains(t, err, tt.want, name)
	}
	err := testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: http.MethodPost, Host: "studio", Path: "/v2/Flows/FW1/Executions", Form: executionForm()}, nil)
	require.ErrorIs(t, err, twilio.ErrNotFound, "a path of another kind")
	_, err = execution(t, sim.TestClient(), executionForm())
	require.ErrorIs(t, err, twilio.CodeNotWithTestCredentials)
	_, err = execution(t, twiliotest.New(t).TestClient(), executionForm())
	require.ErrorIs(t, err, twilio.CodeNotWithTestCredentials, "stubbed or not")
	stranger, err := twilio.New(sim.AccountSID(), twilio.AuthToken("ffffffffffffffffffffffffffffffff"), sim.Options()...)
	require.NoError(t, err)
	_, err = execution(t, stranger, executionForm())
	require.ErrorIs(t, err, twilio.ErrAuthentication)
	err = testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: http.MethodPost, Host: "studio", Path: "/v2/Flows/" + flowSID + "/Executions", JSON: map[string]string{"To": ada}}, nil)
	require.ErrorContains(t, err, "application/json")
}

// TestStubOfJSON: the members of a body are checked as parameters are.
func TestStubOfJSON(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Stub(http.MethodPost, "https://insights.twilio.com/v2/Voice/Reports/PhoneNumbers/Inbound", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		assert.JSONEq(t, `{"size":10,"filters":[{"key":"country","values":["GB"]}]}`, string(body))
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"report_id":"voiceinsights_report_1"}`)
	})
	create := func(body any) error {
		return testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: http.MethodPost, Host: "insights", Path: "/v2/Voice/Reports/PhoneNumbers/Inbound", JSON: body}, nil)
	}
	filter := map[string]any{"key": "country", "values": []string{"GB"}}
	require.NoError(t, create(map[string]any{"size": 10, "filters": []any{filter}}))
	for want, body := range map[string]any{
		"colour is not":            map[string]any{"size": 10, "colour": "red"},
		"size is text":             map[string]any{"size": "ten"},
		"filters.key is an object": map[string]any{"filters": []any{map[string]any{"key": map[string]any{}}}},
		"is not a JSON object":     []string{"en"},
		"filters is text":          map[string]any{"filters": "a"},
	} {
		err := create(body)
		require.ErrorIs(t, err, twilio.CodeBadRequest, want)
		require.ErrorContains(t, err, want)
	}
	sim.Stub(http.MethodPost, "https://marketplace.twilio.com/v1/InstalledAddOns/{InstalledAddOnSid}/Usage", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusCreated) })
	err := testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: http.MethodPost, Host: "marketplace", Path: "/v1/InstalledAddOns/XE0123456789abcdef0123456789abcdef/Usage", JSON: map[string]any{}}, nil)
	require.ErrorContains(t, err, "billable_items is required")
}

// TestStubOfAnotherAPI: of products and versions that Twilio has published no
// description of, nothing but the credentials is checked.
func TestStubOfAnotherAPI(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	for _, body := range []string{`{"sid":"ET00000000000000000000000000000001"}`, `{"sid":"ET00000000000000000000000000000002"}`} { // the second takes the place of the first
		sim.Stub(http.MethodPost, "https://knowledge.twilio.com/v1/Services/{ServiceSid}/Documents", func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, "IS 1", r.PathValue("ServiceSid"))
			_, _ = io.WriteString(w, body)
		})
	}
	var answer struct{ SID string }
	err := testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: http.MethodPost, Host: "knowledge", Path: "/v1/Services/IS%201/Documents", Form: url.Values{"Anything": {"x"}}}, &answer)
	require.NoError(t, err)
	assert.Equal(t, "ET00000000000000000000000000000002", answer.SID)
}

// TestStubsWithFixedText win over those with a name in its place.
func TestStubsWithFixedText(t *testing.T) {
	t.Parallel()
	for range 20 {
		sim := twiliotest.New(t)
		for _, last := range []string{"{Sid}", "mine", "{UniqueName}"} {
			sim.Stub(http.MethodGet, "https://knowledge.twilio.com/v1/Services/"+last, func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintf(w, `{"name":%q}`, last) })
		}
		var answer struct{ Name string }
		require.NoError(t, testcall.Do(t.Context(), sim.Client(), testcall.Request{Method: http.MethodGet, Host: "knowledge", Path: "/v1/Services/mine"}, &answer))
		assert.Equal(t, "mine", answer.Name)
	}
}

func TestStubsThatCannotBe(t *testing.T) {
	t.Parallel()
	answers := func(http.ResponseWriter, *http.Request) {}
	tests := map[string]struct {
		method, address string
		handle          http.HandlerFunc
		want            string
	}{
		"no address":                  {"GET", "Executions", answers, "give the address of an operation"},
		"no TLS":                      {"GET", strings.Replace(executions, "https", "http", 1), answers, "give the address of an operation"},
		"a query":                     {"POST", executions + "?a=1", answers, "give the address of an operation"},
		"another host":                {"POST", "https://example.com/v2/Services", answers, "none of Twilio's API"},
		"the storage":                 {"GET", "https://mms.twiliocdn.com/x", answers, "none of Twilio's API"},
		"no handler":                  {"POST", executions, nil, "the handler is nil"},
		"no such operation":           {"POST", "https://studio.twilio.com/v2/Flow", answers, "no such operation"},
		"no such method":              {"PUT", executions, answers, "no such operation"},
		"small letters":               {"post", executions, answers, "no such operation"},
		"an SID in place of a name":   {"POST", strings.Replace(executions, "{FlowSid}", flowSID, 1), answers, executions},
		"another name":                {"POST", strings.Replace(executions, "{FlowSid}", "{Sid}", 1), answers, executions},
		"what is simulated":           {"POST", "https://api.twilio.com/2010-04-01/Accounts/{AccountSid}/Messages.json", answers, "sim.Fault"},
		"a template with half a name": {"POST", "https://knowledge.twilio.com/v1/{Services", answers, "braces"},
	}
	for name, tt := range tests {
		rec := record(t)
		twiliotest.New(rec).Stub(tt.method, tt.address, tt.handle)
		said := rec.finish()
		assert.Contains(t, said, tt.want, name)
		assert.NotContains(t, said, "%7B", name)
	}
}

// TestStubsRunAtTheSameTime, and may use the simulator meanwhile.
func TestStubsRunAtTheSameTime(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	const clients = 8
	var arrived sync.WaitGroup
	arrived.Add(clients)
	sim.Stub(http.MethodPost, executions, func(w http.ResponseWriter, r *http.Request) {
		arrived.Done()
		arrived.Wait()
		_, err := sim.Client().Messages.Create(r.Context(), twilio.MessageCreateParams{To: r.FormValue("To"), From: clinic, Body: "Your code is 1234"})
		assert.NoError(t, err)
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"sid":"FN0123456789abcdef0123456789abcdef"}`)
	})
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			_, err := execution(t, sim.Client(), executionForm())
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	for range clients {
		sim.Phone(ada).ExpectSMS("Your code")
	}
}

// TestFaultsOfStubs: a request for a stub goes wrong as others do.
func TestFaultsOfStubs(t *testing.T) {
	t.Parallel()
	create := twiliotest.On(http.MethodPost, "/v2/Flows/*/Executions")
	for name, tt := range map[string]struct {
		fault twiliotest.Fault
		asked int
	}{
		"before it is read":  {create.ReadThenClose(), 0},
		"after it":           {create.CommitThenReset(), 1},
		"an error after it":  {create.Status(500, 20500).AfterCommit(), 1},
		"half an answer":     {create.TruncatedJSON(), 1},
		"later":              {create.LateCommit(time.Minute), 1},
		"an error before it": {create.Status(500, 20500), 0},
	} {
		sim := twiliotest.New(t)
		asked := 0
		sim.Stub(http.MethodPost, executions, func(w http.ResponseWriter, _ *http.Request) {
			asked++
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, `{"sid":"FN0123456789abcdef0123456789abcdef"}`)
		})
		sim.Fault(tt.fault)
		_, err := execution(t, sim.Client(), executionForm())
		require.ErrorIs(t, err, twilio.ErrOutcomeUnknown, name)
		if name == "later" {
			assert.Zero(t, asked, name)
			sim.Clock.Advance(time.Minute)
		}
		assert.Equal(t, tt.asked, asked, name)
		assert.Len(t, sim.Requests(), 1, name)
	}
}

// TestStubsThatFail the test say so: a panic, and the end of the goroutine.
func TestStubsThatFail(t *testing.T) {
	t.Parallel()
	for want, handle := range map[string]http.HandlerFunc{
		"panicked: oh": func(http.ResponseWriter, *http.Request) { panic("oh") },
		"FailNow":      func(http.ResponseWriter, *http.Request) { runtime.Goexit() },
	} {
		rec := record(t)
		sim := twiliotest.New(rec)
		sim.Stub(http.MethodPost, executions, handle)
		_, err := execution(t, sim.Client(), executionForm())
		require.ErrorIs(t, err, twilio.CodeInternalServerError)
		said := rec.finish()
		assert.Contains(t, said, "the stub for CreateExecution has not answered")
		assert.Contains(t, said, want)
	}
}
