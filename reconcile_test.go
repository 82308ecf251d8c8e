package twilio_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	reconcileTo   = "+14155551234"
	reconcileFrom = "+14155556789"
)

// fate is the way of a request between the client and the simulator.
type fate func(next http.RoundTripper, req *http.Request) (*http.Response, error)

// loses carries the request out and loses the answer.
func loses(next http.RoundTripper, req *http.Request) (*http.Response, error) {
	resp, err := next.RoundTrip(req)
	if err == nil {
		err = errors.Join(errors.New("connection reset"), resp.Body.Close())
	}
	return nil, err
}

// swallows reads the request and never carries it out.
func swallows(_ http.RoundTripper, req *http.Request) (*http.Response, error) {
	_, _ = req.Body.Read(make([]byte, 1))
	return nil, errors.New("connection reset")
}

func passes(next http.RoundTripper, req *http.Request) (*http.Response, error) {
	return next.RoundTrip(req)
}

// road leads to the simulator; creates and everything else each meet their fate.
type road struct {
	sim           *twiliotest.Sim
	create, other fate
}

func (r *road) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPost {
		return r.create(r.sim.Transport(), req)
	}
	return r.other(r.sim.Transport(), req)
}

func newRoad(t *testing.T) (*road, *twilio.Client) {
	t.Helper()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Handle("https://example.com", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})) // of calls
	sim.Number(reconcileFrom)
	sim.Template("HX00000000000000000000000000000001", "Your table is ready.")
	r := &road{sim: sim, create: passes, other: passes}
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()),
		append(sim.Options(), twilio.WithHTTPClient(&http.Client{Transport: r}))...)
	require.NoError(t, err)
	return r, client
}

func reconcileParams(body string) twilio.MessageCreateParams {
	return twilio.MessageCreateParams{To: reconcileTo, From: reconcileFrom, Body: body}
}

// unknownCreate sends a message whose outcome is unknown.
func unknownCreate(t *testing.T, r *road, client *twilio.Client, how fate, params twilio.MessageCreateParams, opts ...twilio.CallOption) *twilio.OutcomeUnknownError {
	t.Helper()
	r.create = how
	_, err := client.Messages.Create(t.Context(), params, opts...)
	r.create = passes
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	return unknown
}

func TestReconcileFindsTheMessage(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("found")
	unknown := unknownCreate(t, r, client, loses, params)
	msg, err := client.Messages.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	assert.Equal(t, r.sim.Messages()[0].SID, msg.SID)
	assert.Len(t, r.sim.Messages(), 1)
}

func TestReconcileSaysNotSeen(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("lost")
	unknown := unknownCreate(t, r, client, swallows, params)
	began := r.sim.Clock.Now()
	_, err := client.Messages.Reconcile(t.Context(), params, unknown)
	require.ErrorIs(t, err, twilio.ErrNotSeen)
	require.NotErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Equal(t, 2*time.Minute, r.sim.Clock.Now().Sub(began))
	looks := 0
	for _, request := range r.sim.Requests() {
		if request.Method == http.MethodGet {
			looks++
		}
	}
	assert.Equal(t, 6, looks, "at 0, 2, 5, 15, 45 and 120 s")

	_, err = client.Messages.Reconcile(t.Context(), params, unknown, twilio.Horizon(time.Minute))
	require.ErrorIs(t, err, twilio.ErrNotSeen)
}

func TestReconcileTellsMessagesApart(t *testing.T) {
	t.Parallel()
	foreign := func(t *testing.T, r *road, body string) string {
		t.Helper()
		msg, err := r.sim.Client().Messages.Create(t.Context(), reconcileParams(body))
		require.NoError(t, err)
		return msg.SID
	}
	tests := []struct {
		name    string
		how     fate
		params  twilio.MessageCreateParams
		foreign []string // bodies of messages that another process sends at that moment
		own     []string // bodies of messages that this client sends at that moment
		want    string   // "found", "not seen" or "ambiguous"
	}{
		{name: "another body", how: loses, params: reconcileParams("mine"), foreign: []string{"other"}, want: "found"},
		{name: "another body and not sent", how: swallows, params: reconcileParams("mine"), foreign: []string{"other"}, want: "ambiguous"},
		{name: "the same body from another process", how: loses, params: reconcileParams("same"), foreign: []string{"same"}, want: "ambiguous"},
		{name: "the same body from this client", how: loses, params: reconcileParams("same"), own: []string{"same"}, want: "found"},
		{name: "the same body from this client and not sent", how: swallows, params: reconcileParams("same"), own: []string{"same"}, want: "not seen"},
		{name: "a template", how: loses, params: twilio.MessageCreateParams{To: reconcileTo, From: reconcileFrom, ContentSID: "HX00000000000000000000000000000001"}, own: nil, want: "found"},
		{name: "a template and another message", how: loses, params: twilio.MessageCreateParams{To: reconcileTo, From: reconcileFrom, ContentSID: "HX00000000000000000000000000000001"}, foreign: []string{"other"}, want: "ambiguous"},
		{name: "pictures", how: loses, params: twilio.MessageCreateParams{To: reconcileTo, From: reconcileFrom, MediaURL: []string{"https://example.com/a.png"}}, foreign: []string{"other"}, want: "found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, client := newRoad(t)
			unknown := unknownCreate(t, r, client, tt.how, tt.params)
			for _, body := range tt.foreign {
				foreign(t, r, body)
			}
			for _, body := range tt.own {
				_, err := client.Messages.Create(t.Context(), reconcileParams(body))
				require.NoError(t, err)
			}
			msg, err := client.Messages.Reconcile(t.Context(), tt.params, unknown)
			var ambiguous *twilio.AmbiguousError
			switch tt.want {
			case "found":
				require.NoError(t, err)
				assert.Equal(t, r.sim.Messages()[0].SID, msg.SID)
			case "not seen":
				require.ErrorIs(t, err, twilio.ErrNotSeen)
			default:
				require.ErrorAs(t, err, &ambiguous)
				require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
				require.NotErrorIs(t, err, twilio.ErrNotSeen)
				assert.NotEmpty(t, ambiguous.Candidates)
			}
		})
	}
}

