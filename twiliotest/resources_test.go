package twiliotest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// api asks a simulator in plain HTTP for operations without behaviour of their own.
type api struct {
	*testing.T
	sim *twiliotest.Sim
}

// call sends a form, or a JSON object, to an address such as "sync/v1/Services", and
// returns the status and the answer.
func (a api) call(method, address string, body any) (int, map[string]any) {
	a.Helper()
	host, path, _ := strings.Cut(address, "/")
	var payload io.Reader = http.NoBody
	contentType := "application/x-www-form-urlencoded"
	switch body := body.(type) {
	case url.Values:
		payload = strings.NewReader(body.Encode())
	case map[string]any:
		text, err := json.Marshal(body)
		require.NoError(a, err)
		payload, contentType = bytes.NewReader(text), "application/json"
	}
	req, err := http.NewRequestWithContext(a.Context(), method, "https://"+host+".twilio.com/"+path, payload)
	require.NoError(a, err)
	authorize(a, a.sim, req)
	if payload != http.NoBody {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := a.sim.Transport().RoundTrip(req)
	require.NoError(a, err)
	text, err := io.ReadAll(resp.Body)
	require.NoError(a, err)
	require.NoError(a, resp.Body.Close())
	var answer map[string]any
	if len(text) > 0 {
		require.NoError(a, json.Unmarshal(text, &answer), "%s", text)
	}
	return resp.StatusCode, answer
}

// must is call for what has to succeed with a status.
func (a api) must(status int, method, address string, body any) map[string]any {
	a.Helper()
	got, answer := a.call(method, address, body)
	require.Equal(a, status, got, "%s %s: %v", method, address, answer)
	return answer
}

// refused is call for what has to fail with a status and a code of Twilio's.
func (a api) refused(status int, code twilio.ErrorCode, method, address string, body any) {
	a.Helper()
	got, answer := a.call(method, address, body)
	assert.Equal(a, status, got, "%s %s: %v", method, address, answer)
	assert.EqualValues(a, code, answer["code"], "%s %s", method, address)
	assert.EqualValues(a, status, answer["status"], "%s %s", method, address)
	assert.NotEmpty(a, answer["message"], "%s %s", method, address)
}

func field(answer map[string]any, name string) string { s, _ := answer[name].(string); return s }

// TestResource: it is kept as it is sent, from its creation to its end.
func TestResource(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	a := api{t, sim}
	queue := a.must(201, "POST", "api/2010-04-01/Accounts/"+sim.AccountSID()+"/Queues.json", url.Values{"FriendlyName": {"support"}, "MaxSize": {"7"}})
	sid := field(queue, "sid")
	assert.Regexp(t, `^QU[0-9a-f]{32}$`, sid)
	path := "/2010-04-01/Accounts/" + sim.AccountSID() + "/Queues/" + sid
	want := map[string]any{
		"sid": sid, "account_sid": sim.AccountSID(), "friendly_name": "support", "max_size": 7.0,
		"average_wait_time": 0.0, "current_size": 0.0, "uri": path + ".json",
		"date_created": "Tue, 14 Apr 2026 09:30:00 +0000", "date_updated": "Tue, 14 Apr 2026 09:30:00 +0000",
	}

	assert.Equal(t, want, queue)
	assert.Equal(t, queue, a.must(200, "GET", "api"+path+".json", nil))

	sim.Clock.Advance(time.Hour)
	updated := a.must(200, "POST", "api"+path+".json", url.Values{"MaxSize": {"9"}})
	assert.Equal(t, []any{"support", 9.0, queue["date_created"], "Tue, 14 Apr 2026 10:30:00 +0000"},
		[]any{updated["friendly_name"], updated["max_size"], updated["date_created"], updated["date_updated"]})
	assert.Equal(t, updated, a.must(200, "GET", "api"+path+".json", nil))

	a.must(204, "DELETE", "api"+path+".json", nil)
	a.refused(404, 20404, "GET", "api"+path+".json", nil)
	a.refused(404, 20404, "POST", "api"+path+".json", url.Values{"MaxSize": {"9"}})
	a.refused(404, 20404, "DELETE", "api"+path+".json", nil)
	a.refused(404, 20404, "GET", "api"+path+"/Members.json", nil)
}

// TestResourceParents: what is below a resource that can be created needs it.
func TestResourceParents(t *testing.T) {
	t.Parallel()
	a := api{t, twiliotest.New(t)}
	a.refused(404, 20404, "POST", "sync/v1/Services/IS0123456789abcdef0123456789abcdef/Documents", nil)
	service := a.must(201, "POST", "sync/v1/Services", url.Values{"FriendlyName": {"shared"}})
	home := "sync/v1/Services/" + field(service, "sid")
	document := a.must(201, "POST", home+"/Documents", url.Values{"UniqueName": {"agenda"}, "Data": {`{"at":9}`}})
	assert.Equal(t, []any{service["sid"], map[string]any{"at": 9.0}}, []any{document["service_sid"], document["data"]})
	assert.Equal(t, "https://"+strings.Replace(home, "/", ".twilio.com/", 1)+"/Documents/"+field(document, "sid"), document["url"])
	assert.Equal(t, map[string]any{"permissions": field(document, "url") + "/Permissions"}, document["links"])
	assert.Equal(t, document, a.must(200, "GET", home+"/Documents/agenda", nil), "by its unique name")
	a.refused(409, 20409, "POST", home+"/Documents", url.Values{"UniqueName": {"agenda"}})

	a.must(204, "DELETE", home, nil)
	a.refused(404, 20404, "GET", home+"/Documents/"+field(document, "sid"), nil)
	again := a.must(201, "POST", "sync/v1/Services", nil)
	assert.NotEqual(t, service["sid"], again["sid"])
	listed := a.must(200, "GET", "sync/v1/Services/"+field(again, "sid")+"/Documents", nil)
	assert.Empty(t, listed["documents"])
}

// TestResourceNames: what Twilio calls an item is a parameter, a number, or an SID of
// something else.
func TestResourceNames(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	service := "sync/v1/Services/" + field(a.must(201, "POST", "sync/v1/Services", nil), "sid")
	shared := service + "/Maps/" + field(a.must(201, "POST", service+"/Maps", nil), "sid")
	a.must(201, "POST", shared+"/Items", url.Values{"Key": {"a b/c"}, "Data": {`{}`}})
	assert.Equal(t, "a b/c", a.must(200, "GET", shared+"/Items/a%20b%2Fc", nil)["key"])
	a.refused(409, 20409, "POST", shared+"/Items", url.Values{"Key": {"a b/c"}, "Data": {`{}`}})
	a.must(204, "DELETE", shared+"/Items/a%20b%2Fc", nil)
	a.must(201, "POST", shared+"/Items", url.Values{"Key": {"a b/c"}, "Data": {`{}`}})

	list := service + "/Lists/" + field(a.must(201, "POST", service+"/Lists", nil), "sid")
	for index := range 2 {
		item := a.must(201, "POST", list+"/Items", url.Values{"Data": {`{}`}})
		assert.EqualValues(t, index, item["index"])
	}
	assert.EqualValues(t, 1, a.must(200, "GET", list+"/Items/1", nil)["index"])

	trunk := "trunking/v1/Trunks/" + field(a.must(201, "POST", "trunking/v1/Trunks", nil), "sid")
	const added = "PN0123456789abcdef0123456789abcdef"
	assert.Equal(t, added, a.must(201, "POST", trunk+"/PhoneNumbers", url.Values{"PhoneNumberSid": {added}})["sid"])
	a.must(204, "DELETE", trunk+"/PhoneNumbers/"+added, nil)

	number := a.must(201, "POST", "api/2010-04-01/Accounts/"+sim.AccountSID()+"/IncomingPhoneNumbers/Local.json", url.Values{"PhoneNumber": {"+14155550123"}})
	numbers := "api/2010-04-01/Accounts/" + sim.AccountSID() + "/IncomingPhoneNumbers"
	assert.Equal(t, "+14155550123", a.must(200, "GET", numbers+"/"+field(number, "sid")+".json", nil)["phone_number"])
	for address, count := range map[string]int{".json": 1, "/Local.json": 1, "/TollFree.json": 0} {
		assert.Len(t, a.must(200, "GET", numbers+address, nil)["incoming_phone_numbers"], count, address)
	}
}

// TestResourceLists: pages in both styles of Twilio's, and filters.
func TestResourceLists(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	for _, name := range []string{"a", "b", "a", "c", "a"} {
		a.must(201, "POST", "verify/v2/Services", url.Values{"FriendlyName": {name}})
		a.must(201, "POST", "api/2010-04-01/Accounts/"+sim.AccountSID()+"/Applications.json", url.Values{"FriendlyName": {name}})
		sim.Clock.Advance(time.Hour)
	}
	first := a.must(200, "GET", "verify/v2/Services?PageSize=2", nil)
	meta, _ := first["meta"].(map[string]any)
	assert.Equal(t, map[string]any{
		"key": "services", "page": 0.0, "page_size": 2.0, "previous_page_url": nil, "next_page_url": meta["next_page_url"],
		"url": "https://verify.twilio.com/v2/Services?Page=0&PageSize=2", "first_page_url": "https://verify.twilio.com/v2/Services?Page=0&PageSize=2",
	}, meta)
	next := strings.Replace(field(meta, "next_page_url"), "https://verify.twilio.com", "verify", 1)
	a.must(201, "POST", "verify/v2/Services", url.Values{"FriendlyName": {"late"}}) // moves nothing
	second := a.must(200, "GET", next, nil)
	assert.Len(t, second["services"], 2)
	assert.NotEqual(t, first["services"], second["services"])
	meta, _ = second["meta"].(map[string]any)
	assert.Equal(t, 1.0, meta["page"])
	assert.NotNil(t, meta["previous_page_url"])
	a.refused(400, 21481, "GET", "verify/v2/Services?PageToken=PAVA1", nil)

	applications := "api/2010-04-01/Accounts/" + sim.AccountSID() + "/Applications.json"
	page := a.must(200, "GET", applications+"?PageSize=2&FriendlyName=a", nil)
	assert.Len(t, page["applications"], 2)
	page = a.must(200, "GET", "api"+field(page, "next_page_uri"), nil)
	assert.Len(t, page["applications"], 1)
	assert.Nil(t, page["next_page_uri"])
	assert.Empty(t, a.must(200, "GET", applications+"?FriendlyName=x", nil)["applications"])
	a.refused(400, twilio.CodeBadRequest, "GET", applications+"?Colour=red", nil)
}

// TestResourceListsWithoutPages come whole.
func TestResourceListsWithoutPages(t *testing.T) {
	t.Parallel()
	a := api{t, twiliotest.New(t)}
	users := "preview-iam/Organizations/" + a.sim.OrganizationSID() + "/scim/Users"
	for i := range 60 {
		a.must(201, "POST", users, map[string]any{"userName": fmt.Sprintf("ada%d@example.com", i)})
	}
	assert.Len(t, a.must(200, "GET", users, nil)["Resources"], 60)
}

// TestResourceDateFilters: a day, and what comes before and after.
func TestResourceDateFilters(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	a := api{t, sim}
	triggers := "api/2010-04-01/Accounts/" + sim.AccountSID() + "/Conferences.json"
	for _, sid := range []string{"CF00000000000000000000000000000001", "CF00000000000000000000000000000002"} {
		a.must(200, "POST", strings.TrimSuffix(triggers, ".json")+"/"+sid+".json", url.Values{"Status": {"completed"}})
		sim.Clock.Advance(48 * time.Hour)
	}
	for filter, count := range map[string]int{
		"": 2, "?Status=completed": 2, "?Status=init": 0,
		"?DateCreated=2026-04-14": 1, "?DateCreated%3E=2026-04-15": 1, "?DateCreated%3C=2026-04-15": 1, "?DateCreated=2026-04-15": 0,
	} {
		assert.Len(t, a.must(200, "GET", triggers+filter, nil)["conferences"], count, filter)
	}
}

// TestResourceOfJSON: a body in JSON is kept, and so are parameters with dots.
func TestResourceOfJSON(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	body := map[string]any{
		"userName": "ada", "displayName": "Ada", "active": true, "schemas": []any{"a", "b"},
		"name": map[string]any{"givenName": "Ada", "familyName": "Owl"},
	}
	users := "preview-iam/Organizations/" + sim.OrganizationSID() + "/scim/Users"
	user := a.must(201, "POST", users, body)
	for name, value := range body {
		assert.Equal(t, value, user[name], name)
	}
	sent, err := json.Marshal(body)
	require.NoError(t, err)
	requests := sim.Requests()
	assert.JSONEq(t, string(sent), string(requests[len(requests)-1].JSON))
	assert.Empty(t, requests[len(requests)-1].Form)
	assert.Equal(t, user, a.must(200, "GET", users+"/"+field(user, "id"), nil))
	a.refused(400, twilio.CodeBadRequest, "POST", users, map[string]any{"displayName": "Ada"})
	a.refused(400, twilio.CodeBadRequest, "POST", users, url.Values{"userName": {"ada"}})

	conversation := a.must(201, "POST", "conversations/v1/Conversations", url.Values{"FriendlyName": {"x"}})
	hooks := "conversations/v1/Conversations/" + field(conversation, "sid") + "/Webhooks"
	hook := a.must(201, "POST", hooks, url.Values{"Target": {"webhook"}, "Configuration.Method": {"get"}, "Configuration.Url": {"https://app.example.com"}})
	assert.Equal(t, map[string]any{"method": "get", "url": "https://app.example.com"}, hook["configuration"])
	hook = a.must(200, "POST", hooks+"/"+field(hook, "sid"), url.Values{"Configuration.Method": {"post"}})
	assert.Equal(t, map[string]any{"method": "post", "url": "https://app.example.com"}, hook["configuration"])
}

// TestResourcePatch carries out the operations of SCIM.
func TestResourcePatch(t *testing.T) {
	t.Parallel()
	a := api{t, twiliotest.New(t)}
	users := "preview-iam/Organizations/" + a.sim.OrganizationSID() + "/scim/Users"
	user := a.must(201, "POST", users, map[string]any{"userName": "ada@example.com", "displayName": "Ada", "active": true})
	assert.Regexp(t, `^US[0-9a-f]{32}$`, user["id"])
	patch := func(operations ...any) map[string]any {
		return a.must(200, "PATCH", users+"/"+field(user, "id"), map[string]any{"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}, "Operations": operations})
	}
	changed := patch(map[string]any{"op": "replace", "value": map[string]any{"displayName": "A. L.", "active": false}},
		map[string]any{"op": "add", "path": "name", "value": map[string]any{"familyName": "Lovelace"}})
	name, _ := changed["name"].(map[string]any)
	assert.Equal(t, "Lovelace", name["familyName"])
	assert.Equal(t, []any{"A. L.", "ada@example.com", false}, []any{changed["displayName"], changed["userName"], changed["active"]})
	assert.Empty(t, patch(map[string]any{"op": "remove", "path": "displayName"})["displayName"])
}

// TestResourcesThatAreThere: single resources, and the items of collections in which
// Twilio's API creates nothing, answer in their shape and keep what is sent.
func TestResourcesThatAreThere(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	settings := a.must(200, "GET", "voice/v1/Settings", nil)
	assert.Nil(t, settings["dialing_permissions_inheritance"])
	assert.Equal(t, true, a.must(202, "POST", "voice/v1/Settings", url.Values{"DialingPermissionsInheritance": {"true"}})["dialing_permissions_inheritance"])
	assert.Equal(t, true, a.must(200, "GET", "voice/v1/Settings", nil)["dialing_permissions_inheritance"])

	a.must(200, "POST", "video/v1/RecordingSettings/Default", url.Values{"FriendlyName": {"mine"}})
	assert.Equal(t, "mine", a.must(200, "GET", "video/v1/RecordingSettings/Default", nil)["friendly_name"])

	conference := "api/2010-04-01/Accounts/" + sim.AccountSID() + "/Conferences/CF0123456789abcdef0123456789abcdef.json"
	assert.Equal(t, "init", a.must(200, "GET", conference, nil)["status"], "the first of its values")

	recordings := "api/2010-04-01/Accounts/" + sim.AccountSID() + "/Recordings"
	assert.Empty(t, a.must(200, "GET", recordings+".json", nil)["recordings"])
	recording := recordings + "/RE0123456789abcdef0123456789abcdef.json"
	assert.Equal(t, "RE0123456789abcdef0123456789abcdef", a.must(200, "GET", recording, nil)["sid"])
	a.must(204, "DELETE", recording, nil)
	a.refused(404, 20404, "GET", recording, nil)

	a.must(201, "POST", "accounts/v1/AuthTokens/Secondary", nil)
	a.must(204, "DELETE", "accounts/v1/AuthTokens/Secondary", nil)
	a.refused(404, 20404, "DELETE", "accounts/v1/AuthTokens/Secondary", nil)
	a.must(201, "POST", "accounts/v1/AuthTokens/Secondary", nil)
}

// TestResourcesBelowBehaviour: a call that the simulator carries out is the parent of
// resources that it only keeps.
func TestResourcesBelowBehaviour(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	a := api{t, sim}
	call, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, URL: "https://example.com/voice"})
	require.NoError(t, err)
	calls := "api/2010-04-01/Accounts/" + sim.AccountSID() + "/Calls/"
	stream := a.must(200, "POST", calls+call.SID+"/Streams.json", url.Values{"Url": {"wss://example.com/media"}})
	assert.Equal(t, call.SID, stream["call_sid"])
	assert.Regexp(t, `^MZ[0-9a-f]{32}$`, stream["sid"])
	a.refused(404, 20404, "POST", calls+"CA00000000000000000000000000000001/Streams.json", url.Values{"Url": {"wss://example.com/media"}})
}

// TestResourceAccounts: a subaccount that is created acts with a token of its own.
func TestResourceAccounts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	other := sim.Subaccount()
	made := a.must(201, "POST", "api/2010-04-01/Accounts.json", url.Values{"FriendlyName": {"clinic"}})
	assert.Equal(t, []any{sim.AccountSID(), sim.SubaccountToken(field(made, "sid"))}, []any{made["owner_account_sid"], made["auth_token"]})
	client, err := twilio.New(field(made, "sid"), twilio.AuthToken(field(made, "auth_token")), sim.Options()...)
	require.NoError(t, err)
	_, err = client.Messages.List(t.Context(), twilio.MessageListParams{})
	require.NoError(t, err)
	listed, _ := a.must(200, "GET", "api/2010-04-01/Accounts.json", nil)["accounts"].([]any)
	var sids []any
	for _, account := range listed {
		object, _ := account.(map[string]any)
		sids = append(sids, object["sid"])
	}
	assert.ElementsMatch(t, []any{sim.AccountSID(), other, made["sid"]}, sids)
	account := a.must(200, "GET", "api/2010-04-01/Accounts/"+sim.AccountSID()+".json", nil)
	assert.Equal(t, []any{"Simulated account", sim.AuthToken()}, []any{account["friendly_name"], account["auth_token"]})
	below, _ := account["subresource_uris"].(map[string]any)
	assert.Equal(t, "/2010-04-01/Accounts/"+sim.AccountSID()+"/Queues.json", below["queues"])
}

