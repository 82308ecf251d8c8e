package twilio

import (
	"cmp"
	"encoding/base64"
	"log/slog"
	"strings"

	"github.com/seed15d99369/twilio/internal/credential"
)

// Credential proves who is calling. Make one with [APIKey], [OAuth] or [AuthToken].
// It prints without its secret.
type Credential struct {
	kind credentialKind
	pair func() (id, secret string) // a closure: no formatting verb reaches the secret
}

type credentialKind uint8

const (
	kindNone credentialKind = iota
	kindAPIKey
	kindAuthToken
	kindOAuth
)

// APIKey is the SID of an API key (SK…) with its secret: the recommended
// credential, because it can be revoked on its own.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys
func APIKey(keySID, keySecret string) Credential {
	return Credential{kindAPIKey, func() (string, string) { return keySID, keySecret }}
}

// AuthToken is the account's own token: quick to begin with, and all-powerful.
func AuthToken(token string) Credential {
	return Credential{kindAuthToken, func() (string, string) { return "", token }}
}

// OAuth is the client ID (OQ…) of an OAuth app with its client secret. A client
// fetches an access token with them when a call first needs one, sends that token
// instead of the secret, and fetches the next one before the token ends. A request
// for a token is repeated as [WithRetry] says, which is not at all with MaxAttempts 1.
// When it fails, so do the calls that wait for it: their errors match [ErrNotSent],
// and [ErrAuthentication] when Twilio refuses ID or secret.
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps
func OAuth(clientID, clientSecret string) Credential {
	return Credential{kindOAuth, func() (string, string) { return clientID, clientSecret }}
}

// basicAuth is the Authorization header; an auth token's user is the account. An
// OAuth app has none.
func (c Credential) basicAuth(accountSID string) string {
	if c.kind == kindOAuth {
		return ""
	}
	user, secret := c.pair()
	if c.kind == kindAuthToken {
		user = accountSID
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
}

// secrets returns the texts that no error or log may show: the secret and the Authorization
// header's form of it.
func (c Credential) secrets(accountSID string) []string {
	_, secret := c.pair()
	return []string{strings.TrimPrefix(c.basicAuth(accountSID), "Basic "), secret}
}

// check never shows a value: a secret may stand in the wrong place.
func (c Credential) check(problems *Problems) {
	if c.kind == kindNone {
		problems.Add("credential", "is empty", "use twilio.APIKey(keySID, keySecret), twilio.OAuth(clientID, clientSecret) or twilio.AuthToken(token)")
		return
	}
	id, secret := c.pair()
	switch c.kind {
	case kindAuthToken:
		checkSecret(problems, "token", secret, "copy the account's auth token from the Console")
	case kindOAuth:
		checkClientID(problems, id)
		checkSecret(problems, "clientSecret", secret, "copy the client secret that was shown when the app was made")
	default:
		checkKeySID(problems, id)
		checkSecret(problems, "keySecret", secret, "copy the secret that was shown when the key was made")
	}
}

// checkClientID leaves the shape of a client ID to Twilio, whose pages show OQ and 32
// letters or digits but do not promise it.
func checkClientID(problems *Problems, id string) {
	const remedy = "give the client ID that Twilio shows beside the OAuth app, OQ and 32 letters or digits"
	switch {
	case id == "":
		problems.Add("clientID", "is empty", remedy)
	case isSID(id, "AC"):
		problems.Add("clientID", "is an account SID", "pass the account SID as New's first argument and the app's own client ID to OAuth")
	case isSID(id, "SK"):
		problems.Add("clientID", "is the SID of an API key", "use twilio.APIKey for a key; for an app "+remedy)
	case !isSID(id, "OQ") && credential.SIDFlaw(id, "OQ") != "":
		problems.Add("clientID", credential.SIDFlaw(id, "OQ"), remedy+", and nothing that stands around it")
	}
}

func checkKeySID(problems *Problems, sid string) {
	const remedy = "give the key's SID, SK and 32 hexadecimal digits"
	switch {
	case sid == "":
		problems.Add("keySID", "is empty", remedy)
	case isSID(sid, "AC"):
		problems.Add("keySID", "is an account SID", "pass the account SID as New's first argument and the key's own SID, SK…, to APIKey")
	case !isSID(sid, "SK"):
		problems.Add("keySID", cmp.Or(credential.SIDFlaw(sid, "SK"), "is not the SID of an API key"), remedy+"; the secret comes second")
	}
}

func checkSecret(problems *Problems, field, secret, remedy string) {
	switch {
	case secret == "":
		problems.Add(field, "is empty", remedy)
	case isSID(secret, "AC"), isSID(secret, "SK"), isSID(secret, "OQ"):
		problems.Add(field, "is a SID, not a secret", "SID and secret are swapped: the SID comes first; "+remedy)
	case credential.Flaw(secret) != "":
		problems.Add(field, credential.Flaw(secret), remedy+", and nothing that stands around it")
	}
}

func checkAccountSID(problems *Problems, field, sid string) {
	const remedy = "give the account's SID, AC and 32 hexadecimal digits"
	switch {
	case sid == "":
		problems.Add(field, "is empty", remedy)
	case isSID(sid, "SK"):
		problems.Add(field, "is the SID of an API key", "give the account's SID, AC…, here and the key to twilio.APIKey: the two are swapped")
	case !isSID(sid, "AC"):
		problems.Add(field, cmp.Or(credential.SIDFlaw(sid, "AC"), "is not an account SID"), remedy)
	}
}

// String names the kind of credential and the key, never the secret.
func (c Credential) String() string {
	switch c.kind {
	case kindAPIKey:
		if keySID, _ := c.pair(); isSID(keySID, "SK") {
			return "API key " + keySID
		}
		return "API key"
	case kindAuthToken:
		return "auth token"
	case kindOAuth:
		if clientID, _ := c.pair(); isSID(clientID, "OQ") {
			return "OAuth app " + clientID
		}
		return "OAuth app"
	}
	return "no credential"
}

// GoString is String, so that %#v shows no secret either.
func (c Credential) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c Credential) LogValue() slog.Value { return slog.StringValue(c.String()) }
