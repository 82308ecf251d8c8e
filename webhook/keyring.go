package webhook

import (
	"crypto/sha1" //nolint:gosec // it is Twilio's choice, and HMAC does not need more of a hash
	"crypto/sha256"
	"errors"
	"net/url"
)

// keyring holds the keys of one account, or those that count for any.
type keyring struct {
	tokens []key            // of HMAC-SHA1
	shared map[string][]key // of HMAC-SHA256, by their names
}

func (k *keyring) empty() bool { return len(k.tokens) == 0 && len(k.shared) == 0 }

func (k *keyring) addToken(authToken string) {
	k.tokens = append(k.tokens, newKey(authToken, sha1.New))
}

func (k *keyring) addShared(name, secret string) {
	if k.shared == nil {
		k.shared = map[string][]key{}
	}
	k.shared[name] = append(k.shared[name], newKey(secret, sha256.New))
}

// claimed returns the keys that may have made a signature. Tokens and shared keys
// never stand in for each other.
func (k *keyring) claimed(c claim) []key {
	switch {
	case k == nil:
		return nil
	case c.sharedKey == "":
		return k.tokens
	}
	return k.shared[c.sharedKey]
}

// knows says that a shared key which a request names is there, whosever it is.
func (v *Verifier) knows(c claim) bool {
	if c.sharedKey == "" || len(v.keys.shared[c.sharedKey]) > 0 {
		return true
	}
	for _, own := range v.accounts {
		if len(own.shared[c.sharedKey]) > 0 {
			return true
		}
	}
	return false
}

// readClaim reads what the headers of a request say of its signature.
func (v *Verifier) readClaim(signature string, settings []string) (claim, error) {
	c, err := readClaim(signature, settings)
	if err == nil && !v.knows(c) {
		err = &SignatureError{Reason: ErrSignatureSettings, Err: errors.New("the header names a key that the verifier does not have: give it with SharedKey")}
	}
	return c, err
}

// prove returns nil when a key of the account, or one that counts for any, made the
// signature for one of the addresses.
func (v *Verifier) prove(c claim, account string, params url.Values, addresses []address) *SignatureError {
	own, others := v.accounts[account].claimed(c), v.keys.claimed(c)
	for _, keys := range [...][]key{own, others} {
		for _, k := range keys {
			if k.matches(c.signature, params, addresses) {
				return nil
			}
		}
	}
	wrong := &SignatureError{Reason: ErrWrongSignature}
	switch {
	case len(own)+len(others) > 0:
	case c.sharedKey != "":
		wrong.Err = errors.New("the shared key that the request names is that of another account")
	default:
		wrong.Err = errors.New("the request is signed with an auth token, and the verifier has none for it")
	}
	return wrong
}
