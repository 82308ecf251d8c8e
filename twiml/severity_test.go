package twiml

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Twilio's error dictionary has these levels for the codes that this package knows.
//
// Twilio docs: https://www.twilio.com/docs/api/errors
var levels = map[Severity]string{
	SeverityError: "11750 12100 12101 12102 13231 13239 13240 13257 13338 13621 14201 14202 14203 14204 14205 14206 14210 14211 14212 14213 14220 14221 " +
		"14300 15004 21623 16023 31922 31923 31941 32018 64003 64006 64013 64016 64017 64101",
	SeverityWarning: "12200 13000 13210 13212 13213 13215 13216 13217 13218 13219 13220 13221 13222 13223 13230 13232 13233 13234 13235 13237 13241 13243 " +
		"13256 13310 13312 13313 13314 13320 13321 13322 13326 13327 13328 13329 13331 13332 13333 13335 13410 13430 13510 13511 13512 13520 13521 " +
		"13610 13611 13612 13613 13614 13615 13616 13622 13699 13710 13810 13910 14103 14104 14105 14109 14110",
	SeverityHint: "0",
}

func TestSeverityIsTwilios(t *testing.T) {
	t.Parallel()
	known := []string{}
	for severity, codes := range levels {
		for word := range strings.FieldsSeq(codes) {
			code, err := strconv.Atoi(word)
			require.NoError(t, err)
			assert.Equal(t, severity, severityOf(code), code)
			known = append(known, word)
		}
	}
	files, err := filepath.Glob("../internal/twimlcheck/*.go")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	code := regexp.MustCompile(`\b(1[1-6]\d{3}|[23][12]\d{3}|64\d{3})\b`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for line := range strings.Lines(string(text)) {
			source, _, _ := strings.Cut(line, "//")
			for _, found := range code.FindAllString(source, -1) {
				if found != "14400" && found != "86400" { // seconds
					assert.True(t, slices.Contains(known, found), "%s: the level of %s is not known", name, found)
				}
			}
		}
	}
}

// TestProblemsHaveASeverity: of Twilio's levels for what has a code, a hint without.
func TestProblemsHaveASeverity(t *testing.T) {
	t.Parallel()
	for doc, want := range map[string]Severity{
		"<Response><Hangup/><Say>a</Say></Response>":             SeverityHint,
		"<Response><Shout/></Response>":                          SeverityWarning,
		`<Response><Say language="xx">a</Say></Response>`:        SeverityWarning,
		`<Response><Enqueue method="PUT">a</Enqueue></Response>`: SeverityError,
		"<Response>":   SeverityError,
		"<Say>a</Say>": SeverityError,
	} {
		problems := Check(doc)
		require.Len(t, problems, 1, doc)
		assert.Equal(t, want, problems[0].Severity, doc)
	}
	assert.True(t, SeverityHint < SeverityWarning && SeverityWarning < SeverityError, "severities can be compared")
}

func TestSeverityIsText(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal([]Severity{SeverityHint, SeverityWarning, SeverityError, 0, 9})
	require.NoError(t, err)
	assert.JSONEq(t, `["hint","warning","error","",""]`, string(text))
	var back []Severity
	require.NoError(t, json.Unmarshal([]byte(`["hint","warning","error"]`), &back))
	assert.Equal(t, []Severity{SeverityHint, SeverityWarning, SeverityError}, back)
	for _, wrong := range []string{"", "Error", "fatal"} {
		var s Severity
		assert.EqualError(t, s.UnmarshalText([]byte(wrong)), "twiml: "+strconv.Quote(wrong)+" is no severity: use hint, warning or error")
		assert.Zero(t, s)
	}
}
