package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// maxBody bounds the body of a write, in bytes.
const maxBody = 1 << 20

// problem is why a request has no other answer.
type problem struct {
	status int
	simapi.Error
}

func (p *problem) write(w http.ResponseWriter) {
	writeJSON(w, p.status, simapi.ErrorAnswer{Error: p.Error})
}

// Refuse answers a request that comes no further than the server around the control API, in
// the form of all its errors. The remedy is "" when there is none.
func Refuse(w http.ResponseWriter, status int, message, remedy string) {
	(&problem{status, simapi.Error{Message: sentence(message), Remedy: sentence(remedy)}}).write(w)
}

func badField(field, message, remedy string) *problem {
	return &problem{http.StatusBadRequest, simapi.Error{Message: message, Field: field, Remedy: remedy}}
}

func notFound(field, message, remedy string) *problem {
	return &problem{http.StatusNotFound, simapi.Error{Message: message, Field: field, Remedy: remedy}}
}

func conflict(message, remedy string) *problem {
	return &problem{http.StatusConflict, simapi.Error{Message: message, Remedy: remedy}}
}

// refused is the problem of an argument that the simulator does not take.
func refused(field string, err error) *problem {
	var params *twilio.ParamError
	if errors.As(err, &params) && len(params.Problems) > 0 {
		one := params.Problems[0]
		if field == "" {
			field = one.Field
		}
		return badField(field, "The field "+field+" "+one.Problem+".", sentence(one.Remedy))
	}
	if inner := errors.Unwrap(err); inner != nil {
		err = inner // without the address of whom it concerns
	}
	return badField(field, "The simulator refuses the field "+field+": "+strings.TrimPrefix(err.Error(), "twiliotest: ")+".", "Change the field "+field+".")
}

// refusedNumber is the problem of a message or a call to a number.
func (c *call) refusedNumber(to string, err error) *problem {
	to = to[strings.LastIndex(to, ":")+1:]
	if slices.ContainsFunc(c.sim.Numbers(), func(n twiliotest.NumberState) bool { return n.Number == to }) {
		return refused("to", err)
	}
	return badField("to", "The recipient is none of the account's numbers.", "Give one of GET numbers, or PUT numbers/{number} first.")
}

// sentence is a text of an error or a remedy as a sentence.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := encode(value)
	if err != nil {
		http.Error(w, "The answer is no JSON.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has gone is its own affair
}

// encode writes JSON in which texts keep their &.
func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return text.Bytes(), err
}

// IsJSON says whether the body of a request is JSON by its headers, which no form on a page of
// somebody else's can send.
func IsJSON(r *http.Request) bool {
	values := r.Header.Values("Content-Type")
	if len(values) != 1 {
		return false
	}
	media, _, err := mime.ParseMediaType(values[0])
	return err == nil && media == "application/json"
}

// refuseMedia refuses a write that is not JSON.
func refuseMedia(r *http.Request) *problem {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil
	}
	if IsJSON(r) {
		return nil
	}
	return &problem{http.StatusUnsupportedMediaType, simapi.Error{
		Message: "The write has another media type than JSON.", Field: "Content-Type",
		Remedy: "Send the header Content-Type: application/json, and {} as the body of a write without parameters.",
	}}
}

// read reads the body of a write into a pointer to a struct. An unknown field and a value of
// the wrong type are problems that name the field.
func (c *call) read(into any) *problem {
	body, problem := c.body()
	if problem != nil {
		return problem
	}
	return decode(body, into)
}

func (c *call) body() ([]byte, *problem) {
	body, err := io.ReadAll(http.MaxBytesReader(c.w, c.http.Body, maxBody))
	if err != nil {
		return nil, &problem{http.StatusRequestEntityTooLarge, simapi.Error{
			Message: "The body cannot be read whole.", Field: "body", Remedy: fmt.Sprintf("Send at most %d bytes.", maxBody),
		}}
	}
	return body, nil
}

