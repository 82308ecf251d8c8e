package iam

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// OAuthToken is an access token of an OAuth app.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token
type OAuthToken struct {
	AccessToken  twilio.Secret   `json:"access_token"`
	TokenType    string          `json:"token_type"` // "Bearer"
	ExpiresIn    twilio.Duration `json:"expires_in"` // how long the token is good for
	IDToken      twilio.Secret   `json:"id_token"`   // who has signed in; "" of client credentials
	RefreshToken twilio.Secret   `json:"refresh_token"`
}

// GrantType is how an app proves that it may have a token.
type GrantType string

// The grants.
const (
	GrantClientCredentials GrantType = "client_credentials" // the secret of the app
	GrantAuthorizationCode GrantType = "authorization_code" // the code that an authorization has brought
	GrantRefreshToken      GrantType = "refresh_token"      // the refresh token of an earlier answer
)

// OAuthTokens fetches access tokens. A client that is made with [twilio.OAuth] does that
// by itself, so that this is for programs that hand tokens on, and for the tokens of
// people who have signed in.
type OAuthTokens struct{ c *twilio.Client }

// OAuthTokensV1 is the former version of [OAuthTokens].
type OAuthTokensV1 struct{ c *twilio.Client }

// Tokens fetches access tokens at the host of the IAM API. [OAuthTokens] is the one that
// Twilio documents.
type Tokens struct{ c *twilio.Client }

// OrganizationTokens fetches access tokens at the host of the organizations.
type OrganizationTokens struct{ c *twilio.Client }

// A code and a refresh token may be used once: a server that sees a code again may end
// the tokens that the first request was given.
// https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
var (
	oauthTokenCreate        = twilio.Operation{Name: "iam.OAuthTokens.Create", Method: http.MethodPost, Host: hostOAuth, Path: "/v2/token", Auth: twilio.AuthNone, Proof: twilio.ProofKey("access_token")}
	oauthTokenV1Create      = twilio.Operation{Name: "iam.OAuthTokensV1.Create", Method: http.MethodPost, Host: hostOAuth, Path: "/v1/token", Auth: twilio.AuthNone, Proof: twilio.ProofKey("access_token")}
	iamTokenCreate          = twilio.Operation{Name: "iam.Tokens.Create", Method: http.MethodPost, Host: hostIAM, Path: "/v1/token", Auth: twilio.AuthNone, Proof: twilio.ProofKey("access_token")}
	organizationTokenCreate = twilio.Operation{Name: "iam.OrganizationTokens.Create", Method: http.MethodPost, Host: hostOrganizations, Path: "/v1/token", Auth: twilio.AuthNone, Proof: twilio.ProofKey("access_token")}
)

