package journal

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzRead holds that a file either is refused or gives records whose lines are its
// beginning, and that nothing after a damaged record is taken for good.
func FuzzRead(f *testing.F) {
	whole := AppendRecord(AppendRecord([]byte(header), []byte(`{"n":1}`)), []byte(`{"kind":"message"}`))
	for _, seed := range [][]byte{nil, []byte(header), whole, whole[:len(whole)-3], append(bytes.Clone(whole), "zz\n"...), bytes.Replace(whole, []byte("n"), []byte("m"), 1), []byte("twilio-sim state 2\n")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		lines := []byte(header)
		good, err := read("state", bytes.NewReader(content), func(record []byte) error {
			lines = AppendRecord(lines, record)
			return nil
		})
		if err != nil {
			return
		}
		require.LessOrEqual(t, good, int64(len(content)))
		if good > 0 {
			assert.Equal(t, bytes.ToLower(content[:good]), bytes.ToLower(lines))
		}
		again, err := read("state", bytes.NewReader(content[:good]), func([]byte) error { return nil })
		require.NoError(t, err)
		assert.Equal(t, good, again)
	})
}
