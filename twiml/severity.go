package twiml

import (
	"fmt"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// Severity says how much a [Problem] matters. Severities can be compared: a larger
// one matters more.
type Severity int8

// The values of [Severity].
const (
	// SeverityHint is of this package: Twilio runs the document, and something in it
	// can hardly be meant.
	SeverityHint Severity = iota + 1
	// SeverityWarning is Twilio's: it notes the problem in its log and goes on as far
	// as it can.
	SeverityWarning
	// SeverityError is Twilio's: the verb or the whole document fails.
	SeverityError
)

// String returns "hint", "warning" or "error", and "" for anything else.
func (s Severity) String() string {
	switch s {
	case SeverityHint:
		return "hint"
	case SeverityWarning:
		return "warning"
	case SeverityError:
		return "error"
	default:
		return ""
	}
}

// MarshalText returns the same word as [Severity.String]. It never fails.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word that [Severity.MarshalText] writes. It fails on anything
// but hint, warning and error.
func (s *Severity) UnmarshalText(text []byte) error {
	for severity := SeverityHint; severity <= SeverityError; severity++ {
		if severity.String() == string(text) {
			*s = severity
			return nil
		}
	}
	return fmt.Errorf("twiml: %s is no severity: use hint, warning or error", twimlcheck.Quote(string(text)))
}

// severityOf returns the level at which Twilio logs a problem with that code; 0 is
// the code of a hint. Most problems with TwiML are warnings.
//
// Twilio docs: https://www.twilio.com/docs/api/errors
func severityOf(code int) Severity {
	switch code {
	case 0:
		return SeverityHint
	case 11750, 12100, 12101, 12102, 15004, 21623, 32018, // documents
		13231, 13239, 13240, 13257, 13338, 13621, // Conference, Record and Gather
		14201, 14202, 14203, 14204, 14205, 14206, 14210, 14211, 14212, 14213, 14220, 14221, // Enqueue and Queue
		14300, 16023, 31922, 31923, 31941, // Start, participants and Stream
		64003, 64006, 64013, 64016, 64017, 64101: // Pay and ConversationRelay
		return SeverityError
	default:
		return SeverityWarning
	}
}