// TestReconcileKnowsNumbersInAnotherForm: Twilio shows E.164, whatever was sent.
func TestReconcileKnowsNumbersInAnotherForm(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"4155551234", "14155551234", "415-555-1234", "+1.415.555.1234"} {
		r, client := newRoad(t)
		r.create = func(_ http.RoundTripper, req *http.Request) (*http.Response, error) {
			_, _ = io.Copy(io.Discard, req.Body)
			_, err := r.sim.Client().Messages.Create(req.Context(), reconcileParams("Hi")) // as Twilio writes it
			return nil, errors.Join(errors.New("connection reset"), err)
		}
		params := reconcileParams("Hi")
		_, err := client.Messages.Create(t.Context(), params)
		params.To = to // as an earlier version took it
		r.create = passes
		var unknown *twilio.OutcomeUnknownError
		require.ErrorAs(t, err, &unknown)
		msg, err := client.Messages.Reconcile(t.Context(), params, unknown)
		require.NoError(t, err, to)
		assert.Equal(t, reconcileTo, msg.To)
	}
}

func TestReconcileClaims(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("twice")
	first := unknownCreate(t, r, client, loses, params)
	found, err := client.Messages.Reconcile(t.Context(), params, first)
	require.NoError(t, err)
	second := unknownCreate(t, r, client, swallows, params)
	_, err = client.Messages.Reconcile(t.Context(), params, second, twilio.Horizon(time.Minute))
	require.ErrorIs(t, err, twilio.ErrNotSeen, "%s is the first one's", found.SID)
}

// TestReconcileOutsideTheWindow: a message of a minute before is an earlier send's,
// and a message of a minute after may be late.
func TestReconcileOutsideTheWindow(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("again and again")
	_, err := r.sim.Client().Messages.Create(t.Context(), params)
	require.NoError(t, err)
	r.sim.Clock.Advance(time.Minute)
	unknown := unknownCreate(t, r, client, swallows, params)
	r.sim.Clock.Advance(time.Minute)
	_, err = client.Messages.Reconcile(t.Context(), params, unknown)
	require.ErrorIs(t, err, twilio.ErrNotSeen)

	late, err := r.sim.Client().Messages.Create(t.Context(), params)
	require.NoError(t, err)
	_, err = client.Messages.Reconcile(t.Context(), params, unknown)
	var ambiguous *twilio.AmbiguousError
	require.ErrorAs(t, err, &ambiguous)
	assert.Equal(t, []string{late.SID}, ambiguous.Candidates)
}

func TestReconcileASubaccountsMessage(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	sub := r.sim.Subaccount()
	params := reconcileParams("sub")
	unknown := unknownCreate(t, r, client, loses, params, twilio.OnAccount(sub))
	msg, err := client.Messages.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	assert.Equal(t, sub, msg.AccountSID)
	_, err = client.Messages.Reconcile(t.Context(), params, unknown, twilio.OnAccount("AC00000000000000000000000000000009"))
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
	require.NotErrorIs(t, err, twilio.ErrNotSent)
}

func TestReconcileByTheSIDThatCouldBeRead(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	msg, err := r.sim.Client().Messages.Create(t.Context(), reconcileParams("known")) // as if its answer had been broken
	require.NoError(t, err)
	got, err := client.Messages.Reconcile(t.Context(), reconcileParams("known"), &twilio.OutcomeUnknownError{SID: msg.SID, AccountSID: r.sim.AccountSID()})
	require.NoError(t, err)
	assert.Equal(t, msg.SID, got.SID)
	_, err = client.Messages.Reconcile(t.Context(), reconcileParams("known"), &twilio.OutcomeUnknownError{SID: "SM00000000000000000000000000000009"})
	require.ErrorIs(t, err, twilio.ErrNotFound)
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	require.NotErrorIs(t, err, twilio.ErrNotSeen)
}

