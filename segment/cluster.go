package segment

import (
	"unicode"
	"unicode/utf8"
)

// kind is what a character means for where a cluster ends, which is what people see
// as one character: a letter with its accents, an emoji with its colour of skin, a
// family, a flag. https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundaries
type kind int

const (
	other      kind = iota
	control         // stands alone; CR and LF are two characters for Twilio
	extend          // belongs to what stands before it
	joiner          // ties two pictographs together
	pictograph      // emoji and their like
	regional        // half a flag
	leading         // the parts of a Hangul syllable
	vowel
	trailing
	open   // a whole syllable that a trailing part can follow
	closed // a whole syllable that has one
)

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// cluster returns the length in bytes of the first cluster of a text that is not
// empty.
func cluster(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	last := kindOf(r)
	picture := last == pictograph // whether only marks have followed a pictograph
	for size < len(text) {
		r, n := utf8.DecodeRuneInString(text[size:])
		next := kindOf(r)
		if !joins(last, next, picture) {
			break
		}
		if last == regional {
			next = other // a flag has two halves, and the third begins another one
		}
		picture = next == pictograph || picture && (next == extend || next == joiner)
		last, size = next, size+n
	}
	return size
}

// joins says whether a cluster goes on.
func joins(last, next kind, picture bool) bool {
	switch next {
	case extend, joiner:
		return last != control
	case pictograph:
		return last == joiner && picture
	case regional:
		return last == regional
	case leading, open, closed:
		return last == leading
	case vowel:
		return last == leading || last == vowel || last == open
	case trailing:
		return last == vowel || last == open || last == trailing || last == closed
	}
	return false
}

func kindOf(r rune) kind {
	switch {
	case r < 0x300:
		return latinKind(r)
	case r == zeroWidthJoiner:
		return joiner
	case isExtend(r):
		return extend
	case 0x1F1E6 <= r && r <= 0x1F1FF:
		return regional
	case 0x2190 <= r && r <= 0x2BFF, 0x1F000 <= r && r <= 0x1FAFF:
		return pictograph // arrows, symbols, emoji; a joiner follows no others
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
		return control
	}
	return hangulKind(r)
}

func latinKind(r rune) kind {
	if unicode.IsControl(r) {
		return control
	}
	return other
}

// isExtend recognises marks, the colours of an emoji's skin, and the invisible
// letters that name a flag.
func isExtend(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == zeroWidthNonJoiner ||
		0x1F3FB <= r && r <= 0x1F3FF || 0xE0020 <= r && r <= 0xE007F
}

func hangulKind(r rune) kind {
	const firstSyllable, trailingParts = 0xAC00, 28
	switch {
	case 0x1100 <= r && r <= 0x115F, 0xA960 <= r && r <= 0xA97C:
		return leading
	case 0x1160 <= r && r <= 0x11A7, 0xD7B0 <= r && r <= 0xD7C6:
		return vowel
	case 0x11A8 <= r && r <= 0x11FF, 0xD7CB <= r && r <= 0xD7FB:
		return trailing
	case firstSyllable <= r && r <= 0xD7A3 && (r-firstSyllable)%trailingParts == 0:
		return open
	case firstSyllable <= r && r <= 0xD7A3:
		return closed
	}
	return other
}
