package twilio_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// searches notes the calls and the reconciliations of a client, each with what it is within.
type searches struct {
	lines   []string
	starts  []twilio.TraceReconcile
	ends    []twilio.TraceReconcile
	looks   []twilio.TraceLook
	creates int
	failed  []error // of calls whose answer came
}

type searchKey struct{}

func (s *searches) begin(ctx context.Context, name string) context.Context {
	if outer, ok := ctx.Value(searchKey{}).(string); ok {
		name = outer + " / " + name
	}
	s.lines = append(s.lines, name)
	return context.WithValue(ctx, searchKey{}, name)
}

func (s *searches) trace() twilio.Option {
	return twilio.WithTrace(twilio.Trace{
		CallStart: func(ctx context.Context, call twilio.TraceCall) context.Context {
			if call.Method != http.MethodPost {
				return s.begin(ctx, call.Op)
			}
			s.creates++
			return s.begin(ctx, fmt.Sprintf("%s %d", call.Op, s.creates))
		},
		CallEnd: func(_ context.Context, call twilio.TraceCall) {
			if call.Err != nil && call.Outcome == twilio.OutcomeDone {
				s.failed = append(s.failed, call.Err)
			}
		},
		ReconcileStart: func(ctx context.Context, search twilio.TraceReconcile) context.Context {
			s.starts = append(s.starts, search)
			return s.begin(ctx, search.Op)
		},
		LookEnd: func(_ context.Context, look twilio.TraceLook) { s.looks = append(s.looks, look) },
		ReconcileEnd: func(ctx context.Context, search twilio.TraceReconcile) {
			s.lines = append(s.lines, fmt.Sprint(ctx.Value(searchKey{}), ": ", search.Verdict))
			s.ends = append(s.ends, search)
		},
	})
}

// newTracedRoad is a road whose client tells searches.
func newTracedRoad(t *testing.T) (*road, *twilio.Client, *searches) {
	t.Helper()
	r, _ := newRoad(t)
	told := &searches{}
	client, err := twilio.New(r.sim.AccountSID(), twilio.AuthToken(r.sim.AuthToken()),
		append(r.sim.Options(), twilio.WithHTTPClient(&http.Client{Transport: r}), told.trace())...)
	require.NoError(t, err)
	return r, client, told
}

func TestTraceOfReconciliations(t *testing.T) {
	t.Parallel()
	foreign := func(t *testing.T, r *road, _ *twilio.Client) {
		t.Helper()
		_, err := r.sim.Client().Messages.Create(t.Context(), reconcileParams("traced"))
		require.NoError(t, err)
	}
	forbid := func(_ *testing.T, r *road, _ *twilio.Client) { r.other = swallowsGet }
	tests := map[string]struct {
		how        fate
		between    func(*testing.T, *road, *twilio.Client)
		verdict    twilio.Verdict
		looks      int
		candidates int // of the first look
		took       time.Duration
	}{
		"found":     {how: loses, verdict: twilio.VerdictFound, looks: 1, candidates: 1},
		"not seen":  {how: swallows, verdict: twilio.VerdictNotSeen, looks: 6, took: 2 * time.Minute},
		"ambiguous": {how: loses, between: foreign, verdict: twilio.VerdictAmbiguous, looks: 1, candidates: 2},
		"unknown":   {how: loses, between: forbid, verdict: twilio.VerdictUnknown, looks: 1},
	}
	for name, tt := range tests {
		r, client, told := newTracedRoad(t)
		params := reconcileParams("traced")
		unknown := unknownCreate(t, r, client, tt.how, params)
		if tt.between != nil {
			tt.between(t, r, client)
		}
		_, err := client.Messages.Reconcile(t.Context(), params, unknown)
		require.Len(t, told.ends, 1, name)
		start, end := told.starts[0], told.ends[0]
		require.NotNil(t, start.Create, name)
		assert.Equal(t, "Messages.Create 1", start.Create.Value(searchKey{}), "%s: the create can be found", name)
		assert.NoError(t, start.Create.Err(), name)
		assert.Equal(t, twilio.TraceReconcile{Op: "Messages.Reconcile", Host: "api", AccountSID: r.sim.AccountSID(), Create: start.Create}, start, name)
		start.Verdict, start.Looks, start.Err, start.Duration = tt.verdict, tt.looks, err, max(tt.took, end.Duration)
		assert.Equal(t, start, end, name)
		if tt.verdict != twilio.VerdictUnknown {
			assert.Equal(t, tt.took, end.Duration, name)
		}
		require.Len(t, told.looks, tt.looks, name)
		assert.Equal(t, tt.candidates, told.looks[0].Candidates, name)
		assert.Equal(t, 1, told.looks[0].Number, name)
		assert.Equal(t, tt.verdict == twilio.VerdictFound || tt.verdict == twilio.VerdictNotSeen, told.looks[0].Err == nil, name)
		assert.Equal(t, "Messages.Reconcile / Messages.List", told.lines[2], name)
		assert.Empty(t, told.failed, name)
	}
}

