package twiliotest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestQueuesHold hours of messages: ten of texts, four on a channel.
func TestQueuesHold(t *testing.T) {
	t.Parallel()
	for sender, hours := range map[string]int{"+14155556789": 10, "whatsapp:+14155556789": 4, "rcs:clinic": 4} {
		s := New(t, SenderRates(SenderRate{Sender: sender, PerSecond: 1}))
		m := &message{account: s.main.sid, Message: Message{From: sender}, segments: hours*3600 - 1, validUntil: s.Clock.Now().Add(24 * time.Hour)}
		s.enqueue(m)
		_, fits := s.waiting(s.main.sid, sender)
		assert.True(t, fits, sender)
		m.segments = 1
		s.enqueue(m)
		wait, fits := s.waiting(s.main.sid, sender)
		assert.False(t, fits, sender)
		assert.Equal(t, time.Duration(hours)*time.Hour, wait)
	}
}
