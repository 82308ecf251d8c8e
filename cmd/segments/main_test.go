package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		args   []string
		stdin  string
		status int
		stdout string
		stderr string // a part of it, "" for nothing
	}{
		{name: "a text", args: []string{"Hello"}, status: 0, stdout: "The text has 5 characters. Twilio sends it in GSM-7, as 1 segment, which has room for 155 more letters.\n"},
		{name: "words", args: []string{"Hello", "world"}, status: 0, stdout: "The text has 11 characters. Twilio sends it in GSM-7, as 1 segment, which has room for 149 more letters.\n"},
		{name: "standard input", stdin: "Hello\n", status: 0, stdout: "The text has 5 characters. Twilio sends it in GSM-7, as 1 segment, which has room for 155 more letters.\n"},
		{name: "standard input by name", args: []string{"-"}, stdin: "Hello\r\n", status: 0, stdout: "The text has 5 characters. Twilio sends it in GSM-7, as 1 segment, which has room for 155 more letters.\n"},
		{name: "one line break is not counted", stdin: "Hello\n\n", status: 0, stdout: "The text has 6 characters. Twilio sends it in GSM-7, as 1 segment, which has room for 154 more letters.\n"},
		{name: "one character", args: []string{"a"}, status: 0, stdout: "The text has 1 character. Twilio sends it in GSM-7, as 1 segment, which has room for 159 more letters.\n"},
		{name: "several segments, and a price", args: []string{"-price", "0.0079", strings.Repeat("a", 305)}, status: 0,
			stdout: "The text has 305 characters. Twilio sends it in GSM-7, as 2 segments, the last of which has room for 1 more letter.\n" +
				"At 0.0079 a segment, the text costs 0.0158.\n"},
		{name: "smart encoding would help", args: []string{"It’s free\u200b\u00a0"}, status: 0,
			stdout: "The text has 11 characters. Twilio sends it in UCS-2, as 1 segment, which has room for 59 more letters.\n\n" +
				"These characters have no place in GSM-7, and force UCS-2:\n" +
				"code    position  with Smart Encoding  character\n" +
				"U+2019  3         '                    ’\n" +
				"U+200B  10        is taken away        \n" +
				"U+00A0  11        2 blanks             \n\n" +
				"With Smart Encoding, Twilio would send it in GSM-7, as 1 segment, which has room for 149 more letters.\n"},
		{name: "smart", args: []string{"-smart", "It’s 👋🏽"}, status: 0,
			stdout: "The text has 7 characters. With Smart Encoding, Twilio sends it in UCS-2, as 1 segment, which has room for 61 more letters.\n\n" +
				"These characters have no place in GSM-7, and force UCS-2:\n" +
				"code     position  with Smart Encoding  character\n" +
				"U+2019   3         '                    ’\n" +
				"U+1F44B  6         stays                👋\n" +
				"U+1F3FD  7         stays                🏽\n\n" +
				"Without Smart Encoding, Twilio would send it in UCS-2, as 1 segment, which has room for 61 more letters.\n"},
		{name: "smart encoding changes nothing", args: []string{"éáááá\x1b"}, status: 0,
			stdout: "The text has 6 characters. Twilio sends it in UCS-2, as 1 segment, which has room for 64 more letters.\n\n" +
				"These characters have no place in GSM-7, and force UCS-2:\n" +
				"code    position            with Smart Encoding  character\n" +
				"U+00E1  2, 3, 4 and 1 more  stays                á\n" +
				"U+001B  6                   stays                \n\n" +
				"Smart Encoding changes nothing in it.\n"},
		{name: "JSON", args: []string{"-json", "-price", "0.1", "It’s ’"}, status: 0,
			stdout: `{"encoding":"UCS-2","segments":1,"characters":6,"units":6,"per_segment":[6],"room":64,"smart_encoding":false,` +
				`"otherwise":{"encoding":"GSM-7","segments":1},"forcing":[{"character":"’","code":"U+2019","positions":[3,6],"smart":"'"}],"price":"0.1"}` + "\n"},
		{name: "JSON of GSM-7", args: []string{"-json", "<&>"}, status: 0,
			stdout: `{"encoding":"GSM-7","segments":1,"characters":3,"units":3,"per_segment":[3],"room":157,"smart_encoding":false,` +
				`"otherwise":{"encoding":"GSM-7","segments":1},"forcing":[]}` + "\n"},

		{name: "empty", args: []string{""}, status: 1, stdout: "The text is empty. Twilio refuses it (21602).\n"},
		{name: "empty standard input", stdin: "\n", status: 1, stdout: "The text is empty. Twilio refuses it (21602).\n"},
		{name: "1,600 characters", args: []string{strings.Repeat("a", 1600)}, status: 0, stdout: "The text has 1600 characters. Twilio sends it in GSM-7, as 11 segments, the last of which has room for 83 more letters.\n"},
		{name: "too long", args: []string{strings.Repeat("ж", 1601)}, status: 1, stdout: "The text has 1601 characters. Twilio takes up to 1600 and refuses it (21617): send it as several messages.\n"},
		{name: "too long, in JSON", args: []string{"-json", strings.Repeat("a", 1601)}, status: 1,
			stdout: `{"encoding":"GSM-7","segments":11,"characters":1601,"units":1601,"per_segment":[153,153,153,153,153,153,153,153,153,153,71],"room":82,` +
				`"smart_encoding":false,"otherwise":{"encoding":"GSM-7","segments":11},"forcing":[],` +
				`"refused":"The text has 1601 characters. Twilio takes up to 1600 and refuses it (21617): send it as several messages."}` + "\n"},

		{name: "a price that is none", args: []string{"-price", "0,0079", "Hello"}, status: 2, stderr: "such as 0.0079"},
		{name: "not UTF-8", stdin: "\xff", status: 2, stderr: "is not UTF-8"},
		{name: "more than is read", stdin: strings.Repeat("a", maxText+1), status: 2, stderr: "more than 65536 bytes"},
		{name: "no such flag", args: []string{"-nope"}, status: 2, stderr: "usage:"},
		{name: "help", args: []string{"-h"}, status: 0, stderr: "exit status: 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			assert.Equal(t, tt.status, run(tt.args, strings.NewReader(tt.stdin), &stdout, &stderr))
			assert.Equal(t, tt.stdout, stdout.String())
			if tt.stderr == "" {
				assert.Empty(t, stderr.String())
			}
			assert.Contains(t, stderr.String(), tt.stderr)
		})
	}
}

