package twilio_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// sending is a create that the simulator has carried out and whose answer is held
// back.
type sending struct {
	release chan struct{}
	over    chan error // the result of the create
}

// sendInBackground begins a create and returns once it was carried out.
func sendInBackground(t *testing.T, r *road, lose bool, create func(context.Context) error) *sending {
	t.Helper()
	s := &sending{release: make(chan struct{}), over: make(chan error, 1)}
	carriedOut := make(chan struct{})
	r.create = func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		close(carriedOut)
		<-s.release
		if lose && err == nil {
			err = errors.Join(errors.New("connection reset"), resp.Body.Close())
		}
		return resp, err
	}
	go func() { s.over <- create(t.Context()) }()
	<-carriedOut
	return s
}

func (s *sending) end(t *testing.T) error {
	t.Helper()
	close(s.release)
	return <-s.over
}

// sends are creates of both kinds, and their reconciliations.
func sends() []struct {
	name      string
	create    func(ctx context.Context, c *twilio.Client) error
	reconcile func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError) error
} {
	type row = struct {
		name      string
		create    func(ctx context.Context, c *twilio.Client) error
		reconcile func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError) error
	}
	chat := twilio.WhatsAppSendParams{To: reconcileTo, From: reconcileFrom, Body: "Hi"}
	voice := twilio.CallCreateParams{To: reconcileTo, From: reconcileFrom, URL: "https://example.com/voice"}
	return []row{
		{
			name: "message",
			create: func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Messages.Create(ctx, reconcileParams("Hi"))
				return err
			},
			reconcile: func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError) error {
				_, err := c.Messages.Reconcile(ctx, reconcileParams("Hi"), unknown)
				return err
			},
		},
		{
			name: "WhatsApp message",
			create: func(ctx context.Context, c *twilio.Client) error {
				_, err := c.WhatsApp.Send(ctx, chat)
				return err
			},
			reconcile: func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError) error {
				_, err := c.WhatsApp.Reconcile(ctx, chat, unknown)
				return err
			},
		},
		{
			name: "call",
			create: func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Calls.Create(ctx, voice)
				return err
			},
			reconcile: func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError) error {
				_, err := c.Calls.Reconcile(ctx, voice, unknown)
				return err
			},
		},
	}
}

// TestReconcileBesideACreateUnderWay: one create is lost and never carried out, an
// identical one is carried out and still under way. Its message is not the lost one's.
func TestReconcileBesideACreateUnderWay(t *testing.T) {
	t.Parallel()
	for _, send := range sends() {
		for _, ends := range []string{"with its answer", "in time for the horizon only", "not before the horizon"} {
			t.Run(send.name+", which ends "+ends, func(t *testing.T) {
				t.Parallel()
				r, client := newRoad(t)
				r.create = swallows
				var lost *twilio.OutcomeUnknownError
				require.ErrorAs(t, send.create(t.Context(), client), &lost)
				other := sendInBackground(t, r, false, func(ctx context.Context) error { return send.create(ctx, client) })
				looks := 0
				r.other = func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
					resp, err := next.RoundTrip(req)
					looks++
					if looks == 1 && ends == "with its answer" || looks == 6 && ends == "in time for the horizon only" {
						require.NoError(t, other.end(t), "while the list is on its way")
					}
					return resp, err
				}
				err := send.reconcile(t.Context(), client, lost)
				if ends != "not before the horizon" {
					require.ErrorIs(t, err, twilio.ErrNotSeen)
					return
				}
				var ambiguous *twilio.AmbiguousError
				require.ErrorAs(t, err, &ambiguous)
				require.Len(t, ambiguous.Candidates, 1)
				require.NoError(t, other.end(t))
				require.ErrorIs(t, send.reconcile(t.Context(), client, lost), twilio.ErrNotSeen)
			})
		}
	}
}

