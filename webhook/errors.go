package webhook

import (
	"errors"
	"fmt"
	"strings"
)

// The reasons for which a request is refused; a [*SignatureError] matches one of them.
var (
	ErrNoSignature       = errors.New("there is no X-Twilio-Signature")
	ErrWrongSignature    = errors.New("the signature fits neither the address nor the token")
	ErrSignatureSettings = errors.New("X-Twilio-Webhooks-Signature-Settings cannot be followed")
	ErrUnknownHost       = errors.New("the request is for a host that is none of the verifier's: give the host with PublicURL or Hosts if it is yours")
	ErrTwoAccounts       = errors.New("the request names two different accounts")
	ErrForwardedPrefix   = errors.New("X-Forwarded-Prefix is not one plain path")
	ErrAddressTooLong    = errors.New("the address is too long")
	ErrBodyTooLarge      = errors.New("the body is too large")
	ErrBodyUnreadable    = errors.New("the body cannot be read")
	ErrBodyUnsigned      = errors.New("the body is not the one that was signed")
)

// SignatureError says why a request was refused. It shows neither tokens nor
// parameters.
//
// Twilio docs: https://www.twilio.com/docs/usage/security
type SignatureError struct {
	Reason error    // one of this package's errors
	Tried  []string // the addresses that the signature was compared with, without users and queries; at most 8, each path cut to 200 bytes; nil from VerifyForm
	Err    error    // the cause, nil when there is none
}

// Error is one line. For a wrong signature it adds the most frequent causes.
func (e *SignatureError) Error() string {
	text := "webhook: the request was refused"
	if e.Reason != nil {
		text = "webhook: " + e.Reason.Error()
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	if !errors.Is(e.Reason, ErrWrongSignature) {
		return text
	}
	if len(e.Tried) > 0 {
		text += "; tried " + strings.Join(e.Tried, ", ")
	}
	return text + "; compare the address with the one in Twilio's settings (scheme, host and path as the public sees them: see PublicURL), and the key with the account's primary auth token, or with the shared key that the rule names"
}

// Unwrap returns the reason and the cause, without those that are nil.
func (e *SignatureError) Unwrap() (all []error) {
	for _, err := range [...]error{e.Reason, e.Err} {
		if err != nil {
			all = append(all, err)
		}
	}
	return all
}

// ConfigError describes a wrong option of [NewVerifier], and how to correct it.
type ConfigError struct {
	Option  string // "PublicURL"
	Problem string // "is not an address"
	Remedy  string // "give one such as …"
}

// Error is one line, without the option's value.
func (e *ConfigError) Error() string {
	return fmt.Sprintf("webhook: %s %s: %s", e.Option, e.Problem, e.Remedy)
}

// PayloadError says why a Parse function cannot read a request.
type PayloadError struct {
	Payload   string // "Message"
	Parameter string // the one that is missing or cannot be used, "" for the request as a whole
	Problem   string // "is missing"
	Err       error  // the cause, nil when there is none
}

// Error is one line, without values.
func (e *PayloadError) Error() string {
	text := "webhook: " + e.Payload + ": "
	if e.Parameter != "" {
		text += e.Parameter + " "
	}
	text += e.Problem
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause, nil when there is none.
func (e *PayloadError) Unwrap() error { return e.Err }
