package content

import (
	"strings"
	"unicode/utf8"
)

const (
	digits       = "0123456789"
	lowerLetters = "abcdefghijklmnopqrstuvwxyz"
	upperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	nameLetters  = lowerLetters + upperLetters + digits + "_-."
)

// maxName is the length of a placeholder's name, in characters.
// https://www.twilio.com/docs/content/using-variables-with-content-api
const maxName = 16

// part is a piece of a text: a placeholder, or what stands between two.
type part struct {
	text string // as it is written
	name string // of a placeholder, "" for other text
}

// flaw is what is wrong with a placeholder, and the remedy. Its zero value is none.
type flaw struct{ problem, remedy string }

// parse splits a text at its placeholders, {{1}} and {{name}}. It stops at one that is
// malformed: the parts before it come with the flaw. An opening {{ is always a
// placeholder's; other braces are text.
func parse(text string) (parts []part, wrong flaw) {
	for text != "" {
		before, rest, found := strings.Cut(text, "{{")
		if before != "" {
			parts = append(parts, part{text: before})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}}")
		if wrong = nameFlaw(name, closed); wrong.problem != "" {
			return parts, wrong
		}
		parts = append(parts, part{text: "{{" + name + "}}", name: name})
		text = after
	}
	return parts, flaw{}
}

// nameFlaw looks at what stands between the braces of a placeholder.
func nameFlaw(name string, closed bool) flaw {
	switch {
	case !closed:
		return flaw{"has a placeholder that is not closed", "write {{1}} or {{name}}"}
	case name == "":
		return flaw{"has the empty placeholder {{}}", "write a number or a name between the braces, such as {{1}}"}
	case strings.ContainsFunc(name, isNoNameLetter):
		return flaw{"has a placeholder whose name is more than letters and digits", "take out blanks, braces and signs: write {{1}} or {{FirstName}}"}
	case utf8.RuneCountInString(name) > maxName:
		return flaw{"has a placeholder whose name is longer than 16 characters", "give the placeholder a shorter name"}
	}
	return flaw{}
}

func isNoNameLetter(r rune) bool { return !strings.ContainsRune(nameLetters, r) }

// lengthOf counts the characters that a text has at least: a placeholder counts as one,
// because its value has one at least.
func lengthOf(text string) int {
	parts, wrong := parse(text)
	if wrong.problem != "" {
		return 0 // which is reported by itself
	}
	n := 0
	for _, p := range parts {
		if p.name != "" {
			n++
			continue
		}
		n += utf8.RuneCountInString(p.text)
	}
	return n
}

// fill puts values in the place of placeholders. Those without a value stay.
func fill(text string, values map[string]string) string {
	parts, wrong := parse(text)
	if wrong.problem != "" {
		return text
	}
	var b strings.Builder
	for _, p := range parts {
		if value, given := values[p.name]; given && p.name != "" {
			b.WriteString(value)
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}
