package e164

import "strings"

// withheld lists the values of From for a caller who withholds the number: the words that
// carriers send, and the digits of these words on the letters of a keypad, which Twilio
// uses where the value must be a number.
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

// isWithheld takes a text without blanks around it, or a result of scan.
func isWithheld(text string) bool {
	for _, stand := range withheld {
		if strings.EqualFold(text, stand) {
			return true
		}
	}
	return false
}

func refuseWithheld(text string) error {
	return newError(ErrWithheld, text, "", "stands for a caller who hides the number",
		"treat the caller as unknown, because there is no number to store, to call back or to text")
}
