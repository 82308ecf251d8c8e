package token_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

// The grants that ask something of the identity, each the least of its kind.
var (
	voice   = token.VoiceGrant{Incoming: true}
	video   = token.VideoGrant{}
	chat    = token.ChatGrant{ServiceSID: chatService}
	syncing = token.SyncGrant{ServiceSID: "default"}
	first   = token.IPMessagingGrant{ServiceSID: chatService}
	tasks   = token.TaskRouterGrant{WorkspaceSID: workspace}
)

func signFor(t *testing.T, identity string, grants ...token.Grant) error {
	t.Helper()
	_, err := newSigner(t).Sign(token.Access{Identity: identity, Grants: grants})
	return err
}

func TestIdentitiesThatAreTaken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		identity string
		grants   []token.Grant
	}{
		{identity: "alice", grants: []token.Grant{voice, video, chat, syncing, first, tasks, raw}},
		{identity: "user@example.com", grants: []token.Grant{voice}},
		{identity: "Zoë_😀", grants: []token.Grant{voice}},
		{identity: "Zoë ❤\ufe0f", grants: []token.Grant{video, chat, syncing}}, // a variation selector has an effect
		{identity: "", grants: []token.Grant{tasks, raw}},
		{identity: strings.Repeat("ж", 256), grants: []token.Grant{voice, syncing}},
		{identity: strings.Repeat("ж", 128), grants: []token.Grant{video}},
		{identity: strings.Repeat("a", 1000), grants: []token.Grant{chat}},
	} {
		require.NoError(t, signFor(t, tt.identity, tt.grants...), tt.identity)
	}
}

func TestIdentitiesThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, identity string
		grants         []token.Grant
		says           string
	}{
		{name: "no identity for voice", grants: []token.Grant{voice}, says: "is empty"},
		{name: "no identity for video", grants: []token.Grant{video}, says: "is empty"},
		{name: "no identity for chat", grants: []token.Grant{chat}, says: "is empty"},
		{name: "no identity for sync", grants: []token.Grant{syncing}, says: "is empty"},
		{name: "no identity for chat under its first name", grants: []token.Grant{first}, says: "is empty"},
		{name: "no identity for one of two", grants: []token.Grant{tasks, chat}, says: "is empty"},
		{name: "a blank for voice", identity: "ada lovelace", grants: []token.Grant{voice}, says: "holds a blank"},
		{name: "a blank at the end for voice", identity: "ada ", grants: []token.Grant{voice, chat}, says: "holds a blank"},
		{name: "a no-break space for voice", identity: "ada\u00a0lovelace", grants: []token.Grant{voice}, says: "holds a blank"},
		{name: "257 characters for voice", identity: strings.Repeat("a", 257), grants: []token.Grant{voice}, says: "at most 256 characters"},
		{name: "257 characters for sync", identity: strings.Repeat("a", 257), grants: []token.Grant{syncing}, says: "at most 256 characters"},
		{name: "129 characters for video", identity: strings.Repeat("a", 129), grants: []token.Grant{video}, says: "at most 128 characters"},
		{name: "129 characters for voice and video", identity: strings.Repeat("é", 129), grants: []token.Grant{voice, video}, says: "at most 128 characters"},
	}
	for _, tt := range tests {
		err := signFor(t, tt.identity, tt.grants...)
		requireParams(t, err, "Sign", "Identity")
		assert.ErrorContains(t, err, tt.says, tt.name)
	}
}

