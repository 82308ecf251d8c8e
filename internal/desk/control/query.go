package control

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// maxQuery bounds a text that is searched for, in bytes.
const maxQuery = 500

// Query is what to search for among messages and calls: all of it has to fit.
type Query struct {
	to, from, status, sid []string // in small letters
	codes                 []twilio.ErrorCode
	words                 []string // in small letters
}

const prefixes = "to:, from:, status:, code: and sid:"

// ParseQuery reads a text that somebody has typed: words, "words in a row", and to:, from:,
// status:, code: and sid: with a value. A code is an error code. The error says what is wrong
// with the text.
//
//	to:+14155551234 status:undelivered "your table"
func ParseQuery(text string) (Query, error) {
	var q Query
	if len(text) > maxQuery {
		return q, fmt.Errorf("the search is longer than %d bytes: shorten it", maxQuery)
	}
	for {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
		if text == "" {
			return q, nil
		}
		prefix, rest := cutPrefix(text)
		value, after, err := cutValue(rest)
		if err != nil {
			return Query{}, err
		}
		if err := q.add(prefix, strings.ToLower(value)); err != nil {
			return Query{}, err
		}
		text = after
	}
}

// cutPrefix takes the letters before a colon, "" when there are none.
func cutPrefix(text string) (prefix, rest string) {
	name, rest, found := strings.Cut(text, ":")
	if !found || name == "" || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz_-") != "" {
		return "", text
	}
	return strings.ToLower(name), rest
}

// cutValue takes a word, or words in quotation marks.
func cutValue(text string) (value, rest string, err error) {
	if quoted, found := strings.CutPrefix(text, `"`); found {
		value, rest, found = strings.Cut(quoted, `"`)
		if !found {
			return "", "", errors.New(`a quotation mark is open: close it with "`)
		}
		return value, rest, nil
	}
	if end := strings.IndexFunc(text, unicode.IsSpace); end >= 0 {
		return text[:end], text[end:], nil
	}
	return text, "", nil
}

func (q *Query) add(prefix, value string) error {
	if prefix != "" && value == "" {
		return fmt.Errorf("nothing stands behind %s:, so give it a value", shorten(prefix))
	}
	switch prefix {
	case "":
		q.words = append(q.words, value)
	case "to":
		q.to = append(q.to, value)
	case "from":
		q.from = append(q.from, value)
	case "status":
		q.status = append(q.status, value)
	case "sid":
		q.sid = append(q.sid, value)
	case "code":
		code, err := strconv.Atoi(value)
		if err != nil || code <= 0 {
			return errors.New("code: is no error code: give one such as code:30003")
		}
		q.codes = append(q.codes, twilio.ErrorCode(code))
	default:
		return fmt.Errorf("%s: is not known: use %s, or put the word in quotation marks", shorten(prefix), prefixes)
	}
	return nil
}

// Message reports that a message fits.
func (q *Query) Message(m *twiliotest.Message) bool {
	for _, code := range q.codes {
		if m.ErrorCode != code {
			return false
		}
	}
	return q.fits(m.From, m.To, string(m.Status), m.SID, func() []string { return []string{m.Body, m.From, m.To} })
}

// Call reports that a call fits. Its words are those of its transcript. A call has no error
// code.
func (q *Query) Call(c *twiliotest.Call) bool {
	return len(q.codes) == 0 && q.fits(c.From, c.To, string(c.Status), c.SID, func() []string {
		lines := c.Transcript()
		texts := append(make([]string, 0, len(lines)+2), c.From, c.To)
		for _, line := range lines {
			texts = append(texts, line.Text)
		}
		return texts
	})
}

func (q *Query) fits(from, to, status, sid string, texts func() []string) bool {
	fit := containsAll(from, q.from) && containsAll(to, q.to) && containsAll(sid, q.sid)
	for _, wanted := range q.status {
		fit = fit && strings.EqualFold(status, wanted)
	}
	if !fit || len(q.words) == 0 {
		return fit
	}
	return containsAll(strings.Join(texts(), "\n"), q.words)
}

// containsAll reports that a text has all parts, whatever the case of its letters.
func containsAll(text string, parts []string) bool {
	if len(parts) == 0 {
		return true
	}
	text = strings.ToLower(text)
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
