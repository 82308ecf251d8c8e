package e164_test

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/e164"
)

// Every script of Unicode has ten digits in a row: a number in each of them reads the
// same.
func TestDigitsOfAllScripts(t *testing.T) {
	t.Parallel()
	const want = "+14155550123"
	scripts := 0
	for _, zero := range zeros(t) {
		text := []rune(want)
		for i, r := range text[1:] {
			text[1+i] = zero + r - '0'
		}
		number, err := e164.Parse(string(text), "")
		require.NoError(t, err, "zero is %U", zero)
		assert.Equal(t, e164.Number(want), number, "zero is %U", zero)
		scripts++
	}
	assert.Greater(t, scripts, 60)
}

// zeros returns the digit zero of each script.
func zeros(t *testing.T) (all []rune) {
	t.Helper()
	var row []rune
	for r := range rune(unicode.MaxRune) {
		if !unicode.IsDigit(r) {
			continue
		}
		if len(row) > 0 && len(row) < 10 {
			require.Equal(t, row[len(row)-1]+1, r, "ten digits stand in a row")
		}
		if len(row) == 10 {
			row = nil
		}
		if row = append(row, r); len(row) == 1 {
			all = append(all, r)
		}
	}
	return all
}