// TestHiddenCharacters: invisible characters make two identities look alike, so that every
// grant refuses them.
func TestHiddenCharacters(t *testing.T) {
	t.Parallel()
	for _, hidden := range []string{
		"\x00", "\t", "\n", "\r", "\v", "\f", "\x1b", "\x7f", "\u0085", "\u2028", "\u2029",
		"\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069",
		"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\u2064", "\u115f", "\u3164", "\uffa0", "\U000e0041",
	} {
		for _, identity := range []string{"ada" + hidden, hidden + "ada", "a" + hidden + "da", hidden} {
			for _, grant := range []token.Grant{voice, video, chat, syncing, tasks, raw} {
				requireParams(t, signFor(t, identity, grant), "Sign", "Identity")
			}
		}
		name := "a" + hidden
		for field, grant := range map[string]token.Grant{
			"VoiceGrant.EndpointID":                      token.VoiceGrant{EndpointID: name},
			"VideoGrant.Room":                            token.VideoGrant{Room: name},
			"ChatGrant.EndpointID":                       token.ChatGrant{ServiceSID: chatService, EndpointID: name},
			"ChatGrant.DeploymentRoleSID":                token.ChatGrant{ServiceSID: chatService, DeploymentRoleSID: name},
			"SyncGrant.ServiceSID":                       token.SyncGrant{ServiceSID: name},
			"SyncGrant.EndpointID":                       token.SyncGrant{ServiceSID: "default", EndpointID: name},
			"TaskRouterGrant.Role":                       token.TaskRouterGrant{WorkspaceSID: workspace, Role: name},
			"ConversationsGrant.ConfigurationProfileSID": token.ConversationsGrant{ConfigurationProfileSID: name},
		} {
			requireParams(t, signFor(t, "ada", grant), "Sign", field)
		}
		_, err := newLegacySigner(t).SignCapability(token.Capability{Incoming: true, ClientName: name})
		requireParams(t, err, "SignCapability", "ClientName")
	}
}

func TestGrantsThatTwilioCouldOnlyRefuse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		grants []token.Grant
		fields []string
	}{
		{name: "none", fields: []string{"Grants"}},
		{name: "an empty list", grants: []token.Grant{}, fields: []string{"Grants"}},
		{name: "chat without a service", grants: []token.Grant{token.ChatGrant{EndpointID: "phone"}}, fields: []string{"ChatGrant.ServiceSID"}},
		{name: "chat under its first name without a service", grants: []token.Grant{token.IPMessagingGrant{}}, fields: []string{"IPMessagingGrant.ServiceSID"}},
		{name: "sync without a service", grants: []token.Grant{token.SyncGrant{EndpointID: "phone"}}, fields: []string{"SyncGrant.ServiceSID"}},
		{name: "a worker without a workspace", grants: []token.Grant{token.TaskRouterGrant{WorkerSID: worker, Role: "worker"}}, fields: []string{"TaskRouterGrant.WorkspaceSID"}},
	} {
		requireParams(t, signFor(t, "ada", tt.grants...), "Sign", tt.fields...)
	}
}

// Video has one region; all other grants have all of them.
func TestVideoOutsideUS1(t *testing.T) {
	t.Parallel()
	for _, region := range []string{"ie1", "au1", "jp1", "us2"} {
		signer := newSigner(t, token.WithRegion(region))
		_, err := signer.Sign(token.Access{Identity: "ada", Grants: []token.Grant{voice, video}})
		requireParams(t, err, "Sign", "VideoGrant")
		assert.ErrorContains(t, err, "an API key of us1")
		jwt, err := signer.Sign(token.Access{Identity: "ada", Grants: []token.Grant{voice, chat, syncing, tasks}})
		require.NoError(t, err)
		head, _ := parts(t, jwt)
		assert.JSONEq(t, `{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","twr":"`+region+`"}`, head)
	}
	_, err := newSigner(t, token.WithRegion("us1")).Sign(token.Access{Identity: "ada", Grants: []token.Grant{video}})
	require.NoError(t, err)
}

func FuzzIdentity(f *testing.F) {
	for _, identity := range []string{"", "alice", "ada lovelace", "a\u200bb", "a\xff", strings.Repeat("ж", 200)} {
		f.Add(identity)
	}
	f.Fuzz(func(t *testing.T, identity string) {
		jwt, err := newSigner(t).Sign(token.Access{Identity: identity, Grants: []token.Grant{voice, video}})
		if err != nil {
			var paramErr *token.ParamError
			require.ErrorAs(t, err, &paramErr)
			return
		}
		assert.Equal(t, strings.Join(strings.Fields(identity), ""), identity)
		claims, err := token.Verify(jwt, secret, now)
		require.NoError(t, err)
		assert.Equal(t, identity, claims.Identity)
	})
}
