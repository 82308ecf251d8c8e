package iam_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/twiliotest"
)

func newUser(name string) iam.OrganizationUserCreateParams {
	return iam.OrganizationUserCreateParams{
		UserName: name, DisplayName: "Ada", ExternalID: "36d02f84", Schemas: []string{iam.SchemaUser},
		Emails: []iam.UserEmail{{Value: name, Type: "work", Primary: true}},
	}
}

// TestOrganizationUsers: users are made, found by name, deactivated, changed and removed.
func TestOrganizationUsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	users, org := b.organization().OrganizationUsers, b.sim.OrganizationSID()
	made, err := users.Create(t.Context(), org, newUser("ada@example.com"))
	require.NoError(t, err)
	assert.True(t, made.Active)

	off, err := users.Deactivate(t.Context(), org, made.ID)
	require.NoError(t, err)
	assert.False(t, off.Active)
	on, err := users.Activate(t.Context(), org, made.ID)
	require.NoError(t, err)
	assert.True(t, on.Active)

	changed, err := users.Patch(t.Context(), org, made.ID, iam.OrganizationUserPatchParams{
		Operations: []iam.UserPatch{{Op: iam.PatchReplace, Value: iam.UserAttributes{DisplayName: "Ada L."}}},
	})
	require.NoError(t, err)
	assert.Equal(t, "Ada L.", changed.DisplayName)
	assert.Equal(t, "36d02f84", changed.ExternalID)

	for _, filter := range []string{iam.UserNamed("ada@example.com"), iam.UserWithExternalID("36d02f84")} {
		found, err := users.List(t.Context(), org, iam.OrganizationUserListParams{Filter: filter})
		require.NoError(t, err)
		require.Len(t, found.Resources, 1, filter)
		assert.Equal(t, made.ID, found.Resources[0].ID)
	}
	require.NoError(t, users.Delete(t.Context(), org, made.ID))
	_, err = users.Get(t.Context(), org, made.ID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestUserConverges: after a lost answer the create is repeated and finds its own user. A
// user who was there before is a conflict.
func TestUserConverges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	users, org := b.organization().OrganizationUsers, b.sim.OrganizationSID()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/Organizations/*/scim/Users").Nth(1).CommitThenReset())
	made, err := users.Create(t.Context(), org, newUser("ada@example.com"))
	require.NoError(t, err)
	assert.Equal(t, "ada@example.com", made.UserName)

	_, err = users.Create(t.Context(), org, newUser("ada@example.com"))
	require.Error(t, err)
	other := newUser("ada@example.com")
	other.ExternalID = "another"
	b.sim.Fault(twiliotest.On(http.MethodPost, "/Organizations/*/scim/Users").Nth(1).ReadThenClose())
	_, err = users.Create(t.Context(), org, other)
	require.Error(t, err, "the user of that name is somebody else's")
}

// TestVersionedChangeOfLostAnswer: a change that names a version gives the user another one,
// so that its repetition is refused. The user tells that the change was made. A change that
// somebody else was faster than stays a conflict.
func TestVersionedChangeOfLostAnswer(t *testing.T) {
	t.Parallel()
	const name = "ada@example.com"
	tests := []struct {
		name, method string
		change       func(ctx context.Context, users *iam.OrganizationUsers, org, sid, version string) (*iam.OrganizationUser, error)
	}{
		{"update", http.MethodPut, func(ctx context.Context, users *iam.OrganizationUsers, org, sid, version string) (*iam.OrganizationUser, error) {
			return users.Update(ctx, org, sid, iam.OrganizationUserUpdateParams{UserName: name, DisplayName: "New", IfMatch: version})
		}},
		{"patch", http.MethodPatch, func(ctx context.Context, users *iam.OrganizationUsers, org, sid, version string) (*iam.OrganizationUser, error) {
			return users.Patch(ctx, org, sid, iam.OrganizationUserPatchParams{IfMatch: version, Operations: []iam.UserPatch{{Op: iam.PatchReplace, Value: iam.UserAttributes{DisplayName: "New"}}}})
		}},
	}
	for _, tt := range tests {
		b := newBench(t)
		users, org := b.organization().OrganizationUsers, b.sim.OrganizationSID()
		made, err := users.Create(t.Context(), org, newUser(name))
		require.NoError(t, err, tt.name)
		on := twiliotest.On(tt.method, "/Organizations/*/scim/Users/*")
		b.sim.Fault(on.Nth(1).CommitThenReset())
		changed, err := tt.change(t.Context(), users, org, made.ID, made.Meta.Version)
		require.NoError(t, err, tt.name)
		assert.Equal(t, "New", changed.DisplayName, tt.name)

		_, err = users.Patch(t.Context(), org, made.ID, iam.OrganizationUserPatchParams{Operations: []iam.UserPatch{{Op: iam.PatchReplace, Value: iam.UserAttributes{DisplayName: "Other"}}}})
		require.NoError(t, err, tt.name)
		b.sim.Fault(on.Nth(1).ReadThenClose())
		_, err = tt.change(t.Context(), users, org, made.ID, changed.Meta.Version)
		require.ErrorIs(t, err, twilio.CodeConflict, tt.name)
	}
}

