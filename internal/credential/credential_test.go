package credential

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const aSecret = "c0ffeec0ffeec0ffeec0ffeec0ffeec0"

func TestPhrasesSignInTests(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"nobody's": "", "not the account's token": "", "x": "", aSecret: "",
		"'quoted'": "stands in quotation marks", "two words ": "has a blank behind it", "your auth token": "is a placeholder",
		"Token: " + aSecret: "has a blank in it", aSecret + " x": "has a blank in it", "caf\u00e9 au lait": "has a character in it that is not ASCII", "": "is blank",
	} {
		assert.Equal(t, want, SigningFlaw(s), "%q", s)
	}
	assert.Equal(t, "has a quotation mark in it", Flaw("nobody's"), "it is sent")
}

// FuzzFlaw: no description shows the credential, and a credential of Twilio's form has no
// flaw.
func FuzzFlaw(f *testing.F) {
	for _, s := range []string{aSecret, "(" + aSecret + ")", "AC00000000000000000000000000000001:" + aSecret, "\xff", "TWILIO_", "a=b", "é", ":", "__"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, flaw := range []string{Flaw(s), SigningFlaw(s), SIDFlaw(s, "AC")} {
			const long = 12 // shorter ones are words that a flaw may have
			if len(s) >= long {
				assert.NotContains(t, flaw, s)
			}
			assert.Equal(t, strings.TrimSpace(flaw), flaw)
		}
		if s != "" && strings.Trim(s, "0123456789abcdef") == "" {
			assert.Empty(t, Flaw(s), "%q", s)
		}
		if Flaw(s) == "" {
			assert.NotRegexp(t, `[^!-~]`, s, "a secret is sent in a header: %q", s)
		}
	})
}
