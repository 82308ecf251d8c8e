package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// asCommand lets the test binary be the command itself. It holds how many seconds a request may
// take, and after how many a delivery is asked for.
const asCommand = "TWILIO_CAMPAIGN_TEST_COMMAND"

func TestMain(m *testing.M) {
	var seconds [2]int
	if _, err := fmt.Sscan(os.Getenv(asCommand), &seconds[0], &seconds[1]); err != nil {
		os.Exit(m.Run())
	}
	create, fetch := time.Duration(seconds[0])*time.Second, time.Duration(seconds[1])*time.Second
	c := newCommand()
	// The usual times are longer, and a person can wait.
	c.times = times{create: create, lease: create + 15*time.Second, horizon: 32 * time.Second, fetch: fetch}
	os.Exit(c.main(os.Args[1:]))
}

// output is what a process has written.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// child starts the command as a process of its own, with the simulator of the desk for Twilio.
func (d *desk) child(times string, args ...string) (process *exec.Cmd, out *output) {
	d.t.Helper()
	self, err := os.Executable()
	require.NoError(d.t, err)
	process, out = exec.CommandContext(d.t.Context(), self, args...), new(output)
	process.Env = append(os.Environ(), asCommand+"="+times, "TWILIO_BASE_URL="+d.sim.URL(),
		"TWILIO_ACCOUNT_SID="+d.sim.AccountSID(), "TWILIO_AUTH_TOKEN="+d.sim.AuthToken())
	process.Stdout, process.Stderr = out, out
	require.NoError(d.t, process.Start())
	return process, out
}

// waitForMessages waits until the simulator has accepted as many messages.
func (d *desk) waitForMessages(n int) {
	d.t.Helper()
	require.Eventually(d.t, func() bool { return len(d.sim.Messages()) >= n }, 3*time.Minute, 5*time.Millisecond)
}

// The command is killed twice while it sends, and started again by the same line. Nobody gets a
// second text, and the report is the ledger.
func TestKilledTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	file := d.people("people.csv", 100, 150)
	args := []string{"-text", "Hello {{.name}}", "-from", clinic, "-rate", "30", "-send", "-wait", "1m", file}
	for n := range 2 {
		process, out := d.child("2 1", args...)
		d.waitForMessages(50 * (n + 1))
		require.NoError(t, process.Process.Kill())
		require.Error(t, process.Wait(), out)
		assert.Less(t, len(d.sim.Messages()), 150, "the kill came in the middle")
	}
	process, out := d.child("2 1", args...)
	require.NoError(t, process.Wait(), out)
	assert.Len(t, d.sim.Messages(), 150)
	people := map[string]int{}
	for _, number := range d.ledger() {
		people[number]++
	}
	assert.Len(t, people, 150, "nobody got two")
	assert.Equal(t, d.ledger(), d.reported("people-report.csv"))
	assert.Contains(t, out.String(), "150 delivered")
}

// The first interrupt lets what is under way come to its end, and says how to go on.
func TestInterruptOfAProcess(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	file := d.people("people.csv", 100, 100)
	args := []string{"-text", "Hello {{.name}}", "-from", clinic, "-rate", "20", "-send", file}
	process, out := d.child("2 1", args...)
	d.waitForMessages(10)
	require.NoError(t, process.Process.Signal(os.Interrupt))
	require.Error(t, process.Wait())
	assert.Equal(t, exitFailed, process.ProcessState.ExitCode())
	assert.Contains(t, out.String(), "Stopping: what is being sent comes to its end")
	assert.Contains(t, out.String(), "run the same command again")
	assert.Equal(t, d.ledger(), d.reported("people-report.csv"), "nothing is left open")
}

// The second interrupt does not wait for the request that is under way.
func TestSecondInterruptEndsAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.sim.Fault(twiliotest.OnCreateMessage().Latency(time.Hour))
	file := d.people("people.csv", 100, 100)
	process, out := d.child("300 1", "-text", "Hello {{.name}}", "-from", clinic, "-rate", "20", "-send", file)
	require.Eventually(t, func() bool { return d.sim.Faults()[0].Struck > 0 }, time.Minute, 5*time.Millisecond, out)
	require.NoError(t, process.Process.Signal(os.Interrupt))
	require.Eventually(t, func() bool { return strings.Contains(out.String(), "Stopping") }, time.Minute, 5*time.Millisecond, out)
	require.NoError(t, process.Process.Signal(os.Interrupt))
	require.Error(t, process.Wait())
	status, ok := process.ProcessState.Sys().(syscall.WaitStatus)
	require.True(t, ok)
	assert.True(t, status.Signaled(), "it has ended by the signal")
}

// Twilio's callbacks tell of the deliveries long before anybody would ask.
func TestCallbacks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var config net.ListenConfig
	socket, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := socket.Addr().String()
	require.NoError(t, socket.Close())
	file := d.people("people.csv", 100, 10)
	process, out := d.child("2 3600", "-text", "Hello {{.name}}", "-from", clinic, "-rate", "20", "-send", "-wait", "30s",
		"-listen", address, "-callback-url", "http://"+address+"/hooks", file)
	require.NoError(t, process.Wait(), out)
	for _, line := range d.table("people-report.csv") {
		assert.Equal(t, "delivered", line[5])
	}
}
