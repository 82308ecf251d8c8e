package scalar

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// The bounds of a decimal number bound the work of Rat, and keep it within a float64.
const (
	maxDecimal  = 64  // bytes
	maxExponent = 200 // of ten, in both directions
)

// IsDecimal accepts an optional sign, digits with at most one point, and an
// optional exponent.
func IsDecimal(s string) bool {
	mantissa, exponent, hasExponent := cutExponent(s)
	digits := strings.TrimLeft(mantissa, "+-")
	if len(s) > maxDecimal || len(mantissa)-len(digits) > 1 || hasExponent && !isExponent(exponent) {
		return false
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	return whole+fraction != "" && ascii.AreDigits(whole+fraction)
}

func cutExponent(s string) (mantissa, exponent string, found bool) {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

func isExponent(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && -maxExponent <= n && n <= maxExponent
}

// Rat returns the exact value of a decimal number. It returns 0 and false for every other
// text.
func Rat(s string) (value *big.Rat, ok bool) {
	if !IsDecimal(s) {
		return new(big.Rat), false
	}
	return new(big.Rat).SetString(s)
}

// Whole reads a whole number in every notation, such as 3, 3.0 and 3e2, with blanks around.
// It fails for every other text, and for a number that does not fit.
func Whole(s string) (n int64, ok bool) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	value, ok := Rat(s)
	if !ok || !value.IsInt() || !value.Num().IsInt64() {
		return 0, false
	}
	return value.Num().Int64(), true
}

// ErrorCode reads one of the codes of Twilio, a positive whole number, in every notation.
// It returns 0 for every other text, and for a number with a plus sign: no code has one,
// while telephone numbers do.
func ErrorCode(text string) int {
	text = strings.TrimSpace(text)
	n, ok := Whole(text)
	if !ok || n < 0 || n > math.MaxInt32 || strings.HasPrefix(text, "+") {
		return 0
	}
	return int(n)
}
