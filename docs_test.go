package twilio_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDocumentedCodeCompiles: every block of Go in README.md and docs stands, line
// after line, in an Example, a test or an example program, so that it is compiled,
// and most of it runs. A block that is a whole program is compiled as it is.
func TestDocumentedCodeCompiles(t *testing.T) {
	t.Parallel()
	compiled := compiledFiles(t)
	pages, err := filepath.Glob("docs/*.md")
	require.NoError(t, err)
	for _, page := range append(pages, "README.md") {
		for _, block := range documentedBlocks(t, page) {
			lines := codeOf(block.text)
			if strings.HasPrefix(lines, "\npackage main\n") {
				assert.Empty(t, vet(t, block.text), "%s, line %d: it does not compile", page, block.line)
				continue
			}
			assert.True(t, standsIn(compiled, lines), "%s, line %d: no test or example has these lines, one after the other:\n%s", page, block.line, lines)
		}
	}
}

// TestStandsIn: a block with a line too few, too many or in another place is none
// of the file's.
func TestStandsIn(t *testing.T) {
	t.Parallel()
	files := []string{codeOf("a := 1\n\tb := 2 // two\n\n// three\nc := 3\nd := 4\n"), codeOf("e := 5\n")}
	tests := map[string]bool{
		"a := 1\nb := 2\nc := 3":       true,
		"\tb := 2\n\n\tc := 3 // see":  true,
		"a := 1\n…\nd := 4":            true,
		"a := 1\n// ...\n...\nc := 3":  true,
		"a := 1\nc := 3":               false,
		"b := 2\na := 1":               false,
		"c := 3\n…\na := 1":            false,
		"a := 1\nb := 2\nx := 3":       false,
		"d := 4\ne := 5":               false,
		"a := 1\nb := 2\nc := 3\nd :=": false,
	}
	for block, want := range tests {
		assert.Equal(t, want, standsIn(files, codeOf(block)), "%q", block)
	}
}

// standsIn says that one file has all lines of a block, one after the other, except
// where the block says that it leaves some out.
func standsIn(files []string, block string) bool {
	parts := strings.Split(strings.ReplaceAll(block, "\n...\n", "\n…\n"), "\n…\n")
	for _, file := range files {
		rest, found := file, true
		for _, part := range parts {
			if _, rest, found = strings.Cut(rest, "\n"+strings.Trim(part, "\n")+"\n"); !found {
				break
			}
			rest = "\n" + rest
		}
		if found {
			return true
		}
	}
	return false
}

// compiledFiles returns the code of the module's tests and examples, by file.
func compiledFiles(t *testing.T) (files []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") && !strings.HasPrefix(path, "examples/") || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		files = append(files, codeOf(string(text)))
		return err
	}))
	return files
}

// codeOf returns lines of code as they are compared: without the blanks around them,
// comments, and words for linters; with a newline before each and after all.
func codeOf(text string) string {
	code := "\n"
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), " // ")
		line, _, _ = strings.Cut(line, " //nolint")
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			code += line + "\n"
		}
	}
	return code
}

// block is one block of Go in a page.
type block struct {
	line int // where it begins
	text string
}

func documentedBlocks(t *testing.T, page string) (blocks []block) {
	t.Helper()
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	fence, number := "", 0 // the fence that is open
	for line := range strings.Lines(string(text)) {
		number++
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(trimmed, "```") && fence == "":
			if fence = trimmed; fence == "```go" {
				blocks = append(blocks, block{line: number + 1})
			}
		case strings.HasPrefix(trimmed, "```"):
			fence = ""
		case fence == "```go":
			blocks[len(blocks)-1].text += line
		}
	}
	require.Empty(t, fence, "%s: a block has no end", page)
	return blocks
}

// vet returns the output of the compiler and go vet for a program.
func vet(t *testing.T, program string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(program), 0o600))
	said, err := exec.CommandContext(t.Context(), "go", "vet", file).CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%v\n%s", err, said)
	}
	return ""
}
