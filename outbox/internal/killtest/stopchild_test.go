//go:build linux

package killtest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/seed15d99369/twilio"
)

// stopPlace is where a worker stops itself.
type stopPlace string

const (
	stopAtRate    stopPlace = "rate"    // it waits for the rate: nothing was written down yet
	stopAtClock   stopPlace = "clock"   // at a reading of the client's clock after the first claim, on the client's own transport
	stopBeforeOwn stopPlace = "request" // a caller's transport has the request, and has not passed it on
	stopWithOwn   stopPlace = "answer"  // a caller's transport has the answer, and has not given it back
)

// claimed is called within the transaction that makes a row sending.
func (t *task) claimed() { t.claims.Add(1) }

// stopOptions put the place where the worker stops itself into its client.
func (t *task) stopOptions() []twilio.Option {
	switch t.StopAt {
	case stopAtClock:
		return []twilio.Option{twilio.WithClock(&stopClock{task: t})}
	case stopBeforeOwn, stopWithOwn:
		own := &http.Transport{MaxIdleConnsPerHost: 10}
		return []twilio.Option{twilio.WithHTTPClient(&http.Client{Transport: stopTransport{own, t}})}
	}
	return nil
}

// stopSelf stops the process until somebody lets it go on. No transaction is open in a SQLite
// file then, because that would stop everybody else, too.
func (t *task) stopSelf() {
	if t.hold != nil {
		release := t.hold()
		defer release()
	}
	tell("stops")
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	// A signal to the calling thread comes before the call returns.
	_, _, _ = syscall.RawSyscall(syscall.SYS_TGKILL, uintptr(os.Getpid()), uintptr(syscall.Gettid()), uintptr(syscall.SIGSTOP))
	tell("goes on")
}

// stopClock is the machine's clock, at one reading of which the worker stops itself.
type stopClock struct{ task *task }

func (c *stopClock) Now() time.Time {
	if c.task.claims.Load() > 0 && int(c.task.readings.Add(1)) == c.task.StopReading {
		c.task.stopSelf()
	}
	return time.Now()
}

func (c *stopClock) Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// stopTransport is a caller's transport, which stops the worker at its first create.
type stopTransport struct {
	http.RoundTripper

	task *task
}

func (s stopTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodPost || s.task.readings.Add(1) != 1 {
		return s.RoundTripper.RoundTrip(r)
	}
	if s.task.StopAt == stopBeforeOwn {
		s.task.stopSelf()
	}
	resp, err := s.RoundTripper.RoundTrip(r)
	if s.task.StopAt == stopWithOwn && err == nil {
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close() //nolint:errcheck // it was read
		if err != nil {
			return nil, err
		}
		resp.Body = io.NopCloser(bytes.NewReader(body))
		s.task.stopSelf()
	}
	return resp, err
}
