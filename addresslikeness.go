package twilio

import (
	"strings"
	"unicode"
)

// address is a party of a message or a call, in a form in which two ways of writing
// it can be compared.
type address struct {
	channel string // in small letters: "whatsapp"; "" for a phone, a short code or a name
	text    string // what follows, without blanks around it
	digits  string // of a number, with hidden for what is not shown; "" when it is no number
	country bool   // the number has its country code
}

const (
	hidden        = 'X' // a digit of an obfuscated number: +1202555XXXX
	fewestDigits  = 7   // of a number that can be recognised without its country code
	longestPrefix = 3   // digits of a country code
)

func readAddress(s string) address {
	a := address{text: trimMarks(s)}
	if channel, rest, found := strings.Cut(a.text, ":"); found {
		a.channel, a.text = strings.ToLower(trimMarks(channel)), trimMarks(rest)
	}
	switch a.channel {
	case "", "whatsapp", "rcs":
		a.digits, a.country = readNumber(a.text)
	}
	if a.channel == "whatsapp" && a.country {
		a.digits = whatsAppNumber(a.digits)
	}
	return a
}

func (a address) isMasked() bool { return strings.ContainsRune(a.digits, hidden) }

// trimMarks takes off blanks and invisible marks around a text.
func trimMarks(s string) string { return strings.TrimFunc(s, isMark) }

func isMark(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// readNumber returns the digits of a number, "" for what is none. What divides the
// digits is left out; a + or 00 in front says that there is a country code.
func readNumber(s string) (digits string, country bool) {
	if whole, found := strings.CutPrefix(s, "+"); found {
		s = "+" + strings.Replace(whole, "(0)", "", 1) // +44 (0)20: it is dialled only at home
	}
	var b strings.Builder
	shown := false
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			shown = true
			b.WriteRune(r)
		case r == '+' && b.Len() == 0 && !country:
			country = true
		case r == hidden, r == 'x', r == '*':
			b.WriteRune(hidden)
		case isMark(r), unicode.Is(unicode.Pd, r), strings.ContainsRune("()./\u2212", r):
		default:
			return "", false
		}
	}
	digits = b.String()
	if !shown || len(digits) < fewestDigits && strings.ContainsRune(digits, hidden) {
		return "", false
	}
	if rest, found := strings.CutPrefix(digits, "00"); found && !country && len(rest) >= fewestDigits {
		return rest, true
	}
	return digits, country
}

// whatsAppNumber returns the shorter of the two forms that WhatsApp has for numbers
// of Mexico (+52 1), Argentina (+54 9) and Brazil (the ninth digit), without the +.
// https://www.twilio.com/docs/whatsapp/key-concepts
func whatsAppNumber(digits string) string {
	const long = 13 // digits, country code included
	switch {
	case len(digits) != long:
		return digits
	case strings.HasPrefix(digits, "521"), strings.HasPrefix(digits, "549"):
		return digits[:2] + digits[3:]
	case strings.HasPrefix(digits, "55") && digits[4] == '9':
		return digits[:4] + digits[5:]
	}
	return digits
}

// isRewritten reports that WhatsApp has two forms for a country's numbers.
func isRewritten(digits string) bool {
	return strings.HasPrefix(digits, "52") || strings.HasPrefix(digits, "54") || strings.HasPrefix(digits, "55")
}

// listedAs returns the filter by which Twilio finds a recipient: the address itself,
// or "" when Twilio may have written it in another way.
func listedAs(to string) string {
	number, whatsApp := strings.CutPrefix(to, whatsAppPrefix)
	digits, found := strings.CutPrefix(number, "+")
	if !found || len(digits) < fewestDigits || digits[0] == '0' || strings.Trim(digits, "0123456789") != "" || whatsApp && isRewritten(digits) {
		return ""
	}
	return to
}

// addressLikeness compares two ways of writing an address, in either order. Another
// channel is never alike.
//
// A name is the same in other letters. Of a client or a SIP address nobody knows
// whether other letters are somebody else's.
func addressLikeness(one, other string) likeness {
	a, b := readAddress(one), readAddress(other)
	switch {
	case a.channel != b.channel:
		return unlike
	case a.text == b.text:
		return alike
	case a.digits != "" && b.digits != "":
		return numberLikeness(a, b)
	case !strings.EqualFold(a.text, b.text):
		return unlike
	case a.channel != "":
		return akin
	}
	return alike
}

// numberLikeness compares numbers. One that was written without its country code is
// alike when at most a country code is missing, and akin when more is.
func numberLikeness(a, b address) likeness {
	switch {
	case a.isMasked(), b.isMasked():
		return maskedLikeness(a, b)
	case a.digits == b.digits:
		return alike
	case a.country && b.country:
		return unlike
	}
	whole, part := a.withoutTrunk(), b.withoutTrunk()
	if b.country || !a.country && len(part.digits) > len(whole.digits) {
		whole, part = part, whole
	}
	missing := len(whole.digits) - len(part.digits)
	switch {
	case len(part.digits) < fewestDigits, !strings.HasSuffix(whole.digits, part.digits) && !strings.HasSuffix(part.digits, whole.digits):
		return unlike
	case whole.country && 0 <= missing && missing <= longestPrefix:
		return alike
	}
	return akin
}

// withoutTrunk takes off the zeros that are dialled before a number at home.
func (a address) withoutTrunk() address {
	if !a.country {
		a.digits = strings.TrimLeft(a.digits, "0")
	}
	return a
}

// maskedLikeness compares as many digits as are shown.
func maskedLikeness(a, b address) likeness {
	most := max(len(a.digits), len(b.digits))
	compared := min(len(a.digits), len(b.digits))
	if a.country && b.country && most != compared || most-compared > longestPrefix {
		return unlike
	}
	x, y := a.digits[len(a.digits)-compared:], b.digits[len(b.digits)-compared:]
	for i := range compared {
		if x[i] != y[i] && x[i] != hidden && y[i] != hidden {
			return unlike
		}
	}
	return akin
}
