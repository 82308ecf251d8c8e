package twiliotest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzVideoJSON reads rules, layouts and configurations as they may be sent: whatever is
// taken says something, and nothing panics.
func FuzzVideoJSON(f *testing.F) {
	for _, seed := range []string{
		"", "[]", "{}", "null", `[{"type":"include","all":true}]`, `[{"type":"exclude","kind":"data","priority":"low"}]`, `[{"type":"include"}]`,
		`{"grid":{"video_sources":["*"]}}`, `{"a":{"video_sources":["b"],"z_pos":-99,"cells_excluded":[1],"reuse":"none"}}`, `{"a":{}}`, `{"languageCode":"en-US"}`, `[`, `{} {}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, ofSubscriptions := range []bool{true, false} {
			if rules, ok := readRules(text, ofSubscriptions); ok {
				require.NotEmpty(t, rules)
				for _, rule := range rules {
					assert.True(t, rule.isValid(ofSubscriptions))
				}
			}
		}
		if regions, ok := readLayout(text); ok {
			for _, region := range regions {
				assert.NotEmpty(t, region.Sources)
			}
		}
		if configuration, ok := readTranscription(text); ok {
			assert.NotEmpty(t, configuration)
		}
		_ = isResolution(text)
		assert.Empty(t, (&Sim{}).secretOfKey(issuerOf(text)))
	})
}

// FuzzStars compares patterns with the names of tracks: a text without stars is equal to
// itself alone, and a star stands for any characters.
func FuzzStars(f *testing.F) {
	for _, seed := range [][2]string{{"*", ""}, {"student*", "studentTeam"}, {"*cam", "ada-cam"}, {"a*b*c", "abc"}, {"ab*ba", "aba"}, {"a", "b"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		matched := matchesStars(pattern, text)
		if !strings.Contains(pattern, "*") {
			assert.Equal(t, pattern == text, matched)
		}
		if matched {
			assert.GreaterOrEqual(t, len(text), len(strings.ReplaceAll(pattern, "*", "")))
		}
		assert.True(t, matchesStars("*", text))
		assert.True(t, matchesStars("*"+text, pattern+text) || strings.Contains(text, "*"))
	})
}
