// Package sid knows the shape of SIDs, the names that Twilio gives to resources.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-is-a-sid
package sid

import (
	"strings"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// Size is the length of every SID, in bytes.
const Size = 34

// Is reports that s has the shape of an SID of one of the kinds "SM|MM": two capital
// letters, which tell the kind, and 32 letters or digits. No kinds stand for every kind.
// The SIDs of Twilio are hexadecimal; placeholders in tests may have other letters.
func Is(s, kinds string) bool {
	return IsInAnyCase(s) && ascii.IsCapital(s[0]) && ascii.IsCapital(s[1]) && HasKind(s, kinds)
}

// IsInAnyCase reports that s is an SID, or would be one if its first two letters were
// capitals.
func IsInAnyCase(s string) bool {
	const letters = 2
	return len(s) == Size && strings.IndexFunc(s, ascii.NotAlphanumeric) < 0 && strings.IndexFunc(s[:letters], ascii.IsDigit) < 0
}

// HasKind reports that s begins with one of the kinds "SM|MM", or that there are no kinds.
func HasKind(s, kinds string) bool {
	for kind := range strings.SplitSeq(kinds, "|") {
		if strings.HasPrefix(s, kind) {
			return true
		}
	}
	return false
}
