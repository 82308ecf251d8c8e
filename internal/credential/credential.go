// Package credential recognises mistakes in credentials that were copied from a web page, a
// file or a shell: blanks, quotation marks, the name of a variable. The packages that take
// credentials share it, so that all of them refuse the same mistakes.
//
// No description of a mistake holds a part of its argument, because the argument may be a
// secret.
package credential

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/ascii"
	"github.com/seed15d99369/twilio/internal/sid"
)

// SIDFlaw describes a copying mistake in a SID that should begin with prefix. It returns ""
// for a SID without such a mistake, even if the SID is wrong in another way.
func SIDFlaw(s, prefix string) string {
	head, tail, _ := strings.Cut(s, ":")
	switch flaw := Flaw(s); {
	case tail != "" && sid.Is(head, prefix) && !sid.Is(tail, prefix):
		return "has a colon and something else behind it"
	case flaw != "":
		return flaw
	case len(s) == sid.Size && strings.EqualFold(s[:len(prefix)], prefix) && !strings.HasPrefix(s, prefix):
		return "begins with small letters where a SID has " + prefix
	}
	return ""
}

// Flaw describes a copying mistake in a secret, or a character that no secret has. It returns
// "" when it finds none. Flaw accepts every other text, because Twilio does not publish the
// format of secrets, and tests make up their own.
func Flaw(s string) string {
	for _, rule := range [...]func(string) string{placeholderFlaw, wrappingFlaw, labelFlaw, endFlaw, insideFlaw} {
		if flaw := rule(s); flaw != "" {
			return flaw
		}
	}
	return ""
}

// SigningFlaw is [Flaw] for a secret that signs or verifies in this process and is never
// sent. It also accepts a phrase, such as "not the account's token", which a test may use.
func SigningFlaw(s string) string {
	if isPhrase(s) && placeholderFlaw(s) == "" {
		return ""
	}
	return Flaw(s)
}

// isPhrase says whether s consists of short words, none of which can be a credential.
func isPhrase(s string) bool {
	const longestWord = 15
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == '\'' }) {
		if len(word) > longestWord || strings.IndexFunc(word, ascii.NotAlphanumeric) >= 0 {
			return false
		}
	}
	return s != "" && !strings.ContainsAny(s[:1]+s[len(s)-1:], " '")
}

// placeholderFlaw describes a blank, a placeholder or the name of a variable.
func placeholderFlaw(s string) string {
	letters := strings.Map(onlyLetters, s)
	switch {
	case strings.IndexFunc(s, isVisible) < 0:
		return "is blank"
	case strings.Contains(letters, "YOUR") && namesCredential(letters), letters == "CHANGEME", letters == "REPLACEME":
		return "is a placeholder"
	case isVariable(s):
		return "is the name of a variable, and not its value"
	}
	return ""
}

// isVariable says whether s is the name of a variable: AUTH_TOKEN, $TWILIO_AUTH_TOKEN,
// process.env.TWILIO_AUTH_TOKEN.
func isVariable(s string) bool {
	_, name, found := strings.Cut(s, "TWILIO_")
	if !found {
		name = s
	}
	isName := strings.IndexFunc(strings.Trim(name, "${}%"), notInVariable) < 0
	return isName && (found || strings.Contains(name, "_") && namesCredential(name))
}

func notInVariable(r rune) bool { return (r < 'A' || r > 'Z') && r != '_' }

// namesCredential reports that the name of a variable, in capitals, is that of a
// credential.
func namesCredential(name string) bool {
	for _, word := range [...]string{"TWILIO", "SID", "TOKEN", "SECRET", "KEY", "CLIENT", "AUTH", "PASSWORD"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// onlyLetters maps to capitals, and drops all but letters.
func onlyLetters(r rune) rune {
	if r = unicode.ToUpper(r); r < 'A' || r > 'Z' {
		return -1
	}
	return r
}

// wrappingFlaw describes a pair of marks around a value.
func wrappingFlaw(s string) string {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	switch {
	case len(s) < 2:
		return ""
	case strayMark(first) == quotationMark && strayMark(last) == quotationMark:
		return "stands in quotation marks"
	case first == '(' && last == ')', first == '[' && last == ']':
		return "stands in brackets"
	case strings.Count(s, "(") != strings.Count(s, ")"), strings.Count(s, "[") != strings.Count(s, "]"):
		return "has one half of a pair of brackets"
	case first == '*' && last == '*', isWithin(s, "__"), isWithin(s, "~~"):
		return "stands in the marks of bold or other type"
	}
	return ""
}

func isWithin(s, mark string) bool {
	return len(s) > 2*len(mark) && strings.HasPrefix(s, mark) && strings.HasSuffix(s, mark)
}

// labelFlaw describes a label before a value, such as a variable or a header.
func labelFlaw(s string) string {
	switch {
	case hasScheme(s):
		return "has the beginning of a header before it, such as Basic or Bearer"
	case strings.Contains(s, "://"):
		return "has an address around it"
	case isAssigned(s, "="), isAssigned(s, ":") && strings.IndexFunc(s, unicode.IsSpace) < 0:
		return "has the name of a variable before it"
	}
	if user, secret, _ := strings.Cut(s, ":"); secret != "" && (sid.Is(user, "AC") || sid.Is(user, "SK") || sid.Is(user, "OQ")) {
		return "has a SID and a colon before it"
	}
	return ""
}

// isAssigned says whether s is an assignment in a file or a shell: TWILIO_AUTH_TOKEN=…,
// export authToken=…, authToken:….
func isAssigned(s, sign string) bool {
	name, value, found := strings.Cut(s, sign)
	if !found || strings.Trim(value, sign) == "" || sign == ":" && sid.IsInAnyCase(name) {
		return false
	}
	return namesCredential(strings.ToUpper(name))
}

// hasScheme says whether s is the value of an Authorization header, or the whole header.
func hasScheme(s string) bool {
	for _, scheme := range [...]string{"basic ", "bearer ", "authorization:"} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			return true
		}
	}
	return false
}

// endFlaw describes a mark before a value or behind it.
func endFlaw(s string) string {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	switch behind, before := strayMark(last), strayMark(first); {
	case behind != "":
		return "has " + behind + " behind it"
	case before != "":
		return "has " + before + " before it"
	case strings.ContainsRune(".:!?*|…", last):
		return "has a mark of punctuation behind it"
	case strings.ContainsRune(".:=*|#…", first):
		return "has a mark of punctuation before it"
	}
	return ""
}

// insideFlaw describes a character that no credential has between its ends.
func insideFlaw(s string) string {
	for _, r := range s {
		switch mark := strayMark(r); {
		case mark != "" && mark != comma:
			return "has " + mark + " in it"
		case r > unicode.MaxASCII:
			return "has a character in it that is not ASCII"
		}
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
