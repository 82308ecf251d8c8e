package webhook

import (
	"errors"
	"strings"

	"github.com/seed15d99369/twilio/internal/credential"
	"github.com/seed15d99369/twilio/internal/sid"
)

// settingsHeader names the shared key that signed a request, and the algorithm. A request
// that is signed with an auth token does not have the header.
const settingsHeader = "X-Twilio-Webhooks-Signature-Settings"

// sharedAlgorithm is the only algorithm of shared keys that is accepted.
const sharedAlgorithm = "HMAC_SHA256"

// maxSettings bounds the length of the settings header, in bytes. Twilio's names of keys
// have 45 characters.
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

// AccountSharedKey is a [SharedKey] that is valid for requests of one account only. A
// request names its account as it does for an [AccountToken]. A JSON request names no
// account, and needs a [SharedKey].
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
func AccountSharedKey(accountSID, name, key string) Option {
	return func(v *Verifier) error {
		if !sid.Is(accountSID, "AC") {
			return &ConfigError{"AccountSharedKey", "has no account SID", "give the SID first, AC and 32 letters or digits, then the name of the key and the key"}
		}
		if err := checkSharedKey("AccountSharedKey", name, key); err != nil {
			return err
		}
		v.ofAccount(accountSID).addShared(name, key)
		return nil
	}
}

// checkSharedKey never shows its arguments, because name and key may be swapped.
func checkSharedKey(option, name, key string) error {
	const remedy = "give the key's identifier, such as webhooks_sharedkey_1, and then the secret that Twilio returned when the key was created"
	switch {
	case !isKeyName(name):
		return &ConfigError{option, "has a name that Twilio's header cannot hold", remedy}
	case key == "":
		return &ConfigError{option, "has no key", remedy}
	case strings.HasPrefix(key, "webhooks_"):
		return &ConfigError{option, "has a name in place of the key", remedy}
	case sid.Is(key, "AC"), sid.Is(key, "SK"):
		return &ConfigError{option, "has a SID in place of the key", remedy}
	}
	if flaw := credential.SigningFlaw(key); flaw != "" {
		return &ConfigError{option, "has a key that " + flaw, remedy}
	}
	return nil
}

// isKeyName says whether a name fits into the settings header.
func isKeyName(name string) bool {
	return name != "" && len(name) <= maxSettings/2 &&
		strings.Trim(name, alphanumeric+"_-.") == ""
}

// signatureHeaders are the two headers of a request that carry its signature.
type signatureHeaders struct {
	signature string
	keyName   string // the name of the shared key, "" for an auth token
}

// parseSignatureHeaders takes every value of the settings header. A malformed header is an
// error. Treating it as absent would fall back to another key and to SHA-1.
func parseSignatureHeaders(signature string, settings []string) (signatureHeaders, error) {
	if signature == "" {
		return signatureHeaders{}, &SignatureError{Reason: ErrNoSignature}
	}
	switch len(settings) {
	case 0:
		return signatureHeaders{signature: signature}, nil
	case 1:
		name, err := keyNameIn(settings[0])
		if err != nil {
			return signatureHeaders{}, &SignatureError{Reason: ErrSignatureSettings, Err: err}
		}
		return signatureHeaders{signature, name}, nil
	}
	return signatureHeaders{}, &SignatureError{Reason: ErrSignatureSettings, Err: errors.New("the header is there more than once")}
}

// keyNameIn parses "key=NAME,algorithm=HMAC_SHA256". The two parameters may come in
// either order, with blanks around the comma. Each has to be present once, in this
// spelling, and there may be no others.
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

// SharedKeySettings returns the value of the header X-Twilio-Webhooks-Signature-Settings
// for a request that [SignShared] or [SignBodyShared] has signed. It is for tests of your
// own handlers.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
func SharedKeySettings(name string) string {
	return "key=" + name + ",algorithm=" + sharedAlgorithm
}
