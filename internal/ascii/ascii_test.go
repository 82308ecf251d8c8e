package ascii

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestClasses(t *testing.T) {
	t.Parallel()
	alphanumeric, hex := regexp.MustCompile(`^[0-9A-Za-z]$`), regexp.MustCompile(`^[0-9A-Fa-f]$`)
	capital, digit := regexp.MustCompile(`^[A-Z]$`), regexp.MustCompile(`^\d$`)
	for r := rune(0); r < 0x3000; r++ {
		s := string(r)
		assert.Equal(t, !alphanumeric.MatchString(s), NotAlphanumeric(r), "%q", s)
		assert.Equal(t, !hex.MatchString(s), NotHex(r), "%q", s)
		assert.Equal(t, digit.MatchString(s), AreDigits(s), "%q", s)
		assert.Equal(t, digit.MatchString(s), IsDigit(r), "%q", s)
		assert.Equal(t, alphanumeric.MatchString(s) && !digit.MatchString(s), IsLetter(r), "%q", s)
		assert.Equal(t, !alphanumeric.MatchString(s) && !strings.ContainsRune("-._~+/", r), NotBearer(r), "%q", s)
		assert.Equal(t, r < '!' || r > '~', NotVisible(r), "%q", s)
		if len(s) == 1 {
			assert.Equal(t, capital.MatchString(s), IsCapital(s[0]), "%q", s)
		}
	}
	assert.True(t, AreDigits(""))
	assert.True(t, AreDigits("0123456789"))
	assert.False(t, AreDigits("12a"))
}
