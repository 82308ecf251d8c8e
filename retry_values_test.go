package twilio

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestClassFollowsTheMethod(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]Class{
		http.MethodGet: ClassSafe, http.MethodHead: ClassSafe, http.MethodDelete: ClassIdempotent, http.MethodPut: ClassIdempotent,
		http.MethodPost: ClassCreate, http.MethodPatch: ClassCreate, "": ClassCreate, "get": ClassCreate, "PROPFIND": ClassCreate,
	} {
		assert.Equal(t, want, ClassByMethod.of(method), "%q", method)
		for _, said := range []Class{ClassSafe, ClassIdempotent, ClassCreate} {
			assert.Equal(t, said, said.of(method), "what was said counts, for %q too", method)
		}
	}
}

func TestRetryPolicyDefaults(t *testing.T) {
	t.Parallel()
	all := RetryPolicy{MaxAttempts: 4, BaseDelay: 500 * time.Millisecond, MaxDelay: 20 * time.Second}
	assert.Equal(t, all, RetryPolicy{}.withDefaults())
	for _, given := range []RetryPolicy{{MaxAttempts: 1, BaseDelay: 1, MaxDelay: 1}, {MaxAttempts: 9, BaseDelay: time.Hour, MaxDelay: time.Second}} {
		assert.Equal(t, given, given.withDefaults())
	}
}

// TestBackoffBounds tries each often enough to see the bound come near.
func TestBackoffBounds(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	tests := []struct {
		base, longest time.Duration
		attempts      int
		bound         time.Duration
	}{
		{base: time.Second, longest: 20 * time.Second, attempts: 1, bound: time.Second},
		{base: time.Second, longest: 20 * time.Second, attempts: 2, bound: 2 * time.Second},
		{base: time.Second, longest: 20 * time.Second, attempts: 5, bound: 16 * time.Second},
		{base: time.Second, longest: 20 * time.Second, attempts: 6, bound: 20 * time.Second},
		{base: time.Second, longest: 20 * time.Second, attempts: 7, bound: 20 * time.Second},
		{base: time.Second, longest: 20 * time.Second, attempts: 1 << 30, bound: 20 * time.Second},
		{base: time.Second, longest: 20 * time.Second, attempts: 0, bound: time.Second},
		{base: time.Minute, longest: time.Second, attempts: 1, bound: time.Second},
		{base: 1, longest: 365 * day, attempts: 64, bound: 365 * day},
		{base: 1, longest: 1, attempts: 1, bound: 1},
	}
	for _, tt := range tests {
		policy := RetryPolicy{BaseDelay: tt.base, MaxDelay: tt.longest}
		var longest time.Duration
		for range 200 { // by chance below a half each time once in 2^200
			wait := backoff(&policy, tt.attempts)
			assert.GreaterOrEqual(t, wait, time.Duration(0))
			assert.LessOrEqual(t, wait, tt.bound)
			longest = max(longest, wait)
		}
		assert.Greater(t, longest, tt.bound/2, "%+v", tt)
	}
}

// TestRetryAfterReadsTheFirstValue: an answer has one, and one place for it.
func TestRetryAfterReadsTheFirstValue(t *testing.T) {
	t.Parallel()
	assert.Zero(t, parseRetryAfter(nil, impatientClock{}))
	assert.Zero(t, parseRetryAfter(http.Header{"Date": {"Tue, 14 Apr 2026 09:30:00 GMT"}}, impatientClock{}))
	assert.Equal(t, 7*time.Second, parseRetryAfter(http.Header{"Retry-After": {"7", "9"}}, impatientClock{}))
	assert.Zero(t, parseRetryAfter(http.Header{"Retry-After": {"0x10"}}, impatientClock{}))
	assert.Zero(t, parseRetryAfter(http.Header{"Retry-After": {"1_0"}}, impatientClock{}))
	assert.Zero(t, parseRetryAfter(http.Header{"Retry-After": {"1e3"}}, impatientClock{}))
	assert.Zero(t, parseRetryAfter(http.Header{"Retry-After": {"Mon, 01 Jan 0001 00:00:00 GMT"}}, impatientClock{}))
	assert.Equal(t, maxRetryAfter, parseRetryAfter(http.Header{"Retry-After": {"Fri, 31 Dec 9999 23:59:59 GMT"}}, impatientClock{}))
	assert.Equal(t, maxRetryAfter, parseRetryAfter(http.Header{
		"Retry-After": {"Fri, 31 Dec 9999 23:59:59 GMT"}, "Date": {"Mon, 01 Jan 0001 00:00:00 GMT"}, // further apart than a Duration holds
	}, impatientClock{}))
}
