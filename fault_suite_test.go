package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// ending is one way in which a create can end, in a synctest bubble. An ending of
// the network is a fault of the simulator, one of the caller's a cancel.
type ending struct {
	name   string
	fault  func(m twiliotest.Match) twiliotest.Fault // nil for none
	cancel time.Duration                             // after the create began, 0 for never
	dial   func(d *dialler)                          // the fate of new connections
	want   outcome                                   // on a connection that is fresh
}

// outcome is the answer that the caller gets.
type outcome string

const (
	done     outcome = "done"
	rejected outcome = "rejected"
	notSent  outcome = "not sent"
	unknown  outcome = "unknown"
)

func outcomeOf(err error) outcome {
	switch {
	case err == nil:
		return done
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		return unknown
	case errors.Is(err, twilio.ErrNotSent):
		return notSent
	}
	return rejected
}

// endings are those of which the promise speaks, each of those that the server
// decides on in two forms: the create carried out, and not.
func endings() []ending {
	type match = twiliotest.Match
	type fault = twiliotest.Fault
	later := func(after time.Duration) string { return time.Now().Add(after).UTC().Format(http.TimeFormat) }
	return []ending{
		{name: "answered", cancel: 0, want: done},
		{name: "dial refused", cancel: 0, dial: func(d *dialler) { d.refuse = true }, want: notSent},
		{name: "dial refused once", cancel: 0, dial: func(d *dialler) { d.refuse, d.once = true, true }, want: done},
		{name: "dial hangs, canceled", cancel: time.Second, dial: func(d *dialler) { d.hang = true }, want: notSent},
		{name: "TLS failure", cancel: 0, dial: func(d *dialler) { d.noTLS = true }, want: notSent},
		{name: "closed before it was read", fault: func(m match) fault { return m.DropBeforeRead() }, cancel: 0, want: unknown},
		{name: "closed after the body, not processed", fault: func(m match) fault { return m.ReadThenClose() }, cancel: 0, want: unknown},
		{name: "closed after the body, processed", fault: func(m match) fault { return m.CommitThenClose() }, cancel: 0, want: unknown},
		{name: "reset, not processed", fault: func(m match) fault { return m.DropBeforeRead() }, cancel: 0, want: unknown},
		{name: "reset, processed", fault: func(m match) fault { return m.CommitThenReset() }, cancel: 0, want: unknown},
		{name: "201, then cut", fault: func(m match) fault { return m.TruncatedJSON() }, cancel: 0, want: unknown},
		{name: "headers past the deadline", fault: func(m match) fault { return m.Latency(time.Minute) }, cancel: 0, want: unknown},
		{name: "body past the deadline", fault: func(m match) fault { return m.SlowDrip(time.Minute) }, cancel: 0, want: unknown},
		{name: "canceled while waiting for headers", fault: func(m match) fault { return m.Latency(20 * time.Second) }, cancel: 5 * time.Second, want: unknown},
		{name: "canceled in the body", fault: func(m match) fault { return m.SlowDrip(20 * time.Second) }, cancel: 5 * time.Second, want: unknown},
		{name: "canceled in a wait", fault: func(m match) fault { return m.TooManyRequests("10") }, cancel: 5 * time.Second, want: notSent},
		{name: "slow, but in time", fault: func(m match) fault { return m.Latency(20 * time.Second) }, cancel: 0, want: done},
		{name: "1xx noise", fault: func(m match) fault { return m.EarlyHints(4) }, cancel: 0, want: done},
		{name: "429, seconds", fault: func(m match) fault { return m.TooManyRequests("3") }, cancel: 0, want: notSent},
		{name: "429, seconds, once", fault: func(m match) fault { return m.Times(1).TooManyRequests("3") }, cancel: 0, want: done},
		{name: "429, a date", fault: func(m match) fault { return m.Times(1).TooManyRequests(later(5 * time.Second)) }, cancel: 0, want: done},
		{name: "429, too long", fault: func(m match) fault { return m.TooManyRequests("3600") }, cancel: 0, want: notSent},
		{name: "429, no hint", fault: func(m match) fault { return m.Times(2).TooManyRequests("") }, cancel: 0, want: done},
		{name: "429, unreadable hint", fault: func(m match) fault { return m.Times(2).TooManyRequests("soon") }, cancel: 0, want: done},
		{name: "429 of a product", fault: func(m match) fault { return m.Status(429, 60203) }, cancel: 0, want: rejected},
		{name: "400", fault: func(m match) fault { return m.Status(400, 21211) }, cancel: 0, want: rejected},
		{name: "500, not processed", fault: func(m match) fault { return m.Status(500, 20500) }, cancel: 0, want: unknown},
		{name: "500, processed", fault: func(m match) fault { return m.Status(500, 20500).AfterCommit() }, cancel: 0, want: unknown},
		{name: "503, not processed", fault: func(m match) fault { return m.Status(503, 20503) }, cancel: 0, want: unknown},
		{name: "503, processed", fault: func(m match) fault { return m.Status(503, 20503).AfterCommit() }, cancel: 0, want: unknown},
		{name: "502 in HTML, not processed", fault: func(m match) fault { return m.HTML(502) }, cancel: 0, want: unknown},
		{name: "502 in HTML, processed", fault: func(m match) fault { return m.HTML(502).AfterCommit() }, cancel: 0, want: unknown},
		{name: "201 in HTML, processed", fault: func(m match) fault { return m.HTML(201).AfterCommit() }, cancel: 0, want: unknown},
		{name: "redirect to another host", fault: func(m match) fault { return m.RedirectElsewhere("https://elsewhere.example.com/") }, cancel: 0, want: unknown},
		{name: "redirect, processed", fault: func(m match) fault { return m.RedirectElsewhere("/2010-04-01/").AfterCommit() }, cancel: 0, want: unknown},
		{name: "gzip bomb, not processed", fault: func(m match) fault { return m.Oversized() }, cancel: 0, want: unknown},
		{name: "gzip bomb, processed", fault: func(m match) fault { return m.Oversized().AfterCommit() }, cancel: 0, want: unknown},
		{name: "processed late", fault: func(m match) fault { return m.LateCommit(8 * time.Second) }, cancel: 0, want: unknown},
		{name: "processed, listed late", fault: func(m match) fault { return m.CommitHidden(40 * time.Second) }, cancel: 0, want: unknown},
	}
}

