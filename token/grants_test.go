package token_test

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

// signedGrants returns the grants claim of a token.
func signedGrants(t *testing.T, access token.Access) string {
	t.Helper()
	jwt, err := newSigner(t).Sign(access)
	require.NoError(t, err)
	_, payload := parts(t, jwt)
	var claims struct{ Grants json.RawMessage }
	require.NoError(t, json.Unmarshal([]byte(payload), &claims))
	return string(claims.Grants)
}

// TestEveryFieldOfEveryGrant compares each grant with the output of Twilio's own libraries.
func TestEveryFieldOfEveryGrant(t *testing.T) {
	t.Parallel()
	const service, push = "IS00000000000000000000000000000000", "CR00000000000000000000000000000000"
	chat := token.ChatGrant{ServiceSID: service, EndpointID: "phone-1", DeploymentRoleSID: "RL1", PushCredentialSID: push}
	const chatJSON = `{"service_sid":"` + service + `","endpoint_id":"phone-1","deployment_role_sid":"RL1","push_credential_sid":"` + push + `"}`
	const leastChat = `{"service_sid":"` + service + `"}`
	for _, tt := range []struct {
		grant   token.Grant
		pointer func() token.Grant // to the least that Twilio takes
		want    string
		least   string // {} when it is ""
	}{
		{
			grant:   token.VoiceGrant{Incoming: true, OutgoingApplicationSID: app, OutgoingParams: map[string]string{"team": "red", "lang": ""}, PushCredentialSID: push, EndpointID: "phone-1"},
			pointer: func() token.Grant { return new(token.VoiceGrant) },
			want:    `"voice":{"incoming":{"allow":true},"outgoing":{"application_sid":"` + app + `","params":{"team":"red","lang":""}},"push_credential_sid":"` + push + `","endpoint_id":"phone-1"}`,
		},
		{grant: token.VideoGrant{Room: "daily"}, pointer: func() token.Grant { return new(token.VideoGrant) }, want: `"video":{"room":"daily"}`},
		{grant: chat, pointer: func() token.Grant { return &token.ChatGrant{ServiceSID: service} }, want: `"chat":` + chatJSON, least: leastChat},
		{
			grant: token.SyncGrant{ServiceSID: service, EndpointID: "phone-1"}, pointer: func() token.Grant { return &token.SyncGrant{ServiceSID: service} },
			want: `"data_sync":{"service_sid":"` + service + `","endpoint_id":"phone-1"}`, least: leastChat,
		},
		{
			grant: token.TaskRouterGrant{WorkspaceSID: workspace, WorkerSID: worker, Role: "supervisor"}, pointer: func() token.Grant { return &token.TaskRouterGrant{WorkspaceSID: workspace} },
			want: `"task_router":{"workspace_sid":"` + workspace + `","worker_sid":"` + worker + `","role":"supervisor"}`, least: `{"workspace_sid":"` + workspace + `"}`,
		},
		{
			grant:   token.PlaybackGrant{Grant: json.RawMessage(`{"requestCredentials": null, "playbackUrl": "https://example.com/?a&b"}`)},
			pointer: func() token.Grant { return &token.PlaybackGrant{Grant: json.RawMessage("{}")} },
			want:    `"player":{"requestCredentials":null,"playbackUrl":"https://example.com/?a&b"}`,
		},
		{grant: token.ConversationsGrant{ConfigurationProfileSID: "VS1"}, pointer: func() token.Grant { return new(token.ConversationsGrant) }, want: `"rtc":{"configuration_profile_sid":"VS1"}`},
		{grant: token.IPMessagingGrant(chat), pointer: func() token.Grant { return &token.IPMessagingGrant{ServiceSID: service} }, want: `"ip_messaging":` + chatJSON, least: leastChat},
		{
			grant:   token.RawGrant{Name: "brand_new", JSON: json.RawMessage(`{"a": [1, {"b": null}]}`)},
			pointer: func() token.Grant { return &token.RawGrant{Name: "brand_new", JSON: json.RawMessage(`{}`)} },
			want:    `"brand_new":{"a":[1,{"b":null}]}`,
		},
	} {
		assert.JSONEq(t, `{"identity":"ada",`+tt.want+`}`, signedGrants(t, token.Access{Identity: "ada", Grants: []token.Grant{tt.grant}}))
		name, _, _ := strings.Cut(tt.want, ":")
		assert.JSONEq(t, `{"identity":"ada",`+name+`:`+cmp.Or(tt.least, "{}")+`}`, signedGrants(t, token.Access{Identity: "ada", Grants: []token.Grant{tt.pointer()}}))
	}
}

