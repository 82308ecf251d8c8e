package apitest

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// source is the Go source of a package, as far as the harness reads it.
type source struct {
	docs      map[string]string          // comments by name: "Create" of a function, "Services.Create" of a method
	exported  map[string]token.Position  // where the exported names are declared, without constants and variables
	values    map[string]token.Position  // where those are, which may share a comment
	constants map[string]map[string]bool // values of the string constants, by their type
}

// sources reads packages when they are first asked for.
type sources struct {
	mu   sync.Mutex
	read map[string]*source // by import path
}

// of returns the source of a package of this module.
func (s *sources) of(importPath string) (*source, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.read[importPath]; known != nil {
		return known, nil
	}
	folder, err := folderOf(importPath)
	if err != nil {
		return nil, err
	}
	read, err := readSource(folder)
	if err != nil {
		return nil, err
	}
	if s.read == nil {
		s.read = map[string]*source{}
	}
	s.read[importPath] = read
	return read, nil
}

// folderOf finds the folder of a package. A test runs in that of its own package, from
// which the module's is found upwards.
func folderOf(importPath string) (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", errors.New("no go.mod above the test")
		}
		folder = parent
	}
	inside := strings.TrimSuffix(strings.TrimPrefix(importPath, rootPath), "_test")
	return filepath.Join(folder, filepath.FromSlash(inside)), nil
}

func readSource(folder string) (*source, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	s := &source{docs: map[string]string{}, exported: map[string]token.Position{}, values: map[string]token.Position{}, constants: map[string]map[string]bool{}}
	files := token.NewFileSet()
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(files, filepath.Join(folder, name), nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return nil, fmt.Errorf("reading the source: %w", err)
			}
			s.addFile(files, file)
		}
	}
	return s, nil
}

func (s *source) addFile(files *token.FileSet, file *ast.File) {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			name := decl.Name.Name
			if receiver := receiverOf(decl); receiver != "" {
				name = receiver + "." + name
			}
			s.add(files, decl.Name, name, decl.Doc.Text())
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				s.addSpec(files, decl, spec)
			}
		}
	}
}

func receiverOf(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return ""
	}
	t := decl.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if generic, ok := t.(*ast.IndexExpr); ok {
		t = generic.X
	}
	if ident, ok := t.(*ast.Ident); ok {
		return ident.Name
	}
	return ""
}

func (s *source) addSpec(files *token.FileSet, decl *ast.GenDecl, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		s.add(files, spec.Name, spec.Name.Name, firstText(spec.Doc.Text(), decl.Doc.Text()))
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			s.docs[name.Name] = firstText(spec.Doc.Text(), spec.Comment.Text(), decl.Doc.Text())
			if name.IsExported() {
				s.values[name.Name] = files.Position(name.Pos())
			}
		}
		if decl.Tok == token.CONST {
			s.addConstant(spec)
		}
	}
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

func (s *source) add(files *token.FileSet, ident *ast.Ident, name, doc string) {
	s.docs[name] = doc
	receiver, _, isMethod := strings.Cut(name, ".")
	if ident.IsExported() && (!isMethod || ast.IsExported(receiver)) {
		s.exported[name] = files.Position(ident.Pos())
	}
}

// addConstant reads a constant such as ChannelSMS Channel = "sms".
func (s *source) addConstant(spec *ast.ValueSpec) {
	ident, isNamed := spec.Type.(*ast.Ident)
	if !isNamed || len(spec.Values) != 1 {
		return
	}
	literal, isLiteral := spec.Values[0].(*ast.BasicLit)
	if !isLiteral || literal.Kind != token.STRING {
		return
	}
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		return
	}
	if s.constants[ident.Name] == nil {
		s.constants[ident.Name] = map[string]bool{}
	}
	s.constants[ident.Name][text] = true
}
