package twilio_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
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

// creates are the operations that have a reconciliation. Each returns the SID of the resource that
// it made.
func creates(c *twilio.Client) map[string]func(context.Context, ...twilio.CallOption) (string, error) {
	return map[string]func(context.Context, ...twilio.CallOption) (string, error){
		"Messages.Create": func(ctx context.Context, opts ...twilio.CallOption) (string, error) {
			msg, err := c.Messages.Create(ctx, reconcileParams("settled"), opts...)
			if err != nil {
				return "", err
			}
			return msg.SID, nil
		},
		"WhatsApp.Send": func(ctx context.Context, opts ...twilio.CallOption) (string, error) {
			msg, err := c.WhatsApp.Send(ctx, twilio.WhatsAppSendParams{To: reconcileTo, From: reconcileFrom, Body: "settled"}, opts...)
			if err != nil {
				return "", err
			}
			return msg.SID, nil
		},
		"Calls.Create": func(ctx context.Context, opts ...twilio.CallOption) (string, error) {
			call, err := c.Calls.Create(ctx, twilio.CallCreateParams{To: reconcileTo, From: reconcileFrom, URL: "https://example.com/voice"}, opts...)
			if err != nil {
				return "", err
			}
			return call.SID, nil
		},
	}
}

// ledger returns the SIDs of all messages and calls that were ever made.
func ledger(sim *twiliotest.Sim) (sids []string) {
	for _, m := range sim.Messages() {
		sids = append(sids, m.SID)
	}
	for _, c := range sim.Calls() {
		sids = append(sids, c.SID)
	}
	return sids
}

func TestSettle(t *testing.T) {
	t.Parallel()
	broken := func(_ http.RoundTripper, _ *http.Request) (*http.Response, error) {
		return nil, errors.New("cable cut")
	}
	for _, op := range []string{"Messages.Create", "WhatsApp.Send", "Calls.Create"} {
		tests := map[string]struct {
			how, lists fate
			made       int // in the ledger
			twin       bool
			check      func(t *testing.T, sid string, err error)
		}{
			"the answer came": {how: passes, lists: broken, made: 1, check: func(t *testing.T, _ string, err error) {
				t.Helper()
				require.NoError(t, err)
			}},
			"the answer was lost": {how: loses, lists: passes, made: 1, check: func(t *testing.T, _ string, err error) {
				t.Helper()
				require.NoError(t, err)
			}},
			"it was never carried out": {how: swallows, lists: passes, check: func(t *testing.T, _ string, err error) {
				t.Helper()
				require.ErrorIs(t, err, twilio.ErrNotSeen)
				require.NotErrorIs(t, err, twilio.ErrOutcomeUnknown)
			}},
			"the lists cannot be read": {how: loses, lists: broken, made: 1, check: func(t *testing.T, _ string, err error) {
				t.Helper()
				requireEvidence(t, op, err)
				assert.Contains(t, err.Error(), "cable cut")
				assert.Contains(t, err.Error(), "; the create: no answer: connection reset")
			}},
			"there are two": {how: loses, lists: passes, twin: true, made: 2, check: func(t *testing.T, _ string, err error) {
				t.Helper()
				requireEvidence(t, op, err)
				var ambiguous *twilio.AmbiguousError
				require.ErrorAs(t, err, &ambiguous)
				assert.Len(t, ambiguous.Candidates, 2)
			}},
		}
		for name, tt := range tests {
			t.Run(op+" "+name, func(t *testing.T) {
				t.Parallel()
				r, client := newRoad(t)
				r.create, r.other = tt.how, tt.lists
				if tt.twin {
					r.create = func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
						_, err := creates(r.sim.Client())[op](req.Context())
						require.NoError(t, err)
						return tt.how(next, req)
					}
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				sid, err := creates(client)[op](ctx, twilio.Settle(0))
				tt.check(t, sid, err)
				assert.Len(t, ledger(r.sim), tt.made)
				if err == nil {
					assert.Equal(t, []string{sid}, ledger(r.sim))
				}
			})
		}
	}
}

// requireEvidence checks an error that is still unknown: it holds all that a later
// reconciliation needs, and no invitation to try again.
func requireEvidence(t *testing.T, op string, err error) {
	t.Helper()
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	require.NotErrorIs(t, err, twilio.ErrNotSent)
	require.NotErrorIs(t, err, twilio.ErrNotSeen)
	require.Zero(t, twilio.RetryAfter(err))
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	assert.Equal(t, op, unknown.Op)
	assert.False(t, unknown.Started.IsZero())
	assert.False(t, unknown.Ended.Before(unknown.Started))
	assert.NotContains(t, err.Error(), "\n")
	assert.NotContains(t, err.Error(), reconcileTo)
	assert.True(t, strings.HasPrefix(err.Error(), "twilio: "), err)
}

