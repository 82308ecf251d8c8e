package journal

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func ignore([]byte) error { return nil }

// recordsOf opens a journal, closes it, and returns its records and how many bytes were torn.
func recordsOf(t *testing.T, path string) (records []string, torn int64) {
	t.Helper()
	f, torn, err := Open(path, func(record []byte) error {
		records = append(records, string(record))
		return nil
	})
	require.NoError(t, err)
	require.NoError(t, f.Close())
	return records, torn
}

func fresh(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "state")
}

// written is the path of a journal with records.
func written(t *testing.T, records ...string) string {
	t.Helper()
	path := fresh(t)
	f, torn, err := Open(path, ignore)
	require.NoError(t, err)
	require.Zero(t, torn)
	for _, record := range records {
		require.NoError(t, f.Append([]byte(record)))
	}
	require.NoError(t, f.Close())
	return path
}

func TestRecordsAreReadInTheirOrder(t *testing.T) {
	t.Parallel()
	path := written(t, `{"n":1}`, `{"n":2}`)
	f, _, err := Open(path, ignore)
	require.NoError(t, err)
	require.NoError(t, f.Append([]byte(`{"n":3}`), []byte(`{}`)))
	require.NoError(t, f.Sync())
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, info.Size(), f.Size())
	require.NoError(t, f.Close())
	require.NoError(t, f.Close(), "it is closed already")
	records, torn := recordsOf(t, path)
	assert.Equal(t, []string{`{"n":1}`, `{"n":2}`, `{"n":3}`, `{}`}, records)
	assert.Zero(t, torn)
	require.ErrorIs(t, f.Append([]byte(`{}`)), os.ErrClosed)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestFileThatWasCutAnywhereKeepsItsWholeRecords(t *testing.T) {
	t.Parallel()
	records := []string{`{"n":1}`, `{"kind":"message","body":"ü"}`, `{"n":3}`}
	whole, err := os.ReadFile(written(t, records...))
	require.NoError(t, err)
	for length := range len(whole) + 1 {
		path := fresh(t)
		require.NoError(t, os.WriteFile(path, whole[:length], 0o600))
		got, torn := recordsOf(t, path)
		lines := bytes.Count(whole[:length], []byte("\n"))
		assert.Equal(t, records[:max(lines-1, 0)], append([]string{}, got...), "cut at %d", length)
		assert.Equal(t, length == 0 || whole[length-1] == '\n', torn == 0, "cut at %d", length)
		f, _, err := Open(path, ignore)
		require.NoError(t, err)
		require.NoError(t, f.Append([]byte(`{"after":true}`)))
		require.NoError(t, f.Close())
		got, torn = recordsOf(t, path)
		assert.Equal(t, append(append([]string{}, records[:max(lines-1, 0)]...), `{"after":true}`), got, "cut at %d", length)
		assert.Zero(t, torn)
	}
}

func TestDamageAtTheEndIsCutOff(t *testing.T) {
	t.Parallel()
	for name, rest := range map[string]string{
		"zeros": strings.Repeat("\x00", 4096), "a bad checksum": "00000002 00000000 {}\n", "two bad lines": "x\ny\n", "half a prefix": "0000",
	} {
		path := written(t, `{"n":1}`)
		add(t, path, rest)
		records, torn := recordsOf(t, path)
		assert.Equal(t, []string{`{"n":1}`}, records, name)
		assert.EqualValues(t, len(rest), torn, name)
	}
}

func TestDamageInTheMiddleIsRefused(t *testing.T) {
	t.Parallel()
	path := written(t, `{"n":1}`, `{"n":2}`, `{"n":3}`)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	second := bytes.Index(whole, []byte("\n00000007")) // ends the header
	second += 1 + len(`00000007 00000000 {"n":1}`) + 1
	for offset := second; offset < second+len(`00000007 00000000 {"n":2}`)+1; offset++ {
		damaged := bytes.Clone(whole)
		damaged[offset] ^= 0x01
		require.NoError(t, os.WriteFile(path, damaged, 0o600))
		_, _, err := Open(path, ignore)
		require.ErrorContains(t, err, fmt.Sprintf("%s is damaged at byte %d", path, second), "byte %d", offset)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, damaged, after, "a file that is refused is left alone")
	}
}

func TestWhatIsNoJournalIsRefused(t *testing.T) {
	t.Parallel()
	text := fresh(t)
	require.NoError(t, os.WriteFile(text, []byte("my notes, which nobody may cut off\n"), 0o600))
	_, _, err := Open(text, ignore)
	require.ErrorContains(t, err, "is no state file of this version")
	later := fresh(t)
	require.NoError(t, os.WriteFile(later, []byte("twilio-sim state 2\n"), 0o600))
	_, _, err = Open(later, ignore)
	require.ErrorContains(t, err, "is no state file of this version")
	_, _, err = Open(t.TempDir(), ignore)
	require.ErrorContains(t, err, "is no ordinary file")
	_, _, err = Open(filepath.Join(t.TempDir(), "missing", "state"), ignore)
	require.ErrorIs(t, err, os.ErrNotExist)
	content, err := os.ReadFile(text)
	require.NoError(t, err)
	assert.Equal(t, "my notes, which nobody may cut off\n", string(content))
}

func TestRecordThatTheReaderRefusesIsNamed(t *testing.T) {
	t.Parallel()
	path := written(t, `{"n":1}`, `{"n":2}`)
	count := 0
	_, _, err := Open(path, func([]byte) error {
		if count++; count == 2 {
			return assert.AnError
		}
		return nil
	})
	require.ErrorIs(t, err, assert.AnError)
	assert.ErrorContains(t, err, fmt.Sprintf("the record at byte %d", len(header)+len("00000007 00000000 {\"n\":1}\n")))
}

func TestLongRecordIsRefused(t *testing.T) {
	t.Parallel()
	path := written(t, `{"n":1}`)
	f, _, err := Open(path, ignore)
	require.NoError(t, err)
	require.ErrorContains(t, f.Append([]byte(`{}`), make([]byte, MaxRecord+1)), "at most 16777216")
	require.Error(t, f.Append([]byte("{\n}")))
	longest := []byte(`"` + strings.Repeat("x", MaxRecord-2) + `"`)
	require.NoError(t, f.Append(longest))
	require.NoError(t, f.Close())
	add(t, path, strings.Repeat("x", 2*MaxRecord)+"\n"+strings.Repeat("y", 2*MaxRecord))
	records, torn := recordsOf(t, path)
	require.Len(t, records, 2)
	assert.Len(t, records[1], MaxRecord)
	assert.EqualValues(t, 4*MaxRecord+1, torn)
}

func TestFileIsReplacedInOneStep(t *testing.T) {
	t.Parallel()
	path := written(t, `{"n":1}`, `{"n":2}`)
	require.NoError(t, os.WriteFile(path+".new", []byte("of a process that died"), 0o600))
	f, _, err := Open(path, ignore)
	require.NoError(t, err)
	require.NoError(t, f.Replace([][]byte{[]byte(`{"n":2}`)}))
	require.NoError(t, f.Append([]byte(`{"n":3}`)))
	_, _, err = Open(path, ignore)
	require.Error(t, err, "the new file is locked, too")
	require.NoError(t, f.Close())
	records, _ := recordsOf(t, path)
	assert.Equal(t, []string{`{"n":2}`, `{"n":3}`}, records)
	assert.NoFileExists(t, path+".new")
}

func add(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	_, err = f.WriteString(text)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}