// TestRawGrants stand beside the others.
func TestRawGrants(t *testing.T) {
	t.Parallel()
	access := token.Access{Identity: "ada", Grants: []token.Grant{
		token.RawGrant{Name: "x-1.2", JSON: json.RawMessage(`{"Team":1,"team":2}`)}, token.VideoGrant{Room: "<r>"},
		token.RawGrant{Name: `"`, JSON: json.RawMessage(" {} ")},
	}}
	assert.JSONEq(t, `{"identity":"ada","video":{"room":"<r>"},"x-1.2":{"Team":1,"team":2},"\"":{}}`, signedGrants(t, access))
	jwt, err := newSigner(t).Sign(access)
	require.NoError(t, err)
	claims, err := token.Verify(jwt, secret, now)
	require.NoError(t, err)
	assert.Equal(t, []token.Grant{token.VideoGrant{Room: "<r>"}}, claims.Grants)
	assert.Contains(t, string(claims.Payload), `"x-1.2":{"Team":1,"team":2}`)
}

// Types that have a grant's methods without being one.
type (
	embedsPointer   struct{ *token.VideoGrant }
	embedsInterface struct{ token.Grant }
	embedsValue     struct{ token.VideoGrant }
)

func TestSignRefusesGrants(t *testing.T) {
	t.Parallel()
	const bad = "a\xff"
	object := json.RawMessage("{}")
	var nilRaw *token.RawGrant
	var nilVoice *token.VoiceGrant
	for _, tt := range []struct {
		name   string
		grants []token.Grant
		fields []string
	}{
		{name: "embedded pointer", grants: []token.Grant{embedsPointer{}}, fields: []string{"Grants"}},
		{name: "embedded interface", grants: []token.Grant{embedsInterface{}}, fields: []string{"Grants"}},
		{name: "embedded value", grants: []token.Grant{embedsValue{}}, fields: []string{"Grants"}},
		{name: "pointer to one", grants: []token.Grant{&embedsPointer{}, (*embedsValue)(nil)}, fields: []string{"Grants", "Grants"}},
		{name: "nil pointers", grants: []token.Grant{nilRaw, nilVoice, nil}, fields: []string{"Grants", "Grants", "Grants"}},

		{name: "voice endpoint", grants: []token.Grant{token.VoiceGrant{EndpointID: bad}}, fields: []string{"VoiceGrant.EndpointID"}},
		{name: "voice param name", grants: []token.Grant{token.VoiceGrant{OutgoingApplicationSID: app, OutgoingParams: map[string]string{bad: ""}}}, fields: []string{"VoiceGrant.OutgoingParams"}},
		{name: "chat endpoint", grants: []token.Grant{token.ChatGrant{ServiceSID: chatService, EndpointID: bad}}, fields: []string{"ChatGrant.EndpointID"}},
		{name: "chat role", grants: []token.Grant{token.ChatGrant{ServiceSID: chatService, DeploymentRoleSID: bad}}, fields: []string{"ChatGrant.DeploymentRoleSID"}},
		{name: "chat push credential", grants: []token.Grant{token.ChatGrant{ServiceSID: chatService, PushCredentialSID: app}}, fields: []string{"ChatGrant.PushCredentialSID"}},
		{name: "sync with the SID of an account", grants: []token.Grant{token.SyncGrant{ServiceSID: "AC00000000000000000000000000000001"}}, fields: []string{"SyncGrant.ServiceSID"}},
		{name: "sync with a blank behind the SID", grants: []token.Grant{token.SyncGrant{ServiceSID: "IS00000000000000000000000000000001 "}}, fields: []string{"SyncGrant.ServiceSID"}},
		{name: "sync with a blank before the default", grants: []token.Grant{token.SyncGrant{ServiceSID: " default"}}, fields: []string{"SyncGrant.ServiceSID"}},
		{name: "profile with the SID of a service", grants: []token.Grant{token.ConversationsGrant{ConfigurationProfileSID: "IS00000000000000000000000000000001"}}, fields: []string{"ConversationsGrant.ConfigurationProfileSID"}},
		{name: "sync endpoint", grants: []token.Grant{token.SyncGrant{ServiceSID: "default", EndpointID: bad}}, fields: []string{"SyncGrant.EndpointID"}},
		{name: "role", grants: []token.Grant{token.TaskRouterGrant{WorkspaceSID: workspace, Role: bad}}, fields: []string{"TaskRouterGrant.Role"}},
		{name: "profile", grants: []token.Grant{token.ConversationsGrant{ConfigurationProfileSID: bad}}, fields: []string{"ConversationsGrant.ConfigurationProfileSID"}},
		{name: "chat under its first name", grants: []token.Grant{token.IPMessagingGrant{ServiceSID: chatService, EndpointID: bad, DeploymentRoleSID: bad, PushCredentialSID: bad}},
			fields: []string{"IPMessagingGrant.PushCredentialSID", "IPMessagingGrant.EndpointID", "IPMessagingGrant.DeploymentRoleSID"}},

		{name: "player with a name twice", grants: []token.Grant{token.PlaybackGrant{Grant: []byte(`{"a":[{"b":1,"b":2}]}`)}}, fields: []string{"PlaybackGrant.Grant"}},
		{name: "raw and empty", grants: []token.Grant{token.RawGrant{}}, fields: []string{"RawGrant.Name", "RawGrant.JSON"}},
		{name: "raw with a blank", grants: []token.Grant{token.RawGrant{Name: "a b", JSON: object}}, fields: []string{"RawGrant.Name"}},
		{name: "raw name not UTF-8", grants: []token.Grant{token.RawGrant{Name: bad, JSON: object}}, fields: []string{"RawGrant.Name"}},
		{name: "raw identity", grants: []token.Grant{token.RawGrant{Name: "identity", JSON: object}}, fields: []string{"RawGrant.Name"}},
		{name: "raw voice", grants: []token.Grant{token.RawGrant{Name: "voice", JSON: object}}, fields: []string{"RawGrant.Name"}},
		{name: "raw voice in capitals", grants: []token.Grant{token.RawGrant{Name: "VOICE", JSON: object}}, fields: []string{"RawGrant.Name"}},
		{name: "raw text", grants: []token.Grant{token.RawGrant{Name: "x", JSON: json.RawMessage(`"x"`)}}, fields: []string{"RawGrant.JSON"}},
		{name: "raw list", grants: []token.Grant{token.RawGrant{Name: "x", JSON: json.RawMessage(`[]`)}}, fields: []string{"RawGrant.JSON"}},
		{name: "raw cut short", grants: []token.Grant{token.RawGrant{Name: "x", JSON: json.RawMessage(`{"a"`)}}, fields: []string{"RawGrant.JSON"}},
		{name: "raw with more behind it", grants: []token.Grant{token.RawGrant{Name: "x", JSON: json.RawMessage(`{},"voice":{}`)}}, fields: []string{"RawGrant.JSON"}},
		{name: "raw with a name twice", grants: []token.Grant{token.RawGrant{Name: "x", JSON: json.RawMessage(`{"a":1,"\u0061":2}`)}}, fields: []string{"RawGrant.JSON"}},
		{name: "raw twice", grants: []token.Grant{token.RawGrant{Name: "x", JSON: object}, token.RawGrant{Name: "X", JSON: object}}, fields: []string{"Grants"}},
	} {
		jwt, err := newSigner(t).Sign(token.Access{Identity: "ada", Grants: tt.grants})
		assert.Empty(t, jwt, tt.name)
		requireParams(t, err, "Sign", tt.fields...)
	}
}

