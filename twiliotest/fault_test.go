package twiliotest_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// faultCase is a fault, the error of the client for a message that meets the fault each time,
// and whether the message was carried out.
type faultCase struct {
	name      string
	fault     func(twiliotest.Match) twiliotest.Fault
	want      error // nil for a message
	committed bool
}

func faultCases() []faultCase {
	type match = twiliotest.Match
	type fault = twiliotest.Fault
	return []faultCase{
		{"status", func(m match) fault { return m.Status(400, 21211) }, twilio.CodeInvalidTo, false},
		{"status 503", func(m match) fault { return m.Status(503, 20503) }, twilio.ErrOutcomeUnknown, false},
		{"status 500 without code", func(m match) fault { return m.Status(500, 0) }, twilio.ErrServer, false},
		{"status 500 after commit", func(m match) fault { return m.Status(500, 20500).AfterCommit() }, twilio.ErrOutcomeUnknown, true},
		{"HTML 502", func(m match) fault { return m.HTML(502) }, twilio.ErrOutcomeUnknown, false},
		{"HTML 200 after commit", func(m match) fault { return m.HTML(200).AfterCommit() }, twilio.ErrOutcomeUnknown, true},
		{"too many requests", func(m match) fault { return m.TooManyRequests("2") }, twilio.ErrNotSent, false},
		{"too many requests, no hint", func(m match) fault { return m.TooManyRequests("") }, twilio.ErrRateLimited, false},
		{"redirect", func(m match) fault { return m.RedirectElsewhere("https://elsewhere.example.com/") }, twilio.ErrOutcomeUnknown, false},
		{"oversized", func(m match) fault { return m.Oversized().AfterCommit() }, twilio.ErrOutcomeUnknown, true},
		{"drop before read", func(m match) fault { return m.DropBeforeRead() }, twilio.ErrOutcomeUnknown, false},
		{"read, then close", func(m match) fault { return m.ReadThenClose() }, twilio.ErrOutcomeUnknown, false},
		{"commit, then close", func(m match) fault { return m.CommitThenClose() }, twilio.ErrOutcomeUnknown, true},
		{"commit, then reset", func(m match) fault { return m.CommitThenReset() }, twilio.ErrOutcomeUnknown, true},
		{"truncated JSON", func(m match) fault { return m.TruncatedJSON() }, twilio.ErrOutcomeUnknown, true},
		{"latency", func(m match) fault { return m.Latency(3 * time.Second) }, nil, true},
		{"slow trickle", func(m match) fault { return m.SlowDrip(3 * time.Second) }, nil, true},
		{"early hints", func(m match) fault { return m.EarlyHints(3) }, nil, true},
	}
}

// checkFault sends one message into a fault.
func checkFault(t *testing.T, sim *twiliotest.Sim, client *twilio.Client, tt faultCase) {
	t.Helper()
	sim.Number(clinic)
	sim.Fault(tt.fault(twiliotest.OnCreateMessage()))
	msg, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	if tt.want == nil {
		require.NoError(t, err)
		assert.Equal(t, sim.Messages()[0].SID, msg.SID)
	} else {
		require.ErrorIs(t, err, tt.want)
	}
	committed := 0
	if tt.committed {
		committed = 1
	}
	assert.Len(t, sim.Messages(), committed)
	for _, request := range sim.Requests() {
		assert.NotEmpty(t, request.Fault)
		assert.Equal(t, strings.Contains(tt.name, "close") || strings.Contains(tt.name, "reset") || strings.Contains(tt.name, "drop"), request.Status == 0)
	}
}

func TestFaultsInMemory(t *testing.T) {
	t.Parallel()
	for _, tt := range faultCases() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			checkFault(t, sim, sim.Client(), tt)
		})
	}
}

func TestFaultsOverASocket(t *testing.T) {
	t.Parallel()
	for _, tt := range faultCases() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), twilio.WithBaseURL(sim.URL()), twilio.WithClock(sim.Clock))
			require.NoError(t, err)
			t.Cleanup(client.CloseIdleConnections)
			checkFault(t, sim, client, tt)
		})
	}
}

func TestFaultsInABubble(t *testing.T) {
	t.Parallel()
	for _, tt := range faultCases() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.WallTime())
				checkFault(t, sim, sim.Client(), tt)
			})
		})
	}
}

