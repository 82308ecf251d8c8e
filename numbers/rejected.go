package numbers

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// RejectedError says that Twilio, a carrier or the owner of a number has turned down
// something that was submitted: a bundle, a document, a port or a hosted number. The
// methods Err of those resources return it.
type RejectedError struct {
	Kind   string // "bundle", "supporting document", "port-in request", …
	SID    string
	Status string           // as Twilio has it: "twilio-rejected"
	Reason string           // in Twilio's words, "" when Twilio's answer gives none
	Code   twilio.ErrorCode // 0 when Twilio's answer has none
	Remedy string           // what to do next
}

// Error is one line that names the resource, the reason and the remedy. Long numbers in
// the reason are masked.
func (e *RejectedError) Error() string {
	text := "numbers: the " + e.Kind
	if e.SID != "" {
		text += " " + e.SID
	}
	text += " has the status " + strconv.Quote(masked(e.Status))
	if e.Code != 0 {
		text += " with code " + strconv.Itoa(int(e.Code))
	}
	if e.Reason != "" {
		text += ": " + masked(e.Reason)
	}
	if e.Remedy != "" {
		text += "; " + e.Remedy
	}
	return text
}

// Unwrap returns the code, so that errors.Is finds it, and nil when there is none.
func (e *RejectedError) Unwrap() error {
	if e.Code == 0 {
		return nil
	}
	return e.Code
}

// masked hides the digits of what may be a phone number, and everything that is not
// printable.
func masked(text string) string {
	const longest = 6 // digits in a row that are no phone number
	var b strings.Builder
	start := 0 // of the digits before a character
	text = strings.ToValidUTF8(text, " ") + "\n"
	for i, c := range text {
		if '0' <= c && c <= '9' {
			continue
		}
		if digits := text[start:i]; len(digits) > longest {
			b.WriteString("…" + digits[len(digits)-2:])
		} else {
			b.WriteString(digits)
		}
		start = i + utf8.RuneLen(c)
		if !strconv.IsPrint(c) {
			c = ' '
		}
		b.WriteRune(c)
	}
	return strings.TrimSuffix(b.String(), " ")
}
