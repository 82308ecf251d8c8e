package iam_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
)

const (
	orgSID  = "OR0123456789abcdef0123456789abcdef"
	userSID = "US0123456789abcdef0123456789abcdef"
	keySID  = "SK0123456789abcdef0123456789abcdef"
	appSID  = "OQ0123456789abcdef0123456789abcdef"
	longest = 64
)

// silent answers no request, and counts them.
type silent struct{ requests int }

func (s *silent) RoundTrip(*http.Request) (*http.Response, error) {
	s.requests++
	return nil, http.ErrHandlerTimeout
}

// TestBadInput: arguments that can never succeed are refused before anything is sent, with
// the field and a remedy.
func TestBadInput(t *testing.T) {
	t.Parallel()
	many := make([]string, 101)
	for i := range many {
		many[i] = fmt.Sprintf("/twilio/messaging/messages/%d", i)
	}
	tests := []struct {
		name   string
		field  string
		remedy string
		call   func(ctx context.Context, c *iam.Client) error
	}{
		{"name of an account", "FriendlyName", "64", func(ctx context.Context, c *iam.Client) error {
			return second(c.Accounts.Create(ctx, iam.AccountCreateParams{FriendlyName: strings.Repeat("x", longest+1)}))
		}},
		{"SID of an account", "Sid", "AC", func(ctx context.Context, c *iam.Client) error { return second(c.Accounts.Close(ctx, keySID)) }},
		{"SID of a key", "Sid", "SK", func(ctx context.Context, c *iam.Client) error { return c.Keys.Delete(ctx, orgSID) }},
		{"account of a key", "AccountSID", "AC", func(ctx context.Context, c *iam.Client) error {
			return second(c.Keys.Create(ctx, iam.KeyCreateParams{AccountSID: keySID}))
		}},
		{"no policy", "Policy", "allow at least one permission", func(ctx context.Context, c *iam.Client) error {
			return second(c.Keys.CreateRestricted(ctx, iam.KeyCreateRestrictedParams{FriendlyName: "x"}))
		}},
		{"too many permissions", "Policy", "make two keys", func(ctx context.Context, c *iam.Client) error {
			return second(c.Keys.CreateRestricted(ctx, iam.KeyCreateRestrictedParams{Policy: iam.Policy{Allow: many}}))
		}},
		{"an empty permission", "Policy", "/twilio/messaging/messages/read", func(ctx context.Context, c *iam.Client) error {
			return second(c.Keys.Update(ctx, keySID, iam.KeyUpdateParams{Policy: iam.Policy{Deny: []string{""}}}))
		}},
		{"an empty permission of an app", "Policy", "/twilio/messaging/messages/read", func(ctx context.Context, c *iam.Client) error {
			return second(c.OAuthApps.Create(ctx, iam.OAuthAppCreateParams{FriendlyName: "x", Policy: iam.Policy{Allow: []string{""}}}))
		}},
		{"a policy that only denies", "Policy", "allow at least one permission", func(ctx context.Context, c *iam.Client) error {
			return second(c.Keys.CreateRestricted(ctx, iam.KeyCreateRestrictedParams{Policy: iam.Policy{Deny: many[:1]}}))
		}},
		{"a permission that is no path", "Policy", "/twilio/messaging/messages/read", func(ctx context.Context, c *iam.Client) error {
			return second(c.Keys.CreateRestricted(ctx, iam.KeyCreateRestrictedParams{Policy: iam.Policy{Allow: []string{"messages"}}}))
		}},
		{"tokens that end at once", "AccessTokenTTL", "time.Hour", func(ctx context.Context, c *iam.Client) error {
			return second(c.OAuthApps.Create(ctx, iam.OAuthAppCreateParams{FriendlyName: "x", AccessTokenTTL: time.Minute - time.Second}))
		}},
		{"tokens that hardly end", "AccessTokenTTL", "time.Hour", func(ctx context.Context, c *iam.Client) error {
			return second(c.OAuthApps.Update(ctx, appSID, iam.OAuthAppUpdateParams{AccessTokenTTL: 30*24*time.Hour + time.Second}))
		}},
		{"AWS keys without a secret", "Credentials", "a colon", func(ctx context.Context, c *iam.Client) error {
			return second(c.AWSCredentials.Create(ctx, iam.AWSCredentialCreateParams{Credentials: "AKIAIOSFODNN7EXAMPLE"}))
		}},
		{"no AWS keys", "Credentials", "", func(ctx context.Context, c *iam.Client) error {
			return second(c.AWSCredentials.Create(ctx, iam.AWSCredentialCreateParams{}))
		}},
		{"a private key", "PublicKey", "the public half", func(ctx context.Context, c *iam.Client) error {
			return second(c.PublicKeys.Create(ctx, iam.PublicKeyCreateParams{PublicKey: "-----BEGIN PRIVATE KEY-----"}))
		}},
		{"a public key of SSH", "PublicKey", "-----BEGIN PUBLIC KEY-----", func(ctx context.Context, c *iam.Client) error {
			return second(c.PublicKeys.Create(ctx, iam.PublicKeyCreateParams{PublicKey: "ssh-rsa AAAAB3NzaC1yc2E"}))
		}},
		{"address of an application", "VoiceURL", "https", func(ctx context.Context, c *iam.Client) error {
			return second(c.Applications.Create(ctx, iam.ApplicationCreateParams{VoiceURL: "example.com/voice"}))
		}},
		{"method of an application", "VoiceMethod", "GET or", func(ctx context.Context, c *iam.Client) error {
			return second(c.Applications.Create(ctx, iam.ApplicationCreateParams{VoiceMethod: "PUT"}))
		}},
		{"no grant", "GrantType", "", func(ctx context.Context, c *iam.Client) error {
			return second(c.OAuthTokens.Create(ctx, iam.OAuthTokenCreateParams{ClientID: "OQ1"}))
		}},
		{"no client secret", "ClientSecret", "when the app was made", func(ctx context.Context, c *iam.Client) error {
			return second(c.OAuthTokens.Create(ctx, iam.OAuthTokenCreateParams{GrantType: iam.GrantClientCredentials, ClientID: "OQ1"}))
		}},
		{"no code", "Code", "redirect URI", func(ctx context.Context, c *iam.Client) error {
			return second(c.OAuthTokensV1.Create(ctx, iam.OAuthTokenV1CreateParams{GrantType: iam.GrantAuthorizationCode, ClientID: "OQ1"}))
		}},
		{"no refresh token", "RefreshToken", "earlier answer", func(ctx context.Context, c *iam.Client) error {
			return second(c.OrganizationTokens.Create(ctx, iam.TokenCreateParams{GrantType: iam.GrantRefreshToken, ClientID: "OQ1"}))
		}},
		{"an auth token for an organization", "credential", "twilio.OAuth", func(ctx context.Context, c *iam.Client) error {
			return second(c.OrganizationUsers.Get(ctx, orgSID, userSID))
		}},
		{"roles of nobody", "Identity", "name the user", func(ctx context.Context, c *iam.Client) error {
			return second(c.RoleAssignments.List(ctx, orgSID, iam.RoleAssignmentListParams{}))
		}},
		{"no change of a user", "Operations", "at least one", func(ctx context.Context, c *iam.Client) error {
			return second(c.OrganizationUsers.Patch(ctx, orgSID, userSID, iam.OrganizationUserPatchParams{}))
		}},
		{"an attribute without a name goes away", "Operations[0].Path", "displayName", func(ctx context.Context, c *iam.Client) error {
			return second(c.OrganizationUsers.Patch(ctx, orgSID, userSID, iam.OrganizationUserPatchParams{Operations: []iam.UserPatch{{Op: iam.PatchRemove}}}))
		}},
		{"a change of no kind", "Operations[0].Op", "PatchReplace", func(ctx context.Context, c *iam.Client) error {
			return second(c.OrganizationUsers.Patch(ctx, orgSID, userSID, iam.OrganizationUserPatchParams{Operations: []iam.UserPatch{{Value: iam.UserAttributes{DisplayName: "Ada"}}}}))
		}},
		{"a change of another kind", "Operations[1].Op", "PatchReplace", func(ctx context.Context, c *iam.Client) error {
			return second(c.OrganizationUsers.Patch(ctx, orgSID, userSID, iam.OrganizationUserPatchParams{Operations: []iam.UserPatch{{Op: iam.PatchRemove, Path: "locale"}, {Op: "move", Path: "locale"}}}))
		}},
		{"an email of no address", "Emails[0].Value", "", func(ctx context.Context, c *iam.Client) error {
			return second(c.OrganizationUsers.Create(ctx, orgSID, iam.OrganizationUserCreateParams{UserName: "ada@example.com", Emails: []iam.UserEmail{{Primary: true}}}))
		}},
		{"a user name that is no email address", "UserName", "ada@example.com", func(ctx context.Context, c *iam.Client) error {
			return second(c.OrganizationUsers.Create(ctx, orgSID, iam.OrganizationUserCreateParams{UserName: "ada"}))
		}},
		{"a key of a subaccount by OnAccount", "OnAccount", "subaccount's own", func(ctx context.Context, c *iam.Client) error {
			return second(c.Keys.Create(ctx, iam.KeyCreateParams{}, twilio.OnAccount("AC0123456789abcdef0123456789abcdef")))
		}},
	}
	for _, tt := range tests {
		wire := &silent{}
		client, err := twilio.New("AC0123456789abcdef0123456789abcdef", twilio.AuthToken("0123456789abcdef0123456789abcdef"), twilio.WithHTTPClient(&http.Client{Transport: wire}))
		require.NoError(t, err)
		err = tt.call(t.Context(), iam.New(client))
		var refused *twilio.ParamError
		require.ErrorAs(t, err, &refused, tt.name)
		var fields, remedies []string
		for _, p := range refused.Problems {
			fields, remedies = append(fields, p.Field), append(remedies, p.Remedy)
		}
		assert.Contains(t, fields, tt.field, tt.name)
		assert.Contains(t, strings.Join(remedies, "; "), tt.remedy, tt.name)
		assert.NotContains(t, remedies, "", tt.name)
		assert.Zero(t, wire.requests, tt.name)
	}
}

