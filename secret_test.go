package twilio_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// TestSecretIsNotPrinted: no verb, no logger and no encoder shows a secret in a struct.
func TestSecretIsNotPrinted(t *testing.T) {
	t.Parallel()
	const hidden = "hush-hush"
	type key struct {
		SID    string        `json:"sid"`
		Secret twilio.Secret `json:"secret"`
		Old    *twilio.Secret
		All    []twilio.Secret
		Named  map[string]twilio.Secret
	}
	k := key{SID: "SK1", Secret: hidden, Old: twilio.Ptr(twilio.Secret(hidden)), All: []twilio.Secret{hidden}, Named: map[string]twilio.Secret{"a": hidden}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10.2f", "%U", "%c", "%o", "%b", "%e", "%-20s", "%.2s"} {
		for _, value := range []any{k, &k, k.Secret, k.Old, k.All, k.Named} {
			text := fmt.Sprintf(verb, value)
			assert.NotContains(t, text, hidden, verb)
			assert.NotContains(t, text, fmt.Sprintf("%x", hidden), verb)
		}
	}
	assert.Equal(t, "[redacted]", k.Secret.String())
	assert.Equal(t, `"[redacted]"`, fmt.Sprintf("%#v", k.Secret))
	assert.Equal(t, `{SID:SK1 Secret:[redacted]}`, fmt.Sprintf("%+v", struct {
		SID    string
		Secret twilio.Secret
	}{k.SID, k.Secret}))

	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&log, nil), slog.NewTextHandler(&log, nil)} {
		slog.New(handler).Info("made", "key", k, "secret", k.Secret)
	}
	assert.NotContains(t, log.String(), hidden)
	assert.Contains(t, log.String(), "[redacted]")
}

// TestSecretIsRead: an answer's secret is there for whoever asks, and an empty one can be told.
func TestSecretIsRead(t *testing.T) {
	t.Parallel()
	var key struct {
		Secret twilio.Secret `json:"secret"`
		None   twilio.Secret `json:"none"`
	}
	require.NoError(t, json.Unmarshal([]byte(`{"secret":"a\"b","none":null}`), &key))
	assert.Equal(t, `a"b`, key.Secret.Reveal())
	assert.Empty(t, key.None.String())
	assert.Equal(t, `""`, fmt.Sprintf("%q", key.None))
}
