package iam_test

import (
	"net/url"
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/internal/apitest"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "iam", New: func(c *twilio.Client) any { return iam.New(c) },
		Files: []string{"api_v2010", "accounts_v1", "iam_v1", "iam_organizations", "oauth_v1", "oauth_v2"},
		Rows:  rows,
	})
}

const (
	setTwice     = "A value that is set twice is set."
	closedStays  = "An account that is closed stays so."
	isListed     = "It reads the list, and is tested in lost_test.go."
	organization = "The operations of an organization take OAuth tokens alone: https://www.twilio.com/docs/iam/oauth-apps/org-oauth-apps"
	usedOnce     = "A code and a refresh token may be used once."
	onePatch     = "It is a Patch of one attribute, and is tested in organizationusers_test.go."
	otherToken   = "A second promotion would promote another secondary token, with a token that the first one has ended."
)

var rows = apitest.Rows{
	"Accounts.Create":    {Operation: "CreateAccount"},
	"Accounts.Get":       {Operation: "FetchAccount"},
	"Accounts.List":      {Operation: "ListAccount"},
	"Accounts.Update":    {Operation: "UpdateAccount", Class: twilio.ClassIdempotent, Why: setTwice},
	"Accounts.Suspend":   {Operation: "UpdateAccount", Fixed: url.Values{"Status": {"suspended"}}, Partial: true, Class: twilio.ClassIdempotent, Why: setTwice + " Update has the name."},
	"Accounts.Activate":  {Operation: "UpdateAccount", Fixed: url.Values{"Status": {"active"}}, Partial: true, Class: twilio.ClassIdempotent, Why: setTwice + " Update has the name."},
	"Accounts.Close":     {Operation: "UpdateAccount", Fixed: url.Values{"Status": {"closed"}}, Partial: true, Class: twilio.ClassIdempotent, Why: closedStays + " Update has the name."},
	"Accounts.Reconcile": {Why: isListed},
	"Accounts.NewRecord": {Why: "It sends nothing."},

	"AuthTokens.CreateSecondary": {Operation: "CreateSecondaryAuthToken", Proof: "secondary_auth_token"},
	"AuthTokens.Promote":         {Operation: "UpdateAuthTokenPromotion", Proof: "auth_token", Why: otherToken},
	"AuthTokens.DeleteSecondary": {Operation: "DeleteSecondaryAuthToken"},

	"Keys.Create":           {Operation: "CreateNewKey", File: "iam_v1", Partial: true, Why: "CreateRestricted has the parameters of a policy."},
	"Keys.CreateRestricted": {Operation: "CreateNewKey", File: "iam_v1", Fixed: url.Values{"KeyType": {"restricted"}}, Values: permissions()},
	"Keys.Get":              {Operation: "FetchKey", File: "iam_v1"},
	"Keys.List":             {Operation: "ListGetKeys"},
	"Keys.Update":           {Operation: "UpdateKey", File: "iam_v1", Values: permissions(), Class: twilio.ClassIdempotent, Why: setTwice},
	"Keys.Delete":           {Operation: "DeleteKey", File: "iam_v1"},
	"Keys.Reconcile":        {Why: isListed},

	"KeysV2010.Create":    {Operation: "CreateNewKey", File: "api_v2010"},
	"KeysV2010.Get":       {Operation: "FetchKey", File: "api_v2010"},
	"KeysV2010.List":      {Operation: "ListKey"},
	"KeysV2010.Update":    {Operation: "UpdateKey", File: "api_v2010", Class: twilio.ClassIdempotent, Why: setTwice},
	"KeysV2010.Delete":    {Operation: "DeleteKey", File: "api_v2010"},
	"KeysV2010.Reconcile": {Why: isListed},

	"SigningKeys.Create":    {Operation: "CreateNewSigningKey"},
	"SigningKeys.Get":       {Operation: "FetchSigningKey"},
	"SigningKeys.List":      {Operation: "ListSigningKey"},
	"SigningKeys.Update":    {Operation: "UpdateSigningKey", Class: twilio.ClassIdempotent, Why: setTwice},
	"SigningKeys.Delete":    {Operation: "DeleteSigningKey"},
	"SigningKeys.Reconcile": {Why: isListed},

	"AWSCredentials.Create": {Operation: "CreateCredentialAws", Values: map[string]string{"Credentials": "AKIAIOSFODNN7EXAMPLE:secret"}},
	"AWSCredentials.Get":    {Operation: "FetchCredentialAws"},
	"AWSCredentials.List":   {Operation: "ListCredentialAws"},
	"AWSCredentials.Update": {Operation: "UpdateCredentialAws", Class: twilio.ClassIdempotent, Why: setTwice},
	"AWSCredentials.Delete": {Operation: "DeleteCredentialAws"},

	"PublicKeys.Create": {Operation: "CreateCredentialPublicKey", Values: map[string]string{"PublicKey": "-----BEGIN PUBLIC KEY-----"}},
	"PublicKeys.Get":    {Operation: "FetchCredentialPublicKey"},
	"PublicKeys.List":   {Operation: "ListCredentialPublicKey"},
	"PublicKeys.Update": {Operation: "UpdateCredentialPublicKey", Class: twilio.ClassIdempotent, Why: setTwice},
	"PublicKeys.Delete": {Operation: "DeleteCredentialPublicKey"},

	"TraversalTokens.Create": {Operation: "CreateToken", File: "api_v2010", Class: twilio.ClassIdempotent, Why: "A token more does no harm, because it ends by itself."},

	"Applications.Create": {Operation: "CreateApplication"},
	"Applications.Get":    {Operation: "FetchApplication"},
	"Applications.List":   {Operation: "ListApplication"},
	"Applications.Update": {Operation: "UpdateApplication", Class: twilio.ClassIdempotent, Why: setTwice},
	"Applications.Delete": {Operation: "DeleteApplication"},

	"ConnectApps.Get":    {Operation: "FetchConnectApp"},
	"ConnectApps.List":   {Operation: "ListConnectApp"},
	"ConnectApps.Update": {Operation: "UpdateConnectApp", Class: twilio.ClassIdempotent, Why: setTwice},
	"ConnectApps.Delete": {Operation: "DeleteConnectApp"},

	"AuthorizedConnectApps.Get":  {Operation: "FetchAuthorizedConnectApp"},
	"AuthorizedConnectApps.List": {Operation: "ListAuthorizedConnectApp"},

	"OAuthApps.Create": {Operation: "CreateOauthAppAccount", Values: permissions()},
	"OAuthApps.Update": {Operation: "UpdateOauthAppAccount", Values: permissions()},
	"OAuthApps.Delete": {Operation: "DeleteOauthAppAccount"},

	"OAuthTokens.Create":        {Operation: "CreateOauth2Token", Proof: "access_token"},
	"OAuthTokensV1.Create":      {Operation: "CreateToken", File: "oauth_v1", Proof: "access_token"},
	"Tokens.Create":             {Operation: "CreateToken", File: "iam_v1", Proof: "access_token"},
	"OrganizationTokens.Create": {Operation: "CreateToken", File: "iam_organizations", Proof: "access_token"},

	"OAuthAuthorizations.Get":        {Operation: "FetchOauth2Authorize"},
	"OAuthAuthorizationsV1.Get":      {Operation: "FetchAuthorize", File: "oauth_v1"},
	"OrganizationAuthorizations.Get": {Operation: "FetchAuthorize", File: "iam_organizations"},

	"RolePermissions.List": {Operation: "ListRolePermission"},

	"RoleAssignments.Create": {Operation: "CreateRoleAssignment", OAuth: true, Why: organization},
	"RoleAssignments.List":   {Operation: "ListRoleAssignments", OAuth: true, Why: organization},
	"RoleAssignments.Delete": {Operation: "DeleteRoleAssignment", OAuth: true, Why: organization},

	"OrganizationAccounts.Get":  {Operation: "FetchOrganizationAccount", IDs: map[string]string{"AccountSid": "AC00000000000000000000000000000077"}, OAuth: true, Why: organization},
	"OrganizationAccounts.List": {Operation: "ListOrganizationAccounts", OAuth: true, Why: organization},

	"OrganizationUsers.Create":     {Operation: "CreateOrganizationUser", OAuth: true, Class: twilio.ClassIdempotent, Why: "A user name exists once, and a second create is refused as a conflict. " + organization},
	"OrganizationUsers.Get":        {Operation: "FetchOrganizationUser", OAuth: true, Why: organization},
	"OrganizationUsers.List":       {Operation: "ListOrganizationUsers", OAuth: true, Why: organization},
	"OrganizationUsers.Update":     {Operation: "UpdateOrganizationUser", OAuth: true, Why: organization},
	"OrganizationUsers.Patch":      {Operation: "PatchOrganizationUser", Values: map[string]string{"op": "replace"}, OAuth: true, Class: twilio.ClassIdempotent, Why: setTwice + " " + organization},
	"OrganizationUsers.Activate":   {Why: onePatch},
	"OrganizationUsers.Deactivate": {Why: onePatch},
	"OrganizationUsers.Delete":     {Operation: "DeleteOrganizationUser", OAuth: true, Why: organization},
}

// permissions are the values of a policy, and of the life of an app's tokens in seconds.
func permissions() map[string]string {
	return map[string]string{"allow": "/twilio/messaging/messages/read", "deny": "/twilio/messaging/messages/delete", "access_token_ttl": "3600"}
}