// TestReconcileThatFailsSaysNothingOfTheMessage: no failure of a list reads as not
// sent or not seen, and none invites a second try.
func TestReconcileThatFailsSaysNothingOfTheMessage(t *testing.T) {
	t.Parallel()
	answer := func(status int, body string, header ...string) fate {
		return func(_ http.RoundTripper, req *http.Request) (*http.Response, error) {
			resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: req}
			for i := 0; i < len(header); i += 2 {
				resp.Header.Set(header[i], header[i+1])
			}
			if body != "" {
				resp.Body = io.NopCloser(strings.NewReader(body))
			}
			return resp, nil
		}
	}
	for name, other := range map[string]fate{
		"404":                       answer(404, `{"code":20404}`),
		"401":                       answer(401, `{"code":20003}`),
		"429":                       answer(429, `{"code":20429}`, "Retry-After", "7"),
		"429 for long":              answer(429, `{"code":20429}`, "Retry-After", "700"),
		"500":                       answer(500, "<html>"),
		"no answer":                 swallowsAll,
		"list cut short":            answer(200, `{"messages": [{"sid": "SM`),
		"list key missing":          answer(200, `{"next_page_uri": null}`),
		"list key mistyped":         answer(200, `{"messages": {}, "next_page_uri": null}`),
		"next link missing":         answer(200, `{"messages": []}`),
		"next link mistyped":        answer(200, `{"messages": [], "next_page_uri": 7}`),
		"next link foreign":         answer(200, `{"messages": [], "next_page_uri": "https://evil.example.com/x?Page=1"}`),
		"empty page with next link": answer(200, `{"messages": [], "next_page_uri": "/2010-04-01/Accounts/AC5a1d0000000000000000000000000001/Messages.json?Page=1"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, client := newRoad(t)
			params := reconcileParams("x")
			unknown := unknownCreate(t, r, client, swallows, params)
			r.other = other
			_, err := client.Messages.Reconcile(t.Context(), params, unknown)
			require.Error(t, err)
			require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
			require.NotErrorIs(t, err, twilio.ErrNotSent)
			require.NotErrorIs(t, err, twilio.ErrNotSeen)
			assert.Zero(t, twilio.RetryAfter(err))
			assert.True(t, strings.HasPrefix(err.Error(), "twilio: Messages.Reconcile: outcome still unknown, for the search failed: "), err.Error())
		})
	}
}

func swallowsAll(http.RoundTripper, *http.Request) (*http.Response, error) {
	return nil, errors.New("connection reset")
}

func TestReconcileEndsWithItsContext(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("x")
	unknown := unknownCreate(t, r, client, swallows, params)
	ctx, cancel := context.WithCancel(t.Context())
	r.other = func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		defer cancel()
		return next.RoundTrip(req)
	}
	_, err := client.Messages.Reconcile(ctx, params, unknown)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	require.NotErrorIs(t, err, twilio.ErrNotSeen)

	for _, none := range []*twilio.OutcomeUnknownError{nil, {}} {
		_, err = client.Messages.Reconcile(t.Context(), params, none)
		require.ErrorIs(t, err, twilio.ErrInvalidParams)
		require.NotErrorIs(t, err, twilio.ErrNotSent)
	}
	_, err = client.Messages.Reconcile(t.Context(), params, unknown, twilio.Horizon(31*time.Second))
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
}

func TestReconcileCalls(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := twilio.CallCreateParams{To: reconcileTo, From: reconcileFrom, URL: "https://example.com/voice"}
	dialling := func(how fate) *twilio.OutcomeUnknownError {
		r.create = how
		_, err := client.Calls.Create(t.Context(), params)
		r.create = passes
		var unknown *twilio.OutcomeUnknownError
		require.ErrorAs(t, err, &unknown)
		return unknown
	}
	unknown := dialling(loses)
	call, err := client.Calls.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	assert.Equal(t, r.sim.Calls()[0].SID, call.SID)

	unknown = dialling(swallows)
	_, err = client.Calls.Reconcile(t.Context(), params, unknown, twilio.Horizon(time.Minute))
	require.ErrorIs(t, err, twilio.ErrNotSeen, "the first call is claimed")

	unknown = dialling(loses)
	_, err = r.sim.Client().Calls.Create(t.Context(), params)
	require.NoError(t, err)
	_, err = client.Calls.Reconcile(t.Context(), params, unknown)
	var ambiguous *twilio.AmbiguousError
	require.ErrorAs(t, err, &ambiguous, "another process called at that moment")
	assert.Len(t, ambiguous.Candidates, 2)
}

func TestReconcileWhatsApp(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	r.create = loses
	params := twilio.WhatsAppSendParams{To: reconcileTo, From: reconcileFrom, Body: "chat"}
	_, err := client.WhatsApp.Send(t.Context(), params)
	r.create = passes
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	msg, err := client.WhatsApp.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	assert.Equal(t, "whatsapp:"+reconcileTo, msg.To)
}
