package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// sending is a create that the simulator has carried out and whose answer is held
// back.
type sending struct {
	release chan struct{}
	over    chan error // the create's result
}

// sendInBackground begins a create and returns once it was carried out.
func sendInBackground(t *testing.T, r *road, lose bool, create func(context.Context) error) *sending {
	t.Helper()
	s := &sending{make(chan struct{}), make(chan error, 1)}
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

// sends are creates of both kinds, each with its reconciliation.
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
			"message",
			func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Messages.Create(ctx, reconcileParams("Hi"))
				return err
			},
			func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError) error {
				_, err := c.Messages.Reconcile(ctx, reconcileParams("Hi"), unknown)
				return err
			},
		},
		{
			"WhatsApp message",
			func(ctx context.Context, c *twilio.Client) error {
				_, err := c.WhatsApp.Send(ctx, chat)
				return err
			},
			func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError) error {
				_, err := c.WhatsApp.Reconcile(ctx, chat, unknown)
				return err
			},
		},
		{
			"call",
			func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Calls.Create(ctx, voice)
				return err
			},
			func(ctx context.Context, c *twilio.Client, unknown *twilio.OutcomeUnknownError) error {
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

// TestReconcileBesideAnotherCreateUnderWay: a create that cannot have made the message is
// in nobody's way.
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
		return cannedResponse(req, http.StatusCreated, io.MultiReader(strings.NewReader(`{"sid":"`+sid+`","body":"H`), failing{}), nil), resp.Body.Close()
	}, params)
	require.Equal(t, r.sim.Messages()[0].SID, named.SID)
	lost := unknownCreate(t, r, client, swallows, params)
	_, err := client.Messages.Reconcile(t.Context(), params, lost)
	require.ErrorIs(t, err, twilio.ErrNotSeen)
	found, err := client.Messages.Reconcile(t.Context(), params, named)
	require.NoError(t, err)
	assert.Equal(t, named.SID, found.SID)
}

// TestReconcileTheSameErrorTwice: the message that was found the first time is found
// again. A stored copy of the error may be of the same create, so that the message is a
// candidate.
func TestReconcileTheSameErrorTwice(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hi")
	unknown := unknownCreate(t, r, client, loses, params)
	found, err := client.Messages.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	again, err := client.Messages.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	assert.Equal(t, found.SID, again.SID)
	byValue := *unknown
	again, err = client.Messages.Reconcile(t.Context(), params, &byValue)
	require.NoError(t, err)
	assert.Equal(t, found.SID, again.SID)

	_, err = client.Messages.Reconcile(t.Context(), params, stored(t, unknown))
	var ambiguous *twilio.AmbiguousError
	require.ErrorAs(t, err, &ambiguous)
	assert.Equal(t, []string{found.SID}, ambiguous.Candidates)
}

// TestReconcileAfterSeveralAttempts: a create that its caller lets repeat is looked for
// from its first attempt of unknown outcome on.
func TestReconcileAfterSeveralAttempts(t *testing.T) {
	t.Parallel()
	r, client := newRoad(t)
	params := reconcileParams("Hi")
	attempts := 0
	unknown := unknownCreate(t, r, client, func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
		if attempts++; attempts == 1 {
			defer r.sim.Clock.Advance(2 * time.Minute)
			return loses(next, req)
		}
		return swallows(next, req)
	}, params, twilio.Idempotent())
	require.Equal(t, 4, attempts)
	found, err := client.Messages.Reconcile(t.Context(), params, unknown)
	require.NoError(t, err)
	assert.Equal(t, r.sim.Messages()[0].SID, found.SID)
}