// TestLatencyBeyondATimeout: time passes in a bubble, so that a client gives up.
func TestLatencyBeyondATimeout(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]twiliotest.Fault{
		"headers": twiliotest.OnCreateMessage().Latency(time.Minute), "body": twiliotest.OnCreateMessage().SlowDrip(time.Minute),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.WallTime())
				sim.Number(clinic)
				sim.Fault(fault)
				began := time.Now()
				_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
				require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
				assert.Equal(t, 30*time.Second, time.Since(began), "the time-out of an attempt")
				assert.Len(t, sim.Messages(), 1)
			})
		})
	}
}

func TestLatencyTakesVirtualTime(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.StartAt(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sim.Fault(twiliotest.OnCreateMessage().SlowDrip(16 * time.Second))
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	require.NoError(t, err)
	assert.Equal(t, 21, sim.Clock.Now().Second())
}

func TestFaultsMatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		match twiliotest.Match
		want  string // of eight messages, to two numbers in turn: which went wrong
	}{
		{"every message", twiliotest.OnCreateMessage(), "xxxxxxxx"},
		{"anything", twiliotest.OnAny(), "xxxxxxxx"},
		{"calls", twiliotest.OnCreateCall(), "........"},
		{"a number", twiliotest.OnCreateMessage().To(ada), "x.x.x.x."},
		{"another number", twiliotest.OnCreateMessage().To("+14155550100"), "........"},
		{"the third", twiliotest.OnCreateMessage().Nth(3), "..x....."},
		{"the second to a number", twiliotest.OnCreateMessage().To(ada).Nth(2), "..x....."},
		{"twice", twiliotest.OnAny().Times(2), "xx......"},
		{"never", twiliotest.OnAny().Rate(0, 1), "........"},
		{"always", twiliotest.OnAny().Rate(1, 1), "xxxxxxxx"},
		{"a path", twiliotest.On(http.MethodPost, "/*/Accounts/*/Messages.json"), "xxxxxxxx"},
		{"another method", twiliotest.On(http.MethodGet, "/*/Accounts/*/Messages.json"), "........"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, wentWrong(t, tt.match))
		})
	}
}

// wentWrong sends eight messages, to two numbers in turn.
func wentWrong(t *testing.T, match twiliotest.Match) string {
	t.Helper()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sim.Fault(match.Status(400, 21211))
	var marks strings.Builder
	for i := range 8 {
		to := []string{ada, "+14155550101"}[i%2]
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: clinic, Body: "Hi"})
		mark := "."
		if errors.Is(err, twilio.CodeInvalidTo) {
			mark = "x"
		}
		marks.WriteString(mark)
	}
	return marks.String()
}

func TestRateIsTheSameInEveryRun(t *testing.T) {
	t.Parallel()
	first := wentWrong(t, twiliotest.OnAny().Rate(0.5, 7))
	assert.Contains(t, first, "x")
	assert.Contains(t, first, ".")
	assert.Equal(t, first, wentWrong(t, twiliotest.OnAny().Rate(0.5, 7)))
	assert.NotEqual(t, first, wentWrong(t, twiliotest.OnAny().Rate(0.5, 8)))
}

func TestFirstFaultHappens(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sim.Fault(twiliotest.OnCreateMessage().Times(1).Status(400, 21211))
	sim.Fault(twiliotest.OnAny().Status(400, 21610))
	create := func() error {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
		return err
	}
	require.ErrorIs(t, create(), twilio.CodeInvalidTo)
	require.ErrorIs(t, create(), twilio.ErrOptedOut)
	sim.ClearFaults()
	require.NoError(t, create())
}

