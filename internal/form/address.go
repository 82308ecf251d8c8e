package form

import (
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio/internal/ascii"
	"github.com/seed15d99369/twilio/internal/sid"
)

// What Twilio takes as From and To. Package e164 reads the same addresses as
// people write them; a test holds the two against each other.
// https://www.twilio.com/docs/messaging/channels

// Bounds of what is not a number in E.164.
const (
	minNumber = 7 // digits; below it no country has numbers to dial from abroad
	maxNumber = 15

	minShortCode  = 3
	maxShortCode  = 8
	maxCalledCode = 6 // of a short number that can be called
	maxSenderName = 11
)

// senderSIDs are of Messaging Services, SIMs and hosted numbers.
const senderSIDs = "MG|DE|HS"

const (
	numberHint = "give a phone number in E.164, such as +14155551234"
	e164Hint   = "write the number in E.164, digits only: +14155551234"
	oneNumber  = "give one number: each recipient gets a message or a call of its own"
	oneContact = "give one address: each recipient gets a code of its own"
)

// recipientFlaw accepts whom a message can reach: a number in E.164 or an address
// of a channel.
func recipientFlaw(s string) flaw {
	if scheme, rest, found := CutScheme(s); found {
		return channelFlaw(scheme, rest)
	}
	return numberFlaw(s)
}

// contactFlaw accepts whom a verification can reach: also an email address.
// https://www.twilio.com/docs/verify/api/verification
func contactFlaw(s string) flaw {
	user, host, found := strings.Cut(s, "@")
	switch {
	case !found:
		return recipientFlaw(s)
	case user == "" || host == "" || strings.Contains(host, "@"):
		return flaw{"is not an email address", "write one such as ada@example.com"}
	case strings.ContainsAny(s, ",;"):
		return flaw{"has a comma or a semicolon", oneContact}
	}
	return wordFlaw(s)
}

// senderFlaw accepts what a message can come from: a number in E.164, a short
// code, a name, a Messaging Service, a SIM, or an address of a channel.
func senderFlaw(s string) flaw {
	scheme, rest, found := CutScheme(s)
	switch {
	case found:
		return channelFlaw(scheme, rest)
	case isShortNumber(s, maxShortCode), isSenderName(s), sid.Is(s, senderSIDs):
		return flaw{}
	case sid.IsInAnyCase(s):
		return sidSenderFlaw(s)
	case strings.ContainsFunc(s, unicode.IsLetter) && !strings.ContainsFunc(s, isHidden):
		return flaw{"is not a sender's name", "a name has at most 11 letters, digits, blanks and + - _ &, and no blank at an end"}
	}
	return numberFlaw(s)
}

// sidSenderFlaw says which SID it is that is no sender.
func sidSenderFlaw(s string) flaw {
	const hint = "give a number, or the SID of a Messaging Service: MG and 32 hexadecimal digits"
	if kind := strings.ToUpper(s[:2]); sid.HasKind(kind, senderSIDs) {
		return flaw{"begins with small letters where an SID has " + kind, hint}
	}
	return flaw{"is an SID that begins with " + s[:2] + ", and is not a sender's name", hint}
}

// calleeFlaw accepts whom a call can reach.
// https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func calleeFlaw(s string) flaw {
	scheme, rest, found := CutScheme(s)
	if !found {
		if isShortNumber(s, maxCalledCode) {
			return flaw{}
		}
		return numberFlaw(s)
	}
	switch strings.ToLower(scheme) {
	case "client":
		return printableFlaw(rest)
	case "sip", "sips", "sim", "app":
		return wordFlaw(rest)
	case "whatsapp":
		return whatsAppFlaw(rest)
	}
	return flaw{"has a prefix that calls do not have", "give a number in E.164, or an address that begins with client:, sip: or whatsapp:"}
}

// callerFlaw also accepts the user's name that a SIP call shows.
// https://www.twilio.com/docs/voice/api/sip-making-calls
func callerFlaw(s string) flaw {
	if IsCallerName(s) {
		return flaw{}
	}
	return calleeFlaw(s)
}

// IsCallerName reports that the From of a call is a name, and not a number.
func IsCallerName(s string) bool {
	return strings.ContainsFunc(s, ascii.IsLetter) && all(s, func(r rune) bool {
		return ascii.IsLetter(r) || ascii.IsDigit(r) || strings.ContainsRune("+-_.", r)
	})
}

