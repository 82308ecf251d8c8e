package webhook

import (
	"crypto/sha1" //nolint:gosec // it is Twilio's choice, and HMAC does not need more of a hash
	"crypto/sha256"
	"errors"
	"net/url"
)

// keyring holds the keys of one account, or the keys that are valid for every account.
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

// candidates returns the keys that may have made a signature: the shared keys of the name
// in the headers, or the tokens when the headers name no key. A token never verifies for
// a shared key, and a shared key never for a token.
func (k *keyring) candidates(h signatureHeaders) []key {
	switch {
	case k == nil:
		return nil
	case h.keyName == "":
		return k.tokens
	}
	return k.shared[h.keyName]
}

// hasSharedKey says whether the verifier has a shared key of a name, for any account.
func (v *Verifier) hasSharedKey(name string) bool {
	if len(v.keys.shared[name]) > 0 {
		return true
	}
	for _, own := range v.accounts {
		if len(own.shared[name]) > 0 {
			return true
		}
	}
	return false
}

// signatureHeaders reads the two signature headers, and refuses an unknown key name.
func (v *Verifier) signatureHeaders(signature string, settings []string) (signatureHeaders, error) {
	h, err := parseSignatureHeaders(signature, settings)
	if err == nil && h.keyName != "" && !v.hasSharedKey(h.keyName) {
		err = &SignatureError{Reason: ErrSignatureSettings, Err: errors.New("the header names a key that the verifier does not have: give it with SharedKey")}
	}
	return h, err
}

// checkSignature returns nil when a key of the account, or a key that is valid for every
// account, made the signature for one of the candidate addresses.
func (v *Verifier) checkSignature(h signatureHeaders, account string, params url.Values, candidates []candidate) *SignatureError {
	own, others := v.accounts[account].candidates(h), v.keys.candidates(h)
	for _, keys := range [...][]key{own, others} {
		for _, k := range keys {
			if k.matches(h.signature, params, candidates) {
				return nil
			}
		}
	}
	wrong := &SignatureError{Reason: ErrWrongSignature}
	switch {
	case len(own)+len(others) > 0:
	case h.keyName != "":
		wrong.Err = errors.New("the shared key that the request names is that of another account")
	default:
		wrong.Err = errors.New("the request is signed with an auth token, and the verifier has none for it")
	}
	return wrong
}
