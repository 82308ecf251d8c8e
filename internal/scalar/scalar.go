// Package scalar reads the texts, numbers and times in answers. One service of Twilio
// writes 3 where another one writes "3", and times in two formats; servers in between add
// variants of their own. Nothing here fails: a value that cannot be read is the zero value.
package scalar

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Text returns the text of a JSON string, and nothing for any other value. The value has no
// blanks around it, as encoding/json passes it to UnmarshalJSON.
func Text(text []byte) []byte {
	if len(text) < 2 || text[0] != '"' {
		return nil
	}
	inner := text[1 : len(text)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	var s string
	if json.Unmarshal(text, &s) != nil {
		return nil
	}
	return []byte(s)
}

// String is [Text] with U+FFFD for each byte that is not UTF-8, as encoding/json reads text.
func String(text []byte) string {
	s := string(Text(text))
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// TextOrNumber returns the text of a JSON string or number, and nothing for any other
// value.
func TextOrNumber(text []byte) []byte {
	if len(text) > 0 && (text[0] == '-' || '0' <= text[0] && text[0] <= '9') {
		return text
	}
	return Text(text)
}
