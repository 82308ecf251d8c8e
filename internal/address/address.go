// Package address reads the addresses of messages and calls: numbers, short codes,
// names, and addresses of channels such as whatsapp:+14155551234. It says of which
// channel an address is, in which form Twilio writes it, and whether two texts are the
// same address. Which addresses a parameter may have is the matter of package form.
//
// https://www.twilio.com/docs/messaging/channels
package address

import (
	"strings"
	"unicode"
)

// The channels that have phone numbers for addresses.
const (
	WhatsApp = "whatsapp"
	RCS      = "rcs"
)

const whatsAppPrefix = WhatsApp + ":"

// address is a party of a message or a call, in a form in which two ways of writing
// the party can be compared.
type address struct {
	channel string // in small letters: "whatsapp"; "" for a phone, a short code or a name
	text    string // behind the channel, without blanks around it
	bare    string // the text without parameters
	digits  string // of a number, with masked for a digit that is not shown; "" when it is no number
	country bool   // the number has its country code
	lossy   bool   // a part of the text was left out, so that other texts may read alike
}

const (
	masked        = 'X' // a digit of an obfuscated number: +1202555XXXX
	fewestDigits  = 7   // of a number that can be recognised without its country code
	longestPrefix = 3   // digits of a country code
)

// Channel returns the channel of an address, in small letters: "whatsapp" for
// WhatsApp:+14155551234. It is "" for numbers, short codes and names.
func Channel(s string) string {
	channel, _ := cutChannel(s)
	return channel
}

// cutChannel cuts an address behind its channel, without blanks around the parts.
func cutChannel(s string) (channel, rest string) {
	text := trimMarks(s)
	before, after, found := strings.Cut(text, ":")
	if !found {
		return "", text
	}
	return strings.ToLower(trimMarks(before)), trimMarks(after)
}

// ForWhatsApp adds the prefix of WhatsApp to a number or a user's ID, and writes it in
// small letters where it stands already. An address of another channel stays as it is.
func ForWhatsApp(s string) string {
	channel, rest, found := strings.Cut(s, ":")
	switch {
	case found && strings.EqualFold(channel, WhatsApp):
		return whatsAppPrefix + rest
	case found, s == "":
		return s
	}
	return whatsAppPrefix + s
}

// IsCanonical reports that Twilio writes the address as it stands here: a number in
// E.164, alone or behind whatsapp:, of which Twilio has no other form. A list can be
// filtered by such an address. Filtered by another one it may leave out a resource
// whose address Twilio has rewritten.
func IsCanonical(s string) bool {
	number, isWhatsApp := strings.CutPrefix(s, whatsAppPrefix)
	digits, found := strings.CutPrefix(number, "+")
	if !found || !isInternational(digits) || withoutTrunk(digits) != "" {
		return false
	}
	return !isWhatsApp || !hasTwoWhatsAppForms(digits)
}

// isInternational reports digits that can follow the + of a number in E.164.
func isInternational(digits string) bool {
	return len(digits) >= fewestDigits && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}

func parse(s string) address {
	var a address
	a.channel, a.text = cutChannel(s)
	a.bare = a.text
	if i := strings.IndexAny(a.text, ";?"); i >= 0 { // parameters of RFC 3966, of SIP and of clients
		a.bare, a.lossy = trimMarks(a.text[:i]), true
	}
	switch a.channel {
	case "tel", "sms": // a phone, as links write it
		a.channel = ""
		a.digits, a.country = readNumber(a.bare)
	case "", WhatsApp, RCS:
		a.digits, a.country = readNumber(a.bare)
	}
	return a
}

func (a address) isMasked() bool { return strings.ContainsRune(a.digits, masked) }

// trimMarks takes off blanks and invisible marks around a text.
func trimMarks(s string) string { return strings.TrimFunc(s, isMark) }

func isMark(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// readNumber returns the digits of a number, and "" for a text that is no number.
// Separators between the digits are left out. A + or 00 in front says that there is a
// country code.
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
		case r == masked, r == 'x', r == '*':
			b.WriteRune(masked)
		case isMark(r), unicode.Is(unicode.Pd, r), strings.ContainsRune("()./\u2212", r):
		default:
			return "", false
		}
	}
	digits = b.String()
	if !shown || len(digits) < fewestDigits && strings.ContainsRune(digits, masked) {
		return "", false
	}
	if rest, found := strings.CutPrefix(digits, "00"); found && len(rest) >= fewestDigits {
		return rest, true
	}
	return digits, country
}
