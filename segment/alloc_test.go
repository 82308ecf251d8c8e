//go:build !race

package segment_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/segment"
)

// Counting is for every message that is sent, so it allocates nothing.
//
//nolint:paralleltest // allocations are counted for the whole process
func TestAllocations(t *testing.T) {
	for name, text := range benchTexts() {
		assert.Zero(t, testing.AllocsPerRun(20, func() { _ = segment.Count(text) }), name)
	}
	plain := strings.Repeat("a", 1600)
	assert.LessOrEqual(t, testing.AllocsPerRun(20, func() { _ = segment.Analyze(plain) }), 1.0)
	assert.Zero(t, testing.AllocsPerRun(20, func() { _, _ = segment.Smart(plain) }))
}
