package twiml

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// comments returns what is said of each type of the package.
func comments(t *testing.T) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	all := map[string]string{}
	for _, entry := range entries {
		if name := entry.Name(); !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.ParseComments)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if general, ok := n.(*ast.GenDecl); ok && len(general.Specs) == 1 {
				if spec, ok := general.Specs[0].(*ast.TypeSpec); ok {
					all[spec.Name.Name] = general.Doc.Text()
				}
			}
			return true
		})
	}
	return all
}

// TestChildInterfacesSayWhatTheyTake: the comment of each names every type that may
// stand there, a Raw aside, and no other.
func TestChildInterfacesSayWhatTheyTake(t *testing.T) {
	t.Parallel()
	said, link := comments(t), regexp.MustCompile(`\[(\w+)\]`)
	elements := modelled()
	elements["Text"] = Text("")
	interfaces := 0
	for parent, child := range childTypes {
		if child.Kind() != reflect.Interface {
			continue // one type alone
		}
		interfaces++
		_, list, _ := strings.Cut(said[child.Name()], ":")
		list, _, _ = strings.Cut(list, "\n\n")
		var named, takes []string
		for _, found := range link.FindAllStringSubmatch(list, -1) {
			if !slices.Contains(named, found[1]) {
				named = append(named, found[1])
			}
		}
		for _, element := range elements {
			if kind := reflect.TypeOf(element); assignable(kind, child) {
				takes = append(takes, kind.Name())
			}
		}
		assert.ElementsMatch(t, takes, named, "%s of <%s>", child.Name(), parent)
	}
	assert.Greater(t, interfaces, 20)
}
