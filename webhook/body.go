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

// paramsInQuery says whether the parameters of a request are in its query.
func paramsInQuery(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead
}

// isForm says whether the parameters of a request are in its body.
func isForm(r *http.Request) bool { return !paramsInQuery(r) && mediaType(r) == formType }

// parsedForm returns the form that net/http has read before with r.ParseForm, if the form
// was all of the body. It does not return multipart forms, which Twilio does not send, nor
// those of a DELETE, whose body net/http does not read.
func parsedForm(r *http.Request) (url.Values, bool) {
	switch r.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch:
		return r.PostForm, r.PostForm != nil && isForm(r)
	}
	return nil, false
}

// mediaType returns the media type of the Content-Type. It returns "" for a Content-Type
// with a syntax error, and for one that is longer than any of Twilio's.
func mediaType(r *http.Request) string {
	const longest = 128 // bytes
	written := r.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(written[:min(longest, len(written))])
	if err != nil || len(written) > longest {
		return ""
	}
	return media
}

// readBody reads a body of at most limit bytes. In every case a handler can read the body
// again from its beginning to its end.
func readBody(r *http.Request, limit int64) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	body := r.Body
	text, err := io.ReadAll(io.LimitReader(body, limit+1))
	tooLarge := int64(len(text)) > limit
	r.Body = &bufferedBody{
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

// bufferedBody is a body that was read and can be read again; closing it closes the
// original.
type bufferedBody struct {
	io.Reader
	io.Closer

	text  []byte
	whole bool // text is all of it
}

// bodyToParse returns the body for a parser. It does not limit a body that
// [Verifier.Verify] has read, because [MaxBody] may be more than the default.
func bodyToParse(r *http.Request) ([]byte, error) {
	if read, ok := r.Body.(*bufferedBody); ok && read.whole {
		return read.text, nil
	}
	return readBody(r, defaultMaxBody)
}
