package twilio

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio/internal/xmltext"
)

// maxKeptBody bounds what an *Error keeps of a body that is not JSON, in bytes.
const maxKeptBody = 1 << 10

// errorBody holds every shape in which Twilio's services write an error: the
// classic one, v1.0, problem details (RFC 9457), OAuth, SCIM and bulk; and the
// envelopes in which gateways on the way put theirs. No field can fail to decode.
// https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
type errorBody struct {
	Code           ErrorCode `json:"code"`
	ErrorCode      ErrorCode `json:"error_code"`
	ErrorCodeCamel ErrorCode `json:"errorCode"`

	Message           looseText `json:"message"`
	ErrorMessage      looseText `json:"error_message"`
	ErrorMessageCamel looseText `json:"errorMessage"`
	Title             looseText `json:"title"`  // problem details
	Detail            looseText `json:"detail"` // problem details, SCIM
	OAuthDescription  looseText `json:"error_description"`
	FaultString       looseText `json:"faultstring"`
	Description       looseText `json:"description"`

	MoreInfo      looseText `json:"more_info"`
	MoreInfoCamel looseText `json:"moreInfo"`
	InfoURL       looseText `json:"infoUrl"`

	Details json.RawMessage `json:"details"` // classic
	Params  json.RawMessage `json:"params"`  // v1.0
	Errors  json.RawMessage `json:"errors"`  // problem details, bulk, envelope

	Error     json.RawMessage `json:"error"` // OAuth's code as a text, or an envelope
	Fault     json.RawMessage `json:"fault"` // envelopes
	Exception json.RawMessage `json:"exception"`
}

// looseText reads a JSON string and takes anything else for "".
type looseText string

// UnmarshalJSON never fails.
func (s *looseText) UnmarshalJSON(text []byte) error {
	*s = looseText(jsonString(text))
	return nil
}

// byteOrderMark may stand before a text in UTF-8, although JSON forbids it.
const byteOrderMark = "\uFEFF"

// readError fills in what the body of an error says, without the client's secrets.
// They are taken out of the text before it is cut, and again of what was decoded:
// JSON and XML can write one letter in several ways.
func (c *Client) readError(e *Error, body []byte) {
	secrets := c.secretForms()
	e.readErrorBody(secrets.redactJSON([]byte(secrets.redact(string(plainBody(body))))))
	e.Message, e.MoreInfo = secrets.redact(e.Message), secrets.redact(e.MoreInfo)
}

// readErrorBody fills in what the body of an error says. Where it says nothing that
// is known here, its beginning is kept.
func (e *Error) readErrorBody(body []byte) {
	body = plainBody(body)
	switch {
	case bytes.HasPrefix(body, []byte("{")) && e.readJSON(body):
	case bytes.HasPrefix(body, []byte("[")) && e.readJSON(body):
	case bytes.HasPrefix(body, []byte("<")) && e.readXML(body):
	default:
		e.Body = strings.ToValidUTF8(string(body[:min(len(body), maxKeptBody)]), "\uFFFD")
	}
}

// plainBody is a body in UTF-8, without the marks and blanks around it.
func plainBody(body []byte) []byte {
	return bytes.TrimFunc(toUTF8(body), func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' })
}

// readJSON reports whether the text said anything.
func (e *Error) readJSON(text []byte) bool {
	if !json.Valid(text) {
		return false
	}
	found := findError(text, maxEnvelopes)
	e.Code, e.Message, e.MoreInfo, e.Details = found.code, found.message, found.moreInfo, found.details
	if text[0] == '[' && found.says() {
		e.Details = text
	}
	return found.says() || len(found.details) > 0
}

// foundError is what a JSON text says of an error.
type foundError struct {
	code              ErrorCode
	message, moreInfo string
	details           json.RawMessage
}

func (f *foundError) says() bool { return f.code != 0 || f.message != "" }

// fill takes from an error further inside what is missing.
func (f *foundError) fill(inner foundError) {
	f.code = cmp.Or(f.code, inner.code)
	f.message, f.moreInfo = cmp.Or(f.message, inner.message), cmp.Or(f.moreInfo, inner.moreInfo)
	f.details = firstValue(f.details, inner.details)
}

// maxEnvelopes bounds how many objects and lists may stand around an error.
const maxEnvelopes = 4

// findError looks for an error in an object, in the envelopes within it, and in a
// list, of which the first item that says something stands for all. Valid JSON is
// asked for.
func findError(text json.RawMessage, depth int) foundError {
	switch text[0] {
	case '{':
		if depth > 0 {
			return findInObject(text, depth)
		}
	case '[':
		if depth > 0 {
			return findInList(text, depth)
		}
	}
	return foundError{}
}

func findInObject(text json.RawMessage, depth int) foundError {
	var b errorBody
	if json.Unmarshal(text, &b) != nil {
		return foundError{}
	}
	found := foundError{
		code: cmp.Or(b.Code, b.ErrorCode, b.ErrorCodeCamel), message: b.message(),
		moreInfo: string(cmp.Or(b.MoreInfo, b.MoreInfoCamel, b.InfoURL)), details: firstValue(b.Details, b.Params, b.Errors),
	}
	for _, envelope := range []json.RawMessage{b.Error, b.Errors, b.Fault, b.Exception} {
		if len(envelope) > 0 && (found.code == 0 || found.message == "") {
			found.fill(findError(envelope, depth-1))
		}
	}
	if !found.says() {
		found.fill(findError(onlyObject(text), depth-1))
	}
	return found
}

// onlyObject returns the object that is all there is in another one, and null
// otherwise.
func onlyObject(text json.RawMessage) json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) == nil && len(members) == 1 {
		for _, member := range members {
			if member[0] == '{' {
				return member
			}
		}
	}
	return json.RawMessage("null")
}

// findInList takes no list within a list for an error, and no text unless the list
// is a member of an object.
func findInList(text json.RawMessage, depth int) foundError {
	var items []json.RawMessage
	if json.Unmarshal(text, &items) != nil {
		return foundError{}
	}
	for _, item := range items {
		var found foundError
		switch {
		case item[0] == '{':
			found = findError(item, depth-1)
		case depth < maxEnvelopes:
			found.message = jsonString(item)
		}
		if found.says() {
			return found
		}
	}
	return foundError{}
}

func (b *errorBody) message() string {
	problem := b.Title + b.Detail
	if b.Title != "" && b.Detail != "" {
		problem = b.Title + ": " + b.Detail
	}
	return string(cmp.Or(b.Message, b.ErrorMessage, b.ErrorMessageCamel, problem, b.OAuthDescription, looseText(jsonString(b.Error)), b.FaultString, b.Description))
}

// firstValue returns the first that is there and is not null.
func firstValue(values ...json.RawMessage) json.RawMessage {
	for _, value := range values {
		if len(value) > 0 && string(value) != "null" {
			return value
		}
	}
	return nil
}

// readXML reads the error of an address that ends in .xml, which only the raw Do
// can have asked for. Names count without their prefix and in letters of any case;
// an element that is not closed says nothing.
func (e *Error) readXML(body []byte) bool {
	texts, found := xmltext.Texts(string(body), "RestException", "code", "message", "moreinfo")
	e.Code = parseErrorCode(texts["code"])
	e.Message, e.MoreInfo = texts["message"], texts["moreinfo"]
	return found && (e.Code != 0 || e.Message != "")
}
