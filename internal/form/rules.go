package form

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/sid"
)

// textRule says what is wrong with a text that is not empty.
type textRule func(s string) flaw

// textRuleOf returns the rule of text that has a name in the tag, and what to give
// when the text is missing. The rule is nil when there is none of that name.
func textRuleOf(name, arg string) (rule textRule, hint string) {
	switch name {
	case "url":
		return urlFlaw, urlHint
	case "callback":
		return callbackFlaw, urlHint
	case "sid":
		return func(s string) flaw { return sidFlaw(s, arg) }, sidHint(arg)
	case "method":
		return methodFlaw, "give GET or POST"
	case "decimal":
		return decimalFlaw, "give a number, such as 0.01"
	case "keys":
		return keysFlaw, "give the keys to press, such as 1w2#"
	case "filter":
		return filterFlaw, "give the text to look for"
	case "country":
		return countryFlaw, countryHint
	case "email":
		return emailFlaw, emailHint
	case "e164":
		return numberFlaw, numberHint
	case "contact":
		return contactFlaw, "give a phone number in E.164, such as +14155551234, or an email address"
	case "recipient":
		return recipientFlaw, numberHint
	case "sender":
		return senderFlaw, "give one of the account's numbers in E.164, such as +14155551234"
	case "callee":
		return calleeFlaw, numberHint
	case "caller":
		return callerFlaw, "give a number of the account in E.164, or a verified caller ID"
	}
	return nil, ""
}

// utf8Flaw finds what is left of a character that was cut in two.
func utf8Flaw(s string) flaw {
	if utf8.ValidString(s) {
		return flaw{}
	}
	return flaw{"is not valid UTF-8", "pass whole characters: cut text between runes, not between bytes"}
}

// longerThan counts characters, that is, code points.
func longerThan(limit int) textRule {
	most := strconv.Itoa(limit)
	tooLong := flaw{"has more than " + most + " characters", "give at most " + most}
	return func(s string) flaw {
		if utf8.RuneCountInString(s) > limit {
			return tooLong
		}
		return flaw{}
	}
}

const urlHint = "give an absolute URL, such as https://example.com/path"

// urlFlaw accepts what Twilio can ask: an absolute URL with a host, of http, https
// or wss. It does not say whether the host can be reached from outside, so that
// localhost serves for tests.
func urlFlaw(s string) flaw {
	scheme, rest, found := strings.Cut(s, "://")
	switch {
	case strings.ContainsFunc(s, isBlank) || strings.ContainsFunc(s, isHidden):
		return flaw{"has a blank or an invisible character", "escape blanks as %20 and take out the rest"}
	case !found:
		return flaw{"is not an absolute URL", urlHint}
	case !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "wss"):
		return flaw{"is not a URL of http, https or wss", urlHint}
	}
	if host, port, ok := hostOf(rest); !ok || !IsHost(host) || !IsPort(port) {
		return flaw{"has no host that a client can reach", urlHint}
	}
	return flaw{}
}

// callbackFlaw also refuses underscores in the host, as Twilio does for status
// callbacks: https://www.twilio.com/docs/messaging/api/message-resource
func callbackFlaw(s string) flaw {
	if wrong := urlFlaw(s); wrong.problem != "" {
		return wrong
	}
	_, rest, _ := strings.Cut(s, "://")
	if host, _, _ := hostOf(rest); strings.Contains(host, "_") {
		return flaw{"has an underscore in its host", "use a host name without underscores: Twilio refuses others for callbacks"}
	}
	return flaw{}
}

// SIDProblem says what is wrong with an SID of one of the kinds "SM|MM", and the
// remedy. Without kinds, the SID may be of any. The problem is "" if there is none.
func SIDProblem(s, kinds string) (problem, remedy string) {
	wrong := sidFlaw(s, kinds)
	return wrong.problem, wrong.remedy
}