// TestReconcileTwoOfWhichOneIsUnderWay: two identical creates were carried out, one is
// lost and one is under way. Once that one has ended the other is found.
func TestReconcileTwoOfWhichOneIsUnderWay(t *testing.T) {
	t.Parallel()
	for _, send := range sends() {
		r, client := newRoad(t)
		r.create = loses
		var lost *twilio.OutcomeUnknownError
		require.ErrorAs(t, send.create(t.Context(), client), &lost)
		other := sendInBackground(t, r, false, func(ctx context.Context) error { return send.create(ctx, client) })
		looks := 0
		r.other = func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
			if looks++; looks == 3 {
				require.NoError(t, other.end(t))
			}
			return next.RoundTrip(req)
		}
		require.NoError(t, send.reconcile(t.Context(), client, lost), send.name)
		assert.Equal(t, 3, looks, send.name)
	}
}

// TestReconcileBesideAnotherCreateUnderWay: a create that cannot have made the message is in
// nobody's way.
func TestReconcileBesideAnotherCreateUnderWay(t *testing.T) {
	t.Parallel()
	sub := "AC00000000000000000000000000000077"
	others := map[string]func(ctx context.Context, c *twilio.Client) error{
		"another text": func(ctx context.Context, c *twilio.Client) error {
			_, err := c.Messages.Create(ctx, reconcileParams("Ho"))
			return err
		},
		"another recipient": func(ctx context.Context, c *twilio.Client) error {
			_, err := c.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155550199", From: reconcileFrom, Body: "Hi"})
			return err
		},
		"another channel": func(ctx context.Context, c *twilio.Client) error {
			_, err := c.WhatsApp.Send(ctx, twilio.WhatsAppSendParams{To: reconcileTo, From: reconcileFrom, Body: "Hi"})
			return err
		},
		"another account": func(ctx context.Context, c *twilio.Client) error {
			_, err := c.Messages.Create(ctx, reconcileParams("Hi"), twilio.OnAccount(sub))
			return err
		},
		"a call": func(ctx context.Context, c *twilio.Client) error {
			_, err := c.Calls.Create(ctx, twilio.CallCreateParams{To: reconcileTo, From: reconcileFrom, URL: "https://example.com/voice"})
			return err
		},
	}
	for name, other := range others {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, client := newRoad(t)
			unknown := unknownCreate(t, r, client, loses, reconcileParams("Hi"))
			under := sendInBackground(t, r, false, func(ctx context.Context) error { return other(ctx, client) })
			msg, err := client.Messages.Reconcile(t.Context(), reconcileParams("Hi"), unknown)
			require.NoError(t, err)
			assert.Equal(t, r.sim.Messages()[0].SID, msg.SID)
			_ = under.end(t)
		})
	}
}

// TestReconcileAlikeUnderWay: a create under way that was written in another form, or
// that Twilio may rewrite, is recognised too.
func TestReconcileAlikeUnderWay(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	lost := unknownCreate(t, r, client, swallows, reconcileParams("Hi"))
	other := sendInBackground(t, r, false, func(ctx context.Context) error {
		params := reconcileParams("")
		params.ContentSID = "HX00000000000000000000000000000001" // whose text nobody knows
		_, err := client.Messages.Create(ctx, params)
		return err
	})
	_, err := client.Messages.Reconcile(t.Context(), twilio.MessageCreateParams{To: reconcileTo, From: reconcileFrom, ContentSID: "HX00000000000000000000000000000002"}, lost)
	var ambiguous *twilio.AmbiguousError
	require.ErrorAs(t, err, &ambiguous)
	require.NoError(t, other.end(t))
}

