//go:build linux

// Package killtest holds the promise of the outbox against processes that are killed, stopped and
// cut off. The workers are processes of their own; the simulator, its ledger, and the handler of
// the status callbacks live in the process of the test.
package killtest

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"testing"
)

// taskEnv makes the test binary a worker. Its value is the task.
const taskEnv = "OUTBOX_KILLTEST_TASK"

// testsAtATime is more than there are processors: these tests wait most of the time.
const testsAtATime = "5"

func TestMain(m *testing.M) {
	text, isWorker := os.LookupEnv(taskEnv)
	if !isWorker {
		flag.Parse()
		_ = flag.Set("test.parallel", testsAtATime) // there is such a flag
		os.Exit(m.Run())
	}
	if err := work(text); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// work does the task of a worker until the process is told to stop.
func work(text string) error {
	var t task
	if err := json.Unmarshal([]byte(text), &t); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go endWithParent()
	return t.run(ctx)
}

// endWithParent ends the worker when the process of the test is gone: the pipe to it ends then.
func endWithParent() {
	_, _ = io.Copy(io.Discard, bufio.NewReader(os.Stdin))
	os.Exit(1)
}
