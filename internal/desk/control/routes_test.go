package control_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/simapi"
)

// routeCases is a good request for every operation of the schema, in an order in which each
// works.
var routeCases = []struct {
	method, path string // as the schema has them
	at           string // where the request goes, without the prefix; "" for the path itself
	body         string
}{
	{"GET", "status", "", ""},
	{"GET", "schema.json", "", ""},
	{"GET", "search", "search?q=code&limit=5", ""},
	{"GET", "export", "", ""},
	{"GET", "clock", "", ""},
	{"POST", "clock", "", `{"advance":"1s"}`},
	{"GET", "faults", "", ""},
	{"POST", "faults", "", `{"method":"GET","path":"/2010-04-01/Accounts/*/Balance.json","nth":2,"rate":0.5,"seed":7,"after_commit":true,"effect":{"kind":"status","status":503,"code":20503}}`},
	{"DELETE", "faults/{id}", "faults/1", `{}`},
	{"DELETE", "faults", "", `{}`},
	{"GET", "phones", "", ""},
	{"PUT", "phones/{number}", "phones/{ada}", `{"name":"Ada","habit":"no-answer","answer_after":"3s","answered_by":"fax","unreachable":30003,"opted_out":true}`},
	{"PUT", "phones/{number}", "phones/{ada}", `{"unreachable":0,"opted_out":false}`},
	{"GET", "phones/{number}", "phones/{ada}", ""},
	{"POST", "phones/{number}/messages", "phones/{ada}/messages", `{"to":"+14155556789","body":"Hi","media":["https://example.com/cat.png"],"params":{"ProfileName":"Ada"}}`},
	{"POST", "phones/{number}/messages", "phones/{ada}/messages", `{"to":"+14155556789","body":"Hi","channel":"whatsapp"}`},
	{"GET", "phones/{number}/messages/newest", "phones/{ada}/messages/newest", ""},
	{"GET", "phones/{number}/messages/next", "phones/{ada}/messages/next?wait=1s", ""},
	{"GET", "phones/{number}/code", "phones/{ada}/code?after={message-before}", ""},
	{"POST", "phones/{number}/calls", "phones/{ada}/calls", `{"to":"+14155556789","params":{"CallerName":"Ada"}}`},
	{"GET", "phones/{number}/calls/next", "phones/{bob}/calls/next", ""},
	{"GET", "messages", "messages?q=to:%2B1415&limit=1", ""},
	{"GET", "messages/{sid}", "messages/{message}", ""},
	{"GET", "calls", "", ""},
	{"GET", "calls/{sid}", "calls/{live}", ""},
	{"POST", "calls/{sid}/answer", "calls/{ringing}/answer", `{}`},
	{"GET", "calls/{sid}/transcript/next", "calls/{ringing}/transcript/next?kind=say&text=CODE", ""},
	{"POST", "calls/{sid}/hangup", "calls/{ringing}/hangup", `{}`},
	{"POST", "calls/{sid}/decline", "calls/{ringing-too}/decline", `{}`},
	{"POST", "calls/{sid}/keys", "calls/{live}/keys", `{"keys":"1"}`},
	{"POST", "calls/{sid}/speech", "calls/{live-too}/speech", `{"words":"help me"}`},
	{"POST", "calls/{sid}/voicemail", "calls/{records}/voicemail", `{"words":"Call me","lasts":"5s","wait":"5s"}`},
	{"GET", "requests", "", ""},
	{"GET", "requests/{id}", "requests/1", ""},
	{"GET", "requests/{id}/snippet", "requests/1/snippet?as=go", ""},
	{"POST", "requests/{id}/repeat", "requests/1/repeat", `{}`},
	{"GET", "callbacks", "callbacks?limit=2", ""},
	{"GET", "callbacks/{id}", "callbacks/1", ""},
	{"POST", "callbacks/{id}/repeat", "callbacks/1/repeat", `{}`},
	{"GET", "alerts", "", ""},
	{"GET", "alerts/{id}", "alerts/1", ""},
	{"GET", "numbers", "", ""},
	{"POST", "numbers", "", `{"number":"+14155550199","sms_url":"http://localhost:8080/sms"}`},
	{"PUT", "numbers/{number}", "numbers/{clinic}", `{"voice_url":""}`},
	{"GET", "numbers/{number}", "numbers/{clinic}", ""},
	{"GET", "conferences", "", ""},
	{"GET", "queues", "", ""},
	{"GET", "recordings", "", ""},
	{"GET", "recordings/{file}", "recordings/{recording}", ""},
	{"GET", "recordings/{file}", "recordings/{recording}.wav", ""},
	{"DELETE", "history", "history?what=messages,calls&what=wire&before=2000-01-01T00:00:00Z", `{}`},
}

