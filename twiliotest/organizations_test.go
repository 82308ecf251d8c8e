package twiliotest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// TestOrganizationsTakeTheirAppsAlone, whose tokens reach nothing else.
func TestOrganizationsTakeTheirAppsAlone(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	accounts := "preview-iam/Organizations/" + sim.OrganizationSID() + "/Accounts"
	mainAccount(t, sim).refused(401, 20003, "GET", accounts, nil)
	keySID, secret := sim.MainAPIKey()
	asker{t, sim, basic(keySID, secret)}.refused(401, 20003, "GET", accounts, nil)
	asker{t, sim, ""}.refused(401, 20003, "GET", accounts, nil)
	id, secret := sim.OAuthApp()
	asker{t, sim, "Bearer " + accessToken(t, sim, id, secret)}.refused(403, 25105, "GET", accounts, nil)

	id, secret = sim.OrganizationOAuthApp()
	app := asker{t, sim, "Bearer " + accessToken(t, sim, id, secret)}
	app.must(200, "GET", accounts, nil)
	app.refused(404, 25100, "GET", strings.Replace(accounts, sim.OrganizationSID(), "OR0123456789abcdef0123456789abcdef", 1), nil)
	app.refused(401, 20003, "GET", in(sim.AccountSID(), "/Messages.json"), nil)
}

func TestOrganizationAccounts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	accounts := "preview-iam/Organizations/" + sim.OrganizationSID() + "/Accounts"
	subs := []string{sim.Subaccount(), sim.Subaccount()}
	page := a.must(200, "GET", accounts+"?PageSize=2", nil)
	assert.Len(t, page["content"], 2)
	meta, _ := page["meta"].(map[string]any)
	page = a.must(200, "GET", strings.TrimPrefix(strings.Replace(field(meta, "next_page_url"), ".twilio.com", "", 1), "https://"), nil)
	assert.Len(t, page["content"], 1)
	mainAccount(t, sim).must(200, "POST", in(subs[1], ".json"), map[string][]string{"Status": {"suspended"}, "FriendlyName": {"late payer"}})
	shown := a.must(200, "GET", accounts+"/"+subs[1], nil)
	assert.Equal(t, []any{subs[1], "suspended", "late payer"}, []any{shown["account_sid"], shown["status"], shown["friendly_name"]})
	a.refused(404, 20404, "GET", accounts+"/AC0123456789abcdef0123456789abcdef", nil)
}

