package webhook

import (
	"bytes"
	"maps"
	"net/http"
)

// Answer is what a handler said to an event, kept for its repeats.
type Answer struct {
	Status int
	Header http.Header // as it was when the status was written
	Body   []byte
}

// write gives the answer again. It comes from a store, so it may be anything.
func (a *Answer) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.Header.Clone()) // whoever adds to it must not change what is kept
	status := a.Status
	if status < 200 || status > 999 { // net/http panics
		status = http.StatusOK
		if len(a.Body) == 0 {
			status = http.StatusNoContent
		}
	}
	w.WriteHeader(status)
	_, _ = w.Write(a.Body) //nolint:gosec // what the handler said, once more
}

// bytes is what an answer takes of a store.
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

// refuses says that an answer is about the request and not about the event: the
// next delivery may be let in.
func (a *Answer) refuses() bool {
	switch a.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout,
		http.StatusRequestEntityTooLarge, http.StatusTooManyRequests:
		return true
	}
	return a.Status >= http.StatusInternalServerError
}

// maxAnswer is what Twilio reads of an answer, in bytes.
// https://www.twilio.com/docs/api/errors/11750
const maxAnswer = 64 << 10

// answerWriter keeps what goes through it.
type answerWriter struct {
	http.ResponseWriter

	status int // 0 until it is written
	header http.Header
	body   bytes.Buffer // no more than it takes to see that it is too large
}

// keep is about the first status that is not 1xx: those come before the answer.
func (w *answerWriter) keep(status int) {
	if w.status == 0 && status >= 200 {
		w.status, w.header = status, w.Header().Clone()
	}
}

func (w *answerWriter) WriteHeader(status int) {
	w.keep(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *answerWriter) Write(p []byte) (int, error) {
	w.keep(http.StatusOK)
	w.body.Write(p[:min(len(p), maxAnswer+1-w.body.Len())])
	return w.ResponseWriter.Write(p)
}

// Flush is for handlers that ask for an http.Flusher; the status goes out with it.
func (w *answerWriter) Flush() {
	w.keep(http.StatusOK)
	_ = http.NewResponseController(w.ResponseWriter).Flush() // a writer that cannot sends it at the end
}

// Unwrap is for http.ResponseController.
func (w *answerWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// answer is nil for one that is not kept.
func (w *answerWriter) answer() *Answer {
	w.keep(http.StatusOK) // net/http does, when a handler says nothing
	a := &Answer{Status: w.status, Header: w.header, Body: bytes.Clone(w.body.Bytes())}
	if a.bytes() > maxAnswer || a.refuses() {
		return nil
	}
	return a
}
