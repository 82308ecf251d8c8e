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
	here := func(yield func(string) bool) {
		for _, element := range nesting {
			if contains(element.parents, parent) && !yield(element.name) {
				return
			}
		}
	}
	if near := nearest(name, here); near != "" {
		return "did you mean <" + near + ">?"
	}
	return "remove it; names are case-sensitive"
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

// bracketed writes "Say Gather" as "<Say> or <Gather>".
func bracketed(names string) string {
	if names == "" {
		return "the document itself, as its root"
	}
	return "<" + strings.ReplaceAll(names, " ", "> or <") + ">"
}

// quote shows a value in an explanation.
func quote(value string) string { return strconv.Quote(short(value)) }

// short returns the first 40 characters of a text, so that an explanation has an
// end whatever it is about.
func short(text string) string {
	n := 0
	for i := range text {
		if n++; n > 40 {
			return text[:i] + "…"
		}
	}
	return text
}