func second[T any](_ T, err error) error { return err }

// TestSecretsAreNotPrinted: no way of printing an answer shows its secret.
func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	const hidden = "s3cr3t-of-the-test"
	for _, answer := range []any{
		iam.Account{AuthToken: hidden}, iam.NewKey{Secret: hidden}, iam.NewKeyV2010{Secret: hidden}, iam.NewSigningKey{Secret: hidden},
		iam.OAuthApp{Secret: hidden}, iam.OAuthToken{AccessToken: hidden, RefreshToken: hidden, IDToken: hidden},
		iam.PromotedAuthToken{AuthToken: hidden}, iam.SecondaryAuthToken{SecondaryAuthToken: hidden},
		iam.TraversalToken{Password: hidden, ICEServers: []iam.ICEServer{{Credential: hidden}}},
		iam.AWSCredentialCreateParams{Credentials: hidden}, iam.OAuthTokenCreateParams{ClientSecret: hidden, Code: hidden, RefreshToken: hidden},
	} {
		var log strings.Builder
		slog.New(slog.NewJSONHandler(&log, nil)).Info("made", "answer", answer)
		for _, shown := range []string{fmt.Sprint(answer), fmt.Sprintf("%+v %#v", answer, answer), log.String()} {
			assert.NotContains(t, shown, hidden, "%T", answer)
			assert.Contains(t, shown, "[redacted]", "%T", answer)
		}
	}
}
