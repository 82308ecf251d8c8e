package twilio_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// TestReconcileInAFreshProcessWithAWrongDate: the list passes a gateway whose clock is
// ahead, and no earlier answer says so. The client's own clock is right.
func TestReconcileInAFreshProcessWithAWrongDate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		created time.Duration // after the create began
		want    string
	}{
		{created: -3 * time.Hour, want: "not seen"},
		{created: 0, want: "ambiguous"},
		{created: 20 * time.Second, want: "ambiguous"},
		{created: time.Minute, want: "ambiguous"},
	}
	for _, k := range kinds() {
		for _, ahead := range []time.Duration{2 * time.Minute, 3 * time.Hour, 48 * time.Hour} {
			for _, tt := range tests {
				for _, monotonic := range []bool{true, false} {
					s := newShelf(k.key)
					if !monotonic {
						s.clock.now = s.clock.now.Round(0)
					}
					s.date = func() string { return s.clock.twilioTime().Add(ahead).UTC().Format(http.TimeFormat) }
					other := k.mine(s).with("sid", k.sid(2), "to", "+14155550199")
					s.pages = [][]any{{other}, {k.mine(s).at(tt.created)}} // a page before it is of the same time
					sid, err := k.reconcile(t.Context(), s.client(t), s.evidence(k.op))
					require.Equal(t, tt.want, verdictOf(t, sid, err), "%s ahead, created %s later: %v", ahead, tt.created, err)
				}
			}
		}
	}
}

// TestReconcileBehindAGatewayWithAWrongClock: every answer comes through it, so that the
// ones before the create are as wrong as the list.
func TestReconcileBehindAGatewayWithAWrongClock(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		for _, ahead := range []time.Duration{2 * time.Minute, 3 * time.Hour, 48 * time.Hour, -3 * time.Hour} {
			for _, created := range []time.Duration{0, 20 * time.Second} {
				s := newShelf(k.key)
				s.date = func() string { return s.clock.twilioTime().Add(ahead).UTC().Format(http.TimeFormat) }
				client := s.client(t)
				_, err := client.Balance.Get(t.Context())
				require.NoError(t, err)
				s.pages = [][]any{{k.mine(s).at(created)}}
				sid, err := k.reconcile(t.Context(), client, s.evidence(k.op))
				require.Equal(t, "ambiguous", verdictOf(t, sid, err), "%s ahead, created %s later: %v", ahead, created, err)
			}
		}
	}
}

// TestReconcileWithoutDateAndAClockAhead: nothing says how far the client's clock is from
// Twilio's.
func TestReconcileWithoutDateAndAClockAhead(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		for _, ahead := range []time.Duration{20 * time.Second, 30 * time.Second, 10 * time.Minute} {
			for _, began := range []time.Time{time.Now(), time.Now().Round(0)} {
				s := newShelf(k.key)
				s.clock.now = began
				s.date = func() string { return "" }
				s.pages = [][]any{{k.mine(s).at(-ahead)}}
				unknown := &twilio.OutcomeUnknownError{Op: k.op, AccountSID: testAccount, Started: began, Ended: began.Add(time.Second)}
				s.clock.advance(time.Minute)
				sid, err := k.reconcile(t.Context(), s.client(t), unknown)
				require.Equal(t, "ambiguous", verdictOf(t, sid, err), "%s ahead: %v", ahead, err)
			}
		}
	}
}

// TestReconcileUncountedFiles: a number of files that is null or odd is not another
// number.
func TestReconcileUncountedFiles(t *testing.T) {
	t.Parallel()
	k := kinds()[0]
	for name, tt := range map[string]struct {
		shown any
		want  string
	}{
		"the same": {shown: "1", want: "found"}, "none": {shown: "0", want: "ambiguous"}, "null": {want: "ambiguous"}, "odd": {shown: "one", want: "ambiguous"},
		"missing": {shown: without{}, want: "ambiguous"}, "another": {shown: "2", want: "ambiguous"},
	} {
		s := newShelf(k.key)
		s.pages = [][]any{{k.mine(s).with("num_media", tt.shown)}}
		mine := k.mine(s)
		text := func(key string) string { v, _ := mine[key].(string); return v }
		params := twilio.MessageCreateParams{To: text("to"), From: text("from"), Body: text("body"), MediaURL: []string{"https://example.com/a.png"}}
		msg, err := s.client(t).Messages.Reconcile(t.Context(), params, s.evidence(k.op))
		sid := ""
		if err == nil {
			sid = msg.SID
		}
		require.Equal(t, tt.want, verdictOf(t, sid, err), "%s: %v", name, err)
	}
}
