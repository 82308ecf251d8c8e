package twiliotest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const oauthApps = "iam/v1/Account/OAuthApps"

func appBody(more map[string]any) map[string]any {
	body := map[string]any{
		"type": "Client Credential", "friendly_name": "reports", "description": "Sends reports", "access_token_ttl": 120,
		"policy": map[string]any{"allow": []string{"/twilio/messaging/messages/*"}, "deny": []string{"/twilio/messaging/messages/delete"}},
	}
	for name, value := range more {
		body[name] = value
	}
	return body
}

// TestOAuthApps give access tokens with the permissions and the life that they have.
func TestOAuthApps(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	made := a.must(201, "POST", oauthApps, appBody(nil))
	sid, secret := field(made, "sid"), field(made, "secret")
	assert.Regexp(t, `^OQ[0-9a-f]{32}$`, sid)
	assert.Len(t, secret, 32)
	assert.Equal(t, []any{"reports", "Client Credential", "ACTIVE", float64(120)}, []any{made["friendly_name"], made["type"], made["status"], made["access_token_ttl"]})

	_, answer := requestToken(t, sim, sid, secret)
	assert.EqualValues(t, 120, answer["expires_in"])
	app := asker{t, sim, "Bearer " + field(answer, "access_token")}
	messages := in(sim.AccountSID(), "/Messages.json")
	app.must(200, "GET", messages, nil)
	app.refused(403, 70051, "GET", in(sim.AccountSID(), "/Calls.json"), nil)
	app.refused(403, 70051, "DELETE", in(sim.AccountSID(), "/Messages/SM0123456789abcdef0123456789abcdef.json"), nil)
	app.refused(401, 20003, "GET", in(sim.Subaccount(), "/Messages.json"), nil)
	sim.Clock.Advance(2 * time.Minute)
	app.refused(401, 20003, "GET", messages, nil)

	item := oauthApps + "/" + sid
	changed := a.must(200, "PUT", item, map[string]any{"friendly_name": "calls", "policy": map[string]any{"allow": []string{"/twilio/voice/calls/list"}}})
	assert.Equal(t, []any{"calls", "Sends reports", "", float64(120)}, []any{changed["friendly_name"], changed["description"], changed["secret"], changed["access_token_ttl"]})
	app = asker{t, sim, "Bearer " + accessToken(t, sim, sid, secret)}
	app.must(200, "GET", in(sim.AccountSID(), "/Calls.json"), nil)
	app.refused(403, 70051, "GET", messages, nil)

	a.must(204, "DELETE", item, nil)
	app.refused(401, 20003, "GET", in(sim.AccountSID(), "/Calls.json"), nil)
	status, _ := requestToken(t, sim, sid, secret)
	assert.Equal(t, http.StatusBadRequest, status)
	a.refused(404, 20404, "DELETE", item, nil)
	a.refused(404, 20404, "PUT", item, appBody(nil))
}

func TestOAuthAppsThatCannotBe(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a, sub := api{t, sim}, sim.Subaccount()
	a.refused(400, 70002, "POST", oauthApps, appBody(map[string]any{"policy": map[string]any{"allow": []string{"send everything"}}}))
	a.refused(400, 70001, "POST", oauthApps, appBody(map[string]any{"policy": map[string]any{"deny": []string{"/twilio/voice/calls/list"}}}))
	a.refused(400, 20001, "POST", oauthApps, appBody(map[string]any{"access_token_ttl": 59}))
	a.refused(400, 20001, "POST", oauthApps, appBody(map[string]any{"access_token_ttl": 30*24*3600 + 1}))
	a.refused(403, 70051, "POST", oauthApps, appBody(map[string]any{"owner_sid": "AC0123456789abcdef0123456789abcdef"}))
	made := a.must(201, "POST", oauthApps, appBody(map[string]any{"owner_sid": sub}))
	app := asker{t, sim, "Bearer " + accessToken(t, sim, field(made, "sid"), field(made, "secret"))}
	app.must(200, "GET", in(sub, "/Messages.json"), nil)
	app.refused(401, 20003, "GET", in(sim.AccountSID(), "/Messages.json"), nil)
	id, _ := sim.OrganizationOAuthApp()
	a.refused(404, 20404, "DELETE", oauthApps+"/"+id, nil)

	nothing := a.must(201, "POST", oauthApps, map[string]any{"type": "Client Credential"})
	app = asker{t, sim, "Bearer " + accessToken(t, sim, field(nothing, "sid"), field(nothing, "secret"))}
	app.refused(403, 70051, "GET", in(sim.AccountSID(), "/Messages.json"), nil)
}

// TestOwnOAuthAppCanBeDeleted as any other one.
func TestOwnOAuthAppCanBeDeleted(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	id, secret := sim.OAuthApp()
	client, err := twilio.New(sim.AccountSID(), twilio.OAuth(id, secret), sim.Options()...)
	require.NoError(t, err)
	_, err = client.Balance.Get(t.Context())
	require.NoError(t, err)
	api{t, sim}.must(204, "DELETE", oauthApps+"/"+id, nil)
	_, err = client.Balance.Get(t.Context())
	require.Error(t, err)
}

// TestOlderTokenEndpoints give the same tokens.
func TestOlderTokenEndpoints(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	id, secret := sim.OAuthApp()
	for _, tt := range []struct{ address, grant, client, secret string }{
		{"iam/v1/token", "grant_type", "client_id", "client_secret"},
		{"preview-iam/v1/token", "grant_type", "client_id", "client_secret"},
		{"oauth/v1/token", "GrantType", "ClientId", "ClientSecret"},
	} {
		form := map[string][]string{tt.grant: {"client_credentials"}, tt.client: {id}, tt.secret: {secret}}
		answer := asker{t, sim, ""}.must(201, "POST", tt.address, form)
		asker{t, sim, "Bearer " + field(answer, "access_token")}.must(200, "GET", in(sim.AccountSID(), "/Messages.json"), nil)
		requests := sim.Requests()
		assert.NotContains(t, requests[len(requests)-2].Form, tt.secret)
	}
}
