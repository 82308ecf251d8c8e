package twiliotest_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestKeys work at once, and until they are deleted, in all three APIs.
func TestKeys(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := mainAccount(t, sim)
	tests := []struct {
		name, collection, extension, list string
		form                              url.Values
		query                             string
	}{
		{"2010", in(sim.AccountSID(), "/Keys"), ".json", "keys", url.Values{}, ""},
		{"signing keys", in(sim.AccountSID(), "/SigningKeys"), ".json", "signing_keys", url.Values{}, ""},
		{"v1", "iam/v1/Keys", "", "keys", url.Values{"AccountSid": {sim.AccountSID()}}, "?AccountSid=" + sim.AccountSID()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := mainAccount(t, sim)
			tt.form.Set("FriendlyName", tt.name)
			made := a.must(201, "POST", tt.collection+tt.extension, tt.form)
			sid, secret := field(made, "sid"), field(made, "secret")
			assert.Regexp(t, `^SK[0-9a-f]{32}$`, sid)
			assert.Len(t, secret, 32)
			assert.Equal(t, tt.name, made["friendly_name"])
			item := tt.collection + "/" + sid + tt.extension
			key := a.with(sid, secret)
			key.must(200, "GET", in(sim.AccountSID(), "/Messages.json"), nil)

			shown := a.must(200, "GET", item, nil)
			assert.NotContains(t, shown, "secret")
			assert.Contains(t, sids(a.must(200, "GET", tt.collection+tt.extension+tt.query, nil), tt.list), sid)
			renamed := a.must(200, "POST", item, url.Values{"FriendlyName": {"batch jobs"}})
			assert.Equal(t, []any{"batch jobs", sid}, []any{renamed["friendly_name"], renamed["sid"]})
			a.refused(400, 70001, "POST", item, url.Values{"FriendlyName": {strings.Repeat("x", 65)}})

			for _, path := range []string{accountsList, in(sim.AccountSID(), ".json"), in(sim.AccountSID(), "/Keys.json"), in(sim.AccountSID(), "/SigningKeys/"+sid+".json"), "iam/v1/Keys?AccountSid=" + sim.AccountSID(), "iam/v1/Keys/" + sid} {
				key.refused(401, 20003, "GET", path, nil)
			}
			key.refused(401, 20003, "POST", in(sim.AccountSID(), "/Keys.json"), nil)
			key.refused(401, 20003, "POST", "accounts/v1/AuthTokens/Secondary", nil)
			key.must(200, "GET", in(sim.AccountSID(), "/Applications.json"), nil)

			a.must(204, "DELETE", item, nil)
			key.refused(401, 20003, "GET", in(sim.AccountSID(), "/Messages.json"), nil)
			a.refused(404, 20404, "GET", item, nil)
			a.refused(404, 20404, "DELETE", item, nil)
		})
	}
	t.Run("without a name", func(t *testing.T) {
		t.Parallel()
		assert.Nil(t, a.must(201, "POST", in(sim.AccountSID(), "/Keys.json"), nil)["friendly_name"])
	})
}

func TestTheSimulatorsOwnKeys(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := mainAccount(t, sim)
	sid, secret := sim.APIKey()
	mainSID, mainSecret := sim.MainAPIKey()
	main := a.with(mainSID, mainSecret)
	assert.Equal(t, []string{sid, mainSID}, sids(main.must(200, "GET", in(sim.AccountSID(), "/Keys.json"), nil), "keys"))
	main.must(200, "GET", accountsList, nil)
	made := main.must(201, "POST", in(sim.AccountSID(), "/Keys.json"), nil)
	assert.NotEqual(t, secret, made["secret"])
	main.must(204, "DELETE", in(sim.AccountSID(), "/Keys/"+sid+".json"), nil)
	client, err := twilio.New(sim.AccountSID(), twilio.APIKey(sid, secret), sim.Options()...)
	require.NoError(t, err)
	_, err = client.Balance.Get(t.Context())
	require.ErrorIs(t, err, twilio.ErrAuthentication)
}

