package e164

import (
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The kinds of problems of a number or an address; an [*Error] matches one of them.
var (
	ErrEmpty               = errors.New("no digits")
	ErrNoRegion            = errors.New("no country code and no region")
	ErrUnknownRegion       = errors.New("unknown region")
	ErrCountryCode         = errors.New("unknown country code")
	ErrInternationalPrefix = errors.New("international prefix of another region")
	ErrTrunkPrefix         = errors.New("trunk prefix")
	ErrTooShort            = errors.New("too short")
	ErrTooLong             = errors.New("too long")
	ErrNotPossible         = errors.New("impossible length")
	ErrLetters             = errors.New("letters")
	ErrExtension           = errors.New("extension")
	ErrCharacter           = errors.New("character that no number has")
	ErrWithheld            = errors.New("caller ID withheld")
	ErrPrefix              = errors.New("prefix of a channel") // Parse only: ParseAddress reads them
	ErrChannel             = errors.New("unknown channel")     // ParseAddress only
	ErrAddress             = errors.New("invalid address")     // ParseAddress only: the text after the prefix, or the name of a sender
)

// Error describes the problem of a number or an address, the part that has it, and the
// remedy.
type Error struct {
	Input   string // as it was passed, at most 64 bytes of a number; Error masks it
	Part    string // the piece of Input, or the region, that is wrong; "" when it is the whole
	Problem string // never holds a number
	Remedy  string // a sentence for whoever typed the number
	Kind    error  // one of this package's errors
}

func newError(kind error, input, part, problem, remedy string) error {
	return &Error{Input: input, Part: part, Problem: problem, Remedy: remedy, Kind: kind}
}

// Error is one line, safe to log: of seven digits and more it shows the first
// four and the last two.
func (e *Error) Error() string {
	text := "e164: " + mask(e.Input) + " " + e.Problem
	if e.Part != "" {
		text += " (" + mask(e.Part) + ")"
	}
	return text + "; " + e.Remedy
}

// Unwrap returns the kind, for errors.Is(err, ErrTooShort).
func (e *Error) Unwrap() error { return e.Kind }

// mask hides the middle digits of a number, in any notation, and quotes a text that is too
// short to be a number.
func mask(s string) string {
	const shortest, head, tail, shown = 7, 4, 2, 24 // the last counts bytes of a quoted text
	s = s[:min(len(s), maxInput)]
	var digits []rune
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits = append(digits, r)
		}
	}
	if len(digits) >= shortest {
		sign := ""
		if strings.ContainsAny(s, plusSigns) {
			sign = "+"
		}
		return sign + string(digits[:head]) + "…" + string(digits[len(digits)-tail:])
	}
	if len(s) <= shown {
		return strconv.Quote(s)
	}
	end := shown
	for !utf8.RuneStart(s[end]) && end > 0 {
		end--
	}
	return strconv.Quote(s[:end] + "…")
}
