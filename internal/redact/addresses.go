package redact

import "strings"

// hiddenAddress stands where an address was.
const hiddenAddress = "[address]"

// Addresses replaces each word that looks like an address of a network: a URL, user@host, or a path with a query. A word ends at a blank, at a quotation
// mark or at an angle bracket; punctuation around it stays.
func Addresses(s string) string {
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
