package twilio

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzPath holds that an operation and IDs which are accepted lead to a path of the
// operation's own segments, as a server reads it that undoes the escapes.
func FuzzPath(f *testing.F) {
	for _, template := range []string{
		"/v2/Services/{ServiceSid:VA}/Verifications", "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid:CA}.json", "/v1/a%2Fb", "/a/%2e%2e/b", "/{A}{B}", "/{A:name}/{B:name}.json",
		"/a//b", "/{", "/}{", "/{A:X|Y}", "/a b", "/%zz", "/%252e%252e/x", "x", "",
	} {
		f.Add(template, "VA00000000000000000000000000000001", "b")
		f.Add(template, "..", "%2e%2e")
	}
	f.Fuzz(func(t *testing.T, template, first, second string) {
		op := Operation{Name: "Things.Get", Method: "GET", Host: "api", Path: template[:min(len(template), 1000)]}
		var problems Problems
		op.check(&problems)
		if len(problems.list) > 0 {
			return
		}
		path := expandPath(&problems, "", &op, testAccount, []string{first[:min(len(first), 1000)], second[:min(len(second), 1000)]}, nil)
		if len(problems.list) > 0 {
			return
		}
		unescaped, err := url.PathUnescape(path)
		require.NoError(t, err)
		for segment := range strings.SplitSeq(unescaped[1:], "/") {
			assert.NotContains(t, []string{"", ".", ".."}, segment, "%q of %q", path, op.Path)
		}
		assert.Equal(t, strings.Count(op.Path, "/"), strings.Count(path, "/"), "%q of %q", path, op.Path)
		assert.NotContains(t, path, "?")
		assert.NotContains(t, path, "#")
	})
}

// FuzzProof holds that a proof is a text of the answer itself, and never empty without
// an error.
func FuzzProof(f *testing.F) {
	for _, answer := range []string{
		`{"sid":"VE00000000000000000000000000000001"}`, `{"items":[{"sid":"VE00000000000000000000000000000001"}]}`, `{"call_sid":"CA1"}`, `[{"sid":1}]`, `[]`, `{`, `null`, "",
		`{"sid":"VE00000000000000000000000000000001","SID":"VE00000000000000000000000000000002"}`,
	} {
		f.Add([]byte(answer))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		answer = answer[:min(len(answer), 4000)]
		for _, proof := range []Proof{{}, ProofKey("call_sid"), ProofKey("name"), ProofItems("items", "sid"), ProofItems("", "name")} {
			made, err := proof.find(answer, nil, "")
			assert.Equal(t, err == nil, made != "", "%q", answer)
		}
	})
}

// TestNamesInPaths: a placeholder that takes names takes blanks within, escaped, and every
// other one refuses them.
func TestNamesInPaths(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, template, value, path, problem string }{
		{name: "name with blanks", template: "/{Room:name}.json", value: "Room 7 + 8", path: "/Room%207%20%2B%208.json"},
		{name: "SID", template: "/{Room:name}.json", value: "CF00000000000000000000000000000001", path: "/CF00000000000000000000000000000001.json"},
		{name: "blank at the end", template: "/{Room:name}", value: "Room 7 ", problem: "Room has blanks or control characters: give the SID that Twilio returned, or the name without blanks around it"},
		{name: "line break within", template: "/{Room:name}", value: "Room\n7", problem: "Room has blanks or control characters: give the SID that Twilio returned, or the name without blanks around it"},
		{name: "no-break space", template: "/{Room:name}", value: "Room\u00a07", problem: "Room has blanks or control characters: give the SID that Twilio returned, or the name without blanks around it"},
		{name: "slash", template: "/{Room:name}", value: "Room/7", problem: `Room has one of / \ ? # %: give the SID that Twilio returned, or the name without blanks around it`},
		{name: "no name", template: "/{Room}", value: "Room 7", problem: "Room has blanks or control characters: give the value that names the resource"},
	}
	for _, tt := range tests {
		var problems Problems
		op := Operation{Name: "Rooms.Get", Method: "GET", Host: "api", Path: tt.template}
		path := expandPath(&problems, "", &op, testAccount, []string{tt.value}, nil)
		if tt.problem != "" {
			require.EqualError(t, problems.Err("Rooms.Get"), "twilio: Rooms.Get: "+tt.problem, tt.name)
			continue
		}
		require.NoError(t, problems.Err("Rooms.Get"), tt.name)
		assert.Equal(t, tt.path, path, tt.name)
	}
}
