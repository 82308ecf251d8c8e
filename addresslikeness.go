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
	bare    string // the text without parameters
	digits  string // of a number, with hidden for what is not shown; "" when it is no number
	country bool   // the number has its country code
	lossy   bool   // something of the text was left out, and may not be the only thing that fits there
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
	a.bare = a.text
	if i := strings.IndexAny(a.text, ";?"); i >= 0 { // of RFC 3966, of SIP and of clients
		a.bare, a.lossy = trimMarks(a.text[:i]), true
	}
	switch a.channel {
	case "tel", "sms": // a phone, as links write it
		a.channel = ""
		a.digits, a.country = readNumber(a.bare)
	case "", whatsAppChannel, "rcs":
		a.digits, a.country = readNumber(a.bare)
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
	if rest, found := strings.CutPrefix(digits, "00"); found && len(rest) >= fewestDigits {
		return rest, true
	}
	return digits, country
}

// listedAs returns the filter by which Twilio finds a recipient: the address itself,
// or "" when Twilio may have written it in another way.
func listedAs(to string) string {
	number, whatsApp := strings.CutPrefix(to, whatsAppPrefix)
	digits, found := strings.CutPrefix(number, "+")
	if !found || len(digits) < fewestDigits || digits[0] == '0' || strings.Trim(digits, "0123456789") != "" || whatsApp && isRewritten(digits) || withoutTrunk(digits) != "" {
		return ""
	}
	return to
}

// addressLikeness compares two ways of writing an address, in either order. Another
// channel is never alike.
//
// A name is the same in other letters. Of a client or a SIP address nobody knows
// whether other letters are somebody else's, nor whether parameters were taken off.
func addressLikeness(one, other string) likeness {
	a, b := readAddress(one), readAddress(other)
	switch {
	case a.channel != b.channel:
		return unlike
	case a.text == b.text:
		return alike
	case a.digits != "" && b.digits != "":
		return numberLikeness(a, b)
	case !strings.EqualFold(a.bare, b.bare):
		return unlike
	case a.channel != "", a.lossy, b.lossy:
		return akin
	}
	return alike
}

// numberLikeness compares the spellings of two numbers that fit best.
func numberLikeness(a, b address) likeness {
	best := unlike
	for _, x := range a.spellings() {
		for _, y := range b.spellings() {
			how := digitsLikeness(x, y)
			if x.lossy || y.lossy {
				how = min(how, akin)
			}
			best = max(best, how)
		}
	}
	return best
}

// digitsLikeness compares numbers as they are spelled. One that was written without
// its country code is alike when at most a country code is missing, and akin when
// more is.
func digitsLikeness(a, b address) likeness {
	switch {
	case a.isMasked(), b.isMasked():
		return maskedLikeness(a, b)
	case a.digits == b.digits:
		return alike
	case a.country && b.country:
		return unlike
	}
	whole, part := a.asDialled(), b.asDialled()
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

// asDialled takes off the zeros that are dialled before a number at home.
func (a address) asDialled() address {
	if !a.country {
		a.digits = strings.TrimLeft(a.digits, "0")
	}
	return a
}

// maskedLikeness compares as many digits as are shown. A mask may stand for more
// digits than it has marks.
func maskedLikeness(a, b address) likeness {
	if len(a.digits) > len(b.digits) {
		a, b = b, a
	}
	missing := len(b.digits) - len(a.digits)
	fits := missing <= longestPrefix && shownAlike(a.digits, b.digits[missing:])
	if a.country && b.country && missing > 0 {
		fits = isAbbreviated(a.digits, b.digits)
	}
	if fits {
		return akin
	}
	return unlike
}

// shownAlike compares numbers of the same length, digit by digit.
func shownAlike(x, y string) bool {
	for i := range len(x) {
		if x[i] != y[i] && x[i] != hidden && y[i] != hidden {
			return false
		}
	}
	return true
}

// isAbbreviated reports that a number begins and ends with what a mask shows.
func isAbbreviated(mask, digits string) bool {
	first, last := strings.IndexByte(mask, hidden), strings.LastIndexByte(mask, hidden)
	return first >= 0 && strings.HasPrefix(digits, mask[:first]) && strings.HasSuffix(digits, mask[last+1:])
}
