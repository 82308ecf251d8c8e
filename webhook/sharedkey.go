package webhook

import (
	"errors"
	"strings"

	"github.com/seed15d99369/twilio/internal/credential"
)

// settingsHeader says which shared key signed a request, and how. A request that is
// signed with an auth token has none.
const settingsHeader = "X-Twilio-Webhooks-Signature-Settings"

// sharedAlgorithm is the one algorithm of shared keys that is verified.
const sharedAlgorithm = "HMAC_SHA256"

// maxSettings bounds what is read of the settings header, in bytes. Twilio's names
// of keys have 45 characters.
const maxSettings = 256

// SharedKey is a key that Twilio signs with in place of the auth token, where a
// webhook rule says so. The name is the identifier that Twilio gave to the key,
// webhooks_sharedkey_ and more; the key is its secret. It verifies HMAC-SHA256 and
// nothing else. Several shared keys stand beside each other, so that keys can be
// rotated. Without a [Token] or [AccountToken] beside it, requests that are signed
// with an auth token are refused.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
func SharedKey(name, key string) Option {
	return func(v *Verifier) error {
		if err := checkSharedKey("SharedKey", name, key); err != nil {
			return err
		}
		v.keys.addShared(name, key)
		return nil
	}
}

// AccountSharedKey is a [SharedKey] that counts for requests of one account, and for
// no others. A request names its account as it does for an [AccountToken]: JSON does
// not, and needs a [SharedKey].
func AccountSharedKey(accountSID, name, key string) Option {
	return func(v *Verifier) error {
		if !isSID(accountSID, "AC") {
			return &ConfigError{"AccountSharedKey", "has no account SID", "give the SID first, AC and 32 letters or digits, then the name of the key and the key"}
		}
		if err := checkSharedKey("AccountSharedKey", name, key); err != nil {
			return err
		}
		v.ofAccount(accountSID).addShared(name, key)
		return nil
	}
}

// checkSharedKey never shows what it was given: name and key may be swapped.
func checkSharedKey(option, name, key string) error {
	const remedy = "give the key's identifier, such as webhooks_sharedkey_1, and then the secret that Twilio returned when the key was created"
	switch {
	case !isKeyName(name):
		return &ConfigError{option, "has a name that Twilio's header cannot hold", remedy}
	case key == "":
		return &ConfigError{option, "has no key", remedy}
	case strings.HasPrefix(key, "webhooks_"):
		return &ConfigError{option, "has a name in place of the key", remedy}
	case isSID(key, "AC"), isSID(key, "SK"):
		return &ConfigError{option, "has a SID in place of the key", remedy}
	}
	if flaw := credential.SigningFlaw(key); flaw != "" {
		return &ConfigError{option, "has a key that " + flaw, remedy}
	}
	return nil
}

// isKeyName says that a name fits into the settings header.
func isKeyName(name string) bool {
	return name != "" && len(name) <= maxSettings/2 &&
		strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == ""
}

// claim is what a request says of its signature. A key has to prove it.
type claim struct {
	signature string
	sharedKey string // the name of the shared key, "" for an auth token
}

// readClaim takes every value of the settings header. One that cannot be followed is
// never read as if it were absent: that would fall back to another key and to SHA-1.
func readClaim(signature string, settings []string) (claim, error) {
	if signature == "" {
		return claim{}, &SignatureError{Reason: ErrNoSignature}
	}
	switch len(settings) {
	case 0:
		return claim{signature: signature}, nil
	case 1:
		name, err := keyNameIn(settings[0])
		if err != nil {
			return claim{}, &SignatureError{Reason: ErrSignatureSettings, Err: err}
		}
		return claim{signature, name}, nil
	}
	return claim{}, &SignatureError{Reason: ErrSignatureSettings, Err: errors.New("the header is there more than once")}
}

// keyNameIn reads "key=NAME,algorithm=HMAC_SHA256". The two parameters may come in
// either order, with blanks around the comma. Both have to be there once, spelled as
// they are here, and no others.
func keyNameIn(settings string) (string, error) {
	if len(settings) > maxSettings {
		return "", errors.New("the header is too long")
	}
	var name, algorithm string
	for parameter := range strings.SplitSeq(settings, ",") {
		label, value, _ := strings.Cut(strings.Trim(parameter, " \t"), "=")
		switch {
		case label == "key" && name == "" && isKeyName(value):
			name = value
		case label == "algorithm" && algorithm == "" && value != "":
			algorithm = value
		default:
			return "", errors.New("the header is not key=NAME,algorithm=" + sharedAlgorithm)
		}
	}
	switch {
	case name == "" || algorithm == "":
		return "", errors.New("the header is not key=NAME,algorithm=" + sharedAlgorithm)
	case algorithm != sharedAlgorithm:
		return "", errors.New("the header names an algorithm other than " + sharedAlgorithm)
	}
	return name, nil
}

// SharedKeySettings returns the value of X-Twilio-Webhooks-Signature-Settings that
// goes with a signature of [SignShared] or [SignBodyShared].
func SharedKeySettings(name string) string {
	return "key=" + name + ",algorithm=" + sharedAlgorithm
}
