package address

import "strings"

// Match is how well two texts agree as addresses.
type Match uint8

// The degrees of a match, the least one first.
const (
	None    Match = iota // two addresses
	Partial              // the same one as far as the texts show: one of them has lost a part
	Exact                // the same one
)

// Compare compares two ways of writing an address, in either order. Addresses of two
// channels never match.
//
// A name matches exactly in other letters. Addresses of clients and of SIP match in
// part when their letters differ, or when one has parameters that the other lacks:
// nobody knows whether those are somebody else's.
func Compare(one, other string) Match {
	a, b := parse(one), parse(other)
	switch {
	case a.channel != b.channel:
		return None
	case a.text == b.text:
		return Exact
	case a.digits != "" && b.digits != "":
		return compareNumbers(a, b)
	case !strings.EqualFold(a.bare, b.bare):
		return None
	case a.channel != "", a.lossy, b.lossy:
		return Partial
	}
	return Exact
}

// compareNumbers compares those spellings of two numbers that agree best.
func compareNumbers(a, b address) Match {
	best := None
	for _, x := range a.spellings() {
		for _, y := range b.spellings() {
			match := compareSpellings(x, y)
			if x.lossy || y.lossy {
				match = min(match, Partial)
			}
			best = max(best, match)
		}
	}
	return best
}

// compareSpellings compares two numbers as they are spelled. A number that was written
// without its country code matches exactly when at most a country code is missing, and
// in part when more is missing.
func compareSpellings(a, b address) Match {
	switch {
	case a.isMasked(), b.isMasked():
		return compareMasked(a, b)
	case a.digits == b.digits:
		return Exact
	case a.country && b.country:
		return None
	}
	whole, part := a.asDialled(), b.asDialled()
	if b.country || !a.country && len(part.digits) > len(whole.digits) {
		whole, part = part, whole
	}
	missing := len(whole.digits) - len(part.digits)
	switch {
	case len(part.digits) < fewestDigits, !strings.HasSuffix(whole.digits, part.digits) && !strings.HasSuffix(part.digits, whole.digits):
		return None
	case whole.country && 0 <= missing && missing <= longestPrefix:
		return Exact
	}
	return Partial
}

// asDialled takes off the zeros that are dialled before a number at home.
func (a address) asDialled() address {
	if !a.country {
		a.digits = strings.TrimLeft(a.digits, "0")
	}
	return a
}

// compareMasked compares as many digits as are shown. A mask may stand for more digits
// than it has marks.
func compareMasked(a, b address) Match {
	if len(a.digits) > len(b.digits) {
		a, b = b, a
	}
	missing := len(b.digits) - len(a.digits)
	fits := missing <= longestPrefix && shownDigitsAgree(a.digits, b.digits[missing:])
	if a.country && b.country && missing > 0 {
		fits = isAbbreviated(a.digits, b.digits)
	}
	if fits {
		return Partial
	}
	return None
}

// shownDigitsAgree compares numbers of the same length, digit by digit.
func shownDigitsAgree(x, y string) bool {
	for i := range len(x) {
		if x[i] != y[i] && x[i] != masked && y[i] != masked {
			return false
		}
	}
	return true
}

// isAbbreviated reports that a number begins and ends with the digits that a masked
// one shows.
func isAbbreviated(mask, digits string) bool {
	first, last := strings.IndexByte(mask, masked), strings.LastIndexByte(mask, masked)
	return first >= 0 && strings.HasPrefix(digits, mask[:first]) && strings.HasSuffix(digits, mask[last+1:])
}