// TestLateCommit: the message is accepted, or listed, only later; Reconcile finds
// it when its time has come. Before, the answer depends on the lists up to the horizon.
func TestLateCommit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault twiliotest.Fault
		want  error
	}{
		{"carried out in ten seconds", twiliotest.OnCreateMessage().LateCommit(10 * time.Second), nil},
		{"listed in ten seconds", twiliotest.OnCreateMessage().CommitHidden(10 * time.Second), nil},
		{"listed just before the horizon", twiliotest.OnCreateMessage().CommitHidden(119 * time.Second), nil},
		{"listed after the horizon", twiliotest.OnCreateMessage().CommitHidden(121 * time.Second), twilio.ErrNotSeen},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			sim.Number(clinic)
			sim.Fault(tt.fault)
			params := twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"}
			_, err := sim.Client().Messages.Create(t.Context(), params)
			var unknown *twilio.OutcomeUnknownError
			require.ErrorAs(t, err, &unknown)
			msg, err := sim.Client().Messages.Reconcile(t.Context(), params, unknown)
			require.Len(t, sim.Messages(), 1)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, sim.Messages()[0].SID, msg.SID)
		})
	}
}

// TestLateCommitIsLate: neither accepted nor listed before its time.
func TestLateCommitIsLate(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]twiliotest.Fault{
		"carried out": twiliotest.OnCreateMessage().LateCommit(10 * time.Second), "listed": twiliotest.OnCreateMessage().CommitHidden(10 * time.Second),
	} {
		sim := twiliotest.New(t, twiliotest.AllowUnexpected())
		sim.Number(clinic)
		sim.Fault(fault)
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
		require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
		for _, want := range []int{0, 1} {
			sim.Clock.Advance(9 * time.Second)
			page, err := sim.Client().Messages.List(t.Context(), twilio.MessageListParams{})
			require.NoError(t, err)
			assert.Len(t, page.Items, want, name)
		}
	}
}

func TestLateCallIsReconciled(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sim.Fault(twiliotest.OnCreateCall().CommitHidden(4 * time.Second))
	params := twilio.CallCreateParams{To: ada, From: clinic, TwiML: "<Response><Hangup/></Response>"}
	_, err := sim.Client().Calls.Create(t.Context(), params)
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	call, err := sim.Client().Calls.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	assert.Equal(t, sim.Calls()[0].SID, call.SID)
}

func TestFaultsThatCanMatchNothing(t *testing.T) {
	t.Parallel()
	tests := map[string]twiliotest.Fault{
		"end it with one":  {},
		"give a path":      twiliotest.On(http.MethodGet, "Messages.json").CommitThenReset(),
		`"/["`:             twiliotest.On(http.MethodGet, "/[").CommitThenReset(),
		"Nth(0)":           twiliotest.OnAny().Nth(0).CommitThenReset(),
		"Times(-1)":        twiliotest.OnAny().Times(-1).CommitThenReset(),
		"Rate(1.5)":        twiliotest.OnAny().Rate(1.5, 0).CommitThenReset(),
		"Status(200)":      twiliotest.OnAny().Status(200, 0),
		"HTML(99)":         twiliotest.OnAny().HTML(99),
		"LateCommit(0s)":   twiliotest.OnAny().LateCommit(0),
		"CommitHidden(0s)": twiliotest.OnAny().CommitHidden(0),
	}
	for want, fault := range tests {
		rec := record(t)
		twiliotest.New(rec).Fault(fault)
		assert.Contains(t, rec.finish(), want)
	}
	sim, err := twiliotest.Start(quiet())
	require.NoError(t, err)
	sim.Fault(twiliotest.Fault{})
	_, err = sim.Client().Balance.Get(context.Background())
	require.NoError(t, err)
	require.NoError(t, sim.Close())
}

// TestDocumentedFault is the test of docs/reliability.md.
func TestDocumentedFault(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenReset())
	params := twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "Your table is ready"}
	_, err := sim.Client().Messages.Create(t.Context(), params)
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	_, err = sim.Client().Messages.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	ada.ExpectSMS("Your table")
	require.Len(t, sim.Messages(), 1)
}

// TestFaultsCountEveryRequest, those that meet another fault included.
func TestFaultsCountEveryRequest(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Fault(twiliotest.OnCreateMessage().Nth(1).Status(http.StatusBadRequest, 20001))
	sim.Fault(twiliotest.OnCreateMessage().Nth(2).Status(http.StatusBadRequest, 20002))
	sim.Number(clinic)
	for _, want := range []error{twilio.ErrorCode(20001), twilio.ErrorCode(20002), nil} {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
		if want == nil {
			assert.NoError(t, err)
		} else {
			assert.ErrorIs(t, err, want)
		}
	}
}
