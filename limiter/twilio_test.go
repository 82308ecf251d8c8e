package limiter_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/limiter"
)

const sid = "SM00000000000000000000000000000001"

func retryAfter(seconds string) http.Header { return http.Header{"Retry-After": {seconds}} }

// TestCoolDown: one worker's Retry-After holds up the others, for that account and that product.
func TestCoolDown(t *testing.T) {
	t.Parallel()
	for _, told := range []answer{{429, `{"code":20429}`, retryAfter("7")}, {503, "", retryAfter("7")}, {429, `{"code":99999}`, retryAfter("7")}} {
		synctest.Test(t, func(t *testing.T) {
			store := limiter.NewMemory(nil)
			one := newClient(t, limiter.Config{Store: store, Rules: hundred()}, told)
			two := newClient(t, limiter.Config{Store: store, Rules: hundred()})
			began := time.Now()
			_, err := one.Messages.Get(t.Context(), sid)
			require.Error(t, err)
			require.NoError(t, admit(t.Context(), two, twilio.LimitedRequest{Host: "verify"}))
			require.NoError(t, admit(t.Context(), two, twilio.LimitedRequest{Host: "api", AccountSID: "AC00000000000000000000000000000002"}))
			assert.Equal(t, began, time.Now())
			require.NoError(t, admit(t.Context(), two, create))
			assert.Equal(t, 7*time.Second, time.Since(began))
		})
	}
}

// TestNoCoolDown: other answers hold up nobody.
func TestNoCoolDown(t *testing.T) {
	t.Parallel()
	for _, told := range []answer{{500, "", retryAfter("7")}, {429, `{"code":20003}`, nil}, {200, `{"sid":"` + sid + `"}`, retryAfter("7")}} {
		synctest.Test(t, func(t *testing.T) {
			client := newClient(t, limiter.Config{Store: limiter.NewMemory(nil)}, told)
			began := time.Now()
			_, _ = client.Messages.Get(t.Context(), sid)
			require.NoError(t, admit(t.Context(), client, create))
			assert.Equal(t, began, time.Now())
		})
	}
}

// TestWaitForACoolDown: a deadline before its end fails at once, for the first in line and for those behind.
func TestWaitForACoolDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := limiter.NewMemory(nil)
		one := newClient(t, limiter.Config{Store: store}, answer{503, "", retryAfter("60")})
		two := newClient(t, limiter.Config{Store: store})
		_, err := one.Messages.Get(t.Context(), sid)
		require.Error(t, err)
		go func() { assert.NoError(t, admit(t.Context(), two, create)) }()
		synctest.Wait()
		began := time.Now()
		ctx, cancel := contextWith(t, 10*time.Second)
		defer cancel()
		err = admit(ctx, two, create)
		require.ErrorIs(t, err, twilio.ErrRateLimited)
		assert.Equal(t, time.Minute, twilio.RetryAfter(err))
		assert.Equal(t, began, time.Now())
		pass(time.Minute)
	})
}

// inFlight admits requests until no more are let pass, and returns how many were.
func inFlight(t *testing.T, client *twilio.Client) (admissions []*twilio.Admission) {
	t.Helper()
	for {
		ctx, cancel := contextWith(t, time.Second)
		admission, err := client.Admit(ctx, create)
		cancel()
		if err != nil {
			require.ErrorIs(t, err, twilio.ErrNotSent)
			return admissions
		}
		admissions = append(admissions, admission)
	}
}

