package twiliotest

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/contract"
)

// Where OAuth apps get their access tokens, and how long those last. https://www.twilio.com/docs/iam/oauth-apps
const (
	tokenPath   = "/v2/token"
	tokenPathV1 = "/v1/token"
	tokenLife   = time.Hour
)

// OAuthApp returns the client ID and the client secret of an OAuth app of the
// simulated account, for twilio.OAuth. The app has every permission in that account, and
// none in its subaccounts. Its access tokens are good for an hour on the simulator's
// clock, or until [Sim.RevokeTokens].
//
// Requests for tokens are in [Sim.Requests], without the secret, and go wrong as
// others do: On(http.MethodPost, "/v2/token").
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps
func (s *Sim) OAuthApp() (id, secret string) { return s.main.clientID, s.main.clientSecret }

// OrganizationOAuthApp returns the client ID and the client secret of an OAuth app of the
// organization that has the simulated account, see [Sim.OrganizationSID]. Its access
// tokens reach the organization and no account.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps/org-oauth-apps
func (s *Sim) OrganizationOAuthApp() (id, secret string) {
	return s.main.organizationClientID, s.main.organizationClientSecret
}

// RevokeTokens ends every access token that OAuth apps have been given so far:
// requests with one are answered 401 with code 20003.
func (s *Sim) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.access.tokens)
}

// accessToken is what the simulator knows of an access token.
type accessToken struct {
	app  *oauthApp
	ends time.Time
}

type tokenJSON struct {
	AccessToken  string  `json:"access_token"`
	TokenType    string  `json:"token_type"`
	ExpiresIn    int     `json:"expires_in"`    // seconds
	IDToken      *string `json:"id_token"`      // of other grants
	RefreshToken *string `json:"refresh_token"` // of other grants
}

// tokenHandler returns the handler of the operations that give access tokens, of which
// there is an older version at several hosts; nil for all others.
func tokenHandler(operation string) handler {
	if operation == "CreateOauth2Token" || operation == "CreateToken" {
		return (*Sim).createToken
	}
	return nil
}

// createToken answers whoever knows an app's secret; the path takes no other
// credentials.
func (s *Sim) createToken(r *request) (any, *apiError) {
	const code = http.StatusBadRequest // this service's codes are HTTP statuses
	sent := func(name, older string) string { return cmp.Or(r.form.Get(name), r.form.Get(older)) }
	app := recordOf(s.access.apps, sent("client_id", "ClientId"))
	switch {
	case sent("grant_type", "GrantType") != "client_credentials":
		return nil, badRequest(code, "The grant_type is not client_credentials.")
	case app == nil || !equal(sent("client_secret", "ClientSecret"), app.secret):
		return nil, badRequest(code, "The client_id and the client_secret are not those of an OAuth app.")
	}
	now := s.Clock.Now().Truncate(time.Second)
	ends := now.Add(app.life)
	token := newJWT(map[string]any{"iss": "https://oauth.twilio.com", "sub": app.sid, "iat": now.Unix(), "exp": ends.Unix(), "jti": s.newSID("")})
	if s.access.tokens == nil {
		s.access.tokens = map[string]accessToken{}
	}
	s.access.tokens[token] = accessToken{app, ends}
	return tokenJSON{AccessToken: token, TokenType: "bearer", ExpiresIn: int(app.life / time.Second)}, nil
}

// bearer returns whose access token a request has, nobody when it has none that is good;
// s.mu is held.
func (s *Sim) bearer(r *http.Request) caller {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	token := s.access.tokens[text]
	if !ok || !s.Clock.Now().Before(token.ends) || !slices.Contains(s.access.apps, token.app) {
		return caller{}
	}
	return caller{account: token.app.account, app: token.app}
}

// newJWT signs with a key that nobody has to know: clients do not verify it.
func newJWT(claims map[string]any) string {
	payload, err := json.Marshal(claims)
	if err != nil {
		payload = nil // strings and numbers can be written
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(payload)
	mac := hmac.New(sha256.New, []byte("5a1dSimulatedClientSecret0000001"))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

// isTokenRequest tells the operations that take no credentials.
func isTokenRequest(method, host, path string) bool {
	switch host {
	case "oauth":
		return method == http.MethodPost && (path == tokenPath || path == tokenPathV1)
	case "iam", contract.HostOf(organizationSpec):
		return method == http.MethodPost && path == tokenPathV1
	}
	return false
}

// secretParams are parameters that the ledger does not keep: the secret of an OAuth app,
// tokens in its place, the keys of an account at AWS, and the password of a SIP
// credential.
var secretParams = [...]string{"client_secret", "ClientSecret", "refresh_token", "RefreshToken", "Credentials", "Password"}

// withoutSecret is a form as the ledger keeps it. The code of an authorization is a secret
// of requests for access tokens; other operations have a parameter Code that is none.
func withoutSecret(form url.Values, forToken bool) url.Values {
	if forToken {
		return withoutParams(form, append(secretParams[:], "code", "Code", "code_verifier")...)
	}
	if !slices.ContainsFunc(secretParams[:], form.Has) {
		return form
	}
	return withoutParams(form, secretParams[:]...)
}

// withoutParams is a copy of a form without some parameters.
func withoutParams(form url.Values, names ...string) url.Values {
	kept := maps.Clone(form)
	for _, name := range names {
		kept.Del(name)
	}
	return kept
}
