package twilio

import (
	"bytes"
	"encoding/json"
	"iter"
	"strings"

	"github.com/seed15d99369/twilio/internal/scalar"
	"github.com/seed15d99369/twilio/internal/sid"
)

// isSID checks the shape of an SID of one of the kinds "SM|MM": two capital letters,
// which tell its kind, and 32 letters or digits. No kinds stand for every kind.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-is-a-sid
func isSID(s, kinds string) bool {
	return sid.Is(s, kinds)
}

// The kinds of SIDs, divided by |.
const (
	messageSIDs = "SM|MM"
	callSIDs    = "CA"
)

// sidOf returns s when it is an SID of one of the kinds, and "" when it is not.
func sidOf(s, kinds string) string {
	if isSID(s, kinds) {
		return s
	}
	return ""
}

// findSID looks for the SID of a new resource in an answer that is cut short or otherwise
// broken. An answer that names two things names none, because nobody
// knows which of them is ours.
func findSID(body []byte, kinds string) string {
	sid, seen := "", false
	for name, value := range members(body) {
		if !strings.EqualFold(name, "sid") { // as encoding/json finds fields
			continue
		}
		found := sidOf(scalar.String(value), kinds)
		if seen && found != sid {
			return ""
		}
		sid, seen = found, true
	}
	return sid
}

// findText returns the text that an object has under a key, "" when there is none.
func findText(body []byte, key string) string {
	for name, value := range members(body) {
		if text := scalar.String(value); name == key && text != "" {
			return text
		}
	}
	return ""
}

// members ranges over the members of an object that are whole. The text after them may
// be missing or broken.
func members(body []byte) iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		decoder := json.NewDecoder(bytes.NewReader(body))
		if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
			return
		}
		for {
			key, err := decoder.Token()
			if err != nil {
				return
			}
			var value json.RawMessage
			if decoder.Decode(&value) != nil {
				return
			}
			if name, ok := key.(string); ok && !yield(name, value) {
				return
			}
		}
	}
}
