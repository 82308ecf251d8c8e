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
		{"alice", []token.Grant{voice, video, chat, syncing, first, tasks, raw}},
		{"user@example.com", []token.Grant{voice}},
		{"Zoë_😀", []token.Grant{voice}},
		{"Zoë ❤\ufe0f", []token.Grant{video, chat, syncing}}, // a variation selector has an effect
		{"", []token.Grant{tasks, raw}},
		{strings.Repeat("ж", 256), []token.Grant{voice, syncing}},
		{strings.Repeat("ж", 128), []token.Grant{video}},
		{strings.Repeat("a", 1000), []token.Grant{chat}},
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
		{"no identity for voice", "", []token.Grant{voice}, "is empty"},
		{"no identity for video", "", []token.Grant{video}, "is empty"},
		{"no identity for chat", "", []token.Grant{chat}, "is empty"},
		{"no identity for sync", "", []token.Grant{syncing}, "is empty"},
		{"no identity for chat under its first name", "", []token.Grant{first}, "is empty"},
		{"no identity for one of two", "", []token.Grant{tasks, chat}, "is empty"},
		{"a blank for voice", "ada lovelace", []token.Grant{voice}, "holds a blank"},
		{"a blank at the end for voice", "ada ", []token.Grant{voice, chat}, "holds a blank"},
		{"a no-break space for voice", "ada\u00a0lovelace", []token.Grant{voice}, "holds a blank"},
		{"257 characters for voice", strings.Repeat("a", 257), []token.Grant{voice}, "at most 256 characters"},
		{"257 characters for sync", strings.Repeat("a", 257), []token.Grant{syncing}, "at most 256 characters"},
		{"129 characters for video", strings.Repeat("a", 129), []token.Grant{video}, "at most 128 characters"},
		{"129 characters for voice and video", strings.Repeat("é", 129), []token.Grant{voice, video}, "at most 128 characters"},
	}
	for _, tt := range tests {
		err := signFor(t, tt.identity, tt.grants...)
		requireParams(t, err, "Sign", "Identity")
		assert.ErrorContains(t, err, tt.says, tt.name)
	}
}

// What nobody sees makes two identities look alike, whatever the token is for.
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
		{"none", nil, []string{"Grants"}},
		{"an empty list", []token.Grant{}, []string{"Grants"}},
		{"chat without a service", []token.Grant{token.ChatGrant{EndpointID: "phone"}}, []string{"ChatGrant.ServiceSID"}},
		{"chat under its first name without a service", []token.Grant{token.IPMessagingGrant{}}, []string{"IPMessagingGrant.ServiceSID"}},
		{"sync without a service", []token.Grant{token.SyncGrant{EndpointID: "phone"}}, []string{"SyncGrant.ServiceSID"}},
		{"a worker without a workspace", []token.Grant{token.TaskRouterGrant{WorkerSID: worker, Role: "worker"}}, []string{"TaskRouterGrant.WorkspaceSID"}},
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
