package twiml_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var link = regexp.MustCompile(`\[(\w+)\]`)

// TestChildInterfacesListTheirTypes: the compiler knows what may stand in an element,
// and its documentation says it. Raw may stand everywhere and is not listed.
func TestChildInterfacesListTheirTypes(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	listed, fitting := map[string][]string{}, map[string][]string{} // by the method of the interface
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if name := decl.Name.Name; decl.Recv != nil && strings.HasSuffix(name, "Child") {
					if typ, ok := decl.Recv.List[0].Type.(*ast.Ident); ok && typ.Name != "Raw" {
						fitting[name] = append(fitting[name], typ.Name)
					}
				}
			case *ast.GenDecl:
				addListed(listed, decl)
			}
		}
	}
	require.GreaterOrEqual(t, len(listed), 15)
	for method, types := range fitting {
		assert.ElementsMatch(t, types, listed[method], method)
	}
}

// addListed takes the types behind the colon in the documentation of an interface.
func addListed(listed map[string][]string, decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		typ, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		sealed, ok := typ.Type.(*ast.InterfaceType)
		if !ok || !strings.HasSuffix(typ.Name.Name, "Child") {
			continue
		}
		_, list, _ := strings.Cut(decl.Doc.Text(), ":")
		method := sealed.Methods.List[0].Names[0].Name
		listed[method] = []string{}
		for _, match := range link.FindAllStringSubmatch(list, -1) {
			listed[method] = append(listed[method], match[1])
		}
	}
}
