package twilio_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// stored is an error as it comes back from a store: with its exported fields.
func stored(t *testing.T, unknown *twilio.OutcomeUnknownError) *twilio.OutcomeUnknownError {
	t.Helper()
	bare := *unknown
	bare.Err = nil
	text, err := json.Marshal(bare)
	require.NoError(t, err)
	var back twilio.OutcomeUnknownError
	require.NoError(t, json.Unmarshal(text, &back))
	return &back
}

// storedRecord is a record as it comes back from a store.
func storedRecord(t *testing.T, record *twilio.CreateRecord) *twilio.CreateRecord {
	t.Helper()
	text, err := json.Marshal(record)
	require.NoError(t, err)
	var back twilio.CreateRecord
	require.NoError(t, json.Unmarshal(text, &back))
	return &back
}

// named carries a request out, and breaks its answer behind the SID.
func named(r *road) fate {
	return func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		sid := r.sim.Messages()[len(r.sim.Messages())-1].SID
		return responseTo(req, http.StatusCreated, io.MultiReader(strings.NewReader(`{"sid":"`+sid+`","body":"H`), failing{}), nil), resp.Body.Close()
	}
}

// TestReconcileARecordWhoseCreateIsKnown: the process has not written down how its create
// ended, and asks again. Whatever the client knows of that create is the answer.
func TestReconcileARecordWhoseCreateIsKnown(t *testing.T) {
	t.Parallel()
	params := reconcileParams("Hi")
	tests := map[string]func(t *testing.T, r *road, c *twilio.Client, record *twilio.CreateRecord){
		"it has returned": func(t *testing.T, _ *road, c *twilio.Client, record *twilio.CreateRecord) {
			t.Helper()
			_, err := c.Messages.Create(t.Context(), params, twilio.WithRecord(record))
			require.NoError(t, err)
		},
		"it was settled": func(t *testing.T, r *road, c *twilio.Client, record *twilio.CreateRecord) {
			t.Helper()
			r.create = loses
			_, err := c.Messages.Create(t.Context(), params, twilio.WithRecord(record), twilio.Settle(0))
			require.NoError(t, err)
		},
		"its answer was lost": func(t *testing.T, r *road, c *twilio.Client, record *twilio.CreateRecord) {
			t.Helper()
			_ = unknownCreate(t, r, c, loses, params, twilio.WithRecord(record))
		},
		"its answer named the message": func(t *testing.T, r *road, c *twilio.Client, record *twilio.CreateRecord) {
			t.Helper()
			_ = unknownCreate(t, r, c, named(r), params, twilio.WithRecord(record))
		},
		"its error was reconciled": func(t *testing.T, r *road, c *twilio.Client, record *twilio.CreateRecord) {
			t.Helper()
			unknown := unknownCreate(t, r, c, loses, params, twilio.WithRecord(record))
			_, err := c.Messages.Reconcile(t.Context(), params, unknown)
			require.NoError(t, err)
		},
		"its record was reconciled": func(t *testing.T, r *road, c *twilio.Client, record *twilio.CreateRecord) {
			t.Helper()
			_ = unknownCreate(t, r, c, loses, params, twilio.WithRecord(record))
			_, err := c.Messages.Reconcile(t.Context(), params, record.Unknown())
			require.NoError(t, err)
		},
	}
	for name, create := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, client := newRoad(t)
			record, err := client.Messages.NewRecord(t.Context(), params)
			require.NoError(t, err)
			create(t, r, client, record)
			sid := r.sim.Messages()[0].SID
			for _, again := range []*twilio.CreateRecord{record, storedRecord(t, record)} {
				found, err := client.Messages.Reconcile(t.Context(), params, again.Unknown())
				require.NoError(t, err)
				assert.Equal(t, sid, found.SID)
			}
			require.Len(t, r.sim.Messages(), 1)

			// It stays the answer to no other create.
			lost := unknownCreate(t, r, client, swallows, params)
			_, err = client.Messages.Reconcile(t.Context(), params, lost)
			require.ErrorIs(t, err, twilio.ErrNotSeen)
		})
	}
}