// TestReconcileInParallel: many identical creates are lost at once, some of them after
// they were carried out, while others of this client go through and another process
// sends the same. No message is found twice, and none that another create returned.
func TestReconcileInParallel(t *testing.T) {
	t.Parallel()
	const creates = 24
	for _, foreign := range []int{0, 2} {
		t.Run(fmt.Sprintf("%d of another process", foreign), func(t *testing.T) {
			t.Parallel()
			r, client := newRoad(t)
			params := reconcileParams("Hi")
			var mu sync.Mutex
			n := 0
			r.create = func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
				mu.Lock()
				n++
				how := []fate{loses, swallows, passes}[n%3]
				mu.Unlock()
				return how(next, req)
			}
			owner := map[string]string{} // of a message, as somebody was told
			told := func(sid, whom string) {
				mu.Lock()
				defer mu.Unlock()
				assert.Empty(t, owner[sid], "%s has it already, and %s got it", owner[sid], whom)
				owner[sid] = whom
			}
			others := map[string]bool{}
			for range foreign {
				msg, err := r.sim.Client().Messages.Create(t.Context(), params)
				require.NoError(t, err)
				others[msg.SID] = true
			}
			var wg sync.WaitGroup
			notSeen := 0
			for i := range creates {
				wg.Go(func() {
					msg, err := client.Messages.Create(t.Context(), params)
					var unknown *twilio.OutcomeUnknownError
					if errors.As(err, &unknown) {
						msg, err = client.Messages.Reconcile(t.Context(), params, unknown)
					}
					var ambiguous *twilio.AmbiguousError
					switch {
					case err == nil:
						told(msg.SID, fmt.Sprint("create ", i))
						mu.Lock()
						assert.False(t, others[msg.SID], "it is another process's")
						mu.Unlock()
					case errors.Is(err, twilio.ErrNotSeen):
						mu.Lock()
						notSeen++
						mu.Unlock()
					default:
						assert.ErrorAs(t, err, &ambiguous)
					}
				})
			}
			wg.Wait()
			carriedOut := len(r.sim.Messages()) - foreign
			assert.Equal(t, creates*2/3, carriedOut)
			assert.LessOrEqual(t, len(owner), carriedOut)
			assert.LessOrEqual(t, notSeen, creates-carriedOut, "somebody was told no although there is one for everybody")
		})
	}
}

// TestReconcileTwoOfOne: two identical creates are lost and one was carried out. One of
// the two gets it.
func TestReconcileTwoOfOne(t *testing.T) {
	t.Parallel()
	for range 20 {
		r, client := newRoad(t)
		params := reconcileParams("Hi")
		lost := []*twilio.OutcomeUnknownError{unknownCreate(t, r, client, loses, params), unknownCreate(t, r, client, swallows, params)}
		errs := make([]error, len(lost))
		var wg sync.WaitGroup
		for i := range lost {
			wg.Go(func() { _, errs[i] = client.Messages.Reconcile(t.Context(), params, lost[i]) })
		}
		wg.Wait()
		if errs[0] == nil {
			require.ErrorIs(t, errs[1], twilio.ErrNotSeen)
			continue
		}
		require.ErrorIs(t, errs[0], twilio.ErrNotSeen)
		require.NoError(t, errs[1])
	}
}

// TestReconcileNextDaysReminder: a day later the same reminder was sent again, by
// another process. It is not taken for the lost one.
func TestReconcileNextDaysReminder(t *testing.T) {
	t.Parallel()
	for _, how := range []fate{loses, swallows} {
		r, client := newRoad(t)
		params := reconcileParams("See you at 9")
		unknown := unknownCreate(t, r, client, how, params)
		r.sim.Clock.Advance(24 * time.Hour)
		next, err := r.sim.Client().Messages.Create(t.Context(), params)
		require.NoError(t, err)
		msg, err := client.Messages.Reconcile(t.Context(), params, unknown)
		if err == nil {
			require.Len(t, r.sim.Messages(), 2)
			assert.Equal(t, r.sim.Messages()[0].SID, msg.SID)
			continue
		}
		var ambiguous *twilio.AmbiguousError
		require.ErrorAs(t, err, &ambiguous)
		assert.Equal(t, []string{next.SID}, ambiguous.Candidates)
	}
}

// TestReconcileWhatTwilioDoesLate against the simulator: carried out after the attempt
// ended, or listed only then.
func TestReconcileWhatTwilioDoesLate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault twiliotest.Fault
		want  string
	}{
		{"20 s", twiliotest.OnCreateMessage().LateCommit(20 * time.Second), "found"},
		{"40 s", twiliotest.OnCreateMessage().LateCommit(40 * time.Second), "ambiguous"},
		{"60 s", twiliotest.OnCreateMessage().LateCommit(60 * time.Second), "ambiguous"},
		{"hidden for 100 s", twiliotest.OnCreateMessage().CommitHidden(100 * time.Second), "found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			sim.Number(reconcileFrom)
			sim.Fault(tt.fault)
			_, err := sim.Client().Messages.Create(t.Context(), reconcileParams("Hi"))
			var unknown *twilio.OutcomeUnknownError
			require.ErrorAs(t, err, &unknown)
			msg, err := sim.Client().Messages.Reconcile(t.Context(), reconcileParams("Hi"), unknown)
			sid := ""
			if err == nil {
				sid = msg.SID
			}
			require.Equal(t, tt.want, verdictOf(t, sid, err), "%v", err)
		})
	}
}