// TestKeysOfSubaccounts are theirs alone.
func TestKeysOfSubaccounts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a, sub := mainAccount(t, sim), sim.Subaccount()
	own := a.with(sub, sim.SubaccountToken(sub))
	made := a.must(201, "POST", in(sub, "/Keys.json"), nil)
	sid := field(made, "sid")
	key := a.with(sid, field(made, "secret"))
	key.must(200, "GET", in(sub, "/Messages.json"), nil)
	key.refused(401, 20003, "GET", in(sim.AccountSID(), "/Messages.json"), nil)
	assert.Equal(t, []string{sid}, sids(own.must(200, "GET", in(sub, "/Keys.json"), nil), "keys"))
	assert.NotContains(t, sids(a.must(200, "GET", in(sim.AccountSID(), "/Keys.json"), nil), "keys"), sid)
	a.refused(404, 20404, "GET", in(sim.AccountSID(), "/Keys/"+sid+".json"), nil)
	a.must(200, "GET", "iam/v1/Keys/"+sid, nil)
	simKey, _ := sim.APIKey()
	own.refused(404, 20404, "GET", "iam/v1/Keys/"+simKey, nil)
	own.refused(404, 20404, "DELETE", "iam/v1/Keys/"+simKey, nil)
	own.refused(403, 70051, "POST", "iam/v1/Keys", url.Values{"AccountSid": {sim.AccountSID()}})
	own.refused(403, 70051, "GET", "iam/v1/Keys?AccountSid="+sim.AccountSID(), nil)
	other := a.must(201, "POST", "iam/v1/Keys", url.Values{"AccountSid": {sub}})
	a.with(field(other, "sid"), field(other, "secret")).must(200, "GET", in(sub, "/Messages.json"), nil)
}

func policyOf(t *testing.T, permissions ...string) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"allow": permissions})
	require.NoError(t, err)
	return string(text)
}

// restricted makes a key with a policy.
func (a asker) restricted(permissions ...string) asker {
	a.Helper()
	made := a.must(201, "POST", "iam/v1/Keys", url.Values{"AccountSid": {a.sim.AccountSID()}, "KeyType": {"restricted"}, "Policy": {policyOf(a.T, permissions...)}})
	return a.with(field(made, "sid"), field(made, "secret"))
}

