package errorbody

import (
	"cmp"
	"encoding/json"

	"github.com/seed15d99369/twilio/internal/scalar"
)

// shapes has the members of every shape: the classic one, v1.0, problem details
// (RFC 9457), OAuth, SCIM and bulk; and the envelopes in which gateways on the way put
// theirs. No field can fail to decode.
type shapes struct {
	Code           looseCode `json:"code"`
	ErrorCode      looseCode `json:"error_code"`
	ErrorCodeCamel looseCode `json:"errorCode"`

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
	*s = looseText(scalar.String(text))
	return nil
}

// looseCode reads a number in every notation and takes anything else for 0.
type looseCode int

// UnmarshalJSON never fails.
func (c *looseCode) UnmarshalJSON(text []byte) error {
	*c = looseCode(scalar.ErrorCode(string(scalar.TextOrNumber(text))))
	return nil
}

// readJSON reads JSON, and reports whether it says anything.
func (e *Error) readJSON(text []byte) bool {
	if !json.Valid(text) {
		return false
	}
	*e = find(text, maxEnvelopes)
	if text[0] == '[' && e.says() {
		e.Details = text
	}
	return e.says() || len(e.Details) > 0
}

func (e *Error) says() bool { return e.Code != 0 || e.Message != "" }

// fill takes the values that are missing from an error further inside.
func (e *Error) fill(inner Error) {
	e.Code = cmp.Or(e.Code, inner.Code)
	e.Message, e.MoreInfo = cmp.Or(e.Message, inner.Message), cmp.Or(e.MoreInfo, inner.MoreInfo)
	e.Details = firstValue(e.Details, inner.Details)
}

// maxEnvelopes bounds how many objects and lists may stand around an error.
const maxEnvelopes = 4

// find looks for an error in an object, in the envelopes within it, and in a list, of
// which the first item that says something stands for all. The text must be valid JSON.
func find(text json.RawMessage, depth int) Error {
	switch {
	case depth > 0 && text[0] == '{':
		return findInObject(text, depth)
	case depth > 0 && text[0] == '[':
		return findInList(text, depth)
	}
	return Error{}
}

func findInObject(text json.RawMessage, depth int) Error {
	var s shapes
	if json.Unmarshal(text, &s) != nil {
		return Error{}
	}
	e := Error{
		Code: int(cmp.Or(s.Code, s.ErrorCode, s.ErrorCodeCamel)), Message: s.message(),
		MoreInfo: string(cmp.Or(s.MoreInfo, s.MoreInfoCamel, s.InfoURL)), Details: firstValue(s.Details, s.Params, s.Errors),
	}
	for _, envelope := range []json.RawMessage{s.Error, s.Errors, s.Fault, s.Exception} {
		if len(envelope) > 0 && (e.Code == 0 || e.Message == "") {
			e.fill(find(envelope, depth-1))
		}
	}
	if !e.says() {
		e.fill(find(onlyObject(text), depth-1))
	}
	return e
}

// onlyObject returns the object that is the only member of another one, and null when
// there is none.
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

// findInList takes no list within a list for an error, and no text unless the list is a
// member of an object.
func findInList(text json.RawMessage, depth int) Error {
	var items []json.RawMessage
	if json.Unmarshal(text, &items) != nil {
		return Error{}
	}
	for _, item := range items {
		var e Error
		switch {
		case item[0] == '{':
			e = find(item, depth-1)
		case depth < maxEnvelopes:
			e.Message = scalar.String(item)
		}
		if e.says() {
			return e
		}
	}
	return Error{}
}

func (s *shapes) message() string {
	problem := s.Title + s.Detail
	if s.Title != "" && s.Detail != "" {
		problem = s.Title + ": " + s.Detail
	}
	return string(cmp.Or(s.Message, s.ErrorMessage, s.ErrorMessageCamel, problem, s.OAuthDescription, looseText(scalar.String(s.Error)), s.FaultString, s.Description))
}

// firstValue returns the first value that is there and is not null.
func firstValue(values ...json.RawMessage) json.RawMessage {
	for _, value := range values {
		if len(value) > 0 && string(value) != "null" {
			return value
		}
	}
	return nil
}
