package twilio_test

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestReconcileTheSameErrorTwice: the message that was found the first time is found again. A copy
// that was stored says the same of its create, as far as one can tell: it is not denied.
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
		{name: "20 s", fault: twiliotest.OnCreateMessage().LateCommit(20 * time.Second), want: "found"},
		{name: "40 s", fault: twiliotest.OnCreateMessage().LateCommit(40 * time.Second), want: "ambiguous"},
		{name: "60 s", fault: twiliotest.OnCreateMessage().LateCommit(60 * time.Second), want: "ambiguous"},
		{name: "hidden for 100 s", fault: twiliotest.OnCreateMessage().CommitHidden(100 * time.Second), want: "found"},
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
