package iam

import "github.com/seed15d99369/twilio"

// Client is Twilio's accounts and credentials as one [twilio.Client] may manage them: a
// field for each resource. It is safe for concurrent use, as the twilio.Client is. Make
// it with [New].
//
// Twilio docs: https://www.twilio.com/docs/iam
type Client struct {
	Accounts   *Accounts
	AuthTokens *AuthTokens

	Keys        *Keys
	KeysV2010   *KeysV2010
	SigningKeys *SigningKeys

	AWSCredentials  *AWSCredentials
	PublicKeys      *PublicKeys
	TraversalTokens *TraversalTokens

	Applications          *Applications
	ConnectApps           *ConnectApps
	AuthorizedConnectApps *AuthorizedConnectApps

	OAuthApps             *OAuthApps
	OAuthTokens           *OAuthTokens
	OAuthTokensV1         *OAuthTokensV1
	Tokens                *Tokens
	OAuthAuthorizations   *OAuthAuthorizations
	OAuthAuthorizationsV1 *OAuthAuthorizationsV1
	RolePermissions       *RolePermissions

	OrganizationAccounts       *OrganizationAccounts
	OrganizationUsers          *OrganizationUsers
	OrganizationTokens         *OrganizationTokens
	OrganizationAuthorizations *OrganizationAuthorizations
	RoleAssignments            *RoleAssignments
}

// New returns Twilio's accounts and credentials for the account, the credentials and the
// options of c. It sends nothing and cannot fail.
//
// Twilio docs: https://www.twilio.com/docs/iam
func New(c *twilio.Client) *Client {
	return &Client{
		Accounts:                   &Accounts{c},
		AuthTokens:                 &AuthTokens{c},
		Keys:                       &Keys{c},
		KeysV2010:                  &KeysV2010{c},
		SigningKeys:                &SigningKeys{c},
		AWSCredentials:             &AWSCredentials{c},
		PublicKeys:                 &PublicKeys{c},
		TraversalTokens:            &TraversalTokens{c},
		Applications:               &Applications{c},
		ConnectApps:                &ConnectApps{c},
		AuthorizedConnectApps:      &AuthorizedConnectApps{c},
		OAuthApps:                  &OAuthApps{c},
		OAuthTokens:                &OAuthTokens{c},
		OAuthTokensV1:              &OAuthTokensV1{c},
		Tokens:                     &Tokens{c},
		OAuthAuthorizations:        &OAuthAuthorizations{c},
		OAuthAuthorizationsV1:      &OAuthAuthorizationsV1{c},
		RolePermissions:            &RolePermissions{c},
		OrganizationAccounts:       &OrganizationAccounts{c},
		OrganizationUsers:          &OrganizationUsers{c},
		OrganizationTokens:         &OrganizationTokens{c},
		OrganizationAuthorizations: &OrganizationAuthorizations{c},
		RoleAssignments:            &RoleAssignments{c},
	}
}

// The hosts of the operations, and the beginnings of their paths.
const (
	hostAPI           = "api"
	hostAccounts      = "accounts"
	hostIAM           = "iam"
	hostOAuth         = "oauth"
	hostOrganizations = "preview-iam"

	accountPrefix      = "/2010-04-01/Accounts/{AccountSid}"
	organizationPrefix = "/Organizations/{OrganizationSid:OR}"
)
