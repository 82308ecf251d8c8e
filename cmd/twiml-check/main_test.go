package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	good = `<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello</Say></Response>`
	hint = "<Response><Record/></Response>"
	bad  = "<Response>\n  <Gather>\n    <Dial>+14155551234</Dial>\n  </Gather>\n  <Hangup/>\n</Response>\n"
)

// write makes files in a folder of the test's own.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	return folder
}

func TestRun(t *testing.T) {
	t.Parallel()
	folder := write(t, map[string]string{"good.xml": good, "bad.xml": bad, "bad2.xml": "<Response><Shout/></Response>", "[odd].xml": good})
	require.NoError(t, os.Mkdir(filepath.Join(folder, "bad-folder"), 0o700))
	in := func(name string) string { return filepath.Join(folder, name) }
	tests := []struct {
		name   string
		args   []string
		stdin  string
		status int
		stdout string // a part of it, "" for nothing
		stderr string
	}{
		{"good", []string{in("good.xml")}, "", 0, "", ""},
		{"bad", []string{in("bad.xml")}, "", 1, "bad.xml:3:5: warning: <Dial> must not stand in <Gather> (13320); it goes into <Response>\n", ""},
		{"good and bad", []string{in("good.xml"), in("bad.xml")}, "", 1, "bad.xml:3:5:", ""},
		{"a pattern", []string{in("bad*.xml")}, "", 1, "bad2.xml:1:11: warning: <Shout> is not a TwiML element", ""},
		{"a name that looks like a pattern", []string{in("[odd].xml")}, "", 0, "", ""},
		{"standard input", nil, bad, 1, "stdin:3:5: warning: <Dial>", ""},
		{"standard input by name", []string{"-"}, good, 0, "", ""},
		{"JSON", []string{"-json", in("bad.xml")}, "", 1, `bad.xml","severity":"warning","line":3,"column":5,"element":"Dial","message":"<Dial> must not stand in <Gather>","remedy":"it goes into <Response>","code":13320}` + "\n", ""},
		{"a hint fails by default", nil, hint, 1, "stdin:1:11: hint: there is no action: ", ""},
		{"fail on a hint", []string{"-fail", "hint"}, hint, 1, "hint: ", ""},
		{"fail on a warning: there is a hint", []string{"-fail", "warning"}, hint, 0, "hint: ", ""},
		{"fail on a warning: there is one", []string{"-fail=warning"}, bad, 1, "warning: ", ""},
		{"fail on a warning: there is an error", []string{"-fail=warning"}, "<Response>", 1, "stdin:1:11: error: <Response> is never closed (12100)", ""},
		{"fail on an error: there is a warning", []string{"-fail=error"}, bad, 0, "warning: ", ""},
		{"fail on an error: there is one", []string{"-fail", "error", in("good.xml"), "-"}, "<Response>", 1, "error: ", ""},
		{"fail on an error: a file cannot be read", []string{"-fail=error", in("none.xml")}, "", 2, "", "none.xml"},
		{"fail on an error: there may be one behind a hundred warnings", []string{"-fail=error"}, "<Response>" + strings.Repeat("<a/>", 101) + "</Response>", 1, "warning: ", ""},
		{"fail on an error: there is none among a few warnings", []string{"-fail=error"}, "<Response>" + strings.Repeat("<a/>", 99) + "</Response>", 0, "warning: ", ""},
		{"fail on something else", []string{"-fail", "fatal"}, "", 2, "", "hint, warning or error"},
		{"a hint in JSON", []string{"-json"}, hint, 1, `"severity":"hint"`, ""},
		{"inline", []string{"-inline", "-"}, `<Response><Redirect>/next</Redirect></Response>`, 1, "(15004)", ""},
		{"not inline", []string{"-"}, `<Response><Redirect>/next</Redirect></Response>`, 0, "", ""},
		{"no such file", []string{in("none.xml"), in("bad.xml")}, "", 2, "bad.xml:3:5:", "none.xml"},
		{"a pattern without files", []string{in("none*.xml")}, "", 2, "", "no file matches"},
		{"a pattern that matches a folder too", []string{in("bad*")}, "", 1, "bad.xml:3:5:", ""},
		{"a pattern that matches folders only", []string{in("bad-*")}, "", 2, "", "no file matches"},
		{"a pattern for any depth", []string{in("**/*.xml")}, "", 2, "", "** is not supported"},
		{"a bad pattern", []string{in("[")}, "", 2, "", "syntax error"},
		{"a folder", []string{folder}, "", 2, "", "is a directory"},
		{"no such flag", []string{"-nope"}, "", 2, "", "usage:"},
		{"help", []string{"-h"}, "", 0, "", "exit status: 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			assert.Equal(t, tt.status, run(tt.args, strings.NewReader(tt.stdin), &stdout, &stderr))
			assertPart(t, tt.stdout, stdout.String())
			assertPart(t, tt.stderr, stderr.String())
		})
	}
}

func assertPart(t *testing.T, part, text string) {
	t.Helper()
	if part == "" {
		assert.Empty(t, text)
		return
	}
	assert.Contains(t, text, part)
}

// endless never stops: a large file is not read whole.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestWhateverItIsGiven(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]string{
		"entities":            `<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]><Response><Say>&c;</Say></Response>`,
		"an external entity":  `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Response><Say>&b;</Say></Response>`,
		"depth":               strings.Repeat("<Say>", 5000),
		"UTF-16":              "\xff\xfe<\x00R\x00e\x00s\x00p\x00o\x00n\x00s\x00e\x00/\x00>\x00",
		"Latin-1":             "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Response><Say>\xe9</Say></Response>",
		"bytes that are none": "<Response><Say>\xff\xfe</Say></Response>",
		"NUL":                 "<Response><Say>\x00</Say></Response>",
		"nothing":             "",
		"no XML":              "hello",
	} {
		var stdout, stderr bytes.Buffer
		assert.Equal(t, exitProblems, run([]string{"-json"}, strings.NewReader(doc), &stdout, &stderr), name)
		for line := range strings.Lines(stdout.String()) {
			assert.True(t, json.Valid([]byte(line)), line)
		}
		assert.NotContains(t, stdout.String(), "root:", "a file was read")
		assert.Empty(t, stderr.String())
	}
	large := new(endless)
	var stdout, stderr bytes.Buffer
	assert.Equal(t, exitProblems, run(nil, large, &stdout, &stderr))
	assert.Contains(t, stdout.String(), "more than 1048576 bytes (11750)")
	assert.Less(t, large.read, 2<<20)
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestOutputThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	assert.Equal(t, exitUsage, run(nil, strings.NewReader(bad), brokenPipe{}, &stderr))
	assert.Contains(t, stderr.String(), "broken pipe")
}
