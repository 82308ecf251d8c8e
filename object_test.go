package twilio

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestObject(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, want, problem string // of "sid"
		twice               bool
	}{
		{text: `{"sid":"a"}`, want: `"a"`, problem: "", twice: false},
		{text: ` { "to" : 1 , "sid" : { "sid" : 1 , "sid" : 2 } } `, want: `{ "sid" : 1 , "sid" : 2 }`, problem: "", twice: false},
		{text: `{"\u0073id":"a"}`, want: `"a"`, problem: "", twice: false},
		{text: `{}`, want: "", problem: "", twice: false},
		{text: `[]`, want: "", problem: "", twice: false},
		{text: `null`, want: "", problem: "", twice: false},
		{text: ``, want: "", problem: "", twice: false},
		{text: `{"sid":"a","sid":"a"}`, want: "", problem: `it has "sid" twice`, twice: true},
		{text: `{"sid":"a","SID":"b"}`, want: "", problem: `it has "sid" twice`, twice: true},
		{text: `{"Sid":"a","sid":null}`, want: "", problem: `it has "sid" twice`, twice: true},
		{text: `{"sid":"a","ſid":"b"}`, want: "", problem: `it has "sid" twice`, twice: true},
		{text: `{"sid":"a","sid":"b","sid":"c"}`, want: "", problem: `it has "sid" twice`, twice: true},
		{text: `{"SID":"a"}`, want: "", problem: `it has "sid" in other letters`, twice: false},
		{text: `{"sid":"a","to":1,"To":2}`, want: `"a"`, problem: "", twice: true},
		{text: `{"sid":"a","sid_":1," sid":2}`, want: `"a"`, problem: "", twice: false},
	}
	for _, tt := range tests {
		o := readObject([]byte(tt.text))
		value, err := o.only("sid")
		assert.Equal(t, tt.want, string(value), tt.text)
		assert.Equal(t, tt.twice, o.hasTwice(), tt.text)
		if tt.problem == "" {
			require.NoError(t, err, tt.text)
			continue
		}
		require.EqualError(t, err, tt.problem, tt.text)
	}
}

// FuzzObject: a name that stands there once has the value that encoding/json finds.
func FuzzObject(f *testing.F) {
	for _, seed := range []string{`{"sid":"a"}`, `{"sid":1,"SID":2}`, `{"ſid":1,"sid":2}`, `{"\u0130":1,"i":2}`, `{"a":{"a":1,"a":2}}`, `[`, `{"a":1}{"a":2}`, "{\"\xff\":1}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		o := readObject([]byte(text))
		var found struct {
			SID json.RawMessage `json:"sid"`
		}
		if !strings.HasPrefix(text, "{") || json.Unmarshal([]byte(text), &found) != nil {
			return
		}
		value, err := o.only("sid")
		if err == nil {
			require.Equal(t, string(found.SID), string(value))
		}
		var all map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(text), &all))
		if !o.hasTwice() {
			require.Len(t, o, len(all))
		}
	})
}
