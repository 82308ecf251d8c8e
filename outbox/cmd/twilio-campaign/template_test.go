package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var columnsOfTest = []string{"to", "name", "First name", "größe", "", "2nd"}

func TestTemplates(t *testing.T) {
	t.Parallel()
	values := map[string]string{"to": "+1", "name": "Ada", "First name": "Augusta", "größe": "", "2nd": "II"}
	tests := []struct {
		template, want string
		used           []string
	}{
		{"Hello", "Hello", nil},
		{"Hello {{.name}}", "Hello Ada", []string{"name"}},
		{"Hello {{ .name }}{{- /* a comment */ -}} !", "Hello Ada!", []string{"name"}},
		{`{{index . "First name"}} {{.name}} {{index . "2nd"}}`, "Augusta Ada II", []string{"First name", "name", "2nd"}},
		{`{{$.name}} {{index $ "First name"}}`, "Ada Augusta", []string{"name", "First name"}},
		{"{{if .größe}}tall{{else}}small{{end}}", "small", []string{"größe"}},
		{"{{if eq .name \"Ada\"}}A{{else if .to}}B{{end}}", "A", []string{"name", "to"}},
		{"{{with .name}}{{.}} of {{$.to}}{{else}}{{.to}}{{end}}", "Ada of +1", []string{"name", "to"}},
		{"{{with $x := .name}}{{$x}}{{end}}", "Ada", []string{"name"}},
		{`{{or .größe "friend"}} {{.name | printf "%-5s|"}} {{len .name}} {{slice .name 0 1}}`, "friend Ada  | 3 A", []string{"größe", "name"}},
		{"{{(printf \"%s\" .name)}}", "Ada", []string{"name"}},
		{"{{.name}} {{.name}}", "Ada Ada", []string{"name"}},
	}
	for _, tt := range tests {
		parsed, err := parseText(tt.template, columnsOfTest)
		require.NoError(t, err, tt.template)
		assert.Equal(t, tt.used, parsed.used, tt.template)
		got, err := parsed.fill(values)
		require.NoError(t, err, tt.template)
		assert.Equal(t, tt.want, got, tt.template)
	}
}

// A text that is wrong is refused before anything is sent, with the place and the columns.
func TestWrongTemplates(t *testing.T) {
	t.Parallel()
	tests := []struct{ template, want string }{
		{"", "the text is empty"},
		{" \n", "the text is empty"},
		{"Hello {{.surname}}", `1:8: there is no column "surname"`},
		{"a\n{{if .name}}{{.Name}}{{end}}", `2:14: there is no column "Name"`},
		{"{{if .x}}{{end}}", `no column "x"`},
		{"{{if .name}}{{else}}{{.x}}{{end}}", `no column "x"`},
		{"{{with .name}}{{else}}{{.x}}{{end}}", `no column "x"`},
		{`{{index . "x"}}`, `no column "x"`},
		{`{{index . ""}}`, `no column ""`},
		{`{{printf "%s" .x}}`, `no column "x"`},
		{`{{printf "%s" (index . "x")}}`, `no column "x"`},
		{`{{print (or .name .x)}}`, `no column "x"`},
		{`{{$y := .x}}`, `no column "x"`},
		{`{{$.x}}`, `no column "x"`},
		{`{{.name | index .}}`, "index is for columns"},
		{`{{index .name 0}}`, "index is for columns"},
		{`{{index . .name}}`, "index needs the name of a column"},
		{`{{with .name}}{{index . "to"}}{{end}}`, "index is for columns"},
		{"{{.}}", "the dot alone is the whole line"},
		{"{{$}}", "$ alone is the whole line"},
		{"{{print .}}", "the dot alone is the whole line"},
		{"{{.name.first}}", "a value has no columns"},
		{"{{(.name).first}}", "a value has no columns"},
		{"{{with .name}}{{.to}}{{end}}", "write {{$.to}}"},
		{"{{$x := .name}}{{$x.y}}", "write {{$.y}}"},
		{"{{range .name}}{{.}}{{end}}", "range has no place"},
		{"{{range $k, $v := .}}{{$v}}{{end}}", "range has no place"},
		{"{{template \"x\"}}", "template has no place"},
		{"{{define \"x\"}}y{{end}}z", "define and block have no place"},
		{"{{block \"x\" .}}y{{end}}", "have no place"},
		{"{{call .name}}", "the function call has no place"},
		{"{{html .name}}", "the function html has no place"},
		{"{{First name}}", "is no template"},
		{"{{.First name}}", "is no template"},
		{"{{.name", "is no template"},
	}
	for _, tt := range tests {
		_, err := parseText(tt.template, columnsOfTest)
		if assert.Error(t, err, tt.template) {
			assert.Contains(t, err.Error(), tt.want, tt.template)
		}
	}
	_, err := parseText("{{.surname}}", columnsOfTest)
	require.Error(t, err)
	assert.Contains(t, err.Error(), `the columns are "to", "name", "First name", "größe", "2nd"; a column whose name has blanks is written {{index . "First name"}}`)
}

func TestTextIsBounded(t *testing.T) {
	t.Parallel()
	parsed, err := parseText(`{{printf "%1000000s" .name}}`, columnsOfTest)
	require.NoError(t, err)
	_, err = parsed.fill(map[string]string{"name": "x"})
	require.Error(t, err)
	assert.Contains(t, err.Error(), "longer than")
}

// FuzzTemplate: what passes the check never asks for a column that is not there.
func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{"Hello {{.name}}", `{{index $ "First name"}}{{with .name}}{{.}}{{else}}{{.to}}{{end}}`, "{{if and .name (not .to)}}{{else if .x}}{{end}}", "{{$x := .name}}{{$x = .to}}{{slice $x 1}}", "{{range .}}{{end}}", "{{with .name}}{{with $}}{{.name}}{{end}}{{end}}", "{{with (or .name $)}}{{.x}}{{end}}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		parsed, err := parseText(source, columnsOfTest)
		if err != nil {
			return
		}
		values := map[string]string{}
		for _, name := range parsed.used {
			values[name] = "value" // only what the check says that it needs
		}
		text, err := parsed.fill(values)
		assert.LessOrEqual(t, len(text), maxText)
		if err != nil {
			for _, bad := range []string{"no entry for key", "can't evaluate field", "can't index item of type", "nil pointer"} {
				assert.NotContains(t, err.Error(), bad)
			}
		}
		if !strings.Contains(source, "map") {
			assert.NotContains(t, text, "map[", "the whole line")
		}
	})
}
