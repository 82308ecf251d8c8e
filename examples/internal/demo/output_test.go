package demo_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Examples print sentences and tables for people, not the insides of Go values.
func TestExamplesPrintNoGoSyntax(t *testing.T) {
	t.Parallel()
	const examples = "../.."
	read := 0
	require.NoError(t, filepath.WalkDir(examples, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, verb := range []string{"%+v", "%#v", "%T"} {
			assert.NotContains(t, string(source), verb, path)
		}
		read++
		return nil
	}))
	assert.Greater(t, read, 15)
}
