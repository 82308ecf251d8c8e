package twilio

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// learner is an AdaptiveLimiter that notes what it is told.
type learner struct {
	mu     sync.Mutex
	asked  []*LimitedRequest
	told   []LimitedResult
	refuse error
}

func (l *learner) Wait(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refuse != nil {
		return l.refuse
	}
	l.asked = append(l.asked, LimitedRequestFrom(ctx))
	return nil
}

func (l *learner) Done(_ context.Context, result LimitedResult) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told = append(l.told, result)
}

// TestLimiterLearns: each request that was let pass is told about once, with what it was.
func TestLimiterLearns(t *testing.T) {
	t.Parallel()
	limiter := &learner{}
	transport := play(reply(429, `{"code":20429,"message":"Too many"}`, "Retry-After", "3"), reply(201, messageJSON))
	client := testClient(t, transport, WithClock(newFakeClock()), WithLimiter(limiter))
	require.NoError(t, createMessage(t.Context(), client))
	require.Len(t, limiter.asked, 2)
	require.Len(t, limiter.told, 2)
	for i, request := range limiter.asked {
		assert.Same(t, request, limiter.told[i].Request)
		assert.Equal(t, i+1, request.Attempt)
		assert.Equal(t, []string{"Messages.Create", hostAPI, client.AccountSID()}, []string{request.Op, request.Host, request.AccountSID})
		assert.True(t, limiter.told[i].Sent)
	}
	assert.Equal(t, LimitedResult{Request: limiter.asked[0], Sent: true, Status: 429, Code: 20429, RetryAfter: 3 * time.Second, Took: limiter.told[0].Took}, limiter.told[0])
	assert.Equal(t, 201, limiter.told[1].Status)
}

// TestLimiterKnowsTheSender: of the recipient and the content it knows nothing.
func TestLimiterKnowsTheSender(t *testing.T) {
	t.Parallel()
	limiter := &learner{}
	client := testClient(t, play(reply(201, messageJSON), reply(201, messageJSON), reply(200, messageJSON)), WithLimiter(limiter))
	params := MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}
	_, err := client.Messages.Create(t.Context(), params)
	require.NoError(t, err)
	params.MessagingServiceSID = "MG00000000000000000000000000000001"
	_, err = client.Messages.Create(t.Context(), params)
	require.NoError(t, err)
	_, err = client.Messages.Get(t.Context(), "SM00000000000000000000000000000001")
	require.NoError(t, err)
	senders := make([]string, len(limiter.asked))
	for i, request := range limiter.asked {
		senders[i] = request.Sender
	}
	assert.Equal(t, []string{"+14155556789", "MG00000000000000000000000000000001", ""}, senders)
}

// TestLimiterAndOwnLimits: a limit that the account has set for some of its requests is no pause for others.
func TestLimiterAndOwnLimits(t *testing.T) {
	t.Parallel()
	limiter := &learner{}
	transport := play(reply(429, `{"code":60203}`, "Retry-After", "3", "Twilio-Reached-Rate-Limit", "sends of a device"))
	require.Error(t, createMessage(t.Context(), testClient(t, transport, WithLimiter(limiter))))
	require.Len(t, limiter.told, 1)
	assert.Equal(t, 429, limiter.told[0].Status)
	assert.Zero(t, limiter.told[0].RetryAfter)
}

// busyError is the error of a limiter that knows when to come again.
type busyError struct{}

func (busyError) Error() string             { return "busy" }
func (busyError) RetryAfter() time.Duration { return time.Minute }

// TestRetryAfterOfALimiter: a limiter says when to come again.
func TestRetryAfterOfALimiter(t *testing.T) {
	t.Parallel()
	err := createMessage(t.Context(), testClient(t, play(), WithLimiter(&learner{refuse: busyError{}})))
	require.ErrorIs(t, err, ErrNotSent)
	assert.Equal(t, time.Minute, RetryAfter(err))
}

// TestLimiterIsToldOfAdmissions: an admission is over with its call, or when it is released.
func TestLimiterIsToldOfAdmissions(t *testing.T) {
	t.Parallel()
	limiter := &learner{}
	clock := newFakeClock()
	client := testClient(t, play(reply(201, messageJSON), reply(503, "", "Retry-After", "5")), WithClock(clock), WithLimiter(limiter), WithRetry(RetryPolicy{MaxAttempts: 1}))

	unused, err := client.Admit(t.Context(), LimitedRequest{Host: hostAPI})
	require.NoError(t, err)
	unused.Release()
	unused.Release()
	require.Len(t, limiter.told, 1)
	assert.Equal(t, LimitedResult{Request: limiter.asked[0]}, limiter.told[0])

	used, err := client.Admit(t.Context(), LimitedRequest{Host: hostAPI})
	require.NoError(t, err)
	_, err = client.Messages.Create(t.Context(), admitted, Admitted(used))
	require.NoError(t, err)
	used.Release()
	require.Len(t, limiter.told, 2)
	assert.True(t, limiter.told[1].Sent)

	late, err := client.Admit(t.Context(), LimitedRequest{Host: hostAPI})
	require.NoError(t, err)
	require.Error(t, createMessage(t.Context(), client))
	_, err = client.Messages.Create(t.Context(), admitted, Admitted(late))
	require.ErrorIs(t, err, ErrNotSent)
	require.Len(t, limiter.told, 4)
	assert.Equal(t, LimitedResult{Request: limiter.asked[2]}, limiter.told[3], "it meets a cool-down")
}

// TestLimiterIsToldWhenNothingIsSent: a call that ends between the limiter and its request.
func TestLimiterIsToldWhenNothingIsSent(t *testing.T) {
	t.Parallel()
	limiter := &learner{}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	transport := play(func(*http.Request) (*http.Response, error) { return nil, context.Canceled })
	client := testClient(t, transport, WithLimiter(cancelling{limiter, cancel}))
	require.ErrorIs(t, createMessage(ctx, client), ErrNotSent)
	assert.Empty(t, transport.sent())
	require.Len(t, limiter.told, 1)
}

// cancelling ends the call once the limiter has let it pass.
type cancelling struct {
	*learner

	cancel func()
}

func (c cancelling) Wait(ctx context.Context) error {
	defer c.cancel()
	return c.learner.Wait(ctx)
}
