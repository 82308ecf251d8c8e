//go:build !race

package twiml_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

//nolint:paralleltest // testing.AllocsPerRun counts the whole process
func TestAllocations(t *testing.T) {
	doc := menu()
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = doc.String() }), 1.0, "render")
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = menu().String() }), 6.0, "build and render")
}
