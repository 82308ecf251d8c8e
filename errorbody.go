package twilio

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
)

// maxKeptBody bounds what an *Error keeps of a body that is not JSON, in bytes.
const maxKeptBody = 1 << 10

// errorBody holds every shape in which Twilio's services write an error: the
// classic one, v1.0, problem details (RFC 9457), OAuth, SCIM and bulk. No field
// can fail to decode.
// https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions
type errorBody struct {
	Code             ErrorCode       `json:"code"`
	Message          looseText       `json:"message"`
	MoreInfo         looseText       `json:"more_info"`
	MoreInfoCamel    looseText       `json:"moreInfo"`
	InfoURL          looseText       `json:"infoUrl"`
	Title            looseText       `json:"title"`  // problem details
	Detail           looseText       `json:"detail"` // problem details, SCIM
	OAuthError       looseText       `json:"error"`
	OAuthDescription looseText       `json:"error_description"`
	Details          json.RawMessage `json:"details"` // classic
	Params           json.RawMessage `json:"params"`  // v1.0
	Errors           json.RawMessage `json:"errors"`  // problem details, bulk
}

// looseText reads a JSON string and takes anything else for "".
type looseText string

// UnmarshalJSON never fails.
func (s *looseText) UnmarshalJSON(text []byte) error {
	*s = looseText(jsonString(text))
	return nil
}

// readErrorBody fills in what the body of an error says.
func (e *Error) readErrorBody(body []byte) {
	trimmed := bytes.TrimSpace(body)
	switch {
	case bytes.HasPrefix(trimmed, []byte("{")) && e.readJSON(trimmed):
	case bytes.Contains(trimmed, []byte("<RestException>")):
		e.readXML(string(trimmed))
	default:
		e.Body = strings.ToValidUTF8(string(body[:min(len(body), maxKeptBody)]), "\uFFFD")
	}
}

func (e *Error) readJSON(body []byte) bool {
	var b errorBody
	if json.Unmarshal(body, &b) != nil {
		return false
	}
	if b.Code == 0 && b.Message == "" {
		b.readFirst()
	}
	e.Code = b.Code
	e.Message = b.message()
	e.MoreInfo = string(cmp.Or(b.MoreInfo, b.MoreInfoCamel, b.InfoURL))
	e.Details = firstValue(b.Details, b.Params, b.Errors)
	return true
}

// readFirst takes the first of a bulk answer's errors for the whole.
func (b *errorBody) readFirst() {
	var list []json.RawMessage
	if json.Unmarshal(b.Errors, &list) != nil || len(list) == 0 {
		return
	}
	var first errorBody
	if json.Unmarshal(list[0], &first) != nil {
		return
	}
	b.Code, b.Message = first.Code, first.Message
	b.InfoURL = cmp.Or(b.InfoURL, first.InfoURL)
}

func (b *errorBody) message() string {
	switch {
	case b.Message != "":
		return string(b.Message)
	case b.Title != "" && b.Detail != "":
		return string(b.Title + ": " + b.Detail)
	case b.Title != "" || b.Detail != "":
		return string(b.Title + b.Detail)
	}
	return string(cmp.Or(b.OAuthDescription, b.OAuthError))
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

// readXML reads the error of an address that ends in .xml, which only the raw
// Do can have asked for.
func (e *Error) readXML(body string) {
	if code, err := strconv.Atoi(xmlText(body, "Code")); err == nil && code > 0 {
		e.Code = ErrorCode(code)
	}
	e.Message = xmlText(body, "Message")
	e.MoreInfo = xmlText(body, "MoreInfo")
}

func xmlText(body, element string) string {
	_, rest, _ := strings.Cut(body, "<"+element+">")
	text, _, closed := strings.Cut(rest, "</"+element+">")
	if !closed {
		return ""
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&amp;", "&").Replace(text)
}
