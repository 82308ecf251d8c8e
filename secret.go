package twilio

import (
	"fmt"
	"log/slog"
	"strconv"

	"github.com/seed15d99369/twilio/internal/redact"
)

// Secret is a secret in an answer or in parameters, such as the secret of a new API key or
// the password of a SIP credential. Package fmt, package log/slog and encoding/json write
// "[redacted]" instead of it, so that a printed or logged struct shows no secret. Reveal
// returns it:
//
//	err := vault.Put(ctx, key.SID, key.Secret.Reveal())
//
// Package fmt calls no methods of unexported fields, and none behind a nested pointer that
// is printed with a verb other than %v: it shows the secret there. Keep answers with secrets
// in exported fields, and do not print structs that hold them elsewhere. The encodings of other
// packages, such as encoding/xml, write the secret as well.
//
// A constant can be assigned to it, and twilio.Secret(password) makes one of a string.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys
type Secret string

// Reveal returns the secret itself, for a vault or for a request. Do not log it.
func (s Secret) Reveal() string { return string(s) }

// String returns "[redacted]", and "" for an empty secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redact.Mark
}

// Format writes String for every verb, those that do not fit a string included.
func (s Secret) Format(state fmt.State, verb rune) {
	text := s.String()
	if verb == 'q' || verb == 'v' && state.Flag('#') {
		text = strconv.Quote(text)
	}
	_, _ = state.Write([]byte(text))
}

// LogValue is String, for slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalJSON writes String. Whoever wants to keep a secret in JSON writes Reveal.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(strconv.Quote(s.String())), nil }