// TestHS384 is checked without the package's own code.
func TestHS384(t *testing.T) {
	t.Parallel()
	jwt, err := newSigner(t, token.WithAlgorithm(token.HS384)).Sign(token.Access{Identity: "ada", Grants: []token.Grant{raw}})
	require.NoError(t, err)
	head, payload := parts(t, jwt)
	assert.JSONEq(t, `{"alg":"HS384","typ":"JWT","cty":"twilio-fpa;v=1"}`, head)
	mac := hmac.New(sha512.New384, []byte(secret))
	mac.Write([]byte(encode(head) + "." + encode(payload)))
	assert.Equal(t, encode(head)+"."+encode(payload)+"."+base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), jwt)
}

// TestSignBounds: the last values that are taken, and the first that are not.
func TestSignBounds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		access token.Access
		clock  time.Time
		want   string // of the payload
		fields []string
	}{
		{name: "shortest", access: token.Access{TTL: time.Second}, clock: now, want: `"exp":1767225601,`},
		{name: "too short", access: token.Access{TTL: time.Second - 1}, clock: now, fields: []string{"TTL"}},
		{name: "longest", access: token.Access{TTL: token.MaxTTL}, clock: now, want: `"exp":1767312000,`},
		{name: "too long", access: token.Access{TTL: token.MaxTTL + 1}, clock: now, fields: []string{"TTL"}},
		{name: "fraction", access: token.Access{TTL: 2*time.Second - 1}, clock: now.Add(time.Second - 1), want: `"exp":1767225601,`},
		{name: "begins last", access: token.Access{NotBefore: now.Add(time.Hour - time.Second)}, clock: now, want: `"nbf":1767229199,`},
		{name: "begins at its end", access: token.Access{NotBefore: now.Add(time.Hour)}, clock: now, fields: []string{"NotBefore"}},
		{name: "begins first", access: token.Access{NotBefore: time.Unix(1, 0)}, clock: now, want: `"nbf":1,`},
		{name: "begins at 0", access: token.Access{NotBefore: time.Unix(0, 0)}, clock: now, fields: []string{"NotBefore"}},
		{name: "first clock", clock: time.Unix(1, 0), want: `"iat":1,`},
		{name: "clock at 0", clock: time.Unix(0, 0), fields: []string{"clock"}},
	} {
		tt.access.Grants = []token.Grant{raw}
		jwt, err := newSigner(t, token.WithClock(func() time.Time { return tt.clock })).Sign(tt.access)
		if tt.fields != nil {
			requireParams(t, err, "Sign", tt.fields...)
			continue
		}
		require.NoError(t, err, tt.name)
		_, payload := parts(t, jwt)
		assert.Contains(t, payload, tt.want, tt.name)
		_, err = token.Verify(jwt, secret, tt.clock.Add(token.MaxTTL-time.Second))
		if tt.access.TTL == token.MaxTTL {
			assert.NoError(t, err, tt.name)
		} else {
			assert.ErrorIs(t, err, token.ErrExpired, tt.name)
		}
	}
}

