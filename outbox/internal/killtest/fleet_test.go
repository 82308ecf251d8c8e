//go:build linux

package killtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// longestWait ends a test on a machine that is busy with something else. Nothing takes as long.
const longestWait = 4 * time.Minute

// proc is a process that works.
type proc struct {
	task  *task
	cmd   *exec.Cmd
	stdin io.Closer
	lines chan string // what it has told
	log   *tail
	ended chan struct{}
}

// tail keeps the end of what a process logs.
type tail struct {
	mu   sync.Mutex
	text bytes.Buffer
}

const tailSize = 1 << 14

func (l *tail) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Write(b)
	if extra := l.text.Len() - tailSize; extra > 0 {
		l.text.Next(extra)
	}
	return len(b), nil
}

func (l *tail) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// start begins a worker. It ends with the test at the latest.
func start(t *testing.T, do *task) *proc {
	t.Helper()
	text, err := json.Marshal(do)
	require.NoError(t, err)
	p := &proc{task: do, lines: make(chan string, 1000), log: &tail{}, ended: make(chan struct{})}
	p.cmd = exec.Command(os.Args[0])
	p.cmd.Env = append(os.Environ(), taskEnv+"="+string(text))
	p.cmd.Stderr = p.log
	p.stdin, err = p.cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	go p.follow(stdout)
	t.Cleanup(func() {
		p.kill()
		if t.Failed() && p.log.String() != "" {
			t.Logf("worker %s: %s", do.Worker, p.log)
		}
	})
	return p
}

func (p *proc) follow(stdout io.Reader) {
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		select {
		case p.lines <- lines.Text():
		default: // nobody listens
		}
	}
	_ = p.cmd.Wait() // it may have been killed
	close(p.ended)
}

// kill ends the process as a crash does, and returns once it is gone.
func (p *proc) kill() {
	_ = p.cmd.Process.Signal(syscall.SIGKILL) // it may be gone
	<-p.ended
}

// stop asks the process to end, and returns once it has.
func (p *proc) stop(t *testing.T) {
	t.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may be gone
	select {
	case <-p.ended:
		assert.Zero(t, p.cmd.ProcessState.ExitCode(), "worker %s: %s", p.task.Worker, p.log)
	case <-time.After(longestWait):
		assert.Fail(t, "the worker does not end", p.task.Worker)
		p.kill()
	}
}

// awaitLine waits until the process tells something.
func (p *proc) awaitLine(t *testing.T, want string) {
	t.Helper()
	late := time.After(longestWait)
	for {
		select {
		case line := <-p.lines:
			if line == want {
				return
			}
		case <-p.ended:
			require.Fail(t, "the worker has ended", "%s: %s", p.task.Worker, p.log)
		case <-late:
			require.Fail(t, "the worker does not say "+want, "%s: %s", p.task.Worker, p.log)
		}
	}
}

// awaitStopped waits until the process stands still.
func (p *proc) awaitStopped(t *testing.T) {
	t.Helper()
	p.awaitLine(t, "stops")
	require.Eventually(t, func() bool {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
		_, state, _ := strings.Cut(string(stat), ") ")
		return err == nil && strings.HasPrefix(state, "T")
	}, 10*time.Second, 10*time.Millisecond)
}

// goOn lets a process go on that stands still.
func (p *proc) goOn(t *testing.T) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Signal(syscall.SIGCONT))
	p.awaitLine(t, "goes on")
}