// TestReconcileAStoredErrorOfAKnownCreate: an error that was stored does not say of which
// create it is. A message that may be that create's is not denied.
func TestReconcileAStoredErrorOfAKnownCreate(t *testing.T) {
	t.Parallel()
	params := reconcileParams("Hi")
	tests := map[string]func(t *testing.T, r *road, c *twilio.Client) *twilio.OutcomeUnknownError{
		"its answer named the message, and its SID was not stored": func(t *testing.T, r *road, c *twilio.Client) *twilio.OutcomeUnknownError {
			t.Helper()
			back := stored(t, unknownCreate(t, r, c, named(r), params))
			back.SID = ""
			return back
		},
		"it was reconciled": func(t *testing.T, r *road, c *twilio.Client) *twilio.OutcomeUnknownError {
			t.Helper()
			unknown := unknownCreate(t, r, c, loses, params)
			_, err := c.Messages.Reconcile(t.Context(), params, unknown)
			require.NoError(t, err)
			return stored(t, unknown)
		},
		"its copy was reconciled": func(t *testing.T, r *road, c *twilio.Client) *twilio.OutcomeUnknownError {
			t.Helper()
			unknown := unknownCreate(t, r, c, loses, params)
			_, err := c.Messages.Reconcile(t.Context(), params, stored(t, unknown))
			require.NoError(t, err)
			return unknown
		},
		"its record was reconciled": func(t *testing.T, r *road, c *twilio.Client) *twilio.OutcomeUnknownError {
			t.Helper()
			record, err := c.Messages.NewRecord(t.Context(), params)
			require.NoError(t, err)
			unknown := unknownCreate(t, r, c, loses, params, twilio.WithRecord(record))
			_, err = c.Messages.Reconcile(t.Context(), params, record.Unknown())
			require.NoError(t, err)
			return stored(t, unknown)
		},
		"it was stored in whole seconds": func(t *testing.T, r *road, c *twilio.Client) *twilio.OutcomeUnknownError {
			t.Helper()
			unknown := unknownCreate(t, r, c, loses, params)
			_, err := c.Messages.Reconcile(t.Context(), params, unknown)
			require.NoError(t, err)
			back := stored(t, unknown)
			back.Started, back.Ended = back.Started.Truncate(time.Second), back.Ended.Truncate(time.Second)
			return back
		},
	}
	for name, create := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, client := newRoad(t)
			unknown := create(t, r, client)
			_, err := client.Messages.Reconcile(t.Context(), params, unknown)
			var ambiguous *twilio.AmbiguousError
			require.ErrorAs(t, err, &ambiguous)
			assert.Equal(t, []string{r.sim.Messages()[0].SID}, ambiguous.Candidates)

			_, err = r.sim.Client().Messages.Create(t.Context(), params) // an identical one of another process
			require.NoError(t, err)
			_, err = client.Messages.Reconcile(t.Context(), params, unknown)
			require.ErrorAs(t, err, &ambiguous)
			assert.Len(t, ambiguous.Candidates, 2)
		})
	}
}

// TestReconcileAStoredErrorOfALaterCreate: an earlier create's message is none of its
// business, although nobody knows of which create the error is.
func TestReconcileAStoredErrorOfALaterCreate(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hi")
	first := unknownCreate(t, r, client, loses, params)
	_, err := client.Messages.Reconcile(t.Context(), params, first)
	require.NoError(t, err)
	r.sim.Clock.Advance(10 * time.Second)
	second := stored(t, unknownCreate(t, r, client, swallows, params))
	_, err = client.Messages.Reconcile(t.Context(), params, second)
	require.ErrorIs(t, err, twilio.ErrNotSeen)
}

// TestReconcileWhatIsGone: the message of the create cannot be fetched any more. That does not
// say that it was not made.
func TestReconcileWhatIsGone(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hi")
	record, err := client.Messages.NewRecord(t.Context(), params)
	require.NoError(t, err)
	_, err = client.Messages.Create(t.Context(), params, twilio.WithRecord(record))
	require.NoError(t, err)
	for name, other := range map[string]fate{
		"deleted": func(_ http.RoundTripper, req *http.Request) (*http.Response, error) {
			return responseTo(req, http.StatusNotFound, strings.NewReader(`{"code":20404}`), nil), nil
		},
		"another one": func(_ http.RoundTripper, req *http.Request) (*http.Response, error) {
			return responseTo(req, http.StatusOK, strings.NewReader(`{"sid":"SM00000000000000000000000000000099"}`), nil), nil
		},
	} {
		r.other = other
		_, err = client.Messages.Reconcile(t.Context(), params, record.Unknown())
		require.Equal(t, "unknown", verdictOf(t, "", err), name)
		require.ErrorContains(t, err, r.sim.Messages()[0].SID)
	}
}

// TestReconcileAFoundMessageWithOtherParameters: the error is that of another message than
// the parameters are, and a message to somebody else is no answer to them.
func TestReconcileAFoundMessageWithOtherParameters(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hi")
	unknown := unknownCreate(t, r, client, loses, params)
	_, err := client.Messages.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	elsewhere, other := params, reconcileParams("Your code is 123456")
	elsewhere.To = "+14155550199"
	_, err = client.Messages.Reconcile(t.Context(), elsewhere, unknown)
	require.Equal(t, "unknown", verdictOf(t, "", err))
	_, err = client.Messages.Reconcile(t.Context(), other, unknown)
	require.Equal(t, "ambiguous", verdictOf(t, "", err))
	_, err = client.Messages.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
}

