package main

import (
	"bytes"
	"fmt"
	"go/format"
	"slices"
	"strings"
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
type printer struct{ bytes.Buffer }

func (p *printer) line(text string, args ...any) { fmt.Fprintf(p, text+"\n", args...) }

// lineWidth is that of comments, without the slashes.
const lineWidth = 86

// comment writes paragraphs, with an empty line between them.
func (p *printer) comment(paragraphs ...string) {
	for i, paragraph := range paragraphs {
		if i > 0 {
			p.line("//")
		}
		text := ""
		for word := range strings.FieldsSeq(paragraph) {
			if text != "" && len(text)+1+len(word) > lineWidth {
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
		name := e.name + strings.TrimPrefix(goName(value), "N")
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
	var p printer
	p.line("package %s\n", pkg)
	p.line("import (")
	for _, imported := range []string{"context", "encoding/json", "iter", "net/http", "net/url", "testing", "time"} {
		if name := imported[strings.LastIndex(imported, "/")+1:]; uses(text, name) {
			p.line("%q", imported)
		}
	}
	p.line("")
	for _, imported := range []string{"", "internal/apitest", strings.TrimSuffix(pkg, "_test")} {
		if name := imported[strings.LastIndex(imported, "/")+1:]; uses(text, name) || imported == "" && uses(text, "twilio") {
			p.line("%q", strings.TrimSuffix(modulePath+"/"+imported, "/"))
		}
	}
	p.line(")\n")
	p.Write(text)
	return format.Source(p.Bytes())
}

const modulePath = "github.com/seed15d99369/twilio"

// uses reports that Go text mentions a package, outside of its comments.
func uses(text []byte, name string) bool {
	if name == "" {
		return false
	}
	for line := range bytes.Lines(text) {
		code, _, _ := bytes.Cut(line, []byte("//"))
		for rest := code; ; {
			before, after, found := bytes.Cut(rest, []byte(name+"."))
			if !found {
				break
			}
			if len(before) == 0 || !isLower(before[len(before)-1]) && !isUpper(before[len(before)-1]) && before[len(before)-1] != '"' && before[len(before)-1] != '.' {
				return true
			}
			rest = after
		}
	}
	return false
}
