package segment

import (
	"unicode"
	"unicode/utf8"
)

// breakProperty is the Grapheme_Cluster_Break property of a character. It decides where a
// grapheme cluster ends, which readers see as one character: a letter with its accents, an
// emoji with its colour of skin, a family, a flag. https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundaries
type breakProperty int

const (
	other             breakProperty = iota
	control                         // stands alone; CR and LF are two characters for Twilio
	extend                          // belongs to the character before it
	zwj                             // ties two pictographs together
	pictographic                    // emoji and their like
	regionalIndicator               // half a flag
	hangulL                         // the parts of a Hangul syllable
	hangulV
	hangulT
	hangulLV  // a whole syllable that a trailing part can follow
	hangulLVT // a whole syllable that has one
)

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// clusterSize returns the length in bytes of the first grapheme cluster of a text that is
// not empty.
func clusterSize(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	last := breakPropertyOf(r)
	picture := last == pictographic // whether only marks have followed a pictograph
	for size < len(text) {
		r, n := utf8.DecodeRuneInString(text[size:])
		next := breakPropertyOf(r)
		if !continuesCluster(last, next, picture) {
			break
		}
		if last == regionalIndicator {
			next = other // a flag has two halves, and a third half begins another flag
		}
		picture = next == pictographic || picture && (next == extend || next == zwj)
		last, size = next, size+n
	}
	return size
}

// continuesCluster says whether the next character belongs to the same cluster as the last.
func continuesCluster(last, next breakProperty, picture bool) bool {
	switch next {
	case extend, zwj:
		return last != control
	case pictographic:
		return last == zwj && picture
	case regionalIndicator:
		return last == regionalIndicator
	case hangulL, hangulLV, hangulLVT:
		return last == hangulL
	case hangulV:
		return last == hangulL || last == hangulV || last == hangulLV
	case hangulT:
		return last == hangulV || last == hangulLV || last == hangulT || last == hangulLVT
	}
	return false
}

func breakPropertyOf(r rune) breakProperty {
	switch {
	case r < 0x300:
		return latinProperty(r)
	case r == zeroWidthJoiner:
		return zwj
	case isExtend(r):
		return extend
	case 0x1F1E6 <= r && r <= 0x1F1FF:
		return regionalIndicator
	case 0x2190 <= r && r <= 0x2BFF, 0x1F000 <= r && r <= 0x1FAFF:
		return pictographic // arrows, symbols, emoji; a joiner follows no others
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
		return control
	}
	return hangulProperty(r)
}

func latinProperty(r rune) breakProperty {
	if unicode.IsControl(r) {
		return control
	}
	return other
}

// isExtend says whether r is a mark, the colour of an emoji's skin, or one of the invisible
// letters that name a flag.
func isExtend(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == zeroWidthNonJoiner ||
		0x1F3FB <= r && r <= 0x1F3FF || 0xE0020 <= r && r <= 0xE007F
}

func hangulProperty(r rune) breakProperty {
	const firstSyllable, trailingParts = 0xAC00, 28
	switch {
	case 0x1100 <= r && r <= 0x115F, 0xA960 <= r && r <= 0xA97C:
		return hangulL
	case 0x1160 <= r && r <= 0x11A7, 0xD7B0 <= r && r <= 0xD7C6:
		return hangulV
	case 0x11A8 <= r && r <= 0x11FF, 0xD7CB <= r && r <= 0xD7FB:
		return hangulT
	case firstSyllable <= r && r <= 0xD7A3 && (r-firstSyllable)%trailingParts == 0:
		return hangulLV
	case firstSyllable <= r && r <= 0xD7A3:
		return hangulLVT
	}
	return other
}