// TestSettledLater with the evidence that Settle returned.
func TestSettledLater(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	r.create, r.other = loses, swallowsAllRequests
	_, err := client.Messages.Create(t.Context(), reconcileParams("later"), twilio.Settle(time.Minute))
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	r.other = passes
	msg, err := client.Messages.Reconcile(t.Context(), reconcileParams("later"), unknown)
	require.NoError(t, err)
	assert.Equal(t, []string{msg.SID}, ledger(r.sim))
}

func swallowsAllRequests(_ http.RoundTripper, _ *http.Request) (*http.Response, error) {
	return nil, errors.New("cable cut")
}

// TestSettleWithoutTheOption leaves the create as it is.
func TestSettleWithoutTheOption(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	r.create = loses
	_, err := client.Messages.Create(t.Context(), reconcileParams("x"), twilio.Horizon(time.Minute))
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Len(t, r.sim.Requests(), 1)
}

// TestSettleOutlivesTheCreatesContext, whose end is the usual cause, and keeps its
// values.
func TestSettleOutlivesTheCreatesContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	for name, start := range map[string]func(context.Context) (context.Context, context.CancelFunc){
		"canceled": context.WithCancel,
		"timed out": func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithDeadline(ctx, time.Now().Add(time.Hour))
		},
	} {
		r, client := newRoad(t)
		ctx, cancel := start(context.WithValue(t.Context(), key{}, "mine"))
		r.create = func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
			cancel()
			return loses(next, req.WithContext(context.WithoutCancel(req.Context())))
		}
		r.other = func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
			assert.Equal(t, "mine", req.Context().Value(key{}), name)
			return next.RoundTrip(req)
		}
		msg, err := client.Messages.Create(ctx, reconcileParams("x"), twilio.Settle(0))
		require.NoError(t, err, name)
		assert.Equal(t, []string{msg.SID}, ledger(r.sim), name)
	}
}

// TestSettleSendsNothingThatWasNotSent: a certain outcome needs no search.
func TestSettleSendsNothingThatWasNotSent(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.Messages.Create(ctx, reconcileParams("x"), twilio.Settle(0))
	require.ErrorIs(t, err, twilio.ErrNotSent)
	r.sim.Fault(twiliotest.OnCreateMessage().Status(400, 21211))
	_, err = client.Messages.Create(t.Context(), reconcileParams("x"), twilio.Settle(0))
	require.ErrorIs(t, err, twilio.ErrInvalidNumber)
	assert.Len(t, r.sim.Requests(), 1, "no list was read")
}

// TestSettleEndsByItsHorizon, counted from the end of the create, whatever the network
// does, and its last look comes once nothing can come any more.
func TestSettleEndsByItsHorizon(t *testing.T) {
	t.Parallel()
	hangs := func(_ http.RoundTripper, req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	readsAndHangs := func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		_, _ = req.Body.Read(make([]byte, 1))
		return hangs(next, req)
	}
	tests := map[string]struct {
		lists   fate
		horizon time.Duration
		lasts   time.Duration
		want    error
	}{
		"the lists are empty":       {lists: passes, horizon: 40 * time.Second, lasts: 32 * time.Second, want: twilio.ErrNotSeen},
		"for two minutes":           {lists: passes, horizon: 0, lasts: 112 * time.Second, want: twilio.ErrNotSeen},
		"the lists never end":       {lists: hangs, horizon: time.Minute, lasts: time.Minute, want: twilio.ErrOutcomeUnknown},
		"the last list never ends":  {lists: hangsAt(hangs, 4), horizon: 40 * time.Second, lasts: 40 * time.Second, want: twilio.ErrOutcomeUnknown},
		"the lists never end for 2": {lists: hangs, horizon: 0, lasts: 2 * time.Minute, want: twilio.ErrOutcomeUnknown},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := &road{sim: twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected()), create: readsAndHangs, other: tt.lists}
				r.sim.Number(reconcileFrom)
				client, err := twilio.New(r.sim.AccountSID(), twilio.AuthToken(r.sim.AuthToken()),
					twilio.WithHTTPClient(&http.Client{Transport: r}), twilio.WithRetry(twilio.RetryPolicy{MaxAttempts: 9}))
				require.NoError(t, err)
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				began := time.Now()
				_, err = client.Messages.Create(ctx, reconcileParams("x"), twilio.Settle(tt.horizon))
				require.ErrorIs(t, err, tt.want)
				assert.Equal(t, 5*time.Second+tt.lasts, time.Since(began))
			})
		})
	}
}

// hangsAt lets requests pass and the n-th, from 0, and those that follow meet another
// fate.
func hangsAt(how fate, n int) fate {
	return func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		if n--; n < 0 {
			return how(next, req)
		}
		return next.RoundTrip(req)
	}
}

