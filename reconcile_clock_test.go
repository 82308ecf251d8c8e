package twilio_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// TestReconcileAcrossClockSteps: somebody sets the client's clock between the create
// and the reconciliation. A message that is listed is never not seen, and nobody else's is found.
func TestReconcileAcrossClockSteps(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		for _, step := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute, 24 * time.Hour, -24 * time.Hour, 400 * 24 * time.Hour, -400 * 24 * time.Hour} {
			for _, later := range []time.Duration{0, 30 * time.Second, 15 * time.Minute} {
				for _, had := range []bool{false, true} { // an answer before the create
					t.Run(k.name+" "+step.String()+", "+later.String()+" later", func(t *testing.T) {
						t.Parallel()
						s := newShelf(k.key)
						client := s.client(t)
						if had {
							_, err := client.Balance.Get(t.Context())
							require.NoError(t, err)
						}
						unknown := s.evidence(k.op)
						mine := k.mine(s)
						s.pages = [][]any{{mine}}
						s.clock.advance(later)
						s.clock.set(step)
						sid, err := k.reconcile(t.Context(), client, unknown)
						verdict := verdictOf(t, sid, err)
						require.NotEqual(t, "not seen", verdict)
						if step == 0 {
							require.Equal(t, "found", verdict)
						}
						if step == 10*time.Minute || step == -10*time.Minute {
							require.Equal(t, "ambiguous", verdict)
						}
					})
				}
			}
		}
	}
}

// TestReconcileAfterTwoDays: with an answer from before the create, a clock that was
// set back a day is seen through even when the horizon is past.
func TestReconcileAfterTwoDays(t *testing.T) {
	t.Parallel()
	k := kinds()[0]
	s := newShelf(k.key)
	client := s.client(t)
	_, err := client.Balance.Get(t.Context())
	require.NoError(t, err)
	unknown := s.evidence(k.op)
	s.pages = [][]any{{k.mine(s)}}
	s.clock.advance(48 * time.Hour)
	s.clock.set(-24 * time.Hour)
	sid, err := k.reconcile(t.Context(), client, unknown)
	require.Equal(t, "ambiguous", verdictOf(t, sid, err))
}

// TestReconcileOnMonotonicTime: the client's clock is a day off from Twilio's, and a
// long time passes before the reconciliation. Times with a monotonic reading tell an
// earlier send from this one; without it somebody may have set the clock.
func TestReconcileOnMonotonicTime(t *testing.T) {
	t.Parallel()
	tests := []struct {
		created         time.Duration // after the attempt began
		monotonic, wall string
	}{
		{created: -2 * time.Hour, monotonic: "not seen", wall: "not seen"},
		{created: -50 * time.Minute, monotonic: "not seen", wall: "ambiguous"},
		{created: -time.Minute, monotonic: "not seen", wall: "ambiguous"},
		{created: -6 * time.Second, monotonic: "ambiguous", wall: "ambiguous"},
		{created: -time.Second, monotonic: "found", wall: "found"},
		{created: 0, monotonic: "found", wall: "found"},
		{created: 30 * time.Second, monotonic: "found", wall: "found"},
		{created: 40 * time.Second, monotonic: "ambiguous", wall: "ambiguous"},
		{created: 80 * time.Minute, monotonic: "ambiguous", wall: "ambiguous"},
	}
	for _, k := range kinds() {
		for _, off := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute, 24 * time.Hour, -24 * time.Hour} {
			for _, tt := range tests {
				for _, began := range []time.Time{time.Now(), time.Now().Round(0)} {
					s := newShelf(k.key)
					s.clock.now = began
					s.date = func() string { return s.clock.twilioTime().Add(off).UTC().Format(http.TimeFormat) }
					unknown := &twilio.OutcomeUnknownError{Op: k.op, AccountSID: testAccount, Started: began, Ended: began.Add(time.Second)}
					s.pages = [][]any{{k.mine(s).with("date_created", began.Add(off+tt.created).UTC().Format(time.RFC1123Z))}}
					s.clock.advance(90 * time.Minute)
					sid, err := k.reconcile(t.Context(), s.client(t), unknown)
					want := tt.wall
					if began != began.Round(0) {
						want = tt.monotonic
					}
					require.Equal(t, want, verdictOf(t, sid, err), "%s off, created %s later: %v", off, tt.created, err)
				}
			}
		}
	}
}

