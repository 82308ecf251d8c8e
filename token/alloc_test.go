//go:build !race

package token_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAccessTokenStaysLean: checks included, a token costs no more than the same
// token made by hand without them.
//
//nolint:paralleltest // allocations are counted for the whole process
func TestAccessTokenStaysLean(t *testing.T) {
	signer := newSigner(t)
	ours := testing.AllocsPerRun(100, func() {
		_, err := signer.Sign(benchAccess)
		require.NoError(t, err)
	})
	byHand := testing.AllocsPerRun(100, func() {
		_, err := structAccess(now)
		require.NoError(t, err)
	})
	t.Logf("%.0f allocations, by hand %.0f", ours, byHand)
	assert.LessOrEqual(t, ours, byHand)
}