// TestTokensThatNobodyWouldRead are not made.
func TestTokensThatNobodyWouldRead(t *testing.T) {
	t.Parallel()
	signer := newSigner(t)
	small, err := signer.Sign(token.Access{Identity: "a", Grants: []token.Grant{raw}})
	require.NoError(t, err)
	longest := (token.MaxToken-len(small))/4*3 + 1
	jwt, err := signer.Sign(token.Access{Identity: strings.Repeat("a", longest), Grants: []token.Grant{raw}})
	require.NoError(t, err)
	assert.Greater(t, len(jwt), token.MaxToken-8)
	_, err = token.Verify(jwt, secret, now)
	require.NoError(t, err)

	_, err = signer.Sign(token.Access{Identity: strings.Repeat("a", longest+8), Grants: []token.Grant{raw}})
	requireParams(t, err, "Sign", "the token")
	tooLong := strings.Repeat("a", token.MaxToken)
	_, err = newLegacySigner(t).SignCapability(token.Capability{Incoming: true, ClientName: tooLong})
	requireParams(t, err, "SignCapability", "the token")
	_, err = newLegacySigner(t).SignTaskRouter(token.TaskRouterCapability{WorkspaceSID: workspace, FriendlyName: tooLong})
	requireParams(t, err, "SignTaskRouter", "the token")
}
