//go:build !race

package e164_test

import (
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/e164"
)

//nolint:paralleltest // allocations are counted for the whole process
func TestValidAllocatesNothing(t *testing.T) {
	for _, s := range []string{"+14155552671", "(415) 555-0123", ""} {
		assert.Zero(t, testing.AllocsPerRun(100, func() { _ = e164.Valid(s) }), s)
	}
}

// Time is for benchmarks; allocations can be held in a test.
//
//nolint:paralleltest // allocations are counted for the whole process
func TestParseAllocatesNoMoreThanPhonenumbers(t *testing.T) {
	for _, n := range benchNumbers {
		ours := testing.AllocsPerRun(100, func() {
			_, err := e164.Parse(n.text, n.region)
			require.NoError(t, err)
		})
		theirs := testing.AllocsPerRun(100, func() {
			read, err := phonenumbers.ParseAndKeepRawInput(n.text, n.region)
			require.NoError(t, err)
			require.NotEmpty(t, phonenumbers.Format(read, phonenumbers.E164))
		})
		t.Logf("%s: %.0f allocations, phonenumbers %.0f", n.name, ours, theirs)
		assert.LessOrEqual(t, ours, theirs*1.1, n.name)
	}
}