func decode(body []byte, into any) *problem {
	if _, isNothing := into.(*simapi.Nothing); isNothing && len(body) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil {
		return badField("body", "The body is no JSON object.", "Send an object such as {}.")
	}
	known := names(reflect.TypeOf(into).Elem())
	for name := range fields {
		if !slices.Contains(known, name) {
			return unknownField(name, known)
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	return badJSON(decoder.Decode(into))
}

// names are the fields that a body may have.
func names(t reflect.Type) []string {
	known := make([]string, 0, t.NumField())
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		known = append(known, name)
	}
	return known
}

func unknownField(name string, known []string) *problem {
	remedy := "Leave it out, because this call has no parameters: send {}."
	if len(known) > 0 {
		remedy = "Use only " + strings.Join(known, ", ") + "."
	}
	return badField(shorten(name), "The body has a field that is not known.", remedy)
}

// badJSON is the problem of a body that does not fit, nil for none.
func badJSON(err error) *problem {
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind):
		return badField(kind.Field, "The field has a "+kind.Value+", which is the wrong type.", "Give "+kindOf(kind.Type)+".")
	}
	if name, found := strings.CutPrefix(err.Error(), "json: unknown field "); found {
		if unquoted, err := strconv.Unquote(name); err == nil {
			name = unquoted
		}
		return badField(shorten(name), "The body has a field that is not known.", "Leave it out. The schema lists the fields.")
	}
	return badField("body", "The body has a time span that cannot be read.", `Give a time span as Go writes it, such as "10s" or "1m30s".`)
}

// kindOf names the JSON that a type is read from.
func kindOf(t reflect.Type) string {
	if t == reflect.TypeFor[simapi.Duration]() {
		return `a time span as Go writes it, such as "10s"`
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Uint64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list of texts"
	case reflect.Map, reflect.Struct:
		return "an object"
	}
	return "a text"
}

// shorten bounds a name that a client has given.
func shorten(name string) string {
	const most = 64
	if len(name) > most {
		return strings.ToValidUTF8(name[:most], "") + "…"
	}
	return name
}

// The limits of lists and of waiting.
const (
	usualLimit = 50
	maxLimit   = 1000
	maxWait    = 60 * time.Second
	usualWait  = 10 * time.Second // for what a person does on a call
)

// query is the query of a request that has only the parameters that it may have.
func (c *call) query(known ...string) (url.Values, *problem) {
	values, err := url.ParseQuery(c.http.URL.RawQuery)
	if err != nil {
		return nil, badField("query", "The query cannot be read.", "Escape %, & and = in its values.")
	}
	for name := range values {
		if !slices.Contains(known, name) {
			return nil, badField(shorten(name), "The query has a parameter that is not known.", "Use only "+strings.Join(known, ", ")+".")
		}
	}
	return values, nil
}

func limitOf(values url.Values) (int, *problem) {
	text := values.Get("limit")
	if text == "" {
		return usualLimit, nil
	}
	limit, err := strconv.Atoi(text)
	if err != nil || limit < 1 || limit > maxLimit {
		return 0, badField("limit", "The limit is no number from 1 to 1000.", "Give such a number, or leave the limit out for 50.")
	}
	return limit, nil
}

// waitOf reads how long a request may wait; it does not wait without the parameter.
func waitOf(values url.Values) (time.Duration, *problem) {
	text := values.Get("wait")
	if text == "" {
		return 0, nil
	}
	wait, err := time.ParseDuration(text)
	if err != nil {
		return 0, badWait()
	}
	return bounded(&wait)
}

// bounded holds a time to wait against the limit; nil is the usual time.
func bounded(wait *time.Duration) (time.Duration, *problem) {
	switch {
	case wait == nil:
		return usualWait, nil
	case *wait < 0 || *wait > maxWait:
		return 0, badWait()
	}
	return *wait, nil
}

func badWait() *problem {
	return badField("wait", "The time to wait is no time span from 0s to 60s.", "Give such a time span as Go writes it, such as 10s.")
}

// idOf reads the ID in the path.
func (c *call) idOf() (int, *problem) {
	id, err := strconv.Atoi(c.http.PathValue("id"))
	if err != nil || id < 1 {
		return 0, badField("id", "The ID is no number.", "Give an ID of the list, such as 1.")
	}
	return id, nil
}
