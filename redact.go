package twilio

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// redacted stands where a secret of the client was.
const redacted = "[redacted]"

// shortestSecret keeps a short secret from tearing ordinary words apart, in bytes.
const shortestSecret = 16

// secretForms are secrets in the ways to write them.
type secretForms []string

// secretForms returns what no text of another party may show: a debugging gateway may
// show a request again, header included. A text is redacted before it is cut, and
// never an answer of success, in which Twilio hands out secrets by right.
func (c *Client) secretForms() secretForms {
	return newSecretForms(append(c.tokens.secrets(), c.credential.secrets(c.accountSID)...)...)
}

// redact takes the client's own secrets out of a text.
func (c *Client) redact(text string) string { return c.secretForms().redact(text) }

// redactedHeader is a copy of the last answer's header, nil when there was none.
func (x *exchange) redactedHeader() http.Header {
	if x.last.header == nil {
		return nil
	}
	secrets := x.client.secretForms()
	header := make(http.Header, len(x.last.header))
	for name, values := range x.last.header {
		clean := secrets.redactHeaderName(name)
		for _, value := range values {
			header[clean] = append(header[clean], secrets.redact(value))
		}
	}
	return header
}

// newSecretForms returns secrets as they are, and as headers, forms, addresses and
// JSON write them.
func newSecretForms(secrets ...string) secretForms {
	var forms secretForms
	for _, secret := range secrets {
		if len(secret) >= shortestSecret {
			forms = append(forms, append(escapedForms(secret), strings.TrimRight(secret, "="))...) // base64 without its padding
			forms = append(forms, base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)), hex.EncodeToString([]byte(secret)))
		}
	}
	return forms
}

// escapedForms returns a text as it is and in the ways to escape it.
func escapedForms(text string) []string {
	forms := []string{text}
	add := func(form string) {
		if !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	for _, escaped := range []string{url.QueryEscape(text), url.PathEscape(text)} {
		add(escaped)
		add(lowerEscapes(escaped))
	}
	for _, quoted := range []string{quotedJSON(text), strconv.Quote(text), strconv.QuoteToASCII(text)} {
		inner := quoted[1 : len(quoted)-1]
		add(inner)
		add(strings.ReplaceAll(inner, "/", `\/`))
	}
	return forms
}

// quotedJSON is the text as a JSON string. No text fails to encode.
func quotedJSON(text string) string {
	quoted, _ := json.Marshal(text) //nolint:errchkjson // a string
	return string(quoted)
}

// redact replaces the secrets in a text.
func (f secretForms) redact(text string) string {
	for _, form := range f {
		text = strings.ReplaceAll(text, form, redacted)
	}
	return text
}

// redactJSON replaces the secrets in the strings of a JSON text, in whatever way it
// writes their letters. A text without secrets, and one that is no JSON, stays as it
// is.
func (f secretForms) redactJSON(text []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if len(text) == 0 || decoder.Decode(&value) != nil {
		return text
	}
	clean, changed := f.redactValue(value)
	if !changed {
		return text
	}
	written, err := json.Marshal(clean)
	if err != nil {
		return nil
	}
	return written
}

func (f secretForms) redactValue(value any) (clean any, changed bool) {
	switch v := value.(type) {
	case string:
		text := f.redact(v)
		return text, text != v
	case []any:
		for i, item := range v {
			var has bool
			v[i], has = f.redactValue(item)
			changed = changed || has
		}
	case map[string]any:
		for key, item := range v {
			name := f.redact(key)
			kept, has := f.redactValue(item)
			if name != key {
				delete(v, key)
			}
			v[name] = kept
			changed = changed || has || name != key
		}
	}
	return value, changed
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
