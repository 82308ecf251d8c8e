package twiliotest

import (
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
)

// The OAuth app of the simulated account, and where it gets its access tokens.
// https://www.twilio.com/docs/iam/oauth-apps
const (
	clientID     = "OQ5a1d0000000000000000000000000001"
	clientSecret = "5a1dSimulatedClientSecret0000001"
	tokenPath    = "/v2/token"
	tokenLife    = time.Hour
)

// OAuthApp returns the client ID and the client secret of an OAuth app of the
// simulated account, for twilio.OAuth. Its access tokens are good for an hour on the
// simulator's clock, or until [Sim.RevokeTokens].
//
// Requests for tokens are in [Sim.Requests], without the secret, and go wrong as
// others do: On(http.MethodPost, "/v2/token").
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps
func (s *Sim) OAuthApp() (id, secret string) { return clientID, clientSecret }

// RevokeTokens ends every access token that the OAuth app has been given so far:
// requests with one are answered 401 with code 20003.
func (s *Sim) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

type tokenJSON struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"` // seconds
}

// createToken answers whoever knows the app's secret; the path takes no other
// credentials.
func (s *Sim) createToken(r *request) (any, *apiError) {
	const code = http.StatusBadRequest // this service's codes are HTTP statuses
	switch {
	case r.form.Get("grant_type") != "client_credentials":
		return nil, badRequest(code, "The grant_type is not client_credentials.")
	case !equal(r.form.Get("client_id"), clientID) || !equal(r.form.Get("client_secret"), clientSecret):
		return nil, badRequest(code, "The client_id and the client_secret are not those of an OAuth app.")
	}
	now := s.Clock.Now().Truncate(time.Second)
	ends := now.Add(tokenLife)
	token := newJWT(map[string]any{"iss": "https://oauth.twilio.com", "sub": clientID, "iat": now.Unix(), "exp": ends.Unix(), "jti": s.newSID("")})
	s.tokens[token] = ends
	return tokenJSON{token, "bearer", int(tokenLife / time.Second)}, nil
}

// bearer returns the account that an access token is for, "" when it is none or has
// ended; s.mu is held.
func (s *Sim) bearer(r *http.Request) string {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || !s.Clock.Now().Before(s.tokens[token]) {
		return ""
	}
	return accountSID
}

// newJWT signs with a key that nobody has to know: clients do not verify it.
func newJWT(claims map[string]any) string {
	payload, err := json.Marshal(claims)
	if err != nil {
		payload = nil // strings and numbers can be written
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(payload)
	mac := hmac.New(sha256.New, []byte(clientSecret))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

// isTokenRequest tells the one operation that takes no credentials.
func isTokenRequest(method, host, path string) bool {
	return method == http.MethodPost && host == "oauth" && path == tokenPath
}

// withoutSecret is a form as the ledger keeps it: without the secret of an OAuth app and
// the password of a SIP credential.
func withoutSecret(form url.Values) url.Values {
	secrets := [...]string{"client_secret", "Password"}
	if !slices.ContainsFunc(secrets[:], form.Has) {
		return form
	}
	kept := maps.Clone(form)
	for _, name := range secrets {
		kept.Del(name)
	}
	return kept
}
