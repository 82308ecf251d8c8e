package main

import (
	"bufio"
	"debug/elf"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// nobody is the user of the Containerfile.
const nobody = 65532

// TestStaticBinary runs the binary where nothing else is, as the Containerfile would: in an
// empty root when the test may make one, and otherwise in an empty folder with an empty
// environment. The log says which.
func TestStaticBinary(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	binary := filepath.Join(root, "twilio-sim")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	requireStatic(t, binary)

	cmd := exec.CommandContext(t.Context(), "/twilio-sim", "-address", "127.0.0.1:0")
	cmd.Env, cmd.Dir = []string{}, "/"
	if os.Geteuid() == 0 {
		t.Log("The binary runs in an empty root, as a user without rights.")
		require.NoError(t, os.Chmod(root, 0o755))
		cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	} else {
		t.Log("The test is not root: the binary runs in an empty folder, with an empty environment, and not in an empty root.")
		cmd.Path, cmd.Dir = binary, t.TempDir()
	}
	address := begin(t, cmd)
	resp, err := http.Get(address + "/readyz?wait=10s")
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusOK, resp.StatusCode)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, cmd.Wait(), "it ends with status 0")
}

// begin starts the command, and returns the address that it prints.
func begin(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	cmd.Stderr = os.Stderr
	cmd.WaitDelay = time.Minute
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	_, after, found := strings.Cut(line, "answers at ")
	require.True(t, found, line)
	address, _, _ := strings.Cut(after, " ")
	return address
}

// requireStatic holds that no other file is needed to run a binary.
func requireStatic(t *testing.T, path string) {
	t.Helper()
	file, err := elf.Open(path)
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	libraries, err := file.ImportedLibraries()
	require.NoError(t, err)
	assert.Empty(t, libraries)
	for _, p := range file.Progs {
		assert.NotEqual(t, elf.PT_INTERP, p.Type, "it needs a loader")
	}
}
