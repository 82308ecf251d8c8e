package twilio

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"unicode"
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

// byteOrderMark may stand before a text in UTF-8, although JSON forbids it.
const byteOrderMark = "\uFEFF"

// readErrorBody fills in what the body of an error says. Where it says nothing that
// is known here, its beginning is kept.
func (e *Error) readErrorBody(body []byte) {
	trimmed := bytes.TrimFunc(body, func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' })
	switch {
	case bytes.HasPrefix(trimmed, []byte("{")) && e.readJSON(trimmed):
	case bytes.HasPrefix(trimmed, []byte("[")) && e.readJSONList(trimmed):
	case bytes.HasPrefix(trimmed, []byte("<")) && e.readXML(trimmed):
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
		b.readFirst(b.Errors)
	}
	e.take(&b)
	return true
}

// readJSONList reads a list of errors, of which the first one stands for all.
func (e *Error) readJSONList(body []byte) bool {
	b := errorBody{Errors: body}
	if !b.readFirst(body) || b.Code == 0 && b.Message == "" {
		return false
	}
	e.take(&b)
	return true
}

func (e *Error) take(b *errorBody) {
	e.Code = b.Code
	e.Message = b.message()
	e.MoreInfo = string(cmp.Or(b.MoreInfo, b.MoreInfoCamel, b.InfoURL))
	e.Details = firstValue(b.Details, b.Params, b.Errors)
}

// readFirst takes the first of a bulk answer's errors for the whole.
func (b *errorBody) readFirst(errors json.RawMessage) bool {
	var list []json.RawMessage
	if json.Unmarshal(errors, &list) != nil || len(list) == 0 {
		return false
	}
	var first errorBody
	if json.Unmarshal(list[0], &first) != nil {
		return false
	}
	b.Code, b.Message = first.Code, looseText(first.message())
	b.InfoURL = cmp.Or(b.InfoURL, first.InfoURL, first.MoreInfo, first.MoreInfoCamel)
	return true
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

// readXML reads the error of an address that ends in .xml, which only the raw Do
// can have asked for. Names count without their prefix and in letters of any case;
// an element that is not closed says nothing.
func (e *Error) readXML(body []byte) bool {
	texts, found := xmlTexts(body, "RestException")
	if !found {
		return false
	}
	e.Code = parseErrorCode(texts["code"])
	e.Message, e.MoreInfo = texts["message"], texts["moreinfo"]
	return true
}

// xmlTexts returns the texts of an element's children by their names in small
// letters, and whether there is such an element.
func xmlTexts(body []byte, element string) (texts map[string]string, found bool) {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	decoder.Strict = false
	decoder.CharsetReader = func(_ string, text io.Reader) (io.Reader, error) { return text, nil }
	texts = map[string]string{}
	var text strings.Builder
	for {
		token, err := decoder.Token()
		if err != nil {
			return texts, found
		}
		switch token := token.(type) {
		case xml.StartElement:
			found = found || strings.EqualFold(token.Name.Local, element)
			text.Reset()
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			if name := strings.ToLower(token.Name.Local); found && texts[name] == "" {
				texts[name] = strings.TrimSpace(text.String())
			}
			text.Reset()
		}
	}
}
