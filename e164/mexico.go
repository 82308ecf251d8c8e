package e164

import "strings"

// Mexican numbers have ten digits after +52. The prefixes that were dialled before them
// until August 2019 are no part of the number.
const (
	mexico       = "+52"
	mexicoDigits = 10
)

var mexicanPrefixes = [...]string{"044", "045", "01", "1"}

// mexicanPrefix returns the old prefix of a Mexican number, and the number without
// it; the prefix is "" when there is none.
func mexicanPrefix(n Number) (prefix string, dialled Number) {
	digits, found := strings.CutPrefix(string(n), mexico)
	if !found || len(digits) <= mexicoDigits {
		return "", n
	}
	for _, prefix := range mexicanPrefixes {
		if rest, found := strings.CutPrefix(digits, prefix); found && len(rest) == mexicoDigits {
			return prefix, Number(mexico + rest)
		}
	}
	return "", n
}

// refuseMexicanPrefix explains why a number is too long; nil when no old prefix is
// the reason.
func refuseMexicanPrefix(text string, n Number) error {
	prefix, _ := mexicanPrefix(n)
	if prefix == "" {
		return nil
	}
	return newError(ErrTrunkPrefix, text, prefix, "begins with a prefix that Mexico has given up",
		"leave the "+prefix+" out: write +52 and the ten digits of the number")
}

// parseWhatsAppNumber reads a number of WhatsApp's. Of Mexican mobiles WhatsApp
// still writes +521 and ten digits, and Twilio passes that on and takes it, so it is
// kept as it is. Parse accepts Argentina's +549, and Brazil's numbers with and without the
// ninth digit.
// https://www.twilio.com/docs/whatsapp/api
func parseWhatsAppNumber(text, region string) (Number, error) {
	number, err := Parse(text, region)
	if err == nil {
		return number, nil
	}
	typed, failed := scan(text[:min(len(text), maxInput)])
	if failed != nil {
		return "", err
	}
	if prefix, dialled := mexicanPrefix(Number(typed)); prefix == "1" && checkPossible(text, dialled) == nil {
		return Number(typed), nil
	}
	return "", err
}

// dialled is the number that reaches the same phone as WhatsApp's own form of it.
func (n Number) dialled() Number {
	if prefix, dialled := mexicanPrefix(n); prefix == "1" {
		return dialled
	}
	return n
}
