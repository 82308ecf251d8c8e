package main

import (
	"fmt"
	"slices"

	"github.com/seed15d99369/twilio/internal/contract"
)

// newSource plans the file of a resource: its types, its operations and its methods.
func newSource(pkg, docs string, ops []*contract.Operation) *source {
	_, of := split(ops[0].ID)
	s := &source{pkg: pkg, docs: docs, resource: goName(of), names: map[string]bool{}, params: map[string][]structType{}}
	if one := singular(s.resource); one != s.resource {
		s.resource = one
	}
	s.service = plural(s.resource)
	s.names[s.resource], s.names[s.service], s.names["Client"] = true, true, true
	for _, op := range sorted(ops) {
		s.operations = append(s.operations, &operation{Operation: op, method: methodName(op.ID, goName(of)), args: arguments(op.Path)})
	}
	s.addAnswers()
	paths := map[string]string{}
	for _, o := range s.operations {
		o.variable = localName(s.resource) + o.method
		o.path = s.pathName(o, paths)
		o.params = s.addParams(o)
	}
	return s
}

// sorted brings operations into the order of a file: create, get, list, update, others,
// delete.
func sorted(ops []*contract.Operation) []*contract.Operation {
	order := []string{"Create", "Fetch", "List", "Update", "Patch", "Delete"}
	return slices.SortedStableFunc(slices.Values(ops), func(a, b *contract.Operation) int {
		first, _ := split(a.ID)
		second, _ := split(b.ID)
		return slices.Index(order, first) - slices.Index(order, second)
	})
}

// addAnswers declares a struct for each kind of answer. The most usual one is the
// resource itself.
func (s *source) addAnswers() {
	types := map[string]string{}
	for _, o := range s.operations {
		if o.kind() == contract.NoAnswer || o.kind() == contract.RedirectAnswer {
			continue
		}
		name, known := types[o.Schema]
		if !known {
			name = s.addSchema(o, len(types) == 0)
			types[o.Schema] = name
		}
		switch {
		case o.kind() == contract.ArrayAnswer:
			name = "[]" + name
		case o.IsList() && !o.isPaged():
			name = s.addWhole(o, name)
		}
		o.answer = name
	}
}

func (s *source) addSchema(o *operation, isFirst bool) string {
	if len(o.Properties) == 0 {
		return "json.RawMessage"
	}
	name := s.resource
	if !isFirst {
		_, of := split(o.ID)
		name = s.claim(singular(goName(of)))
	}
	thing := withArticle(phrase(name))
	s.addAnswer(name, answerTree(o.Properties), name+" is "+thing+".", "TODO: Say what "+thing+" is, and complete the link.", "Twilio docs: "+s.docs)
	return name
}

// addWhole declares the answer of a list that comes at once.
func (s *source) addWhole(o *operation, item string) string {
	name := s.claim(s.resource + "List")
	s.answers = append(s.answers, structType{
		name: name, doc: []string{fmt.Sprintf("%s is all %s, which come at once.", name, plural(phrase(s.resource)))},
		fields: []field{{name: goName(o.ListKey), typ: "[]" + item, tag: fmt.Sprintf("json:%q", o.ListKey)}},
	})
	return name
}

// pathName names the constant of a path: one for all operations on it.
func (s *source) pathName(o *operation, paths map[string]string) string {
	path := o.pathWithKinds()
	if paths[path] == "" {
		name := localName(s.service) + "Path"
		if o.isOnItem() {
			name = localName(s.resource) + "Path"
		}
		for _, taken := range paths {
			if taken == name {
				name = localName(s.resource) + o.method + "Path"
			}
		}
		paths[path] = name
	}
	return paths[path]
}

// print writes the file.
func (s *source) print() ([]byte, error) {
	var p printer
	for i := range s.answers {
		p.structType(&s.answers[i])
	}
	for _, e := range s.enums {
		p.enumType(e, s.resource, s.names)
	}
	owner := "the account"
	if parent := s.operations[0].parent(); parent != "" {
		owner = withArticle(parent)
	}
	p.comment(fmt.Sprintf("%s manages the %s of %s.", s.service, plural(phrase(s.resource)), owner))
	p.line("type %s struct{ c *twilio.Client }\n", s.service)
	s.declarations(&p)
	for _, o := range s.operations {
		s.method(&p, o)
	}
	return file(s.pkg, p.Bytes())
}

// declarations writes the paths and the operations.
func (s *source) declarations(p *printer) {
	p.line("const (")
	var seen []string
	for _, o := range s.operations {
		if !slices.Contains(seen, o.path) {
			seen = append(seen, o.path)
			p.line("%s = %q", o.path, o.pathWithKinds())
		}
	}
	p.line(")\n\nvar (")
	for _, o := range s.operations {
		if o.todo() == "" {
			s.declaration(p, o)
		}
	}
	for _, o := range s.operations {
		if todo := o.todo(); todo != "" {
			p.line("")
			p.comment(todo)
			s.declaration(p, o)
		}
	}
	p.line(")\n")
}

func (s *source) declaration(p *printer, o *operation) {
	p.line("%s = twilio.Operation{Name: %q, Method: http.Method%s, Host: %q, Path: %s%s}",
		o.variable, s.pkg+"."+s.service+"."+o.method, capitalised(o.Method), o.Host, o.path, o.fields())
}
