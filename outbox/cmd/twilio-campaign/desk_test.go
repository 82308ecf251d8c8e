package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const clinic = "+14155556789"

// loopback is an address under which the simulator of a test is reached in memory.
const loopback = "http://127.0.0.1:8945"

// desk is a folder, a simulator and the command between them. Inside a bubble of synctest its time
// is virtual.
type desk struct {
	t   *testing.T
	sim *twiliotest.Sim
	dir string
	env map[string]string

	stdin          string
	stdout, stderr *bytes.Buffer // of the last run
}

func newDesk(t *testing.T, opts ...twiliotest.Option) *desk {
	t.Helper()
	sim := twiliotest.New(t, append([]twiliotest.Option{twiliotest.WallTime(), twiliotest.AllowUnexpected(), twiliotest.AllowAlerts()}, opts...)...)
	sim.Number(clinic)
	return &desk{t: t, sim: sim, dir: t.TempDir(), env: map[string]string{"TWILIO_BASE_URL": loopback}}
}

// file writes a file into the folder, and returns its path.
func (d *desk) file(name string, lines ...string) string {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	require.NoError(d.t, os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	return path
}

// people writes a file of so many people, beginning with a number.
func (d *desk) people(name string, from, n int) string {
	lines := []string{"number,name"}
	for i := range n {
		lines = append(lines, fmt.Sprintf("+1415555%04d,Person %d", from+i, from+i))
	}
	return d.file(name, lines...)
}

// command is the command with the simulator for Twilio. Without TWILIO_BASE_URL its client goes to
// Twilio's own addresses, which lead to the simulator, too.
func (d *desk) command() *command {
	d.stdout, d.stderr = new(bytes.Buffer), new(bytes.Buffer)
	return &command{
		getenv: func(name string) string { return d.env[name] },
		stdin:  strings.NewReader(d.stdin), stdout: d.stdout, stderr: d.stderr,
		newClient: func(opts ...twilio.Option) (*twilio.Client, error) {
			all := append(d.sim.Options(), opts...)
			if base := d.env["TWILIO_BASE_URL"]; base != "" {
				all = append(all, twilio.WithBaseURL(base))
			}
			return twilio.New(d.sim.AccountSID(), twilio.AuthToken(d.sim.AuthToken()), all...)
		},
	}
}

// run runs the command, and returns its exit status.
func (d *desk) run(args ...string) int { return d.runFor(d.t.Context(), args...) }

func (d *desk) runFor(ctx context.Context, args ...string) int { return d.command().run(ctx, args) }

// usual are the flags that most tests need.
func usual(more ...string) []string {
	return append([]string{"-text", "Hello {{.name}}", "-from", clinic, "-rate", "10"}, more...)
}

// table reads a CSV file of the folder without its first line.
func (d *desk) table(name string) [][]string {
	d.t.Helper()
	file, err := os.Open(filepath.Join(d.dir, name))
	require.NoError(d.t, err)
	defer func() { _ = file.Close() }()
	all, err := csv.NewReader(file).ReadAll()
	require.NoError(d.t, err)
	return all[1:]
}

// ledger is what the simulator has accepted: texts by SID, with their number.
func (d *desk) ledger() map[string]string {
	texts := map[string]string{}
	for _, m := range d.sim.Messages() {
		texts[m.SID] = m.To
	}
	return texts
}

// reported is what a report says was accepted: numbers by SID.
func (d *desk) reported(name string) map[string]string {
	d.t.Helper()
	texts := map[string]string{}
	for _, line := range d.table(name) {
		if line[3] == "accepted" {
			texts[line[4]] = line[1]
		}
	}
	return texts
}