// TestInFlight: too many requests in flight halve the cap of all processes, and answers raise it.
func TestInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := limiter.NewMemory(nil)
		one := newClient(t, limiter.Config{Store: store, InFlight: 20}, answer{429, `{"code":20429}`, nil})
		two := newClient(t, limiter.Config{Store: store, InFlight: 20})
		held := inFlight(t, one)
		require.Len(t, held, 20)
		require.Empty(t, inFlight(t, two))

		_, err := one.Messages.Get(t.Context(), sid, twilio.Admitted(held[0]))
		require.ErrorIs(t, err, twilio.ErrRateLimited)
		for _, admission := range held {
			admission.Release()
		}
		held = inFlight(t, two)
		require.Len(t, held, 10)
		for _, admission := range held {
			_, err := two.Messages.Get(t.Context(), sid, twilio.Admitted(admission))
			require.NoError(t, err)
		}
		held = inFlight(t, two)
		require.Len(t, held, 10, "10 answers at a cap that grows are not quite one place more")
		_, err = two.Messages.Get(t.Context(), sid, twilio.Admitted(held[0]))
		require.NoError(t, err)
		held = append(held[1:], inFlight(t, one)...)
		require.Len(t, held, 11)
		for _, admission := range held {
			admission.Release()
		}
	})
}

// TestCapOfOne: the cap never shuts all out.
func TestCapOfOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		busy := answer{429, `{"code":20429}`, nil}
		client := newClient(t, limiter.Config{Store: limiter.NewMemory(nil)}, busy, busy, busy)
		for range 3 {
			_, err := client.Messages.Get(t.Context(), sid)
			require.ErrorIs(t, err, twilio.ErrRateLimited)
			pass(time.Second)
		}
		assert.Len(t, inFlight(t, client), 1)
	})
}

// TestLease: the place of a process that has died is free after a while.
func TestLease(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := limiter.NewMemory(nil)
		dead := newClient(t, limiter.Config{Store: store, InFlight: 3, Lease: 30 * time.Second})
		began := time.Now()
		for range 3 {
			_, err := dead.Admit(t.Context(), create)
			require.NoError(t, err)
		}
		client := newClient(t, limiter.Config{Store: store, InFlight: 3, Lease: 30 * time.Second})
		require.NoError(t, admit(t.Context(), client, create))
		assert.InDelta(t, 30*time.Second, time.Since(began), float64(100*time.Millisecond))
	})
}

// TestNoCap: without a cap nobody is counted.
func TestNoCap(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store, InFlight: -1, Rules: hundred()})
		require.NoError(t, admit(t.Context(), client, create))
		assert.Empty(t, store.asks[0].Leases)
		assert.Empty(t, store.ends)
	})
}

// TestPlacesAreGivenBack: also those of turns that nobody has used.
func TestPlacesAreGivenBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store, InFlight: 7, Rules: hundred()})
		ctx, cancel := contextWith(t, 25*time.Millisecond)
		defer cancel()
		var group sync.WaitGroup
		for range 7 {
			group.Go(func() { _ = admit(ctx, client, create) })
		}
		group.Wait()
		pass(time.Second)
		left, ended := map[string]bool{}, 0
		for _, end := range store.ends {
			for _, lease := range end.Leases {
				left[lease] = true
				ended++
			}
		}
		assert.Len(t, left, ended, "once")
		assert.Len(t, inFlight(t, client), 7)
	})
}

// TestWhatAnAnswerMeans: which answers lower the cap of requests in flight, and which raise it.
func TestWhatAnAnswerMeans(t *testing.T) {
	t.Parallel()
	const busy, done, neither = "busy", "done", "neither"
	for told, want := range map[*answer]string{
		{status: 429, body: `{"code":20429}`}:        busy,
		{status: 429}:                                busy,
		{status: 429, body: `{"code":60203}`}:        done,
		{status: 400, body: `{"code":20429}`}:        done,
		{status: 404}:                                done,
		{status: 200, body: `{"sid":"` + sid + `"}`}: done,
		{status: 500}:                                neither,
		{status: 503, header: retryAfter("1")}:       neither,
	} {
		store := newSpy()
		client := newClient(t, limiter.Config{Store: store}, *told)
		_, _ = client.Messages.Get(t.Context(), sid)
		require.Len(t, store.ends, 1)
		got := map[[2]bool]string{{true, false}: busy, {false, true}: done, {false, false}: neither}[[2]bool{store.ends[0].Busy, store.ends[0].Done}]
		assert.Equal(t, want, got, "%+v", *told)
		assert.Len(t, store.ends[0].Leases, 1)
	}
}
