package main

import (
	"fmt"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// rows are the rows for the harness.
func (s *source) rows() string {
	var b strings.Builder
	for _, o := range s.operations {
		row, todo := fmt.Sprintf("Operation: %q", o.ID), ""
		if o.isAmbiguous() {
			row += fmt.Sprintf(", File: %q", o.Spec)
		}
		switch {
		case o.changes():
			row += `, Class: twilio.ClassIdempotent, Why: ""`
			todo = " // TODO: Say why, in a whole sentence."
		case o.creates() && o.proof() == "" && o.kind() != contract.NoAnswer:
			row += `, Proof: apitest.ProofByStatus, Why: ""`
			todo = " // TODO: Say why, in a whole sentence."
		case o.creates() && o.proof() != "" && o.proof() != "sid":
			row += fmt.Sprintf(", Proof: %q", o.proof())
		}
		fmt.Fprintf(&b, "\t%q: {%s},%s\n", s.service+"."+o.method, row, todo)
	}
	return b.String()
}

// isAmbiguous reports an operationId that two files of a host have.
func (o *operation) isAmbiguous() bool {
	for _, name := range contract.Names() {
		spec, err := contract.Load(name)
		if err == nil && name != o.Spec && contract.HostOf(name) == o.Host && spec.Operation(o.ID) != nil {
			return true
		}
	}
	return false
}

// changelog is the line for CHANGELOG.md.
func (s *source) changelog() string {
	var verbs []string
	for _, o := range s.operations {
		verbs = append(verbs, strings.ToLower(o.method))
		if o.isPaged() {
			verbs = append(verbs, "iterate")
		}
	}
	return fmt.Sprintf("- Package %s: %s: %s.", s.pkg, plural(phrase(s.resource)), strings.Join(verbs, ", "))
}

// notes say what else there is to do, file by file.
func (s *source) notes(isNew bool) string {
	var b strings.Builder
	if !isNew {
		fmt.Fprintf(&b, "Add to the client of package %s, and to its New:\n\t%s *%s\n\t%s: &%s{c},\n\n", s.pkg, s.service, s.service, s.service, s.service)
		fmt.Fprintf(&b, "Add to the rows in operations_test.go:\n%s\n", s.rows())
	}
	fmt.Fprintf(&b, "Add to CHANGELOG.md, under Unreleased:\n%s\n", s.changelog())
	chosen := make([]*contract.Operation, 0, len(s.operations))
	for _, o := range s.operations {
		chosen = append(chosen, o.Operation)
	}
	if others := missing(chosen); len(others) > 0 {
		fmt.Fprintf(&b, "\nTwilio has more operations on %s: %s\n", withArticle(phrase(s.resource)), strings.Join(others, ", "))
	}
	b.WriteString("\nThen run gofmt, go generate . for the coverage table, go test ./" + s.pkg + ", and golangci-lint, which\nfinds the TODO comments that are left.\n")
	return b.String()
}
