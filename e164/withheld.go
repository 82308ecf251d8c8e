package e164

import "strings"

// withheld lists what stands in From when the caller hides the number: the words
// that carriers send, and the same words dialled on the letters of a keypad, which
// is what Twilio makes of them where a number must stand.
// https://help.twilio.com/articles/223179988
var withheld = [...]string{
	"anonymous", "restricted", "unavailable", "blocked", "unknown", "private", "withheld",
	"+266696687",   // ANONYMOUS
	"+7378742833",  // RESTRICTED
	"+86282452253", // UNAVAILABLE
	"+2562533",     // BLOCKED
	"+8656696",     // UNKNOWN
	"+8566", "+464",
}

// isWithheld reads a text without blanks around it, or what scan returns.
func isWithheld(text string) bool {
	for _, stand := range withheld {
		if strings.EqualFold(text, stand) {
			return true
		}
	}
	return false
}

func refuseWithheld(text string) error {
	return fail(ErrWithheld, text, "", "stands for a caller who hides the number",
		"treat the caller as unknown, because there is no number to store, to call back or to text")
}