func sidFlaw(s, kinds string) flaw {
	switch {
	case sid.Is(s, kinds):
		return flaw{}
	case strings.ContainsFunc(s, isBlank) || strings.ContainsFunc(s, isHidden):
		return flaw{"has a blank, a line break or an invisible character", "take it out: an SID has none, not even at its end"}
	case sid.IsInAnyCase(s):
		return flaw{"is an SID that begins with " + s[:2], sidHint(kinds)}
	case !sid.HasKind(s, kinds):
		return flaw{"is not an SID of that kind", sidHint(kinds)}
	case len(s) != sid.Size:
		return flaw{"does not have the 34 characters of an SID", sidHint(kinds)}
	}
	return flaw{"has characters that no SID has", sidHint(kinds)}
}

func sidHint(kinds string) string {
	if kinds == "" {
		return "give the SID that Twilio returned: two letters and 32 hexadecimal digits"
	}
	return "give the SID that Twilio returned: " + strings.ReplaceAll(kinds, "|", " or ") + " and 32 hexadecimal digits"
}

// keysFlaw accepts what can be pressed on a phone, and pauses.
// https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
func keysFlaw(s string) flaw {
	if strings.Trim(s, digits+"ABCD#*wW") == "" {
		return flaw{}
	}
	return flaw{"has a character that no phone has a key for", "use 0-9, A-D, # and *, and w or W for a pause"}
}

// methodFlaw accepts how Twilio asks an address.
// https://www.twilio.com/docs/api/errors/21209
func methodFlaw(s string) flaw {
	if strings.EqualFold(s, "GET") || strings.EqualFold(s, "POST") {
		return flaw{}
	}
	return flaw{"is not a method by which Twilio asks an address", "give GET or POST"}
}

// decimalFlaw accepts a positive number with digits and a point.
// https://www.twilio.com/docs/api/errors/21627
func decimalFlaw(s string) flaw {
	whole, part, _ := strings.Cut(s, ".")
	if strings.Trim(whole+part, digits) == "" && strings.Trim(whole+part, "0") != "" {
		return flaw{}
	}
	return flaw{"is not a positive number", "give digits and at most one point, such as 0.01"}
}

// filterFlaw refuses what can match nothing. Otherwise a filter may be anything.
func filterFlaw(s string) flaw {
	if trimmed := strings.TrimFunc(s, isBlank); trimmed != s || strings.ContainsFunc(s, isHidden) {
		return flaw{"has a blank at an end or an invisible character", "take it out: nothing would match"}
	}
	return flaw{}
}

const countryHint = "give the two letters of ISO 3166-1, such as US"

// CountryProblem says what is wrong with the code of a country, and the remedy. The
// problem is "" if there is none.
func CountryProblem(s string) (problem, remedy string) {
	wrong := countryFlaw(s)
	return wrong.problem, wrong.remedy
}

// NumberProblem says what is wrong with a number in E.164, and the remedy. The problem is
// "" if there is none.
func NumberProblem(s string) (problem, remedy string) {
	wrong := numberFlaw(s)
	return wrong.problem, wrong.remedy
}

func countryFlaw(s string) flaw {
	const length = 2
	if len(s) == length && isLetter(s[0]) && isLetter(s[1]) {
		return flaw{}
	}
	return flaw{"is not the code of a country", countryHint}
}

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

const emailHint = "give one address, such as ada@example.com"

// emailFlaw refuses what no mail server takes, and several addresses in one text.
func emailFlaw(s string) flaw {
	name, domain, _ := strings.Cut(s, "@")
	labels := strings.Split(domain, ".")
	isStrange := func(r rune) bool { return isBlank(r) || isHidden(r) || strings.ContainsRune(",;<>", r) }
	if name == "" || len(labels) < 2 || slices.Contains(labels, "") || strings.Contains(domain, "@") || strings.ContainsFunc(s, isStrange) {
		return flaw{"is not an email address", emailHint}
	}
	return flaw{}
}

const digits = "0123456789"

// isBlank accepts blanks of all widths, tabs and line breaks.
func isBlank(r rune) bool { return unicode.IsSpace(r) }

// isHidden accepts control characters and the marks that come along when a text is
// copied: of writing direction, of zero width, of the byte order.
func isHidden(r rune) bool {
	return !unicode.IsSpace(r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r))
}

func all(s string, accept func(rune) bool) bool {
	for _, r := range s {
		if !accept(r) {
			return false
		}
	}
	return true
}
