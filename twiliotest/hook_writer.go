package twiliotest

import (
	"bytes"
	"io"
	"net/http"
)

// hookWriter keeps the answer of a handler.
type hookWriter struct {
	limit  int // of the body, in bytes; the rest is dropped
	header http.Header
	sent   http.Header // as it was when the status was sent
	status int         // 0 until then
	body   bytes.Buffer
}

func (w *hookWriter) Header() http.Header { return w.header }

func (w *hookWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status, w.sent = status, w.header.Clone()
	}
}

// Write takes no more than the limit. Like that of net/http
// it refuses the body of an answer that has none, and guesses the type of one that
// names none.
func (w *hookWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK) // unless it has been
	if w.status == http.StatusNoContent || w.status == http.StatusNotModified {
		return 0, http.ErrBodyNotAllowed
	}
	if _, named := w.sent["Content-Type"]; !named && w.body.Len() == 0 {
		w.sent.Set("Content-Type", http.DetectContentType(p))
	}
	w.body.Write(p[:min(len(p), max(w.limit-w.body.Len(), 0))])
	return len(p), nil
}

// Flush is for handlers that insist on an http.Flusher.
func (w *hookWriter) Flush() { w.WriteHeader(http.StatusOK) }

func (w *hookWriter) response(req *http.Request) *http.Response {
	return &http.Response{
		StatusCode: w.status, Header: w.sent, Body: io.NopCloser(&w.body), ContentLength: -1, Request: req,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
}