// TestReconcileANamedMessageOfAnotherTime: answers can be mixed up. An identical reminder
// of yesterday was not made by a create of today.
func TestReconcileANamedMessageOfAnotherTime(t *testing.T) {
	t.Parallel()
	for _, ago := range []time.Duration{24 * time.Hour, 2 * time.Minute} {
		r, client := newRoad(t)
		params := reconcileParams("Your appointment is tomorrow")
		yesterday, err := r.sim.Client().Messages.Create(t.Context(), params)
		require.NoError(t, err)
		r.sim.Clock.Advance(ago)
		unknown := unknownCreate(t, r, client, swallows, params)
		unknown.SID = yesterday.SID
		_, err = client.Messages.Reconcile(t.Context(), params, unknown)
		require.Equal(t, "ambiguous", verdictOf(t, "", err))
	}
}

// TestReconcileWithoutAnAccount: the create may have been a subaccount's, so that nobody
// can say that it was not carried out. A resource that is there is found.
func TestReconcileWithoutAnAccount(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hi")
	lost := stored(t, unknownCreate(t, r, client, swallows, params))
	lost.AccountSID = ""
	_, err := client.Messages.Reconcile(t.Context(), params, lost)
	require.Equal(t, "unknown", verdictOf(t, "", err))
	var problem *twilio.ParamError
	require.ErrorAs(t, err, &problem)
	require.ErrorContains(t, err, "AccountSID")

	sent := stored(t, unknownCreate(t, r, client, loses, params))
	sent.AccountSID = ""
	found, err := client.Messages.Reconcile(t.Context(), params, sent)
	require.NoError(t, err)
	assert.Equal(t, r.sim.Messages()[0].SID, found.SID)
}

// TestReconcileBesideAnotherOperation: a program's own create at the same address is accounted
// for, and has a claim while it is under way.
func TestReconcileBesideAnotherOperation(t *testing.T) {
	t.Parallel()
	params := reconcileParams("Hi")
	const byAccount, literal = "/2010-04-01/Accounts/{AccountSid}/Messages.json", "/2010-04-01/Accounts/" + "AC"
	for name, change := range map[string]func(*twilio.Operation){
		"a form":                  func(*twilio.Operation) {},
		"of the method's class":   func(req *twilio.Operation) { req.Class = twilio.ClassByMethod },
		"idempotent":              func(req *twilio.Operation) { req.Class = twilio.ClassIdempotent },
		"proved by its status":    func(req *twilio.Operation) { req.Proof = twilio.ProofStatus("any answer will do") },
		"proved by another field": func(req *twilio.Operation) { req.Proof = twilio.ProofKey("status") },
		"with a literal account":  func(req *twilio.Operation) { req.Path = literal },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, client := newRoad(t)
			lost := unknownCreate(t, r, client, swallows, params)
			request := twilio.Operation{Name: "Mine", Method: http.MethodPost, Host: "api", Path: byAccount}
			change(&request)
			if request.Path == literal {
				request.Path = strings.Replace(byAccount, "{AccountSid}", r.sim.AccountSID(), 1)
			}
			under := sendInBackground(t, r, false, func(ctx context.Context) error {
				return twilio.InvokeNone(ctx, client, request.With(url.Values{"To": {params.To}, "From": {params.From}, "Body": {params.Body}}))
			})
			_, err := client.Messages.Reconcile(t.Context(), params, lost)
			require.Equal(t, "ambiguous", verdictOf(t, "", err), "it is under way")
			require.NoError(t, under.end(t))
			_, err = client.Messages.Reconcile(t.Context(), params, lost)
			require.ErrorIs(t, err, twilio.ErrNotSeen)
		})
	}
}

// TestReconcileWhatExtraGave: a parameter that Extra gives was sent all the same.
func TestReconcileWhatExtraGave(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := twilio.MessageCreateParams{Extra: url.Values{"To": {reconcileTo}, "From": {reconcileFrom}, "Body": {"Hi"}}}
	unknown := unknownCreate(t, r, client, loses, params)
	_, err := r.sim.Client().Messages.Create(t.Context(), reconcileParams("another text"))
	require.NoError(t, err)
	found, err := client.Messages.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	assert.Equal(t, "Hi", found.Body)

	call := twilio.CallCreateParams{URL: "https://example.com/voice", Extra: url.Values{"To": {reconcileTo}, "From": {reconcileFrom}}}
	r.create = loses
	_, err = client.Calls.Create(t.Context(), call)
	r.create = passes
	require.ErrorAs(t, err, &unknown)
	made, err := client.Calls.Reconcile(t.Context(), call, unknown)
	require.NoError(t, err)
	assert.Equal(t, reconcileTo, made.To)
}