// OAuthTokenCreateParams is a request for a token.
type OAuthTokenCreateParams struct {
	GrantType    GrantType     `form:"grant_type" check:"required"`
	ClientID     string        `form:"client_id" check:"required"` // OQ…
	ClientSecret twilio.Secret `form:"client_secret"`
	Code         twilio.Secret `form:"code"`          // of GrantAuthorizationCode
	RedirectURI  string        `form:"redirect_uri"`  // that of the authorization
	RefreshToken twilio.Secret `form:"refresh_token"` // of GrantRefreshToken
	Audience     string        `form:"audience"`
	Scope        string        `form:"scope"`
	AccountSID   string        `query:"account_sid"` // an account for which an app of an organization acts

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate asks for the proof of the grant.
func (p *OAuthTokenCreateParams) Validate(problems *twilio.Problems) {
	grant{p.GrantType, p.ClientSecret, p.Code, p.RefreshToken}.check(problems)
}

// Create fetches a token. Wrong credentials match [twilio.ErrAuthentication] or are
// refused with HTTP 400. When no answer comes, the error is a
// *[twilio.OutcomeUnknownError]: with client credentials ask again, because a token more
// does no harm, or let the option [twilio.Idempotent] do it; with a code let the person
// sign in again.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token
func (s *OAuthTokens) Create(ctx context.Context, params OAuthTokenCreateParams, opts ...twilio.CallOption) (*OAuthToken, error) {
	return twilio.Invoke[OAuthToken](ctx, s.c, oauthTokenCreate.With(&params), opts...)
}

// OAuthTokenV1CreateParams is a request for a token in the former version, whose
// parameters have other names on the wire.
type OAuthTokenV1CreateParams struct {
	GrantType    GrantType     `form:"GrantType" check:"required"`
	ClientID     string        `form:"ClientId" check:"required"` // OQ…
	ClientSecret twilio.Secret `form:"ClientSecret"`
	Code         twilio.Secret `form:"Code"`         // of GrantAuthorizationCode
	RedirectURI  string        `form:"RedirectUri"`  // that of the authorization
	RefreshToken twilio.Secret `form:"RefreshToken"` // of GrantRefreshToken
	Audience     string        `form:"Audience"`
	Scope        string        `form:"Scope"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate asks for the proof of the grant.
func (p *OAuthTokenV1CreateParams) Validate(problems *twilio.Problems) {
	grant{p.GrantType, p.ClientSecret, p.Code, p.RefreshToken}.check(problems)
}

// Create fetches a token as [OAuthTokens.Create] does, which is the newer operation.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token
func (s *OAuthTokensV1) Create(ctx context.Context, params OAuthTokenV1CreateParams, opts ...twilio.CallOption) (*OAuthToken, error) {
	return twilio.Invoke[OAuthToken](ctx, s.c, oauthTokenV1Create.With(&params), opts...)
}

// TokenCreateParams is a request for a token at the host of the IAM API or of the
// organizations.
type TokenCreateParams struct {
	GrantType    GrantType     `form:"grant_type" check:"required"`
	ClientID     string        `form:"client_id" check:"required"` // OQ…
	ClientSecret twilio.Secret `form:"client_secret"`
	Code         twilio.Secret `form:"code"`          // of GrantAuthorizationCode
	RedirectURI  string        `form:"redirect_uri"`  // that of the authorization
	RefreshToken twilio.Secret `form:"refresh_token"` // of GrantRefreshToken
	Audience     string        `form:"audience"`
	Scope        string        `form:"scope"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate asks for the proof of the grant.
func (p *TokenCreateParams) Validate(problems *twilio.Problems) {
	grant{p.GrantType, p.ClientSecret, p.Code, p.RefreshToken}.check(problems)
}

// Create fetches a token as [OAuthTokens.Create] does.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token
func (s *Tokens) Create(ctx context.Context, params TokenCreateParams, opts ...twilio.CallOption) (*OAuthToken, error) {
	return twilio.Invoke[OAuthToken](ctx, s.c, iamTokenCreate.With(&params), opts...)
}

// Create fetches a token of an organization's app as [OAuthTokens.Create] does.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/org-oauth-apps
func (s *OrganizationTokens) Create(ctx context.Context, params TokenCreateParams, opts ...twilio.CallOption) (*OAuthToken, error) {
	return twilio.Invoke[OAuthToken](ctx, s.c, organizationTokenCreate.With(&params), opts...)
}

// grant is the proof in a request for a token.
type grant struct {
	Type                  GrantType
	secret, code, refresh twilio.Secret
}

// check refuses a grant without its proof.
func (g grant) check(problems *twilio.Problems) {
	switch {
	case g.Type == GrantClientCredentials && g.secret == "":
		problems.Add("ClientSecret", "is empty", "give the client secret that was shown when the app was made")
	case g.Type == GrantAuthorizationCode && g.code == "":
		problems.Add("Code", "is empty", "give the code that Twilio added to the redirect URI")
	case g.Type == GrantRefreshToken && g.refresh == "":
		problems.Add("RefreshToken", "is empty", "give the refresh token of an earlier answer")
	}
}