// TestRestrictedKeys do what their policy allows, and the error names the permission that
// is missing.
func TestRestrictedKeys(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	a, account := mainAccount(t, sim), sim.AccountSID()
	media := in(account, "/Messages/SM0123456789abcdef0123456789abcdef/Media/ME0123456789abcdef0123456789abcdef")
	tests := []struct{ permission, method, address string }{
		{"/twilio/messaging/messages/create", "POST", in(account, "/Messages.json")},
		{"/twilio/messaging/messages/list", "GET", in(account, "/Messages.json")},
		{"/twilio/messaging/messages/read", "GET", in(account, "/Messages/SM0123456789abcdef0123456789abcdef.json")},
		{"/twilio/messaging/messages/update", "POST", in(account, "/Messages/SM0123456789abcdef0123456789abcdef.json")},
		{"/twilio/messaging/messages/delete", "DELETE", in(account, "/Messages/SM0123456789abcdef0123456789abcdef.json")},
		{"/twilio/messaging/messages.media/read", "GET", media},
		{"/twilio/messaging/messages.media/read", "GET", media + ".json"},
		{"/twilio/messaging/messages.feedback/create", "POST", in(account, "/Messages/SM0123456789abcdef0123456789abcdef/Feedback.json")},
		{"/twilio/messaging/services.phonenumbers/list", "GET", "messaging/v1/Services/MG0123456789abcdef0123456789abcdef/PhoneNumbers"},
		{"/twilio/messaging/services.usa2p-campaign/list", "GET", "messaging/v1/Services/MG0123456789abcdef0123456789abcdef/Compliance/Usa2p"},
		{"/twilio/messaging/content-templates/list", "GET", "content/v1/Content"},
		{"/twilio/messaging/whatsapp-senders/list", "GET", "messaging/v2/Channels/Senders?Channel=whatsapp"},
		{"/twilio/voice/calls/create", "POST", in(account, "/Calls.json")},
		{"/twilio/voice/calls.notifications/list", "GET", in(account, "/Calls/CA0123456789abcdef0123456789abcdef/Notifications.json")},
		{"/twilio/voice/conferences.participants/list", "GET", in(account, "/Conferences/CF0123456789abcdef0123456789abcdef/Participants.json")},
		{"/twilio/voice/outgoing-caller-ids/list", "GET", in(account, "/OutgoingCallerIds.json")},
		{"/twilio/voice/sip.domains/list", "GET", in(account, "/SIP/Domains.json")},
		{"/twilio/voice/sip.ip-acls/list", "GET", in(account, "/SIP/IpAccessControlLists.json")},
		{"/twilio/voice/sip.credential-lists.credentials/list", "GET", in(account, "/SIP/CredentialLists/CL0123456789abcdef0123456789abcdef/Credentials.json")},
		{"/twilio/voice/sip.byoc-trunks/list", "GET", "voice/v1/ByocTrunks"},
		{"/twilio/voice/sip.trunks.origination-urls/list", "GET", "trunking/v1/Trunks/TK0123456789abcdef0123456789abcdef/OriginationUrls"},
		{"/twilio/phone-numbers/active-numbers/create", "POST", in(account, "/IncomingPhoneNumbers/Local.json")},
		{"/twilio/phone-numbers/active-numbers/list", "GET", in(account, "/IncomingPhoneNumbers.json")},
		{"/twilio/phone-numbers/available-numbers/list", "GET", in(account, "/AvailablePhoneNumbers/US/Local.json")},
		{"/twilio/phone-numbers/address-service/create", "POST", in(account, "/Addresses.json")},
		{"/twilio/phone-numbers/regulatory-compliance.regulations/list", "GET", "numbers/v2/RegulatoryCompliance/Regulations"},
		{"/twilio/lookup/phone-numbers/read", "GET", "lookups/v2/PhoneNumbers/" + ada},
		{"/twilio/verify/verification/create", "POST", "verify/v2/Services/VA0123456789abcdef0123456789abcdef/Verifications"},
		{"/twilio/verify/verification-check/create", "POST", "verify/v2/Services/VA0123456789abcdef0123456789abcdef/VerificationCheck"},
		{"/twilio/verify/verification-attempt/list", "GET", "verify/v2/Attempts"},
		{"/twilio/billing/usage/read", "GET", in(account, "/Usage/Records/Daily.json")},
		{"/twilio/monitor/alerts/list", "GET", "monitor/v1/Alerts"},
		{"/twilio/event-streams/sink/create", "POST", "events/v1/Sinks"},
		{"/twilio/event-streams/event-type/list", "GET", "events/v1/Types"},
		{"/twilio/taskrouter/workspaces.task-queues/list", "GET", "taskrouter/v1/Workspaces/WS0123456789abcdef0123456789abcdef/TaskQueues"},
		{"/twilio/video/rooms.participants/list", "GET", "video/v1/Rooms/RM0123456789abcdef0123456789abcdef/Participants"},
		{"/twilio/iam/api-keys/list", "GET", in(account, "/Keys.json")},
		{"/twilio/iam/api-keys/list", "GET", "iam/v1/Keys?AccountSid=" + account},
		{"/twilio/iam/accounts/list", "GET", accountsList},
		{"/twilio/iam/account-oauth-apps/delete", "DELETE", "iam/v1/Account/OAuthApps/OQ0123456789abcdef0123456789abcdef"},
	}
	nothing := a.restricted("/twilio/studio/flows/read")
	for _, tt := range tests {
		t.Run(tt.permission+" "+tt.method, func(t *testing.T) {
			t.Parallel()
			status, answer := asker{t, sim, nothing.authorization}.ask(tt.method, tt.address, nil)
			assert.Equal(t, []any{403, float64(70051)}, []any{status, answer["code"]}, "%v", answer)
			for _, permission := range []string{tt.permission, tt.permission[:strings.LastIndexByte(tt.permission, '/')] + "/*"} {
				key := mainAccount(t, sim).restricted(permission)
				status, answer = key.ask(tt.method, tt.address, nil)
				assert.NotEqual(t, float64(70051), answer["code"], "%s: %d %v", permission, status, answer)
			}
		})
	}
	_, answer := nothing.ask("POST", in(account, "/Messages.json"), nil)
	assert.Contains(t, answer["message"], "/twilio/messaging/messages/create")
}

