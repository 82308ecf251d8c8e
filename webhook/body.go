package webhook

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
)

const formType = "application/x-www-form-urlencoded"

// isRead says that the parameters of a request are in its query.
func isRead(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead
}

// isForm says that the parameters of a request are in its body.
func isForm(r *http.Request) bool { return !isRead(r) && mediaType(r) == formType }

// parsedForm is the form that somebody has read before, if that was all of the body:
// net/http reads forms that are not one here, such as multipart, and leaves the body of
// a DELETE where it is.
func parsedForm(r *http.Request) (url.Values, bool) {
	switch r.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch:
		return r.PostForm, r.PostForm != nil && isForm(r)
	}
	return nil, false
}

// mediaType is "" for a Content-Type that cannot be read to its end, or is longer
// than any that Twilio sends.
func mediaType(r *http.Request) string {
	const longest = 128 // bytes
	written := r.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(written[:min(longest, len(written))])
	if err != nil || len(written) > longest {
		return ""
	}
	return media
}

// readBody reads a body of at most limit bytes. Whatever happens, the body can be
// read again from its beginning, and what was not read follows.
func readBody(r *http.Request, limit int64) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	body := r.Body
	text, err := io.ReadAll(io.LimitReader(body, limit+1))
	tooLarge := int64(len(text)) > limit
	r.Body = &restoredBody{
		Reader: io.MultiReader(bytes.NewReader(text), body),
		Closer: body,
		text:   text,
		whole:  err == nil && !tooLarge,
	}
	var maxBytes *http.MaxBytesError
	if tooLarge || errors.As(err, &maxBytes) {
		return nil, ErrBodyTooLarge
	}
	return text, err
}

// restoredBody is a body that was read; closing it closes the original.
type restoredBody struct {
	io.Reader
	io.Closer

	text  []byte
	whole bool // text is all of it
}

// bodyToParse does not cap a body that [Verifier.Verify] has read: [MaxBody] may
// be more than the usual.
func bodyToParse(r *http.Request) ([]byte, error) {
	if read, ok := r.Body.(*restoredBody); ok && read.whole {
		return read.text, nil
	}
	return readBody(r, defaultMaxBody)
}
