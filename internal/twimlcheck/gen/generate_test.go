package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestValuesAreThoseOfTheConstants: nobody has forgotten to run go generate.
func TestValuesAreThoseOfTheConstants(t *testing.T) {
	t.Parallel()
	want, err := generate("../../../twiml")
	require.NoError(t, err)
	got, err := os.ReadFile("../values.go")
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "go generate ./internal/twimlcheck")
}

func TestReadConstants(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source string
		want   values
		err    string
	}{
		"a type":                       {source: `const (A Mood = "calm"; B Mood = "wild")`, want: values{"moodValues": {"calm", "wild"}}},
		"a constant of its own":        {source: `const A Mood = "calm"`, want: values{"moodValues": {"calm"}}},
		"languages":                    {source: "const (\n\tA Language = \"fr\" // Say, Pay\n\tB Language = \"de\" // Pay\n)", want: values{"sayLanguages": {"fr"}, "payLanguages": {"fr", "de"}}},
		"a language of no element":     {source: `const A Language = "fr"`, want: values{}, err: "A: its comment names no element"},
		"untyped, computed, no text":   {source: `const (A = "a"; B Mood = "a" + "b"; C Mood = 1)`, want: values{}},
		"an attribute that takes any":  {source: `const A MachineDetection = "Enable"`, want: values{}},
		"something that is not source": {source: "const (", want: values{}, err: "expected"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := values{}
			err := got.read("a.go", []byte("package p\n\n"+test.source))
			if test.err != "" {
				require.ErrorContains(t, err, test.err)
			} else {
				require.NoError(t, err)
			}
			assert.Equal(t, test.want, got)
		})
	}
}
