package main

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asCommand lets the test binary be the command itself.
const asCommand = "TWILIO_CAMPAIGN_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) == "" {
		os.Exit(m.Run())
	}
	c := newCommand()
	// The usual times are longer, and a person can wait.
	c.times = times{create: 2 * time.Second, lease: 17 * time.Second, horizon: 32 * time.Second, fetch: time.Second}
	os.Exit(c.main())
}

// child starts the command as a process of its own, with the simulator of the desk for Twilio.
func (d *desk) child(args ...string) (process *exec.Cmd, output *bytes.Buffer) {
	d.t.Helper()
	self, err := os.Executable()
	require.NoError(d.t, err)
	process, output = exec.CommandContext(d.t.Context(), self, args...), new(bytes.Buffer)
	process.Env = append(os.Environ(), asCommand+"=1", "TWILIO_BASE_URL="+d.sim.URL(),
		"TWILIO_ACCOUNT_SID="+d.sim.AccountSID(), "TWILIO_AUTH_TOKEN="+d.sim.AuthToken())
	process.Stdout, process.Stderr = output, output
	require.NoError(d.t, process.Start())
	return process, output
}

// waitForMessages waits until the simulator has accepted as many messages.
func (d *desk) waitForMessages(n int) {
	d.t.Helper()
	require.Eventually(d.t, func() bool { return len(d.sim.Messages()) >= n }, time.Minute, 5*time.Millisecond)
}

// The command is killed twice while it sends, and started again by the same line. Nobody gets a
// second text, and the report is the ledger.
func TestKilledTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	file := d.people("people.csv", 100, 150)
	args := []string{"-text", "Hello {{.name}}", "-from", clinic, "-rate", "30", "-send", "-wait", "1m", file}
	for n := range 2 {
		process, output := d.child(args...)
		d.waitForMessages(50 * (n + 1))
		require.NoError(t, process.Process.Kill())
		require.Error(t, process.Wait(), output)
		assert.Less(t, len(d.sim.Messages()), 150, "the kill came in the middle")
	}
	process, output := d.child(args...)
	require.NoError(t, process.Wait(), output)
	assert.Len(t, d.sim.Messages(), 150)
	people := map[string]int{}
	for _, number := range d.ledger() {
		people[number]++
	}
	assert.Len(t, people, 150, "nobody got two")
	assert.Equal(t, d.ledger(), d.reported("people-report.csv"))
	assert.Contains(t, output.String(), "150 delivered")
}

// The first interrupt lets what is under way come to its end, and says how to go on.
func TestInterruptOfAProcess(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	file := d.people("people.csv", 100, 100)
	args := []string{"-text", "Hello {{.name}}", "-from", clinic, "-rate", "20", "-send", file}
	process, output := d.child(args...)
	d.waitForMessages(10)
	require.NoError(t, process.Process.Signal(os.Interrupt))
	require.Error(t, process.Wait())
	assert.Equal(t, exitFailed, process.ProcessState.ExitCode())
	assert.Contains(t, output.String(), "Stopping: what is being sent comes to its end")
	assert.Contains(t, output.String(), "run the same command again")
	assert.Equal(t, d.ledger(), d.reported("people-report.csv"), "nothing is left open")
}
