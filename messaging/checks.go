package messaging

import (
	"strings"

	"github.com/seed15d99369/twilio"
)

// checkAlphaSender holds a name against the characters that networks take.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id
func checkAlphaSender(problems *twilio.Problems, name string) {
	const field, remedy = "AlphaSender", "give 1 to 11 letters, digits, blanks and the characters + - _ &, with one letter at least"
	switch {
	case name == "" || problems.Has(field):
	case strings.ContainsFunc(name, func(r rune) bool { return !isLetter(r) && !isDigit(r) && !strings.ContainsRune(" +-_&", r) }):
		problems.Add(field, "has a character that networks do not take", remedy)
	case !strings.ContainsFunc(name, isLetter):
		problems.Add(field, "has no letter", remedy)
	case strings.TrimSpace(name) != name:
		problems.Add(field, "has a blank at an end", "take the blank away")
	}
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// isE164 takes a plus and 7 to 15 digits.
func isE164(number string) bool {
	digits, hasPlus := strings.CutPrefix(number, "+")
	return hasPlus && len(digits) >= 7 && len(digits) <= 15 && isDigits(digits)
}

func isDigits(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !isDigit(r) })
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
