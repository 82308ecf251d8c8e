package iam

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// OAuthAuthorizations asks people whether an OAuth app may act for them. That happens in
// their browser: send it to the address that URL returns. Twilio redirects it to
// RedirectURI afterwards, with a code for [OAuthTokens.Create] and with the state.
type OAuthAuthorizations struct{ c *twilio.Client }

// OAuthAuthorizationsV1 is the former version of [OAuthAuthorizations].
type OAuthAuthorizationsV1 struct{ c *twilio.Client }

// OrganizationAuthorizations are the [OAuthAuthorizations] of an organization's apps.
type OrganizationAuthorizations struct{ c *twilio.Client }

var (
	oauthAuthorizationGet        = twilio.Operation{Name: "iam.OAuthAuthorizations.Get", Method: http.MethodGet, Host: hostOAuth, Path: "/v2/authorize", Auth: twilio.AuthNone}
	oauthAuthorizationV1Get      = twilio.Operation{Name: "iam.OAuthAuthorizationsV1.Get", Method: http.MethodGet, Host: hostOAuth, Path: "/v1/authorize", Auth: twilio.AuthNone}
	organizationAuthorizationGet = twilio.Operation{Name: "iam.OrganizationAuthorizations.Get", Method: http.MethodGet, Host: hostOrganizations, Path: "/v1/authorize", Auth: twilio.AuthNone}
)

// ResponseType is how an authorization answers.
type ResponseType string

// ResponseCode asks for a code, with which the app then fetches its tokens.
const ResponseCode ResponseType = "code"

// OAuthAuthorizationGetParams is a question to a person in a browser.
type OAuthAuthorizationGetParams struct {
	ResponseType        ResponseType `form:"response_type"`
	ClientID            string       `form:"client_id"`    // OQ…
	RedirectURI         string       `form:"redirect_uri"` // one of those that the app is registered with
	Scope               string       `form:"scope"`        // "offline_access" for a refresh token
	State               string       `form:"state"`        // comes back as it is: a random text, by which the app knows that it has asked
	CodeChallenge       string       `form:"code_challenge"`
	CodeChallengeMethod string       `form:"code_challenge_method"` // "S256"

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// URL returns the address for the browser and sends nothing.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/org-oauth-apps
func (s *OAuthAuthorizations) URL(params OAuthAuthorizationGetParams) (string, error) {
	return s.c.URL(oauthAuthorizationGet.With(&params))
}

// Get asks Twilio in the browser's place and returns the page to which Twilio redirects;
// close it. Programs use URL: a page on which somebody signs in is of no use to them.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/org-oauth-apps
func (s *OAuthAuthorizations) Get(ctx context.Context, params OAuthAuthorizationGetParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, oauthAuthorizationGet.With(&params), opts...)
}

// OAuthAuthorizationV1GetParams is a question in the former version, whose parameters
// have other names on the wire.
type OAuthAuthorizationV1GetParams struct {
	ResponseType ResponseType `form:"ResponseType"`
	ClientID     string       `form:"ClientId"` // OQ…
	RedirectURI  string       `form:"RedirectUri"`
	Scope        string       `form:"Scope"`
	State        string       `form:"State"` // comes back as it is

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// URL returns the address for the browser and sends nothing.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps
func (s *OAuthAuthorizationsV1) URL(params OAuthAuthorizationV1GetParams) (string, error) {
	return s.c.URL(oauthAuthorizationV1Get.With(&params))
}

// Get returns the page to which Twilio redirects, as [OAuthAuthorizations.Get] does;
// close it.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps
func (s *OAuthAuthorizationsV1) Get(ctx context.Context, params OAuthAuthorizationV1GetParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, oauthAuthorizationV1Get.With(&params), opts...)
}

// OrganizationAuthorizationGetParams is a question to a member of an organization.
type OrganizationAuthorizationGetParams struct {
	ResponseType ResponseType `form:"response_type"`
	ClientID     string       `form:"client_id"`    // OQ…
	RedirectURI  string       `form:"redirect_uri"` // one of those that the app is registered with
	Scope        string       `form:"scope"`
	State        string       `form:"state"` // comes back as it is

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// URL returns the address for the browser and sends nothing.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/org-oauth-apps
func (s *OrganizationAuthorizations) URL(params OrganizationAuthorizationGetParams) (string, error) {
	return s.c.URL(organizationAuthorizationGet.With(&params))
}

// Get returns the page to which Twilio redirects, as [OAuthAuthorizations.Get] does;
// close it.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/org-oauth-apps
func (s *OrganizationAuthorizations) Get(ctx context.Context, params OrganizationAuthorizationGetParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, organizationAuthorizationGet.With(&params), opts...)
}
