package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// arguments are the Go arguments for the placeholders of a path.
func arguments(path string) []string {
	names := placeholders(path)
	args := make([]string, 0, len(names))
	for _, name := range names {
		name = localName(name)
		for slices.Contains(args, name) {
			name += "Value"
		}
		args = append(args, name)
	}
	return args
}

// method writes the params struct of an operation and its method.
func (s *source) method(p *printer, o *operation) {
	for i := range s.params[o.method] {
		p.structType(&s.params[o.method][i])
	}
	p.comment(s.methodDoc(o)...)
	switch {
	case o.isPaged():
		s.write(p, o, o.method, "(*twilio.Page["+o.answer+"], error)", "InvokePage["+o.answer+"]")
		p.comment(s.allDoc(o)...)
		s.write(p, o, allName(o), "iter.Seq2[*"+o.answer+", error]", "InvokeAll["+o.answer+"]")
	case o.kind() == contract.NoAnswer:
		s.write(p, o, o.method, "error", "InvokeNone")
	case o.kind() == contract.RedirectAnswer:
		s.write(p, o, o.method, "(*twilio.File, error)", "InvokeFile")
	default:
		s.write(p, o, o.method, "(*"+o.answer+", error)", "Invoke["+o.answer+"]")
	}
}

// allName is the name of the method that ranges over a list.
func allName(o *operation) string { return "All" + strings.TrimPrefix(o.method, "List") }

func (s *source) write(p *printer, o *operation, method, result, invoke string) {
	args, bound := "", o.variable
	for _, arg := range o.args {
		args += arg + ", "
	}
	if len(o.args) > 0 || o.params == "" {
		bound += ".On(" + strings.Join(o.args, ", ") + ")"
	}
	signature := strings.TrimSuffix(args, ", ")
	if signature != "" {
		signature += " string, "
	}
	if o.params != "" {
		signature += "params " + o.params + ", "
		bound += ".With(&params)"
	}
	p.line("func (s *%s) %s(ctx context.Context, %sopts ...twilio.CallOption) %s {", s.service, method, signature, result)
	p.line("return twilio.%s(ctx, s.c, %s, opts...)", invoke, bound)
	p.line("}\n")
}

// methodDoc is the comment of a method: a draft, a TODO and the link.
func (s *source) methodDoc(o *operation) []string {
	draft, todo := s.draft(o)
	return []string{o.method + " " + draft, "TODO: " + todo, "Twilio docs: " + s.docs}
}

func (s *source) draft(o *operation) (draft, todo string) {
	thing, things := withArticle(phrase(s.resource)), plural(phrase(s.resource))
	switch {
	case o.isPaged():
		return fmt.Sprintf("returns the first page of %s, or the one that Cursor names.", things), "Say whose they are and in which order they come, and complete the link."
	case o.kind() == contract.RedirectAnswer:
		return "fetches a file; close it.", "Say what is in the file, and complete the link."
	case o.IsList():
		return fmt.Sprintf("returns all %s at once.", things), "Say whose they are, and complete the link."
	case o.method == "Create":
		return fmt.Sprintf("makes %s. When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]: look for it%s before you make another one.", thing, s.byAll()), "Say what tells it apart and which refusals are usual, and complete the link."
	case o.method == "Get":
		return fmt.Sprintf("returns %s as it stands now. One that does not exist matches [twilio.ErrNotFound].", thing), "Say what is special about it, and complete the link."
	case o.method == "Update":
		return fmt.Sprintf("changes %s and returns it as it is afterwards. An update converges, so that it is repeated after failures that may pass.", thing), "Say whether it may be repeated, and complete the link."
	case o.method == "Delete":
		return fmt.Sprintf("removes %s.", thing), "Say what goes with it and when it is refused, and complete the link."
	}
	verb, of := split(o.ID)
	return fmt.Sprintf("is Twilio's %s of %s.", strings.ToLower(verb), withArticle(phrase(of))), "Say what it does, what comes back and when it fails; name it as people call it; and complete the link."
}

// byAll names the method that finds a resource whose create had no answer.
func (s *source) byAll() string {
	if slices.ContainsFunc(s.operations, func(o *operation) bool { return o.isPaged() && allName(o) == "All" }) {
		return " with [" + s.service + ".All]"
	}
	return ""
}

func (s *source) allDoc(o *operation) []string {
	draft := fmt.Sprintf("%s ranges over all %s, page by page as the loop gets to them. It stops after yielding an error.", allName(o), plural(phrase(s.resource)))
	return []string{draft, "TODO: Say whose they are, and complete the link.", "Twilio docs: " + s.docs}
}
