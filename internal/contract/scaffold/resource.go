package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/goname"
)

// newSource plans the file of a resource: its types, its operations and its methods.
// The resource has the name that is given, or the one in most operationIds.
func newSource(pkg, docs, resource string, ops []*contract.Operation) *source {
	of := subject(ops)
	s := &source{pkg: pkg, docs: docs, resource: cmp.Or(resource, singular(goname.Of(of))), names: map[string]bool{}, params: map[string][]structType{}}
	s.service = plural(s.resource)
	s.names[s.resource], s.names[s.service], s.names["Client"] = true, true, true
	for _, op := range sorted(ops) {
		s.operations = append(s.operations, &operation{Operation: op, method: methodName(op.ID, of), args: arguments(op.Path)})
	}
	s.addAnswers(of)
	paths := map[string]string{}
	for _, o := range s.operations {
		o.variable = localName(s.resource) + o.method
		o.path = s.pathName(o, paths)
		o.params = s.addParams(o)
	}
	return s
}

// subject is the resource that most operations name, the first one of several.
func subject(ops []*contract.Operation) string {
	counts, best := map[string]int{}, ""
	for _, op := range ops {
		_, of := split(op.ID)
		counts[of]++
	}
	for _, op := range ops {
		if _, of := split(op.ID); best == "" || counts[of] > counts[best] {
			best = of
		}
	}
	return best
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

// addAnswers declares a struct for each kind of answer. That of the operations which
// name the resource is the resource itself.
func (s *source) addAnswers(of string) {
	types := map[string]string{}
	for _, o := range s.operations {
		if _, mine := split(o.ID); mine == of && len(o.Properties) > 0 {
			types[o.Schema] = s.addSchema(o, s.resource)
			break
		}
	}
	for _, o := range s.operations {
		if o.kind() == contract.NoAnswer || o.kind() == contract.RedirectAnswer {
			continue
		}
		name, known := types[o.Schema]
		if !known {
			_, mine := split(o.ID)
			name = s.addSchema(o, singular(goname.Of(mine)))
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

func (s *source) addSchema(o *operation, name string) string {
	if len(o.Properties) == 0 {
		return "json.RawMessage"
	}
	if name != s.resource || len(s.answers) > 0 {
		name = s.claim(name)
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
		fields: []field{{name: goname.Of(o.ListKey), typ: "[]" + item, tag: fmt.Sprintf("json:%q", o.ListKey)}},
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
	return file(s.pkg, p.text)
}

// declarations writes the paths and the operations. Those that ask for a decision come
// last, with an empty line before each.
func (s *source) declarations(p *printer) {
	var paths, plain, asking []string
	for _, o := range s.operations {
		if path := fmt.Sprintf("%s = %q", o.path, o.pathWithKinds()); !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
		if decision := o.decision(); decision != "" {
			asking = append(asking, "", "// "+decision, s.declaration(o))
		} else {
			plain = append(plain, s.declaration(o))
		}
	}
	p.group("const", paths)
	p.group("var", append(plain, asking...))
}

func (s *source) declaration(o *operation) string {
	return fmt.Sprintf("%s = twilio.Operation{Name: %q, Method: http.Method%s, Host: %q, Path: %s%s}",
		o.variable, s.pkg+"."+s.service+"."+o.method, goname.Capitalise(o.Method), o.Host, o.path, o.fields())
}

// group declares constants or variables: one in a line of its own, several in brackets.
func (p *printer) group(keyword string, lines []string) {
	if len(lines) == 1 {
		p.line("%s %s\n", keyword, lines[0])
		return
	}
	p.line("%s (\n%s\n)\n", keyword, strings.TrimPrefix(strings.Join(lines, "\n"), "\n"))
}
