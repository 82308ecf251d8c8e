package outbox_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestTwinsOfUnknownOutcome: of two equal messages without an answer one was sent, and the list
// does not tell which. Neither is sent again.
func TestTwinsOfUnknownOutcome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(1).CommitThenClose())
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(2).ReadThenClose())
		for _, key := range []string{"twin-1", "twin-2"} {
			params := twilio.MessageCreateParams{To: ada, From: clinic, Body: "Your table is ready."}
			_, err := d.enqueue(outbox.Message{Key: key, Params: outbox.Text(params)})
			require.NoError(t, err)
		}
		d.run(10 * time.Minute)
		assert.Len(t, d.sim.Messages(), 1)
		for _, key := range []string{"twin-1", "twin-2"} {
			e, err := d.Get(t.Context(), key)
			require.NoError(t, err)
			assert.Equal(t, outbox.Uncertain, e.State)
		}
	})
}
