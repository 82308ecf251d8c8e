package catalogue

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFind(t *testing.T) {
	t.Parallel()
	last := uint32(0)
	for row := range All() {
		assert.Greater(t, row.Code, last, "the rows are sorted")
		found, ok := Find(int(row.Code))
		assert.True(t, ok, "%d", row.Code)
		assert.Equal(t, row, found)
		if row.Code > last+1 {
			_, ok = Find(int(row.Code) - 1)
			assert.False(t, ok, "%d", row.Code-1)
		}
		last = row.Code
	}
	for _, none := range []int{0, -1, -21211, int(last) + 1, 1<<32 + 21211} {
		row, ok := Find(none)
		assert.False(t, ok, "%d", none)
		assert.Zero(t, row)
	}
	assert.Positive(t, Len())
}
