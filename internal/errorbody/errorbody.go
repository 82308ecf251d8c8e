// Package errorbody reads the body of an answer that is an error, in every shape in which
// the services of Twilio and the gateways before them write one: JSON of six kinds, lists
// and envelopes of those, and XML, in UTF-8, UTF-16 or an encoding of one byte.
//
// Twilio docs: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
package errorbody

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio/internal/scalar"
	"github.com/seed15d99369/twilio/internal/xmltext"
)

// Error is the content of a body, as far as its shape is known.
type Error struct {
	Code     int    // Twilio's code, 0 when there is none
	Message  string // as it came, phone numbers included
	MoreInfo string // address of a page about the error
	Details  json.RawMessage
	Body     string // the beginning of a body that has neither a code nor a message nor details
}

// MaxKept bounds Body, in bytes, before invalid UTF-8 is replaced.
const MaxKept = 1 << 10

// Read reads a body. It never fails: where nothing is known of the body, it keeps the
// beginning.
func Read(body []byte) Error {
	body = Plain(body)
	var e Error
	switch {
	case bytes.HasPrefix(body, []byte("{")) && e.readJSON(body):
	case bytes.HasPrefix(body, []byte("[")) && e.readJSON(body):
	case bytes.HasPrefix(body, []byte("<")) && e.readXML(body):
	default:
		e.Body = strings.ToValidUTF8(string(body[:min(len(body), MaxKept)]), "\uFFFD")
	}
	return e
}

// Plain returns a body in UTF-8, without byte order marks and blanks around it.
func Plain(body []byte) []byte {
	return bytes.TrimFunc(toUTF8(body), func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' })
}

// readXML reads the error of an address that ends in .xml, and reports whether it says
// anything. Names count without their prefix and in letters of any case; an element that
// is not closed says nothing.
func (e *Error) readXML(body []byte) bool {
	texts, found := xmltext.Texts(string(body), "RestException", "code", "message", "moreinfo")
	e.Code = scalar.ErrorCode(texts["code"])
	e.Message, e.MoreInfo = texts["message"], texts["moreinfo"]
	return found && e.says()
}