// connection is the state of the connection that the create gets.
type connection string

const (
	fresh       connection = "fresh"
	reused      connection = "reused"
	staleSilent connection = "stale, took the bytes"
	staleBroken connection = "stale, took nothing"
)

var connections = [...]connection{fresh, reused, staleSilent, staleBroken}

// dialler connects to the simulator, and spoils connections.
type dialler struct {
	dial  func(ctx context.Context, network, address string) (net.Conn, error)
	state connection

	mu                        sync.Mutex
	refuse, once, hang, noTLS bool
	made                      []*spoiled
}

func (d *dialler) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	d.mu.Lock()
	refuse, hang, noTLS := d.refuse, d.hang, d.noTLS
	if d.once {
		d.refuse = false
	}
	d.mu.Unlock()
	switch {
	case refuse:
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	case hang:
		<-ctx.Done()
		return nil, ctx.Err()
	case noTLS:
		return nil, &net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}
	}
	conn, err := d.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	c := &spoiled{Conn: conn, state: d.state}
	d.made = append(d.made, c)
	return c, nil
}

// heal lets connections be made again.
func (d *dialler) heal() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refuse, d.hang, d.noTLS = false, false, false
}

// spoiled is a connection whose other end may have gone while it was idle, which
// shows only when it is used.
type spoiled struct {
	net.Conn

	state connection
	stale atomic.Bool
}

func (c *spoiled) Write(p []byte) (int, error) {
	if !c.stale.Load() {
		return c.Conn.Write(p)
	}
	_ = c.Close()
	if c.state == staleBroken {
		return 0, &net.OpError{Op: "write", Err: syscall.EPIPE}
	}
	return len(p), nil
}

// suite is one case of the fault suite: a client, and the simulator.
type suite struct {
	sim    *twiliotest.Sim
	client *twilio.Client
	dial   *dialler
}

// newSuite connects a client by a kind of transport.
func newSuite(t *testing.T, kind transportKind) *suite {
	t.Helper()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.WallTime())
	sim.Number(reconcileFrom)
	transport, ok := sim.Transport().(*http.Transport)
	require.True(t, ok)
	s := &suite{sim: sim, dial: &dialler{dial: transport.DialContext}}
	opts := []twilio.Option{twilio.WithBaseURL("http://127.0.0.1")}
	if kind.wrap != nil {
		opts = append(opts, twilio.WithHTTPClient(s.callersClient(t, kind)))
	}
	var err error
	s.client, err = twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), opts...)
	require.NoError(t, err)
	if kind.wrap == nil {
		twilio.DialWith(s.client, s.dial.DialContext)
		t.Cleanup(s.client.CloseIdleConnections)
	}
	return s
}

func (s *suite) callersClient(t *testing.T, kind transportKind) *http.Client {
	t.Helper()
	next := &http.Transport{DialContext: s.dial.DialContext}
	t.Cleanup(next.CloseIdleConnections)
	return &http.Client{Transport: postsThrough{posts: kind.wrap(next), others: next}, Timeout: kind.timeout}
}

// prepare brings the connection into its state.
func (s *suite) prepare(t *testing.T, state connection) {
	t.Helper()
	s.dial.state = state
	if state == fresh {
		return
	}
	_, err := s.client.Balance.Get(t.Context())
	require.NoError(t, err)
	synctest.Wait() // until the connection is idle
	s.dial.mu.Lock()
	defer s.dial.mu.Unlock()
	for _, c := range s.dial.made {
		c.stale.Store(state != reused)
	}
}