// TestReconcileWithoutDate takes Twilio's clock for the client's own.
func TestReconcileWithoutDate(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		for _, date := range []string{"", "soon"} {
			s := newShelf(k.key)
			s.date = func() string { return date }
			unknown := s.evidence(k.op)
			mine := k.mine(s)
			s.pages = [][]any{{mine}}
			sid, err := k.reconcile(t.Context(), s.client(t), unknown)
			require.Equal(t, "found", verdictOf(t, sid, err))
			s.pages = [][]any{{mine.at(50 * time.Second)}}
			sid, err = k.reconcile(t.Context(), s.client(t), unknown)
			require.Equal(t, "ambiguous", verdictOf(t, sid, err))
			s.pages = nil
			sid, err = k.reconcile(t.Context(), s.client(t), unknown)
			require.Equal(t, "not seen", verdictOf(t, sid, err))
		}
	}
}

// TestReconcileCachedLists: a list from a cache proves neither that the create was
// carried out, nor that it was not.
func TestReconcileCachedLists(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		start := newHandClock().twilioTime()
		fixed := func(at time.Time) func(*shelf) {
			return func(s *shelf) { s.date = func() string { return at.Format(http.TimeFormat) } }
		}
		behind := func(d time.Duration) func(*shelf) {
			return func(s *shelf) {
				s.date = func() string { return s.clock.twilioTime().Add(-d).Format(http.TimeFormat) }
			}
		}
		late := func(s *shelf) { // a cache that begins to answer after the third look
			fresh, looks := s.date, 0
			s.date = func() string {
				if looks++; looks <= 3 {
					return fresh()
				}
				return start.Add(5 * time.Second).Format(http.TimeFormat)
			}
		}
		tests := []struct {
			name  string
			cache func(*shelf)
			found string // when yesterday's identical one is listed
			none  string // when nothing is
		}{
			{name: "an Age", cache: func(s *shelf) { s.extra.Set("Age", "3") }, found: "unknown", none: "unknown"},
			{name: "an Age of 0", cache: func(s *shelf) { s.extra.Set("Age", "0") }, found: "unknown", none: "unknown"},
			{name: "yesterday's", cache: fixed(start.Add(-24 * time.Hour)), found: "unknown", none: "unknown"},
			{name: "of a minute ago", cache: fixed(start.Add(-time.Minute)), found: "unknown", none: "unknown"},
			{name: "of just now, and never newer", cache: fixed(start), found: "not seen", none: "unknown"},
			{name: "of the future, and never newer", cache: fixed(start.Add(time.Hour)), found: "unknown", none: "unknown"},
			{name: "at last", cache: late, found: "unknown", none: "unknown"},
			{name: "a day behind, but it advances", cache: behind(24 * time.Hour), found: "found", none: "not seen"}, // Twilio's clock, as far as one can know
		}
		for _, tt := range tests {
			t.Run(k.name+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				s := newShelf(k.key)
				tt.cache(s)
				sid, err := k.reconcile(t.Context(), s.client(t), s.evidence(k.op))
				assert.Equal(t, tt.none, verdictOf(t, sid, err), "%v", err)

				s = newShelf(k.key)
				unknown := s.evidence(k.op)
				s.pages = [][]any{{k.mine(s).at(-24 * time.Hour)}}
				tt.cache(s)
				sid, err = k.reconcile(t.Context(), s.client(t), unknown)
				if tt.name == "of just now, and never newer" {
					tt.found = "unknown"
				}
				assert.Equal(t, tt.found, verdictOf(t, sid, err), "%v", err)
			})
		}
	}
}

