// Package ascii classifies the characters of which SIDs, names and tokens are made.
package ascii

import "strings"

// NotAlphanumeric reports that r is neither a letter nor a digit of ASCII. Functions such
// as [strings.IndexFunc] take it to find the first character of another kind.
func NotAlphanumeric(r rune) bool { return !IsLetter(r) && !IsDigit(r) }

// NotHex reports that r is no hexadecimal digit.
func NotHex(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'f') && (r < 'A' || r > 'F')
}

// IsDigit reports one of the digits 0 to 9.
func IsDigit(r rune) bool { return '0' <= r && r <= '9' }

// IsLetter reports one of the letters A to Z and a to z.
func IsLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// IsCapital reports one of the letters A to Z.
func IsCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

// AreDigits reports that s has no character but the digits 0 to 9. It is true for "".
func AreDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// NotBearer reports that r stands in no bearer token, but for the equals signs at its end.
// https://www.rfc-editor.org/rfc/rfc6750#section-2.1
func NotBearer(r rune) bool { return NotAlphanumeric(r) && !strings.ContainsRune("-._~+/", r) }

// NotVisible reports that r is none of the visible characters of ASCII, which are those from
// ! to ~.
func NotVisible(r rune) bool { return r <= ' ' || r > '~' }
