package apitest

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// finish looks at the product as a whole, after all of its operations.
func (s *suite) finish(t reporter) {
	t.Helper()
	client, err := always(reply{}).client()
	if err != nil {
		return // newSuite reports it
	}
	importPath := reflect.TypeOf(s.New(client)).Elem().PkgPath()
	s.checkComments(t, importPath)
	s.checkConstants(t, importPath)
	s.checkPartials(t)
	s.checkExceptions(t)
	s.checkCovered(t)
}

// checkCovered wants a row for each of Twilio's operations that belongs to the package.
func (s *suite) checkCovered(t reporter) {
	t.Helper()
	covered := map[*contract.Operation]bool{}
	for _, o := range s.operations {
		covered[o.official] = true
	}
	left := map[string]bool{}
	for _, name := range contract.Names() {
		spec, err := contract.Load(name)
		if err != nil {
			t.Errorf("%s: %v", s.label(), err)
			continue
		}
		for i := range spec.Operations {
			o := &spec.Operations[i]
			_, isLeft := s.Left[o.ID]
			switch {
			case o.Package() != s.label():
			case isLeft:
				left[o.ID] = !covered[o]
			case !covered[o]:
				t.Errorf("%s: no method is Twilio's operation %s of %s: model it, or give the reason in Left", s.label(), o.ID, name)
			}
		}
	}
	s.checkLeft(t, left)
}

// checkLeft wants every operation in Left to be one that the package does not have, and a
// reason for each.
func (s *suite) checkLeft(t reporter, left map[string]bool) {
	t.Helper()
	for _, id := range slices.Sorted(maps.Keys(s.Left)) {
		if !left[id] || s.Left[id] == "" {
			t.Errorf("%s: take %q out of Left: it has a method, or it is none of the package's operations, or there is no reason", s.label(), id)
		}
	}
}

// checkPartials wants every parameter of an operation in one of its methods, where each
// of them has a part.
func (s *suite) checkPartials(t reporter) {
	t.Helper()
	whole, parts := map[*contract.Operation]bool{}, map[*contract.Operation]map[string]bool{}
	for _, o := range s.operations {
		if whole[o.official] = whole[o.official] || !o.row.Partial; parts[o.official] == nil {
			parts[o.official] = map[string]bool{}
		}
		for i := range o.fields {
			for _, f := range parametersOf(&o.fields[i]) {
				parts[o.official][f.Name] = true
			}
		}
		for name := range o.row.Fixed {
			parts[o.official][name] = true
		}
	}
	for _, o := range s.operations {
		if !whole[o.official] {
			s.checkParts(t, o, parts[o.official])
			whole[o.official] = true // reported once
		}
	}
}

func (s *suite) checkParts(t reporter, o *operation, parts map[string]bool) {
	t.Helper()
	for _, p := range o.official.Params {
		top, _, _ := strings.Cut(p.Name, ".")
		if p.In == contract.Path || parts[p.Name] || p.In == contract.JSON && parts[top] {
			continue
		}
		if _, excepted := s.ledger.Reason(contract.ParamNotModelled, o.official, p.Name); !excepted {
			t.Errorf("%s: all methods of %s of %s have a part of its parameters, and none has %s: add it to one of them", s.label(), o.official.ID, o.official.Spec, p.Name)
		}
	}
}

// kinds are the exceptions that the harness asks for.
var kinds = []contract.Kind{
	contract.ParamNotModelled, contract.PropertyNotModelled, contract.ParamUndocumented, contract.PropertyUndocumented, contract.TypeDiffers, contract.RuleDiffers,
}

// checkExceptions wants a use for each exception of the product's operations.
func (s *suite) checkExceptions(t reporter) {
	t.Helper()
	for _, e := range s.ledger.Unused(kinds...) {
		isOurs := slices.ContainsFunc(s.operations, func(o *operation) bool { return o.official.Spec == e.Spec && o.official.ID == e.Operation })
		if isOurs {
			t.Errorf("%s: the exception %q of %s %s for %s is not needed any more: take it out of internal/contract/exceptions.go", s.label(), e.Kind, e.Spec, e.Operation, e.Name)
		}
	}
}