// TestUsersAreUnique by their names, whatever the capitals.
func TestUsersAreUnique(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	users := "preview-iam/Organizations/" + sim.OrganizationSID() + "/scim/Users"
	made := a.must(201, "POST", users, map[string]any{"userName": "ada@example.com", "externalId": "7", "emails": []any{map[string]any{"primary": true, "value": "ada@example.com"}}})
	other := a.must(201, "POST", users, map[string]any{"userName": "joe@example.com"})
	assert.Equal(t, true, made["active"])
	a.refused(409, 20409, "POST", users, map[string]any{"userName": "ADA@example.com"})
	a.refused(409, 20409, "PUT", users+"/"+field(other, "id"), map[string]any{"userName": "ada@example.com"})
	patch := map[string]any{"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}, "Operations": []any{map[string]any{"op": "replace", "value": map[string]any{"userName": "ada@example.com"}}}}
	a.refused(409, 20409, "PATCH", users+"/"+field(other, "id"), patch)
	a.refused(400, 25005, "POST", users, map[string]any{"userName": "x"})
	a.refused(400, 25005, "POST", users, map[string]any{"userName": strings.Repeat("x", 256)})
	a.refused(400, 25005, "POST", users, map[string]any{"userName": "max@example.com", "emails": []any{map[string]any{"primary": true, "value": "moritz@example.com"}}})

	for filter, want := range map[string]int{
		``: 2, `userName eq "ADA@example.com"`: 1, `username EQ "joe@example.com"`: 1, `externalId eq "7"`: 1, `userName eq "nobody"`: 0,
	} {
		assert.Len(t, a.must(200, "GET", users+"?filter="+strings.ReplaceAll(filter, " ", "%20"), nil)["Resources"], want, filter)
	}
	a.refused(400, 20001, "GET", users+"?filter=active%20eq%20true", nil)

	kept := a.must(200, "PUT", users+"/"+field(made, "id"), map[string]any{"userName": "ada@example.com", "displayName": "Ada"})
	assert.Equal(t, []any{"Ada", "", made["id"], true}, []any{kept["displayName"], kept["externalId"], kept["id"], kept["active"]}, "what is not sent is gone")
	a.must(204, "DELETE", users+"/"+field(made, "id"), nil)
	a.refused(404, 25008, "GET", users+"/"+field(made, "id"), nil)
	a.refused(404, 25008, "DELETE", users+"/"+field(made, "id"), nil)
	a.must(201, "POST", users, map[string]any{"userName": "ada@example.com"})
}

// TestUserVersions: If-Match names the version that is to be changed.
func TestUserVersions(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	users := "preview-iam/Organizations/" + sim.OrganizationSID() + "/scim/Users"
	made := a.must(201, "POST", users, map[string]any{"userName": "ada@example.com"})
	version := func(user map[string]any) string {
		meta, _ := user["meta"].(map[string]any)
		return field(meta, "version")
	}
	assert.Equal(t, "1", version(made))
	replace := func(match string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "https://preview-iam.twilio.com/"+strings.TrimPrefix(users, "preview-iam/")+"/"+field(made, "id"), strings.NewReader(`{"userName":"ada@example.com"}`))
		require.NoError(t, err)
		authorize(t, sim, req)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("If-Match", match)
		resp, err := sim.Transport().RoundTrip(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return resp.StatusCode
	}
	for _, tt := range []struct {
		match  string
		status int
	}{{"2", 409}, {"1", 200}, {"1", 409}, {`W/"2"`, 200}, {"*", 200}, {"", 200}} {
		assert.Equal(t, tt.status, replace(tt.match), tt.match)
	}
	assert.Equal(t, "5", version(a.must(200, "GET", users+"/"+field(made, "id"), nil)))
}

func TestRoleAssignmentsAreUnique(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	assignments := "preview-iam/Organizations/" + sim.OrganizationSID() + "/RoleAssignments"
	const role, ada, joe = "IX0123456789abcdef0123456789abcdef", "US0123456789abcdef0123456789abcdef", "US1123456789abcdef0123456789abcdef"
	assign := func(identity, scope string) map[string]any {
		return map[string]any{"role_sid": role, "scope": scope, "identity": identity}
	}
	made := a.must(201, "POST", assignments, assign(ada, sim.AccountSID()))
	assert.Regexp(t, `^IY[0-9a-f]{32}$`, made["sid"])
	a.refused(409, 20409, "POST", assignments, assign(ada, sim.AccountSID()))
	a.must(201, "POST", assignments, assign(joe, sim.AccountSID()))
	a.must(201, "POST", assignments, assign(ada, sim.OrganizationSID()))
	assert.Len(t, a.must(200, "GET", assignments+"?Identity="+ada, nil)["content"], 2)
	assert.Len(t, a.must(200, "GET", assignments+"?Scope="+sim.AccountSID(), nil)["content"], 2)
	a.must(204, "DELETE", assignments+"/"+field(made, "sid"), nil)
	a.must(201, "POST", assignments, assign(ada, sim.AccountSID()))
}

func TestRolePermissions(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	page := mainAccount(t, sim).must(200, "GET", "iam/v1/Roles/IX0123456789abcdef0123456789abcdef/Permissions?PageSize=4", nil)
	permissions, _ := page["permissions"].([]any)
	require.Len(t, permissions, 4)
	first, _ := permissions[0].(map[string]any)
	assert.Equal(t, "twilio messaging messages create", fmt.Sprint(first["namespace"], " ", first["product"], " ", first["resource"], " ", first["action"]))
	assert.Regexp(t, `^IZ[0-9a-f]{32}$`, first["sid"])
}
