package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/typo"
)

// choose finds the operations in the files of a product: "verify_v2" is one file, and
// "numbers" stands for numbers_v1, numbers_v2 and numbers_v3, of which the newest wins.
func choose(product string, ids []string) ([]*contract.Operation, error) {
	files := filesOf(product)
	if len(files) == 0 {
		return nil, fmt.Errorf("no product %q: %s", product, nearest(product, contract.Names()))
	}
	var specs []*contract.Spec
	for _, name := range files {
		spec, err := contract.Load(name)
		if err != nil {
			return nil, err
		}
		specs = append(specs, spec)
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("no operation is named: %s has %s", product, strings.Join(idsOf(specs), ", "))
	}
	var found []*contract.Operation
	for _, id := range ids {
		op := find(specs, id)
		if op == nil {
			return nil, fmt.Errorf("no operation %q in %s: %s", id, strings.Join(files, ", "), nearest(id, idsOf(specs)))
		}
		found = append(found, op)
	}
	return found, nil
}

// filesOf lists the files of a product, the newest first.
func filesOf(product string) []string {
	var files []string
	for _, name := range slices.Backward(contract.Names()) {
		if name == product || strings.HasPrefix(name, product+"_") {
			files = append(files, name)
		}
	}
	return files
}

func find(specs []*contract.Spec, id string) *contract.Operation {
	for _, spec := range specs {
		if op := spec.Operation(id); op != nil {
			return op
		}
	}
	return nil
}

func idsOf(specs []*contract.Spec) []string {
	var ids []string
	for _, spec := range specs {
		for i := range spec.Operations {
			ids = append(ids, spec.Operations[i].ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// nearest names those of the known names that are most like a wrong one.
func nearest(wrong string, known []string) string {
	const most = 5
	near := slices.Clone(known)
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(typo.Distance(wrong, a), typo.Distance(wrong, b)) })
	return "the nearest are " + strings.Join(near[:min(most, len(near))], ", ")
}

// missing names operations on the same paths that were not asked for.
func missing(chosen []*contract.Operation) []string {
	var ids []string
	for _, op := range chosen {
		spec, err := contract.Load(op.Spec)
		if err != nil {
			continue // it was loaded before
		}
		for i := range spec.Operations {
			other := &spec.Operations[i]
			_, of := split(op.ID)
			_, ofOther := split(other.ID)
			if of == ofOther && !slices.Contains(ids, other.ID) && !slices.ContainsFunc(chosen, func(c *contract.Operation) bool { return c.ID == other.ID }) {
				ids = append(ids, other.ID)
			}
		}
	}
	return ids
}
