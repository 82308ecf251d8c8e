package main

import (
	"testing"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryOperation prints all resources of all products: gofmt refuses a file that does
// not parse.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	for _, name := range contract.Names() {
		spec, err := contract.Load(name)
		require.NoError(t, err)
		for resource, ops := range resources(spec) {
			_, err := newSource("product", docsLink, ops).print()
			assert.NoError(t, err, "%s of %s", resource, name)
		}
	}
}

// resources groups the operations of a file by the resource in their names.
func resources(spec *contract.Spec) map[string][]*contract.Operation {
	groups := map[string][]*contract.Operation{}
	for i := range spec.Operations {
		_, of := split(spec.Operations[i].ID)
		groups[of] = append(groups[of], &spec.Operations[i])
	}
	return groups
}