// TestReconcileDoesNotMistakeAClockForACache: the client's clock is ahead of Twilio's,
// or behind, and Twilio's answers advance.
func TestReconcileDoesNotMistakeAClockForACache(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		for _, off := range []time.Duration{3 * time.Second, time.Hour, -time.Hour, 30 * 24 * time.Hour, -30 * 24 * time.Hour} {
			s := newShelf(k.key)
			s.clock.set(off)
			unknown := s.evidence(k.op)
			client := s.client(t)
			sid, err := k.reconcile(t.Context(), client, unknown)
			require.Equal(t, "not seen", verdictOf(t, sid, err), "%s: %v", off, err)

			s = newShelf(k.key)
			s.clock.set(off)
			unknown = s.evidence(k.op)
			s.pages = [][]any{{k.mine(s)}}
			sid, err = k.reconcile(t.Context(), s.client(t), unknown)
			require.Equal(t, "found", verdictOf(t, sid, err), "%s: %v", off, err)
			assert.LessOrEqual(t, len(s.lists), 2, "one more look tells")
		}
	}
}

// TestReconcileTooEarly: as long as Twilio may be at work nobody can say that it has
// done nothing.
func TestReconcileTooEarly(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		s := newShelf(k.key)
		unknown := s.evidence(k.op)
		unknown.Ended = s.clock.Now().Add(10 * time.Minute) // a record whose create may go on until then
		client := s.client(t)
		sid, err := k.reconcile(t.Context(), client, unknown)
		require.Equal(t, "unknown", verdictOf(t, sid, err))
		assert.Contains(t, err.Error(), "for 8m32s")

		s.pages = [][]any{{k.mine(s).at(7 * time.Minute)}}
		sid, err = k.reconcile(t.Context(), client, unknown)
		require.Equal(t, "found", verdictOf(t, sid, err))

		s.pages = nil
		s.clock.advance(10 * time.Minute)
		sid, err = k.reconcile(t.Context(), s.client(t), unknown)
		require.Equal(t, "not seen", verdictOf(t, sid, err))
	}
}

// TestReconcileRefusesEvidence of which nothing can be concluded. Nothing is asked of
// Twilio, and the create stays unknown.
func TestReconcileRefusesEvidence(t *testing.T) {
	t.Parallel()
	type evidence = twilio.OutcomeUnknownError
	tests := []struct {
		name   string
		change func(*evidence)
		field  string
	}{
		{name: "nothing", change: func(e *evidence) { *e = evidence{} }, field: "Started"},
		{name: "a beginning that counts from 1970", change: func(e *evidence) { e.Started, e.Ended = time.Unix(0, 0), time.Unix(1, 0) }, field: "Started"},
		{name: "no beginning", change: func(e *evidence) { e.Started = time.Time{} }, field: "Started"},
		{name: "no end", change: func(e *evidence) { e.Ended = time.Time{} }, field: "Ended"},
		{name: "an end before the beginning", change: func(e *evidence) { e.Ended = e.Started.Add(-time.Nanosecond) }, field: "Ended"},
		{name: "now for the end, a day later", change: func(e *evidence) { e.Ended = e.Started.Add(24 * time.Hour) }, field: "Ended"},
		{name: "an account of another shape", change: func(e *evidence) { e.AccountSID = "AC1" }, field: "AccountSID"},
		{name: "a key for the account", change: func(e *evidence) { e.AccountSID = "SK" + e.AccountSID[2:] }, field: "AccountSID"},
		{name: "a verification", change: func(e *evidence) { e.Op = "Verify.Start" }, field: "Op"},
		{name: "a redirect", change: func(e *evidence) { e.Op = "Calls.Redirect" }, field: "Op"},
		{name: "a SID that is none, and no times", change: func(e *evidence) { *e = evidence{SID: "SM1"} }, field: "Started"},
		{name: "a SID with a line break, and no times", change: func(e *evidence) { *e = evidence{SID: "SM0000000000000000000000000000000\n"} }, field: "Started"},
		{name: "a SID of something else, and no times", change: func(e *evidence) { *e = evidence{SID: "MG00000000000000000000000000000001"} }, field: "Started"},
	}
	for _, k := range kinds() {
		for _, tt := range tests {
			t.Run(k.name+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				s := newShelf(k.key)
				unknown := s.evidence(k.op)
				tt.change(unknown)
				sid, err := k.reconcile(t.Context(), s.client(t), unknown)
				requireRefused(t, sid, err, tt.field)
				assert.Empty(t, s.lists)
			})
		}
	}
}