func TestSettleRefusesHorizonsThatProveNothing(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	for _, horizon := range []time.Duration{-time.Second, 1, 40*time.Second - 1} {
		for op, create := range creates(client) {
			_, err := create(t.Context(), twilio.Settle(horizon))
			require.ErrorIs(t, err, twilio.ErrInvalidParams, op)
			require.ErrorIs(t, err, twilio.ErrNotSent, op)
		}
	}
	assert.Empty(t, r.sim.Requests())
}

// TestSettleTellsOfTheCreate: the lists' answers are nobody's business, and the limit of
// the create's answer is not theirs.
func TestSettleTellsOfTheCreate(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	r.sim.Fault(twiliotest.OnCreateMessage().HTML(502).AfterCommit())
	var info twilio.ResponseInfo
	msg, err := client.Messages.Create(t.Context(), reconcileParams("x"), twilio.Settle(0), twilio.WithResponseInfo(&info), twilio.MaxBytes(10))
	require.NoError(t, err)
	assert.Equal(t, []string{msg.SID}, ledger(r.sim))
	assert.Equal(t, 502, info.Status)
	assert.Equal(t, 1, info.Attempts)
}

func TestSettleForASubaccount(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	sub := r.sim.Subaccount()
	r.create = loses
	for _, op := range []string{"Messages.Create", "Calls.Create", "WhatsApp.Send"} {
		params := []twilio.CallOption{twilio.OnAccount(sub), twilio.Settle(0), nil}
		sid, err := creates(client)[op](t.Context(), params...)
		require.NoError(t, err, op)
		assert.Contains(t, ledger(r.sim), sid)
		assert.Nil(t, params[2], "the caller's options are the caller's")
	}
	for _, request := range r.sim.Requests() {
		assert.Contains(t, request.Path, sub)
	}
}

// TestSettleByTheSIDThatCouldBeRead needs no list.
func TestSettleByTheSIDThatCouldBeRead(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	r.create = func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body[:len(body)-2])), -1
		return resp, nil
	}
	msg, err := client.Messages.Create(t.Context(), reconcileParams("x"), twilio.Settle(0))
	require.NoError(t, err)
	assert.Equal(t, []string{msg.SID}, ledger(r.sim))
	requests := r.sim.Requests()
	require.Len(t, requests, 2)
	assert.Contains(t, requests[1].Path, msg.SID)
}

// TestSettleWithARecord: the create's own end is known, so that nothing waits for
// NotAfter.
func TestSettleWithARecord(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params, sub := reconcileParams("x"), r.sim.Subaccount()
	for _, opts := range [][]twilio.CallOption{nil, {twilio.OnAccount(sub)}} {
		for _, tt := range []struct {
			how  fate
			want error
		}{{how: loses, want: nil}, {how: swallows, want: twilio.ErrNotSeen}} {
			record, err := client.Messages.NewRecord(t.Context(), params, opts...)
			require.NoError(t, err)
			r.create = tt.how
			began := r.sim.Clock.Now()
			_, err = client.Messages.Create(t.Context(), params, append(opts, twilio.WithRecord(record), twilio.Settle(time.Minute))...)
			require.ErrorIs(t, err, tt.want)
			assert.LessOrEqual(t, r.sim.Clock.Now().Sub(began), time.Minute)
		}
	}
}

// TestRecordOfAnotherProcess: one process dies after its request, and another one reads
// the record back and finds the message, in the subaccount for which it was sent.
func TestRecordOfAnotherProcess(t *testing.T) {
	t.Parallel()
	for name, how := range map[string]fate{"carried out": loses, "not carried out": swallows} {
		r, client := newRoad(t)
		params, sub := reconcileParams("x"), r.sim.Subaccount()
		record, err := client.Messages.NewRecord(t.Context(), params, twilio.OnAccount(sub))
		require.NoError(t, err)
		stored, err := json.Marshal(record)
		require.NoError(t, err)
		r.create = how
		_, err = client.Messages.Create(t.Context(), params, twilio.WithRecord(record), twilio.OnAccount(sub))
		require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)

		r.create = passes
		var back twilio.CreateRecord
		require.NoError(t, json.Unmarshal(stored, &back))
		other := r.sim.Client()
		_, err = other.Messages.Create(t.Context(), params, twilio.WithRecord(&back), twilio.OnAccount(sub))
		require.ErrorIs(t, err, twilio.ErrInvalidParams, "a record that was read back sends nothing")
		msg, err := other.Messages.Reconcile(t.Context(), params, back.Unknown())
		if name == "carried out" {
			require.NoError(t, err)
			assert.Equal(t, []string{msg.SID}, ledger(r.sim))
			continue
		}
		require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
		r.sim.Clock.Advance(9 * time.Minute)
		_, err = other.Messages.Reconcile(t.Context(), params, back.Unknown())
		require.ErrorIs(t, err, twilio.ErrNotSeen)
	}
}
