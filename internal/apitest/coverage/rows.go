package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
)

// product is what a package's operations_test.go says of it.
type product struct {
	name  string   // of the package
	files []string // of Twilio's
	rows  []row
}

// row is the operation of one row.
type row struct{ operation, file string }

// rowsFile is where a package has its rows.
const rowsFile = "operations_test.go"

// products reads the rows of all packages of a module, sorted by their folders.
func products(module string) ([]product, error) {
	var found []product
	err := filepath.WalkDir(module, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != module && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "internal"):
			return filepath.SkipDir
		case entry.IsDir() || entry.Name() != rowsFile:
			return nil
		}
		p, err := readProduct(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		found = append(found, p)
		return nil
	})
	return found, err
}

// readProduct reads the literals apitest.Product and apitest.Rows of a file.
func readProduct(path string) (product, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return product{}, err
	}
	p := product{name: strings.TrimSuffix(file.Name.Name, "_test")}
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		switch typeName(literal) {
		case "Product":
			p.files = append(p.files, texts(valueOf(literal, "Files"))...)
		case "Rows":
			for _, element := range literal.Elts {
				p.addRow(element)
			}
		}
		return true
	})
	if p.files == nil || p.rows == nil {
		return p, errors.New("no apitest.Product with Files, or no apitest.Rows with an Operation")
	}
	return p, nil
}

func (p *product) addRow(element ast.Expr) {
	pair, ok := element.(*ast.KeyValueExpr)
	if !ok {
		return
	}
	literal, ok := pair.Value.(*ast.CompositeLit)
	if !ok {
		return
	}
	if operation := text(valueOf(literal, "Operation")); operation != "" {
		p.rows = append(p.rows, row{operation: operation, file: text(valueOf(literal, "File"))})
	}
}

// typeName is the name of a literal's type in package apitest, "" for other types.
func typeName(literal *ast.CompositeLit) string {
	selector, ok := literal.Type.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if pkg, ok := selector.X.(*ast.Ident); !ok || pkg.Name != "apitest" {
		return ""
	}
	return selector.Sel.Name
}

// valueOf is the value of a field of a literal, nil when the field is not written.
func valueOf(literal *ast.CompositeLit, field string) ast.Expr {
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := pair.Key.(*ast.Ident); ok && key.Name == field {
			return pair.Value
		}
	}
	return nil
}

// texts are the texts of a list that is written out.
func texts(list ast.Expr) []string {
	literal, ok := list.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	var found []string
	for _, element := range literal.Elts {
		if t := text(element); t != "" {
			found = append(found, t)
		}
	}
	return found
}

// text is a text that is written out, "" for anything else.
func text(e ast.Expr) string {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return ""
	}
	t, _ := strconv.Unquote(literal.Value)
	return t
}
