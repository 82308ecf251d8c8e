package control_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/internal/desk/control"
)

func TestFindCode(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"six digits", "Your code is 123456", "123456"},
		{"first", "123456 is your Acme code. It expires in 10 minutes.", "123456"},
		{"four", "PIN: 4711", "4711"},
		{"ten", "Use 1234567890 to sign in", "1234567890"},
		{"three are too few", "Your code is 123", ""},
		{"eleven are too many", "Your code is 12345678901", ""},
		{"with a hyphen", "Your code is 123-456.", "123456"},
		{"with a blank", "Your code: 123 456", "123456"},
		{"with a letter", "G-123456 is your verification code", "123456"},
		{"WebOTP", "Your code is 123456.\n\n@example.com #654321", "123456"},
		{"spelled", "Your code is 1, 2, 3, 4, 5, 6. Again: 1, 2, 3, 4, 5, 6.", "123456"},
		{"spelled with blanks", "Your code is 7 7 1 2.", "7712"},
		{"in quotation marks", `Enter "9876" now`, "9876"},
		{"beside a phone number", "Call +1 415 555 1234 or enter 4711", "4711"},
		{"beside E.164", "Call +14155551234 or enter 471108", "471108"},
		{"only a phone number", "Call (415) 555-1234", ""},
		{"only a phone number with hyphens", "Call 415-555-1234 or 555-1234", ""},
		{"only a year", "Happy new year 2026", ""},
		{"a year that is the code", "Your code is 2024", "2024"},
		{"two years", "Open 2024-2025", ""},
		{"a year before the code", "In 2024 your code is 5521", "5521"},
		{"only amounts", "You paid $1234 and 2,500.00 and EUR 4000 and 5000 dollars", ""},
		{"an amount before the code", "Pay $1500 with code 8821", "8821"},
		{"the code rather than an order", "Order 12345 is ready: your code is 7788", "7788"},
		{"six digits rather than an order", "Order 12345: enter 654321", "654321"},
		{"in an address", "See https://example.com/12345?c=6789", ""},
		{"in a word", "Ref AB12345C and x99887", ""},
		{"a date", "See you on 2024-05-06", ""},
		{"a time", "At 10:30", ""},
		{"Spanish", "Tu código es 482913", "482913"},
		{"nothing", "", ""},
		{"behind what is looked at", strings.Repeat("x ", 3000) + "123456", ""},
	} {
		assert.Equal(t, tt.want, control.FindCode(tt.text), tt.name)
	}
}

func FuzzFindCode(f *testing.F) {
	f.Add("Your code is 123-456, G-123456 or 1, 2, 3, 4")
	f.Add("+1 (415) 555-1234 $5000 2024 #99 \xff1234\xfe")
	f.Fuzz(func(t *testing.T, text string) {
		code := control.FindCode(text)
		if code == "" {
			return
		}
		assert.Regexp(t, `^\d{4,10}$`, code)
		for _, digit := range code {
			assert.Contains(t, text, string(digit))
		}
	})
}