func TestEveryRoute(t *testing.T) {
	t.Parallel()
	d, values := busyDesk(t)
	doc := readSchema(t)
	values["{message-before}"] = "2000-01-01T00:00:00Z"
	values["{ringing-too}"] = d.ring(bob)
	values["{live-too}"] = d.sim.Phone(ada).Call(clinic).SID
	values["{records}"] = d.recording()
	tried := map[string]bool{"GET events": true} // has tests of its own
	for _, tt := range routeCases {
		op, known := doc.Paths["/_sim/v1/"+tt.path][strings.ToLower(tt.method)]
		require.True(t, known, "the schema has no %s %s", tt.method, tt.path)
		at := tt.at
		if at == "" {
			at = tt.path
		}
		w := d.do(tt.method, fill(at, values), tt.body)
		tried[tt.method+" "+tt.path] = true
		if !assert.Equal(t, http.StatusOK, w.Code, "%s %s: %s", tt.method, at, w.Body) {
			continue
		}
		assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		media, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
		content, described := op.Responses["200"].Content[media]
		assert.True(t, described, "%s %s answers with %s", tt.method, at, media)
		if media == "application/json" && tt.path != "schema.json" {
			checkAnswer(t, &doc, content.Schema, w, tt.method+" "+at)
		}
	}
	for path, methods := range doc.Paths {
		for method := range methods {
			name := strings.ToUpper(method) + " " + strings.TrimPrefix(path, "/_sim/v1/")
			assert.True(t, tried[name], "%s has no case", name)
		}
	}
}

// recording starts a call that records.
func (d *desk) recording() (sid string) {
	voice := hook(`<Response><Record maxLength="60"/></Response>`)
	return d.callWith(voice)
}

func checkAnswer(t *testing.T, doc *document, schema *jsonSchema, w *httptest.ResponseRecorder, name string) {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &value), name)
	assert.NoError(t, doc.check(schema, value, name))
}

// checkRefusal holds an error against its schema.
func checkRefusal(t *testing.T, doc *document, w *httptest.ResponseRecorder, status int, field, name string) {
	t.Helper()
	if !assert.Equal(t, status, w.Code, "%s: %s", name, w.Body) {
		return
	}
	checkAnswer(t, doc, &jsonSchema{Ref: "#/components/schemas/ErrorAnswer"}, w, name)
	var refused simapi.ErrorAnswer
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &refused))
	assert.Equal(t, field, refused.Error.Field, "%s: %s", name, w.Body)
	assert.Regexp(t, wholeSentence, refused.Error.Message, name)
	assert.Regexp(t, wholeSentence, refused.Error.Remedy, name)
}

func TestEveryPathRefusesOtherMethods(t *testing.T) {
	t.Parallel()
	d, doc := newDesk(t), readSchema(t)
	for path, methods := range doc.Paths {
		at := strings.TrimPrefix(path, "/_sim/v1/")
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions} {
			if _, has := methods[strings.ToLower(method)]; has {
				continue
			}
			w := d.do(method, at, `{}`)
			checkRefusal(t, &doc, w, http.StatusMethodNotAllowed, "method", method+" "+at)
			for allowed := range methods {
				assert.Contains(t, w.Header().Get("Allow"), strings.ToUpper(allowed), path)
			}
		}
	}
	checkRefusal(t, &doc, d.do(http.MethodGet, "nothing", ""), http.StatusNotFound, "path", "an unknown path")
}

