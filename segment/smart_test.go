package segment_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/segment"
)

func TestSmart(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{name: "nothing to do", text: "It's \"fine\" - really: €", want: `It's "fine" - really: €`},
		{name: "empty"},
		{name: "quotation marks", text: "“It’s” «so» ‚low‘", want: `"It's" "so" ,low'`},
		{name: "dashes and an ellipsis", text: "9–5 — or…", want: "9-5 - or..."},
		{name: "a backtick", text: "`", want: "'"},
		{name: "fractions", text: "½ ¼ ¾", want: "1/2 1/4 3/4"},
		{name: "a no-break space", text: "a\u00a0b", want: "a  b"},
		{name: "a tab", text: "a\tb", want: "a       b"},
		{name: "taken away", text: "a\u200bb\ufeffc\u2060d\x00", want: "abcd"},
		{name: "full width", text: "ＡＢ１２！", want: "AB12!"},
		{name: "an emoji stays", text: "’👋", want: "'👋"},
		{name: "letters stay", text: "ça", want: "ça"},
		{name: "not UTF-8", text: "’\xff’", want: "'\ufffd'"},
	}
	for _, tt := range tests {
		got, changes := segment.Smart(tt.text)
		assert.Equal(t, tt.want, got, tt.name)
		assert.Equal(t, tt.text != tt.want, len(changes) > 0, tt.name)
		again, changes := segment.Smart(got)
		assert.Equal(t, got, again, tt.name)
		assert.Empty(t, changes, tt.name)
	}
}

func TestSmartListsReplacements(t *testing.T) {
	t.Parallel()
	_, changes := segment.Smart("é’…\u200b👋")
	assert.Equal(t, []segment.Replacement{
		{Character: segment.Character{Rune: '’', Position: 2, Offset: 2}, With: "'"},
		{Character: segment.Character{Rune: '…', Position: 3, Offset: 5}, With: "..."},
		{Character: segment.Character{Rune: '\u200b', Position: 4, Offset: 8}, With: ""},
	}, changes)
}

// The table replaces 270 characters, all of them outside of GSM-7, by characters of GSM-7.
func TestSmartTable(t *testing.T) {
	t.Parallel()
	replaced, last := 0, rune(0)
	for r := range rune(utf8.MaxRune) {
		with, changes := segment.Smart(string(r))
		if len(changes) == 0 {
			continue
		}
		replaced++
		assert.Equal(t, segment.UCS2, segment.Analyze(string(r)).Encoding, "%U", r)
		assert.Equal(t, segment.GSM7, segment.Analyze(with).Encoding, "%U", r)
		last = r
	}
	assert.Equal(t, 270, replaced)
	assert.Equal(t, '､', last)
}

func FuzzSmart(f *testing.F) {
	f.Add("“It’s” 👋…")
	f.Add("\xff\u200b\t")
	f.Fuzz(func(t *testing.T, text string) {
		got, changes := segment.Smart(text)
		again, none := segment.Smart(got)
		assert.Equal(t, got, again)
		assert.Empty(t, none)
		before, after := segment.Analyze(text), segment.Analyze(got)
		assert.Len(t, after.Forcing, len(before.Forcing)-len(changes))
		rest := []rune(text)
		for i := len(changes) - 1; i >= 0; i-- {
			at := changes[i].Position - 1
			assert.Equal(t, changes[i].Rune, rest[at])
			rest = slices.Concat(rest[:at], []rune(changes[i].With), rest[at+1:])
		}
		if len(changes) > 0 {
			assert.Equal(t, got, string(rest))
		}
	})
}