func TestPoliciesOfKeys(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := mainAccount(t, sim)
	const send = "/twilio/messaging/messages/create"
	tests := []struct {
		name, policy string
		code         int
	}{
		{"none", "", 70002},
		{"no JSON", "{", 70002},
		{"a list", `["` + send + `"]`, 70002},
		{"a permission that there is not", `{"allow":["/twilio/fakepermission/doesnotexist"]}`, 70002},
		{"a product that there is not", `{"allow":["/twilio/fax/faxes/create"]}`, 70002},
		{"an action that there is not", `{"allow":["/twilio/messaging/messages/send"]}`, 70002},
		{"a long one", `{"allow":["/twilio/messaging/` + strings.Repeat("a", 300) + `/create"]}`, 70002},
		{"nothing allowed", `{"allow":[]}`, 70001},
		{"too many", policyOf(t, slices.Repeat([]string{send}, 101)...), 70001},
		{"as many as can be", policyOf(t, slices.Repeat([]string{send}, 100)...), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, answer := a.ask("POST", "iam/v1/Keys", url.Values{"AccountSid": {sim.AccountSID()}, "KeyType": {"restricted"}, "Policy": {tt.policy}})
			if tt.code == 0 {
				assert.Equal(t, 201, status, "%v", answer)
				return
			}
			assert.Equal(t, []any{400, float64(tt.code)}, []any{status, answer["code"]}, "%v", answer)
		})
	}
}

// TestPolicyChanges hold at once, and no key gives more than it has.
func TestPolicyChanges(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a, messages := mainAccount(t, sim), in(sim.AccountSID(), "/Messages.json")
	made := a.must(201, "POST", "iam/v1/Keys", url.Values{"AccountSid": {sim.AccountSID()}, "KeyType": {"restricted"}, "Policy": {policyOf(t, "/twilio/messaging/messages/list")}})
	assert.Equal(t, map[string]any{"allow": []any{"/twilio/messaging/messages/list"}}, made["policy"])
	key := a.with(field(made, "sid"), field(made, "secret"))
	key.must(200, "GET", messages, nil)
	item := "iam/v1/Keys/" + field(made, "sid")
	a.must(200, "POST", item, url.Values{"Policy": {policyOf(t, "/twilio/iam/api-keys/*", "/twilio/voice/calls/list")}})
	key.refused(403, 70051, "GET", messages, nil)
	key.must(200, "GET", item, nil)

	with := func(more url.Values) url.Values {
		more.Set("AccountSid", sim.AccountSID())
		return more
	}
	key.refused(400, 70152, "POST", "iam/v1/Keys", with(url.Values{}))
	key.refused(400, 70152, "POST", in(sim.AccountSID(), "/Keys.json"), nil)
	key.refused(400, 70152, "POST", "iam/v1/Keys", with(url.Values{"KeyType": {"restricted"}, "Policy": {policyOf(t, "/twilio/voice/calls/create")}}))
	key.refused(400, 70152, "POST", item, url.Values{"Policy": {policyOf(t, "/twilio/messaging/messages/create")}})
	key.must(201, "POST", "iam/v1/Keys", with(url.Values{"KeyType": {"restricted"}, "Policy": {policyOf(t, "/twilio/voice/calls/list")}}))
	standard, _ := sim.APIKey()
	a.refused(400, 70001, "POST", "iam/v1/Keys/"+standard, url.Values{"Policy": {policyOf(t, "/twilio/voice/calls/list")}})
}

// TestLedgerKeepsNoSecrets of credentials that are made.
func TestLedgerKeepsNoSecrets(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := mainAccount(t, sim)
	made := a.must(201, "POST", in(sim.AccountSID(), "/Keys.json"), nil)
	token := a.must(201, "POST", "accounts/v1/AuthTokens/Secondary", nil)
	const keys = "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMIexample"
	a.must(201, "POST", "accounts/v1/Credentials/AWS", url.Values{"Credentials": {keys}, "FriendlyName": {"bucket"}})
	text, err := json.Marshal(sim.Requests())
	require.NoError(t, err)
	for _, secret := range []string{field(made, "secret"), field(token, "secondary_auth_token"), sim.AuthToken(), "wJalrXUtnFEMI"} {
		assert.NotEmpty(t, secret)
		assert.NotContains(t, string(text), secret)
	}
	assert.Contains(t, string(text), "bucket")
}
