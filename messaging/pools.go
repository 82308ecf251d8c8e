package messaging

import (
	"iter"
	"strings"

	"github.com/seed15d99369/twilio"
)

// firstOf returns the first item of a list that is the one, or one that is not.
func firstOf[T any](all iter.Seq2[*T, error], is func(*T) bool) (*T, error) {
	for item, err := range all {
		if err != nil || is(item) {
			return item, err
		}
	}
	return new(T), nil
}

// checkAlphaSender holds a name against the characters that networks take.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id
func checkAlphaSender(problems *twilio.Problems, name string) {
	const field, remedy = "AlphaSender", "give 1 to 11 letters, digits, blanks and the characters + - _ &, with one letter at least"
	switch {
	case name == "" || problems.Has(field):
	case strings.ContainsFunc(name, func(r rune) bool { return !isLetter(r) && !strings.ContainsRune("0123456789 +-_&", r) }):
		problems.Add(field, "has a character that networks do not take", remedy)
	case !strings.ContainsFunc(name, isLetter):
		problems.Add(field, "has no letter", remedy)
	case strings.TrimSpace(name) != name:
		problems.Add(field, "has a blank at an end", "take the blank away")
	}
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// checkCountry refuses what is no ISO 3166-1 alpha-2 code.
func checkCountry(problems *twilio.Problems, field, code string) {
	if code != "" && !problems.Has(field) && !isCountry(code) {
		problems.Add(field, "is not the code of a country", "give the two capital letters of ISO 3166-1, such as US")
	}
}

func isCountry(code string) bool {
	return len(code) == 2 && 'A' <= code[0] && code[0] <= 'Z' && 'A' <= code[1] && code[1] <= 'Z'
}
