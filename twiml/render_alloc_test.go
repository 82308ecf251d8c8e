//go:build !race

package twiml

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// TestElementsAreWrittenWithoutAllocations, but for the document itself, and for one
// box of an element that stands in a slice of structs.
//
//nolint:paralleltest // testing.AllocsPerRun counts the whole process
func TestElementsAreWrittenWithoutAllocations(t *testing.T) {
	for element := range samples {
		text, _ := sample(element, "")
		doc, err := Parse(text)
		require.NoError(t, err)
		boxes := 0.0
		if twimlcheck.Contains("Parameter Header Task", element) {
			boxes = 1
		}
		assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = doc.String() }), 1+boxes, element)
	}
}