func TestEveryWriteNeedsJSON(t *testing.T) {
	t.Parallel()
	d, values := busyDesk(t)
	doc := readSchema(t)
	for _, tt := range routeCases {
		if tt.method == http.MethodGet {
			continue
		}
		at := tt.at
		if at == "" {
			at = tt.path
		}
		at = fill(at, values)
		for _, media := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp"} {
			r := httptest.NewRequestWithContext(t.Context(), tt.method, "/_sim/v1/"+at, strings.NewReader(tt.body))
			r.Header.Set("Content-Type", media)
			checkRefusal(t, &doc, d.serve(r), http.StatusUnsupportedMediaType, "Content-Type", tt.method+" "+at+" as "+media)
		}
		if strings.Contains(at, "{") {
			continue
		}
		for _, body := range []string{`[]`, `null`, `"text"`, `{`, `{} {}`, `7`} {
			checkRefusal(t, &doc, d.do(tt.method, at, body), http.StatusBadRequest, "body", tt.method+" "+at+" with "+body)
		}
		checkRefusal(t, &doc, d.do(tt.method, at, `{"nonsense":1}`), http.StatusBadRequest, "nonsense", tt.method+" "+at)
		long := `{"nonsense":"` + strings.Repeat("x", 1<<20) + `"}`
		checkRefusal(t, &doc, d.do(tt.method, at, long), http.StatusRequestEntityTooLarge, "body", tt.method+" "+at)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	d, values := busyDesk(t)
	doc := readSchema(t)
	for _, tt := range []struct {
		method, path, body string
		status             int
		field              string
	}{
		{"GET", "messages/SM00000000000000000000000000000000", "", 404, "sid"},
		{"GET", "calls/CA00000000000000000000000000000000", "", 404, "sid"},
		{"GET", "calls/CA00000000000000000000000000000000/transcript/next", "", 404, "sid"},
		{"POST", "calls/CA00000000000000000000000000000000/answer", `{}`, 404, "sid"},
		{"POST", "calls/CA00000000000000000000000000000000/keys", `{"keys":"1"}`, 404, "sid"},
		{"GET", "recordings/RE00000000000000000000000000000000.wav", "", 404, "sid"},
		{"GET", "requests/9999", "", 404, "id"},
		{"GET", "requests/one", "", 400, "id"},
		{"GET", "requests/9999/snippet?as=go", "", 404, "id"},
		{"GET", "requests/1/snippet?as=rust", "", 400, "as"},
		{"POST", "requests/9999/repeat", `{}`, 404, "id"},
		{"GET", "callbacks/9999", "", 404, "id"},
		{"POST", "callbacks/9999/repeat", `{}`, 404, "id"},
		{"GET", "alerts/9999", "", 404, "id"},
		{"DELETE", "faults/9999", `{}`, 404, "id"},
		{"GET", "phones/+14155550100", "", 404, "number"},
		{"GET", "numbers/+14155550100", "", 404, "number"},
		{"PUT", "phones/415", `{}`, 400, "number"},
		{"PUT", "phones/whatsapp:{ada}", `{}`, 400, "number"},
		{"POST", "phones/415/messages", `{"to":"+14155556789","body":"x"}`, 400, "number"},
		{"PUT", "phones/{ada}", `{"habit":"shy"}`, 400, "habit"},
		{"PUT", "phones/{ada}", `{"habit":7}`, 400, "habit"},
		{"PUT", "phones/{ada}", `{"Habit":"busy"}`, 400, "Habit"},
		{"PUT", "phones/{ada}", `{"answer_after":"soon"}`, 400, "body"},
		{"PUT", "phones/{ada}", `{"answer_after":5}`, 400, "answer_after"},
		{"PUT", "phones/{ada}", `{"answer_after":"-1s"}`, 400, "answer_after"},
		{"PUT", "phones/{ada}", `{"answered_by":"cat"}`, 400, "answered_by"},
		{"PUT", "phones/{ada}", `{"unreachable":-1}`, 400, "unreachable"},
		{"PUT", "phones/{ada}", `{"opted_out":"yes"}`, 400, "opted_out"},
		{"PUT", "phones/{ada}", `{"name":"` + strings.Repeat("x", 101) + `"}`, 400, "name"},
		{"POST", "phones/{ada}/messages", `{"body":"x"}`, 400, "to"},
		{"POST", "phones/{ada}/messages", `{"to":"+14155556789"}`, 400, "body"},
		{"POST", "phones/{ada}/messages", `{"to":"+14155556789","body":"x","channel":"fax"}`, 400, "channel"},
		{"POST", "phones/{ada}/messages", `{"to":"+14155550100","body":"x"}`, 400, "to"},
		{"POST", "phones/{ada}/messages", `{"to":"+14155556789","body":"x","media":"y"}`, 400, "media"},
		{"POST", "phones/{ada}/calls", `{"to":"+14155550100"}`, 400, "to"},
		{"POST", "phones/{ada}/calls", `{}`, 400, "to"},
		{"GET", "phones/{bob}/messages/newest", "", 404, ""},
		{"GET", "phones/{bob}/code", "", 404, ""},
		{"GET", "phones/{ada}/calls/next", "", 404, ""},
		{"GET", "phones/{ada}/messages/newest?wait=61s", "", 400, "wait"},
		{"GET", "phones/{ada}/messages/newest?wait=-1s", "", 400, "wait"},
		{"GET", "phones/{ada}/messages/newest?wait=10", "", 400, "wait"},
		{"GET", "phones/{ada}/messages/newest?after=SM00000000000000000000000000000000", "", 410, "after"},
		{"GET", "phones/{ada}/code?afer=x", "", 400, "afer"},
		{"GET", "messages?limit=0", "", 400, "limit"},
		{"GET", "messages?limit=1001", "", 400, "limit"},
		{"GET", "messages?before=SM00000000000000000000000000000000", "", 410, "before"},
		{"GET", "requests?before=9999", "", 410, "before"},
		{"GET", "search?q=color:red", "", 400, "q"},
		{"GET", "search?q=%zz", "", 400, "query"},
		{"POST", "calls/{live}/answer", `{}`, 409, ""},
		{"POST", "calls/{live}/keys", `{"keys":"A"}`, 400, "keys"},
		{"POST", "calls/{live}/keys", `{"keys":""}`, 400, "keys"},
		{"POST", "calls/{live}/speech", `{"words":""}`, 400, "words"},
		{"POST", "calls/{live}/speech", `{"words":"x","wait":"2m"}`, 400, "wait"},
		{"POST", "calls/{live}/voicemail", `{"words":"x"}`, 400, "lasts"},
		{"GET", "calls/{live}/transcript/next?after=x", "", 400, "after"},
		{"POST", "clock", `{"advance":"-1s"}`, 400, "advance"},
		{"POST", "clock", `{"speed":0}`, 400, "speed"},
		{"POST", "clock", `{"speed":"fast"}`, 400, "speed"},
		{"POST", "numbers", `{}`, 400, "number"},
		{"POST", "numbers", `{"number":"+14155550100","sms_url":"localhost"}`, 400, "sms_url"},
		{"PUT", "numbers/{clinic}", `{"voice_url":"file:///etc/passwd"}`, 400, "voice_url"},
		{"PUT", "numbers/{clinic}", `{"number":"+14155550100"}`, 400, "number"},
		{"DELETE", "history?what=everything", `{}`, 400, "what"},
		{"DELETE", "history?before=yesterday", `{}`, 400, "before"},
		{"POST", "faults", `{}`, 400, "effect.kind"},
		{"POST", "faults", `{"effect":{"kind":"fire"}}`, 400, "effect.kind"},
		{"POST", "faults", `{"effect":{"kind":"status"}}`, 400, "effect.status"},
		{"POST", "faults", `{"effect":{"kind":"status","status":200}}`, 400, "effect"},
		{"POST", "faults", `{"effect":{"kind":"drop","status":500}}`, 400, "effect.status"},
		{"POST", "faults", `{"effect":{"kind":"latency","delay":"48h"}}`, 400, "effect.delay"},
		{"POST", "faults", `{"effect":{"kind":"latency","delay":5}}`, 400, "effect.delay"},
		{"POST", "faults", `{"effect":{"kind":"drop","nonsense":1}}`, 400, "nonsense"},
		{"POST", "faults", `{"path":"Messages","effect":{"kind":"drop"}}`, 400, "fault"},
		{"POST", "faults", `{"nth":-1,"effect":{"kind":"drop"}}`, 400, "fault"},
	} {
		tt.path = fill(tt.path, values)
		checkRefusal(t, &doc, d.do(tt.method, tt.path, tt.body), tt.status, tt.field, tt.method+" "+tt.path+" "+tt.body)
	}
}

// GETs change nothing: neither phones nor anything else that an export shows.
func TestReadsChangeNothing(t *testing.T) {
	t.Parallel()
	d, values := busyDesk(t)
	values["{message-before}"] = "2000-01-01T00:00:00Z"
	before, serial := d.do(http.MethodGet, "export", "").Body.String(), d.sim.EventSerial()
	for _, tt := range routeCases {
		if tt.method != http.MethodGet || slices.Contains([]string{"{ringing-too}"}, tt.at) {
			continue
		}
		at := tt.at
		if at == "" {
			at = tt.path
		}
		d.do(http.MethodGet, fill(at, values), "")
		d.do(http.MethodGet, fill(strings.ReplaceAll(at, "{ada}", "%2B14155550177"), values), "")
	}
	assert.Equal(t, serial, d.sim.EventSerial())
	assert.Equal(t, before, d.do(http.MethodGet, "export", "").Body.String())
}
