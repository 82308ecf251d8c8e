package iam

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
)

// OAuthApp is a program that gets access tokens for the account with its client ID and
// client secret, see [twilio.OAuth].
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/account-oauth-apps-resource
type OAuthApp struct {
	SID            string          `json:"sid"`              // OQ…: the client ID
	Secret         twilio.Secret   `json:"secret"`           // the client secret: shown once, when the app is made
	AccessTokenTTL twilio.Duration `json:"access_token_ttl"` // how long a token of the app is good for
	CreatedBy      string          `json:"created_by"`
	CreatorSID     string          `json:"creator_sid"`
	Description    string          `json:"description"`
	FriendlyName   string          `json:"friendly_name"`
	Policy         Policy          `json:"policy"` // what the app may do
	Status         string          `json:"status"` // "ACTIVE"
	Type           string          `json:"type"`   // the grant type
	DateCreated    twilio.Time     `json:"date_created"`
}

// Credential returns the app as the credential of a client, which fetches access tokens
// by itself. The app has its secret when it was just made.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps
func (a *OAuthApp) Credential() twilio.Credential { return twilio.OAuth(a.SID, a.Secret.Reveal()) }

// OAuthApps manages the OAuth apps of the account that the client speaks for.
type OAuthApps struct{ c *twilio.Client }

const (
	oauthAppsPath = "/v1/Account/OAuthApps"
	oauthAppPath  = "/v1/Account/OAuthApps/{sid:OQ}"
)

var (
	oauthAppCreate = twilio.Operation{Name: "iam.OAuthApps.Create", Method: http.MethodPost, Host: hostIAM, Path: oauthAppsPath, Mints: "OQ", Body: twilio.BodyJSON}
	oauthAppUpdate = twilio.Operation{Name: "iam.OAuthApps.Update", Method: http.MethodPut, Host: hostIAM, Path: oauthAppPath, Body: twilio.BodyJSON}
	oauthAppDelete = twilio.Operation{Name: "iam.OAuthApps.Delete", Method: http.MethodDelete, Host: hostIAM, Path: oauthAppPath}
)

// OAuthAppCreateParams is a new OAuth app.
type OAuthAppCreateParams struct {
	FriendlyName   string        `json:"friendly_name"`
	Description    string        `json:"description"`
	Policy         Policy        `json:"policy"`                   // what the app may do
	AccessTokenTTL time.Duration `json:"access_token_ttl,seconds"` //nolint:staticcheck // an option of this module; 1 minute to 30 days; 0 leaves it to Twilio, which uses an hour
	Type           string        `json:"type"`                     // the grant type; account apps have client credentials alone
	ClientSID      string        `json:"client_sid" check:"sid=OQ"`
	OwnerSID       string        `json:"owner_sid" check:"sid"`

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Validate looks at the policy, and at how long tokens are good for.
func (p *OAuthAppCreateParams) Validate(problems *twilio.Problems) {
	p.Policy.check(problems)
	checkTokenLife(p.AccessTokenTTL, problems)
}

// Twilio's limits for the life of an access token.
const (
	shortestTokenLife = time.Minute
	longestTokenLife  = 30 * 24 * time.Hour
)

// checkTokenLife refuses a life that no token has. Zero leaves it to Twilio.
func checkTokenLife(life time.Duration, problems *twilio.Problems) {
	if life != 0 && (life < shortestTokenLife || life > longestTokenLife) {
		problems.Add("AccessTokenTTL", "is not between 1 minute and 30 days", "give a time in between, such as time.Hour")
	}
}

// Create makes an OAuth app. Its client secret is in the answer and never shown again:
// write it down before anything else. When nobody can say whether the app was made, the
// error is a *[twilio.OutcomeUnknownError]. A secret that was lost on the way cannot be
// read back: look for an app of that FriendlyName and time among the account's OAuth apps
// in the Console, delete it, and make another one.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/account-oauth-apps-resource
func (s *OAuthApps) Create(ctx context.Context, params OAuthAppCreateParams, opts ...twilio.CallOption) (*OAuthApp, error) {
	return twilio.Invoke[OAuthApp](ctx, s.c, oauthAppCreate.With(&params), opts...)
}

// OAuthAppUpdateParams is an OAuth app as it is to be.
type OAuthAppUpdateParams struct {
	FriendlyName   string        `json:"friendly_name"`
	Description    string        `json:"description"`
	Policy         Policy        `json:"policy"`                   // whole: it replaces the former one
	AccessTokenTTL time.Duration `json:"access_token_ttl,seconds"` //nolint:staticcheck // an option of this module; 1 minute to 30 days, of tokens to come
	Type           string        `json:"type"`

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Validate looks at the policy, and at how long tokens are good for.
func (p *OAuthAppUpdateParams) Validate(problems *twilio.Problems) {
	p.Policy.check(problems)
	checkTokenLife(p.AccessTokenTTL, problems)
}

// Update changes an OAuth app and returns it as it is afterwards, without its secret. An
// update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/account-oauth-apps-resource
func (s *OAuthApps) Update(ctx context.Context, sid string, params OAuthAppUpdateParams, opts ...twilio.CallOption) (*OAuthApp, error) {
	return twilio.Invoke[OAuthApp](ctx, s.c, oauthAppUpdate.On(sid).With(&params), opts...)
}

// Delete removes an OAuth app. It gets no more tokens, and those that it has are good no
// more.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/account-oauth-apps-resource
func (s *OAuthApps) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, oauthAppDelete.On(sid), opts...)
}
