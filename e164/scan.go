package e164

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const plusSigns = "+＋"

// scan reduces text to its digits, with + in front when it was there, in ASCII.
// The result is never empty and holds a digit.
func scan(text string) (string, error) {
	if Valid(text) {
		return text, nil
	}
	if err := refusePrefix(text); err != nil {
		return "", err
	}
	var buf [maxInput]byte
	typed, digits := buf[:0], 0
	for at, r := range strings.TrimSpace(text) {
		if d, ok := digit(r); ok {
			typed, digits = append(typed, d), digits+1
			continue
		}
		switch {
		case strings.ContainsRune(plusSigns, r) && len(typed) == 0:
			typed = append(typed, '+')
		case !isFiller(r):
			return "", characterError(text, strings.TrimSpace(text)[at:], r, digits > 0)
		}
	}
	if digits == 0 {
		return "", newError(ErrEmpty, text, "", "has no digits", "pass a phone number")
	}
	return string(typed), nil
}

// digit reads the digits of all scripts. Unicode encodes each script's ten digits
// in a row, so that the place within the row is the value.
// https://www.unicode.org/versions/latest/core-spec/chapter-4/
func digit(r rune) (byte, bool) {
	const digits = "0123456789"
	switch {
	case isASCIIDigit(r):
		return digits[r-'0'], true
	case r < utf8.RuneSelf || !unicode.IsDigit(r):
		return 0, false
	}
	zero := r
	for unicode.IsDigit(zero - 1) {
		zero--
	}
	return digits[(r-zero)%10], true // rows can touch: the mathematical digits do
}

// inASCII writes the digits and brackets of all scripts as those of ASCII.
func inASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if d, ok := digit(r); ok {
			return rune(d)
		}
		switch r {
		case '（':
			return '('
		case '）':
			return ')'
		}
		return r
	}, text)
}

// isFiller says whether r only divides a number: spaces of all widths, dashes,
// dots, slashes, brackets, and the marks of writing direction that come along
// when a number is copied from an address book. Tabs and line ends divide two
// numbers.
func isFiller(r rune) bool {
	if r < utf8.RuneSelf {
		return strings.ContainsRune(" -.()[]/", r)
	}
	switch r {
	case '（', '）', '［', '］', '．', '／', '·', 'ー', '−', '－', '⁄':
		return true
	}
	return unicode.In(r, unicode.Zs, unicode.Pd, unicode.Cf)
}

// refusePrefix refuses a word before a colon, such as whatsapp:, tel: and "Phone:".
func refusePrefix(text string) error {
	before, _, found := strings.Cut(text, ":")
	if !found || strings.IndexFunc(before, unicode.IsLetter) < 0 || strings.IndexFunc(before, unicode.IsDigit) >= 0 {
		return nil
	}
	return newError(ErrPrefix, text, before+":", "begins with a prefix", "pass the number alone, or call ParseAddress for a channel's address")
}

// characterError explains why a number cannot hold r, where rest begins with r.
func characterError(text, rest string, r rune, afterDigits bool) error {
	switch {
	case afterDigits && isExtension(rest):
		return newError(ErrExtension, text, rest, "has an extension", "take it off and dial it after the call is answered")
	case unicode.IsLetter(r):
		return newError(ErrLetters, text, letters(rest), "has letters", "write the digits that they stand for")
	case strings.ContainsRune(plusSigns, r):
		return newError(ErrCharacter, text, rest, "has a second plus sign or one that is not in front", "pass one number, with + in front")
	case r == utf8.RuneError:
		return newError(ErrCharacter, text, "", "is not valid UTF-8", "pass text in UTF-8")
	}
	return newError(ErrCharacter, text, string(r), "has a character that no number has", "take it out")
}

// extensionSigns set an extension apart, in both widths.
const extensionSigns = ";,#~＃～"

// isExtension says whether rest begins with an extension: x123, ext. 5, ;ext=5, #5, ~5, or a
// pause and digits to dial: ,,5.
func isExtension(rest string) bool {
	label := letters(strings.TrimLeft(rest, extensionSigns))
	switch strings.ToLower(label) {
	case "":
		first, _ := utf8.DecodeRuneInString(rest)
		return rest != "" && strings.ContainsRune(extensionSigns, first)
	case "x", "ext", "extn", "xtn", "extension", "extensión", "anexo", "int", "poste", "доб", "p", "w":
		_, number, _ := strings.Cut(rest, label)
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(number, " \u00a0.:#=-"))
		return unicode.IsDigit(first)
	}
	return false
}

// letters returns the letters that s begins with.
func letters(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		return s
	}
	return s[:end]
}
