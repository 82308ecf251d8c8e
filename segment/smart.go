package segment

import (
	"cmp"
	"slices"
	"strings"
)

// Replacement is a character that Smart Encoding replaces.
type Replacement struct {
	Character
	With string // in GSM-7; "" takes the character away
}

// smartRow is one row of smartTable.
type smartRow struct {
	from rune
	to   string
}

// Smart returns a text as Twilio's Smart Encoding sends it, and the replacements in it.
// Twilio's table has 270 characters: curly quotation marks become straight ones, a dash
// becomes a hyphen, an ellipsis becomes three dots. A text that keeps a character without
// a place in GSM-7, such as an emoji, is still sent in UCS-2. In a text that is changed,
// bytes that are not UTF-8 become U+FFFD.
//
// Twilio applies Smart Encoding when the parameter SmartEncoded of the request is true, or
// when the Messaging Service has Smart Encoding on.
//
// Twilio docs: https://www.twilio.com/docs/messaging/services#smart-encoding
func Smart(text string) (string, []Replacement) {
	if strings.IndexFunc(text, isReplaced) < 0 {
		return text, nil
	}
	var (
		b        strings.Builder
		changes  []Replacement
		position = 0
	)
	b.Grow(len(text))
	for offset, r := range text {
		position++
		with, found := smart(r)
		if !found {
			b.WriteRune(r) // a byte that is not UTF-8 must not join another one
			continue
		}
		b.WriteString(with)
		changes = append(changes, Replacement{Character{Rune: r, Position: position, Offset: offset}, with})
	}
	return b.String(), changes
}

func isReplaced(r rune) bool {
	_, found := smart(r)
	return found
}

// smart returns the replacement of a character. Characters of GSM-7 have none.
func smart(r rune) (with string, found bool) {
	if septets(r) > 0 {
		return "", false
	}
	at, found := slices.BinarySearchFunc(smartTable[:], r, func(row smartRow, r rune) int { return cmp.Compare(row.from, r) })
	if !found {
		return "", false
	}
	return smartTable[at].to, true
}
