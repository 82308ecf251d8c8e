package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The module, seen from here.
const module = "../../.."

// TestReadme holds the table in the README against the rows of all packages.
func TestReadme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(module, "README.md"))
	require.NoError(t, err)
	table, err := tableOf(module)
	require.NoError(t, err)
	updated, err := replaceTable(string(text), table)
	require.NoError(t, err)
	if updated != string(text) {
		t.Errorf("the table of operations in README.md is stale: run go generate in the folder of the module. It must be\n%s", table)
	}
}

// write makes the file of a package's rows in a folder.
func write(t *testing.T, folder, text string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(folder, 0o755))
	path := filepath.Join(folder, rowsFile)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

const verifyRows = `package verify_test

func TestOperations(t *testing.T) { apitest.Run(t, apitest.Product{Name: "verify", Files: []string{"verify_v2"}, Rows: rows}) }

var rows = apitest.Rows{
	"Limits.Create": {Operation: "CreateRateLimit"},
	"Limits.Clear":  {Operation: "UpdateRateLimit", File: "verify_v2"},
	"Limits.Update": {Operation: "UpdateRateLimit"},
	"Limits.Find":   {Why: "it lists"},
}
`

func TestTable(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "verify"), verifyRows)
	write(t, filepath.Join(folder, "testdata"), "not Go")
	table, err := tableOf(folder)
	require.NoError(t, err)
	assert.Contains(t, table, "| verify | 2 of 57 | verify_v2 |\n")
	assert.Contains(t, table, "| **all** | **2 of 1,125** | all 41 files with operations, commit ")
}

func TestRowsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"no Go", "package", "expected"},
		{"no rows", "package verify_test\n", "no apitest.Product with Files"},
		{"an operation that is not there", `package x_test
var p = apitest.Product{Files: []string{"verify_v2"}}
var r = apitest.Rows{"A.B": {Operation: "FetchNothing"}}
`, `no operation "FetchNothing" in verify_v2`},
		{"a file that is not there", `package x_test
var p = apitest.Product{Files: []string{"verify_v9"}}
var r = apitest.Rows{"A.B": {Operation: "FetchNothing"}}
`, `no product "verify_v9"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			write(t, folder, tt.text)
			_, err := tableOf(folder)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, verifyRows)
	document := filepath.Join(folder, "README.md")
	require.NoError(t, os.WriteFile(document, []byte("before\n"+begin+"\nold\n"+end+"\nafter\n"), 0o600))
	require.NoError(t, update(folder, document))
	text, err := os.ReadFile(document)
	require.NoError(t, err)
	table, err := tableOf(folder)
	require.NoError(t, err)
	assert.Equal(t, "before\n"+begin+"\n"+table+end+"\nafter\n", string(text))

	require.NoError(t, os.WriteFile(document, []byte("no place\n"), 0o600))
	assert.ErrorContains(t, update(folder, document), begin)
}
