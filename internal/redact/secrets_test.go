package redact

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHeader: secrets disappear from values, and from names in letters of any case.
func TestHeader(t *testing.T) {
	t.Parallel()
	const secret = "0123456789abcdef-Hush"
	clean := NewSecrets(secret).Header(http.Header{"Etag": {"a", "of " + secret}, "0123456789abcdef-HUSH": {"1"}, "Empty": nil})
	assert.Equal(t, http.Header{"Etag": {"a", "of " + Mark}, Mark: {"1"}}, clean)
	assert.Nil(t, NewSecrets(secret).Header(nil))
	assert.Equal(t, http.Header{"A": {secret}}, NewSecrets().Header(http.Header{"A": {secret}}))
}

// TestJSON: secrets disappear from names and texts however their letters are written, and
// a text without secrets is not touched.
func TestJSON(t *testing.T) {
	t.Parallel()
	const secret = "0123456789abcdef"
	for text, want := range map[string]string{
		`{"a":["x 0123456789abcdef"],"n":1.50}`:               `{"a":["x [redacted]"],"n":1.50}`,
		`{"a":"\u0030123456789abcdef"}`:                       `{"a":"[redacted]"}`,
		`{"0123456789abcde\u0066":{"b":[{"c":null},true,2]}}`: `{"[redacted]":{"b":[{"c":null},true,2]}}`,
		` { "a" : 1.0 } `:                                     ` { "a" : 1.0 } `,
		`{"a":"0123456789`:                                    `{"a":"0123456789`,
		``:                                                    ``,
	} {
		assert.Equal(t, want, string(NewSecrets(secret).JSON([]byte(text))))
	}
}

// TestShortSecretsAreLeftOut, because they may be words.
func TestShortSecretsAreLeftOut(t *testing.T) {
	t.Parallel()
	assert.Empty(t, NewSecrets("", "number", "fifteen letters"))
	assert.Contains(t, NewSecrets("sixteen  letters"), "sixteen++letters")
}

// FuzzJSON: a clean text is valid when the original is, and shows no secret once it is
// decoded.
func FuzzJSON(f *testing.F) {
	const secret = "0123456789abcdef"
	f.Add(`{"a":["x 0123456789abcdef"],"n":1.50}`)
	f.Add(`{"0123456789abcde\u0066":{"b":[{"c":null},true,2]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		clean := NewSecrets(secret).JSON([]byte(text))
		var value any
		if !json.Valid([]byte(text)) {
			return
		}
		require.NoError(t, json.Unmarshal(clean, &value))
		assert.NotContains(t, fmt.Sprint(value), secret)
	})
}

// FuzzSecrets: whatever surrounds a secret, it does not come through.
func FuzzSecrets(f *testing.F) {
	f.Add("a+b/c=d&e%f?g#h<i", "x", "y")
	f.Add("0123456789abcdef", "0123", "cdef")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		if len(secret) < shortestSecret || strings.Contains(Mark, secret) {
			return
		}
		clean := NewSecrets(secret).Text(before + secret + after)
		if !strings.Contains(before+Mark+after, secret) {
			assert.NotContains(t, clean, secret)
		}
		assert.Equal(t, before, NewSecrets(secret+before+"x").Text(before))
	})
}
