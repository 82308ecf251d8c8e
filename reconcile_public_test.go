package twilio_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// queue is a resource that the package does not know.
type queue struct {
	SID          string      `json:"sid"`
	FriendlyName string      `json:"friendly_name"`
	MaxSize      twilio.Int  `json:"max_size"`
	DateCreated  twilio.Time `json:"date_created"`
}

type queueParams struct {
	FriendlyName string `form:"FriendlyName"`
	MaxSize      int    `form:"MaxSize"`
}

const queuesPath = "/2010-04-01/Accounts/{AccountSid}/Queues"

var (
	queueCreate = twilio.Operation{Name: "Queues.Create", Method: http.MethodPost, Host: "api", Path: queuesPath + ".json", Mints: "QU", ReconciledBy: "Queues.Reconcile"}
	queueGet    = twilio.Operation{Name: "Queues.Get", Method: http.MethodGet, Host: "api", Path: queuesPath + "/{Sid:QU}.json"}
	queueList   = twilio.Operation{Name: "Queues.List", Method: http.MethodGet, Host: "api", Path: queuesPath + ".json", Items: "queues"}
)

// queues describes queues to Reconcile: their name identifies them, and their
// size may be changed.
func queues(params queueParams) twilio.Reconciler[queue] {
	return twilio.Reconciler[queue]{
		Create: queueCreate.With(params),
		Get:    func(sid string) twilio.BoundOperation { return queueGet.On(sid) },
		List:   func(url.Values) twilio.BoundOperation { return queueList.On() },
		Compare: func(sent url.Values, found *queue, c *twilio.Comparison) {
			c.Text("friendly_name", found.FriendlyName, sent.Get("FriendlyName"))
			if size := sent.Get("MaxSize"); size != "" && size != strconv.Itoa(int(found.MaxSize)) {
				c.AtMost(twilio.MatchOtherContent)
			}
		},
		Check: func(sent url.Values, problems *twilio.Problems) {
			if sent.Get("FriendlyName") == "" {
				problems.Add("FriendlyName", "is empty", "pass the parameters of the create")
			}
		},
	}
}

func createQueue(ctx context.Context, c *twilio.Client, params queueParams) (*queue, error) {
	return twilio.Invoke[queue](ctx, c, queueCreate.With(params))
}

func sidOfQueue(found *queue) string {
	if found == nil {
		return ""
	}
	return found.SID
}

func loseQueue(t *testing.T, r *road, client *twilio.Client, how fate, params queueParams) *twilio.OutcomeUnknownError {
	t.Helper()
	r.create = how
	_, err := createQueue(t.Context(), client, params)
	r.create = passes
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	assert.Contains(t, err.Error(), "; reconcile before any second try")
	return unknown
}

// listTwice adds a queue of the same name and another size to a list. Twilio gives a name
// to one queue alone, but not to one resource of most other kinds.
func listTwice(size int) fate {
	return func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil || !strings.HasSuffix(req.URL.Path, "/Queues.json") {
			return resp, err
		}
		defer func() { _ = resp.Body.Close() }()
		var page struct {
			Queues []map[string]any `json:"queues"`
			Next   *string          `json:"next_page_uri"`
		}
		if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
			return nil, err
		}
		twin := maps.Clone(page.Queues[0])
		twin["sid"], twin["max_size"] = "QU0123456789abcdef0123456789abcdef", size
		page.Queues = append(page.Queues, twin)
		body, err := json.Marshal(page)
		return responseTo(req, http.StatusOK, bytes.NewReader(body), nil), err
	}
}

