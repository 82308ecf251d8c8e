package control

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How a one-time code may look.
const (
	minCode     = 4
	maxCode     = 10
	maxCodeText = 4096 // bytes of a text that are looked at
)

var (
	// digitChain is groups of digits and what joins them, with the signs of a phone number or
	// an amount before.
	digitChain = regexp.MustCompile(`[+(]?\d+(?:(?:, |\) |[-. ,/:])\d+)*`)
	// digitGroup is what a chain is taken apart to: groups that no blank stands between.
	digitGroup = regexp.MustCompile(`\d+(?:[-.,/:]\d+)*`)

	spelledCode = regexp.MustCompile(`^\d(?:(?:, | |-)\d){3,9}$`)
	pairedCode  = regexp.MustCompile(`^(?:\d{3}[- ]\d{3}|\d{4}-\d{4}|\d{5}-\d{5})$`)
	phoneLike   = regexp.MustCompile(`^(?:[+(].*|(?:1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4}|\d{3}-\d{4})$`)
	yearLike    = regexp.MustCompile(`^(?:19|20)\d\d$`)

	// announced and explained are what stands before and behind a code that a text is about.
	announced = regexp.MustCompile(`(?i)(?:code|pin|otp|password|passcode|token|código|codigo|kod)(?: is| es| lautet|:| =)?[\s:"'*]*(?:[A-Z]{1,3}-)?$`)
	explained = regexp.MustCompile(`(?i)^["'*]*(?: is (?:your|the)| es tu| est votre| ist (?:ihr|dein))\b`)

	currencyBefore = regexp.MustCompile(`(?i)(?:[$€£¥₹]|\b(?:usd|eur|gbp|inr))\s?$`)
	currencyBehind = regexp.MustCompile(`(?i)^(?:\s?(?:[$€£¥₹%]|(?:usd|eur|gbp|inr|dollars?|euros?|pounds?|cents?)\b))`)
	letteredPrefix = regexp.MustCompile(`(?:^|[\s:"'(>])[A-Z]{1,3}-$`)
)

// FindCode returns the one-time code in a text, "" for none: four to ten digits, which may
// stand as 123-456, G-123456 or, as a voice says them, as 1, 2, 3, 4. Phone numbers, amounts
// and parts of words are none, and years only where the text calls them a code. Of several
// it returns the one that the text calls a code, then one with six digits, then the first.
func FindCode(text string) string {
	if len(text) > maxCodeText {
		text = strings.ToValidUTF8(text[:maxCodeText], "")
	}
	best, bestScore := "", 0
	for _, at := range digitChain.FindAllStringIndex(text, -1) {
		for _, c := range candidates(text, at[0], at[1]) {
			if score := c.score(text); score > bestScore {
				best, bestScore = c.digits, score
			}
		}
	}
	return best
}

// candidate is a part of a text that may be a code.
type candidate struct {
	from, to int
	digits   string
	spelled  bool
}

// candidates takes a chain of digits apart.
func candidates(text string, from, to int) []candidate {
	chain := text[from:to]
	switch {
	case spelledCode.MatchString(chain):
		return []candidate{{from, to, onlyDigits(chain), true}}
	case pairedCode.MatchString(chain):
		return []candidate{{from, to, onlyDigits(chain), false}}
	case phoneLike.MatchString(chain):
		return nil
	}
	var all []candidate
	for _, at := range digitGroup.FindAllStringIndex(chain, -1) {
		group := chain[at[0]:at[1]]
		if digits := onlyDigits(group); digits == group || pairedCode.MatchString(group) {
			all = append(all, candidate{from + at[0], from + at[1], digits, false})
		}
	}
	return all
}

// score is how likely a candidate is the code, 0 for no code.
func (c candidate) score(text string) int {
	const likely, six, possible = 4, 2, 1
	before, behind := text[max(0, c.from-40):c.from], text[c.to:min(len(text), c.to+40)]
	if len(c.digits) < minCode || len(c.digits) > maxCode || isJoined(before, behind) || currencyBefore.MatchString(before) || currencyBehind.MatchString(behind) {
		return 0
	}
	score := possible
	if c.spelled || announced.MatchString(before) || explained.MatchString(behind) {
		score += likely
	}
	if len(c.digits) == 6 {
		score += six
	}
	if score == possible && (yearLike.MatchString(c.digits) || len(c.digits) == 8 && yearLike.MatchString(c.digits[:4]) && yearLike.MatchString(c.digits[4:])) {
		return 0
	}
	return score
}

// isJoined reports that digits belong to a word, an address, or a longer number.
func isJoined(before, behind string) bool {
	first, _ := utf8.DecodeRuneInString(behind)
	last, _ := utf8.DecodeLastRuneInString(before)
	if isWordly(first) {
		return true
	}
	if last == '-' {
		return !letteredPrefix.MatchString(before)
	}
	return isWordly(last)
}

func isWordly(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("/#_@=&?%+", r)
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
