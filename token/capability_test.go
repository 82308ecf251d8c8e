package token_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

func TestCapabilityVectors(t *testing.T) {
	t.Parallel()
	capabilities := map[string]token.Capability{ // AP123 is no SID, and is Twilio's own
		"incoming":              {ClientName: "andy", Incoming: true},
		"incoming and outgoing": {ClientName: "andy", Incoming: true, ApplicationSID: "AP123", AppParams: map[string]string{"foobar": "3"}},
	}
	for _, v := range vectors(t).CapabilityTokens {
		claims, err := token.Verify(v.Token, v.Secret, now)
		require.NoError(t, err, v.Name)
		assert.Equal(t, claims.Scope, token.Scope(capabilities[v.Name]), v.Name)
		if capabilities[v.Name].ApplicationSID == "" {
			jwt, err := newLegacySigner(t).SignCapability(capabilities[v.Name])
			require.NoError(t, err, v.Name)
			assert.Equal(t, v.Token, jwt, v.Name)
		}
		assert.Equal(t, account, claims.Issuer, v.Name)
		assert.NotEmpty(t, claims.Scope, v.Name)
		assert.Empty(t, claims.Grants, v.Name)
	}
}

func TestCapabilityScopes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		capability token.Capability
		want       string
	}{
		{capability: token.Capability{ApplicationSID: "AP123"}, want: "scope:client:outgoing?appSid=AP123"},
		{capability: token.Capability{ApplicationSID: "AP123", ClientName: "CL123"}, want: "scope:client:outgoing?appSid=AP123&clientName=CL123"},
		{capability: token.Capability{Events: true}, want: "scope:stream:subscribe?path=%2F2010-04-01%2FEvents"},
		{capability: token.Capability{Events: true, EventFilters: map[string]string{"foobar": "hey"}}, want: "scope:stream:subscribe?params=foobar%3Dhey&path=%2F2010-04-01%2FEvents"},
		{
			capability: token.Capability{ApplicationSID: "AP1", AppParams: map[string]string{"b": "ä &", "a": "1"}, ClientName: "a b", Incoming: true, Events: true},
			want:       "scope:client:incoming?clientName=a+b scope:client:outgoing?appParams=a%3D1%26b%3D%25C3%25A4%2B%2526&appSid=AP1&clientName=a+b scope:stream:subscribe?path=%2F2010-04-01%2FEvents",
		},
	} {
		assert.Equal(t, tt.want, token.Scope(tt.capability))
		tt.capability.TTL = 10 * time.Minute
		if tt.capability.ApplicationSID != "" {
			tt.want = strings.ReplaceAll(tt.want, tt.capability.ApplicationSID, app)
			tt.capability.ApplicationSID = app
		}
		jwt, err := newLegacySigner(t).SignCapability(tt.capability)
		require.NoError(t, err)
		claims, err := token.Verify(jwt, authToken, now)
		require.NoError(t, err)
		assert.Equal(t, tt.want, claims.Scope)
		assert.Equal(t, now.Add(10*time.Minute).UTC(), claims.ExpiresAt)
	}
}

func TestCapabilityRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		capability token.Capability
		fields     []string
	}{
		{name: "nothing", capability: token.Capability{}, fields: []string{"Capability"}},
		{name: "a name alone", capability: token.Capability{ClientName: "ada"}, fields: []string{"Capability"}},
		{name: "incoming without a name", capability: token.Capability{Incoming: true}, fields: []string{"ClientName"}},
		{name: "name not UTF-8", capability: token.Capability{Incoming: true, ClientName: "\xff"}, fields: []string{"ClientName"}},
		{name: "key as application", capability: token.Capability{ApplicationSID: key}, fields: []string{"ApplicationSID"}},
		{name: "short application", capability: token.Capability{ApplicationSID: "AP123"}, fields: []string{"ApplicationSID"}},
		{name: "application with a blank", capability: token.Capability{ApplicationSID: "AP1 scope:x"}, fields: []string{"ApplicationSID"}},
		{name: "params without application", capability: token.Capability{Events: true, AppParams: map[string]string{"a": "b"}}, fields: []string{"AppParams"}},
		{name: "params not UTF-8", capability: token.Capability{ApplicationSID: app, AppParams: map[string]string{"\xff": "b"}}, fields: []string{"AppParams"}},
		{name: "filters not UTF-8", capability: token.Capability{Events: true, EventFilters: map[string]string{"a": "\xff"}}, fields: []string{"EventFilters"}},
		{name: "filters without events", capability: token.Capability{ApplicationSID: app, EventFilters: map[string]string{"a": "b"}}, fields: []string{"EventFilters"}},
		{name: "TTL", capability: token.Capability{Events: true, TTL: 25 * time.Hour}, fields: []string{"TTL"}},
	} {
		_, err := newLegacySigner(t).SignCapability(tt.capability)
		requireParams(t, err, "SignCapability", tt.fields...)
	}
}

func TestNewLegacySignerRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		account, authToken string
		opts               []token.Option
		fields             []string
	}{
		{account: "", fields: []string{"accountSID", "authToken"}},
		{account: authToken, authToken: account, fields: []string{"accountSID", "authToken"}},
		{account: account, authToken: authToken + " ", fields: []string{"authToken"}},
		{account: account, authToken: authToken, opts: []token.Option{token.WithRegion("ie1")}, fields: []string{"WithRegion"}},
		{account: account, authToken: authToken, opts: []token.Option{token.WithAlgorithm(token.HS512)}, fields: []string{"WithAlgorithm"}},
	} {
		signer, err := token.NewLegacySigner(tt.account, tt.authToken, tt.opts...)
		assert.Nil(t, signer)
		requireParams(t, err, "NewLegacySigner", tt.fields...)
	}
}

const (
	workspace = "WS00000000000000000000000000000000"
	worker    = "WK00000000000000000000000000000000"
	queue     = "WQ00000000000000000000000000000000"
)

func TestTaskRouterCapability(t *testing.T) {
	t.Parallel()
	const channel = `{"url":"https://event-bridge.twilio.com/v1/wschannels/` + account + `/`
	const free = `,"allow":true,"query_filter":{},"post_filter":{}}`
	common := `"iss":"` + account + `","exp":1767229200,"version":"v1","account_sid":"` + account + `","workspace_sid":"` + workspace + `",`
	policies := func(sid string) string {
		return `"policies":[` + channel + sid + `","method":"GET"` + free + `,` + channel + sid + `","method":"POST"` + free
	}
	const base = `{"url":"https://taskrouter.twilio.com/v1/Workspaces/` + workspace
	for _, tt := range []struct {
		capability token.TaskRouterCapability
		want       string
	}{
		{
			capability: token.TaskRouterCapability{WorkspaceSID: workspace},
			want:       `{` + common + `"friendly_name":"` + workspace + `","channel":"` + workspace + `",` + policies(workspace) + `]}`,
		},
		{
			capability: token.TaskRouterCapability{WorkspaceSID: workspace, ChannelSID: queue, FriendlyName: "q"},
			want:       `{` + common + `"friendly_name":"q","channel":"` + queue + `","taskqueue_sid":"` + queue + `",` + policies(queue) + `]}`,
		},
		{
			capability: token.TaskRouterCapability{WorkspaceSID: workspace, ChannelSID: worker, Policies: append(token.WorkerPolicies(workspace, worker), token.Policy{
				URL: "https://taskrouter.twilio.com/v1/Workspaces/" + workspace + "/Workers/" + worker, Method: "post",
				PostFilter: map[string]token.Filter{"ActivitySid": {Required: true}},
			})},
			want: `{` + common + `"friendly_name":"` + worker + `","channel":"` + worker + `","worker_sid":"` + worker + `",` + policies(worker) + `,` +
				base + `/Workers/` + worker + `","method":"GET"` + free + `,` +
				base + `/Activities","method":"GET"` + free + `,` +
				base + `/Tasks/**","method":"GET"` + free + `,` +
				base + `/Workers/` + worker + `/Reservations/**","method":"GET"` + free + `,` +
				base + `/Workers/` + worker + `","method":"POST","allow":false,"query_filter":{},"post_filter":{"ActivitySid":{"required":true}}}]}`,
		},
	} {
		given := append([]token.Policy(nil), tt.capability.Policies...)
		jwt, err := newLegacySigner(t).SignTaskRouter(tt.capability)
		require.NoError(t, err)
		assert.Equal(t, given, tt.capability.Policies, "the caller's policies are not changed")
		claims, err := token.Verify(jwt, authToken, now)
		require.NoError(t, err)
		assert.JSONEq(t, tt.want, string(claims.Payload))
		assert.True(t, json.Valid(claims.Payload))
	}
}

func TestTaskRouterCapabilityRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		capability token.TaskRouterCapability
		fields     []string
	}{
		{capability: token.TaskRouterCapability{}, fields: []string{"WorkspaceSID"}},
		{capability: token.TaskRouterCapability{WorkspaceSID: worker, ChannelSID: workspace}, fields: []string{"WorkspaceSID", "ChannelSID"}},
		{capability: token.TaskRouterCapability{WorkspaceSID: workspace, ChannelSID: "W"}, fields: []string{"ChannelSID"}},
		{capability: token.TaskRouterCapability{WorkspaceSID: workspace, FriendlyName: "\xff"}, fields: []string{"FriendlyName"}},
		{capability: token.TaskRouterCapability{WorkspaceSID: workspace, TTL: -1}, fields: []string{"TTL"}},
		{capability: token.TaskRouterCapability{WorkspaceSID: workspace, Policies: []token.Policy{{URL: "https://x"}}}, fields: []string{"Policies"}},
		{capability: token.TaskRouterCapability{WorkspaceSID: workspace, Policies: []token.Policy{{URL: "/Tasks", Method: "GET"}}}, fields: []string{"Policies"}},
		{capability: token.TaskRouterCapability{WorkspaceSID: workspace, Policies: []token.Policy{{URL: "https://x/\xff", Method: "GET"}}}, fields: []string{"Policies"}},
	} {
		_, err := newLegacySigner(t).SignTaskRouter(tt.capability)
		requireParams(t, err, "SignTaskRouter", tt.fields...)
	}
}