// TestReconcileAnyResource: a resource that the package does not know is reconciled as
// messages are, by its description.
func TestReconcileAnyResource(t *testing.T) {
	t.Parallel()
	params := queueParams{FriendlyName: "Support", MaxSize: 7}
	foreign := func(change queueParams) func(*testing.T, *road, *twilio.Client) {
		return func(t *testing.T, r *road, _ *twilio.Client) {
			t.Helper()
			_, err := createQueue(t.Context(), r.sim.Client(), change)
			require.NoError(t, err)
		}
	}
	twin := func(size int) func(*testing.T, *road, *twilio.Client) {
		return func(t *testing.T, r *road, _ *twilio.Client) {
			t.Helper()
			r.other = listTwice(size)
		}
	}
	tests := []struct {
		name   string
		how    fate
		before func(*testing.T, *road, *twilio.Client) // between the create and the reconciliation
		want   string
		other  string // of another create, which is not carried out, after this one was found
	}{
		{name: "carried out", how: loses, want: "found", other: "not seen"},
		{name: "not carried out", how: swallows, want: "not seen"},
		{name: "carried out beside another name", how: loses, before: foreign(queueParams{FriendlyName: "Sales", MaxSize: 7}), want: "found", other: "not seen"},
		{name: "another name alone", how: swallows, before: foreign(queueParams{FriendlyName: "Sales", MaxSize: 7}), want: "not seen"},
		{name: "other content alone", how: swallows, before: foreign(queueParams{FriendlyName: "Support", MaxSize: 8}), want: "ambiguous"},
		{name: "carried out beside other content", how: loses, before: twin(8), want: "found", other: "ambiguous"},
		{name: "two", how: loses, before: twin(params.MaxSize), want: "ambiguous"},
		{name: "one that this client has created since", how: swallows, before: func(t *testing.T, _ *road, c *twilio.Client) {
			t.Helper()
			_, err := createQueue(t.Context(), c, params)
			require.NoError(t, err)
		}, want: "not seen"},
		{name: "one of an hour later", how: swallows, before: func(t *testing.T, r *road, c *twilio.Client) {
			t.Helper()
			r.sim.Clock.Advance(time.Hour)
			foreign(params)(t, r, c)
		}, want: "ambiguous"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, client := newRoad(t)
			unknown := loseQueue(t, r, client, tt.how, params)
			if tt.before != nil {
				tt.before(t, r, client)
			}
			found, err := twilio.Reconcile(t.Context(), client, unknown, queues(params))
			require.Equal(t, tt.want, verdictOf(t, sidOfQueue(found), err), "%v", err)
			if err == nil {
				assert.Equal(t, "Support", found.FriendlyName)
				again, err := twilio.Reconcile(t.Context(), client, unknown, queues(params))
				require.NoError(t, err)
				assert.Equal(t, found.SID, again.SID, "the same create finds the same resource")
				_, err = twilio.Reconcile(t.Context(), client, loseQueue(t, r, client, swallows, params), queues(params))
				require.Equal(t, tt.other, verdictOf(t, "", err), "another create does not find it: %v", err)
			}
		})
	}
}

// TestReconcileAnyResourceUnderWay: another create of the same operation that is under
// way may have made the resource, unless its parameters say something else.
func TestReconcileAnyResourceUnderWay(t *testing.T) {
	t.Parallel()
	params := queueParams{FriendlyName: "Support", MaxSize: 7}
	for name, want := range map[string]string{"Support": "ambiguous", "Sales": "not seen"} {
		r, client := newRoad(t)
		lost := loseQueue(t, r, client, swallows, params)
		under := sendInBackground(t, r, false, func(ctx context.Context) error {
			_, err := createQueue(ctx, client, queueParams{FriendlyName: name, MaxSize: 7})
			return err
		})
		found, err := twilio.Reconcile(t.Context(), client, lost, queues(params))
		require.Equal(t, want, verdictOf(t, sidOfQueue(found), err), "%s: %v", name, err)
		require.NoError(t, under.end(t))
		_, err = twilio.Reconcile(t.Context(), client, lost, queues(params))
		require.ErrorIs(t, err, twilio.ErrNotSeen, name)
	}
}

// TestReconcileAnyNamedResource: an answer that broke behind the SID names the resource,
// which is fetched.
func TestReconcileAnyNamedResource(t *testing.T) {
	t.Parallel()
	params := queueParams{FriendlyName: "Support", MaxSize: 7}
	r, client := newRoad(t)
	made, err := createQueue(t.Context(), r.sim.Client(), params)
	require.NoError(t, err)
	named := loseQueue(t, r, client, swallows, params)
	named.SID = made.SID
	found, err := twilio.Reconcile(t.Context(), client, named, queues(params))
	require.NoError(t, err)
	assert.Equal(t, made.SID, found.SID)
	_, err = twilio.Reconcile(t.Context(), client, &twilio.OutcomeUnknownError{SID: made.SID}, queues(queueParams{FriendlyName: "Sales"}))
	require.Equal(t, "unknown", verdictOf(t, "", err), "another name")
}

// TestReconcileByAnotherResource: a create can be found by resources of another kind
// that Twilio lists, such as the attempts of a verification. An SID of the create's own
// kind is then not fetched.
func TestReconcileByAnotherResource(t *testing.T) {
	t.Parallel()
	of := queues(queueParams{FriendlyName: "Support", MaxSize: 7})
	of.SIDs = "CF"
	s := newShelf("queues")
	unknown := s.evidence("Queues.Create")
	unknown.SID = "QU00000000000000000000000000000001"
	const conference = "CF00000000000000000000000000000001"
	s.pages = [][]any{{listed(s, conference).with("friendly_name", "Support", "max_size", 7)}}
	found, err := twilio.Reconcile(t.Context(), s.client(t), unknown, of)
	require.NoError(t, err)
	assert.Equal(t, conference, found.SID)
	require.Len(t, s.lists, 1)
	assert.True(t, strings.HasSuffix(s.lists[0].URL.Path, "/Queues.json"))
}

