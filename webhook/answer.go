package webhook

import (
	"bytes"
	"maps"
	"net/http"
)

// Answer is the response of a handler to an event, kept for repeats of the event.
type Answer struct {
	Status int
	Header http.Header // as it was when the status was written
	Body   []byte
}

// write sends the answer again. It comes from a store, so its fields may be invalid.
func (a *Answer) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.Header.Clone()) // a middleware that adds to the header must not change the stored answer
	status := a.Status
	if status < 200 || status > 999 { // net/http panics
		status = http.StatusOK
		if len(a.Body) == 0 {
			status = http.StatusNoContent
		}
	}
	w.WriteHeader(status)
	_, _ = w.Write(a.Body) //nolint:gosec // the handler's own response, sent again
}

// bytes returns the size of an answer: its body, and the names and values of its header.
func (a *Answer) bytes() int {
	n := len(a.Body)
	for name, values := range a.Header {
		n += len(name)
		for _, value := range values {
			n += len(value)
		}
	}
	return n
}

// isRefusal says whether an answer refuses the request and not the event, so that the
// next delivery may succeed.
func (a *Answer) isRefusal() bool {
	switch a.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout,
		http.StatusRequestEntityTooLarge, http.StatusTooManyRequests:
		return true
	}
	return a.Status >= http.StatusInternalServerError
}

// maxAnswer is the largest answer that Twilio reads, in bytes.
// https://www.twilio.com/docs/api/errors/11750
const maxAnswer = 64 << 10

// answerWriter records the response that a handler writes through it.
type answerWriter struct {
	http.ResponseWriter

	status int // 0 until it is written
	header http.Header
	body   bytes.Buffer // at most maxAnswer and a byte, which shows that it is too large
}

// record keeps the first status that is not 1xx, and the header at that time.
func (w *answerWriter) record(status int) {
	if w.status == 0 && status >= 200 {
		w.status, w.header = status, w.Header().Clone()
	}
}

func (w *answerWriter) WriteHeader(status int) {
	w.record(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *answerWriter) Write(p []byte) (int, error) {
	w.record(http.StatusOK)
	w.body.Write(p[:min(len(p), maxAnswer+1-w.body.Len())])
	return w.ResponseWriter.Write(p)
}

// Flush makes the writer an [http.Flusher]. It sends the status as well.
func (w *answerWriter) Flush() {
	w.record(http.StatusOK)
	_ = http.NewResponseController(w.ResponseWriter).Flush() // a writer that cannot sends it at the end
}

// Unwrap returns the original writer, for [http.ResponseController].
func (w *answerWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// answer returns the recorded response, nil when it is not to be kept.
func (w *answerWriter) answer() *Answer {
	w.record(http.StatusOK) // net/http does, when a handler says nothing
	a := &Answer{Status: w.status, Header: w.header, Body: bytes.Clone(w.body.Bytes())}
	if a.bytes() > maxAnswer || a.isRefusal() {
		return nil
	}
	return a
}
