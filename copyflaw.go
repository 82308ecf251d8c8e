package twilio

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sidFlaw says what is wrong with a SID in the way that copying makes it wrong, ""
// when it is wrong in another way. It does not show the SID: it may be a secret.
func sidFlaw(sid, prefix string) string {
	if flaw := copyFlaw(sid); flaw != "" {
		return flaw
	}
	if len(sid) > len(prefix) && isSID(prefix+sid[len(prefix):], prefix) && strings.EqualFold(sid[:len(prefix)], prefix) {
		return "begins with small letters where a SID has " + prefix
	}
	return ""
}

// copyFlaw says what came along when a credential was copied, or what no
// credential has in it; "" when there is nothing of the kind. It shows none of it.
func copyFlaw(s string) string {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	before, behind := strayMark(first), strayMark(last)
	switch {
	case strings.IndexFunc(s, isVisible) < 0:
		return "is blank"
	case before == quotationMark && behind == quotationMark:
		return "stands in quotation marks"
	case isAssignment(s):
		return "has the name of a variable before it"
	case hasScheme(s):
		return "has the beginning of a header before it, such as Basic or Bearer"
	case behind != "":
		return "has " + behind + " behind it"
	case before != "":
		return "has " + before + " before it"
	}
	for _, r := range s {
		switch mark := strayMark(r); {
		case mark != "" && mark != comma:
			return "has " + mark + " in it"
		case r > unicode.MaxASCII:
			return "has a character in it that is not ASCII"
		}
	}
	if user, _, found := strings.Cut(s, ":"); found && (isSID(user, "AC") || isSID(user, "SK")) {
		return "has a SID and a colon before it"
	}
	return ""
}

const (
	quotationMark = "a quotation mark"
	comma         = "a comma or a semicolon"
)

// quotationMarks are those that word processors, chats and shells put around text.
const quotationMarks = "\"'`´‘’‚‛“”„‟«»‹›「」『』＂＇"

// strayMark names a character that stands around a value and is no part of it, ""
// for any other.
func strayMark(r rune) string {
	switch {
	case strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r):
		return "a line break"
	case r == '\uFEFF':
		return "a byte order mark"
	case unicode.IsSpace(r):
		return "a blank"
	case strings.ContainsRune(quotationMarks, r):
		return quotationMark
	case r == ',' || r == ';':
		return comma
	case r == '\\':
		return "a backslash"
	case strings.ContainsRune("<>{}$", r):
		return "a bracket or a dollar sign, as placeholders have it,"
	case r == utf8.RuneError:
		return "a byte that is not UTF-8"
	case !isVisible(r):
		return "an invisible character"
	}
	return ""
}

// isVisible reports a character that a reader sees: no blank, no control
// character, no mark of no width.
func isVisible(r rune) bool { return unicode.IsPrint(r) && !unicode.IsSpace(r) && r != '\u00AD' }

// isAssignment knows a line of an env file or a shell: TWILIO_AUTH_TOKEN=…,
// export authToken=….
func isAssignment(s string) bool {
	name, value, found := strings.Cut(s, "=")
	if !found || strings.Trim(value, "=") == "" {
		return false
	}
	name = strings.ToUpper(name)
	for _, word := range [...]string{"TWILIO", "SID", "TOKEN", "SECRET", "KEY"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// hasScheme knows the value of an Authorization header, or the whole header.
func hasScheme(s string) bool {
	for _, scheme := range [...]string{"basic ", "bearer ", "authorization:"} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			return true
		}
	}
	return false
}
