package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// tableOf is the table of a module, in Markdown.
func tableOf(module string) (string, error) {
	found, err := products(module)
	if err != nil {
		return "", err
	}
	published, err := published()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("| package | operations | Twilio's files |\n|---|---|---|\n")
	covered := map[row]bool{}
	for _, p := range found {
		ours, err := p.operations()
		if err != nil {
			return "", fmt.Errorf("package %s: %w", p.name, err)
		}
		for _, r := range ours {
			covered[r] = true
		}
		fmt.Fprintf(&b, "| %s | %s of %s | %s |\n", p.name, thousands(len(ours)), thousands(published[p.name]), strings.Join(p.files, ", "))
	}
	all := 0
	for _, n := range published {
		all += n
	}
	fmt.Fprintf(&b, "| **all** | **%s of %s** | all %d files with operations, %s |\n", thousands(len(covered)), thousands(all), len(contract.Names()), contract.Source)
	return b.String(), nil
}

// published counts Twilio's operations by the package that they belong to.
func published() (map[string]int, error) {
	counts := map[string]int{}
	for _, name := range contract.Names() {
		spec, err := contract.Load(name)
		if err != nil {
			return nil, err
		}
		for i := range spec.Operations {
			counts[spec.Operations[i].Package()]++
		}
	}
	return counts, nil
}

// operations are Twilio's operations that a product has, each once, with their files.
func (p *product) operations() ([]row, error) {
	var found []row
	for _, r := range p.rows {
		file, err := p.fileOf(r)
		if err != nil {
			return nil, err
		}
		if full := (row{operation: r.operation, file: file}); !slices.Contains(found, full) {
			found = append(found, full)
		}
	}
	return found, nil
}

// fileOf is the file of a row's operation.
func (p *product) fileOf(r row) (string, error) {
	for _, name := range p.files {
		spec, err := contract.Load(name)
		if err != nil {
			return "", err
		}
		if (r.file == "" || r.file == name) && spec.Operation(r.operation) != nil {
			return name, nil
		}
	}
	return "", fmt.Errorf("no operation %q in %s", r.operation, strings.Join(p.files, ", "))
}

// thousands writes a number with commas: 1,125.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