// CutScheme cuts an address of a channel, such as whatsapp:+14155551234, in two.
// It does not find a scheme in numbers and names.
func CutScheme(address string) (scheme, rest string, found bool) {
	scheme, rest, found = strings.Cut(address, ":")
	if !found || scheme == "" || !ascii.IsLetter(rune(scheme[0])) ||
		!all(scheme, func(r rune) bool { return ascii.IsLetter(r) || ascii.IsDigit(r) || strings.ContainsRune("+-._", r) }) {
		return "", address, false
	}
	return scheme, rest, true
}

// channelFlaw looks at what follows the scheme of a message's address. Channels
// that it does not know have addresses of one word as well.
func channelFlaw(scheme, rest string) flaw {
	switch {
	case strings.EqualFold(scheme, "whatsapp"):
		return whatsAppFlaw(rest)
	case isNoChannel(strings.ToLower(scheme)):
		return flaw{"has a prefix that is no channel's", "give a number in E.164 without a prefix, or the address of a channel, such as whatsapp:+14155551234"}
	case strings.HasPrefix(rest, "+"):
		return numberFlaw(rest)
	case strings.ContainsAny(rest, ",;"):
		return flaw{"has a comma or a semicolon", oneNumber}
	}
	return wordFlaw(rest)
}

// isNoChannel knows the beginnings of links, which no channel of Twilio's is called.
func isNoChannel(scheme string) bool {
	switch scheme {
	case "tel", "callto", "sms", "smsto", "mms", "mailto", "http", "https", "file", "data":
		return true
	}
	return false
}

// whatsAppFlaw accepts a number, and the ID of a user who shows none:
// US.1302015550123.
func whatsAppFlaw(rest string) flaw {
	country, id, found := strings.Cut(rest, ".")
	if found && len(country) == 2 && all(country, ascii.IsLetter) && id != "" &&
		all(id, func(r rune) bool { return ascii.IsLetter(r) || ascii.IsDigit(r) || strings.ContainsRune("._-", r) }) {
		return flaw{}
	}
	if _, _, found := CutScheme(rest); found {
		return flaw{"has two prefixes", "write whatsapp: alone, once"}
	}
	if sid.IsInAnyCase(rest) {
		return flaw{"is an SID behind whatsapp:", "give the SID of a Messaging Service without a prefix"}
	}
	return numberFlaw(rest)
}

// wordFlaw accepts one word of any characters that can be seen.
func wordFlaw(rest string) flaw {
	if strings.ContainsFunc(rest, isBlank) {
		return flaw{"has blanks", "take them out"}
	}
	return printableFlaw(rest)
}

func printableFlaw(rest string) flaw {
	switch {
	case rest == "":
		return flaw{"is empty behind its prefix", "write the address behind the colon"}
	case !all(rest, unicode.IsGraphic):
		return flaw{"has an invisible character", "take it out"}
	}
	return flaw{}
}

// numberFlaw accepts a phone number in E.164, and says what else looks like one.
func numberFlaw(s string) flaw {
	switch {
	case isE164(s):
		return flaw{}
	case strings.TrimFunc(s, isBlank) == "":
		return flaw{"is empty", numberHint}
	case strings.ContainsFunc(s, isHidden):
		return flaw{"has an invisible character", "take it out, and " + e164Hint}
	case strings.Count(s, "+") > 1, strings.ContainsAny(s, ",;"):
		return flaw{"is more than one number", oneNumber}
	case strings.ContainsFunc(s, isBlank), strings.ContainsAny(s, "()[]"):
		return flaw{"has blanks or brackets", e164Hint}
	case !strings.HasPrefix(s, "+"):
		return flaw{"does not begin with + and the country code", e164Hint}
	case !all(s[1:], ascii.IsDigit):
		return flaw{"has characters other than the digits 0 to 9", e164Hint}
	}
	return flaw{"does not have the 7 to 15 digits of a number, the first of them not 0", e164Hint}
}

func isE164(s string) bool {
	return len(s) > minNumber && len(s) <= 1+maxNumber && s[0] == '+' && s[1] != '0' && all(s[1:], ascii.IsDigit)
}

func isShortNumber(s string, most int) bool {
	return len(s) >= minShortCode && len(s) <= most && all(s, ascii.IsDigit)
}

// isSenderName accepts the names that are a sender: 7 Seas, +Plus Co.
// https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id
func isSenderName(s string) bool {
	return len(s) <= maxSenderName && strings.TrimSpace(s) == s && strings.ContainsFunc(s, ascii.IsLetter) &&
		all(s, func(r rune) bool { return ascii.IsLetter(r) || ascii.IsDigit(r) || strings.ContainsRune(" +-_&", r) })
}
