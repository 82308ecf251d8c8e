package scalar

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ json, text, textOrNumber string }{
		{json: `"a"`, text: "a", textOrNumber: "a"},
		{json: `"a\u0062\""`, text: `ab"`, textOrNumber: `ab"`},
		{json: `""`},
		{json: `"`},
		{json: ``},
		{json: `12`, textOrNumber: "12"},
		{json: `-1.5e3`, textOrNumber: "-1.5e3"},
		{json: `null`}, {json: `true`}, {json: `[1]`}, {json: `{"a":"b"}`},
	} {
		assert.Equal(t, tt.text, string(Text([]byte(tt.json))), tt.json)
		assert.Equal(t, tt.text, String([]byte(tt.json)), tt.json)
		assert.Equal(t, tt.textOrNumber, string(TextOrNumber([]byte(tt.json))), tt.json)
	}
	assert.Equal(t, "a\uFFFD\uFFFDb", String([]byte("\"a\xf6\xffb\"")))
}

func TestErrorCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"21211": 21211, " 21211\n": 21211, "21211.0": 21211, "2.1211e4": 21211, "0": 0, "": 0, "-21211": 0, "+21211": 0, " +14155551234": 0, "21211.5": 0,
		"2147483647": 2147483647, "2147483648": 0, "21211abc": 0, "0x10": 0, "1e999999999": 0,
	} {
		assert.Equal(t, want, ErrorCode(text), text)
	}
}

// FuzzText: the text of a JSON string is that of encoding/json.
func FuzzText(f *testing.F) {
	f.Add([]byte(`"a\u0062"`))
	f.Add([]byte(`"\ud800"`))
	f.Add([]byte("\"a\xf6\xffb\""))
	f.Add([]byte(`1.5`))
	f.Fuzz(func(t *testing.T, text []byte) {
		text = bytes.Trim(text, " \t\r\n")
		read := String(text)
		assert.True(t, utf8.ValidString(read))
		var want string
		if len(text) > 0 && text[0] == '"' && json.Unmarshal(text, &want) == nil {
			require.Equal(t, want, read)
		}
	})
}
