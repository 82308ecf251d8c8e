package twilio

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// withoutRequest keeps an error of a transport from showing the request: its
// address, its body and its secrets. The error itself stays within.
func (x *exchange) withoutRequest(out *http.Request, err error) error {
	if urlErr, ok := err.(*url.Error); ok && urlErr.Err != nil { //nolint:errorlint // net/http's own wrapper alone
		err = urlErr.Err
	}
	var tooLarge *TooLargeError
	if errors.As(err, &tooLarge) {
		return err
	}
	text := err.Error()
	clean := x.client.redact(text)
	for _, jwt := range out.Header[validationHeader] {
		clean = newSecretForms(jwt).redact(clean)
	}
	for _, part := range requestTexts(out.URL, x.body) {
		clean = strings.ReplaceAll(clean, part.text, part.name)
	}
	if clean == text {
		return err
	}
	return &redactedError{clean, err}
}

type requestText struct{ text, name string }

// requestTexts are the texts by which a request can be shown, the longest first.
func requestTexts(u *url.URL, body []byte) []requestText {
	const shortest = 8 // bytes: what is shorter stands in ordinary words
	query, _ := url.QueryUnescape(u.RawQuery)
	form, _ := url.QueryUnescape(string(body))
	var texts []requestText
	for _, part := range []requestText{
		{u.String(), "[address]"}, {u.RequestURI(), "[address]"}, {u.EscapedPath(), "[path]"}, {u.Path, "[path]"},
		{u.RawQuery, "[query]"}, {query, "[query]"}, {string(body), "[body]"}, {form, "[body]"},
	} {
		if len(part.text) >= shortest {
			texts = append(texts, part)
		}
	}
	return texts
}

// redactedError is another party's error whose text showed what it must not.
type redactedError struct {
	text string
	err  error
}

func (e *redactedError) Error() string { return e.text }

// Unwrap returns the error as it came.
func (e *redactedError) Unwrap() error { return e.err }
