package redact

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

// Mark stands where a secret was.
const Mark = "[redacted]"

// shortestSecret keeps a short secret from tearing ordinary words apart, in bytes.
const shortestSecret = 16

// Secrets are secrets in all the ways to write them. The zero value has none.
type Secrets []string

// NewSecrets returns secrets as they are, and as headers, forms, addresses, JSON and
// dumps write them. It leaves out a secret of less than 16 bytes.
func NewSecrets(secrets ...string) Secrets {
	var forms Secrets
	for _, secret := range secrets {
		if len(secret) >= shortestSecret {
			forms = append(forms, append(Escaped(secret), strings.TrimRight(secret, "="))...) // base64 without its padding
			forms = append(forms, base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)), hex.EncodeToString([]byte(secret)))
		}
	}
	return forms
}

// Escaped returns a text as it is and in the ways to escape it.
func Escaped(text string) []string {
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

// quotedJSON is the text as a JSON string. No text fails to encode.
func quotedJSON(text string) string {
	quoted, _ := json.Marshal(text) //nolint:errchkjson // a string
	return string(quoted)
}

// Text replaces the secrets in a text.
func (s Secrets) Text(text string) string {
	for _, form := range s {
		text = strings.ReplaceAll(text, form, Mark)
	}
	return text
}

// Header returns a copy of a header without the secrets in its names and values. It
// returns nil for a header that is nil.
func (s Secrets) Header(header http.Header) http.Header {
	if header == nil {
		return nil
	}
	clean := make(http.Header, len(header))
	for name, values := range header {
		name = s.headerName(name)
		for _, value := range values {
			clean[name] = append(clean[name], s.Text(value))
		}
	}
	return clean
}

// headerName returns the name of a header, or Mark in its place when it holds one of the
// secrets. net/http changes the case of the letters of a name, so that a secret counts in
// letters of any case.
func (s Secrets) headerName(name string) string {
	small := strings.ToLower(name)
	if slices.ContainsFunc(s, func(form string) bool { return strings.Contains(small, strings.ToLower(form)) }) {
		return Mark
	}
	return name
}

// JSON replaces the secrets in the strings of a JSON text, in whatever way the text
// writes their letters. A text without secrets, and one that is no JSON, stays as it is.
func (s Secrets) JSON(text []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if len(text) == 0 || decoder.Decode(&value) != nil {
		return text
	}
	clean, changed := s.value(value)
	if !changed {
		return text
	}
	written, err := json.Marshal(clean)
	if err != nil {
		return nil
	}
	return written
}

// value cleans a decoded JSON value in place.
func (s Secrets) value(value any) (clean any, changed bool) {
	switch v := value.(type) {
	case string:
		text := s.Text(v)
		return text, text != v
	case []any:
		for i, item := range v {
			var has bool
			v[i], has = s.value(item)
			changed = changed || has
		}
	case map[string]any:
		for key, item := range v {
			name := s.Text(key)
			kept, has := s.value(item)
			if name != key {
				delete(v, key)
			}
			v[name] = kept
			changed = changed || has || name != key
		}
	}
	return value, changed
}
