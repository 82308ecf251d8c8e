package twiliotest_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// hold lets n requests of the account be under way until they are released. What it returns
// releases them, and returns once they are over.
func hold(t *testing.T, sim *twiliotest.Sim, n int) (release func()) {
	t.Helper()
	entered, leave := make(chan struct{}, 2*n), make(chan struct{}) // each request is heard of at its beginning and its end
	sim.Stub(http.MethodPost, executions, func(w http.ResponseWriter, _ *http.Request) {
		entered <- struct{}{}
		<-leave
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"sid":"FN0123456789abcdef0123456789abcdef"}`)
	})
	var under sync.WaitGroup
	for range n {
		under.Go(func() {
			_, err := execution(t, sim.Client(), executionForm())
			assert.NoError(t, err)
			entered <- struct{}{} // one that is refused holds nobody up
		})
		<-entered
	}
	return sync.OnceFunc(func() {
		close(leave)
		under.Wait()
	})
}

// patient returns a client that retries often.
func patient(t *testing.T, sim *twiliotest.Sim, onRetry func(twilio.RetryEvent)) *twilio.Client {
	t.Helper()
	policy := twilio.RetryPolicy{MaxAttempts: 20, OnRetry: onRetry}
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), append(sim.Options(), twilio.WithRetry(policy))...)
	require.NoError(t, err)
	return client
}

// TestRequestsAtOnce: a request over the limit of its account is refused and not carried
// out, and each answer tells how many requests were under way.
func TestRequestsAtOnce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		limit     int // 0 for none
		held      int
		sub       bool // the request is about a subaccount
		status    int
		underWay  string
		fetchedBy string // "" for the main account, or the subaccount itself
	}{
		{name: "without a limit", held: 3, status: 200, underWay: "4"},
		{name: "below the limit", limit: 4, held: 2, status: 200, underWay: "3"},
		{name: "at the limit", limit: 4, held: 3, status: 200, underWay: "4"},
		{name: "over the limit", limit: 3, held: 3, status: 429, underWay: "4"},
		{name: "of a subaccount, by its parent", limit: 2, held: 2, sub: true, status: 200, underWay: "1"},
		{name: "of a subaccount, by itself", limit: 2, held: 2, sub: true, fetchedBy: "sub", status: 200, underWay: "1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var opts []twiliotest.Option
			if tt.limit > 0 {
				opts = append(opts, twiliotest.Concurrency(tt.limit))
			}
			sim := twiliotest.New(t, opts...)
			account, user, secret := sim.AccountSID(), sim.AccountSID(), sim.AuthToken()
			if tt.sub {
				account = sim.Subaccount()
			}
			if tt.fetchedBy != "" {
				user, secret = account, sim.SubaccountToken(account)
			}
			release := hold(t, sim, tt.held)
			resp, body := get(t, sim, http.MethodGet, "/"+in(account, "/Messages.json"), user, secret)
			release()
			assert.Equal(t, tt.status, resp.StatusCode)
			assert.Equal(t, tt.underWay, resp.Header.Get("Twilio-Concurrent-Requests"))
			if tt.status == http.StatusTooManyRequests {
				assert.Contains(t, body, `"code":20429`)
				assert.Empty(t, resp.Header.Get("Retry-After"))
				last := sim.Requests()[len(sim.Requests())-1]
				assert.Equal(t, []any{429, twilio.CodeTooManyConcurrentRequests, ""}, []any{last.Status, last.Code, last.Fault})
			}
			resp, _ = get(t, sim, http.MethodGet, "/"+in(account, "/Messages.json"), user, secret)
			assert.Equal(t, []any{200, "1"}, []any{resp.StatusCode, resp.Header.Get("Twilio-Concurrent-Requests")}, "once the others are over")
		})
	}
}

// TestClientWaitsForTheLimit, in virtual time: its retry gets through, and the message is
// sent once. A fault does not count the refused request.
func TestClientWaitsForTheLimit(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.Concurrency(2))
	sim.Number(clinic)
	sim.Fault(twiliotest.OnCreateMessage().Nth(2).Status(http.StatusBadRequest, 21610))
	release := hold(t, sim, 2)
	var retries []twilio.RetryEvent
	client := patient(t, sim, func(e twilio.RetryEvent) {
		retries = append(retries, e)
		release()
	})
	_, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "once"})
	require.NoError(t, err)
	sim.Phone(ada).ExpectSMS("once")
	assert.Len(t, sim.Messages(), 1)
	require.Len(t, retries, 1)
	assert.Equal(t, "throttled", retries[0].Reason)
	require.ErrorIs(t, retries[0].Err, twilio.CodeTooManyConcurrentRequests)
	assert.Equal(t, map[int]int{429: 1, 201: 3}, byStatus(sim))
}

// byStatus counts the requests by the status of their answer.
func byStatus(sim *twiliotest.Sim) map[int]int {
	counted := map[int]int{}
	for _, r := range sim.Requests() {
		counted[r.Status]++
	}
	return counted
}

// TestManyClientsGetThroughTheLimit, in a bubble: all messages are sent, and each once.
func TestManyClientsGetThroughTheLimit(t *testing.T) {
	t.Parallel()
	const limit, messages = 3, 12
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected(), twiliotest.Concurrency(limit))
		sim.Number(clinic)
		client := patient(t, sim, nil)
		var senders sync.WaitGroup
		for i := range messages {
			senders.Go(func() {
				_, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: fmt.Sprintf("message %02d", i)})
				assert.NoError(t, err)
			})
		}
		senders.Wait()
		var bodies, want []string
		for i := range messages {
			want = append(want, fmt.Sprintf("message %02d", i))
		}
		for _, m := range sim.Messages() {
			bodies = append(bodies, m.Body)
		}
		slices.Sort(bodies)
		assert.Equal(t, want, bodies)
		counted := byStatus(sim)
		assert.Equal(t, messages, counted[http.StatusCreated])
		assert.GreaterOrEqual(t, counted[http.StatusTooManyRequests], messages-limit, "all but the first came too early")
		assert.Len(t, counted, 2)
	})
}

// TestRequestsTakeTime with a limit alone, and only those that are carried out.
func TestRequestsTakeTime(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		opts  []twiliotest.Option
		takes time.Duration
	}{
		"without a limit": {nil, 0},
		"with a limit":    {[]twiliotest.Option{twiliotest.Concurrency(1)}, 100 * time.Millisecond},
	} {
		sim := twiliotest.New(t, tt.opts...)
		began := sim.Clock.Now()
		for range 2 {
			_, err := sim.Client().Balance.Get(t.Context())
			require.NoError(t, err, name)
		}
		assert.Equal(t, 2*tt.takes, sim.Clock.Now().Sub(began), name)
	}
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime(), twiliotest.Concurrency(1))
		began := time.Now()
		release := hold(t, sim, 1)
		mainAccount(t, sim).refused(429, 20429, http.MethodGet, in(sim.AccountSID(), "/Messages.json"), nil)
		assert.Zero(t, time.Since(began), "a refused request takes none")
		release()
	})
}

func TestLimitsThatCannotBe(t *testing.T) {
	t.Parallel()
	for problem, opt := range map[string]twiliotest.Option{
		"Concurrency(0)": twiliotest.Concurrency(0),
		"CallRate(-1)":   twiliotest.CallRate(-1),
	} {
		_, err := twiliotest.Start(opt)
		require.ErrorContains(t, err, problem)
		require.ErrorContains(t, err, "at least 1")
	}
}
