package twilio

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCoolDownHoldsForTheProduct: one call's Retry-After makes the others wait,
// those of another product not.
func TestCoolDownHoldsForTheProduct(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := play(reply(429, "", "Retry-After", "15"), reply(200, messageJSON))
		client := testClient(t, transport, WithRetry(RetryPolicy{MaxAttempts: 1}))
		err := getMessage(t.Context(), client)
		require.ErrorIs(t, err, ErrRateLimited)
		assert.Equal(t, 15*time.Second, RetryAfter(err))

		began := time.Now()
		_, err = client.Lookup.Get(t.Context(), "+14155551234", LookupGetParams{})
		require.NoError(t, err)
		assert.Zero(t, time.Since(began), "another product")
		require.NoError(t, createMessage(t.Context(), client))
		waited := time.Since(began)
		assertSpread(t, 15*time.Second, waited)
		require.NoError(t, createMessage(t.Context(), client))
		assert.Equal(t, waited, time.Since(began), "it is over")
	})
}

// assertSpread checks that a wait is as long as Twilio asked for, and at most a
// quarter longer, or half a second.
func assertSpread(t *testing.T, asked, waited time.Duration) {
	t.Helper()
	assert.GreaterOrEqual(t, waited, asked)
	assert.Less(t, waited, asked+max(asked/4, 500*time.Millisecond))
}

// TestCoolDownEndsForOneAfterTheOther: calls that waited for the end of a pause do not
// leave in one moment, whether they are first attempts or retries.
func TestCoolDownEndsForOneAfterTheOther(t *testing.T) {
	t.Parallel()
	const calls = 90 // as many retries as the quota pays for
	for name, throttled := range map[string]int{"first attempts": 1, "retries": calls} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var requests atomic.Int64
				var underWay, all sync.WaitGroup // those that will be throttled, all calls
				underWay.Add(throttled)
				left := make(chan time.Duration, calls)
				began := time.Now()
				transport := answer(func(req *http.Request) (*http.Response, error) {
					if requests.Add(1) <= int64(throttled) {
						underWay.Done()
						underWay.Wait()
						return reply(429, "", "Retry-After", "2")(req)
					}
					left <- time.Since(began)
					return reply(200, messageJSON)(req)
				})
				client := testClient(t, transport)
				if throttled == 1 {
					once, cancel := context.WithTimeout(t.Context(), time.Second)
					defer cancel()
					require.ErrorIs(t, getMessage(once, client), ErrRateLimited)
				}
				for range calls {
					all.Go(func() { assert.NoError(t, getMessage(t.Context(), client)) })
				}
				all.Wait()
				close(left)
				slots := map[int64]int{}
				for at := range left {
					slots[at.Milliseconds()/50]++
					assertSpread(t, 2*time.Second, at)
				}
				for slot, n := range slots {
					assert.Less(t, n, calls/3, "in the 50 ms number %d", slot)
				}
			})
		})
	}
}

// TestSpreadLeavesTimeForTheAttempt: a deadline is not used up by waiting longer
// than Twilio asked for.
func TestSpreadLeavesTimeForTheAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for range 100 {
			ctx, cancel := context.WithTimeout(t.Context(), 9*time.Second)
			began := time.Now()
			require.NoError(t, createMessage(ctx, testClient(t, play(reply(429, "", "Retry-After", "8"), reply(201, messageJSON)))))
			assert.Less(t, time.Since(began), 8500*time.Millisecond)
			cancel()
		}
	})
}

func TestCoolDownThatIsTooLongFailsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := play(reply(429, "", "Retry-After", "60"), reply(200, messageJSON))
		client := testClient(t, transport)
		require.ErrorIs(t, getMessage(t.Context(), client), ErrRateLimited)
		require.NoError(t, systemClock{}.Sleep(t.Context(), 10*time.Second))
		began := time.Now()
		err := createMessage(t.Context(), client)
		assertMatches(t, err, []error{ErrRateLimited, ErrNotSent}, []error{ErrOutcomeUnknown})
		assert.Equal(t, 50*time.Second, RetryAfter(err))
		assert.Equal(t, "twilio: Messages.Create: not sent: Twilio asked for a pause, of which 50s are left", err.Error())
		assert.Zero(t, time.Since(began))
		assert.Len(t, transport.sent(), 1)
	})
}

func TestCoolDownPastTheDeadlineFailsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := testClient(t, play(reply(503, "", "Retry-After", "10"), reply(200, messageJSON)), WithRetry(RetryPolicy{MaxAttempts: 1}))
		require.Error(t, getMessage(t.Context(), client))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		began := time.Now()
		assertMatches(t, createMessage(ctx, client), []error{ErrRateLimited, ErrNotSent}, nil)
		assert.Zero(t, time.Since(began))
	})
}

func TestCoolDownEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := testClient(t, play(reply(429, "", "Retry-After", "10"), reply(200, messageJSON)), WithRetry(RetryPolicy{MaxAttempts: 1}))
		require.Error(t, getMessage(t.Context(), client))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		assertMatches(t, createMessage(ctx, client), []error{context.Canceled, ErrNotSent}, []error{ErrRateLimited})
	})
}

// TestQuotaStopsRetryStorms: when everything fails, most calls are not repeated
// any more; successes fill the quota again.
func TestQuotaStopsRetryStorms(t *testing.T) {
	t.Parallel()
	current := reply(http.StatusInternalServerError, "")
	transport := play(func(req *http.Request) (*http.Response, error) { return current(req) })
	client := transport.client(t)
	for range 200 {
		require.Error(t, getMessage(t.Context(), client))
	}
	assert.Len(t, transport.sent(), 200+fullQuota/retryCost)

	current = reply(http.StatusOK, goldenMessage)
	for range retryCost {
		require.NoError(t, getMessage(t.Context(), client))
	}
	before := len(transport.sent())
	current = reply(http.StatusInternalServerError, "")
	require.Error(t, getMessage(t.Context(), client))
	assert.Len(t, transport.sent(), before+2, "one retry")
}

func TestTimeOutsCostMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := testClient(t, play(hang), WithRetry(RetryPolicy{MaxAttempts: 2}), WithTimeout(time.Second))
		require.Error(t, getMessage(t.Context(), client))
		assert.Equal(t, fullQuota-timeoutCost, client.throttle.tokens)
	})
}
