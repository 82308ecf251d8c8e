//go:build !race

package outbox_test

import (
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/outbox"
)

// EnqueueMany keeps one batch in memory, however many messages come.
func TestEnqueueManyKeepsItsMemory(t *testing.T) { //nolint:paralleltest // it measures the heap of the process
	messages := 200_000
	if testing.Short() {
		messages = 20_000
	}
	b := newSQLiteBase(t, filepath.Join(t.TempDir(), "outbox.db"))
	require.NoError(t, b.migrate(t.Context()))
	o := b.open(settings{})
	done, err := o.enqueueMany(t.Context(), each(series("warm", 0, 4000)...))
	require.NoError(t, err)
	require.Equal(t, 4000, done.New)
	before := liveHeap()
	most := before
	done, err = o.enqueueMany(t.Context(), func(yield func(outbox.Message, error) bool) {
		for n := range messages {
			if n%20_000 == 19_999 {
				most = max(most, liveHeap()) // the batch is nearly full
			}
			if !yield(text("order-"+strconv.Itoa(n)), nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	assert.Equal(t, messages, done.New)
	const bound = 12 << 20 // of 2,000 messages; all of them would be a hundred times as many
	assert.Less(t, most-before, uint64(bound))
	t.Logf("the live heap has grown by %d kB", (most-before)/1024)
}

// liveHeap is what is reachable.
func liveHeap() uint64 {
	runtime.GC()
	runtime.GC() // for what pools kept through the first one
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
