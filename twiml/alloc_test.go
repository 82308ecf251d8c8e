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
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = menu().String() }), 4.0, "build and render")
}

// A document of 1 MB takes 16 times the memory of one of 64 kB, whatever it holds, and
// less than 200 bytes for each of its own.
//
//nolint:paralleltest // it counts the whole process
func TestCheckTakesLinearMemory(t *testing.T) {
	const small, times = 64 << 10, 16 // bytes
	readers := map[string]func(string){
		"Check":        func(doc string) { _ = twiml.Check(doc) },
		"ParseLenient": func(doc string) { _, _, _ = twiml.ParseLenient(doc) },
	}
	for reader, read := range readers {
		for name, doc := range large {
			count, size := cost(read, doc(small))
			countLarge, sizeLarge := cost(read, doc(small*times))
			assert.LessOrEqual(t, countLarge, count*times*5/4, "%s %s: allocations", reader, name)
			assert.LessOrEqual(t, sizeLarge, size*times*5/4, "%s %s: bytes", reader, name)
			assert.Less(t, sizeLarge, uint64(200*small*times), "%s %s: bytes", reader, name)
			t.Logf("%s %s: %d kB, %d allocations", reader, name, sizeLarge>>10, countLarge)
		}
	}
}

// cost is what is allocated, whether or not it is kept.
func cost(read func(string), doc string) (allocations, bytes uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read(doc)
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc
}
