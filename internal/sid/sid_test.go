package sid

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIs(t *testing.T) {
	t.Parallel()
	const digits = "0123456789abcdef0123456789ABCDEF"
	for _, tt := range []struct {
		s, kinds string
		want     bool
	}{
		{s: "SM" + digits, kinds: "SM", want: true},
		{s: "SM" + digits, kinds: "SM|MM", want: true},
		{s: "MM" + digits, kinds: "SM|MM", want: true},
		{s: "MM" + digits, kinds: "", want: true},
		{s: "MM" + strings.Repeat("z", 32), kinds: "MM", want: true},
		{s: "CA" + digits, kinds: "SM|MM"},
		{s: "sm" + digits, kinds: ""},
		{s: "Sm" + digits, kinds: ""},
		{s: "sM" + digits, kinds: ""},
		{s: "S1" + digits, kinds: ""},
		{s: "1S" + digits, kinds: ""},
		{s: "SM" + digits + "0", kinds: "SM"},
		{s: "SM" + digits[1:], kinds: "SM"},
		{s: "SM" + digits[1:] + "-", kinds: "SM"},
		{s: "SM" + digits[2:] + "é", kinds: "SM"},
		{s: "", kinds: ""},
	} {
		assert.Equal(t, tt.want, Is(tt.s, tt.kinds), "%q of %q", tt.s, tt.kinds)
	}
}

func TestIsInAnyCase(t *testing.T) {
	t.Parallel()
	const digits = "0123456789abcdef0123456789ABCDEF"
	for s, want := range map[string]bool{
		"SM" + digits: true, "sm" + digits: true, "sM" + digits: true, "S1" + digits: false, "1S" + digits: false, "sm" + digits[1:]: false, "s-" + digits: false, "ſ" + digits: false, "": false,
	} {
		assert.Equal(t, want, IsInAnyCase(s), "%q", s)
	}
}

func FuzzIs(f *testing.F) {
	shape := regexp.MustCompile(`^(SM|MM)[0-9A-Za-z]{32}$`)
	f.Add("SM0123456789abcdef0123456789abcdef")
	f.Add("XX")
	f.Add("SM0123456789abcdef0123456789abcde\xff")
	f.Fuzz(func(t *testing.T, s string) {
		assert.Equal(t, shape.MatchString(s), Is(s, "SM|MM"), "%q", s)
	})
}