// arrange lets the next create meet its ending.
func (s *suite) arrange(e ending) {
	if e.fault != nil {
		s.sim.Fault(e.fault(twiliotest.OnCreateMessage()))
	}
	if e.dial != nil {
		s.dial.mu.Lock()
		defer s.dial.mu.Unlock()
		e.dial(s.dial)
	}
}

// send creates a message that meets its ending, and returns the outcome that the caller was
// told; it settles an unknown one afterwards.
func (s *suite) send(t *testing.T, e ending) (first outcome, settled error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if e.cancel > 0 {
		timer := time.AfterFunc(e.cancel, cancel)
		defer timer.Stop()
	}
	s.arrange(e)
	params := reconcileParams("Hi")
	_, err := s.client.Messages.Create(ctx, params)
	first = outcomeOf(err)
	assert.Equal(t, ctx.Err() != nil && first != done, errors.Is(err, context.Canceled), "canceled, and it says so: %v", err)
	var lost *twilio.OutcomeUnknownError
	if !errors.As(err, &lost) {
		return first, err
	}
	s.dial.heal()
	_, err = s.client.Messages.Reconcile(t.Context(), params, lost)
	return first, err
}

// TestFaultSuite is the product of transports, states of the connection and
// endings. A request that a breaker gave up is still under way when the case ends, so that the
// bubble lets it come to its end.
func TestFaultSuite(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	cases, duplicates, tally := 0, 0, map[outcome]int{}
	t.Run("cases", func(t *testing.T) {
		forEachCase(t, func(t *testing.T, kind transportKind, state connection, e ending) {
			t.Helper()
			got, created := runCase(t, kind, state, e)
			mu.Lock()
			defer mu.Unlock()
			cases++
			duplicates += max(created-1, 0)
			tally[got]++
		})
	})
	t.Logf("%d cases: %v; duplicates %d", cases, tally, duplicates)
	assert.Equal(t, len(transportKinds())*len(connections)*len(endings()), cases)
}

// forEachCase runs every case in a bubble of its own.
func forEachCase(t *testing.T, run func(t *testing.T, kind transportKind, state connection, e ending)) {
	t.Helper()
	for _, kind := range transportKinds() {
		for _, state := range connections {
			for _, e := range endings() {
				t.Run(fmt.Sprintf("%s, %s, %s", kind.name, state, e.name), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { run(t, kind, state, e) })
				})
			}
		}
	}
}

// runCase returns the outcome that the caller was told, and how many messages were created.
func runCase(t *testing.T, kind transportKind, state connection, e ending) (got outcome, created int) {
	t.Helper()
	s := newSuite(t, kind)
	s.prepare(t, state)
	var settled error
	got, settled = s.send(t, e)
	if kind.exact {
		assert.Equal(t, wanted(state, e), got)
	}
	<-time.After(3 * time.Minute) // for the work in the background
	created = len(s.sim.Messages())
	assert.LessOrEqual(t, created, 1, "a duplicate")
	var ambiguous *twilio.AmbiguousError
	switch {
	case settled == nil:
		assert.Equal(t, 1, created, "told that it was sent")
	case errors.Is(settled, twilio.ErrNotSeen), errors.Is(settled, twilio.ErrNotSent):
		assert.Zero(t, created, "told that it was not sent")
	case got == rejected:
		assert.Zero(t, created)
	case errors.As(settled, &ambiguous) && !kind.exact: // a late message
	default:
		t.Errorf("not settled: %v", settled)
	}
	return got, created
}

// TestFaultSuiteControl runs the same cases with a plain go-retryablehttp client.
func TestFaultSuiteControl(t *testing.T) {
	t.Parallel()
	var duplicates, cases atomic.Int64
	t.Run("cases", func(t *testing.T) {
		forEachCase(t, func(t *testing.T, kind transportKind, state connection, e ending) {
			t.Helper()
			if kind.wrap == nil {
				kind.wrap = func(next http.RoundTripper) http.RoundTripper { return next }
			}
			s := newSuite(t, kind)
			s.prepare(t, state)
			s.arrange(e)
			plain := retryablehttp.NewClient()
			plain.Logger, plain.HTTPClient = nil, s.callersClient(t, kind)
			plain.HTTPClient.Timeout = 30 * time.Second
			sendPlain(t, plain, s.sim, "http://127.0.0.1/api", "Hi")
			<-time.After(3 * time.Minute)
			duplicates.Add(int64(max(len(s.sim.Messages())-1, 0)))
			cases.Add(1)
		})
	})
	t.Logf("plain go-retryablehttp: %d cases, %d duplicates", cases.Load(), duplicates.Load())
	assert.Positive(t, duplicates.Load(), "the experiment shows nothing")
}

// wanted is the outcome that the caller has to be told.
func wanted(state connection, e ending) outcome {
	switch {
	case state == staleSilent:
		return unknown
	case state == reused && e.dial != nil:
		return done // no connection had to be made
	case state == staleBroken && e.name == "dial refused":
		return notSent
	}
	return e.want
}
