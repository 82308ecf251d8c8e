//go:build !race

package twiml_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/twiml"
)

//nolint:paralleltest // testing.AllocsPerRun counts the whole process
func TestAllocations(t *testing.T) {
	doc := menu()
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = doc.String() }), 1.0, "render")
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = menu().String() }), 6.0, "build and render")
}

// A document of 1 MB takes 16 times the memory of one of 64 kB, whatever it holds, and
// less than 128 MB in all.
//
//nolint:paralleltest // it counts the whole process
func TestCheckTakesLinearMemory(t *testing.T) {
	const small, times = 64 << 10, 16 // bytes
	for name, doc := range large {
		count, size := checkCost(doc(small))
		countLarge, sizeLarge := checkCost(doc(small * times))
		assert.LessOrEqual(t, countLarge, count*times*5/4, "%s: allocations", name)
		assert.LessOrEqual(t, sizeLarge, size*times*5/4, "%s: bytes", name)
		assert.Less(t, sizeLarge, uint64(128<<20), "%s: bytes", name)
		t.Logf("%s: %d kB, %d allocations", name, sizeLarge>>10, countLarge)
	}
}

func checkCost(doc string) (allocations, bytes uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_ = twiml.Check(doc)
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc
}
