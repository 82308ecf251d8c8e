//go:build unix

package journal

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLinksPipesAndDevicesAreRefused(t *testing.T) {
	t.Parallel()
	folder, target := t.TempDir(), written(t, `{}`)
	link, dangling, pipe := filepath.Join(folder, "link"), filepath.Join(folder, "dangling"), filepath.Join(folder, "pipe")
	require.NoError(t, os.Symlink(target, link))
	require.NoError(t, os.Symlink(filepath.Join(folder, "nothing"), dangling))
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	for path, text := range map[string]string{link: "is a symbolic link", dangling: "is a symbolic link", pipe: "is no ordinary file", os.DevNull: "is no ordinary file"} {
		_, _, err := Open(path, ignore)
		assert.ErrorContains(t, err, text, path)
	}
	assert.NoFileExists(t, filepath.Join(folder, "nothing"))
}

func TestLinkThatIsMadeAfterTheCheckIsNotFollowed(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink(written(t), link))
	_, err := os.OpenFile(link, os.O_RDWR|openFlags, ownerOnly)
	assert.ErrorIs(t, err, syscall.ELOOP)
}

func TestFileThatOthersCanReadIsRefused(t *testing.T) {
	t.Parallel()
	for _, mode := range []os.FileMode{0o644, 0o640, 0o604, 0o620, 0o700} {
		path := written(t, `{}`)
		require.NoError(t, os.Chmod(path, mode))
		_, _, err := Open(path, ignore)
		assert.ErrorContains(t, err, "chmod 600", "mode %o", mode)
	}
	path := written(t, `{}`)
	require.NoError(t, os.Chmod(path, 0o400))
	if os.Getuid() == 0 { // who may write everything
		records, _ := recordsOf(t, path)
		assert.Len(t, records, 1)
	}
}

func TestFileIsOpenOnce(t *testing.T) {
	t.Parallel()
	path := written(t, `{}`)
	f, _, err := Open(path, ignore)
	require.NoError(t, err)
	_, _, err = Open(path, ignore)
	require.ErrorContains(t, err, "another process has "+path+" open")
	require.NoError(t, f.Close())
	records, _ := recordsOf(t, path)
	assert.Len(t, records, 1)
}

func TestHalfAWriteIsTakenBack(t *testing.T) {
	t.Parallel()
	path := written(t, `{"n":1}`)
	f, _, err := Open(path, ignore)
	require.NoError(t, err)
	_, err = f.file.WriteString("0000")
	require.NoError(t, err)
	writable := f.file
	f.file, err = os.OpenFile(path, os.O_RDONLY, 0)
	require.NoError(t, err)
	require.ErrorContains(t, f.Append([]byte(`{}`)), "writing "+path)
	f.file = writable
	require.Error(t, f.Append([]byte(`{}`)), "what could not be taken back is not followed by more")
	require.NoError(t, f.Close())
	records, torn := recordsOf(t, path)
	assert.Equal(t, []string{`{"n":1}`}, records)
	assert.EqualValues(t, 4, torn)
}
