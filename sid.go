package twilio

import (
	"bytes"
	"encoding/json"
	"strings"
)

// sidSize is the length of every SID, in bytes.
const sidSize = 34

// isSID checks the shape of an SID: two capital letters, which tell its kind, and
// 32 letters or digits. Twilio's own are hexadecimal; placeholders of tests and
// documents need not be. No prefix stands for every kind.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-is-a-sid
func isSID(s, prefix string) bool {
	return len(s) == sidSize && strings.HasPrefix(s, prefix) && isCapital(s[0]) && isCapital(s[1]) &&
		strings.IndexFunc(s[2:], notAlphanumeric) < 0
}

// The kinds of SIDs, divided by |.
const (
	messageSIDs = "SM|MM"
	callSIDs    = "CA"
)

// sidOf returns s when it is an SID of one of the kinds, and "" when it is not. No
// kinds stand for every kind.
func sidOf(s, kinds string) string {
	for more := true; more; {
		var kind string
		if kind, kinds, more = strings.Cut(kinds, "|"); isSID(s, kind) {
			return s
		}
	}
	return ""
}

// findSID looks for the SID of what was made in an answer that is cut short or
// otherwise broken. An answer that names two things names none, because nobody
// knows which of them is ours.
func findSID(body []byte, kinds string) string {
	decoder := json.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return ""
	}
	sid, seen := "", false
	for {
		key, err := decoder.Token()
		if err != nil {
			return sid
		}
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return sid
		}
		if name, _ := key.(string); !strings.EqualFold(name, "sid") { // as encoding/json finds fields
			continue
		}
		found := sidOf(jsonString(value), kinds)
		if seen && found != sid {
			return ""
		}
		sid, seen = found, true
	}
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

func notHex(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'f') && (r < 'A' || r > 'F')
}

func notAlphanumeric(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}
