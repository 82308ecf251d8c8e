package twilio_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDocumentedCodeCompiles: every line of Go in README.md and docs is a line of an
// Example, a test or an example program, so that it is compiled, and most of it runs.
func TestDocumentedCodeCompiles(t *testing.T) {
	t.Parallel()
	compiled := compiledLines(t)
	pages, err := filepath.Glob("docs/*.md")
	require.NoError(t, err)
	for _, page := range append(pages, "README.md") {
		for _, line := range documentedLines(t, page) {
			assert.True(t, compiled[line], "%s: %s", page, line)
		}
	}
}

// compiledLines returns the lines of the module's tests and examples, without blanks
// around them and comments at their end.
func compiledLines(t *testing.T) map[string]bool {
	t.Helper()
	lines := map[string]bool{}
	require.NoError(t, filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") && !strings.HasPrefix(path, "examples/") || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			lines[code(strings.TrimSpace(line))] = true
		}
		return err
	}))
	return lines
}

// documentedLines returns the lines of the blocks of Go in a page.
func documentedLines(t *testing.T, page string) (lines []string) {
	t.Helper()
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	inside := false
	for line := range strings.Lines(string(text)) {
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(trimmed, "```"):
			inside = !inside && trimmed == "```go"
		case inside && code(trimmed) != "" && !strings.HasPrefix(trimmed, "//"):
			lines = append(lines, code(trimmed))
		}
	}
	require.False(t, inside, page)
	return lines
}

// code is a line without the comment at its end and what linters are told there.
func code(line string) string {
	line, _, _ = strings.Cut(line, " // ")
	line, _, _ = strings.Cut(line, " //nolint")
	return strings.TrimSpace(line)
}
