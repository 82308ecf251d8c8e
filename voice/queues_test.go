package voice_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/voice"
)

// waiting is a call of ada that waits in a queue.
func (b *bench) waiting(queue string) string {
	b.t.Helper()
	call, err := b.client.Calls.Create(b.t.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: "<Response><Enqueue>" + queue + "</Enqueue></Response>"})
	require.NoError(b.t, err)
	b.sim.Clock.Advance(6 * time.Second)
	return call.SID
}

// TestQueue: callers wait, and leave from the front or by their calls.
func TestQueue(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	queue, err := b.Queues.Create(ctx, voice.QueueCreateParams{FriendlyName: "support", MaxSize: 10})
	require.NoError(t, err)
	first, second := b.waiting("support"), b.waiting("support")
	b.sim.Handle("https://example.com/agent", twiml.Voice(twiml.Say{Text: "Hello."}))
	agent := voice.DequeueParams{URL: "https://example.com/agent"}

	front, err := b.Members.Get(ctx, queue.SID, voice.Front)
	require.NoError(t, err)
	assert.Equal(t, []any{first, twilio.Int(1)}, []any{front.CallSID, front.Position})
	left, err := b.Members.DequeueFront(ctx, queue.SID, agent)
	require.NoError(t, err)
	assert.Equal(t, first, left.CallSID)
	left, err = b.Members.Dequeue(ctx, queue.SID, second, agent)
	require.NoError(t, err)
	assert.Equal(t, second, left.CallSID)
	_, err = b.Members.Get(ctx, queue.SID, voice.Front)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	require.NoError(t, b.Queues.Delete(ctx, queue.SID))
}

// TestDequeueIsNotRepeated: a second request would take out the next caller.
func TestDequeueIsNotRepeated(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	queue, err := b.Queues.Create(t.Context(), voice.QueueCreateParams{FriendlyName: "support"})
	require.NoError(t, err)
	_, _ = b.waiting("support"), b.waiting("support")
	b.sim.Handle("https://example.com/agent", twiml.Voice(twiml.Say{Text: "Hello."}))
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/Queues/*/Members/*").CommitThenReset())
	_, err = b.Members.DequeueFront(t.Context(), queue.SID, voice.DequeueParams{URL: "https://example.com/agent"})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	got, err := b.Queues.Get(t.Context(), queue.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.Int(1), got.CurrentSize)
}

// TestCreateQueueConverges: after a lost answer the queue of that name is the one that was
// asked for, and another create of that name is refused.
func TestCreateQueueConverges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/Queues.json").Times(1).CommitThenReset())
	queue, err := b.Queues.Create(t.Context(), voice.QueueCreateParams{FriendlyName: "support"})
	require.NoError(t, err)
	assert.Equal(t, "support", queue.FriendlyName)
	assert.Equal(t, 2, b.posts("/Queues.json"))
	_, err = b.Queues.Create(t.Context(), voice.QueueCreateParams{FriendlyName: "support"})
	require.ErrorIs(t, err, twilio.ErrorCode(22003))
}