// TestVersionedChangeThatNobodyCanTell: a conflict after a lost answer stays one where the
// user does not show whether the change was made.
func TestVersionedChangeThatNobodyCanTell(t *testing.T) {
	t.Parallel()
	const name = "ada@example.com"
	tests := []struct {
		name   string
		change func(ctx context.Context, users *iam.OrganizationUsers, org, sid string) (*iam.OrganizationUser, error)
	}{
		{"parameters in Extra", func(ctx context.Context, users *iam.OrganizationUsers, org, sid string) (*iam.OrganizationUser, error) {
			return users.Update(ctx, org, sid, iam.OrganizationUserUpdateParams{UserName: name, IfMatch: "1", Extra: map[string]json.RawMessage{"displayName": json.RawMessage(`""`)}})
		}},
		{"a patch with parameters in Extra", func(ctx context.Context, users *iam.OrganizationUsers, org, sid string) (*iam.OrganizationUser, error) {
			return users.Patch(ctx, org, sid, iam.OrganizationUserPatchParams{IfMatch: "1", Extra: map[string]json.RawMessage{"Operations": json.RawMessage(`[{"op":"replace","value":{"displayName":"New"}}]`)}})
		}},
		{"an attribute that goes away", func(ctx context.Context, users *iam.OrganizationUsers, org, sid string) (*iam.OrganizationUser, error) {
			return users.Patch(ctx, org, sid, iam.OrganizationUserPatchParams{IfMatch: "1", Operations: []iam.UserPatch{{Op: iam.PatchRemove, Path: "displayName"}}})
		}},
	}
	for _, tt := range tests {
		b := newBench(t)
		users, org := b.organization().OrganizationUsers, b.sim.OrganizationSID()
		made, err := users.Create(t.Context(), org, newUser(name))
		require.NoError(t, err, tt.name)
		b.sim.Fault(twiliotest.On("", "/Organizations/*/scim/Users/"+made.ID).Nth(1).CommitThenReset())
		_, err = tt.change(t.Context(), users, org, made.ID)
		require.ErrorIs(t, err, twilio.CodeConflict, tt.name)
	}
}

// TestFilterQuotes: a name with quotes and backslashes stays within its filter.
func TestFilterQuotes(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `userName eq "a\"b\\c"`, iam.UserNamed(`a"b\c`))
	assert.Equal(t, `externalId eq "x\" or userName eq \"y"`, iam.UserWithExternalID(`x" or userName eq "y`))
}

// TestRoles: a role is given, listed and taken away.
func TestRoles(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	org, sid := b.organization(), b.sim.OrganizationSID()
	user, err := org.OrganizationUsers.Create(t.Context(), sid, newUser("ada@example.com"))
	require.NoError(t, err)
	given, err := org.RoleAssignments.Create(t.Context(), sid, iam.RoleAssignmentCreateParams{Identity: user.ID, RoleSID: iam.RoleDeveloper, Scope: b.sim.AccountSID()})
	require.NoError(t, err)
	assert.Equal(t, iam.RoleDeveloper, given.RoleSID)
	page, err := org.RoleAssignments.List(t.Context(), sid, iam.RoleAssignmentListParams{Identity: user.ID})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	require.NoError(t, org.RoleAssignments.Delete(t.Context(), sid, given.SID))

	account, err := org.OrganizationAccounts.Get(t.Context(), sid, b.sim.AccountSID())
	require.NoError(t, err)
	assert.Equal(t, iam.AccountActive, account.Status)
}

// TestAuthorizationURL: the address for a browser has the parameters and no secret.
func TestAuthorizationURL(t *testing.T) {
	t.Parallel()
	client, err := twilio.New("AC0123456789abcdef0123456789abcdef", twilio.AuthToken("0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	c, app := iam.New(client), "OQ0123456789abcdef0123456789abcdef"
	v2, err := c.OAuthAuthorizations.URL(iam.OAuthAuthorizationGetParams{ResponseType: iam.ResponseCode, ClientID: app, RedirectURI: "https://example.com/back", State: "x y"})
	require.NoError(t, err)
	assert.Equal(t, "https://oauth.twilio.com/v2/authorize?response_type=code&client_id="+app+"&redirect_uri=https%3A%2F%2Fexample.com%2Fback&state=x%20y", v2)
	v1, err := c.OAuthAuthorizationsV1.URL(iam.OAuthAuthorizationV1GetParams{ClientID: app})
	require.NoError(t, err)
	assert.Equal(t, "https://oauth.twilio.com/v1/authorize?ClientId="+app, v1)
	org, err := c.OrganizationAuthorizations.URL(iam.OrganizationAuthorizationGetParams{ClientID: app})
	require.NoError(t, err)
	assert.Equal(t, "https://preview-iam.twilio.com/v1/authorize?client_id="+app, org)
}
