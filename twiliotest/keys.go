package twiliotest

import (
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// apiKey is an API key of an account. Signing keys are the same by another name.
// https://www.twilio.com/docs/iam/api-keys
type apiKey struct {
	sid, secret   string
	account, name string
	kind          keyKind
	policy        policy // of a restricted key
	created       time.Time
	updated       time.Time
}

func (k *apiKey) id() string    { return k.sid }
func (k *apiKey) owner() string { return k.account }

// keyKind says how much a key may do.
type keyKind int

// The kinds of keys.
const (
	standardKey   keyKind = iota // all but accounts and keys
	mainKey                      // as much as the auth token
	restrictedKey                // what its policy allows
)

// flags are what lists of keys say about a kind.
func (kind keyKind) flags() []string {
	switch kind {
	case mainKey:
		return []string{"rest_api", "signing", "manage_accounts", "manage_keys"}
	case restrictedKey:
		return []string{"rest_api", "restricted"}
	}
	return []string{"rest_api", "signing"}
}

// APIKey returns the SID and the secret of an API key of the simulated account. It is a
// Standard key, which reaches neither accounts nor keys, and it works until it is deleted.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/keys-in-console#types-of-keys
func (s *Sim) APIKey() (sid, secret string) { return s.main.keySID, s.main.keySecret }

// MainAPIKey makes a Main key of the simulated account, as people do in Twilio's Console,
// and returns its SID and its secret. It may do all that the auth token may, accounts and
// keys included.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys/keys-in-console#types-of-keys
func (s *Sim) MainAPIKey() (sid, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := s.addKey(s.main.sid, "Simulated Main key", mainKey)
	return key.sid, key.secret
}

// addKey makes a key; s.mu is held.
func (s *Sim) addKey(account, name string, kind keyKind) *apiKey {
	now := s.Clock.Now()
	key := &apiKey{sid: s.newSID("SK"), secret: s.newCredential("SK"), account: account, name: name, kind: kind, created: now, updated: now}
	s.access.keys = append(s.access.keys, key)
	return key
}

// secretOfKey returns the secret with which a key signs the access tokens of client SDKs,
// "" for a key that must not: one that is restricted or deleted, or of an account that is
// not active; s.mu is held.
// https://www.twilio.com/docs/iam/access-tokens
func (s *Sim) secretOfKey(sid string) string {
	if key := recordOf(s.access.keys, sid); key != nil && key.kind != restrictedKey && s.statusOf(key.account) == accountActive {
		return key.secret
	}
	return ""
}

// refuse checks whether a key reaches an operation. It is called on nil for other
// credentials, which it lets through.
func (k *apiKey) refuse(op *contract.Operation) *apiError {
	switch {
	case k == nil || k.kind == mainKey:
		return nil
	case k.kind == restrictedKey:
		return k.policy.refuse(op)
	case isForMainKeys(op):
		return notAuthenticated("Authenticate")
	}
	return nil
}

// keyHandler returns the handler of an operation on keys in the API of 2010, nil for all
// others.
func keyHandler(operation string) handler {
	switch operation {
	case "CreateNewKey", "CreateNewSigningKey":
		return (*Sim).createKey
	case "FetchKey", "FetchSigningKey":
		return onKey((*Sim).showKey)
	case "ListKey":
		return listKeysAs("keys")
	case "ListSigningKey":
		return listKeysAs("signing_keys")
	case "UpdateKey", "UpdateSigningKey":
		return onKey((*Sim).updateKey)
	case "DeleteKey", "DeleteSigningKey":
		return onKey((*Sim).deleteKey)
	}
	return nil
}

// iamHandler returns the handler of an operation of IAM, nil for all others.
func iamHandler(operation string) handler {
	switch operation {
	case "CreateNewKey":
		return (*Sim).createKeyV1
	case "FetchKey":
		return onKey((*Sim).showKey)
	case "ListGetKeys":
		return (*Sim).listKeysV1
	case "UpdateKey":
		return onKey((*Sim).updateKey)
	case "DeleteKey":
		return onKey((*Sim).deleteKey)
	case "ListRolePermission":
		return (*Sim).listRolePermissions
	case "CreateOauthAppAccount":
		return (*Sim).createOAuthApp
	case "UpdateOauthAppAccount":
		return (*Sim).updateOAuthApp
	case "DeleteOauthAppAccount":
		return (*Sim).deleteOAuthApp
	}
	return tokenHandler(operation)
}

func (s *Sim) createKey(r *request) (any, *apiError) {
	problem := refuseFriendlyName(r, constraintViolation)
	if problem == nil {
		problem = r.by.key.refuseGrant(standardKey, policy{})
	}
	if problem != nil {
		return nil, problem
	}
	return s.newKeyJSON(r, s.addKey(r.account, r.form.Get("FriendlyName"), standardKey)), nil
}

// createKeyV1 makes a Standard key or a restricted one. Twilio's files name the kind of
// the latter alone.
func (s *Sim) createKeyV1(r *request) (any, *apiError) {
	kind, granted := standardKey, policy{}
	problem := s.refuseKeyAccount(r, r.form.Get("AccountSid"))
	if problem == nil {
		problem = refuseFriendlyName(r, constraintViolation)
	}
	if problem == nil && r.form.Get("KeyType") == "restricted" {
		kind = restrictedKey
		granted, problem = readPolicy(r.form.Get("Policy"))
	}
	if problem == nil {
		problem = r.by.key.refuseGrant(kind, granted)
	}
	if problem != nil {
		return nil, problem
	}
	key := s.addKey(r.form.Get("AccountSid"), r.form.Get("FriendlyName"), kind)
	key.policy = granted
	return s.newKeyJSON(r, key), nil
}

// refuseKeyAccount refuses a parameter AccountSid that is none of the caller's.
func (s *Sim) refuseKeyAccount(r *request, account string) *apiError {
	if !s.mayActFor(r.by.account, account) {
		return &apiError{status: http.StatusForbidden, code: authorizationFailed, message: "Authorization Failed: the credentials do not belong to the account " + account}
	}
	switch s.statusOf(account) {
	case accountSuspended:
		return suspendedAccount()
	case accountClosed:
		return &apiError{status: http.StatusForbidden, code: twilio.CodeAccountSuspended, message: "The account is closed"}
	}
	return nil
}

// refuseGrant refuses to give more to a new key than the key of the caller has.
// https://www.twilio.com/docs/api/errors/70152
func (k *apiKey) refuseGrant(kind keyKind, granted policy) *apiError {
	if k == nil || k.kind != restrictedKey || kind == restrictedKey && k.policy.covers(granted) {
		return nil
	}
	return badRequest(70152, "The new key would have permissions that the key of this request does not have")
}

// onKey lets a handler act on the key that the path names.
func onKey(act func(*Sim, *request, *apiKey) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		key := recordOf(s.access.keys, r.ids["Sid"])
		_, inAccount := r.ids["AccountSid"]
		if key == nil || inAccount && key.account != r.account || !s.mayActFor(r.account, key.account) {
			return nil, r.absent()
		}
		return act(s, r, key)
	}
}

