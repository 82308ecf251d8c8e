package twilio

import (
	"go/ast"
	"go/token"
	"strconv"
	"testing"
)

// enumsOf returns the values of the string constants of each named type.
func enumsOf(t *testing.T) map[string][]string {
	t.Helper()
	enums := map[string][]string{}
	for _, file := range sources(t) {
		for _, decl := range file.Decls {
			constants, ok := decl.(*ast.GenDecl)
			if !ok || constants.Tok != token.CONST {
				continue
			}
			for _, spec := range constants.Specs {
				addEnum(enums, spec)
			}
		}
	}
	return enums
}

func addEnum(enums map[string][]string, spec ast.Spec) {
	value, ok := spec.(*ast.ValueSpec)
	if !ok || len(value.Values) != 1 {
		return
	}
	ident, isNamed := value.Type.(*ast.Ident)
	literal, isLiteral := value.Values[0].(*ast.BasicLit)
	if !isNamed || !isLiteral || literal.Kind != token.STRING {
		return
	}
	if text, err := strconv.Unquote(literal.Value); err == nil {
		enums[ident.Name] = append(enums[ident.Name], text)
	}
}
