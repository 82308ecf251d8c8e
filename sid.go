package twilio

import "strings"

// sidSize is the length of every SID, in bytes.
const sidSize = 34

// isSID checks the shape of an SID: two capital letters, which tell its kind, and
// 32 hexadecimal digits. No prefix stands for every kind.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-is-a-sid
func isSID(s, prefix string) bool {
	return len(s) == sidSize && strings.HasPrefix(s, prefix) && isCapital(s[0]) && isCapital(s[1]) &&
		strings.IndexFunc(s[2:], notHex) < 0
}

// sidOf returns s when it is an SID of one of the kinds, which are divided by |,
// and "" when it is not. No kinds stand for every kind.
func sidOf(s, kinds string) string {
	for kind := range strings.SplitSeq(kinds, "|") {
		if isSID(s, kind) {
			return s
		}
	}
	return ""
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

func notHex(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'f') && (r < 'A' || r > 'F')
}

func notAlphanumeric(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}
