package redact

import (
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// Credentials replaces each text that looks like a credential, whoever it belongs to: the
// value behind a name such as Authorization, Cookie, X-Api-Key or api_key, as headers,
// forms, JSON and Go write it; the word behind Bearer and Basic; and JSON Web Tokens.
func Credentials(s string) string {
	var b strings.Builder
	for s != "" {
		size := max(nameLength(s), 1)
		name := s[:size]
		before, hidden := credentialBehind(name, s[size:])
		switch {
		case isJWT(name):
			b.WriteString(Mark)
			hidden = tokenLength(s[size:])
		case hidden > 0:
			b.WriteString(s[:size+before] + Mark)
		default:
			b.WriteString(name)
		}
		s = s[size+before+hidden:]
	}
	return b.String()
}

// credentialBehind returns how many bytes of rest stand before the credential that
// belongs to a name, and how long the credential is, 0 when there is none.
func credentialBehind(name, rest string) (before, length int) {
	if name == "" || ascii.NotAlphanumeric(rune(name[len(name)-1])) {
		return 0, 0
	}
	if before, tight := separatorLength(rest); before > 0 && isCredentialName(name, tight) {
		if length := valueLength(rest[before:], holdsWords(name)); length > 0 {
			return before, length
		}
	}
	if scheme := strings.ToLower(name); scheme == "bearer" || scheme == "basic" {
		for _, blank := range [...]string{" ", "+", "%20"} {
			if after, found := strings.CutPrefix(rest, blank); found && isToken(after[:tokenLength(after)]) {
				return len(blank), tokenLength(after)
			}
		}
	}
	return 0, 0
}

// surelySecret are parts of names, in small letters and without hyphens, behind which
// stands a credential. maybeSecret are last words of names, which mean one behind a
// hyphen, an underscore or an equals sign, and not in a sentence.
var (
	surelySecret = [...]string{
		"authorization", "cookie", "password", "passwd", "passphrase", "secret", "apikey", "accesskey", "authkey", "privatekey", "subscriptionkey",
		"authtoken", "accesstoken", "refreshtoken", "idtoken", "sessiontoken", "csrftoken", "apitoken", "bearertoken",
	}
	maybeSecret = [...]string{"token", "key", "auth", "sig", "signature", "session", "pass", "pwd", "jwt", "bearer", "credential", "credentials", "assertion"}
)

// isCredentialName takes a name as it stands before a separator, which is tight when
// no sentence has it.
func isCredentialName(name string, tight bool) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
	compact := strings.ReplaceAll(name, "-", "")
	if slices.ContainsFunc(surelySecret[:], func(part string) bool { return strings.Contains(compact, part) }) {
		return true
	}
	last := name[strings.LastIndexByte(name, '-')+1:]
	return slices.Contains(maybeSecret[:], last) && (tight || last != name)
}

// holdsWords reports a header whose value has blanks.
func holdsWords(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "authorization") || strings.Contains(name, "cookie")
}

// separatorLength returns the length of the separator between a name and its value: a
// colon or an equals sign, raw or escaped, with quotation marks and blanks.
func separatorLength(s string) (length int, tight bool) {
	sign := strings.TrimLeft(strings.TrimPrefix(s, "%22"), "\"'\\ ")
	tight = strings.HasPrefix(strings.TrimLeft(s, `\`), `"`) || strings.HasPrefix(s, "'")
	for _, mark := range [...]string{":", "=>", "=", "%3A", "%3a", "%3D", "%3d"} {
		if value, found := strings.CutPrefix(sign, mark); found {
			trimmed := strings.TrimLeft(value, " +\t\r\n")
			return len(s) - len(trimmed), tight || mark != ":" || trimmed == value
		}
	}
	return 0, false
}

// valueLength returns the length of the value with which s begins: within quotation
// marks or brackets, or a word. It takes more words for a header that holds several.
func valueLength(s string, words bool) int {
	for _, pair := range [...][2]string{{`\"`, `\"`}, {`"`, `"`}, {"'", "'"}, {"%22", "%22"}, {"[]string{", "}"}, {"[", "]"}, {"{", "}"}} {
		if inner, found := strings.CutPrefix(s, pair[0]); found {
			return min(len(pair[0])+closingIndex(inner, pair[1])+len(pair[1]), len(s))
		}
	}
	end := wordLength(s)
	if !words {
		return trimmedLength(s[:end])
	}
	if end > 0 && strings.IndexFunc(s[:end], func(r rune) bool { return ascii.NotAlphanumeric(r) && r != '-' }) < 0 {
		end += nextWord(s[end:]) // the word before was a scheme such as Bearer
	}
	for end > 0 && end < len(s) && strings.ContainsAny(s[end-1:end], ",;") && nextWord(s[end:]) > 0 {
		end += nextWord(s[end:])
	}
	return trimmedLength(s[:end])
}

// closingIndex returns where the mark stands that closes a value. Within brackets it
// passes over quoted texts and other brackets.
func closingIndex(s, mark string) int {
	opening := map[string]byte{"]": '[', "}": '{'}[mark]
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], mark):
			if depth == 0 {
				return i
			}
			depth--
		case s[i] == '\\' && mark != `\"`:
			i++
		case opening != 0 && s[i] == opening:
			depth++
		case opening != 0 && s[i] == '"':
			i += 1 + closingIndex(s[i+1:], `"`)
		}
	}
	return len(s)
}

// wordLength passes over quoted texts within a word, as in realm="my realm".
func wordLength(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ', '\t', '\r', '\n', '&', ']', '}', '<', '>', '\'':
			return i
		case '"':
			if i == 0 || s[i-1] != '=' {
				return i
			}
			i += 1 + closingIndex(s[i+1:], `"`)
		}
	}
	return len(s)
}

// nextWord returns the length of the blanks and the word with which s begins.
func nextWord(s string) int {
	word := strings.TrimLeft(s, " \t\r\n")
	if len(word) == len(s) {
		return 0
	}
	return len(s) - len(word) + wordLength(word)
}

// trimmedLength leaves the punctuation behind a value to the sentence.
func trimmedLength(s string) int { return len(strings.TrimRight(s, ".,;:")) }

// nameLength returns the length of the name of a header or a parameter.
func nameLength(s string) int {
	return prefixLength(s, func(r rune) bool { return !ascii.NotAlphanumeric(r) || r == '-' || r == '_' })
}

// tokenLength knows the characters of base64 and of bearer tokens.
func tokenLength(s string) int {
	return prefixLength(s, func(r rune) bool { return !ascii.NotBearer(r) || r == '=' })
}

func prefixLength(s string, belongs func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !belongs(r) }); i >= 0 {
		return i
	}
	return len(s)
}

// isToken tells a token from the next word of a sentence.
func isToken(s string) bool {
	const shortest, surely = 8, 20 // bytes
	return len(s) >= surely || len(s) >= shortest && strings.IndexFunc(s[1:], func(r rune) bool { return r < 'a' || r > 'z' }) >= 0
}

// isJWT knows the beginning of a JSON object in base64.
func isJWT(name string) bool {
	const shortest = 10 // bytes
	return len(name) >= shortest && strings.HasPrefix(name, "eyJ")
}
