package twilio

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// reason is the text of an error inside another one of ours, whose operation
// and advice would be said twice or would mislead.
func reason(err error) string {
	if err == nil {
		return "no reason given"
	}
	if d, ok := err.(interface{ describe() string }); ok {
		return d.describe()
	}
	return oneLine(err.Error())
}

// maxErrorText bounds what an error says of another party's text, in bytes.
const maxErrorText = 300

// oneLine makes another party's text fit for an error or a log: it is discreet
// and of bounded length.
func oneLine(s string) string { return truncate(discreet(s), maxErrorText) }

// discreet makes a text one printable line without phone numbers, without credentials
// and without addresses, which may hold a user's password. It reads no more of a text
// than maxReadText: an error shows less.
func discreet(s string) string {
	return maskNumbers(hideAddresses(hideCredentials(wholeWords(printable(s), maxReadText))))
}

// maxReadText bounds the work on a text of another party, in bytes.
const maxReadText = 8 << 10

// wholeWords cuts a text behind a word: half a number or half an address might not
// be known for what it is.
func wholeWords(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return s[:strings.LastIndexByte(s[:limit], ' ')+1] + "…"
}

// printable writes a text in one line: each run of blanks, line breaks and
// invisible characters becomes one blank.
func printable(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
}

func truncate(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit] + "…"
}

// hiddenAddress stands where an address was.
const hiddenAddress = "[address]"

// hideAddresses replaces each word that looks like an address of a network: an
// URL, user@host, or a path with a query. A word ends at a blank, at a quotation
// mark or at an angle bracket; punctuation around it stays.
func hideAddresses(s string) string {
	if !strings.ContainsAny(s, ":@?%") {
		return s
	}
	var b strings.Builder
	for s != "" {
		end := strings.IndexAny(s, " \"<>")
		if end < 0 {
			end = len(s)
		}
		if word := strings.Trim(s[:end], "'`()[]{},;:.\\"); isAddress(word) {
			b.WriteString(strings.Replace(s[:end], word, hiddenAddress, 1))
		} else {
			b.WriteString(s[:end])
		}
		after := min(end+1, len(s))
		b.WriteString(s[end:after])
		s = s[after:]
	}
	return b.String()
}

// isAddress knows a scheme, a user and a query, also when they are escaped as in
// a query or in JSON.
func isAddress(word string) bool {
	word = strings.NewReplacer(`\/`, "/", "%3a", ":", "%3A", ":", "%2f", "/", "%2F", "/", "%40", "@", "%3f", "?", "%3F", "?", "%3d", "=", "%3D", "=").Replace(word)
	user, host, isUser := strings.Cut(word, "@")
	_, query, isQuery := strings.Cut(word, "?")
	return strings.Contains(word, "://") || isUser && user != "" && host != "" || isQuery && strings.Contains(query, "=")
}
