//go:build !race

package twilio_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Budgets of one sent message on the newest Go; the baseline of the same run
// bounds it on every Go.
const (
	maxSendAllocs = 90
	maxSendBytes  = 8200
)

//nolint:paralleltest // allocations are counted for the whole process
func TestSendStaysBelowPlainNetHTTP(t *testing.T) {
	base := benchServer(t)
	rawAllocs, rawBytes := measure(t, rawSender(base))
	allocs, bytes := measure(t, sdkSender(t, base))
	t.Logf("net/http: %.0f allocations, %.0f bytes; twilio: %.0f allocations, %.0f bytes", rawAllocs, rawBytes, allocs, bytes)
	assert.Less(t, allocs, rawAllocs)
	assert.Less(t, bytes, rawBytes)
	assert.LessOrEqual(t, allocs, float64(maxSendAllocs))
	assert.LessOrEqual(t, bytes, float64(maxSendBytes))
}

// measure returns allocations and bytes of one call, averaged over many.
func measure(t *testing.T, send func() error) (allocs, bytes float64) {
	t.Helper()
	const runs = 500
	require.NoError(t, send())
	allocs = testing.AllocsPerRun(runs, func() { require.NoError(t, send()) })
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		require.NoError(t, send())
	}
	runtime.ReadMemStats(&after)
	return allocs, float64(after.TotalAlloc-before.TotalAlloc) / runs
}
