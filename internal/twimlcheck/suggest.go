package twimlcheck

import (
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/typo"
)

// suggestValue returns how to mend a value that is none of values.
func suggestValue(value, values string) string {
	if strings.EqualFold(value, "en-UK") { // the code of the country is GB
		return `did you mean "en-GB"?`
	}
	if near := nearest(value, strings.Split(values, " ")); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	const most = 15 // values that a reader still reads
	count := strings.Count(values, " ") + 1
	switch alike, alone := alikeOf(value, strings.Split(values, " ")); {
	case alone:
		return "did you mean " + strconv.Quote(alike) + "?"
	case count > most:
		return "see Twilio's documentation for the " + strconv.Itoa(count) + " values"
	}
	return "use one of " + strings.ReplaceAll(values, " ", ", ")
}

// suggestAttr returns how to mend the name of an attribute that an element does not
// have.
func suggestAttr(name string, e *element) string {
	const most = 5 // names that a reader still reads
	names := make([]string, len(e.attributes))
	for i := range names {
		names[i] = e.attributes[i].Name
	}
	near := nearest(name, names)
	if near == "" {
		near, _ = alikeOf(name, names)
	}
	switch {
	case near != "":
		return "did you mean " + near + "?"
	case len(names) == 0:
		return "remove it: <" + e.name + "> takes no attributes"
	case len(names) <= most:
		return "remove it; its attributes are " + strings.Join(names, ", ")
	}
	return "remove it: no attribute of <" + e.name + "> has a name like it"
}

// suggestElement returns how to mend the name of an element inside parent.
func suggestElement(name, parent string) string {
	if near := nearest(name, elementNames(parent)); near != "" {
		return "did you mean <" + near + ">?"
	}
	if near := slipOf(name, elementNames("")); near != "" {
		return "did you mean <" + near + ">? " + allowedIn(Parents(near))
	}
	if alike, _ := alikeOf(name, elementNames(parent)); alike != "" {
		return "did you mean <" + alike + ">?"
	}
	return "remove it; names are case-sensitive"
}

// elementNames are the names of the elements that may stand in parent, of all if that
// is "".
func elementNames(parent string) (names []string) {
	for _, name := range Elements() {
		if parent == "" || Contains(Parents(name), parent) {
			names = append(names, name)
		}
	}
	return names
}

// allowedIn says which elements an element may stand in.
func allowedIn(parents string) string {
	if parents == "" {
		return "there is one <Response>, around everything"
	}
	return "it goes into <" + strings.ReplaceAll(parents, " ", "> or <") + ">"
}

// maxWord is how long a word may be to be compared with others, in bytes.
const maxWord = 64

// nearest returns the candidate with the fewest typing errors between it and the
// word, "" when none is near.
func nearest(word string, candidates []string) string {
	if len(word) > maxWord {
		return ""
	}
	best, fewest := "", 1+min(1+len(word)/4, len(word)/3)
	for _, candidate := range candidates {
		if d := typo.Distance(word, candidate); d < fewest {
			best, fewest = candidate, d
		}
	}
	return best
}

// alikeOf returns the candidate that has the longest text in common with the word, as
// numDigits has with digits, and of several the one with the fewest typing errors; ""
// when that text is too short. alone reports that no other candidate has as much in
// common with the word.
func alikeOf(word string, candidates []string) (best string, alone bool) {
	const shortest = 4 // bytes; shorter ones are in too many
	if len(word) > maxWord {
		return "", false
	}
	word = strings.ToLower(word)
	longest := max(shortest, len(word)/2)
	fewest := 0
	for _, candidate := range candidates {
		lower := strings.ToLower(candidate)
		shared := sharedRun(word, lower)
		if shared < longest {
			continue
		}
		errors := typo.Distance(word, candidate)
		if alone = best == "" || shared > longest; alone || errors < fewest {
			best, fewest = candidate, errors
		}
		longest = shared
	}
	return best, alone
}

// sharedRun is the length of the longest text that stands in both a and b, in bytes.
func sharedRun(a, b string) int {
	longest := 0
	run := make([]int, len(b)+1) // run[j+1]: how much before and at a[i] and b[j] is the same
	for i := range len(a) {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] != b[j] {
				run[j+1] = 0
				continue
			}
			run[j+1] = run[j] + 1
			longest = max(longest, run[j+1])
		}
	}
	return longest
}

// slipOf returns the candidate from which the word differs by its case or by one
// character, "" when the word is a candidate itself or none is that near.
func slipOf(word string, candidates []string) (slip string) {
	const shortest = 4 // characters; shorter words are near to too many
	for _, candidate := range candidates {
		switch {
		case candidate == word:
			return ""
		case strings.EqualFold(candidate, word), len(word) >= shortest && len(word) <= 2*len(candidate) && typo.Distance(word, candidate) == 1:
			slip = candidate
		}
	}
	return slip
}

// Quote shows a value in an explanation.
//
//go:noinline
func Quote(value string) string { return strconv.Quote(short(value)) }

// short returns the first 40 characters of a text, so that an explanation has an
// end whatever it is about.
func short(text string) string { return cut(text, 40) }

// cut returns the first characters of a text.
func cut(text string, characters int) string {
	n := 0
	for i := range text {
		if n++; n > characters {
			return text[:i] + "…"
		}
	}
	return text
}