func (s *Sim) showKey(r *request, key *apiKey) (any, *apiError) { return s.keyJSON(r, key), nil }

// updateKey changes the name of a key, and the policy of a restricted one.
func (s *Sim) updateKey(r *request, key *apiKey) (any, *apiError) {
	if problem := refuseFriendlyName(r, constraintViolation); problem != nil {
		return nil, problem
	}
	if text := r.form.Get("Policy"); text != "" {
		granted, problem := readPolicy(text)
		switch {
		case problem == nil && key.kind != restrictedKey:
			problem = badRequest(constraintViolation, "Only a restricted key has a Policy")
		case problem == nil:
			problem = r.by.key.refuseGrant(restrictedKey, granted)
		}
		if problem != nil {
			return nil, problem
		}
		key.policy = granted
	}
	if r.form.Has("FriendlyName") {
		key.name = r.form.Get("FriendlyName")
	}
	key.updated = s.Clock.Now()
	return s.keyJSON(r, key), nil
}

// deleteKey ends a key: requests with it are answered 401 from then on.
func (s *Sim) deleteKey(_ *request, key *apiKey) (any, *apiError) {
	s.access.keys = without(s.access.keys, key)
	return nil, nil //nolint:nilnil // no body, no error
}

func listKeysAs(key string) handler {
	return func(s *Sim, r *request) (any, *apiError) { return s.listKeys(r, key, r.account) }
}

func (s *Sim) listKeysV1(r *request) (any, *apiError) {
	account := r.query.Get("AccountSid")
	if !s.mayActFor(r.by.account, account) {
		return nil, s.refuseKeyAccount(r, account)
	}
	return s.listKeys(r, "keys", account)
}

func (s *Sim) listKeys(r *request, listKey, account string) (any, *apiError) {
	return listItems(r, listKey, ownedBy(s.access.keys, account), func(k *apiKey) any { return s.keyJSON(r, k) })
}

// keyJSON is a key as the API shows it: without its secret.
func (s *Sim) keyJSON(r *request, key *apiKey) map[string]any {
	return publishedOf(r, map[string]any{
		"sid": key.sid, "friendly_name": orNull(key.name), "flags": key.kind.flags(), "policy": key.policy.json(),
		"date_created": rfc2822(key.created), "date_updated": rfc2822(key.updated),
	})
}

// newKeyJSON is a key as the API shows it once, with its secret.
func (s *Sim) newKeyJSON(r *request, key *apiKey) map[string]any {
	shown := s.keyJSON(r, key)
	shown["secret"] = key.secret
	return shown
}
