package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/e164"
	"github.com/seed15d99369/twilio/segment"
)

// recipient is a line of the table that gets a text, or is rejected.
type recipient struct {
	line   int
	to     e164.Number
	body   string
	values []string // of the line, valid until the next one
	reject *reject  // nil when the line is good
}

// reject is why a line gets no text.
type reject struct {
	kind   rejectKind
	number string // as it stands in the file
	reason string
}

// rejectKind is what is wrong, in the words of the summary.
type rejectKind string

// The kinds of rejects.
const (
	rejectLine   rejectKind = "cannot be read"
	rejectNumber rejectKind = "has no phone number that is possible"
	rejectRepeat rejectKind = "repeats a number"
	rejectEmpty  rejectKind = "lacks a value"
	rejectText   rejectKind = "has a text that Twilio does not take"
)

// rejectKinds are all of them, in the order of the summary, with their plural.
var rejectKinds = []struct {
	kind rejectKind
	many string
}{
	{rejectLine, "cannot be read"},
	{rejectNumber, "have no phone number that is possible"},
	{rejectRepeat, "repeat a number"},
	{rejectEmpty, "lack a value"},
	{rejectText, "have a text that Twilio does not take"},
}

// mailing makes a text for each line of a table.
type mailing struct {
	*table

	text       *text
	country    string
	allowEmpty bool
}

// recipients ranges over the lines of the table. All that is read is also written to sum. What has
// to be remembered for repeated numbers is some twenty bytes a line.
func (m *mailing) recipients(sum io.Writer) iter.Seq2[recipient, error] {
	return func(yield func(recipient, error) bool) {
		seen := map[uint64]int{} // lines by number
		values := make(map[string]string, len(m.columns))
		for r, err := range m.records(sum) {
			if err != nil {
				yield(recipient{}, err)
				return
			}
			to := recipient{line: r.line, values: r.values}
			if to.reject = m.fillIn(&to, &r, values); to.reject == nil {
				to.reject = repeats(seen, &to)
			}
			if to.reject != nil && r.values != nil {
				to.reject.number = r.values[m.to]
			}
			if !yield(to, nil) {
				return
			}
		}
	}
}

// fillIn reads the number of a line and makes its text, or says why there is none.
func (m *mailing) fillIn(to *recipient, r *record, values map[string]string) *reject {
	if r.problem != "" {
		return &reject{kind: rejectLine, reason: r.problem}
	}
	var err error
	if to.to, err = e164.Parse(r.values[m.to], m.country); err != nil {
		return &reject{kind: rejectNumber, reason: reasonOf(err)}
	}
	for i, name := range m.columns {
		values[name] = r.values[i]
	}
	if !m.allowEmpty {
		for _, name := range m.text.used {
			if strings.TrimSpace(values[name]) == "" {
				return &reject{kind: rejectEmpty, reason: fmt.Sprintf("the column %q is empty, and the text needs it", name)}
			}
		}
	}
	if to.body, err = m.text.fill(values); err != nil {
		return &reject{kind: rejectText, reason: "the text cannot be made: " + err.Error()}
	}
	switch characters := utf8.RuneCountInString(to.body); {
	case strings.TrimSpace(to.body) == "":
		return &reject{kind: rejectText, reason: "the text is empty"}
	case characters > segment.MaxCharacters:
		return &reject{kind: rejectText, reason: fmt.Sprintf("the text has %s characters, and Twilio takes %s", thousands(characters), thousands(segment.MaxCharacters))}
	}
	return nil
}

// reasonOf says what is wrong with a number, and what to do.
func reasonOf(err error) string {
	var bad *e164.Error
	if !errors.As(err, &bad) {
		return err.Error()
	}
	if errors.Is(err, e164.ErrNoRegion) {
		return "the number has no country code: write it with + and its country code, or give the country by -country"
	}
	return bad.Problem + ": " + bad.Remedy
}

// isUnknownRegion says that a country does not exist.
func isUnknownRegion(err error) bool { return errors.Is(err, e164.ErrUnknownRegion) }

// repeats says that the number of a line stands in an earlier line that gets a text.
func repeats(seen map[uint64]int, to *recipient) *reject {
	digits, err := strconv.ParseUint(strings.TrimPrefix(to.to.String(), "+"), 10, 64)
	if err != nil {
		return &reject{kind: rejectNumber, reason: "it is no number"}
	}
	if line, repeated := seen[digits]; repeated {
		return &reject{kind: rejectRepeat, reason: fmt.Sprintf("line %d has the same number, and gets the text", line)}
	}
	seen[digits] = to.line
	return nil
}

// thousands writes a number with commas: 1,234,567.
func thousands(n int) string {
	text := strconv.Itoa(n)
	const group = 3
	for at := len(text) - group; at > 0 && text[at-1] != '-'; at -= group {
		text = text[:at] + "," + text[at:]
	}
	return text
}