// swallowsGet loses a request that has no body.
func swallowsGet(http.RoundTripper, *http.Request) (*http.Response, error) {
	return nil, context.DeadlineExceeded
}

// TestTraceOfAReconciliationWithoutALook: the create is known to have made a message.
func TestTraceOfAReconciliationWithoutALook(t *testing.T) {
	t.Parallel()
	r, client, told := newTracedRoad(t)
	params := reconcileParams("traced")
	unknown := unknownCreate(t, r, client, loses, params)
	for range 2 {
		_, err := client.Messages.Reconcile(t.Context(), params, unknown)
		require.NoError(t, err)
	}
	assert.Equal(t, []string{
		"Messages.Create 1",
		"Messages.Reconcile", "Messages.Reconcile / Messages.List", "Messages.Reconcile: found",
		"Messages.Reconcile", "Messages.Reconcile / Messages.Get", "Messages.Reconcile: found",
	}, told.lines)
	assert.Zero(t, told.ends[1].Looks)
	assert.Empty(t, told.failed)
}

// TestTraceOfSettling: the create ends as unknown, and the reconciliation stands beside it.
func TestTraceOfSettling(t *testing.T) {
	t.Parallel()
	r, client, told := newTracedRoad(t)
	r.create = loses
	msg, err := client.Messages.Create(t.Context(), reconcileParams("settled"), twilio.Settle(0))
	require.NoError(t, err)
	assert.Equal(t, r.sim.Messages()[0].SID, msg.SID)
	assert.Equal(t, []string{"Messages.Create 1", "Messages.Reconcile", "Messages.Reconcile / Messages.List", "Messages.Reconcile: found"}, told.lines)
	assert.Equal(t, "Messages.Create 1", told.starts[0].Create.Value(searchKey{}))
}

// TestTraceOfAStoredError: it has lost its create, and a client without hooks keeps none.
func TestTraceOfAStoredError(t *testing.T) {
	t.Parallel()
	r, client, told := newTracedRoad(t)
	params := reconcileParams("stored")
	unknown := unknownCreate(t, r, client, loses, params)
	unknown.Err = nil
	text, err := json.Marshal(unknown)
	require.NoError(t, err)
	var stored twilio.OutcomeUnknownError
	require.NoError(t, json.Unmarshal(text, &stored))
	_, err = client.Messages.Reconcile(t.Context(), params, &stored)
	require.NoError(t, err)
	assert.Nil(t, told.starts[0].Create)
}

// TestTraceOfACancelledReconciliation: it ends before it has looked.
func TestTraceOfACancelledReconciliation(t *testing.T) {
	t.Parallel()
	r, client, told := newTracedRoad(t)
	params := reconcileParams("late")
	unknown := unknownCreate(t, r, client, swallows, params)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.Messages.Reconcile(ctx, params, unknown)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, []string{"Messages.Create 1", "Messages.Reconcile", "Messages.Reconcile: unknown"}, told.lines)
}
