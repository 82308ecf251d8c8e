package twilio

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// redacted stands where a secret of the client was.
const redacted = "[redacted]"

// shortestSecret keeps a short secret from tearing ordinary words apart, in bytes.
const shortestSecret = 16

// redact takes the client's own secrets out of a text of another party: a debugging
// gateway may show a request again, header included. It is called before the text
// is cut, and never with an answer of success, in which Twilio hands out secrets by
// right.
func (c *Client) redact(text string) string {
	for _, secret := range c.secrets() {
		text = redactSecret(text, secret)
	}
	return text
}

// secrets returns what no text may show: the credential's own secrets and the access
// tokens.
func (c *Client) secrets() []string {
	return append(c.tokens.secrets(), c.credential.secrets(c.accountSID)...)
}

func (c *Client) redactBytes(text []byte) []byte { return []byte(c.redact(string(text))) }

// redactError takes the client's secrets out of what was decoded: JSON can write one
// letter in several ways.
func (c *Client) redactError(e *Error) {
	e.Message, e.MoreInfo = c.redact(e.Message), c.redact(e.MoreInfo)
	e.Details = c.redactJSON(e.Details)
}

// redactedHeader is a copy of the last answer's header, nil when there was none.
func (x *exchange) redactedHeader() http.Header {
	if x.last.header == nil {
		return nil
	}
	header := make(http.Header, len(x.last.header))
	for name, values := range x.last.header {
		clean := x.client.redactHeaderName(name)
		for _, value := range values {
			header[clean] = append(header[clean], x.client.redact(value))
		}
	}
	return header
}

// redactJSON returns the text as it is unless one of its strings holds a secret.
func (c *Client) redactJSON(text json.RawMessage) json.RawMessage {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if len(text) == 0 || decoder.Decode(&value) != nil {
		return text
	}
	clean, changed := c.redactValue(value)
	if !changed {
		return text
	}
	written, err := json.Marshal(clean)
	if err != nil {
		return nil
	}
	return written
}

func (c *Client) redactValue(value any) (clean any, changed bool) {
	switch v := value.(type) {
	case string:
		text := c.redact(v)
		return text, text != v
	case []any:
		for i, item := range v {
			var has bool
			v[i], has = c.redactValue(item)
			changed = changed || has
		}
	case map[string]any:
		for key, item := range v {
			name := c.redact(key)
			kept, has := c.redactValue(item)
			if name != key {
				delete(v, key)
			}
			v[name] = kept
			changed = changed || has || name != key
		}
	}
	return value, changed
}

// redactSecret replaces a secret, and the forms in which headers, forms, addresses
// and JSON write it.
func redactSecret(text, secret string) string {
	if len(secret) < shortestSecret {
		return text
	}
	for _, form := range secretForms(secret) {
		text = strings.ReplaceAll(text, form, redacted)
	}
	return text
}

// secretForms returns a secret as it is and in the ways to escape it.
func secretForms(secret string) []string {
	forms := []string{secret}
	add := func(form string) {
		if form != secret {
			forms = append(forms, form)
		}
	}
	for _, escaped := range []string{url.QueryEscape(secret), url.PathEscape(secret)} {
		add(escaped)
		add(lowerEscapes(escaped))
	}
	if quoted, err := json.Marshal(secret); err == nil {
		inner := string(quoted[1 : len(quoted)-1])
		add(inner)
		add(strings.ReplaceAll(inner, "/", `\/`))
	}
	add(strings.TrimRight(secret, "=")) // base64 without its padding
	return append(forms, base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)))
}

// lowerEscapes writes %2B as %2b, as some libraries do.
func lowerEscapes(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(s[i+1:i+3]))
			i += 2
		}
	}
	return string(b)
}

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
		clean = redactSecret(clean, jwt)
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