// TestReconcileASIDThatIsClaimed: the answer that named it belonged to another create.
func TestReconcileASIDThatIsClaimed(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	first, err := client.Messages.Create(t.Context(), reconcileParams("first"))
	require.NoError(t, err)
	evidence := func(sid string) *twilio.OutcomeUnknownError {
		return &twilio.OutcomeUnknownError{Op: "Messages.Create", SID: sid, AccountSID: r.sim.AccountSID()}
	}
	for _, body := range []string{"first", "second"} {
		_, err = client.Messages.Reconcile(t.Context(), reconcileParams(body), evidence(first.SID))
		require.Equal(t, "unknown", verdictOf(t, "", err))
	}
	foreign, err := r.sim.Client().Messages.Create(t.Context(), reconcileParams("foreign"))
	require.NoError(t, err)
	_, err = client.Messages.Reconcile(t.Context(), reconcileParams("second"), evidence(foreign.SID))
	require.Equal(t, "ambiguous", verdictOf(t, "", err), "another text")
	_, err = client.Messages.Reconcile(t.Context(), twilio.MessageCreateParams{To: "+14155550199", From: reconcileFrom, Body: "foreign"}, evidence(foreign.SID))
	require.Equal(t, "unknown", verdictOf(t, "", err), "another recipient")
	_, err = client.Messages.Reconcile(t.Context(), twilio.MessageCreateParams{To: reconcileTo, From: "+14155550199", Body: "foreign"}, evidence(foreign.SID))
	require.Equal(t, "unknown", verdictOf(t, "", err), "another sender")
	found, err := client.Messages.Reconcile(t.Context(), reconcileParams("foreign"), evidence(foreign.SID))
	require.NoError(t, err)
	assert.Equal(t, foreign.SID, found.SID)
	_, err = client.Messages.Reconcile(t.Context(), reconcileParams("foreign"), evidence(foreign.SID))
	require.Equal(t, "unknown", verdictOf(t, "", err), "it was found already")

	under := sendInBackground(t, r, false, func(ctx context.Context) error {
		_, err := client.Messages.Create(ctx, reconcileParams("first"))
		return err
	})
	_, err = client.Messages.Reconcile(t.Context(), reconcileParams("first"), evidence(r.sim.Messages()[2].SID))
	require.Equal(t, "ambiguous", verdictOf(t, "", err), "it is under way")
	require.NoError(t, under.end(t))
}

// TestReconcileACallsSID: for calls it is the same.
func TestReconcileACallsSID(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := twilio.CallCreateParams{To: reconcileTo, From: reconcileFrom, URL: "https://example.com/voice"}
	own, err := client.Calls.Create(t.Context(), params)
	require.NoError(t, err)
	_, err = client.Calls.Reconcile(t.Context(), params, &twilio.OutcomeUnknownError{SID: own.SID})
	require.Equal(t, "unknown", verdictOf(t, "", err))
	foreign, err := r.sim.Client().Calls.Create(t.Context(), params)
	require.NoError(t, err)
	other := params
	other.To = "+14155550199"
	_, err = client.Calls.Reconcile(t.Context(), other, &twilio.OutcomeUnknownError{SID: foreign.SID})
	require.Equal(t, "unknown", verdictOf(t, "", err))
	found, err := client.Calls.Reconcile(t.Context(), params, &twilio.OutcomeUnknownError{SID: foreign.SID})
	require.NoError(t, err)
	assert.Equal(t, foreign.SID, found.SID)
}

// TestReconcileKeepsWhatTheAnswerNamed for the create whose answer it was: an identical
// lost one does not take it.
func TestReconcileKeepsWhatTheAnswerNamed(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hi")
	named := unknownCreate(t, r, client, func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		sid := r.sim.Messages()[0].SID
		return responseTo(req, http.StatusCreated, io.MultiReader(strings.NewReader(`{"sid":"`+sid+`","body":"H`), failing{}), nil), resp.Body.Close()
	}, params)
	require.Equal(t, r.sim.Messages()[0].SID, named.SID)
	lost := unknownCreate(t, r, client, swallows, params)
	_, err := client.Messages.Reconcile(t.Context(), params, lost)
	require.ErrorIs(t, err, twilio.ErrNotSeen)
	found, err := client.Messages.Reconcile(t.Context(), params, named)
	require.NoError(t, err)
	assert.Equal(t, named.SID, found.SID)
}
