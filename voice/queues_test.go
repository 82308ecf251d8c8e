package voice_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/voice"
)

// TestQueue: callers wait, and leave from the front or by their calls.
func TestQueue(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	queue, err := b.Queues.Create(ctx, voice.QueueCreateParams{FriendlyName: "support", MaxSize: 10})
	require.NoError(t, err)
	first := b.live()
	second := b.live()
	b.sim.Enqueue(first, "support")
	b.sim.Enqueue(second, "support")
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
	b.sim.Enqueue(b.live(), "support")
	b.sim.Enqueue(b.live(), "support")
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
