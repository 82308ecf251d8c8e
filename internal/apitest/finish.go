package apitest

import (
	"reflect"
	"slices"

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
	s.checkExceptions(t)
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