// Control characters, on which a terminal would act, are not written.
func TestControlCharactersAreNotWritten(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	assert.Equal(t, exitGood, run([]string{"\x1b[2J\u202e\u0301’"}, nil, &stdout, &stderr))
	assert.Contains(t, stdout.String(), "U+001B")
	assert.NotContains(t, stdout.String(), "\x1b")
	assert.NotContains(t, stdout.String(), "\u202e")
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("disk gone") }

func (failing) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestReadAndWriteErrors(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	assert.Equal(t, exitUsage, run(nil, failing{}, &stdout, &stderr))
	assert.Equal(t, exitUsage, run([]string{"Hello"}, nil, failing{}, &stderr))
	assert.Equal(t, exitUsage, run([]string{"-json", "Hello"}, nil, failing{}, &stderr))
	assert.Equal(t, exitUsage, run([]string{""}, nil, failing{}, &stderr))
	assert.Equal(t, "segments: disk gone\n"+strings.Repeat("segments: broken pipe\n", 3), stderr.String())
}

// endless never stops: no more than the bound is read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return copy(p, strings.Repeat("a", len(p))), nil
}

func TestReadsAreBounded(t *testing.T) {
	t.Parallel()
	input := new(endless)
	assert.Equal(t, exitUsage, run(nil, input, io.Discard, io.Discard))
	assert.Less(t, input.read, 2*maxText)
}

func FuzzRun(f *testing.F) {
	f.Add("It’s “free” 👋🏽\t€")
	f.Add("\r\n\x1b\u200b")
	f.Fuzz(func(t *testing.T, text string) {
		for _, smart := range []string{"-smart=true", "-smart=false"} {
			var stdout, stderr bytes.Buffer
			status := run([]string{smart, "-json", "-"}, strings.NewReader(text), &stdout, &stderr)
			if status == exitUsage {
				assert.NotEmpty(t, stderr.String())
				continue
			}
			var got jsonReport
			require.NoError(t, json.Unmarshal(stdout.Bytes(), &got))
			assert.Equal(t, status == exitRefused, got.Refused != "")
		}
	})
}
