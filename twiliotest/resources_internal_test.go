package twiliotest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
)

// TestRemove: what is below a resource goes with it, also when an item of the same name
// comes after it.
func TestRemove(t *testing.T) {
	t.Parallel()
	var rs resources
	for _, res := range []struct{ path, collection string }{
		{"/v2/Entities/ada", "/v2/Entities"}, {"/v2/Entities/ada/Factors/1", "/v2/Entities/ada/Factors"}, {"/v2/Entities/adam", "/v2/Entities"},
	} {
		rs.put("verify", res.collection, &resource{path: res.path})
	}
	rs.remove("verify", "/v2/Entities", "/v2/Entities/ada")
	assert.Nil(t, rs.at("verify", "/v2/Entities/ada"))
	assert.True(t, rs.isDeleted("verify", "/v2/Entities/ada"))
	assert.Len(t, rs.in("verify", "/v2/Entities"), 1)
	rs.put("verify", "/v2/Entities", &resource{path: "/v2/Entities/ada"})
	assert.NotNil(t, rs.at("verify", "/v2/Entities/ada"))
	assert.Nil(t, rs.at("verify", "/v2/Entities/ada/Factors/1"))
	assert.Empty(t, rs.in("verify", "/v2/Entities/ada/Factors"))
	assert.NotNil(t, rs.at("verify", "/v2/Entities/adam"))
}

// FuzzResource: whatever a body says, the answer has the published properties.
func FuzzResource(f *testing.F) {
	for _, body := range []string{
		`{"friendly_name":"x","types":{"twilio/text":{"body":1}}}`, `{"Operations":[{"op":"remove","path":"a"},1,null]}`, `[]`, `{"sid":{}}`,
		"FriendlyName=x&Push.IncludeDate=perhaps&Push=1", "a..b=1&.=2&Totp.=3", "DateCreated=2026-04-14", "CodeLength=1e999", "CodeLength=00",
	} {
		f.Add(body)
	}
	sim, err := Start()
	require.NoError(f, err)
	f.Cleanup(func() { assert.NoError(f, sim.Close()) })
	var operations []*contract.Operation
	for _, name := range []struct{ spec, id string }{
		{"content_v1", "CreateContent"}, {"verify_v2", "CreateService"}, {"iam_organizations", "PatchOrganizationUser"}, {"api_v2010", "UpdateConference"},
	} {
		spec, err := contract.Load(name.spec)
		require.NoError(f, err)
		operations = append(operations, spec.Operation(name.id))
	}
	f.Fuzz(func(t *testing.T, body string) {
		form, _ := url.ParseQuery(body)
		for _, op := range operations {
			r := &request{op: op, body: []byte(body), form: form, http: httptest.NewRequest(http.MethodPost, "https://"+op.Host+".twilio.com/", http.NoBody)}
			values, problem := valuesOf(r)
			if problem != nil {
				continue
			}
			at := place{host: op.Host, path: "/v1/Things/1", collection: "/v1/Things", id: "1", parents: members{}}
			res := sim.newResource(at, "")
			res.values.merge(values)
			shown := sim.shapeOf(r, at, res)
			_, err := json.Marshal(shown)
			require.NoError(t, err)
			for _, p := range op.Properties {
				if parent, name := parentOf(p.Path); parent == "" {
					require.Contains(t, shown, name)
				}
			}
		}
	})
}
