package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/goname"
)

// source is the Go file that is being written.
type source struct {
	pkg      string
	docs     string // the page of Twilio's documentation
	resource string // the Go type of the resource: "Queue"
	service  string // "Queues"

	operations []*operation

	names   map[string]bool // of the package, as far as this file has them
	answers []structType
	params  map[string][]structType // by the method that takes them
	enums   []*enumType
}

// structType is a struct that the file declares.
type structType struct {
	name   string
	doc    []string // a paragraph each
	fields []field
}

// field is a line of a struct; without a name it is a blank one.
type field struct{ name, typ, tag, comment string }

// enumType is a type of text with a constant for each value.
type enumType struct {
	name   string
	values []string
}

// claim returns the name if nothing has it yet, and otherwise a similar one.
func (s *source) claim(name string) string {
	for s.names[name] {
		name += "Value"
	}
	s.names[name] = true
	return name
}

// enum returns the type for the values that a field has. A field of the same name has
// the same type, and so has another one with the same values.
func (s *source) enum(name string, values []string) string {
	if !slices.ContainsFunc(values, func(v string) bool { return v != "GET" && v != "POST" }) {
		return "twilio.Method"
	}
	for _, e := range s.enums {
		if e.name == name {
			for _, value := range values {
				if !slices.Contains(e.values, value) {
					e.values = append(e.values, value)
				}
			}
			return name
		}
		if slices.Equal(slices.Sorted(slices.Values(e.values)), slices.Sorted(slices.Values(values))) {
			return e.name
		}
	}
	name = s.claim(name)
	s.enums = append(s.enums, &enumType{name: name, values: slices.Clone(values)})
	return name
}

// printer writes Go, which gofmt then aligns.
type printer struct{ text []byte }

func (p *printer) line(text string, args ...any) {
	p.text = append(fmt.Appendf(p.text, text, args...), '\n')
}

// lineWidth is that of comments, without the slashes.
const lineWidth = 86

// comment writes paragraphs, with an empty line between them. A TODO has none before it,
// so that it can be taken out as one line. A link stays on the line of its label, however
// long it is, because the harness looks for it there.
func (p *printer) comment(paragraphs ...string) {
	for i, paragraph := range paragraphs {
		if i > 0 && !strings.HasPrefix(paragraph, "TODO: ") {
			p.line("//")
		}
		text := ""
		for word := range strings.FieldsSeq(paragraph) {
			if text != "" && len(text)+1+len(word) > lineWidth && !strings.HasPrefix(word, "https://") {
				p.line("// %s", text)
				text = ""
			}
			text = strings.TrimPrefix(text+" "+word, " ")
		}
		p.line("// %s", text)
	}
}

func (p *printer) structType(t *structType) {
	p.comment(t.doc...)
	p.line("type %s struct {", t.name)
	for _, f := range t.fields {
		line := ""
		if f.name != "" {
			line = f.name + " " + f.typ + " `" + f.tag + "`"
		}
		if f.comment != "" {
			line += " // " + f.comment
		}
		p.line("%s", line)
	}
	p.line("}\n")
}

func (p *printer) enumType(e *enumType, resource string, names map[string]bool) {
	p.comment(fmt.Sprintf("%s is the %s of %s.", e.name, phrase(strings.TrimPrefix(e.name, resource)), withArticle(phrase(resource))),
		"TODO: Say what it tells; one type serves for the same values in a package.")
	p.line("type %s string\n", e.name)
	p.comment("The values of " + e.name + ".")
	p.line("const (")
	for _, value := range e.values {
		name := e.name + goname.Part(value)
		for names[name] {
			name += "Value"
		}
		names[name] = true
		p.line("%s %s = %q", name, e.name, value)
	}
	p.line(")\n")
}

// file joins the package clause, the imports that the text needs, and the text, as gofmt
// writes them.
func file(pkg string, text []byte) ([]byte, error) {
	used, err := packagesIn(text)
	if err != nil {
		return nil, err
	}
	standard := imports(used, "context", "encoding/json", "iter", "net/http", "net/url", "testing", "time")
	ours := imports(used, modulePath, modulePath+"/internal/apitest", modulePath+"/"+strings.TrimSuffix(pkg, "_test"))
	var p printer
	p.line("package %s\n", pkg)
	if len(standard) == 0 && len(ours) == 1 {
		p.line("import %s\n", ours[0])
	} else {
		p.line("import (\n%s\n\n%s\n)\n", strings.Join(standard, "\n"), strings.Join(ours, "\n"))
	}
	return format.Source(append(p.text, text...))
}

const modulePath = "github.com/seed15d99369/twilio"

// packagesIn finds the names before a dot in Go text. Those of variables do no harm.
func packagesIn(text []byte) (map[string]bool, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+string(text), parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if name, ok := selector.X.(*ast.Ident); ok {
				used[name.Name] = true
			}
		}
		return true
	})
	return used, nil
}

// imports returns those of the packages that are used, quoted.
func imports(used map[string]bool, paths ...string) []string {
	var quoted []string
	for _, path := range paths {
		if used[path[strings.LastIndex(path, "/")+1:]] {
			quoted = append(quoted, strconv.Quote(path))
		}
	}
	return quoted
}
