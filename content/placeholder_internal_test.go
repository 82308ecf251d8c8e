package content

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text  string
		names []string
		wrong string
	}{
		"none":                       {text: "Hello"},
		"empty":                      {text: ""},
		"number":                     {text: "Hi {{1}}!", names: []string{"1"}},
		"name":                       {text: "Hi {{FirstName}}", names: []string{"FirstName"}},
		"name with an underscore":    {text: "{{first_name}}", names: []string{"first_name"}},
		"several":                    {text: "{{1}}{{2}} and {{1}}", names: []string{"1", "2", "1"}},
		"single braces are text":     {text: `{"a": {1}} }}`},
		"16 characters":              {text: "{{abcdefghijklmnop}}", names: []string{"abcdefghijklmnop"}},
		"17 characters":              {text: "{{abcdefghijklmnopq}}", wrong: "longer than 16 characters"},
		"nothing between the braces": {text: "Hi {{}}", wrong: "the empty placeholder {{}}"},
		"not closed":                 {text: "Hi {{1", wrong: "is not closed"},
		"closed by one brace":        {text: "Hi {{1} and so on", wrong: "is not closed"},
		"blank":                      {text: "{{ 1 }}", wrong: "more than letters and digits"},
		"blank within":               {text: "{{id name}}", wrong: "more than letters and digits"},
		"three braces":               {text: "{{{1}}}", wrong: "more than letters and digits"},
		"sign":                       {text: "{{price$}}", wrong: "more than letters and digits"},
		"letters of other languages": {text: "{{größe}}", wrong: "more than letters and digits"},
		"good ones before":           {text: "{{1}} {{}}", names: []string{"1"}, wrong: "the empty placeholder"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parts, wrong := parse(tt.text)
			var names []string
			for _, p := range parts {
				if p.name != "" {
					names = append(names, p.name)
				}
			}
			assert.Equal(t, tt.names, names)
			if tt.wrong == "" {
				assert.Zero(t, wrong)
				return
			}
			assert.Contains(t, wrong.problem, tt.wrong)
			assert.NotEmpty(t, wrong.remedy)
		})
	}
}

func TestLengthOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 0, "äöü": 3, "{{1}}": 1, "Hi {{FirstName}}!": 5, "{{": 0} {
		assert.Equal(t, want, lengthOf(text), "%q", text)
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	values := map[string]string{"1": "{{2}}", "2": "B", "": "C"}
	for text, want := range map[string]string{"": "", "A": "A", "{{1}}{{2}}": "{{2}}B", "{{3}}": "{{3}}", "{{1}} {{": "{{1}} {{"} {
		assert.Equal(t, want, fill(text, values), "%q", text)
	}
}

// FuzzParse: the parts are the text, names are names, and filling a placeholder with
// itself changes nothing.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "Hi {{1}}, your {{order}}.", "{{}}", "{{1", "{{{1}}}", "}}{{", "{{ 1 }}", "{{\xff}}", "ä{{a}}ö", strings.Repeat("{{1}}", 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			t.Skip()
		}
		parts, wrong := parse(text)
		var whole strings.Builder
		values := map[string]string{}
		for _, p := range parts {
			whole.WriteString(p.text)
			if p.name == "" {
				if p.text == "" || strings.Contains(p.text, "{{") {
					t.Fatalf("the part %q is no text between placeholders", p.text)
				}
				continue
			}
			if p.text != "{{"+p.name+"}}" || len(p.name) > maxName || !utf8.ValidString(p.name) {
				t.Fatalf("the part %+v is no placeholder", p)
			}
			values[p.name] = p.text
		}
		if wrong.problem == "" && whole.String() != text || !strings.HasPrefix(text, whole.String()) {
			t.Fatalf("the parts of %q are %q", text, whole.String())
		}
		if got := fill(text, values); got != text {
			t.Fatalf("%q is filled with itself as %q", text, got)
		}
		if n := lengthOf(text); n > utf8.RuneCountInString(text) {
			t.Fatalf("%q has %d characters at least", text, n)
		}
	})
}