func requireRefused(t *testing.T, sid string, err error, field string) {
	t.Helper()
	require.Equal(t, "unknown", verdictOf(t, sid, err), "%v", err)
	var refused *twilio.ParamError
	require.ErrorAs(t, err, &refused)
	require.Len(t, refused.Problems, 1)
	assert.Equal(t, field, refused.Problems[0].Field)
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
	require.NotErrorIs(t, err, twilio.ErrNotSeen)
}

// TestReconcileIsOfOneKind: a message's error is none of a call's, and the other way
// round; WhatsApp messages are messages.
func TestReconcileIsOfOneKind(t *testing.T) {
	t.Parallel()
	messages, calls := kinds()[0], kinds()[1]
	s := newShelf("messages")
	sid, err := messages.reconcile(t.Context(), s.client(t), s.evidence("Calls.Create"))
	requireRefused(t, sid, err, "Op")
	for _, op := range []string{"Messages.Create", "WhatsApp.Send"} {
		sid, err = calls.reconcile(t.Context(), s.client(t), s.evidence(op))
		requireRefused(t, sid, err, "Op")
		sid, err = messages.reconcile(t.Context(), s.client(t), s.evidence(op))
		require.Equal(t, "not seen", verdictOf(t, sid, err))
		_, err = s.client(t).WhatsApp.Reconcile(t.Context(), twilio.WhatsAppSendParams{To: reconcileTo, From: reconcileFrom, Body: "Hi"}, s.evidence(op))
		require.Equal(t, "not seen", verdictOf(t, "", err))
	}
}

// TestReconcileNeedsTheParameters: by empty ones nothing and everything would be alike.
func TestReconcileNeedsTheParameters(t *testing.T) {
	t.Parallel()
	s := newShelf("messages")
	client := s.client(t)
	_, err := client.Messages.Reconcile(t.Context(), twilio.MessageCreateParams{From: reconcileFrom}, s.evidence("Messages.Create"))
	requireRefused(t, "", err, "To")
	_, err = client.Messages.Reconcile(t.Context(), twilio.MessageCreateParams{To: reconcileTo}, s.evidence("Messages.Create"))
	requireRefused(t, "", err, "From")
	_, err = client.Calls.Reconcile(t.Context(), twilio.CallCreateParams{To: " ", From: reconcileFrom}, s.evidence("Calls.Create"))
	requireRefused(t, "", err, "To")
	_, err = client.Messages.Reconcile(t.Context(), reconcileParams("Hi"), nil)
	requireRefused(t, "", err, "unknown")
	_, err = client.Messages.Reconcile(nil, reconcileParams("Hi"), s.evidence("Messages.Create")) //nolint:staticcheck // on purpose
	requireRefused(t, "", err, "ctx")
}

// TestUnknownOutcomesSayHowToLook: an operation without a reconciliation says so.
func TestUnknownOutcomesSayHowToLook(t *testing.T) {
	t.Parallel()
	for op, reconciled := range map[string]bool{
		"Messages.Create": true, "WhatsApp.Send": true, "Calls.Create": true,
		"Calls.Redirect": false, "Calls.Update": false, "Messages.CreateFeedback": false, "Do": false, "Verify.Start": false, "": false,
	} {
		text := (&twilio.OutcomeUnknownError{Op: op, Err: io.ErrUnexpectedEOF}).Error()
		assert.Equal(t, reconciled, strings.Contains(text, "; reconcile before any second try"), text)
		assert.Equal(t, !reconciled, strings.Contains(text, "; look for it with Get or List before any second try"), text)
	}
	s := newShelf("calls")
	_, err := s.client(t).Calls.Redirect(t.Context(), "CA00000000000000000000000000000001", twilio.CallRedirectParams{URL: "https://example.com/voice"})
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(t, err, &unknown)
	assert.NotContains(t, err.Error(), "reconcile")
}