// TestResourceRedirects lead to a file, or to where the request says.
func TestResourceRedirects(t *testing.T) {
	t.Parallel()
	a := api{t, twiliotest.New(t)}
	answer := a.must(307, "GET", "messaging/v1/Deactivations?Date=2026-04-14", nil)
	assert.Equal(t, "https://mms.twiliocdn.com/deactivations-2026-04-14", answer["redirect_to"])
	answer = a.must(302, "GET", "oauth/v2/authorize?redirect_uri=https%3A%2F%2Fexample.com%2Fback", nil)
	assert.Equal(t, "https://example.com/back", answer["redirect_to"])
}

// TestResourceFaults: the ledger has the requests, faults happen to them, and stubs win.
func TestResourceFaults(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	sim.Fault(twiliotest.On(http.MethodPost, "/v1/Rooms").Nth(1).Status(503, 20503))
	a.refused(503, 20503, "POST", "video/v1/Rooms", url.Values{"UniqueName": {"one"}})
	a.must(201, "POST", "video/v1/Rooms", url.Values{"UniqueName": {"one"}})
	require.Len(t, sim.Requests(), 2)
	assert.Equal(t, []any{"video", "/v1/Rooms", 201, "one"}, []any{sim.Requests()[1].Host, sim.Requests()[1].Path, sim.Requests()[1].Status, sim.Requests()[1].Form.Get("UniqueName")})

	sim.Stub(http.MethodPost, "https://video.twilio.com/v1/Rooms", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"sid":"stubbed"}`) })
	assert.Equal(t, map[string]any{"sid": "stubbed"}, a.must(200, "POST", "video/v1/Rooms", url.Values{"UniqueName": {"one"}}))
	participants := a.must(200, "GET", "video/v1/Rooms/RM0123456789abcdef0123456789abcdef/Participants", nil)
	assert.Empty(t, participants["participants"], "of a room that the stub may have made")
}

// TestObjectsAreReplaced: an object that an update sends whole takes the place of the
// one that is kept, and of a group of parameters those stay that are not sent.
func TestObjectsAreReplaced(t *testing.T) {
	t.Parallel()
	a := api{t, twiliotest.New(t)}
	service := "sync/v1/Services/" + field(a.must(201, "POST", "sync/v1/Services", url.Values{}), "sid")
	document := service + "/Documents/" + field(a.must(201, "POST", service+"/Documents", url.Values{"Data": {`{"a":1}`}}), "sid")
	assert.Equal(t, map[string]any{"b": 2.0}, a.must(200, "POST", document, url.Values{"Data": {`{"b":2}`}})["data"])

	conversation := "conversations/v1/Conversations/" + field(a.must(201, "POST", "conversations/v1/Conversations", url.Values{}), "sid")
	webhook := conversation + "/Webhooks/" + field(a.must(201, "POST", conversation+"/Webhooks", url.Values{
		"Target": {"webhook"}, "Configuration.Url": {"https://example.com/x"}, "Configuration.Method": {"post"},
	}), "sid")
	changed, _ := a.must(200, "POST", webhook, url.Values{"Configuration.Method": {"get"}})["configuration"].(map[string]any)
	assert.Equal(t, []any{"https://example.com/x", "get"}, []any{changed["url"], changed["method"]})
}
