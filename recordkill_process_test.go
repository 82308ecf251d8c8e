//go:build unix

package twilio_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// child is a process that delivers a message, tells of its stages, and is struck by a
// signal at one of them.
type child struct {
	signal syscall.Signal           // SIGKILL, or SIGSTOP
	jump   func(time.Duration)      // called with the length of each wait of the process
	spins  map[string]time.Duration // how long after which stage it is struck

	once   sync.Once
	struck chan struct{} // closed when the signal was sent
	ended  chan struct{} // closed when it has said its last

	mu      sync.Mutex
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	waiting bool // for an answer, at its pause
}

func newChild(signal syscall.Signal, jump func(time.Duration)) *child {
	return &child{signal: signal, jump: jump, spins: map[string]time.Duration{}, struck: make(chan struct{}), ended: make(chan struct{})}
}

func (c *child) start(t *testing.T, task delivery) {
	t.Helper()
	text, err := json.Marshal(task)
	require.NoError(t, err)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cmd = exec.CommandContext(t.Context(), os.Args[0])
	c.cmd.Env = append(os.Environ(), childEnv+"="+childDelivery, deliveryEnv+"="+string(text))
	c.stdin, err = c.cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := c.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.cmd.Start())
	go c.listen(bufio.NewScanner(stdout))
}

// listen follows the process from stage to stage.
func (c *child) listen(lines *bufio.Scanner) {
	defer close(c.ended)
	readings := 0
	for lines.Scan() {
		stage, argument, _ := strings.Cut(lines.Text(), " ")
		switch stage {
		case "ready":
			c.strikeAfter("ready")
		case "reading":
			readings++
			c.strikeAfter(fmt.Sprintf("reading %d", readings))
		case "pause":
			c.mu.Lock()
			c.waiting = true
			c.mu.Unlock()
			c.strike()
		case "sleep":
			d, _ := time.ParseDuration(argument)
			c.jump(d)
			c.answer()
		}
	}
}

func (c *child) answer() { _, _ = io.WriteString(c.stdin, "\n") }

// strikeAfter strikes a while after a stage, if that is the one. The while is spun
// away: no timer is exact enough to hit a point of the recipe.
func (c *child) strikeAfter(stage string) {
	spin, found := c.spins[stage]
	if !found {
		return
	}
	go func() {
		for began := time.Now(); time.Since(began) < spin; {
			runtime.Gosched()
		}
		c.strike()
	}()
}

func (c *child) strike() {
	c.once.Do(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		_ = c.cmd.Process.Signal(c.signal) // it may have ended
		close(c.struck)
	})
}

// awaitStrike returns once the process is dead, or stands still.
func (c *child) awaitStrike() {
	select {
	case <-c.struck:
	case <-c.ended:
	}
	if c.signal == syscall.SIGSTOP {
		var status syscall.WaitStatus
		_, _ = syscall.Wait4(c.cmd.Process.Pid, &status, syscall.WUNTRACED, nil) // or until it has ended
		return
	}
	<-c.ended
	_ = c.cmd.Wait() // it was killed
}

// resume lets the process go on to its end.
func (c *child) resume() {
	_ = c.cmd.Process.Signal(syscall.SIGCONT)
	c.mu.Lock()
	waiting := c.waiting
	c.mu.Unlock()
	if waiting {
		c.answer()
	}
	<-c.ended
	_ = c.cmd.Wait() // it may have been waited for
}