// TestReconcileAnyResourceFailsClosed: no failure and no careless description reads as
// not seen, and none finds a resource that may be somebody else's.
func TestReconcileAnyResourceFailsClosed(t *testing.T) {
	t.Parallel()
	params := queueParams{FriendlyName: "Support", MaxSize: 7}
	status := func(code int, body string) fate {
		return func(_ http.RoundTripper, req *http.Request) (*http.Response, error) {
			return responseTo(req, code, strings.NewReader(body), nil), nil
		}
	}
	tests := []struct {
		name   string
		other  fate // of the requests for the list
		change func(*twilio.Reconciler[queue])
		want   string
	}{
		{name: "404", other: status(http.StatusNotFound, `{"code":20404}`), want: "unknown"},
		{name: "from other hands", other: status(http.StatusNonAuthoritativeInfo, `{"queues":[],"next_page_uri":null}`), want: "unknown"},
		{name: "no list", other: status(http.StatusOK, `{"next_page_uri":null}`), want: "unknown"},
		{name: "cut short", other: status(http.StatusOK, `{"queues":[`), want: "unknown"},
		{name: "an item without a date", other: status(http.StatusOK, `{"queues":[{"sid":"QU00000000000000000000000000000001","friendly_name":"Support","max_size":7}],"next_page_uri":null}`), want: "unknown"},
		{name: "an item without an SID", other: status(http.StatusOK, `{"queues":[{"friendly_name":"Support","max_size":7}],"next_page_uri":null}`), want: "unknown"},
		{name: "an item without a name", other: status(http.StatusOK, `{"queues":[{"sid":"QU00000000000000000000000000000001","date_created":null}],"next_page_uri":null}`), want: "unknown"},
		{name: "no field is compared", change: func(of *twilio.Reconciler[queue]) { of.Compare = func(url.Values, *queue, *twilio.Comparison) {} }, want: "ambiguous"},
		{name: "another kind of SIDs", change: func(of *twilio.Reconciler[queue]) { of.SIDs = "CF" }, want: "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, client := newRoad(t)
			unknown := loseQueue(t, r, client, loses, params)
			if tt.other != nil {
				r.other = tt.other
			}
			of := queues(params)
			if tt.change != nil {
				tt.change(&of)
			}
			found, err := twilio.Reconcile(t.Context(), client, unknown, of)
			require.Equal(t, tt.want, verdictOf(t, sidOfQueue(found), err), "%v", err)
		})
	}
}

// TestReconcileRefusesDescriptions with which nothing can be found. Nothing is asked of
// Twilio, and the create stays unknown.
func TestReconcileRefusesDescriptions(t *testing.T) {
	t.Parallel()
	inJSON, unnamed, without := queueCreate, queueCreate, queueCreate
	inJSON.Body = twilio.BodyJSON
	unnamed.ReconciledBy = ""
	without.Path = "/v2/Queues"
	params := queueParams{FriendlyName: "Support"}
	tests := []struct {
		name   string
		change func(*twilio.Reconciler[queue], *twilio.OutcomeUnknownError)
		field  string
	}{
		{name: "no create", change: func(of *twilio.Reconciler[queue], _ *twilio.OutcomeUnknownError) { of.Create = twilio.BoundOperation{} }, field: "of"},
		{name: "a create that names no reconciliation", change: func(of *twilio.Reconciler[queue], _ *twilio.OutcomeUnknownError) { of.Create = unnamed.With(params) }, field: "of"},
		{name: "a create in JSON", change: func(of *twilio.Reconciler[queue], _ *twilio.OutcomeUnknownError) { of.Create = inJSON.With(params) }, field: "of"},
		{name: "no Get", change: func(of *twilio.Reconciler[queue], _ *twilio.OutcomeUnknownError) { of.Get = nil }, field: "of"},
		{name: "no List", change: func(of *twilio.Reconciler[queue], _ *twilio.OutcomeUnknownError) { of.List = nil }, field: "of"},
		{name: "no Compare", change: func(of *twilio.Reconciler[queue], _ *twilio.OutcomeUnknownError) { of.Compare = nil }, field: "of"},
		{name: "no parameters", change: func(of *twilio.Reconciler[queue], _ *twilio.OutcomeUnknownError) { of.Create = queueCreate.On() }, field: "FriendlyName"},
		{name: "the create of a message", change: func(_ *twilio.Reconciler[queue], u *twilio.OutcomeUnknownError) { u.Op = "Messages.Create" }, field: "Op"},
		{name: "no beginning", change: func(_ *twilio.Reconciler[queue], u *twilio.OutcomeUnknownError) { u.Started = time.Time{} }, field: "Started"},
		{name: "another account, which the path does not name", change: func(of *twilio.Reconciler[queue], u *twilio.OutcomeUnknownError) {
			of.Create, u.AccountSID = without.With(params), "AC00000000000000000000000000000077"
		}, field: "AccountSID"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newShelf("queues")
			of, unknown := queues(params), s.evidence("Queues.Create")
			tt.change(&of, unknown)
			found, err := twilio.Reconcile(t.Context(), s.client(t), unknown, of)
			requireRefused(t, sidOfQueue(found), err, tt.field)
			assert.Empty(t, s.lists)
		})
	}
	_, err := twilio.Reconcile(t.Context(), nil, newShelf("queues").evidence("Queues.Create"), queues(params))
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	require.NotErrorIs(t, err, twilio.ErrNotSent)
}
