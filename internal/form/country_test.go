package form

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCountriesAndEmails(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"US", "gb", "De"} {
		assert.Empty(t, countryFlaw(good).problem, good)
	}
	for _, bad := range []string{"USA", "1", "+1", "U", "U1", "ſ", "États", "U ", "", "ＵＳ"} {
		assert.NotEmpty(t, countryFlaw(bad).problem, bad)
	}
	for _, good := range []string{"ada@example.com", "a+b@a.b.co", "ünal@exämple.com", "\"a\"@example.com", "a@[127.0.0.1]"} {
		assert.Empty(t, emailFlaw(good).problem, good)
	}
	for _, bad := range []string{"ada", "@example.com", "ada@", "ada@example", "ada@example.", "ada@.com", "ada@a..b", "a@b@c.d", "a@b.c,d@e.f", "a@b.c;d@e.f", "Ada <a@b.c>", "a b@c.d", "a@b.c\n", "a\x00@b.c", "a\u200b@b.c"} {
		assert.NotEmpty(t, emailFlaw(bad).problem, bad)
	}
}
