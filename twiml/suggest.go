package twiml

import (
	"iter"
	"strconv"
	"strings"
)

// suggestValue returns how to mend a value that is none of values.
func suggestValue(value, values string) string {
	if strings.EqualFold(value, "en-UK") { // the code of the country is GB
		return `did you mean "en-GB"?`
	}
	if near := nearest(value, strings.SplitSeq(values, " ")); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	if strings.Count(values, " ") > 50 {
		return "see Twilio's documentation for the " + strconv.Itoa(strings.Count(values, " ")+1) + " values"
	}
	return "use one of " + strings.ReplaceAll(values, " ", ", ")
}

// suggestElement returns how to mend the name of an element inside parent.
func suggestElement(name, parent string) string {
	if near := nearest(name, elementNames(parent)); near != "" {
		return "did you mean <" + near + ">?"
	}
	if near := slipOf(name, elementNames("")); near != "" {
		parents, _ := parentsOf(near)
		return "did you mean <" + near + ">? " + placeOf(parents)
	}
	return "remove it; names are case-sensitive"
}

// elementNames are those of what may stand in parent, of everything if that is "".
func elementNames(parent string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, element := range nesting {
			if (parent == "" || contains(element.parents, parent)) && !yield(element.name) {
				return
			}
		}
	}
}

// placeOf says what an element may stand in.
func placeOf(parents string) string {
	if parents == "" {
		return "there is one <Response>, around everything"
	}
	return "it goes into <" + strings.ReplaceAll(parents, " ", "> or <") + ">"
}

// nearest returns the candidate with the fewest typing errors between it and the
// word, "" when none is near.
func nearest(word string, candidates iter.Seq[string]) string {
	best, fewest := "", 1+len(word)/4
	word = strings.ToLower(word)
	if len(word) > 64 {
		return ""
	}
	for candidate := range candidates {
		if d := distance(word, strings.ToLower(candidate)); d < fewest || d == fewest && best == "" {
			best, fewest = candidate, d
		}
	}
	return best
}

// distance is the number of bytes to insert, remove or replace to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// slipOf returns the candidate from which the word differs by its case or by one
// character, "" when the word is a candidate itself or none is that near.
func slipOf(word string, candidates iter.Seq[string]) (slip string) {
	const shortest = 4 // characters; shorter words are near to too many
	lower := strings.ToLower(word)
	for candidate := range candidates {
		switch {
		case candidate == word:
			return ""
		case strings.EqualFold(candidate, word), len(word) >= shortest && len(word) <= 2*len(candidate) && distance(lower, strings.ToLower(candidate)) == 1:
			slip = candidate
		}
	}
	return slip
}

// quote shows a value in an explanation.
func quote(value string) string { return strconv.Quote(short(value)) }

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
